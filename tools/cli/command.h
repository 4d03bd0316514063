/* SPDX-License-Identifier: GPL-2.0 */
/* What is known of a command before it runs. */
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
 * @operand:  what stands after it, NULL: nothing
 * @requires: the same, in the error if it is missing
 * @help:     what it does, one line
 * @fields:   the columns of its table, NULL: it prints none
 * @run:      does it; returns the exit status
 *
 * Commands come in tables that end with one without a name.
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
