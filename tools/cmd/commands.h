/* SPDX-License-Identifier: GPL-2.0 */
/* The commands of tcpst, each in cmd/; main.c has the table of them. */
#ifndef TCPST_COMMANDS_H
#define TCPST_COMMANDS_H

#include "cli/options.h"

int tcpst_cmd_list(struct tcpst_options *options);
int tcpst_cmd_watch(struct tcpst_options *options);
int tcpst_cmd_life(struct tcpst_options *options);
int tcpst_cmd_show(struct tcpst_options *options);
int tcpst_cmd_stats(struct tcpst_options *options);
int tcpst_cmd_report(struct tcpst_options *options);
int tcpst_cmd_top(struct tcpst_options *options);
int tcpst_cmd_check(struct tcpst_options *options);
int tcpst_cmd_save(struct tcpst_options *options);
int tcpst_cmd_compare(struct tcpst_options *options);
int tcpst_cmd_export(struct tcpst_options *options);

#endif /* TCPST_COMMANDS_H */
