// SPDX-License-Identifier: GPL-2.0
/* The syntax of --where: values to compare fields with. */
#include "cli/parse_where.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "cli/parse.h"
#include "model/community.h"
#include "model/icmp.h"
#include "model/offer.h"
#include "model/trail.h"
#include "model/tunnel.h"

/** tcpst_where_has_order() - can the field be compared by < and >? */
bool tcpst_where_has_order(const struct tcpst_field *field)
{
	return tcpst_field_bits(field);
}

/* A number with a unit; 0 needs none. */
static bool read_octets(const char *text, u64 *octets)
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB" };
	char *unit;
	double value = strtod(text, &unit);
	unsigned int i;

	if (!isdigit((unsigned char)*text))
		return false;
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (!strcasecmp(unit, units[i]) || (!i && !*unit)) {
			value = ldexp(value, (int)(10 * i));
			*octets = (u64)value;
			return value < 1e18;
		}
	return false;
}

static bool read_count(const char *text, u64 *count)
{
	char *end;

	errno = 0;
	*count = strtoull(text, &end, 10);
	return isdigit((unsigned char)*text) && !*end && !errno;
}

static bool has_unit(const char *text)
{
	return !text[strspn(text, "0.")] || text[strspn(text, "0123456789.")];
}

static void read_duration(struct tcpst_where_parser *parser, const struct tcpst_field *field,
			  u64 *value)
{
	u64 ns;

	if (!tcpst_read_duration(parser->word, &ns))
		TCPST_WHERE_WRONG(parser, "%s is compared with a time such as 100ms, 5s or 2m",
				  field->column);
	else if (!has_unit(parser->word))
		TCPST_WHERE_WRONG(parser, "a duration requires a unit, as in %sms or %ss",
				  parser->word, parser->word);
	else
		*value = field->type == TCPST_FIELD_DURATION_MS ?
			 ns / 1000000 : ns;
}

static void list_values(char *list, size_t size, const struct tcpst_field *field)
{
	unsigned int i, max = tcpst_field_max(field);
	size_t at = 0;

	for (i = 0; i < max && at < size; i++)
		at += (size_t)snprintf(list + at, size - at, "%s%s",
				       i ? ", " : "",
				       tcpst_field_name(field, i));
}

static void read_name(struct tcpst_where_parser *parser, const struct tcpst_field *field,
		      u64 *value)
{
	unsigned int i, max = tcpst_field_max(field);
	char list[512];
	int state;

	for (i = 0; i < max; i++)
		if (tcpst_is_name(parser->word, tcpst_field_name(field, i))) {
			*value = i;
			return;
		}
	state = field->type == TCPST_FIELD_STATE ?
		tcpst_parse_state_name(parser->word) : -1;
	if (state >= 0) {
		*value = (u64)state;
		return;
	}
	list_values(list, sizeof(list), field);
	TCPST_WHERE_WRONG(parser, "%s cannot be '%s'; valid values: %s", field->column,
			  parser->word, list);
}

static void read_port(struct tcpst_where_parser *parser, enum tcpst_where_op op,
		      struct tcpst_where_value *value)
{
	if (!tcpst_read_port(parser->word, &value->port))
		TCPST_WHERE_WRONG(parser, "expected a port such as 443");
	else if (op != TCPST_WHERE_IN && value->port.min != value->port.max)
		TCPST_WHERE_WRONG(parser, "use 'in' to compare with a range of ports");
	value->number = value->port.min;
}

static void read_end(struct tcpst_where_parser *parser, enum tcpst_where_op op,
		     const struct tcpst_field *field,
		     struct tcpst_where_value *value)
{
	char text[TCPST_WHERE_TEXT];
	bool with_port = field->type == TCPST_FIELD_ADDR_PORT;

	memcpy(text, parser->word, sizeof(text));
	value->any_port = true;
	if (with_port ? !tcpst_read_end(text, value) :
			!tcpst_read_addr(text, &value->addr))
		TCPST_WHERE_WRONG(parser, "expected %s", with_port ?
				  "ADDRESS, :PORT or ADDRESS:PORT" :
				  "an address or prefix such as 10.0.0.0/8");
	else if (op != TCPST_WHERE_IN && !value->any_addr &&
		 value->addr.prefix != (value->addr.ipv6 ? 128 : 32))
		TCPST_WHERE_WRONG(parser, "use 'in' to compare with a prefix: %s in %s",
				  field->column, parser->word);
	else if (op != TCPST_WHERE_IN && !value->any_port &&
		 value->port.min != value->port.max)
		TCPST_WHERE_WRONG(parser, "use 'in' to compare with a range of ports");
}

