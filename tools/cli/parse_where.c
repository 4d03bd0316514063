// SPDX-License-Identifier: GPL-2.0
/*
 * The syntax of --where:
 *
 *   any        = all { "||" all }
 *   all        = one { "&&" one }
 *   one        = comparison | "!" one | "(" any ")"
 *   comparison = FIELD OPERATOR VALUE
 *              | FIELD "in" VALUE | FIELD "in" "(" VALUE { "," VALUE } ")"
 *   OPERATOR   = "==" | "!=" | "<" | "<=" | ">" | ">=" | "=~" | "!~"
 */
#include "cli/parse_where.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "cli/parse.h"

/* More than anyone needs, and small enough for the stack. */
#define DEPTH_MAX 100
#define LENGTH_MAX 4096

static const struct {
	const char *text;
	enum tcpst_where_token token;
	enum tcpst_where_op op;
} marks[] = {	/* an operator must precede its own prefixes */
	{ "&&", TCPST_TOKEN_AND, 0 },
	{ "||", TCPST_TOKEN_OR, 0 },
	{ "==", TCPST_TOKEN_OPERATOR, TCPST_WHERE_EQUAL },
	{ "!=", TCPST_TOKEN_OPERATOR, TCPST_WHERE_UNEQUAL },
	{ "=~", TCPST_TOKEN_OPERATOR, TCPST_WHERE_MATCH },
	{ "!~", TCPST_TOKEN_OPERATOR, TCPST_WHERE_NO_MATCH },
	{ "<=", TCPST_TOKEN_OPERATOR, TCPST_WHERE_LESS_EQUAL },
	{ ">=", TCPST_TOKEN_OPERATOR, TCPST_WHERE_GREATER_EQUAL },
	{ "<", TCPST_TOKEN_OPERATOR, TCPST_WHERE_LESS },
	{ ">", TCPST_TOKEN_OPERATOR, TCPST_WHERE_GREATER },
	{ "!", TCPST_TOKEN_NOT, 0 },
	{ "(", TCPST_TOKEN_OPEN, 0 },
	{ ")", TCPST_TOKEN_CLOSE, 0 },
	{ ",", TCPST_TOKEN_COMMA, 0 },
};

static bool read_mark(struct tcpst_where_parser *parser)
{
	const char *text = parser->text + parser->at;
	unsigned int i;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t length = strlen(marks[i].text);

		if (!strncmp(text, marks[i].text, length)) {
			parser->token = marks[i].token;
			parser->op = marks[i].op;
			parser->next = parser->at + length;
			return true;
		}
	}
	return false;
}

static void read_word(struct tcpst_where_parser *parser)
{
	const char *text = parser->text + parser->at;
	bool quoted = *text == '"';
	size_t length = quoted ? strcspn(text + 1, "\"") :
				 strcspn(text, " \t\n&|=!<>(),\"");

	if (quoted && !text[length + 1]) {
		parser->token = TCPST_TOKEN_BAD;
		TCPST_WHERE_WRONG(parser, "this quotation mark is not closed");
		return;
	}
	if (!quoted && !length) {
		parser->token = TCPST_TOKEN_BAD;
		return;
	}
	parser->token = TCPST_TOKEN_WORD;
	parser->next = parser->at + length + 2 * quoted;
	if (length >= sizeof(parser->word)) {
		TCPST_WHERE_WRONG(parser, "this word is longer than %zu octets",
				  sizeof(parser->word) - 1);
		length = sizeof(parser->word) - 1;
	}
	snprintf(parser->word, sizeof(parser->word), "%.*s", (int)length,
		 text + quoted);
}

static void advance(struct tcpst_where_parser *parser)
{
	parser->at = parser->next;
	while (isspace((unsigned char)parser->text[parser->at]))
		parser->at++;
	if (!parser->text[parser->at])
		parser->token = TCPST_TOKEN_END;
	else if (!read_mark(parser))
		read_word(parser);
}

/* Report an unexpected token. */
static void unexpected(struct tcpst_where_parser *parser, const char *wanted)
{
	char c = parser->text[parser->at];

	if (parser->token == TCPST_TOKEN_END)
		TCPST_WHERE_WRONG(parser, "incomplete expression, expected %s", wanted);
	else if (parser->token == TCPST_TOKEN_BAD && c == '=')
		TCPST_WHERE_WRONG(parser, "expected %s; equality is ==", wanted);
	else if (parser->token == TCPST_TOKEN_BAD && (c == '&' || c == '|'))
		TCPST_WHERE_WRONG(parser, "expected %s; %s is written %c%c", wanted,
				  c == '&' ? "and" : "or", c, c);
	else
		TCPST_WHERE_WRONG(parser, "expected %s", wanted);
}

static bool has_values(const struct tcpst_field *field)
{
	return tcpst_where_has_order(field) || tcpst_field_max(field) ||
	       tcpst_where_is_text(field) || field->type == TCPST_FIELD_ADDR ||
	       field->type == TCPST_FIELD_ADDR_PORT;
}

static const struct tcpst_field *read_field(struct tcpst_where_parser *parser)
{
	const struct tcpst_field *field;
	const char *nearest;

	if (parser->token != TCPST_TOKEN_WORD) {
		unexpected(parser, "a column");
		return NULL;
	}
	field = tcpst_field_find(parser->fields, parser->word,
				 strlen(parser->word));
	if (field && has_values(field))
		return field;
	if (field) {
		TCPST_WHERE_WRONG(parser, "%s cannot be compared", field->column);
		return NULL;
	}
	nearest = tcpst_field_nearest(parser->fields, parser->word);
	if (nearest)
		TCPST_WHERE_WRONG(parser, "unknown column '%s', did you mean %s?",
				  parser->word, nearest);
	else if (parser->fields == &tcpst_event_fields &&
		 tcpst_field_find(&tcpst_flow_fields, parser->word,
				  strlen(parser->word)))
		TCPST_WHERE_WRONG(parser, "transitions have no column %s, only connections have it",
				  parser->word);
	else
		TCPST_WHERE_WRONG(parser, "unknown column '%s'; tcpst %s --list-columns lists them",
				  parser->word,
				  parser->fields == &tcpst_event_fields ? "watch" : "list");
	return NULL;
}

