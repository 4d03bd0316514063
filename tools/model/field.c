// SPDX-License-Identifier: GPL-2.0
/* Values of fields, and the names of enum values. */
#include "model/field.h"

#include <string.h>
#include <strings.h>

#include "base/nearest.h"
#include "module/core/names.h"

/** tcpst_field_find() - find the field of a column, NULL: there is none */
const struct tcpst_field *
tcpst_field_find(const struct tcpst_fields *fields, const char *column,
		 size_t length)
{
	unsigned int i;

	for (i = 0; i < fields->n; i++) {
		const char *name = fields->field[i].column;

		if (name && strlen(name) == length &&
		    !strncasecmp(name, column, length))
			return &fields->field[i];
	}
	return NULL;
}

/** tcpst_field_nearest() - the column nearest to a mistyped name, NULL: none is near */
const char *tcpst_field_nearest(const struct tcpst_fields *fields, const char *column)
{
	struct tcpst_nearest nearest = { .meant = column };
	unsigned int i;

	for (i = 0; i < fields->n; i++)
		if (fields->field[i].column)
			tcpst_nearest_offer(&nearest, fields->field[i].column);
	return nearest.found;
}

/** tcpst_field_is_guess() - is this item's value a guess? */
bool tcpst_field_is_guess(const struct tcpst_field *field, const void *item)
{
	return field->certain && !*((const bool *)item + field->certain - 1);
}

static const char *flag_name(unsigned int value)
{
	return value ? "yes" : "no";
}

static const char *roles_name(unsigned int value)
{
	return value ? "known" : "unknown";
}

static const char *family_name(unsigned int value)
{
	return value ? "ipv6" : "ipv4";
}

static const char *event_type_name(unsigned int value)
{
	static const char *const names[] = { "transition", "note", "life",
					     "segment" };

	return value <= TCPST_SEGMENT ? names[value] : "?";
}

/**
 * struct type - a type of values
 * @text: name of the type in JSON and documents
 * @name: names of its values, NULL: they are numbers, or text
 * @max:  number of values with a name; higher ones are "?"
 */
struct type {
	const char *text;
	const char *(*name)(unsigned int value);
	unsigned int max;
};

static const struct type types[] = {
	[TCPST_FIELD_COUNT] = { "number" },
	[TCPST_FIELD_PORT] = { "port" },
	[TCPST_FIELD_OCTETS] = { "octets" },
	[TCPST_FIELD_DURATION] = { "nanoseconds" },
	[TCPST_FIELD_DURATION_MS] = { "milliseconds" },
	[TCPST_FIELD_TIME] = { "time" },
	[TCPST_FIELD_CLOCK] = { "time" },
	[TCPST_FIELD_FLAG] = { "flag", flag_name, 2 },
	[TCPST_FIELD_ROLES] = { "word", roles_name, 2 },
	[TCPST_FIELD_FAMILY] = { "word", family_name, 2 },
	[TCPST_FIELD_STATE] = { "state", tcps_state_name, TCPS_STATE_MAX },
	[TCPST_FIELD_END] = { "end", tcps_end_name, TCPS_END_MAX },
	[TCPST_FIELD_FAILURE] = { "failure", tcpst_failure_name,
				  TCPST_FAILURE_MAX },
	[TCPST_FIELD_CLASS] = { "class", tcps_class_name, TCPS_CLASS_MAX },
	[TCPST_FIELD_ZEEK] = { "zeek", tcps_zeek_name, TCPS_ZEEK_MAX },
	[TCPST_FIELD_CAUSE] = { "cause", tcps_cause_name, TCPS_CAUSE_MAX },
	[TCPST_FIELD_CERTAINTY] = { "certainty", tcps_certainty_name,
				    TCPS_CERTAINTY_MAX },
	[TCPST_FIELD_ROLE] = { "role", tcps_role_name, TCPS_ROLE_NONE },
	[TCPST_FIELD_ENDPOINT] = { "role", tcps_role_name, TCPS_ROLE_NONE },
	[TCPST_FIELD_MUTE] = { "role", tcps_role_name, TCPS_ROLE_NONE },
	[TCPST_FIELD_EVENT_TYPE] = { "word", event_type_name, TCPST_SEGMENT + 1 },
	[TCPST_FIELD_ADDR] = { "address" },
	[TCPST_FIELD_ADDR_PORT] = { "address and port" },
	[TCPST_FIELD_COMM] = { "text" },
	[TCPST_FIELD_CGROUP] = { "text" },
	[TCPST_FIELD_RESET] = { "word", tcps_reset_name, TCPS_RESET_MAX },
	[TCPST_FIELD_ORIGIN] = { "word", tcpst_origin_name, TCPS_ORIGIN_MAX },
	[TCPST_FIELD_STAGE] = { "word", tcps_stage_name, TCPS_STAGE_MAX },
	[TCPST_FIELD_ICMP] = { "word" },
	[TCPST_FIELD_NAME] = { "text" },
	[TCPST_FIELD_TEXT] = { "text" },
	[TCPST_FIELD_TUNNEL] = { "word" },
	[TCPST_FIELD_HISTORY] = { "word" },
	[TCPST_FIELD_OPTIONS] = { "word" },
	[TCPST_FIELD_COMMUNITY] = { "word" },
	[TCPST_FIELD_SEQ] = { "sequence number" },
	[TCPST_FIELD_ACK] = { "sequence number" },
	[TCPST_FIELD_TCP_FLAGS] = { "control bits" },
	[TCPST_FIELD_TRANSITION] = { "states" },
	[TCPST_FIELD_STATE_TIMES] = { "nanoseconds by state" },
};

/** tcpst_field_max() - number of values that have names, 0: none */
unsigned int tcpst_field_max(const struct tcpst_field *field)
{
	return types[field->type].max;
}

/** tcpst_field_bits() - bits of the number in its JSON member, 0: it is not a number */
unsigned int tcpst_field_bits(const struct tcpst_field *field)
{
	switch (field->type) {
	case TCPST_FIELD_COUNT:
	case TCPST_FIELD_PORT:
	case TCPST_FIELD_OCTETS:
	case TCPST_FIELD_DURATION:
	case TCPST_FIELD_DURATION_MS:
	case TCPST_FIELD_TIME:
	case TCPST_FIELD_CLOCK:
	case TCPST_FIELD_SEQ:
	case TCPST_FIELD_ACK:
		return field->size ? 8 * (unsigned int)field->size : 64;
	default:
		return 0;
	}
}

/** tcpst_field_may_be_null() - can its JSON member be null, not only left out? */
bool tcpst_field_may_be_null(const struct tcpst_field *field)
{
	bool unknown = field->zero_unknown || field->json_null ||
		       field->type == TCPST_FIELD_ROLE ||
		       field->type == TCPST_FIELD_NAME;

	return field->json_omit ? unknown && field->known :
				  unknown || field->known;
}

/** tcpst_field_name() - the name of a value, NULL: it has none */
const char *tcpst_field_name(const struct tcpst_field *field, u64 value)
{
	const struct type *type = &types[field->type];

	if (!type->name)
		return NULL;
	return value < type->max ? type->name((unsigned int)value) : "?";
}

/** tcpst_field_text() - the string of a %TCPST_FIELD_TEXT, "": not known */
const char *tcpst_field_text(const struct tcpst_field *field, const void *item)
{
	const char *text;

	memcpy(&text, (const u8 *)item + field->offset, sizeof(text));
	return text ? text : "";
}

/** tcpst_field_type_name() - name of the type of its values */
const char *tcpst_field_type_name(const struct tcpst_field *field)
{
	return types[field->type].text;
}
