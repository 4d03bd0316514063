// SPDX-License-Identifier: GPL-2.0
/* Cells of tables, formatted by the type of their field. */
#include "text/cell.h"

#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "model/icmp.h"
#include "model/offer.h"
#include "model/trail.h"
#include "model/tunnel.h"
#include "module/core/names.h"
#include "text/color.h"
#include "model/community.h"
#include "text/short_state.h"

/* The arguments of every function that writes a cell. */
#define CELL char *text, const struct tcpst_field *field,		\
	     const struct tcpst_style *style, const void *item, u64 value

static void number(CELL)
{
	(void)field;
	(void)style;
	(void)item;
	*tcpst_decimal(text, value) = '\0';
}

static void octets(CELL)
{
	(void)field;
	(void)item;
	tcpst_format_size(text, style, value);
}

static void duration(CELL)
{
	(void)field;
	(void)item;
	tcpst_format_duration(text, style, value);
}

static void duration_ms(CELL)
{
	(void)field;
	(void)item;
	tcpst_format_duration(text, style, value * 1000000);
}

static void date(CELL)
{
	(void)field;
	(void)item;
	tcpst_format_date(text, style, value);
}

static void clock(CELL)
{
	(void)field;
	(void)item;
	tcpst_format_clock(text, style, value);
}

static void name(CELL)
{
	(void)style;
	(void)item;
	stpcpy(text, tcpst_field_name(field, value));
}

static const void *place(const struct tcpst_field *field, const void *item)
{
	return (const u8 *)item + field->offset;
}

static void addr(CELL)
{
	(void)value;
	tcpst_format_addr(text, place(field, item), field->role);
	if (style->human && tcpst_field_is_guess(field, item))
		strcat(text, "?");
}

static void addr_port(CELL)
{
	tcpst_format_end(text, style, place(field, item), field->value ?
			 (unsigned int)value : field->role);
	/* Host names may fill all of @text. */
	if (style->human && tcpst_field_is_guess(field, item) &&
	    strlen(text) + 1 < TCPST_TEXT_SIZE)
		strcat(text, "?");
}

static void comm(CELL)
{
	(void)style;
	(void)value;
	tcpst_format_comm(text, place(field, item));
}

static void cgroup(CELL)
{
	(void)field;
	(void)style;
	(void)item;
	tcpst_cgroup_text(text, value);
}

static void pointed(CELL)
{
	(void)style;
	(void)value;
	snprintf(text, TCPST_CELL_OCTETS, "%s", tcpst_field_text(field, item));
}

static void text_name(CELL)
{
	(void)style;
	(void)value;
	snprintf(text, TCPST_TEXT_SIZE, "%s", (const char *)place(field, item));
}

static void icmp(CELL)
{
	(void)field;
	(void)style;
	(void)item;
	tcpst_icmp_text(text, (u32)value);
}

static void tunnel(CELL)
{
	(void)field;
	(void)style;
	(void)item;
	tcpst_tunnel_text(text, (u32)value);
}

static void history(CELL)
{
	char made[TCPST_TRAIL_TEXT];

	(void)field;
	(void)style;
	(void)item;
	snprintf(text, TCPST_TEXT_SIZE, "%s", tcpst_trail_history(made, value));
}

static void options(CELL)
{
	char made[TCPST_OFFER_TEXT];

	(void)field;
	(void)style;
	(void)item;
	snprintf(text, TCPST_TEXT_SIZE, "%s",
		 tcpst_offer_text(made, (u32)value));
}

static void community(CELL)
{
	char made[TCPST_COMMUNITY_LEN];

	(void)style;
	(void)value;
	snprintf(text, TCPST_TEXT_SIZE, "%s",
		 tcpst_community_text(made, place(field, item)));
}

static void relative(char *text, const struct tcpst_style *style,
		     const struct tcpst_event *event, unsigned int role,
		     u32 value)
{
	if (!style->absolute && event->iss_known[role])
		value -= event->iss[role];
	snprintf(text, TCPST_TEXT_SIZE, "%u", value);
}

static void seq(CELL)
{
	const struct tcpst_event *event = item;

	(void)field;
	relative(text, style, event, event->sender, (u32)value);
}

static void ack(CELL)
{
	const struct tcpst_event *event = item;

	(void)field;
	relative(text, style, event, !event->sender, (u32)value);
}

