/* SPDX-License-Identifier: GPL-2.0 */
/* The commands of tcpst. */
#ifndef TCPST_COMMANDS_H
#define TCPST_COMMANDS_H

#include "cli/options.h"

/* Bits by which an option says which commands take it. */
enum tcpst_command_id {
	TCPST_LIST = 1 << 0,
	TCPST_WATCH = 1 << 1,
	TCPST_LIVES = 1 << 2,
	TCPST_SHOW = 1 << 3,
	TCPST_STATS = 1 << 4,
	TCPST_REPORT = 1 << 5,
	TCPST_TOP = 1 << 6,
	TCPST_EXPORT = 1 << 7,
};

/**
 * struct tcpst_command - one command
 * @id:       its bit
 * @name:     as typed
 * @operand:  what stands after it, NULL: nothing
 * @help:     what it does, one line
 * @columns:  of its table, NULL: it prints none
 * @run:      does it; returns the exit status
 */
struct tcpst_command {
	unsigned int id;
	const char *name;
	const char *operand;
	const char *help;
	const struct tcpst_columns *columns;
	int (*run)(struct tcpst_options *options);
};

extern const struct tcpst_command tcpst_commands[];
extern const unsigned int tcpst_command_count;

const struct tcpst_command *tcpst_command_find(const char *name);

int tcpst_cmd_list(struct tcpst_options *options);
int tcpst_cmd_watch(struct tcpst_options *options);
int tcpst_cmd_life(struct tcpst_options *options);
int tcpst_cmd_show(struct tcpst_options *options);
int tcpst_cmd_stats(struct tcpst_options *options);
int tcpst_cmd_report(struct tcpst_options *options);
int tcpst_cmd_top(struct tcpst_options *options);
int tcpst_cmd_export(struct tcpst_options *options);

int tcpst_complete(int argc, char **argv);

#endif /* TCPST_COMMANDS_H */
