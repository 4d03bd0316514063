// SPDX-License-Identifier: GPL-2.0
/*
 * Segments that two places assign to different connections. A NAT may give a connection
 * the port of an older one that an end still remembers: on the side of that end, its
 * answer belongs to the old connection, on the other side to the new one.
 * It is assigned to the connection that it belongs to at the earlier place.
 */
#include "compare/late.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "compare/view.h"

/**
 * struct wanted - a segment as it would appear at a place
 * @addr: addresses of the ends, the sender first; @port: port of the responder only
 * @ipv6: family
 * @seq, @ack, @len, @flags, @mark: as in struct tcpst_sighting; @mark may be brief
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
 * struct found - a segment without a partner
 * @wanted: the segment
 * @path:   index of its connection; @index: index in that
 * @more:   the next equal segment of that connection; NULL: none
 * @other:  in the first of these: the first equal segment of another connection; NULL: none
 */
struct found {
	struct wanted wanted;
	size_t path;
	size_t index;
	struct found *more;
	struct found *other;
};

/* A segment as it would appear at place @at in that connection; @brief: ignore options. */
static void make_wanted(struct wanted *wanted, const struct tcpst_path *path,
			unsigned int at, const struct tcpst_sighting *seen,
			bool brief)
{
	const struct tcpst_addrs *ends = &path->view[at]->flow.ends;
	unsigned int sender = seen->sender ^ path->turned[at], i;

	memset(wanted, 0, sizeof(*wanted));
	for (i = 0; i < 2; i++) {
		memcpy(wanted->addr[i], ends->addr[sender ^ i], 16);
		/* NAT may have changed the port of the initiator. */
		if ((seen->sender ^ i) == TCPS_RESPONDER)
			wanted->port[i] = ends->port[sender ^ i];
	}
	wanted->ipv6 = ends->ipv6;
	wanted->seq = seen->seq;
	if (seen->flags & TCPS_FLAG_ACK)
		wanted->ack = seen->ack;
	wanted->len = seen->len;
	wanted->flags = seen->flags;
	wanted->mark = brief ? tcpst_sighting_brief(seen) : seen->mark;
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

static bool is_cut(const struct tcpst_comparison *comparison, unsigned int at)
{
	return comparison->place[at].cut || comparison->place[at + 1].cut;
}

/* Segments of @place without a partner at the one before. */
static GArray *collect(const struct tcpst_comparison *comparison,
		       const struct tcpst_pairing *pairing, unsigned int at,
		       unsigned int next)
{
	const bool brief = is_cut(comparison, at);
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct found));
	size_t i, k;

	for (i = 0; i < comparison->n; i++) {
		const struct tcpst_path *path = &comparison->path[i];
		const struct tcpst_pairs *pairs = &pairing[i].pairs[at];
		bool both = path->view[at] && pairing[i].next[at] == next;

		for (k = 0; path->view[next] && k < path->view[next]->n; k++) {
			struct found found = { .path = i, .index = k };

			if (both && pairs->to[1][k] != TCPST_UNPAIRED)
				continue;
			make_wanted(&found.wanted, path, next,
				    &path->view[next]->seen[k], brief);
			g_array_append_val(all, found);
		}
	}
	return all;
}

/* Segments of a connection are added in sequence: only the first entry may be of the same. */
static void put_in(GHashTable *table, struct found *found)
{
	struct found *first = g_hash_table_lookup(table, &found->wanted);

	if (first && first->path == found->path) {
		found->more = first->more;
		first->more = found;
		return;
	}
	found->other = first;
	g_hash_table_replace(table, &found->wanted, found);
}

/* Remove all equal segments of one connection from the table, unless it is @path itself. */
static struct found *take_out(GHashTable *table, const struct wanted *wanted,
			      size_t path)
{
	struct found *first = g_hash_table_lookup(table, wanted), *second;

	if (first && first->path == path) {
		second = first->other;
		if (second)
			first->other = second->other;
		return second;
	}
	if (first && first->other)
		g_hash_table_replace(table, &first->other->wanted, first->other);
	else
		g_hash_table_remove(table, wanted);
	return first;
}

/* Move all copies of a segment together. */
static void move_all(const struct tcpst_comparison *comparison, unsigned int place,
		     const struct found *found, size_t to, bool *changed)
{
	changed[found->path] = true;
	changed[to] = true;
	for (; found; found = found->more)
		tcpst_view_move(comparison->path[found->path].view[place],
				found->index, comparison->path[to].view[place],
				false);
}

static void look_up(GHashTable *table, const struct tcpst_comparison *comparison,
		    const struct tcpst_pairing *pairing, unsigned int at,
		    unsigned int next, bool *changed)
{
	const bool brief = is_cut(comparison, at);
	size_t i, k;

	for (i = 0; i < comparison->n; i++) {
		const struct tcpst_path *path = &comparison->path[i];
		const struct tcpst_pairs *pairs = &pairing[i].pairs[at];

		if (!path->view[at] || pairing[i].next[at] != next)
			continue;
		for (k = 0; k < path->view[at]->n; k++) {
			const struct found *found;
			struct wanted wanted;

			if (pairs->to[0][k] != TCPST_UNPAIRED)
				continue;
			make_wanted(&wanted, path, next,
				    &path->view[at]->seen[k], brief);
			found = take_out(table, &wanted, i);
			if (found)
				move_all(comparison, next, found, i, changed);
		}
	}
}

/* Repeat the pairing with the place before that place. */
static void pair_again(const struct tcpst_path *path, struct tcpst_pairing *pairing,
		       unsigned int place)
{
	unsigned int at;

	for (at = 0; at < place; at++)
		if (path->view[at] && pairing->next[at] == place) {
			tcpst_pair_free(&pairing->pairs[at]);
			tcpst_pair_sure(&pairing->pairs[at], path->view[at],
					path->view[place]);
		}
}

/**
 * tcpst_late_move() - move segments to the connection they have at the place before
 * @comparison: the comparison, with its connections matched
 * @pairing:    by connection; certain pairs between @at and the next place are set
 * @at:         the place before
 */
void tcpst_late_move(struct tcpst_comparison *comparison,
		     struct tcpst_pairing *pairing, unsigned int at)
{
	GHashTable *table = g_hash_table_new(hash, equal);
	GArray *all = collect(comparison, pairing, at, at + 1);
	bool *changed = tcpst_alloc(comparison->n + 1, sizeof(*changed));
	size_t i;

	for (i = 0; i < all->len; i++)
		put_in(table, &g_array_index(all, struct found, i));
	look_up(table, comparison, pairing, at, at + 1, changed);
	for (i = 0; i < comparison->n; i++) {
		if (!changed[i])
			continue;
		tcpst_view_sort(comparison->path[i].view[at + 1]);
		pair_again(&comparison->path[i], &pairing[i], at + 1);
	}
	free(changed);
	g_array_free(all, TRUE);
	g_hash_table_destroy(table);
}
