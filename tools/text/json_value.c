// SPDX-License-Identifier: GPL-2.0
/* Values of fields as JSON, null if they are not known: a writer for each type. */
#include "text/json_value.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/cgroup.h"
#include "model/community.h"
#include "model/icmp.h"
#include "model/offer.h"
#include "model/trail.h"
#include "model/tunnel.h"
#include "module/core/names.h"
#include "text/format.h"

/* The arguments of every writer. */
#define VALUE struct tcpst_json_line *line, const struct tcpst_member *member, \
	      const void *item

static const void *place(const struct tcpst_member *member, const void *item)
{
	return (const u8 *)item + member->field->offset;
}

static void plain(struct tcpst_json_line *line, const char *text)
{
	tcpst_json_plain(line, text, strlen(text));
}

static void addr(VALUE)
{
	char text[TCPST_TEXT_SIZE];

	tcpst_format_addr(text, place(member, item), member->field->role);
	plain(line, text);
}

static void comm(VALUE)
{
	char text[TCPST_TEXT_SIZE];

	tcpst_format_comm(text, place(member, item));
	tcpst_json_string(line, text);
}

static void community(VALUE)
{
	char text[TCPST_COMMUNITY_LEN];

	plain(line, tcpst_community_text(text, place(member, item)));
}

static void name_there(VALUE)
{
	const char *name = place(member, item);

	if (*name)
		tcpst_json_string(line, name);
	else
		tcpst_json_null(line);
}

static void pointed(VALUE)
{
	tcpst_json_string(line, tcpst_field_text(member->field, item));
}

/* What stands before the time in each state: ,"NAME": */
static const struct tcpst_json_word *state_leads(void)
{
	static struct tcpst_json_word lead[TCPS_STATE_MAX];
	unsigned int state;

	for (state = 0; state < TCPS_STATE_MAX && !lead[state].length; state++)
		tcpst_json_lead(&lead[state], tcps_state_name(state),
				strlen(tcps_state_name(state)));
	return lead;
}

static void state_times(VALUE)
{
	const struct tcps_verdict *verdict = &((const struct tcpst_flow *)item)->verdict;
	const struct tcpst_json_word *lead = state_leads();
	unsigned int role = member->field->role, left, state;

	tcpst_json_open(line);
	for (left = verdict->been[role]; left; left &= left - 1) {
		state = (unsigned int)__builtin_ctz(left);
		if (left == verdict->been[role])
			tcpst_json_first(line, &lead[state]);
		else
			tcpst_json_word(line, &lead[state]);
		tcpst_json_u64(line, verdict->state_ns[role][state]);
	}
	tcpst_json_close(line);
}

static void number(VALUE)
{
	u64 value = tcpst_field_value(member->field, item, 0);

	if (value == TCPST_FIELD_UNKNOWN)
		tcpst_json_null(line);
	else
		tcpst_json_u64(line, value);
}

static void flag(VALUE)
{
	u64 value = tcpst_field_value(member->field, item, 0);

	if (value == TCPST_FIELD_UNKNOWN)
		tcpst_json_null(line);
	else
		tcpst_json_bool(line, value);
}

static void named(VALUE)
{
	u64 value = tcpst_field_value(member->field, item, 0);

	if (value == TCPST_FIELD_UNKNOWN)
		tcpst_json_null(line);
	else if (value < member->words && member->word[value].length)
		tcpst_json_word(line, &member->word[value]);
	else
		tcpst_json_string(line, tcpst_field_name(member->field, value));
}

static void cgroup(struct tcpst_json_line *line, u64 id)
{
	char path[TCPST_CGROUP_PATH];

	if (tcpst_cgroup_path(id, path))
		tcpst_json_string(line, path);
	else
		tcpst_json_null(line);
}

static void composed(VALUE)
{
	u64 value = tcpst_field_value(member->field, item, 0);
	char text[TCPST_TEXT_SIZE];

	if (value == TCPST_FIELD_UNKNOWN)
		return tcpst_json_null(line);
	switch (member->field->type) {
	case TCPST_FIELD_CGROUP:
		return cgroup(line, value);
	case TCPST_FIELD_TCP_FLAGS:
		tcpst_format_flags(text, (u8)value);
		return plain(line, text);
	case TCPST_FIELD_ICMP:
		return plain(line, tcpst_icmp_text(text, (u32)value));
	case TCPST_FIELD_TUNNEL:
		return plain(line, tcpst_tunnel_text(text, (u32)value));
	case TCPST_FIELD_HISTORY:
		return plain(line, tcpst_trail_history(text, value));
	default:
		return plain(line, tcpst_offer_text(text, (u32)value));
	}
}

/** tcpst_json_writer() - the function that writes values of the type of a field */
tcpst_member_write tcpst_json_writer(const struct tcpst_field *field)
{
	switch (field->type) {
	case TCPST_FIELD_ADDR:
		return addr;
	case TCPST_FIELD_COMM:
		return comm;
	case TCPST_FIELD_COMMUNITY:
		return community;
	case TCPST_FIELD_NAME:
		return name_there;
	case TCPST_FIELD_TEXT:
		return pointed;
	case TCPST_FIELD_STATE_TIMES:
		return state_times;
	case TCPST_FIELD_FLAG:
		return flag;
	case TCPST_FIELD_CGROUP:
	case TCPST_FIELD_TCP_FLAGS:
	case TCPST_FIELD_ICMP:
	case TCPST_FIELD_TUNNEL:
	case TCPST_FIELD_HISTORY:
	case TCPST_FIELD_OPTIONS:
		return composed;
	default:
		return tcpst_field_max(field) ? named : number;
	}
}

/* Quote the names of the values of a type; one that is too long for a word is left out. */
static struct tcpst_json_word *quote(const struct tcpst_field *field)
{
	unsigned int max = tcpst_field_max(field), i;
	struct tcpst_json_word *words = tcpst_alloc(max, sizeof(*words));
	struct tcpst_json_line line = { 0 };

	for (i = 0; i < max; i++) {
		tcpst_json_begin(&line);
		line.length = 0;
		tcpst_json_string(&line, tcpst_field_name(field, i));
		if (line.length > sizeof(words[i].text))
			continue;
		memcpy(words[i].text, line.text, line.length);
		words[i].length = (u8)line.length;
	}
	free(line.text);
	return words;
}

/**
 * tcpst_json_words() - the names of the values of a field, quoted
 * @field: the field
 *
 * Return: tcpst_field_max() words, NULL: its values have no names. They are kept until exit.
 */
const struct tcpst_json_word *tcpst_json_words(const struct tcpst_field *field)
{
	static struct tcpst_json_word *of_type[TCPST_FIELD_STATE_TIMES + 1];

	if (!tcpst_field_max(field))
		return NULL;
	if (!of_type[field->type])
		of_type[field->type] = quote(field);
	return of_type[field->type];
}