static void read_value(struct tcpst_where_parser *parser, struct tcpst_where *where)
{
	const struct tcpst_field *field = where->field;
	struct tcpst_where_value *value;

	if (parser->token != TCPST_TOKEN_WORD) {
		unexpected(parser, "a value");
		return;
	}
	where->value = tcpst_resize(where->value, where->n + 1,
				    sizeof(*where->value));
	value = &where->value[where->n++];
	*value = (struct tcpst_where_value){ 0 };
	tcpst_where_read_value(parser, where->op, field, value);
	advance(parser);
}

static void read_list(struct tcpst_where_parser *parser, struct tcpst_where *where)
{
	if (parser->token != TCPST_TOKEN_OPEN) {
		read_value(parser, where);
		return;
	}
	do {
		advance(parser);
		read_value(parser, where);
	} while (!parser->status && parser->token == TCPST_TOKEN_COMMA);
	if (!parser->status && parser->token != TCPST_TOKEN_CLOSE)
		unexpected(parser, "a comma or )");
	advance(parser);
}

static void read_operator(struct tcpst_where_parser *parser, struct tcpst_where *where)
{
	const struct tcpst_field *field = where->field;

	if (parser->token == TCPST_TOKEN_WORD && !strcasecmp(parser->word, "in"))
		where->op = TCPST_WHERE_IN;
	else if (parser->token == TCPST_TOKEN_OPERATOR)
		where->op = parser->op;
	else
		unexpected(parser, "==, !=, <, <=, >, >=, =~, !~ or in");
	if (!parser->status && where->op >= TCPST_WHERE_LESS &&
	    where->op <= TCPST_WHERE_GREATER_EQUAL && !tcpst_where_has_order(field))
		TCPST_WHERE_WRONG(parser, "%s has no order: compare it with ==, != or in",
				  field->column);
	if (!parser->status && where->op >= TCPST_WHERE_MATCH &&
	    !tcpst_where_is_text(field))
		TCPST_WHERE_WRONG(parser, "%s is not text: compare it with ==, != or in",
				  field->column);
	advance(parser);
}

static struct tcpst_where *read_any(struct tcpst_where_parser *parser);

static struct tcpst_where *read_comparison(struct tcpst_where_parser *parser)
{
	struct tcpst_where *where = tcpst_alloc(1, sizeof(*where));

	where->field = read_field(parser);
	if (parser->status)
		return where;
	advance(parser);
	read_operator(parser, where);
	if (parser->status)
		return where;
	if (where->op == TCPST_WHERE_IN)
		read_list(parser, where);
	else
		read_value(parser, where);
	return where;
}

static struct tcpst_where *read_one(struct tcpst_where_parser *parser)
{
	struct tcpst_where *where;

	if (parser->depth == DEPTH_MAX)
		TCPST_WHERE_WRONG(parser, "this is nested too deeply");
	if (parser->status ||
	    (parser->token != TCPST_TOKEN_NOT && parser->token != TCPST_TOKEN_OPEN))
		return read_comparison(parser);
	parser->depth++;
	if (parser->token == TCPST_TOKEN_NOT) {
		advance(parser);
		where = tcpst_where_join(TCPST_WHERE_NOT, read_one(parser), NULL);
	} else {
		advance(parser);
		where = read_any(parser);
		if (!parser->status && parser->token != TCPST_TOKEN_CLOSE)
			unexpected(parser, "&&, || or )");
		advance(parser);
	}
	parser->depth--;
	return where;
}

static struct tcpst_where *read_all(struct tcpst_where_parser *parser)
{
	struct tcpst_where *where = read_one(parser);

	while (!parser->status && parser->token == TCPST_TOKEN_AND) {
		advance(parser);
		where = tcpst_where_join(TCPST_WHERE_AND, where,
					 read_one(parser));
	}
	return where;
}

static struct tcpst_where *read_any(struct tcpst_where_parser *parser)
{
	struct tcpst_where *where = read_all(parser);

	while (!parser->status && parser->token == TCPST_TOKEN_OR) {
		advance(parser);
		where = tcpst_where_join(TCPST_WHERE_OR, where,
					 read_all(parser));
	}
	return where;
}

/**
 * tcpst_parse_where() - parse an expression
 * @text:   such as end!=fin && synleg>100ms
 * @fields: fields that it may compare
 * @where:  set; combined with an earlier expression by &&
 */
int tcpst_parse_where(const char *text, const struct tcpst_fields *fields,
		      struct tcpst_where **where)
{
	struct tcpst_where_parser parser = { .text = text, .fields = fields };
	struct tcpst_where *read;

	if (strlen(text) > LENGTH_MAX)
		return tcpst_misuse("--where accepts at most %d octets",
				    LENGTH_MAX);
	advance(&parser);
	read = read_any(&parser);
	if (!parser.status && parser.token != TCPST_TOKEN_END)
		unexpected(&parser, parser.token == TCPST_TOKEN_CLOSE ?
			   "a ( before this )" : "&&, || or the end");
	if (parser.status) {
		tcpst_where_free(read);
		return parser.status;
	}
	*where = *where ? tcpst_where_join(TCPST_WHERE_AND, *where, read) : read;
	return TCPST_OK;
}
