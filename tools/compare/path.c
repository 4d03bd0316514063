// SPDX-License-Identifier: GPL-2.0
/*
 * Comparing places: connections are matched from place to place, clocks are aligned by
 * certain pairs of segments, and each segment is followed along its path.
 */
#include "compare/path.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "compare/clocks.h"
#include "compare/fate.h"
#include "compare/late.h"
#include "compare/order.h"
#include "compare/regroup.h"
#include "compare/rejoin.h"

static struct tcpst_path *add_path(struct tcpst_comparison *comparison,
				   size_t *capacity)
{
	if (comparison->n == *capacity) {
		*capacity = *capacity ? 2 * *capacity : 64;
		comparison->path = tcpst_resize(comparison->path, *capacity,
						sizeof(*comparison->path));
	}
	memset(&comparison->path[comparison->n], 0, sizeof(struct tcpst_path));
	return &comparison->path[comparison->n++];
}

static const struct tcpst_view *last_view(const struct tcpst_path *path)
{
	unsigned int i = TCPST_PLACES_MAX;

	while (!path->view[--i])
		;
	return path->view[i];
}

/* Swap the roles of a view, so that all places have the same roles. */
static void turn(struct tcpst_view *view)
{
	struct tcpst_flow *flow = &view->flow;
	bool known = flow->iss_known[0];
	u32 iss = flow->iss[0];
	size_t i;

	flow->iss_known[0] = flow->iss_known[1];
	flow->iss_known[1] = known;
	flow->iss[0] = flow->iss[1];
	flow->iss[1] = iss;
	for (i = 0; i < view->n; i++)
		view->seen[i].sender ^= 1;
	for (i = 0; i < view->n_moves; i++)
		view->move[i].role ^= 1;
}

/* Add the connections of a place: match them with known ones, and append the others. */
static void add_place(struct tcpst_comparison *comparison, unsigned int at,
		      size_t *capacity)
{
	struct tcpst_place *place = &comparison->place[at];
	size_t before = comparison->n, i;
	const struct tcpst_view **left = tcpst_alloc(before + 1, sizeof(*left));
	const struct tcpst_view **right = tcpst_alloc(place->n + 1,
						      sizeof(*right));
	struct tcpst_partner *partner = tcpst_alloc(before + 1,
						    sizeof(*partner));
	bool *taken = tcpst_alloc(place->n + 1, sizeof(*taken));

	for (i = 0; i < before; i++)
		left[i] = last_view(&comparison->path[i]);
	for (i = 0; i < place->n; i++)
		right[i] = &place->view[i];
	tcpst_match(left, before, right, place->n, partner);
	for (i = 0; i < before; i++) {
		struct tcpst_path *path = &comparison->path[i];

		if (partner[i].view == TCPST_UNMATCHED)
			continue;
		taken[partner[i].view] = true;
		path->view[at] = &place->view[partner[i].view];
		path->how[at] = partner[i].how;
		path->turned[at] = partner[i].turned;
		if (partner[i].turned)
			turn(path->view[at]);
	}
	for (i = 0; i < place->n; i++)
		if (!taken[i])
			add_path(comparison, capacity)->view[at] =
				&place->view[i];
	free(left);
	free(right);
	free(partner);
	free(taken);
}

/* The next place that saw the connection, or the number of places. */
static unsigned int next_place(const struct tcpst_comparison *comparison,
			       const struct tcpst_path *path, unsigned int from)
{
	while (from < comparison->n_places && !path->view[from])
		from++;
	return from;
}

static void pair_path(const struct tcpst_comparison *comparison,
		      const struct tcpst_path *path,
		      struct tcpst_pairing *pairing, unsigned int at)
{
	pairing->next[at] = next_place(comparison, path, at + 1);
	if (path->view[at] && pairing->next[at] < comparison->n_places)
		tcpst_pair_sure(&pairing->pairs[at], path->view[at],
				path->view[pairing->next[at]]);
}

static void pair_all(struct tcpst_comparison *comparison,
		     struct tcpst_pairing *pairing)
{
	unsigned int at;
	size_t i;

	for (at = 0; at < comparison->n_places; at++) {
		for (i = 0; i < comparison->n; i++)
			pair_path(comparison, &comparison->path[i],
				  &pairing[i], at);
		if (at + 1 < comparison->n_places)
			tcpst_late_move(comparison, pairing, at);
	}
}

