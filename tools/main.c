// SPDX-License-Identifier: GPL-2.0
/* tcpst: the states of both ends of every TCP connection that passes. */
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/language.h"
#include "base/stop.h"
#include "cli/command_line.h"
#include "cli/complete.h"
#include "cli/help.h"
#include "cmd/commands.h"
#include "source/source.h"
#include "text/json.h"
#include "text/table.h"

/* Lines of a million flows are written in pieces of that size. */
#define OUTPUT_SIZE 65536

static const struct tcpst_command commands[] = {
	{ TCPST_LIST, "list", NULL, NULL,
	  "list open connections (default)",
	  &tcpst_flow_fields, tcpst_cmd_list },
	{ TCPST_WATCH, "watch", NULL, NULL,
	  "show state transitions as they happen",
	  &tcpst_event_fields, tcpst_cmd_watch },
	{ TCPST_LIVES, "life", NULL, NULL,
	  "list connections that have ended",
	  &tcpst_flow_fields, tcpst_cmd_life },
	{ TCPST_SHOW, "show", "[FLOW]",
	  "a flow number, ADDR:PORT or a filter",
	  "show one connection in detail, with its ladder diagram",
	  NULL, tcpst_cmd_show },
	{ TCPST_STATS, "stats", NULL, NULL,
	  "show counters and histograms",
	  NULL, tcpst_cmd_stats },
	{ TCPST_TOP, "top", NULL, NULL,
	  "show a full-screen live view",
	  NULL, tcpst_cmd_top },
	{ TCPST_REPORT, "report", NULL, NULL,
	  "write an HTML report about many connections",
	  NULL, tcpst_cmd_report },
	{ TCPST_CHECK, "check", NULL, NULL,
	  "compare counts and rates with thresholds, for monitoring",
	  NULL, tcpst_cmd_check },
	{ TCPST_SAVE, "save", "FILE",
	  "a file name, or - for standard output",
	  "record connections and their events in a file (read it with -r)",
	  NULL, tcpst_cmd_save },
	{ TCPST_COMPARE, "compare", "PLACE PLACE...",
	  "at least two places",
	  "compare what was seen at several places",
	  NULL, tcpst_cmd_compare },
	{ TCPST_EXPORT, "export", "prometheus|ipfix",
	  "prometheus or ipfix",
	  "export metrics to Prometheus, or flow records as IPFIX",
	  NULL, tcpst_cmd_export },
	{ 0 },
};

static int run_command(struct tcpst_options *options)
{
	int status = TCPST_OK;

	if (options->source.interface) {
		status = tcpst_source_capture(&options->source, options->duration);
		/* Rates are averaged over the time of the capture. */
		if (!options->over)
			options->over = options->duration;
		options->duration = 0;
	}
	if (!status)
		status = options->command->run(options);
	tcpst_source_capture_end();
	return status;
}

static int run(struct tcpst_options *options)
{
	const struct tcpst_command *command = options->command;

	if (options->help)
		tcpst_help(commands, command);
	else if (options->list_columns && options->json)
		tcpst_json_fields(stdout, command->fields);
	else if (options->list_columns)
		tcpst_table_explain(command->fields);
	else if (command)
		return run_command(options);
	return TCPST_OK;
}

int main(int argc, char **argv)
{
	static char output[OUTPUT_SIZE];
	struct tcpst_options options;
	int status;

	/* A terminal shows each line at once, as the C library does by itself. */
	if (!isatty(STDOUT_FILENO))
		setvbuf(stdout, output, _IOFBF, sizeof(output));
	setlocale(LC_ALL, "");
	tcpst_language_begin();
	tcpst_stop_prepare();
	if (argc > 1 && !strcmp(argv[1], "--complete"))
		return tcpst_complete(commands, argc - 2, argv + 2);

	status = tcpst_command_line_read(&options, commands, argc, argv);
	/* Monitors would read %TCPST_USAGE as critical, which a wrong option is not. */
	if (status && argc > 1 && !strcmp(argv[1], "check"))
		status = TCPST_LEVEL_UNKNOWN;
	else if (!status)
		status = tcpst_finish(run(&options));
	tcpst_command_line_free(&options);
	return status;
}
