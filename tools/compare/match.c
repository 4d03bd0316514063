// SPDX-License-Identifier: GPL-2.0
/*
 * Matching the connections of two places. They are the same if addresses, ports and
 * initial sequence numbers are equal. Of the rest, those between the same ports that
 * share segments are the same; then those with both initial sequence numbers equal
 * (by chance only once in 2^64), whose addresses were translated on the
 * way; and last, if it is the only one between its ports at both places, one whose
 * sequence numbers were changed. Ambiguous connections are not matched.
 */
#include "compare/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/**
 * struct key - key to match connections by
 * @addr, @port: of the ends; zero: not compared
 * @iss:   by end, and @options of the SYN; zero: not compared
 * @start: start, to sort connections with otherwise equal keys
 * @view:  index of the connection
 */
struct key {
	u8 addr[2][16];
	u32 port[2];
	u32 iss[2];
	u32 options;
	u64 start;
	size_t view;
};

/* Octets of the key that are compared: those before @start. */
#define KEY_OCTETS offsetof(struct key, start)

/* Parts of a key. */
enum parts {
	PART_ENDS = 1,
	PART_BOTH_ISS = 2,
	PART_ISS = 4,
	PART_OPTIONS = 8,
};

struct join {
	const struct tcpst_view *const *left;
	const struct tcpst_view *const *right;
	size_t n_left;
	size_t n_right;
	struct tcpst_partner *partner;
	bool *taken;
	struct key *left_key;
	struct key *right_key;
};

static u32 syn_options(const struct tcpst_view *view)
{
	return view->flow.options[TCPS_INITIATOR];
}

/* Set the ends by role, or if roles may be a guess, the lower end first. */
static void put_ends(struct key *key, const struct tcpst_flow *flow, bool roles)
{
	const struct tcpst_addrs *ends = &flow->ends;
	int order = memcmp(ends->addr[0], ends->addr[1], 16);
	unsigned int turned, i;

	turned = !roles && (order > 0 ||
			    (!order && ends->port[0] > ends->port[1]));
	for (i = 0; i < 2; i++) {
		memcpy(key->addr[i], ends->addr[i ^ turned], 16);
		key->port[i] = ends->port[i ^ turned];
	}
}

static bool make_key(struct key *key, const struct tcpst_view *view,
		     unsigned int parts)
{
	const struct tcpst_flow *flow = &view->flow;

	memset(key, 0, sizeof(*key));
	if ((parts & PART_BOTH_ISS) &&
	    (!flow->iss_known[0] || !flow->iss_known[1]))
		return false;
	if ((parts & PART_ISS) && !flow->iss_known[0])
		return false;
	if (parts & (PART_BOTH_ISS | PART_ISS))
		key->iss[0] = flow->iss[0];
	if (parts & PART_BOTH_ISS)
		key->iss[1] = flow->iss[1];
	if (parts & PART_OPTIONS)
		key->options = syn_options(view);
	if (parts & PART_ENDS)
		put_ends(key, flow, parts & (PART_BOTH_ISS | PART_ISS));
	key->start = flow->verdict.start;
	return true;
}

static int compare(const void *a, const void *b)
{
	const struct key *first = a, *second = b;
	int order = memcmp(first, second, KEY_OCTETS);

	if (order)
		return order;
	if (first->start != second->start)
		return first->start < second->start ? -1 : 1;
	return first->view < second->view ? -1 : 1;
}

static size_t sort_keys(struct key *keys, const struct tcpst_view *const *views,
			size_t n, const struct join *join, bool right,
			unsigned int parts)
{
	size_t i, made = 0;

	for (i = 0; i < n; i++) {
		if (right ? join->taken[i] :
			    join->partner[i].view != TCPST_UNMATCHED)
			continue;
		if (!make_key(&keys[made], views[i], parts))
			continue;
		keys[made++].view = i;
	}
	if (made)
		qsort(keys, made, sizeof(*keys), compare);
	return made;
}

static void pair(struct join *join, size_t left, size_t right, u8 how)
{
	const struct tcpst_flow *one = &join->left[left]->flow;
	const struct tcpst_flow *other = &join->right[right]->flow;

	join->partner[left].view = right;
	join->partner[left].how = how;
	join->partner[left].turned =
		how != TCPST_MATCH_TRANSLATED &&
		(one->ends.port[0] != other->ends.port[0] ||
		 memcmp(one->ends.addr[0], other->ends.addr[0], 16));
	join->taken[right] = true;
}

/* The responder's initial sequence number must be equal, unless a place has not seen it. */
static bool may_be(const struct tcpst_view *left, const struct tcpst_view *right)
{
	return !left->flow.iss_known[1] || !right->flow.iss_known[1] ||
	       left->flow.iss[1] == right->flow.iss[1];
}

struct mark {
	u32 seq, ack, len;
	u8 flags;
	u8 sender;
};

static int by_mark(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct mark));
}

/* The segments of a view by end, not by role; @relative to initial sequence numbers. */
static struct mark *marks_of(const struct tcpst_view *view, bool relative,
			     bool turned)
{
	struct mark *marks = tcpst_alloc(view->n + 1, sizeof(*marks));
	size_t i;

	for (i = 0; i < view->n; i++) {
		const struct tcpst_sighting *seen = &view->seen[i];
		const u32 *iss = view->flow.iss;

		marks[i].seq = seen->seq - (relative ? iss[seen->sender] : 0);
		if (seen->flags & TCPS_FLAG_ACK)
			marks[i].ack = seen->ack -
				       (relative ? iss[!seen->sender] : 0);
		marks[i].len = seen->len;
		marks[i].flags = seen->flags;
		marks[i].sender = seen->sender ^ turned;
	}
	if (view->n)
		qsort(marks, view->n, sizeof(*marks), by_mark);
	return marks;
}

