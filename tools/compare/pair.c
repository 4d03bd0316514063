// SPDX-License-Identifier: GPL-2.0
/*
 * Pairing the segments of a connection at two places. Segments with the same sequence
 * numbers, length and control bits are a group. Copies within a group are distinguished
 * by their marks (IP identification, window, options), if these pass unchanged between the
 * places. A segment that is then unique at both places is paired with certainty; the
 * others are paired by time, for which the clocks are aligned by the certain pairs.
 */
#include "compare/pair.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define ECN_BITS (TCPS_FLAG_ECE | TCPS_FLAG_CWR)

/**
 * struct item - a segment of either place
 * @sender, @flags, @seq, @ack, @len: key of the group; sequence numbers are those of the
 *          first place
 * @mark:   distinguishes copies; @brief: the same without options, if these were @cut off
 * @time:   by the clock of its place
 * @foreign: by its TTL it may have another sender
 * @place:  0 here, 1 there; @index: index of the segment
 */
struct item {
	u32 sender;
	u32 flags;
	u32 seq;
	u32 ack;
	u32 len;
	u32 place;
	u64 mark;
	u64 brief;
	u64 time;
	bool cut;
	bool foreign;
	size_t index;
};

/* Octets of the key of a group. */
#define GROUP offsetof(struct item, place)

/**
 * struct items - the segments of both places
 * @item: segments, sorted; @n: number of them
 * @kept: by sender, marks pass unchanged between the places
 */
struct items {
	struct item *item;
	size_t n;
	bool kept[2];
};

static void collect(struct items *items, const struct tcpst_view *view,
		    unsigned int place, const u32 shift[2])
{
	size_t i;

	for (i = 0; i < view->n; i++) {
		const struct tcpst_sighting *seen = &view->seen[i];
		struct item *item = &items->item[items->n++];

		item->sender = seen->sender;
		/* Middleboxes may clear the ECN bits of a SYN, where they are an offer. */
		item->flags = seen->flags & ~ECN_BITS;
		item->seq = seen->seq - (place ? shift[seen->sender] : 0);
		if (seen->flags & TCPS_FLAG_ACK)
			item->ack = seen->ack -
				    (place ? shift[!seen->sender] : 0);
		item->len = seen->len;
		item->mark = seen->mark;
		item->brief = tcpst_sighting_brief(seen);
		item->cut = seen->cut;
		item->time = seen->time_ns;
		item->foreign = seen->foreign;
		item->place = place;
		item->index = i;
	}
}

static int compare(const void *a, const void *b)
{
	const struct item *first = a, *second = b;
	int order = memcmp(first, second, GROUP);

	if (order)
		return order;
	if (first->mark != second->mark)
		return first->mark < second->mark ? -1 : 1;
	if (first->place != second->place)
		return first->place < second->place ? -1 : 1;
	if (first->time != second->time)
		return first->time < second->time ? -1 : 1;
	return first->index < second->index ? -1 : 1;
}

static int by_place(const void *a, const void *b)
{
	const struct item *first = a, *second = b;

	if (first->place != second->place)
		return first->place < second->place ? -1 : 1;
	if (first->time != second->time)
		return first->time < second->time ? -1 : 1;
	return first->index < second->index ? -1 : 1;
}

static size_t group_of(const struct item *item, size_t n)
{
	size_t i = 1;

	while (i < n && !memcmp(item, item + i, GROUP))
		i++;
	return i;
}

static size_t copies_of(const struct item *item, size_t n)
{
	size_t i = 1;

	while (i < n && item[i].mark == item->mark)
		i++;
	return i;
}

/* Use brief marks if options were cut off at either place. */
static void shorten_marks(struct items *items)
{
	bool any = false;
	size_t i, k, n;

	for (i = 0; i < items->n; i += n) {
		struct item *item = &items->item[i];
		bool cut = false;

		n = group_of(item, items->n - i);
		for (k = 0; k < n; k++)
			cut |= item[k].cut;
		for (k = 0; k < n && cut; k++)
			if (item[k].mark)
				item[k].mark = item[k].brief;
		any |= cut;
	}
	if (any)
		qsort(items->item, items->n, sizeof(*items->item), compare);
}

static size_t count(const struct item *item, size_t n, unsigned int place)
{
	size_t i, found = 0;

	for (i = 0; i < n; i++)
		found += item[i].place == place;
	return found;
}

/* Number of segments of a group whose marks occur at the other place, too. */
static size_t marks_at_both(const struct item *item, size_t n)
{
	size_t i, found = 0, copies;

	for (i = 0; i < n; i += copies) {
		size_t here, there;

		copies = copies_of(item + i, n - i);
		here = count(item + i, copies, 0);
		there = copies - here;
		if (item[i].mark)
			found += here < there ? here : there;
	}
	return found;
}

