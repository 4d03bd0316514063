/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Expressions of --where: comparisons of fields, combined by &&, || and !.
 * cli/parse_where.c parses them.
 */
#ifndef TCPST_WHERE_H
#define TCPST_WHERE_H

#include <regex.h>

#include "base/cgroup.h"
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

/* Octets of a text to compare with: as long as the longest, a path. */
#define TCPST_WHERE_TEXT TCPST_CGROUP_PATH

/**
 * struct tcpst_where_value - a value to compare a field with
 * @number: for a field that is a number, or has a name
 * @addr:   for an address
 * @port:   for a port, a range; for an address with a port
 * @any_addr: no address is given; @any_port: no port is given
 * @text:   for a field that is text
 * @regex:  for =~ and !~
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
 * struct tcpst_where - an expression
 * @kind:   a comparison, or the operator that combines @of
 * @of:     operands of && and ||; of !, only the first
 * @field:  field that is compared
 * @op:     operator of the comparison
 * @value:  values to compare with; %TCPST_WHERE_IN matches any of them
 * @n:      number of @value
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
