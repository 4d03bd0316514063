/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What --where selects: comparisons of fields, with && || and ! between them.
 * cli/parse_where.c makes them of text.
 */
#ifndef TCPST_WHERE_H
#define TCPST_WHERE_H

#include <regex.h>

#include "model/field.h"

enum tcpst_where_kind {
	TCPST_WHERE_COMPARE,
	TCPST_WHERE_AND,
	TCPST_WHERE_OR,
	TCPST_WHERE_NOT,
};

enum tcpst_where_op {
	TCPST_WHERE_EQUAL,
	TCPST_WHERE_UNEQUAL,
	TCPST_WHERE_LESS,
	TCPST_WHERE_LESS_EQUAL,
	TCPST_WHERE_GREATER,
	TCPST_WHERE_GREATER_EQUAL,
	TCPST_WHERE_IN,
	TCPST_WHERE_MATCH,
	TCPST_WHERE_NO_MATCH,
};

/* Octets of a text that is compared with. */
#define TCPST_WHERE_TEXT 64

/**
 * struct tcpst_where_value - what a field is compared with
 * @number: of a field that is a number, or of a name
 * @addr:   of an address
 * @port:   of a port, a range; of an address with a port
 * @any_addr: there is no address; @any_port: there is no port
 * @text:   of a field that is text
 * @regex:  that the text has to match, or not; only if the operator says so
 */
struct tcpst_where_value {
	u64 number;
	struct tcps_filter_addr addr;
	struct tcps_filter_port port;
	bool any_addr;
	bool any_port;
	char text[TCPST_WHERE_TEXT];
	regex_t *regex;
};

/**
 * struct tcpst_where - a comparison, or several
 * @kind:   what it is
 * @of:     of && and ||: both sides; of !: the first
 * @field:  that is compared
 * @op:     how
 * @value:  with what; of %TCPST_WHERE_IN with any of them
 * @n:      of @value
 */
struct tcpst_where {
	enum tcpst_where_kind kind;
	struct tcpst_where *of[2];
	const struct tcpst_field *field;
	enum tcpst_where_op op;
	struct tcpst_where_value *value;
	unsigned int n;
};

bool tcpst_where_is_text(const struct tcpst_field *field);
struct tcpst_where *tcpst_where_join(enum tcpst_where_kind kind,
				     struct tcpst_where *first,
				     struct tcpst_where *second);
void tcpst_where_free(struct tcpst_where *where);
bool tcpst_where_matches(const struct tcpst_where *where, const void *item,
			 u64 now);
bool tcpst_where_accepts(const struct tcpst_where *where, u64 value);
bool tcpst_where_any(const struct tcpst_where *where,
		     bool (*is)(const struct tcpst_field *field));
void tcpst_where_request(const struct tcpst_where *where,
			 struct tcps_filter *request);

#endif /* TCPST_WHERE_H */
