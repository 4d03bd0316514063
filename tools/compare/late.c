// SPDX-License-Identifier: GPL-2.0
/*
 * Segments that two places take for those of different connections. A translator may
 * give a connection the port of another that one end still remembers: what that end
 * answers has the numbers of the old connection on its side, and the ports of the new
 * one on the other. It counts as of the connection that the earlier place says.
 */
#include "compare/late.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/**
 * struct wanted - a segment, as it would be at a place
 * @addr: of the ends, the sender first; @port: of the responder, in its place
 * @ipv6: family
 * @seq, @ack, @len, @flags, @mark: as of struct tcpst_sighting
 */
struct wanted {
	u8 addr[2][16];
	u32 port[2];
	u32 ipv6;
	u32 seq;
	u32 ack;
	u32 len;
	u32 flags;
	u64 mark;
};

/**
 * struct found - a segment that has no partner
 * @wanted: what it is
 * @path:   in which connection it is; @index: and which of its segments
 * @to:     in which it ought to be
 * @more:   another one like it; NULL: there is none
 */
struct found {
	struct wanted wanted;
	size_t path;
	size_t index;
	size_t to;
	struct found *more;
};

/* As it would be at place @at in that connection. */
static void make_wanted(struct wanted *wanted, const struct tcpst_path *path,
			unsigned int at, const struct tcpst_sighting *seen)
{
	const struct tcpst_addrs *ends = &path->view[at]->flow.ends;
	unsigned int sender = seen->sender ^ path->turned[at], i;

	memset(wanted, 0, sizeof(*wanted));
	for (i = 0; i < 2; i++) {
		memcpy(wanted->addr[i], ends->addr[sender ^ i], 16);
		/* That of the initiator may be another one by now. */
		if ((seen->sender ^ i) == TCPS_RESPONDER)
			wanted->port[i] = ends->port[sender ^ i];
	}
	wanted->ipv6 = ends->ipv6;
	wanted->seq = seen->seq;
	if (seen->flags & TCPS_FLAG_ACK)
		wanted->ack = seen->ack;
	wanted->len = seen->len;
	wanted->flags = seen->flags;
	wanted->mark = seen->mark;
}

static guint hash(gconstpointer key)
{
	const struct wanted *wanted = key;
	u64 sum = wanted->mark ^ ((u64)wanted->seq << 32 | wanted->ack);

	sum = (sum ^ wanted->port[0] ^ wanted->len) * 0x9e3779b97f4a7c15ULL;
	return (guint)(sum >> 32);
}

static gboolean equal(gconstpointer one, gconstpointer other)
{
	return !memcmp(one, other, sizeof(struct wanted));
}

/* Segments of @place without a partner at the one before. */
static void collect(GArray *all, const struct tcpst_comparison *comparison,
		    const struct tcpst_pairing *pairing, unsigned int at,
		    unsigned int next)
{
	size_t i, k;

	for (i = 0; i < comparison->n; i++) {
		const struct tcpst_path *path = &comparison->path[i];
		const struct tcpst_pairs *pairs = &pairing[i].pairs[at];
		bool both = path->view[at] && pairing[i].next[at] == next;

		for (k = 0; path->view[next] && k < path->view[next]->n; k++) {
			struct found found = { .path = i, .index = k, .to = i };

			if (both && pairs->to[1][k] != TCPST_UNPAIRED)
				continue;
			make_wanted(&found.wanted, path, next,
				    &path->view[next]->seen[k]);
			g_array_append_val(all, found);
		}
	}
}

/* Copies of one segment stay together. */
static void move_all(struct found *found, size_t to)
{
	const size_t from = found->path;

	for (; found; found = found->more)
		if (found->path == from)
			found->to = to;
}

static bool look_up(GHashTable *table, const struct tcpst_comparison *comparison,
		    const struct tcpst_pairing *pairing, unsigned int at,
		    unsigned int next)
{
	bool any = false;
	size_t i, k;

	for (i = 0; i < comparison->n; i++) {
		const struct tcpst_path *path = &comparison->path[i];
		const struct tcpst_pairs *pairs = &pairing[i].pairs[at];

		if (!path->view[at] || pairing[i].next[at] != next)
			continue;
		for (k = 0; k < path->view[at]->n; k++) {
			struct wanted wanted;
			struct found *found;

			if (pairs->to[0][k] != TCPST_UNPAIRED)
				continue;
			make_wanted(&wanted, path, next,
				    &path->view[at]->seen[k]);
			found = g_hash_table_lookup(table, &wanted);
			while (found && (found->path == i ||
					 found->to != found->path))
				found = found->more;
			if (!found)
				continue;
			any = true;
			move_all(found, i);
		}
	}
	return any;
}

static int by_time(const void *a, const void *b)
{
	const struct tcpst_sighting *one = a, *other = b;

	if (one->time_ns != other->time_ns)
		return one->time_ns < other->time_ns ? -1 : 1;
	return one->frame < other->frame ? -1 : one->frame > other->frame;
}

static void move(struct tcpst_view *from, size_t index, struct tcpst_view *to)
{
	if (to->n == to->capacity) {
		to->capacity = 2 * to->n + 1;
		to->seen = tcpst_resize(to->seen, to->capacity,
					sizeof(*to->seen));
	}
	to->seen[to->n++] = from->seen[index];
	memmove(&from->seen[index], &from->seen[index + 1],
		(--from->n - index) * sizeof(*from->seen));
}

/* Pair anew what ends at that place. */
static void pair_again(const struct tcpst_path *path, struct tcpst_pairing *pairing,
		       unsigned int place)
{
	unsigned int at;

	if (path->view[place]->n)
		qsort(path->view[place]->seen, path->view[place]->n,
		      sizeof(*path->view[place]->seen), by_time);
	for (at = 0; at < place; at++)
		if (path->view[at] && pairing->next[at] == place) {
			tcpst_pair_free(&pairing->pairs[at]);
			tcpst_pair_sure(&pairing->pairs[at], path->view[at],
					path->view[place]);
		}
}

/**
 * tcpst_late_move() - move segments to the connection of which the place before has them
 * @comparison: its connections are matched
 * @pairing:    by connection; what is sure between @at and the next place is paired
 * @at:         the place before
 */
void tcpst_late_move(struct tcpst_comparison *comparison,
		     struct tcpst_pairing *pairing, unsigned int at)
{
	unsigned int next = at + 1;
	GHashTable *table = g_hash_table_new(hash, equal);
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct found));
	guint i;

	collect(all, comparison, pairing, at, next);
	for (i = 0; i < all->len; i++) {
		struct found *found = &g_array_index(all, struct found, i);

		found->more = g_hash_table_lookup(table, &found->wanted);
		g_hash_table_replace(table, &found->wanted, found);
	}
	if (look_up(table, comparison, pairing, at, next)) {
		/* Those of a connection stand in order: the last goes first. */
		for (i = all->len; i-- > 0;) {
			const struct found *found =
				&g_array_index(all, struct found, i);

			if (found->to != found->path)
				move(comparison->path[found->path].view[next],
				     found->index,
				     comparison->path[found->to].view[next]);
		}
		for (i = 0; i < all->len; i++) {
			const struct found *found =
				&g_array_index(all, struct found, i);

			if (found->to == found->path)
				continue;
			pair_again(&comparison->path[found->path],
				   &pairing[found->path], next);
			pair_again(&comparison->path[found->to],
				   &pairing[found->to], next);
		}
	}
	g_hash_table_destroy(table);
	g_array_free(all, TRUE);
}
