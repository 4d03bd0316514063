// SPDX-License-Identifier: GPL-2.0
#include "cmd/flow_lines.h"

#include <string.h>

#include "base/diag.h"
#include "cmd/extract.h"
#include "source/extract.h"

/**
 * tcpst_flow_lines_open() - prepare to show flows according to the options
 * @lines:   with @json set
 * @options: options of the command
 * @columns: default columns of the table
 *
 * Return: enum tcpst_status; tcpst_flow_lines_close() is called in any case.
 */
int tcpst_flow_lines_open(struct tcpst_flow_lines *lines,
			  const struct tcpst_options *options,
			  const char *columns)
{
	const struct tcpst_group_options by = tcpst_options_groups(options);
	char joined[256], found[sizeof(joined) + 16];
	int status = TCPST_OK;

	/* Flows are numbered by namespace. */
	if (options->source.all_netns) {
		snprintf(joined, sizeof(joined), "NETNS,%s", columns);
		columns = joined;
	}
	/* With Zeek's log, show the UIDs found in it. */
	if (options->source.join) {
		snprintf(found, sizeof(found), "%s,ZEEKUID", columns);
		columns = found;
	}
	lines->left = options->count ? options->count : UINT64_MAX;
	if (options->pcap) {
		lines->extract = tcpst_extract_new();
		lines->silent = !strcmp(options->pcap, "-");
	}
	if (options->by)
		return tcpst_groups_open(&lines->groups, &by);
	if (!options->json)
		status = tcpst_table_open(&lines->table, &tcpst_flow_fields,
					  columns, &options->table);
	if (!status && options->sort)
		status = tcpst_order_open(&lines->order, options->sort,
					  options->count, &options->style);
	return status;
}

static void show(const struct tcpst_flow *flow, void *arg)
{
	struct tcpst_flow_lines *lines = arg;

	if (!lines->left)
		return;
	lines->left--;
	if (lines->extract)
		tcpst_extract_choose(lines->extract, flow);
	if (lines->silent)
		return;
	if (lines->table)
		tcpst_table_add(lines->table, flow);
	else
		lines->json(stdout, flow);
}

/** tcpst_flow_lines_add() - show a flow, now or after sorting or grouping */
void tcpst_flow_lines_add(struct tcpst_flow_lines *lines,
			  const struct tcpst_flow *flow)
{
	if (lines->groups && lines->extract)
		tcpst_extract_choose(lines->extract, flow);
	if (lines->groups)
		tcpst_groups_add(lines->groups, flow);
	else if (lines->order)
		tcpst_order_add(lines->order, flow);
	else
		show(flow, lines);
}

/**
 * tcpst_flow_lines_finish() - show the sorted or grouped flows, after the last one
 * @lines:  the lines
 * @failed: not all could be read; a heading alone would look like there are none
 */
void tcpst_flow_lines_finish(struct tcpst_flow_lines *lines, bool failed)
{
	if (lines->order)
		tcpst_order_take(lines->order, show, lines);
	if (lines->groups && !lines->silent)
		tcpst_groups_print(lines->groups, failed);
	tcpst_table_close(lines->table, failed || lines->silent);
	lines->table = NULL;
}

/**
 * tcpst_flow_lines_extract() - write the frames of the flows shown, if wanted
 * @lines:  the lines, finished
 * @source: the capture that contains the flows
 * @path:   output file
 * @damaged: the capture is damaged, which is reported elsewhere
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_flow_lines_extract(const struct tcpst_flow_lines *lines,
			     struct tcpst_source *source, const char *path,
			     bool damaged)
{
	/* Create no file if the capture could not be opened. */
	if (!lines->extract ||
	    (damaged && !tcpst_extract_any(lines->extract)))
		return TCPST_OK;
	return tcpst_cmd_extract(source, lines->extract, path, damaged);
}

/** tcpst_flow_lines_close() - free the lines */
void tcpst_flow_lines_close(struct tcpst_flow_lines *lines)
{
	tcpst_table_close(lines->table, true);
	tcpst_order_close(lines->order);
	tcpst_groups_close(lines->groups);
	tcpst_extract_free(lines->extract);
}