static void flags(CELL)
{
	(void)field;
	(void)style;
	(void)item;
	tcpst_format_flags(text, (u8)value);
}

static const char *state_name(const struct tcpst_style *style,
			      unsigned int state)
{
	return style->short_states ? tcpst_state_short(state) :
				     tcps_state_name(state);
}

static void state(CELL)
{
	(void)field;
	(void)item;
	stpcpy(text, state_name(style, (unsigned int)value));
}

static void transition(CELL)
{
	const struct tcpst_event *event = item;

	(void)field;
	(void)value;
	if (event->type == TCPST_NOTE)
		snprintf(text, TCPST_TEXT_SIZE, "%s",
			 state_name(style, event->to));
	else
		snprintf(text, TCPST_TEXT_SIZE, "%s%s%s%s",
			 state_name(style, event->from),
			 style->utf8 ? "→" : "->",
			 state_name(style, event->to),
			 tcpst_format_mark(style, event->certainty,
					   event->retract));
}

/*
 * For people, connections that were never answered are not just shown as open when a
 * capture ends. Programs have a separate column for that.
 */
static void end(CELL)
{
	const struct tcpst_flow *flow = item;

	if (style->human && !flow->live && value == TCPS_END_STILL_OPEN &&
	    tcpst_flow_failure(flow) == TCPST_FAILURE_SILENT)
		snprintf(text, TCPST_TEXT_SIZE, "%s",
			 tcpst_failure_name(TCPST_FAILURE_SILENT));
	else
		name(text, field, style, item, value);
}

/* For people also how long it has been silent; programs have separate columns for that. */
static void mute(CELL)
{
	const struct tcpst_flow *flow = item;
	unsigned int role = (unsigned int)value;
	char span[TCPST_TEXT_SIZE], size[TCPST_TEXT_SIZE];
	bool unacked = flow->unacked_known[!role] && flow->unacked[!role];

	name(text, field, style, item, value);
	if (!style->human)
		return;
	tcpst_format_duration(span, style,
			      tcpst_flow_silence(flow, role, style->now));
	tcpst_format_size(size, style, flow->unacked[!role]);
	snprintf(text, TCPST_TEXT_SIZE, "%s %.40s%s%.40s", tcps_role_name(role),
		 span, unacked ? ", " : "", unacked ? size : "");
}

/**
 * struct form - format of a type
 * @text:   writes a value that is known
 * @kind:   kind of the cell
 * @width:  columns of ordinary values
 * @short_width: the same with short names of states, 0: no difference
 * @right:  align to the right
 * @number: sort by number; otherwise by text
 * @color:  colour of a value, NULL: none
 */
struct form {
	void (*text)(char *text, const struct tcpst_field *field,
		     const struct tcpst_style *style, const void *item, u64 value);
	enum tcpst_cell kind;
	unsigned int width;
	bool right;
	bool number;
	const char *(*color)(unsigned int value);
	unsigned int short_width;
};

