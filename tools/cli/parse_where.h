/* SPDX-License-Identifier: GPL-2.0 */
/* Parser state of --where. */
#ifndef TCPST_PARSE_WHERE_H
#define TCPST_PARSE_WHERE_H

#include "base/diag.h"
#include "model/where.h"

enum tcpst_where_token {
	TCPST_TOKEN_END,
	TCPST_TOKEN_WORD,
	TCPST_TOKEN_AND,
	TCPST_TOKEN_OR,
	TCPST_TOKEN_NOT,
	TCPST_TOKEN_OPEN,
	TCPST_TOKEN_CLOSE,
	TCPST_TOKEN_COMMA,
	TCPST_TOKEN_OPERATOR,
	TCPST_TOKEN_BAD,
};

/**
 * struct tcpst_where_parser - parser state
 * @text:   the whole expression
 * @fields: fields that may be compared
 * @next:   offset of the octet after the current token
 * @at:     offset of the current token
 * @token:  its kind
 * @op:     the operator, if it is one
 * @word:   the word, without quotes, if it is one
 * @status: exit status so far
 * @depth:  depth of nested expressions
 */
struct tcpst_where_parser {
	const char *text;
	const struct tcpst_fields *fields;
	size_t next;
	size_t at;
	enum tcpst_where_token token;
	enum tcpst_where_op op;
	char word[TCPST_WHERE_TEXT];
	int status;
	unsigned int depth;
};

/* Report an error at the current token; only the first one is reported. */
#define TCPST_WHERE_WRONG(parser, ...)						\
	((parser)->status = (parser)->status ? (parser)->status :	\
	 tcpst_misuse_at((parser)->text, (parser)->at, "--where: " __VA_ARGS__))

bool tcpst_where_has_order(const struct tcpst_field *field);
void tcpst_where_read_value(struct tcpst_where_parser *parser,
			    enum tcpst_where_op op,
			    const struct tcpst_field *field,
			    struct tcpst_where_value *value);

#endif /* TCPST_PARSE_WHERE_H */
