/* SPDX-License-Identifier: GPL-2.0 */
/* The text of --where: where reading it has got to. */
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
 * struct tcpst_where_parser - where reading has got to
 * @text:   all of it
 * @fields: that may be compared
 * @next:   octet behind the current token
 * @at:     octet where that begins
 * @token:  what it is
 * @op:     of an operator
 * @word:   of a word; quotes are not part of it
 * @status: exit status so far
 * @depth:  expressions within expressions
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

/* Report what is wrong with the current token; the first error counts. */
#define TCPST_WHERE_WRONG(parser, ...)						\
	((parser)->status = (parser)->status ? (parser)->status :	\
	 tcpst_misuse_at((parser)->text, (parser)->at, "--where: " __VA_ARGS__))

bool tcpst_where_has_order(const struct tcpst_field *field);
void tcpst_where_read_value(struct tcpst_where_parser *parser,
			    enum tcpst_where_op op,
			    const struct tcpst_field *field,
			    struct tcpst_where_value *value);

#endif /* TCPST_PARSE_WHERE_H */