static size_t count_marked(const struct item *item, size_t n, unsigned int place)
{
	size_t i, found = 0;

	for (i = 0; i < n; i++)
		found += item[i].place == place && item[i].mark;
	return found;
}

/*
 * Do marks pass unchanged? Yes, if at least half of them do: of two copies one may be lost
 * and the other duplicated. Segments without a mark, such as a RST without window and
 * identification, do not count.
 */
static void find_kept(struct items *items)
{
	size_t same[2] = { 0 }, all[2] = { 0 };
	size_t i, n;

	for (i = 0; i < items->n; i += n) {
		const struct item *item = &items->item[i];
		size_t here, there;

		n = group_of(item, items->n - i);
		here = count_marked(item, n, 0);
		there = count_marked(item, n, 1);
		if (!here || !there || (item->flags & TCPS_FLAG_SYN))
			continue;
		same[item->sender] += marks_at_both(item, n);
		all[item->sender] += here < there ? here : there;
	}
	for (i = 0; i < 2; i++)
		items->kept[i] = same[i] && 2 * same[i] >= all[i];
}

static void pair(struct tcpst_pairs *pairs, size_t here, size_t there, u8 state)
{
	pairs->to[0][here] = there;
	pairs->to[1][there] = here;
	pairs->state[0][here] = state;
	pairs->state[1][there] = state;
}

static int by_origin(const void *a, const void *b)
{
	const struct item *first = a, *second = b;

	return first->foreign != second->foreign ? first->foreign - second->foreign :
						   by_place(a, b);
}

/*
 * Move the sender's own segments to the front, judged by TTL, if both places have the same
 * number of them and only one has foreign ones: these were injected. Return: number of own
 * segments; 0: the TTL does not decide.
 */
static size_t own_of(struct item *item, size_t n)
{
	size_t i, own[2] = { 0 }, foreign[2] = { 0 };

	for (i = 0; i < n; i++)
		(item[i].foreign ? foreign : own)[item[i].place]++;
	if (!own[0] || own[0] != own[1] || !foreign[0] == !foreign[1])
		return 0;
	qsort(item, n, sizeof(*item), by_origin);
	return own[0] + own[1];
}

/*
 * Pair indistinguishable segments. If both places have the same number of them, they are
 * paired in order; otherwise they are paired by time later, and it is in doubt which one
 * is missing.
 */
static void pair_alike(struct tcpst_pairs *pairs, struct item *item, size_t n)
{
	size_t here, i, own = own_of(item, n);

	if (own)
		n = own;
	else
		qsort(item, n, sizeof(*item), by_place);
	here = count(item, n, 0);
	if (2 * here == n) {
		for (i = 0; i < here; i++)
			pair(pairs, item[i].index, item[here + i].index,
			     n == 2 ? TCPST_PAIR_SURE : TCPST_PAIR_LIKELY);
		return;
	}
	if (!here || here == n)
		return;
	pairs->n++;
	for (i = 0; i < n; i++)
		pairs->doubt[item[i].place][item[i].index] = pairs->n;
}

static void pair_group(struct tcpst_pairs *pairs, const struct items *items,
		       struct item *item, size_t n)
{
	bool syn = item->flags & TCPS_FLAG_SYN;
	bool kept = syn ? marks_at_both(item, n) > 0 :
			  items->kept[item->sender];
	size_t i, copies;

	for (i = 0; i < n && kept; i += copies) {
		copies = copies_of(item + i, n - i);
		pair_alike(pairs, item + i, copies);
	}
	if (!kept)
		pair_alike(pairs, item, n);
}

static void *states_of(size_t n, size_t size)
{
	return tcpst_alloc(n + 1, size);
}

/**
 * tcpst_pair_sure() - pair segments that are certainly the same
 * @pairs: filled in; to be freed by tcpst_pair_free()
 * @here:  the connection at one place
 * @there: the connection at the other
 */
void tcpst_pair_sure(struct tcpst_pairs *pairs, const struct tcpst_view *here,
		     const struct tcpst_view *there)
{
	struct items items = {
		.item = tcpst_alloc(here->n + there->n + 1,
				    sizeof(struct item)),
	};
	unsigned int place, role;
	size_t i, n;

	*pairs = (struct tcpst_pairs){ .here = here, .there = there };
	for (place = 0; place < 2; place++) {
		n = place ? there->n : here->n;
		pairs->to[place] = states_of(n, sizeof(size_t));
		pairs->state[place] = states_of(n, sizeof(u8));
		pairs->doubt[place] = states_of(n, sizeof(u32));
		for (i = 0; i < n; i++)
			pairs->to[place][i] = TCPST_UNPAIRED;
	}
	for (role = 0; role < 2; role++)
		if (here->flow.iss_known[role] && there->flow.iss_known[role])
			pairs->shift[role] = there->flow.iss[role] -
					     here->flow.iss[role];
	collect(&items, here, 0, pairs->shift);
	collect(&items, there, 1, pairs->shift);
	if (items.n)
		qsort(items.item, items.n, sizeof(*items.item), compare);
	shorten_marks(&items);
	find_kept(&items);
	for (i = 0; i < items.n; i += n) {
		n = group_of(&items.item[i], items.n - i);
		pair_group(pairs, &items, &items.item[i], n);
	}
	free(items.item);
}

