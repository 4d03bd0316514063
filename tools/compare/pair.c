// SPDX-License-Identifier: GPL-2.0
/*
 * Which segment of a connection at one place is which at another. What is alike in
 * numbers, length and control bits is a group. Copies within it are told apart by
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
 * @mark:   what tells copies apart
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
	u64 time;
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

static u32 shift_of(const struct tcpst_view *here,
		    const struct tcpst_view *there, unsigned int sender)
{
	return here->flow.iss_known[sender] && there->flow.iss_known[sender] ?
	       there->flow.iss[sender] - here->flow.iss[sender] : 0;
}

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

/* Do marks pass unchanged? More than half of those that could do. */
static void find_kept(struct items *items)
{
	size_t same[2] = { 0 }, all[2] = { 0 };
	size_t i, n;

	for (i = 0; i < items->n; i += n) {
		const struct item *item = &items->item[i];
		size_t here, there;

		n = group_of(item, items->n - i);
		here = count(item, n, 0);
		there = n - here;
		if (!here || !there || (item->flags & TCPS_FLAG_SYN))
			continue;
		same[item->sender] += marks_at_both(item, n);
		all[item->sender] += here < there ? here : there;
	}
	for (i = 0; i < 2; i++)
		items->kept[i] = 2 * same[i] > all[i];
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
 * Segments that nothing tells apart, those here before those there. As many at both
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
	const u32 shift[2] = { shift_of(here, there, 0),
			       shift_of(here, there, 1) };
	struct items items = {
		.item = tcpst_alloc(here->n + there->n + 1,
				    sizeof(struct item)),
	};
	unsigned int place;
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
	collect(&items, here, 0, shift);
	collect(&items, there, 1, shift);
	if (items.n)
		qsort(items.item, items.n, sizeof(*items.item), compare);
	find_kept(&items);
	for (i = 0; i < items.n; i += n) {
		n = group_of(&items.item[i], items.n - i);
		pair_group(pairs, &items, &items.item[i], n);
	}
	free(items.item);
}

static const struct tcpst_view *view_at(const struct tcpst_pairs *pairs,
					unsigned int place)
{
	return place ? pairs->there : pairs->here;
}

/*
 * Of copies of which some are missing: each that arrived is paired with the latest one
 * sent before it.
 */
static void pair_by_time(struct tcpst_pairs *pairs,
			 const struct tcpst_align *align, bool reversed,
			 size_t arrived)
{
	unsigned int sender, far;
	const struct tcpst_view *near_view, *far_view;
	size_t i, found = TCPST_UNPAIRED;

	/* There is the far place of who is near to here. */
	for (far = 0; far < 2; far++) {
		far_view = view_at(pairs, far);
		near_view = view_at(pairs, !far);
		if (arrived >= far_view->n || !pairs->doubt[far][arrived] ||
		    pairs->to[far][arrived] != TCPST_UNPAIRED)
			continue;
		sender = far_view->seen[arrived].sender;
		if ((sender == TCPS_INITIATOR) != (reversed ? !far : far))
			continue;
		for (i = 0; i < near_view->n; i++) {
			int64_t later, ahead = 0;
			bool known;
			u64 at;

			if (pairs->to[!far][i] != TCPST_UNPAIRED ||
			    pairs->doubt[!far][i] != pairs->doubt[far][arrived])
				continue;
			at = far ? near_view->seen[i].time_ns :
				   far_view->seen[arrived].time_ns;
			known = tcpst_align_guess(align, at, &ahead);
			later = (int64_t)(far_view->seen[arrived].time_ns -
					  near_view->seen[i].time_ns) -
				(far ? ahead : -ahead);
			if (known && later < -1000000)
				break;
			found = i;
		}
		if (found != TCPST_UNPAIRED)
			pair(pairs, far ? found : arrived,
			     far ? arrived : found, TCPST_PAIR_LIKELY);
		found = TCPST_UNPAIRED;
	}
}

/**
 * struct piece - octets that were not found as a segment at the other place
 * @from, @to: in the numbers of the first place, @to not included
 * @place, @index: which segment
 */
struct piece {
	u64 from;
	u64 to;
	unsigned int place;
	size_t index;
};

static int by_octets(const void *a, const void *b)
{
	const struct piece *first = a, *second = b;

	if (first->from != second->from)
		return first->from < second->from ? -1 : 1;
	return first->to > second->to ? -1 : first->to < second->to;
}

/* Is it made of pieces of the other place, without a gap? */
static bool is_covered(const struct piece *piece, size_t n, size_t which)
{
	u64 reached = piece[which].from;
	size_t i;

	for (i = 0; i < n && reached < piece[which].to; i++)
		if (piece[i].place != piece[which].place &&
		    piece[i].from <= reached && piece[i].to > reached)
			reached = piece[i].to;
	return reached >= piece[which].to;
}

/*
 * Pieces that overlap: as many octets at both places, or each covered by others. Those
 * that are all alike are copies of one segment, of which some are missing.
 */