static void order_path(const struct tcpst_comparison *comparison,
		       struct tcpst_path *path, const struct tcpst_pairing *pairing)
{
	unsigned int at;
	int order = 0;

	for (at = 0; at + 1 < comparison->n_places; at++)
		if (path->view[at] && pairing->next[at] < comparison->n_places)
			order += tcpst_order_find(&pairing->pairs[at]);
	path->ordered = order;
	path->reversed = order < 0;
}

static gchar *initiator_of(const struct tcpst_path *path)
{
	const struct tcpst_view *view = path->view[0];
	unsigned int i = 0;

	while (!view)
		view = path->view[++i];
	return g_base64_encode(view->flow.ends.addr[path->turned[i]], 16);
}

/*
 * Direction of connections for which it could not be determined: that of others of the
 * same initiator, or else that of the majority.
 */
static void order_rest(struct tcpst_comparison *comparison)
{
	GHashTable *votes = g_hash_table_new_full(g_str_hash, g_str_equal,
						  g_free, NULL);
	gintptr all = 0, vote;
	size_t i;

	for (i = 0; i < comparison->n; i++) {
		struct tcpst_path *path = &comparison->path[i];
		gchar *key;

		if (!path->ordered)
			continue;
		key = initiator_of(path);
		vote = (gintptr)g_hash_table_lookup(votes, key);
		vote += path->reversed ? -1 : 1;
		all += path->reversed ? -1 : 1;
		g_hash_table_replace(votes, key, (gpointer)vote);
	}
	for (i = 0; i < comparison->n; i++) {
		struct tcpst_path *path = &comparison->path[i];
		gchar *key;

		if (path->ordered)
			continue;
		key = initiator_of(path);
		vote = (gintptr)g_hash_table_lookup(votes, key);
		path->reversed = (vote ? vote : all) < 0;
		g_free(key);
	}
	g_hash_table_destroy(votes);
}

static void align_path(struct tcpst_comparison *comparison,
		       const struct tcpst_path *path,
		       const struct tcpst_pairing *pairing)
{
	unsigned int at, n = comparison->n_places;

	for (at = 0; at < n; at++)
		if (path->view[at] && pairing->next[at] < n)
			tcpst_pair_align(&pairing->pairs[at],
					 tcpst_clocks_align(comparison, at,
						  pairing->next[at]),
					 path->reversed);
}

static struct tcpst_row *add_row(struct tcpst_path *path, size_t *capacity,
				 unsigned int place, size_t index, int64_t time)
{
	struct tcpst_row *row;
	unsigned int i;

	if (path->n == *capacity) {
		*capacity = *capacity ? 2 * *capacity : 16;
		path->row = tcpst_resize(path->row, *capacity,
					 sizeof(*path->row));
	}
	row = &path->row[path->n++];
	*row = (struct tcpst_row){
		.sender = path->view[place]->seen[index].sender,
		.time = time,
	};
	for (i = 0; i < TCPST_PLACES_MAX; i++)
		row->at[i] = TCPST_UNPAIRED;
	row->at[place] = index;
	return row;
}

static int by_time(const void *a, const void *b)
{
	const struct tcpst_row *first = a, *second = b;

	return first->time < second->time ? -1 : first->time > second->time;
}

/* Convert a time to the clock of the first place: the middle of the possible range. */
static int64_t time_at(const struct tcpst_comparison *comparison, unsigned int place,
		   u64 time)
{
	int64_t offset = 0;

	if (place)
		tcpst_clocks_guess(comparison, place, 0, time, &offset);
	return (int64_t)time + offset;
}

static void doubt_row(struct tcpst_row *row, unsigned int from, unsigned int to)
{
	while (from < to)
		row->doubt[from++] = true;
}

static void make_rows(const struct tcpst_comparison *comparison,
		      struct tcpst_path *path, const struct tcpst_pairing *pairing)
{
	size_t *row_of[TCPST_PLACES_MAX] = { NULL };
	unsigned int n = comparison->n_places, at, before = n;
	size_t i, capacity = 0;