static const struct form forms[] = {
	[TCPST_FIELD_COUNT] = { number, .right = true, .number = true },
	[TCPST_FIELD_PORT] = { number, .width = 5, .right = true,
			       .number = true },
	[TCPST_FIELD_OCTETS] = { octets, TCPST_CELL_SIZE, 6, true, true },
	[TCPST_FIELD_DURATION] = { duration, TCPST_CELL_SPAN, 6, true, true },
	[TCPST_FIELD_DURATION_MS] = { duration_ms, TCPST_CELL_SPAN, 6, true,
				      true },
	[TCPST_FIELD_TIME] = { date, TCPST_CELL_TIME, 19, .number = true },
	[TCPST_FIELD_CLOCK] = { clock, TCPST_CELL_TIME, 12, .number = true },
	[TCPST_FIELD_FLAG] = { name },
	[TCPST_FIELD_ROLES] = { name, .width = 7 },
	[TCPST_FIELD_FAMILY] = { name },
	[TCPST_FIELD_STATE] = { state, TCPST_CELL_STATE, 12,
				.color = tcpst_color_state, .short_width = 7 },
	[TCPST_FIELD_FAILURE] = { name, .width = 11 },
	[TCPST_FIELD_END] = { end, .width = 11, .color = tcpst_color_end },
	[TCPST_FIELD_CLASS] = { name, .width = 11 },
	[TCPST_FIELD_ZEEK] = { name, .width = 6 },
	[TCPST_FIELD_CAUSE] = { name, .width = 11 },
	[TCPST_FIELD_CERTAINTY] = { name, .width = 9 },
	[TCPST_FIELD_ROLE] = { name, .width = 9 },
	[TCPST_FIELD_ENDPOINT] = { name, .width = 9 },
	[TCPST_FIELD_MUTE] = { mute, .width = 22 },
	[TCPST_FIELD_EVENT_TYPE] = { name, .width = 10 },
	[TCPST_FIELD_ADDR] = { addr, TCPST_CELL_END },
	[TCPST_FIELD_ADDR_PORT] = { addr_port, TCPST_CELL_END },
	[TCPST_FIELD_COMM] = { comm, .width = 15 },
	[TCPST_FIELD_CGROUP] = { cgroup, .width = 24 },
	[TCPST_FIELD_RESET] = { name, .width = 12 },
	[TCPST_FIELD_ORIGIN] = { name, .width = 9 },
	[TCPST_FIELD_STAGE] = { name, .width = 14 },
	[TCPST_FIELD_ICMP] = { icmp },
	[TCPST_FIELD_NAME] = { text_name },
	[TCPST_FIELD_TEXT] = { pointed },
	[TCPST_FIELD_TUNNEL] = { tunnel },
	[TCPST_FIELD_HISTORY] = { history },
	[TCPST_FIELD_OPTIONS] = { options },
	[TCPST_FIELD_COMMUNITY] = { community },
	[TCPST_FIELD_SEQ] = { seq, .width = 10, .right = true },
	[TCPST_FIELD_ACK] = { ack, .width = 10, .right = true },
	[TCPST_FIELD_TCP_FLAGS] = { flags, .width = 11 },
	[TCPST_FIELD_TRANSITION] = { transition, .width = 26,
				     .color = tcpst_color_state,
				     .short_width = 17 },
};

/** tcpst_cell_kind() - kind of the cells of a field */
enum tcpst_cell tcpst_cell_kind(const struct tcpst_field *field)
{
	return forms[field->type].kind;
}

/** tcpst_cell_is_right() - are the cells of a field aligned to the right? */
bool tcpst_cell_is_right(const struct tcpst_field *field)
{
	return forms[field->type].right;
}

/** tcpst_cell_is_number() - are the cells of a field sorted as numbers? */
bool tcpst_cell_is_number(const struct tcpst_field *field)
{
	return forms[field->type].number;
}

/**
 * tcpst_cell_width() - columns of ordinary values; 0 for an end
 * @field: which field
 * @style: style of its cells
 */
unsigned int tcpst_cell_width(const struct tcpst_field *field,
			      const struct tcpst_style *style)
{
	const struct form *form = &forms[field->type];

	if (style->short_states && form->short_width)
		return form->short_width;
	return field->width ? field->width : form->width;
}

static bool has_number(const struct tcpst_field *field)
{
	return field->value || (field->size && field->size <= sizeof(u64) &&
				field->type != TCPST_FIELD_COMM &&
				field->type != TCPST_FIELD_NAME &&
				field->type != TCPST_FIELD_TEXT);
}

/**
 * tcpst_cell_text() - write a cell
 * @text:  set; "" if the value is not known
 * @field: the field of @item
 * @style: its style
 * @item:  a flow or an event
 */
void tcpst_cell_text(char text[TCPST_CELL_OCTETS],
		     const struct tcpst_field *field,
		     const struct tcpst_style *style, const void *item)
{
	u64 value = 0;

	*text = '\0';
	if (!tcpst_field_applies(field, item))
		return;
	if (has_number(field)) {
		value = tcpst_field_value(field, item, style->now);
		if (value == TCPST_FIELD_UNKNOWN)
			return;
	}
	forms[field->type].text(text, field, style, item, value);
}

/** tcpst_cell_color() - colour of a cell, NULL for none */
const char *tcpst_cell_color(const struct tcpst_field *field, const void *item)
{
	const struct form *form = &forms[field->type];
	u64 value;

	if (!form->color)
		return NULL;
	value = tcpst_field_value(field, item, 0);
	return value == TCPST_FIELD_UNKNOWN ? NULL :
					      form->color((unsigned int)value);
}
