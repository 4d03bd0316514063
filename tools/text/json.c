// SPDX-License-Identifier: GPL-2.0
/* Flows, events and counters as JSON. The order of the members is part of the format. */
#include "text/json.h"

#include <string.h>

#include "base/alloc.h"
#include "base/cgroup.h"
#include "model/icmp.h"
#include "model/offer.h"
#include "model/trail.h"
#include "model/tunnel.h"
#include "module/core/names.h"
#include "model/community.h"
#include "text/format.h"
#include "text/json_line.h"
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

static void write_state_times(struct tcpst_json_line *line,
			      const struct tcps_verdict *verdict, unsigned int role)
{
	unsigned int state;

	tcpst_json_open(line);
	for (state = 0; state < TCPS_STATE_MAX; state++) {
		const char *name = tcps_state_name(state);

		if (!(verdict->been[role] & 1U << state))
			continue;
		tcpst_json_name(line, name, strlen(name));
		tcpst_json_u64(line, verdict->state_ns[role][state]);
	}
	tcpst_json_close(line);
}

static void write_text(struct tcpst_json_line *line, const struct tcpst_field *field,
		       const void *item)
{
	const void *at = (const u8 *)item + field->offset;
	char text[TCPST_TEXT_SIZE];

	if (field->type == TCPST_FIELD_ADDR)
		tcpst_format_addr(text, at, field->role);
	else if (field->type == TCPST_FIELD_COMM)
		tcpst_format_comm(text, at);
	else if (field->type == TCPST_FIELD_COMMUNITY)
		tcpst_community_text(text, at);
	else if (field->type == TCPST_FIELD_NAME && !*(const char *)at)
		return tcpst_json_null(line);
	else
		return tcpst_json_string(line, field->type == TCPST_FIELD_NAME ?
					 at : tcpst_field_text(field, item));
	tcpst_json_string(line, text);
}

static void write_cgroup(struct tcpst_json_line *line, u64 id)
{
	char path[TCPST_CGROUP_PATH];

	if (tcpst_cgroup_path(id, path))
		tcpst_json_string(line, path);
	else
		tcpst_json_null(line);
}

static void write_number(struct tcpst_json_line *line,
			 const struct tcpst_field *field, u64 value)
{
	char text[TCPST_TEXT_SIZE];

	switch (field->type) {
	case TCPST_FIELD_CGROUP:
		return write_cgroup(line, value);
	case TCPST_FIELD_TCP_FLAGS:
		tcpst_format_flags(text, (u8)value);
		return tcpst_json_string(line, text);
	case TCPST_FIELD_ICMP:
		return tcpst_json_string(line, tcpst_icmp_text(text, (u32)value));
	case TCPST_FIELD_TUNNEL:
		return tcpst_json_string(line, tcpst_tunnel_text(text, (u32)value));
	case TCPST_FIELD_HISTORY:
		return tcpst_json_string(line, tcpst_trail_history(text, value));
	case TCPST_FIELD_OPTIONS:
		return tcpst_json_string(line, tcpst_offer_text(text, (u32)value));
	case TCPST_FIELD_FLAG:
		return tcpst_json_bool(line, value);
	default:
		if (tcpst_field_max(field))
			tcpst_json_string(line, tcpst_field_name(field, value));
		else
			tcpst_json_u64(line, value);
	}
}

/* The value of a field, null if it is not known. */
static void write_value(struct tcpst_json_line *line,
			const struct tcpst_field *field, const void *item)
{
	u64 value;

	switch (field->type) {
	case TCPST_FIELD_ADDR:
	case TCPST_FIELD_COMM:
	case TCPST_FIELD_COMMUNITY:
	case TCPST_FIELD_NAME:
	case TCPST_FIELD_TEXT:
		return write_text(line, field, item);
	case TCPST_FIELD_STATE_TIMES:
		return write_state_times(line,
					 &((const struct tcpst_flow *)item)->verdict,
					 field->role);
	default:
		break;
	}
	value = tcpst_field_value(field, item, 0);
	if (value == TCPST_FIELD_UNKNOWN)
		tcpst_json_null(line);
	else
		write_number(line, field, value);
}

static bool is_left_out(const struct tcpst_field *field, const void *item,
			enum tcpst_json_kind kind)
{
	if (field->json_only && !(field->json_only & kind))
		return true;
	if (!(field->json_omit & kind))
		return false;
	if (field->known)
		return !tcpst_field_applies(field, item);
	if (field->type == TCPST_FIELD_TEXT)
		return !*tcpst_field_text(field, item);
	if (field->type == TCPST_FIELD_FLAG)
		return !tcpst_field_value(field, item, 0);
	return tcpst_field_value(field, item, 0) == TCPST_FIELD_UNKNOWN;
}

