/* SPDX-License-Identifier: GPL-2.0 */
/* The members of a JSON object that is made of fields, prepared once for many lines. */
#ifndef TCPST_JSON_MEMBERS_H
#define TCPST_JSON_MEMBERS_H

#include "text/json_value.h"

/* Limit of members of an object. */
#define TCPST_MEMBERS_MAX 112

/**
 * struct tcpst_members - the members of an object
 * @n:      number of @member
 * @member: the members, in their order
 * @groups: number of @group
 * @group:  what stands before each nested object: ,"name":
 */
struct tcpst_members {
	unsigned int n;
	struct tcpst_member member[TCPST_MEMBERS_MAX];
	unsigned int groups;
	struct tcpst_json_word group[TCPST_MEMBERS_MAX];
};

void tcpst_members_prepare(struct tcpst_members *members,
			   const struct tcpst_fields *fields, unsigned int kind);
void tcpst_members_write(const struct tcpst_members *members,
			 struct tcpst_json_line *line, const void *item);

#endif /* TCPST_JSON_MEMBERS_H */
