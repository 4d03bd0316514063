// SPDX-License-Identifier: GPL-2.0
/*
 * Correcting the assignment of segments to connections at a place.
 *
 * A connection that was taken for two: a RST that its receiver rightly ignores,
 * such as one injected after a lost segment, ends the connection for an
 * observer; later segments then seem to be a connection first seen mid-stream. If
 * its sequence numbers continue those of the one before, between the same ends, it is the same.
 *
 * SYNs of one connection to which a NAT gave several ports.
 *
 * Late segments: if ports are reused at once, a segment of the previous connection may
 * arrive before the new one at one place and after it at another. It belongs to the
 * connection whose sequence numbers it has.
 */
#include "compare/settle.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "compare/view.h"

/* Number of connections between the same ends by which a segment may be late or early. */
#define LATE 8

/* Limit of the difference of sequence numbers from one segment of a connection to the next. */
#define NEAR (1U << 24)

/**
 * struct entry - a connection of the place
 * @view: the connection
 * @low:  role of its lower end
 */
struct entry {
	struct tcpst_view *view;
	u8 low;
};

static int compare_ends(const struct tcpst_addrs *one, unsigned int role,
			const struct tcpst_addrs *other, unsigned int other_role)
{
	int order = memcmp(one->addr[role], other->addr[other_role], 16);

	return order ? order : one->port[role] - other->port[other_role];
}

static int compare_entries(const struct entry *one, const struct entry *other)
{
	const struct tcpst_addrs *first = &one->view->flow.ends;
	const struct tcpst_addrs *second = &other->view->flow.ends;
	int order = first->ipv6 - second->ipv6;

	if (!order)
		order = compare_ends(first, one->low, second, other->low);
	return order ? order :
	       compare_ends(first, !one->low, second, !other->low);
}

static int by_ends(const void *a, const void *b)
{
	const struct entry *one = a, *other = b;
	int order = compare_entries(one, other);

	/* Views of a place are in the order in which they began. */
	return order ? order : one->view < other->view ? -1 : 1;
}

/* The last or first sequence number of an end that was seen; false: none. */
static bool number_of(const struct tcpst_view *view, unsigned int sender,
		      bool last, u32 *number)
{
	size_t i;

	for (i = 0; i < view->n; i++) {
		const struct tcpst_sighting *seen =
			&view->seen[last ? view->n - 1 - i : i];

		/* A RST may have any sequence number. */
		if (seen->sender != sender || (seen->flags & TCPS_FLAG_RST))
			continue;
		*number = seen->seq;
		return true;
	}
	return false;
}

static bool goes_on(const struct entry *before, const struct entry *next)
{
	const bool turned = before->low != next->low;
	unsigned int role, found = 0;
	u32 last, first;

	if (next->view->flow.iss_known[0] || next->view->flow.iss_known[1])
		return false;
	for (role = 0; role < 2; role++) {
		if (!number_of(before->view, role ^ turned, true, &last) ||
		    !number_of(next->view, role, false, &first))
			continue;
		if (first - last + NEAR > 2 * NEAR)
			return false;
		found++;
	}
	return found;
}

/* Merge the segments and transitions of two views into the first. */
static void join(struct tcpst_view *view, struct tcpst_view *next, bool turned)
{
	size_t i;

	view->capacity = view->n + next->n;
	view->seen = tcpst_resize(view->seen, view->capacity + 1,
				  sizeof(*view->seen));
	for (i = 0; i < next->n; i++) {
		view->seen[view->n] = next->seen[i];
		view->seen[view->n++].sender ^= turned;
	}
	tcpst_view_sort(view);
	view->move_capacity = view->n_moves + next->n_moves;
	view->move = tcpst_resize(view->move, view->move_capacity + 1,
				  sizeof(*view->move));
	for (i = 0; i < next->n_moves; i++) {
		view->move[view->n_moves] = next->move[i];
		view->move[view->n_moves++].role ^= turned;
	}
	free(next->seen);
	free(next->move);
	next->seen = NULL;
	next->move = NULL;
	next->n = 0;
}

