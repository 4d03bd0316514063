// SPDX-License-Identifier: GPL-2.0
/* Flows, events and counters as JSON. The order of the members is part of the format. */
#include "text/json.h"

#include <string.h>

#include "base/alloc.h"
#include "module/core/names.h"
#include "text/json_members.h"
#include "text/json_object.h"

static void put_ns(struct json_object *object, const char *name, u64 ns)
{
	if (ns == TCPS_UNKNOWN_NS)
		tcpst_put(object, name, NULL);
	else
		tcpst_put_u64(object, name, ns);
}

static struct json_object *begin(const char *type)
{
	struct json_object *object = tcpst_need(json_object_new_object());

	tcpst_put_word(object, "type", type);
	return object;
}

/* Shared by all lines, so that its memory is reused. */
static struct tcpst_json_line line;

static void begin_line(const char *type)
{
	tcpst_json_begin(&line);
	tcpst_json_name(&line, "type", 4);
	tcpst_json_string(&line, type);
}

static void write_line(FILE *file, const char *type, struct tcpst_members *members,
		       const struct tcpst_fields *fields, enum tcpst_json_kind kind,
		       const void *item)
{
	if (!members->n)
		tcpst_members_prepare(members, fields, kind);
	begin_line(type);
	tcpst_members_write(members, &line, item);
	tcpst_json_end(&line, file);
}

/**
 * tcpst_json_event() - write a transition or a note
 * @file:  output file
 * @event: the record; of a life the verdict is written, by tcpst_json_life()
 */
void tcpst_json_event(FILE *file, const struct tcpst_event *event)
{
	static struct tcpst_members transition, note;

	if (event->type == TCPST_LIFE)
		tcpst_json_life(file, &event->life);
	else if (event->type == TCPST_NOTE)
		write_line(file, "note", &note, &tcpst_event_fields,
			   TCPST_JSON_NOTE, event);
	else
		write_line(file, "transition", &transition, &tcpst_event_fields,
			   TCPST_JSON_TRANSITION, event);
}

/**
 * tcpst_json_life() - write an ended flow
 * @file: output file
 * @flow: the flow
 */
void tcpst_json_life(FILE *file, const struct tcpst_flow *flow)
{
	static struct tcpst_members life;

	write_line(file, "life", &life, &tcpst_flow_fields, TCPST_JSON_LIFE, flow);
}

/**
 * tcpst_json_flow() - write an open flow
 * @file: output file
 * @flow: the flow
 */
void tcpst_json_flow(FILE *file, const struct tcpst_flow *flow)
{
	static struct tcpst_members open;

	write_line(file, "flow", &open, &tcpst_flow_fields, TCPST_JSON_FLOW, flow);
}

/**
 * tcpst_json_group() - write a group of flows
 * @file:   output file
 * @fields: fields of the group; its keys are those without a JSON member
 * @group:  the group
 */
void tcpst_json_group(FILE *file, const struct tcpst_fields *fields,
		      const void *group)
{
	static struct tcpst_members members;
	unsigned int i;

	begin_line("group");
	tcpst_json_name(&line, "by", 2);
	tcpst_json_open(&line);
	for (i = 0; i < fields->n; i++) {
		const struct tcpst_field *field = &fields->field[i];
		const char *text;

		if (field->json)
			continue;
		text = tcpst_field_text(field, group);
		tcpst_json_name(&line, field->column, strlen(field->column));
		if (*text)
			tcpst_json_string(&line, text);
		else
			tcpst_json_null(&line);
	}
	tcpst_json_close(&line);
	tcpst_members_prepare(&members, fields, 0);
	tcpst_members_write(&members, &line, group);
	tcpst_json_end(&line, file);
}

static void put_known(struct json_object *object, const char *name,
		      const char *value)
{
	if (value)
		tcpst_put_word(object, name, value);
}

static void put_true(struct json_object *object, const char *name)
{
	tcpst_put(object, name, tcpst_need(json_object_new_boolean(true)));
}

/* The kind of objects that a member is limited to; NULL: all kinds have it. */
static const char *kind_name(unsigned int kind)
{
	switch (kind) {
	case TCPST_JSON_FLOW:
		return "flow";
	case TCPST_JSON_TRANSITION:
		return "transition";
	case TCPST_JSON_NOTE:
		return "note";
	default:
		return NULL;
	}
}

/**
 * tcpst_json_fields() - write a description of each field
 * @file:   output file
 * @fields: the fields
 */
void tcpst_json_fields(FILE *file, const struct tcpst_fields *fields)
{
	unsigned int i;

	for (i = 0; i < fields->n; i++) {
		const struct tcpst_field *field = &fields->field[i];
		struct json_object *object = begin("field");

		put_known(object, "column", field->column);
		tcpst_put_word(object, "help", field->help);
		tcpst_put_word(object, "value", tcpst_field_type_name(field));
		put_known(object, "json", field->json);
		put_known(object, "only", kind_name(field->json_only));
		if (field->json && tcpst_field_bits(field))
			tcpst_put_u64(object, "bits", tcpst_field_bits(field));
		if (field->json && tcpst_field_may_be_null(field))
			put_true(object, "null");
		if (field->json_omit)
			put_true(object, "optional");
		if (field->attr && field->attr < TCPST_A_IFACE)
			tcpst_put_u64(object, "attribute", field->attr);
		put_known(object, "element", field->element_name);
		if (field->element)
			tcpst_put_u64(object, "element_id", field->element);
		put_known(object, "option", field->option);
		tcpst_put_line(file, object);
	}
}