/* Number of segments that two views have in common. */
static size_t in_common(const struct tcpst_view *left,
			const struct tcpst_view *right, bool relative)
{
	bool turned = left->flow.ends.port[0] != right->flow.ends.port[0] ||
		      memcmp(left->flow.ends.addr[0], right->flow.ends.addr[0],
			     16);
	struct mark *one = marks_of(left, relative, false);
	struct mark *other = marks_of(right, relative, turned);
	size_t i = 0, k = 0, n = 0;

	while (i < left->n && k < right->n) {
		int order = memcmp(&one[i], &other[k], sizeof(*one));

		n += !order;
		i += order <= 0;
		k += order >= 0;
	}
	free(one);
	free(other);
	return n;
}

/* Match connections of a run that share segments, each with the best one that is left. */
static void pair_by_segments(struct join *join, const struct key *left,
			     size_t n_left, const struct key *right,
			     size_t n_right)
{
	size_t i, k;

	for (i = 0; i < n_left; i++) {
		size_t best = 0, found = TCPST_UNMATCHED;

		for (k = 0; k < n_right; k++) {
			size_t n;

			if (join->taken[right[k].view])
				continue;
			n = in_common(join->left[left[i].view],
				      join->right[right[k].view], false);
			if (n > best) {
				best = n;
				found = right[k].view;
			}
		}
		if (found != TCPST_UNMATCHED)
			pair(join, left[i].view, found, TCPST_MATCH_SEGMENTS);
	}
}

/* Do both views share at least half of the segments, by relative sequence numbers? */
static bool is_renumbered(const struct tcpst_view *left,
			  const struct tcpst_view *right)
{
	size_t least = left->n < right->n ? left->n : right->n;
	unsigned int role;

	for (role = 0; role < 2; role++)
		if (!left->flow.iss_known[role] || !right->flow.iss_known[role])
			return false;
	return least >= 4 && 2 * in_common(left, right, true) >= least;
}

static void pair_run(struct join *join, const struct key *left, size_t n_left,
		     const struct key *right, size_t n_right, u8 how)
{
	size_t i, n = n_left < n_right ? n_left : n_right;
	bool alone = n_left == 1 && n_right == 1;

	switch (how) {
	case TCPST_MATCH_NUMBERS:
		for (i = 0; i < n; i++)
			if (may_be(join->left[left[i].view],
				   join->right[right[i].view]))
				pair(join, left[i].view, right[i].view, how);
		break;
	case TCPST_MATCH_SEGMENTS:
		pair_by_segments(join, left, n_left, right, n_right);
		break;
	case TCPST_MATCH_TRANSLATED:
		if (alone && may_be(join->left[left->view],
				    join->right[right->view]))
			pair(join, left->view, right->view, how);
		break;
	default:
		if (alone && is_renumbered(join->left[left->view],
					   join->right[right->view]))
			pair(join, left->view, right->view, how);
	}
}

static size_t run_of(const struct key *key, size_t n)
{
	size_t i = 1;

	while (i < n && !memcmp(key, key + i, KEY_OCTETS))
		i++;
	return i;
}

static void join_by(struct join *join, unsigned int parts, u8 how)
{
	size_t n_left = sort_keys(join->left_key, join->left, join->n_left, join,
				  false, parts);
	size_t n_right = sort_keys(join->right_key, join->right, join->n_right,
				   join, true, parts);
	size_t i = 0, k = 0;

	while (i < n_left && k < n_right) {
		const struct key *left = &join->left_key[i];
		const struct key *right = &join->right_key[k];
		int order = memcmp(left, right, KEY_OCTETS);
		size_t run_left = order <= 0 ? run_of(left, n_left - i) : 0;
		size_t run_right = order >= 0 ? run_of(right, n_right - k) : 0;

		if (!order)
			pair_run(join, left, run_left, right, run_right, how);
		i += run_left;
		k += run_right;
	}
}

/**
 * tcpst_match() - match the connections of two places
 * @left:    connections of one place
 * @n_left:  number of @left
 * @right:   connections of the other
 * @n_right: number of @right
 * @partner: filled in, for each of @left
 */
void tcpst_match(const struct tcpst_view *const *left, size_t n_left,
		 const struct tcpst_view *const *right, size_t n_right,
		 struct tcpst_partner *partner)
{
	struct join join = {
		.left = left, .right = right, .n_left = n_left,
		.n_right = n_right, .partner = partner,
		.taken = tcpst_alloc(n_right + 1, sizeof(bool)),
		.left_key = tcpst_alloc(n_left + 1, sizeof(struct key)),
		.right_key = tcpst_alloc(n_right + 1, sizeof(struct key)),
	};
	size_t i;

	for (i = 0; i < n_left; i++)
		partner[i] = (struct tcpst_partner){ .view = TCPST_UNMATCHED };
	join_by(&join, PART_ENDS | PART_BOTH_ISS, TCPST_MATCH_NUMBERS);
	join_by(&join, PART_ENDS | PART_ISS, TCPST_MATCH_NUMBERS);
	join_by(&join, PART_BOTH_ISS, TCPST_MATCH_TRANSLATED);
	join_by(&join, PART_ENDS, TCPST_MATCH_SEGMENTS);
	join_by(&join, PART_ISS | PART_OPTIONS, TCPST_MATCH_TRANSLATED);
	join_by(&join, PART_ENDS, TCPST_MATCH_RENUMBERED);
	free(join.taken);
	free(join.left_key);
	free(join.right_key);
}
