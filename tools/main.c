// SPDX-License-Identifier: GPL-2.0
/* tcpst: the states of both ends of every TCP connection that passes. */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/stop.h"
#include "cli/command_line.h"
#include "cli/complete.h"
#include "cli/help.h"
#include "cmd/commands.h"
#include "text/json.h"
#include "text/table.h"

static const struct tcpst_command commands[] = {
	{ TCPST_LIST, "list", NULL,
	  "show the open connections (also without a command)",
	  &tcpst_flow_fields, tcpst_cmd_list },
	{ TCPST_WATCH, "watch", NULL,
	  "show transitions as they happen",
	  &tcpst_event_fields, tcpst_cmd_watch },
	{ TCPST_LIVES, "life", NULL,
	  "show the connections that ended, a line each",
	  &tcpst_flow_fields, tcpst_cmd_life },
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
	{ 0 },
};

int main(int argc, char **argv)
{
	struct tcpst_options options;
	int status;

	setlocale(LC_ALL, "");
	tcpst_stop_prepare();
	if (argc > 1 && !strcmp(argv[1], "--complete"))
		return tcpst_complete(commands, argc - 2, argv + 2);

	status = tcpst_command_line_read(&options, commands, argc, argv);
	if (status)
		return status;
	if (options.help)
		tcpst_help(commands, options.command);
	else if (options.list_columns && options.json)
		tcpst_json_fields(stdout, options.command->fields);
	else if (options.list_columns)
		tcpst_table_explain(options.command->fields);
	else if (options.command)
		status = options.command->run(&options);
	return tcpst_finish(status);
}
