// SPDX-License-Identifier: GPL-2.0
/*
 * The fate of segments between places. That a segment was not seen is evidence only at
 * a place where it could have been seen: where segments of the same two hosts in that
 * direction were seen, within the time of the capture, in a recording only if such segments
 * are always recorded, and unless there is evidence that the capture dropped it.
 */
#include "compare/fate.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "compare/clocks.h"
#include "compare/uncaptured.h"

/** tcpst_fate_name() - name of an enum tcpst_fate, in tables and JSON */
const char *tcpst_fate_name(unsigned int fate)
{
	static const char *const names[TCPST_FATE_MAX] = {
		[TCPST_FATE_NONE] = "none",
		[TCPST_FATE_PASSED] = "passed",
		[TCPST_FATE_LOST] = "lost",
		[TCPST_FATE_INJECTED] = "injected",
		[TCPST_FATE_DUPLICATED] = "duplicated",
		[TCPST_FATE_REGROUPED] = "regrouped",
		[TCPST_FATE_UNCAPTURED] = "uncaptured",
		[TCPST_FATE_UNKNOWN] = "unknown",
	};

	return fate < TCPST_FATE_MAX ? names[fate] : "?";
}

/**
 * struct judge - places being compared
 * @comparison: the comparison
 * @ways:       by two hosts and the sender among them, places that saw it, as bits
 */
struct judge {
	struct tcpst_comparison *comparison;
	GHashTable *ways;
};

/* Key of the hosts and the sender, by the addresses at the first place that saw them. */
static gchar *way_of(const struct tcpst_path *path, unsigned int sender)
{
	u8 octets[33];
	unsigned int i = 0, role;

	while (!path->view[i])
		i++;
	for (role = 0; role < 2; role++)
		memcpy(octets + 16 * role,
		       path->view[i]->flow.ends.addr[role ^ path->turned[i]], 16);
	octets[32] = (u8)sender;
	return g_base64_encode(octets, sizeof(octets));
}

static guint places_of(const struct judge *judge, const struct tcpst_path *path,
		       unsigned int sender)
{
	gchar *key = way_of(path, sender);
	guint places = GPOINTER_TO_UINT(g_hash_table_lookup(judge->ways, key));

	g_free(key);
	return places;
}

static void note_ways(struct judge *judge, const struct tcpst_path *path)
{
	unsigned int sender, i;

	for (sender = 0; sender < 2; sender++) {
		guint places = places_of(judge, path, sender);

		for (i = 0; i < judge->comparison->n_places; i++)
			if (path->view[i] && tcpst_view_has(path->view[i], sender))
				places |= 1U << i;
		g_hash_table_replace(judge->ways, way_of(path, sender),
				     GUINT_TO_POINTER(places));
	}
}

static bool is_control(const struct tcpst_sighting *seen)
{
	return seen->flags & TCPS_FLAGS_CONTROL;
}

/* Was the place capturing when the segment would have passed it? */
static bool in_time(const struct tcpst_comparison *comparison,
		    unsigned int from, unsigned int to, u64 time, bool onwards)
{
	const struct tcpst_place *place = &comparison->place[to];
	struct tcpst_range offset;
	int64_t then = 0;

	if (tcpst_clocks_offset(comparison, from, to, time, &offset))
		then = onwards ? offset.max : offset.min;
	else
		tcpst_clocks_guess(comparison, from, to, time, &then);
	then += (int64_t)time;
	return then >= (int64_t)place->first && then <= (int64_t)place->last;
}

/* Would the segment have been seen at @place if it had passed there? */
static bool could_see(const struct judge *judge, const struct tcpst_path *path,
		      const struct tcpst_row *row, unsigned int place,
		      guint places)
{
	const struct tcpst_comparison *comparison = judge->comparison;
	unsigned int from;
	const struct tcpst_sighting *seen = tcpst_row_seen(path, row, &from);
	bool onwards = (from < place) == tcpst_path_towards(path, row->sender);

	if (!(places & 1U << place))
		return false;
	if (comparison->place[place].sparse && !is_control(seen))
		return false;
	return in_time(comparison, from, place, seen->time_ns, onwards);
}

static u8 fate_of(bool doubt, bool before, bool behind)
{
	if (before && behind)
		return TCPST_FATE_PASSED;
	if (before)
		return TCPST_FATE_LOST;
	if (!behind)
		return TCPST_FATE_NONE;
	return doubt ? TCPST_FATE_DUPLICATED : TCPST_FATE_INJECTED;
}

/**
 * struct presence - a segment at the places
 * @seen:   it was seen there
 * @passed: it was, or it passed without being captured
 * @known:  whether it passed there is known
 */
struct presence {
	bool seen[TCPST_PLACES_MAX];
	bool passed[TCPST_PLACES_MAX];
	bool known[TCPST_PLACES_MAX];
};