static void regroup(struct tcpst_pairs *pairs, const struct piece *piece, size_t n)
{
	bool *covered, alike = true;
	u64 octets[2] = { 0 };
	size_t i;

	for (i = 1; i < n; i++)
		alike &= piece[i].from == piece->from && piece[i].to == piece->to;
	if (alike)
		return;
	covered = tcpst_alloc(n, sizeof(bool));
	for (i = 0; i < n; i++) {
		octets[piece[i].place] += piece[i].to - piece[i].from;
		covered[i] = n < 4096 && is_covered(piece, n, i);
	}
	for (i = 0; i < n; i++)
		if (octets[0] && octets[1] &&
		    (covered[i] || octets[0] == octets[1]))
			pairs->state[piece[i].place][piece[i].index] =
				TCPST_PAIR_REGROUPED;
	free(covered);
}

static void regroup_octets(struct tcpst_pairs *pairs, unsigned int sender)
{
	u32 shift = shift_of(pairs->here, pairs->there, sender);
	struct piece *piece;
	size_t i, k, n = 0;
	unsigned int place;

	piece = tcpst_alloc(pairs->here->n + pairs->there->n + 1,
			    sizeof(*piece));
	for (place = 0; place < 2; place++) {
		const struct tcpst_view *view = view_at(pairs, place);

		for (i = 0; i < view->n; i++) {
			const struct tcpst_sighting *seen = &view->seen[i];
			u32 from = seen->seq - (place ? shift : 0) -
				   pairs->here->flow.iss[sender];

			if (seen->sender != sender || !seen->len ||
			    pairs->doubt[place][i] ||
			    pairs->to[place][i] != TCPST_UNPAIRED)
				continue;
			piece[n++] = (struct piece){
				from, (u64)from + seen->len, place, i,
			};
		}
	}
	if (n)
		qsort(piece, n, sizeof(*piece), by_octets);
	for (i = 0; i < n; i = k) {
		u64 end = piece[i].to;

		for (k = i + 1; k < n && piece[k].from < end; k++)
			if (piece[k].to > end)
				end = piece[k].to;
		regroup(pairs, piece + i, k - i);
	}
	free(piece);
}

/**
 * tcpst_pair_rest() - pair what time decides, and find what was regrouped
 * @pairs:    after tcpst_pair_sure()
 * @align:    the clocks, solved
 * @reversed: the initiator is nearer to there
 */
void tcpst_pair_rest(struct tcpst_pairs *pairs, const struct tcpst_align *align,
		     bool reversed)
{
	size_t i, most = pairs->here->n > pairs->there->n ? pairs->here->n :
							    pairs->there->n;

	for (i = 0; i < most; i++)
		pair_by_time(pairs, align, reversed, i);
	regroup_octets(pairs, 0);
	regroup_octets(pairs, 1);
}

/* Between two segments of which the one answers the other, here and there. */
static int order_by_answer(const struct tcpst_pairs *pairs)
{
	const struct tcpst_view *here = pairs->here, *there = pairs->there;
	size_t i, last[2] = { TCPST_UNPAIRED, TCPST_UNPAIRED };
	int order = 0;

	for (i = 0; i < here->n; i++) {
		const struct tcpst_sighting *seen = &here->seen[i];
		size_t asked = last[!seen->sender];
		int64_t more;

		if (pairs->state[0][i] != TCPST_PAIR_SURE)
			continue;
		last[seen->sender] = i;
		if (asked == TCPST_UNPAIRED || !(seen->flags & TCPS_FLAG_ACK) ||
		    seen->ack != here->seen[asked].seq + here->seen[asked].len +
			    !!(here->seen[asked].flags &
			       (TCPS_FLAG_SYN | TCPS_FLAG_FIN)))
			continue;
		more = (int64_t)(seen->time_ns - here->seen[asked].time_ns) -
		       (int64_t)(there->seen[pairs->to[0][i]].time_ns -
			     there->seen[pairs->to[0][asked]].time_ns);
		/* Who asks waits longer the nearer he is. */
		if (more > 2000 || more < -2000)
			order += ((more > 0) == (seen->sender == TCPS_RESPONDER)) ?
				 1 : -1;
	}
	return order;
}

static int order_by_ttl(const struct tcpst_pairs *pairs)
{
	size_t i;
	int order = 0;

	for (i = 0; i < pairs->here->n; i++) {
		const struct tcpst_sighting *seen = &pairs->here->seen[i], *other;

		if (pairs->state[0][i] != TCPST_PAIR_SURE)
			continue;
		other = &pairs->there->seen[pairs->to[0][i]];
		if (seen->ttl && other->ttl && seen->ttl != other->ttl)
			order += ((seen->ttl > other->ttl) ==
				  (seen->sender == TCPS_INITIATOR)) ? 1 : -1;
	}
	return order;
}

/**
 * tcpst_pair_order() - which place is nearer to the initiator
 * @pairs: after tcpst_pair_sure()
 *
 * Each router on the way takes one from the TTL; and where there is none between, who
 * is nearer waits longer for an answer.
 *
 * Return: positive: here; negative: there; 0: it cannot be told.
 */
int tcpst_pair_order(const struct tcpst_pairs *pairs)
{
	int order = order_by_ttl(pairs);

	return order ? order : order_by_answer(pairs);
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
