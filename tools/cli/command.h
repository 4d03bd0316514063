/* SPDX-License-Identifier: GPL-2.0 */
/* Descriptions of the commands. */
#ifndef TCPST_COMMAND_H
#define TCPST_COMMAND_H

struct tcpst_fields;
struct tcpst_options;

/* Bits of the commands that support an option. */
enum tcpst_command_id {
	TCPST_LIST = 1 << 0,
	TCPST_WATCH = 1 << 1,
	TCPST_LIVES = 1 << 2,
	TCPST_SHOW = 1 << 3,
	TCPST_STATS = 1 << 4,
	TCPST_REPORT = 1 << 5,
	TCPST_TOP = 1 << 6,
	TCPST_EXPORT = 1 << 7,
	TCPST_CHECK = 1 << 8,
	TCPST_SAVE = 1 << 9,
	TCPST_COMPARE = 1 << 10,
};

/**
 * struct tcpst_command - one command
 * @id:       its bit
 * @name:     as typed
 * @operand:  its operands, for the usage line, NULL: none
 * @requires: the same, for the error message if they are missing
 * @help:     its description, one line
 * @fields:   the columns of its table, NULL: it prints no table
 * @run:      runs it; returns the exit status
 *
 * Tables of commands are terminated by one without a name.
 */
struct tcpst_command {
	unsigned int id;
	const char *name;
	const char *operand;
	const char *requires;
	const char *help;
	const struct tcpst_fields *fields;
	int (*run)(struct tcpst_options *options);
};

const struct tcpst_command *
tcpst_command_find(const struct tcpst_command *commands, const char *name);

#endif /* TCPST_COMMAND_H */