/**
 * struct members - a line, and the position within its object
 * @line:  the line
 * @group: name of the nested object that is open, up to the dot; NULL: none
 * @size:  length of that name
 * @null:  the nested object is null: none of its members is valid
 */
struct members {
	struct tcpst_json_line line;
	const char *group;
	size_t size;
	bool null;
};

/* Shared by all lines, so that its memory is reused. */
static struct members members;

static void begin_line(const char *type)
{
	tcpst_json_begin(&members.line);
	members.group = NULL;
	tcpst_json_name(&members.line, "type", 4);
	tcpst_json_string(&members.line, type);
}

static void end_group(void)
{
	if (members.group && !members.null)
		tcpst_json_close(&members.line);
	members.group = NULL;
}

static void end_line(FILE *file)
{
	end_group();
	tcpst_json_end(&members.line, file);
}

/* "a.b" is member b of object a, which is null if none of its members is valid. */
static void write_field(const struct tcpst_field *field, const void *item)
{
	const char *dot = strchr(field->json, '.');
	size_t size = dot ? (size_t)(dot - field->json) : 0;
	const char *name = dot ? dot + 1 : field->json;

	if (!dot || !members.group || size != members.size ||
	    memcmp(members.group, field->json, size))
		end_group();
	if (dot && !members.group) {
		members.group = field->json;
		members.size = size;
		members.null = !tcpst_field_applies(field, item);
		tcpst_json_name(&members.line, field->json, size);
		if (members.null)
			tcpst_json_null(&members.line);
		else
			tcpst_json_open(&members.line);
	}
	if (dot && members.null)
		return;
	tcpst_json_name(&members.line, name, strlen(name));
	write_value(&members.line, field, item);
}

static void write_fields(FILE *file, const char *type, enum tcpst_json_kind kind,
			 const struct tcpst_fields *fields, const void *item)
{
	unsigned int i;

	begin_line(type);
	for (i = 0; i < fields->n; i++)
		if (fields->field[i].json &&
		    !is_left_out(&fields->field[i], item, kind))
			write_field(&fields->field[i], item);
	end_line(file);
}

/**
 * tcpst_json_event() - write a transition or a note
 * @file:  output file
 * @event: the record; of a life the verdict is written, by tcpst_json_life()
 */
void tcpst_json_event(FILE *file, const struct tcpst_event *event)
{
	if (event->type == TCPST_LIFE)
		tcpst_json_life(file, &event->life);
	else if (event->type == TCPST_NOTE)
		write_fields(file, "note", TCPST_JSON_NOTE,
			     &tcpst_event_fields, event);
	else
		write_fields(file, "transition", TCPST_JSON_TRANSITION,
			     &tcpst_event_fields, event);
}

/**
 * tcpst_json_life() - write an ended flow
 * @file: output file
 * @flow: the flow
 */
void tcpst_json_life(FILE *file, const struct tcpst_flow *flow)
{
	write_fields(file, "life", TCPST_JSON_LIFE, &tcpst_flow_fields, flow);
}

/**
 * tcpst_json_flow() - write an open flow
 * @file: output file
 * @flow: the flow
 */
void tcpst_json_flow(FILE *file, const struct tcpst_flow *flow)
{
	write_fields(file, "flow", TCPST_JSON_FLOW, &tcpst_flow_fields, flow);
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
	unsigned int i;

	begin_line("group");
	tcpst_json_name(&members.line, "by", 2);
	tcpst_json_open(&members.line);
	for (i = 0; i < fields->n; i++) {
		const struct tcpst_field *field = &fields->field[i];
		const char *text;

		if (field->json)
			continue;
		text = tcpst_field_text(field, group);
		tcpst_json_name(&members.line, field->column, strlen(field->column));
		if (*text)
			tcpst_json_string(&members.line, text);
		else
			tcpst_json_null(&members.line);
	}
	tcpst_json_close(&members.line);
	for (i = 0; i < fields->n; i++)
		if (fields->field[i].json)
			write_field(&fields->field[i], group);
	end_line(file);
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

	for (i = 0; i < TCPST_HISTOGRAM_BINS; i++) {
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
	tcpst_put(object, "syn_to_synack",
		  make_histogram(&stats->tally.handshake[0]));
	tcpst_put(object, "synack_to_ack",
		  make_histogram(&stats->tally.handshake[1]));
	tcpst_put(object, "lifetime", make_histogram(&stats->tally.duration));
	for (i = 0; i < stats->n_counters; i++)
		tcpst_put_u64(counters, stats->counters[i].name,
			      stats->counters[i].value);
	tcpst_put(object, "counters", counters);
	if (stats->recorded.is)
		tcpst_put(object, "recording", make_recorded(&stats->recorded));
	tcpst_put_line(file, object);
}
