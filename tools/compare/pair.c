// SPDX-License-Identifier: GPL-2.0
/*
 * Which segment of a connection at one place is which at another. What is alike in
 * numbers, length and control bits is a group. Copies within it are distinguished by
 * what else they carry, as far as that passes unchanged between the two places. What
 * is then alone at both is the same for sure; of the others time decides, which needs
 * the clocks, and those are aligned by what is sure.
 */
#include "compare/pair.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define ECN_BITS (TCPS_FLAG_ECE | TCPS_FLAG_CWR)

/**
 * struct item - a segment of either place
 * @sender, @flags, @seq, @ack, @len: what makes the group; numbers count as at the
 *          first place
 * @mark:   what distinguishes copies; @brief: without the options, which were @cut off
 * @time:   by the clock of its place
 * @foreign: by its TTL another may have sent it
 * @place:  0 here, 1 there; @index: of the segment
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

/* Octets of it that make the group. */
#define GROUP offsetof(struct item, place)

/**
 * struct items - the segments of both places
 * @item: sorted; @n: how many
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
		/* Of a SYN these are an offer, and may be taken away. */
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

/* What was cut off at one place does not distinguish copies at the other. */
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

/* Of a group, how many segments have their mark at the other place, too. */
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
 * Do marks pass unchanged? Half of those that could do, or more: of two copies one may
 * be lost and the other doubled. What has no mark, as a RST with neither window nor
 * identification, could not.
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
 * As many of them at both places are the sender's own, by their TTL: then those are the
 * same, and the others were injected at one place. Return: how many are its own; 0: it
 * does not decide.
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
 * Segments that cannot be distinguished, those here before those there. As many at both
 * are paired in their order; else time decides later, and which one is missing is in
 * doubt.
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
 * tcpst_pair_sure() - pair what is the same without doubt
 * @pairs: filled in; for tcpst_pair_free()
 * @here:  the connection at one place
 * @there: and at the other
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

/* Those of one place that are in doubt, sorted by what they have in common. */
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
	/* Each has moved on to where the next one begins. */
	for (i = pairs->n + 1; i > 0; i--)
		first[i] = first[i - 1];
	first[0] = 0;
	return list;
}

/* Was it sent before the other one arrived, as far as that is known? */
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
 * Of copies of which some are missing: each that arrived, @far, is paired with the
 * latest one sent before it, @near, that is left. Those are kept as a stack, at the
 * beginning of their list.
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
 * tcpst_pair_rest() - pair what time decides
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
 * tcpst_pair_align() - align clocks by what is sure
 * @pairs:    after tcpst_pair_sure()
 * @align:    the clocks, of which more is known then
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

/** tcpst_pair_free() - forget it */
void tcpst_pair_free(struct tcpst_pairs *pairs)
{
	unsigned int place;

	for (place = 0; place < 2; place++) {
		free(pairs->to[place]);
		free(pairs->state[place]);
		free(pairs->doubt[place]);
	}
}