	for (at = next_place(comparison, path, 0); at < n;
	     at = next_place(comparison, path, at + 1)) {
		const struct tcpst_view *view = path->view[at];
		const struct tcpst_pairs *back = before < n ?
						 &pairing->pairs[before] : NULL;
		const struct tcpst_pairs *on = pairing->next[at] < n ?
					       &pairing->pairs[at] : NULL;

		row_of[at] = tcpst_alloc(view->n + 1, sizeof(size_t));
		for (i = 0; i < view->n; i++) {
			struct tcpst_row *row;

			if (back && back->to[1][i] != TCPST_UNPAIRED) {
				row_of[at][i] =
					row_of[before][back->to[1][i]];
				row = &path->row[row_of[at][i]];
				row->at[at] = i;
			} else {
				row_of[at][i] = path->n;
				row = add_row(path, &capacity, at, i,
					      time_at(comparison, at,
						      view->seen[i].time_ns));
			}
			if (back && back->doubt[1][i])
				doubt_row(row, before, at);
			if (on && on->doubt[0][i])
				doubt_row(row, at, pairing->next[at]);
			if (back && back->state[1][i] == TCPST_PAIR_REGROUPED)
				row->fate[before] = TCPST_FATE_REGROUPED;
			if (on && on->state[0][i] == TCPST_PAIR_REGROUPED)
				row->fate[at] = TCPST_FATE_REGROUPED;
		}
		before = at;
	}
	for (at = 0; at < n; at++)
		free(row_of[at]);
	tcpst_rejoin(path, n);
	if (path->n)
		qsort(path->row, path->n, sizeof(*path->row), by_time);
}

/* From place to place. */
static void add_shifts(struct tcpst_path *path, const struct tcpst_pairing *pairing,
		       unsigned int n_places)
{
	unsigned int at, role;

	for (at = 0; at < n_places; at++) {
		unsigned int next = pairing->next[at];

		for (role = 0; path->view[at] && next < n_places && role < 2; role++)
			path->shift[next][role] = path->shift[at][role] +
						  pairing->pairs[at].shift[role];
	}
}

static void follow_path(struct tcpst_comparison *comparison,
			struct tcpst_path *path, struct tcpst_pairing *pairing)
{
	unsigned int at, n = comparison->n_places;

	for (at = 0; at < n; at++) {
		if (!path->view[at] || pairing->next[at] >= n)
			continue;
		tcpst_pair_rest(&pairing->pairs[at],
				tcpst_clocks_align(comparison, at, pairing->next[at]),
				path->reversed);
		tcpst_regroup(&pairing->pairs[at], TCPS_INITIATOR);
		tcpst_regroup(&pairing->pairs[at], TCPS_RESPONDER);
	}
	add_shifts(path, pairing, n);
	make_rows(comparison, path, pairing);
	for (at = 0; at < n; at++)
		if (path->view[at] && pairing->next[at] < n)
			tcpst_pair_free(&pairing->pairs[at]);
}

static int by_start(const void *a, const void *b)
{
	const struct tcpst_path *first = a, *second = b;
	int64_t one = first->n ? first->row->time : 0;
	int64_t other = second->n ? second->row->time : 0;

	return one < other ? -1 : one > other;
}

/**
 * tcpst_compare() - compare places
 * @comparison: with its places read; filled in. To be freed by tcpst_compare_free()
 */
void tcpst_compare(struct tcpst_comparison *comparison)
{
	struct tcpst_pairing *pairing;
	size_t i, capacity = 0;
	unsigned int at;

	for (at = 0; at < comparison->n_places; at++)
		add_place(comparison, at, &capacity);
	pairing = tcpst_alloc(comparison->n + 1, sizeof(*pairing));
	pair_all(comparison, pairing);
	for (i = 0; i < comparison->n; i++)
		order_path(comparison, &comparison->path[i], &pairing[i]);
	order_rest(comparison);
	for (i = 0; i < comparison->n; i++)
		align_path(comparison, &comparison->path[i], &pairing[i]);
	tcpst_clocks_solve(comparison);
	for (i = 0; i < comparison->n; i++)
		follow_path(comparison, &comparison->path[i], &pairing[i]);
	free(pairing);
	tcpst_fate_judge(comparison);
	if (comparison->n)
		qsort(comparison->path, comparison->n,
		      sizeof(*comparison->path), by_start);
}

/** tcpst_compare_free() - free all but the places */
void tcpst_compare_free(struct tcpst_comparison *comparison)
{
	unsigned int from, to;
	size_t i;

	for (i = 0; i < comparison->n; i++)
		free(comparison->path[i].row);
	free(comparison->path);
	for (from = 0; from < comparison->n_places; from++)
		for (to = 0; to < comparison->n_places; to++)
			tcpst_align_free(comparison->align[from][to]);
}