/* Segments of a place that are in doubt, sorted by their number of doubt. */
static size_t *list_doubt(const struct tcpst_pairs *pairs, unsigned int place,
			  size_t n, size_t *first)
{
	const u32 *doubt = pairs->doubt[place];
	size_t *list = tcpst_alloc(n + 1, sizeof(*list));
	size_t i;

	for (i = 0; i < n; i++)
		first[doubt[i] + 1]++;
	for (i = 0; i <= pairs->n; i++)
		first[i + 1] += first[i];
	for (i = 0; i < n; i++)
		list[first[doubt[i]]++] = i;
	/* Each index has advanced to the beginning of the next group. */
	for (i = pairs->n + 1; i > 0; i--)
		first[i] = first[i - 1];
	first[0] = 0;
	return list;
}

/* Can the one segment have been sent before the other arrived? */
static bool may_be(const struct tcpst_pairs *pairs, const struct tcpst_align *align,
		   size_t here, size_t there, bool towards)
{
	u64 at = pairs->here->seen[here].time_ns;
	int64_t later = (int64_t)(pairs->there->seen[there].time_ns - at);
	int64_t ahead;

	if (!tcpst_align_guess(align, at, &ahead))
		return true;
	later -= ahead;
	return (towards ? later : -later) >= -1000000;
}

/*
 * Pair copies of which some are missing: each that arrived, @far, with the latest one
 * sent before it, @near, that is left. These are kept as a stack, at the beginning of
 * their list.
 */
static void pair_by_time(struct tcpst_pairs *pairs,
			 const struct tcpst_align *align, bool towards,
			 size_t *near, size_t n_near, const size_t *far, size_t n_far)
{
	size_t i, sent = 0, left = 0;

	for (i = 0; i < n_far; i++) {
		size_t here, there;

		for (; sent < n_near; sent++) {
			here = towards ? near[sent] : far[i];
			there = towards ? far[i] : near[sent];
			if (!may_be(pairs, align, here, there, towards))
				break;
			near[left++] = near[sent];
		}
		if (!left)
			continue;
		left--;
		here = towards ? near[left] : far[i];
		there = towards ? far[i] : near[left];
		pair(pairs, here, there, TCPST_PAIR_LIKELY);
	}
}

/**
 * tcpst_pair_rest() - pair the remaining segments by time
 * @pairs:    after tcpst_pair_sure()
 * @align:    the clocks, solved
 * @reversed: the initiator is nearer to there
 */
void tcpst_pair_rest(struct tcpst_pairs *pairs, const struct tcpst_align *align,
		     bool reversed)
{
	size_t *first[2], *list[2];
	unsigned int place;
	u32 i;

	for (place = 0; place < 2; place++) {
		first[place] = tcpst_alloc(pairs->n + 2, sizeof(size_t));
		list[place] = list_doubt(pairs, place, place ? pairs->there->n :
					 pairs->here->n, first[place]);
	}
	for (i = 1; i <= pairs->n; i++) {
		size_t here = list[0][first[0][i]];
		bool towards = (pairs->here->seen[here].sender ==
				TCPS_INITIATOR) != reversed;
		unsigned int near = !towards;

		pair_by_time(pairs, align, towards, list[near] + first[near][i],
			     first[near][i + 1] - first[near][i],
			     list[!near] + first[!near][i],
			     first[!near][i + 1] - first[!near][i]);
	}
	for (place = 0; place < 2; place++) {
		free(first[place]);
		free(list[place]);
	}
}

/**
 * tcpst_pair_align() - align clocks by the certain pairs
 * @pairs:    after tcpst_pair_sure()
 * @align:    the clocks; the pairs are added
 * @reversed: the initiator is nearer to there
 */
void tcpst_pair_align(const struct tcpst_pairs *pairs, struct tcpst_align *align,
		      bool reversed)
{
	size_t i;

	for (i = 0; i < pairs->here->n; i++) {
		const struct tcpst_sighting *seen = &pairs->here->seen[i];

		if (pairs->state[0][i] != TCPST_PAIR_SURE)
			continue;
		tcpst_align_add(align, seen->time_ns,
				pairs->there->seen[pairs->to[0][i]].time_ns,
				(seen->sender == TCPS_INITIATOR) != reversed);
	}
}

/** tcpst_pair_free() - free the pairs */
void tcpst_pair_free(struct tcpst_pairs *pairs)
{
	unsigned int place;

	for (place = 0; place < 2; place++) {
		free(pairs->to[place]);
		free(pairs->state[place]);
		free(pairs->doubt[place]);
	}
}