static void find_presence(struct presence *presence, const struct judge *judge,
			  const struct tcpst_path *path, struct tcpst_row *row,
			  const struct tcpst_numbers *numbers, guint places)
{
	struct tcpst_place *place = judge->comparison->place;
	unsigned int i;

	for (i = 0; i < judge->comparison->n_places; i++) {
		enum tcpst_passage passage = TCPST_PASSAGE_UNPROVEN;

		presence->seen[i] = row->at[i] != TCPST_UNPAIRED;
		presence->known[i] = presence->seen[i] ||
				     could_see(judge, path, row, i, places);
		if (!presence->seen[i] && presence->known[i])
			passage = tcpst_uncaptured_test(numbers, row, i,
							place[i].incomplete);
		row->uncaptured[i] = passage == TCPST_PASSAGE_PROVEN;
		presence->passed[i] = presence->seen[i] || row->uncaptured[i];
		presence->known[i] &= passage != TCPST_PASSAGE_DOUBTFUL;
	}
}

/* What is missing in one capture may be missing in the next one, too. */
static u8 fate_uncaptured(bool near, bool far)
{
	return near && far ? TCPST_FATE_UNCAPTURED : TCPST_FATE_UNKNOWN;
}

static void judge_row(const struct judge *judge, const struct tcpst_path *path,
		      struct tcpst_row *row, const struct tcpst_numbers *numbers,
		      const guint places[2])
{
	bool towards = tcpst_path_towards(path, row->sender);
	unsigned int i;
	struct presence is;

	find_presence(&is, judge, path, row, numbers, places[row->sender]);
	for (i = 0; i + 1 < judge->comparison->n_places; i++) {
		if (row->fate[i] == TCPST_FATE_REGROUPED)
			continue;
		if (!is.known[i] || !is.known[i + 1])
			row->fate[i] = is.seen[i] || is.seen[i + 1] ?
				       TCPST_FATE_UNKNOWN : TCPST_FATE_NONE;
		else if (row->uncaptured[i] || row->uncaptured[i + 1])
			row->fate[i] = fate_uncaptured(is.passed[i], is.passed[i + 1]);
		else
			row->fate[i] = fate_of(row->doubt[i],
					       is.seen[towards ? i : i + 1],
					       is.seen[towards ? i + 1 : i]);
	}
}

static void mark_foreign(const struct tcpst_comparison *comparison,
			 struct tcpst_path *path)
{
	unsigned int place;
	size_t i;

	for (i = 0; i < path->n; i++)
		for (place = 0; place < comparison->n_places; place++) {
			size_t at = path->row[i].at[place];

			path->row[i].foreign |= at != TCPST_UNPAIRED &&
				path->view[place]->seen[at].foreign;
		}
}

static bool seen_everywhere(const struct tcpst_row *row, unsigned int n_places)
{
	unsigned int i;

	for (i = 0; i < n_places; i++)
		if (row->at[i] == TCPST_UNPAIRED)
			return false;
	return true;
}

static void judge_path(const struct judge *judge, struct tcpst_path *path)
{
	const guint places[2] = { places_of(judge, path, 0), places_of(judge, path, 1) };
	unsigned int n_places = judge->comparison->n_places;
	struct tcpst_numbers *numbers = NULL;
	size_t i = 0;

	while (i < path->n && seen_everywhere(&path->row[i], n_places))
		i++;
	if (i < path->n)
		numbers = tcpst_uncaptured_begin(path, n_places);
	for (i = 0; i < path->n; i++)
		judge_row(judge, path, &path->row[i], numbers, places);
	tcpst_uncaptured_end(numbers);
}

static void find_incomplete(struct tcpst_comparison *comparison,
			    const struct tcpst_path *path)
{
	unsigned int at;
	size_t i;

	for (at = 0; at < comparison->n_places; at++)
		for (i = 0; i < path->n; i++)
			comparison->place[at].incomplete |= path->row[i].uncaptured[at];
}

/**
 * tcpst_fate_judge() - determine the fate of each segment
 * @comparison: the comparison with its rows; regrouped segments are already marked
 *
 * Twice: first for captures that are complete, then knowing which ones are not.
 */
void tcpst_fate_judge(struct tcpst_comparison *comparison)
{
	struct judge judge = {
		.comparison = comparison,
		.ways = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					      NULL),
	};
	size_t i;

	for (i = 0; i < comparison->n; i++) {
		note_ways(&judge, &comparison->path[i]);
		mark_foreign(comparison, &comparison->path[i]);
	}
	for (i = 0; i < comparison->n; i++)
		judge_path(&judge, &comparison->path[i]);
	for (i = 0; i < comparison->n; i++)
		find_incomplete(comparison, &comparison->path[i]);
	for (i = 0; i < comparison->n; i++)
		judge_path(&judge, &comparison->path[i]);
	g_hash_table_destroy(judge.ways);
}