/* Is it text that the column can show? Return: NULL, or else the form expected. */
static const char *expected_text(const struct tcpst_field *field, const char *text)
{
	switch (field->type) {
	case TCPST_FIELD_ICMP:
		return tcpst_icmp_is_text(text) ? NULL :
		       "an error such as port-unreachable or \"ICMP type 3 code 8\"";
	case TCPST_FIELD_TUNNEL:
		return tcpst_tunnel_is_text(text) ? NULL :
		       "a tunnel such as gre or vxlan:42";
	case TCPST_FIELD_HISTORY:
		return tcpst_trail_is_history(text) ? NULL :
		       "letters such as ShADadFf";
	case TCPST_FIELD_OPTIONS:
		return tcpst_offer_is_text(text) ? NULL :
		       "options such as \"mss=1460,wscale=7,sack,ts\", in this order";
	case TCPST_FIELD_COMMUNITY:
		return tcpst_community_is_text(text) ? NULL :
		       "a Community ID, 1: and 28 characters";
	default:
		return NULL;
	}
}

static void read_regex(struct tcpst_where_parser *parser,
		       struct tcpst_where_value *value)
{
	char error[128];
	int status;

	value->regex = tcpst_alloc(1, sizeof(*value->regex));
	status = regcomp(value->regex, parser->word, REG_EXTENDED | REG_NOSUB);
	if (!status)
		return;
	regerror(status, value->regex, error, sizeof(error));
	TCPST_WHERE_WRONG(parser, "not a regular expression: %s", error);
	free(value->regex);
	value->regex = NULL;
}

static void read_text(struct tcpst_where_parser *parser, enum tcpst_where_op op,
		      const struct tcpst_field *field,
		      struct tcpst_where_value *value)
{
	const char *expected;

	if (op == TCPST_WHERE_MATCH || op == TCPST_WHERE_NO_MATCH) {
		read_regex(parser, value);
		return;
	}
	expected = expected_text(field, parser->word);
	if (expected)
		TCPST_WHERE_WRONG(parser, "%s is compared with %s, or by =~ with a part of it",
				  field->column, expected);
	memcpy(value->text, parser->word, sizeof(value->text));
}

static void read_number(struct tcpst_where_parser *parser, const struct tcpst_field *field,
			u64 *value)
{
	switch (field->type) {
	case TCPST_FIELD_DURATION:
	case TCPST_FIELD_DURATION_MS:
		read_duration(parser, field, value);
		break;
	case TCPST_FIELD_OCTETS:
		if (!read_octets(parser->word, value))
			TCPST_WHERE_WRONG(parser, "%s is compared with a size such as 1500, 64KiB or 2MiB",
					  field->column);
		break;
	case TCPST_FIELD_TIME:
	case TCPST_FIELD_CLOCK:
		if (!tcpst_read_date(parser->word, value))
			TCPST_WHERE_WRONG(parser, "%s is compared with a time such as 2006-01-02T14:30:05",
					  field->column);
		break;
	default:
		if (!read_count(parser->word, value))
			TCPST_WHERE_WRONG(parser, "%s is compared with a number",
					  field->column);
	}
}

/**
 * tcpst_where_read_value() - parse the current token as a value
 * @parser: the parser; fails if the token is not a value of @field
 * @op:     operator of the comparison
 * @field:  field that is compared
 * @value:  set
 */
void tcpst_where_read_value(struct tcpst_where_parser *parser,
			    enum tcpst_where_op op,
			    const struct tcpst_field *field,
			    struct tcpst_where_value *value)
{
	if (tcpst_field_max(field))
		read_name(parser, field, &value->number);
	else if (tcpst_where_is_text(field))
		read_text(parser, op, field, value);
	else if (field->type == TCPST_FIELD_PORT)
		read_port(parser, op, value);
	else if (tcpst_where_has_order(field))
		read_number(parser, field, &value->number);
	else
		read_end(parser, op, field, value);
}
