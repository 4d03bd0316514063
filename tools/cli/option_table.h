/* SPDX-License-Identifier: GPL-2.0 */
/* All options: one table feeds the parser, the help and the completion. */
#ifndef TCPST_OPTION_TABLE_H
#define TCPST_OPTION_TABLE_H

/* Types of arguments, for completion. */
enum tcpst_value {
	TCPST_VALUE_NONE,
	TCPST_VALUE_ANY,
	TCPST_VALUE_FILE,
	TCPST_VALUE_COLUMNS,
	TCPST_VALUE_SORT,
	TCPST_VALUE_BY,
	TCPST_VALUE_STATES,
	TCPST_VALUE_ENDS,
	TCPST_VALUE_ROLE,
	TCPST_VALUE_TIME,
	TCPST_VALUE_WHEN,
	TCPST_VALUE_SINCE,
	TCPST_VALUE_NETNS,
	TCPST_VALUE_INTERFACE,
	TCPST_VALUE_WHERE,
	TCPST_VALUE_CGROUP,
};

/**
 * struct tcpst_option - one option
 * @key:      letter, or a number above all letters
 * @name:     long name, without hyphens; NULL: only the letter
 * @argument: name of its argument, NULL: it takes none
 * @value:    type of the argument
 * @commands: bits of enum tcpst_command_id that take it
 * @help:     its description
 */
struct tcpst_option {
	int key;
	const char *name;
	const char *argument;
	enum tcpst_value value;
	unsigned int commands;
	const char *help;
};

#define TCPST_OPTIONS_MAX 80

extern const struct tcpst_option tcpst_option_table[];
extern const unsigned int tcpst_option_count;

const struct tcpst_option *tcpst_option_find(int key);

#endif /* TCPST_OPTION_TABLE_H */
