/* SPDX-License-Identifier: GPL-2.0 */
/* Values of fields as JSON. */
#ifndef TCPST_JSON_VALUE_H
#define TCPST_JSON_VALUE_H

#include "model/field.h"
#include "text/json_line.h"

struct tcpst_member;

typedef void (*tcpst_member_write)(struct tcpst_json_line *line,
				   const struct tcpst_member *member, const void *item);

/**
 * struct tcpst_member - one member
 * @field: its value
 * @lead:  what stands before the value: ,"name":
 * @group: number of the nested object that has it, from 1; 0: none
 * @omit:  it may be left out
 * @alike: number of members after it that are left out as well if it is, because they
 *         are known together
 * @write: writes the value
 * @word:  values that have names, quoted; @words: number of them
 */
struct tcpst_member {
	const struct tcpst_field *field;
	struct tcpst_json_word lead;
	u8 group;
	bool omit;
	u8 alike;
	tcpst_member_write write;
	const struct tcpst_json_word *word;
	unsigned int words;
};

tcpst_member_write tcpst_json_writer(const struct tcpst_field *field);
const struct tcpst_json_word *tcpst_json_words(const struct tcpst_field *field);

#endif /* TCPST_JSON_VALUE_H */
