// SPDX-License-Identifier: GPL-2.0
/* Matching flows and events against --where. */
#include "model/where.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/community.h"
#include "model/icmp.h"
#include "model/offer.h"
#include "model/tunnel.h"

/** tcpst_where_is_text() - is the field compared as text? */
bool tcpst_where_is_text(const struct tcpst_field *field)
{
	switch (field->type) {
	case TCPST_FIELD_COMM:
	case TCPST_FIELD_CGROUP:
	case TCPST_FIELD_ICMP:
	case TCPST_FIELD_NAME:
	case TCPST_FIELD_TEXT:
	case TCPST_FIELD_TUNNEL:
	case TCPST_FIELD_HISTORY:
	case TCPST_FIELD_OPTIONS:
	case TCPST_FIELD_COMMUNITY:
		return true;
	default:
		return false;
	}
}

/**
 * tcpst_where_join() - combine two expressions by && or ||, or negate one
 * @kind:   the operator
 * @first:  an operand, owned by the result from now on
 * @second: the other one; NULL for %TCPST_WHERE_NOT
 */
struct tcpst_where *tcpst_where_join(enum tcpst_where_kind kind,
				     struct tcpst_where *first,
				     struct tcpst_where *second)
{
	struct tcpst_where *where = tcpst_alloc(1, sizeof(*where));

	*where = (struct tcpst_where){
		.kind = kind, .of = { first, second },
	};
	return where;
}

/** tcpst_where_free() - free it; NULL is allowed */
void tcpst_where_free(struct tcpst_where *where)
{
	unsigned int i;

	if (!where)
		return;
	tcpst_where_free(where->of[0]);
	tcpst_where_free(where->of[1]);
	for (i = 0; i < where->n; i++) {
		if (!where->value[i].regex)
			continue;
		regfree(where->value[i].regex);
		free(where->value[i].regex);
	}
	free(where->value);
	free(where);
}

static const void *place(const struct tcpst_field *field, const void *item)
{
	return (const u8 *)item + field->offset;
}

static bool same_prefix(const u8 *a, const u8 *b, unsigned int bits)
{
	return !memcmp(a, b, bits / 8) &&
	       (!(bits % 8) || !((a[bits / 8] ^ b[bits / 8]) >> (8 - bits % 8)));
}

static bool is_end(const struct tcpst_field *field, const void *item,
		   const struct tcpst_where_value *value)
{
	const struct tcpst_addrs *ends = place(field, item);
	u64 role = field->value ? field->value(item, 0) : field->role;

	if (role >= TCPS_ROLE_NONE)
		return false;
	if (!value->any_addr &&
	    (value->addr.ipv6 != ends->ipv6 ||
	     !same_prefix(ends->addr[role], value->addr.addr,
			  value->addr.prefix)))
		return false;
	return value->any_port || (ends->port[role] >= value->port.min &&
				   ends->port[role] <= value->port.max);
}

static const char *text_of(const struct tcpst_field *field, const void *item,
			   char made[TCPST_WHERE_TEXT])
{
	u64 value;

	switch (field->type) {
	case TCPST_FIELD_COMM:
		snprintf(made, TCPST_WHERE_TEXT, "%.*s", TCPS_COMM_LEN,
			 (const char *)place(field, item));
		return made;
	case TCPST_FIELD_NAME:
		return place(field, item);
	case TCPST_FIELD_TEXT:
		return tcpst_field_text(field, item);
	case TCPST_FIELD_COMMUNITY:
		return tcpst_community_text(made, place(field, item));
	default:
		break;
	}
	value = tcpst_field_value(field, item, 0);
	if (value == TCPST_FIELD_UNKNOWN)
		return "";
	if (field->type == TCPST_FIELD_CGROUP)
		return tcpst_cgroup_text(made, value);
	if (field->type == TCPST_FIELD_ICMP)
		return tcpst_icmp_text(made, (u32)value);
	if (field->type == TCPST_FIELD_TUNNEL)
		return tcpst_tunnel_text(made, (u32)value);
	return field->type == TCPST_FIELD_HISTORY ?
	       tcpst_trail_history(made, value) :
	       tcpst_offer_text(made, (u32)value);
}

static bool compare(enum tcpst_where_op op, u64 have, u64 want)
{
	switch (op) {
	case TCPST_WHERE_UNEQUAL:
		return have != want;
	case TCPST_WHERE_LESS:
		return have < want;
	case TCPST_WHERE_LESS_EQUAL:
		return have <= want;
	case TCPST_WHERE_GREATER:
		return have > want;
	case TCPST_WHERE_GREATER_EQUAL:
		return have >= want;
	default:
		return have == want;
	}
}