/* Merge two views; the end is that of the later one. */
static void resume(struct tcpst_view *view, struct tcpst_view *next, bool turned)
{
	struct tcps_verdict *verdict = &view->flow.verdict;
	const struct tcps_verdict *later = &next->flow.verdict;
	unsigned int role;

	join(view, next, turned);
	verdict->end = later->end;
	for (role = 0; role < 2; role++)
		verdict->state[role] = later->state[role ^ turned];
}

static int compare_syns(const struct tcpst_flow *one, const struct tcpst_flow *other)
{
	int order;

	if (one->iss[0] != other->iss[0])
		return one->iss[0] < other->iss[0] ? -1 : 1;
	order = compare_ends(&one->ends, 1, &other->ends, 1);
	return order ? order :
	       memcmp(one->ends.addr[0], other->ends.addr[0], 16);
}

static int by_syn(const void *a, const void *b)
{
	const struct entry *one = a, *other = b;
	int order = compare_syns(&one->view->flow, &other->view->flow);

	if (order)
		return order;
	/* An answered SYN first. */
	if (one->view->flow.iss_known[1] != other->view->flow.iss_known[1])
		return one->view->flow.iss_known[1] ? -1 : 1;
	return one->view < other->view ? -1 : 1;
}

/*
 * Merge SYNs: a NAT may give a retransmitted SYN another port, if the first one
 * still belonged to an older connection.
 */
static void join_syns(struct tcpst_place *place, struct entry *entries, bool *gone)
{
	size_t i, n = 0, before = 0;

	for (i = 0; i < place->n; i++)
		if (!gone[i] && place->view[i].flow.iss_known[0])
			entries[n++].view = &place->view[i];
	if (n)
		qsort(entries, n, sizeof(*entries), by_syn);
	for (i = 1; i < n; i++) {
		struct tcpst_view *first = entries[before].view;
		struct tcpst_view *view = entries[i].view;

		if (compare_syns(&first->flow, &view->flow) ||
		    view->flow.iss_known[1]) {
			before = i;
			continue;
		}
		join(first, view, false);
		gone[view - place->view] = true;
	}
}

/**
 * struct numbers - sequence numbers used by an end of a connection
 * @known: they are known: from @first to @last
 */
struct numbers {
	bool known;
	u32 first;
	u32 last;
};

/* Sequence numbers up to those acknowledged by the peer; other segments may be forged. */
static struct numbers numbers_of(const struct tcpst_view *view, unsigned int role)
{
	const struct tcpst_flow *flow = &view->flow;
	struct numbers numbers = {
		flow->iss_known[role], flow->iss[role], flow->iss[role] + 1,
	};
	size_t i;

	for (i = 0; i < view->n; i++) {
		const struct tcpst_sighting *seen = &view->seen[i];

		if (seen->sender != role && (seen->flags & TCPS_FLAG_ACK) &&
		    seen->ack - numbers.last < NEAR)
			numbers.last = seen->ack;
	}
	return numbers;
}

static bool has(const struct numbers *numbers, u32 number)
{
	return numbers->known &&
	       number - numbers->first <= numbers->last - numbers->first;
}

/* Does a segment fit a connection? @sender, @receiver: sequence numbers of its ends */
static bool is_of(const struct tcpst_sighting *seen, const struct numbers *sender,
		  const struct numbers *receiver)
{
	return has(sender, seen->seq) &&
	       (!(seen->flags & TCPS_FLAG_ACK) || !receiver->known ||
		has(receiver, seen->ack));
}

/* Return: index of the only other connection of a run that a segment fits, else @own. */
static size_t owner_of(const struct tcpst_sighting *seen, unsigned int end,
		       const struct entry *run, struct numbers (*numbers)[2],
		       size_t n, size_t own)
{
	size_t i = own > LATE ? own - LATE : 0, found = own;

	for (; i < n && i <= own + LATE; i++) {
		unsigned int sender = end ^ run[i].low;

		if (i == own || !is_of(seen, &numbers[i][sender],
				       &numbers[i][!sender]))
			continue;
		if (found != own)
			return own;
		found = i;
	}
	return found;
}

