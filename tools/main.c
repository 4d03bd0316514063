// SPDX-License-Identifier: GPL-2.0
/* tcpst: the states of both ends of every TCP connection that passes. */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/stop.h"
#include "cli/commands.h"

const struct tcpst_command tcpst_commands[] = {
	{ TCPST_LIST, "list", NULL,
	  "show the open connections (also without a command)",
	  &tcpst_flow_columns, tcpst_cmd_list },
	{ TCPST_WATCH, "watch", NULL,
	  "show transitions as they happen",
	  &tcpst_event_columns, tcpst_cmd_watch },
	{ TCPST_LIVES, "life", NULL,
	  "show the connections that ended, a line each",
	  &tcpst_flow_columns, tcpst_cmd_life },
	{ TCPST_SHOW, "show", "FLOW",
	  "show all that is known of one connection, with its ladder",
	  NULL, tcpst_cmd_show },
	{ TCPST_STATS, "stats", NULL,
	  "show counters",
	  NULL, tcpst_cmd_stats },
	{ TCPST_TOP, "top", NULL,
	  "watch what is going on, full screen",
	  NULL, tcpst_cmd_top },
	{ TCPST_REPORT, "report", NULL,
	  "write a page of HTML: how connections went, and the worst",
	  NULL, tcpst_cmd_report },
	{ TCPST_EXPORT, "export", "WHAT",
	  "WHAT is prometheus (metrics) or ipfix (flow records)",
	  NULL, tcpst_cmd_export },
};

const unsigned int tcpst_command_count =
	sizeof(tcpst_commands) / sizeof(tcpst_commands[0]);

/** tcpst_command_find() - the command of that name, NULL: there is none */
const struct tcpst_command *tcpst_command_find(const char *name)
{
	unsigned int i;

	for (i = 0; i < tcpst_command_count; i++)
		if (!strcmp(tcpst_commands[i].name, name))
			return &tcpst_commands[i];
	return NULL;
}

int main(int argc, char **argv)
{
	struct tcpst_options options;
	int status;

	setlocale(LC_ALL, "");
	tcpst_stop_prepare();
	if (argc > 1 && !strcmp(argv[1], "--complete"))
		return tcpst_complete(argc - 2, argv + 2);

	status = tcpst_options_read(&options, argc, argv);
	if (status)
		return status;
	if (options.help)
		tcpst_options_help(options.command);
	else if (options.list_columns)
		tcpst_table_explain(options.command->columns);
	else if (options.command)
		status = options.command->run(&options);
	return tcpst_finish(status);
}