/* Sequence numbers are compared as they are shown: relative to the initial one. */
static u64 relative(const struct tcpst_field *field, const void *item, u64 value)
{
	const struct tcpst_event *event = item;
	unsigned int role;

	if (field->type != TCPST_FIELD_SEQ && field->type != TCPST_FIELD_ACK)
		return value;
	role = field->type == TCPST_FIELD_SEQ ? event->sender : !event->sender;
	return (u32)((u32)value - (event->iss_known[role] ? event->iss[role] : 0));
}

static bool number_holds(const struct tcpst_where *where, u64 have)
{
	unsigned int i;

	if (where->op != TCPST_WHERE_IN)
		return compare(where->op, have, where->value->number);
	for (i = 0; i < where->n; i++) {
		const struct tcpst_where_value *value = &where->value[i];

		if (where->field->type == TCPST_FIELD_PORT ?
		    have >= value->port.min && have <= value->port.max :
		    have == value->number)
			return true;
	}
	return false;
}

static bool text_is(const char *text, const struct tcpst_where_value *value)
{
	return value->regex ? !regexec(value->regex, text, 0, NULL, 0) :
			      !strcmp(text, value->text);
}

/* Compare text and addresses: equal to one of the values, or to none. */
static bool equal_holds(const struct tcpst_where *where, const void *item)
{
	const struct tcpst_field *field = where->field;
	const bool unequal = where->op == TCPST_WHERE_UNEQUAL ||
			     where->op == TCPST_WHERE_NO_MATCH;
	const bool is_text = tcpst_where_is_text(field);
	const char *text = NULL;
	char made[TCPST_WHERE_TEXT];
	unsigned int i;

	if (!tcpst_field_applies(field, item))
		return false;
	if (is_text) {
		text = text_of(field, item, made);
		if (!*text)
			return false;
	}
	for (i = 0; i < where->n; i++)
		if (is_text ? text_is(text, &where->value[i]) :
			      is_end(field, item, &where->value[i]))
			return !unequal;
	return unequal;
}

/**
 * struct subject - the item that is matched
 * @item:  a flow or an event
 * @now:   ns since the epoch
 * @replaced: there is no item: all fields have @value
 * @value: valid only if @replaced
 */
struct subject {
	const void *item;
	u64 now;
	bool replaced;
	u64 value;
};

static bool holds(const struct tcpst_where *where, const struct subject *subject)
{
	const struct tcpst_field *field = where->field;
	u64 value;

	if (subject->replaced)
		return number_holds(where, subject->value);
	if (tcpst_where_is_text(field) || field->type == TCPST_FIELD_ADDR ||
	    field->type == TCPST_FIELD_ADDR_PORT)
		return equal_holds(where, subject->item);
	value = tcpst_field_value(field, subject->item, subject->now);
	return value != TCPST_FIELD_UNKNOWN &&
	       number_holds(where, relative(field, subject->item, value));
}

static bool matches(const struct tcpst_where *where,
		    const struct subject *subject)
{
	switch (where->kind) {
	case TCPST_WHERE_AND:
		return matches(where->of[0], subject) &&
		       matches(where->of[1], subject);
	case TCPST_WHERE_OR:
		return matches(where->of[0], subject) ||
		       matches(where->of[1], subject);
	case TCPST_WHERE_NOT:
		return !matches(where->of[0], subject);
	default:
		return holds(where, subject);
	}
}

/**
 * tcpst_where_matches() - does an item match?
 * @where: the expression
 * @item:  a flow or an event, as the fields of @where require
 * @now:   ns since the epoch
 *
 * A comparison is false if the value is not known, whatever the operator.
 */
bool tcpst_where_matches(const struct tcpst_where *where, const void *item,
			 u64 now)
{
	return matches(where, &(struct subject){ .item = item, .now = now });
}

/** tcpst_where_any() - is @is true for any of the fields compared? */
bool tcpst_where_any(const struct tcpst_where *where,
		     bool (*is)(const struct tcpst_field *field))
{
	if (!where)
		return false;
	if (where->kind == TCPST_WHERE_COMPARE)
		return is(where->field);
	return tcpst_where_any(where->of[0], is) ||
	       tcpst_where_any(where->of[1], is);
}

/**
 * tcpst_where_accepts() - is the expression true for a value?
 * @where: comparisons of one field, which holds a number
 * @value: value of that field
 */
bool tcpst_where_accepts(const struct tcpst_where *where, u64 value)
{
	return matches(where, &(struct subject){ .replaced = true,
						 .value = value });
}