/* Move late segments between connections with the same ends. */
static void settle(const struct entry *run, size_t n)
{
	struct numbers (*numbers)[2] = tcpst_alloc(n, sizeof(*numbers));
	size_t i, k;

	for (i = 0; i < n; i++) {
		numbers[i][0] = numbers_of(run[i].view, 0);
		numbers[i][1] = numbers_of(run[i].view, 1);
	}
	for (i = 0; i < n; i++) {
		struct tcpst_view *view = run[i].view;

		for (k = 0; k < view->n; k++) {
			const struct tcpst_sighting *seen = &view->seen[k];
			unsigned int sender = seen->sender;
			size_t owner;

			if (tcpst_view_is_gone(view, k) ||
			    is_of(seen, &numbers[i][sender],
				  &numbers[i][!sender]))
				continue;
			owner = owner_of(seen, sender ^ run[i].low, run,
					 numbers, n, i);
			if (owner != i)
				tcpst_view_move(view, k, run[owner].view,
						run[i].low != run[owner].low);
		}
	}
	for (i = 0; i < n; i++)
		tcpst_view_sort(run[i].view);
	free(numbers);
}

static void settle_all(const struct entry *entries, size_t n)
{
	size_t i, k;

	for (i = 0; i < n; i = k) {
		for (k = i + 1; k < n && !compare_entries(&entries[i],
							  &entries[k]); k++)
			;
		if (k > i + 1)
			settle(&entries[i], k - i);
	}
}

/* The TTL of most segments of an end, 0: cannot be determined. */
static u8 usual_ttl(const struct tcpst_view *view, unsigned int sender)
{
	size_t counts[256] = { 0 }, i, all = 0;
	unsigned int ttl, best = 0;

	for (i = 0; i < view->n; i++)
		if (view->seen[i].sender == sender) {
			counts[view->seen[i].ttl]++;
			all++;
		}
	for (ttl = 1; ttl < 256; ttl++)
		if (counts[ttl] > counts[best] || !best)
			best = ttl;
	return 2 * counts[best] > all ? (u8)best : 0;
}

static void mark_foreign(struct tcpst_view *view)
{
	const u8 usual[2] = { usual_ttl(view, 0), usual_ttl(view, 1) };
	size_t i;

	for (i = 0; i < view->n; i++) {
		struct tcpst_sighting *seen = &view->seen[i];

		seen->foreign = seen->ttl && usual[seen->sender] &&
				seen->ttl != usual[seen->sender];
	}
}

/**
 * tcpst_place_settle() - correct the assignment of segments to connections
 * @place: the place, its connections in the order in which they began
 */
void tcpst_place_settle(struct tcpst_place *place)
{
	struct entry *entries = tcpst_alloc(place->n + 1, sizeof(*entries));
	bool *gone = tcpst_alloc(place->n + 1, sizeof(*gone));
	size_t i, kept = 0, before = 0;

	for (i = 0; i < place->n; i++) {
		const struct tcpst_addrs *ends = &place->view[i].flow.ends;

		entries[i].view = &place->view[i];
		entries[i].low = compare_ends(ends, 0, ends, 1) > 0;
	}
	if (place->n)
		qsort(entries, place->n, sizeof(*entries), by_ends);
	for (i = 1; i < place->n; i++) {
		const struct entry *entry = &entries[i];

		if (compare_entries(&entries[before], entry) ||
		    !goes_on(&entries[before], entry)) {
			before = i;
			continue;
		}
		resume(entries[before].view, entry->view,
		       entries[before].low != entry->low);
		gone[entry->view - place->view] = true;
	}
	settle_all(entries, place->n);
	join_syns(place, entries, gone);
	for (i = 0; i < place->n; i++)
		if (!gone[i])
			place->view[kept++] = place->view[i];
	place->n = kept;
	for (i = 0; i < kept; i++)
		mark_foreign(&place->view[i]);
	free(entries);
	free(gone);
}
