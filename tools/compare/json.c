// SPDX-License-Identifier: GPL-2.0
/* A comparison as JSON Lines: the clocks, then an object per connection. */
#include "compare/print.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "module/core/names.h"
#include "text/json_object.h"

static struct json_object *make(void)
{
	return tcpst_need(json_object_new_object());
}

static struct json_object *make_list(void)
{
	return tcpst_need(json_object_new_array());
}

static struct json_object *make_range(const struct tcpst_range *range)
{
	struct json_object *object;

	if (!range->known)
		return NULL;
	object = make();
	tcpst_put(object, "min", tcpst_need(json_object_new_int64(range->min)));
	tcpst_put(object, "max", tcpst_need(json_object_new_int64(range->max)));
	return object;
}

static void print_clocks(FILE *file, const struct tcpst_comparison *comparison,
			 unsigned int at)
{
	const struct tcpst_place *here = &comparison->place[at];
	const struct tcpst_align *align = comparison->align[at][at + 1];
	bool fits = comparison->aligned[at][at + 1];
	struct tcpst_range offset = { .known = false };
	struct json_object *object = make(), *drift = NULL;
	double min, max;

	tcpst_put_word(object, "type", "clocks");
	tcpst_put_word(object, "from", here->name);
	tcpst_put_word(object, "to", here[1].name);
	if (fits)
		offset = tcpst_align_offset(align, here->first);
	tcpst_put(object, "offset_ns", make_range(&offset));
	if (fits)
		offset = tcpst_align_offset(align, here->last);
	tcpst_put(object, "offset_at_end_ns", make_range(&offset));
	if (fits && tcpst_align_drift(align, &min, &max)) {
		drift = make();
		tcpst_put(drift, "min", tcpst_need(json_object_new_double(min * 1e6)));
		tcpst_put(drift, "max", tcpst_need(json_object_new_double(max * 1e6)));
	}
	tcpst_put(object, "drift_ppm", drift);
	tcpst_put_u64(object, "segments", align ? tcpst_align_count(align) : 0);
	tcpst_put_line(file, object);
}

/* @turned: addresses have the roles of the place, sequence numbers those of the comparison. */
static struct json_object *make_end(const struct tcpst_view *view,
				    unsigned int role, bool turned)
{
	struct json_object *object = make();
	char text[TCPST_TEXT_SIZE];

	tcpst_format_addr(text, &view->flow.ends, role ^ turned);
	tcpst_put_word(object, "addr", text);
	tcpst_put_u64(object, "port", view->flow.ends.port[role ^ turned]);
	tcpst_put(object, "isn", view->flow.iss_known[role] ?
		  tcpst_need(json_object_new_uint64(view->flow.iss[role])) : NULL);
	return object;
}

static struct json_object *make_view(const struct tcpst_comparison *comparison,
				     const struct tcpst_path *path,
				     unsigned int at)
{
	static const char *const how[] = {
		[TCPST_MATCH_NUMBERS] = "numbers",
		[TCPST_MATCH_SEGMENTS] = "segments",
		[TCPST_MATCH_TRANSLATED] = "translated",
		[TCPST_MATCH_RENUMBERED] = "renumbered",
	};
	const struct tcpst_view *view = path->view[at];
	struct json_object *object = make(), *states = make();
	const struct tcps_verdict *verdict;

	tcpst_put_word(object, "file", comparison->place[at].name);
	if (!view) {
		tcpst_put(object, "flow", NULL);
		json_object_put(states);
		return object;
	}
	verdict = &view->flow.verdict;
	tcpst_put_u64(object, "flow", view->flow.id);
	tcpst_put(object, "matched_by", path->how[at] ?
		  tcpst_need(json_object_new_string(how[path->how[at]])) : NULL);
	tcpst_put(object, "initiator", make_end(view, TCPS_INITIATOR,
						path->turned[at]));
	tcpst_put(object, "responder", make_end(view, TCPS_RESPONDER,
						path->turned[at]));
	tcpst_put_word(object, "end", tcps_end_name(verdict->end));
	tcpst_put_word(states, "initiator",
		       tcps_state_name(verdict->state[path->turned[at]]));
	tcpst_put_word(states, "responder",
		       tcps_state_name(verdict->state[!path->turned[at]]));
	tcpst_put(object, "states", states);
	tcpst_put_u64(object, "segments", view->n);
	return object;
}