/**
 * tcpst_json_lost() - write that events were overwritten before they were read
 * @file:  output file
 * @count: number of lost events
 */
void tcpst_json_lost(FILE *file, u64 count)
{
	struct json_object *object = begin("lost");

	tcpst_put_u64(object, "count", count);
	tcpst_put_line(file, object);
}

static struct json_object *make_pairs(const struct tcpst_tally *tally)
{
	struct json_object *pairs = tcpst_need(json_object_new_array()), *pair;
	unsigned int i, k;

	for (i = 0; i < TCPS_STATE_MAX; i++) {
		for (k = 0; k < TCPS_STATE_MAX; k++) {
			if (!tally->pairs[i][k])
				continue;
			pair = tcpst_need(json_object_new_object());
			tcpst_put_word(pair, "initiator", tcps_state_name(i));
			tcpst_put_word(pair, "responder", tcps_state_name(k));
			tcpst_put_u64(pair, "flows", tally->pairs[i][k]);
			tcpst_put_last(pairs, pair);
		}
	}
	return pairs;
}

/* Bins that are not empty, each with its upper bound (exclusive) in ns. */
static struct json_object *
make_histogram(const struct tcpst_histogram *histogram)
{
	struct json_object *bins = tcpst_need(json_object_new_array()), *bin;
	unsigned int i;

	for (i = 0; i < TCPS_HISTOGRAM_BINS; i++) {
		if (!histogram->bin[i])
			continue;
		bin = tcpst_need(json_object_new_object());
		put_ns(bin, "below_ns", tcpst_histogram_bound(i));
		tcpst_put_u64(bin, "count", histogram->bin[i]);
		tcpst_put_last(bins, bin);
	}
	return bins;
}

static struct json_object *make_recorded(const struct tcpst_recorded *recorded)
{
	struct json_object *object = tcpst_need(json_object_new_object());

	tcpst_put_word(object, "host", recorded->host);
	tcpst_put_u64(object, "start_ns", recorded->start);
	if (*recorded->module)
		tcpst_put_word(object, "module", recorded->module);
	else
		tcpst_put(object, "module", NULL);
	return object;
}

/**
 * tcpst_json_stats() - write counters
 * @file:  output file
 * @stats: the counters; for captures, the table's limits and the like are null
 */
void tcpst_json_stats(FILE *file, const struct tcpst_stats *stats)
{
	static const char *const durations[TCPS_DURATION_MAX] = {
		[TCPS_DURATION_SYN_TO_SYN_ACK] = "syn_to_synack",
		[TCPS_DURATION_SYN_ACK_TO_ACK] = "synack_to_ack",
		[TCPS_DURATION_LIFETIME] = "lifetime",
	};
	struct json_object *counters = tcpst_need(json_object_new_object());
	struct json_object *classes = tcpst_need(json_object_new_object());
	struct json_object *ends = tcpst_need(json_object_new_object());
	struct json_object *object = begin("stats");
	unsigned int i;

	tcpst_put_u64(object, "flows", stats->flows);
	put_ns(object, "max_flows",
	       stats->capture ? TCPS_UNKNOWN_NS : stats->max_flows);
	tcpst_put_u64(object, "half_open", stats->half_open);
	put_ns(object, "max_half_open",
	       stats->capture ? TCPS_UNKNOWN_NS : stats->max_half_open);
	tcpst_put_u64(object, "dropped", stats->dropped);
	put_ns(object, "max_dropped",
	       stats->capture ? TCPS_UNKNOWN_NS : stats->max_dropped);
	tcpst_put_u64(object, "first_seqno", stats->first);
	tcpst_put_u64(object, "next_seqno", stats->next);
	put_ns(object, "recorder_bytes",
	       stats->capture ? TCPS_UNKNOWN_NS : stats->recorder_bytes);
	put_ns(object, "recorders_bytes",
	       stats->max_recorders_bytes ? stats->recorders_bytes :
					    TCPS_UNKNOWN_NS);
	put_ns(object, "max_recorders_bytes",
	       stats->max_recorders_bytes ?: TCPS_UNKNOWN_NS);
	for (i = 0; i < TCPS_CLASS_MAX; i++)
		tcpst_put_u64(classes, tcps_class_name(i), stats->classes[i]);
	tcpst_put(object, "classes", classes);
	for (i = 0; i < TCPS_END_MAX; i++)
		tcpst_put_u64(ends, tcps_end_name(i), stats->ends[i]);
	tcpst_put(object, "ends", ends);
	tcpst_put(object, "pairs", make_pairs(&stats->tally));
	for (i = 0; i < TCPS_DURATION_MAX; i++)
		tcpst_put(object, durations[i],
			  make_histogram(&stats->tally.durations[i]));
	for (i = 0; i < stats->n_counters; i++)
		tcpst_put_u64(counters, stats->counters[i].name,
			      stats->counters[i].value);
	tcpst_put(object, "counters", counters);
	if (stats->recorded.is)
		tcpst_put(object, "recording", make_recorded(&stats->recorded));
	tcpst_put_line(file, object);
}