/* A segment that did not just pass. */
static struct json_object *make_row(const struct tcpst_path *path,
				    const struct tcpst_row *row,
				    unsigned int stretch)
{
	struct json_object *object = make(), *uncaptured = make_list();
	char flags[TCPST_TEXT_SIZE];
	unsigned int place, at;
	const struct tcpst_sighting *seen = tcpst_row_seen(path, row, &place);
	bool towards = tcpst_path_towards(path, row->sender);

	tcpst_format_flags(flags, seen->flags);
	tcpst_put_word(object, "fate", tcpst_fate_name(row->fate[stretch]));
	tcpst_put_u64(object, "from_place", towards ? stretch : stretch + 1);
	tcpst_put_u64(object, "to_place", towards ? stretch + 1 : stretch);
	tcpst_put_word(object, "sender", tcps_role_name(row->sender));
	tcpst_put_word(object, "tcp_flags", flags);
	tcpst_put_u64(object, "seq", seen->seq);
	tcpst_put_u64(object, "ack", seen->ack);
	tcpst_put_u64(object, "len", seen->len);
	tcpst_put(object, "ttl", seen->ttl ? tcpst_need(json_object_new_uint64(seen->ttl)) : NULL);
	tcpst_put_u64(object, "place", place);
	tcpst_put_u64(object, "time_ns", seen->time_ns);
	tcpst_put(object, "frame", seen->frame ? tcpst_need(json_object_new_uint64(seen->frame)) :
		  NULL);
	tcpst_put(object, "one_of_several",
		  tcpst_need(json_object_new_boolean(row->doubt[stretch])));
	for (at = 0; at < TCPST_PLACES_MAX; at++)
		if (row->uncaptured[at])
			tcpst_put_last(uncaptured, tcpst_need(json_object_new_uint64(at)));
	tcpst_put(object, "uncaptured_at", uncaptured);
	tcpst_put(object, "other_ttl", tcpst_need(json_object_new_boolean(row->foreign)));
	return object;
}

static struct json_object *make_stretch(const struct tcpst_path *path,
					const struct tcpst_outcome *outcome,
					unsigned int at)
{
	struct json_object *object = make(), *segments = make_list(),
			   *changed = make_list(), *counts;
	unsigned int fate, i;
	size_t k;

	for (fate = TCPST_FATE_PASSED; fate < TCPST_FATE_MAX; fate++) {
		counts = make();
		tcpst_put_u64(counts, "onwards", outcome->count[at][1][fate]);
		tcpst_put_u64(counts, "back", outcome->count[at][0][fate]);
		tcpst_put(object, fate == TCPST_FATE_INJECTED ? "injected" :
			  tcpst_fate_name(fate), counts);
	}
	tcpst_put(object, "delay_onwards_ns", make_range(&outcome->delay[at][1]));
	tcpst_put(object, "delay_back_ns", make_range(&outcome->delay[at][0]));
	for (i = 0; i < outcome->n_changed; i++) {
		struct json_object *item;

		if (outcome->changed[i].stretch != at)
			continue;
		item = make();
		tcpst_put_word(item, "what", outcome->changed[i].what);
		tcpst_put_word(item, "from", outcome->changed[i].from);
		tcpst_put_word(item, "to", outcome->changed[i].to);
		tcpst_put_last(changed, item);
	}
	tcpst_put(object, "changed", changed);
	for (k = 0; k < path->n; k++) {
		u8 became = path->row[k].fate[at];

		if (became == TCPST_FATE_LOST || became == TCPST_FATE_INJECTED ||
		    became == TCPST_FATE_DUPLICATED || became == TCPST_FATE_UNCAPTURED)
			tcpst_put_last(segments,
				       make_row(path, &path->row[k], at));
	}
	tcpst_put(object, "segments", segments);
	return object;
}

static void print_path(FILE *file, const struct tcpst_comparison *comparison,
		       struct tcpst_outcome *outcome, size_t number)
{
	const struct tcpst_path *path = &comparison->path[number];
	struct json_object *object = make(), *places = make_list(),
			   *stretches = make_list();
	unsigned int at;

	tcpst_outcome_make(outcome, comparison, path);
	tcpst_put_word(object, "type", "comparison");
	tcpst_put_u64(object, "number", number + 1);
	for (at = 0; at < comparison->n_places; at++)
		tcpst_put_last(places, make_view(comparison, path, at));
	tcpst_put(object, "places", places);
	tcpst_put_word(object, "initiator_side", path->reversed ? "last" : "first");
	for (at = 0; at + 1 < comparison->n_places; at++)
		tcpst_put_last(stretches,
			       make_stretch(path, outcome, at));
	tcpst_put(object, "stretches", stretches);
	tcpst_put_line(file, object);
}

/**
 * tcpst_compare_json() - write a comparison
 * @file:       output file
 * @comparison: after tcpst_compare()
 */
void tcpst_compare_json(FILE *file, const struct tcpst_comparison *comparison)
{
	struct tcpst_outcome *outcome = tcpst_alloc(1, sizeof(*outcome));
	unsigned int at;
	size_t i;

	for (at = 0; at + 1 < comparison->n_places; at++)
		print_clocks(file, comparison, at);
	for (i = 0; i < comparison->n; i++)
		print_path(file, comparison, outcome, i);
	free(outcome);
}
