// SPDX-License-Identifier: GPL-2.0
#include "cmd/flow_lines.h"

#include "base/diag.h"

/**
 * tcpst_flow_lines_open() - prepare for showing flows as the options say
 * @lines:   @json is set
 * @options: of the command
 * @columns: of the table, if the options name none
 *
 * Return: enum tcpst_status; tcpst_flow_lines_close() is called in any case.
 */
int tcpst_flow_lines_open(struct tcpst_flow_lines *lines,
			  const struct tcpst_options *options,
			  const char *columns)
{
	const struct tcpst_group_options by = tcpst_options_groups(options);
	int status = TCPST_OK;

	lines->left = options->count ? options->count : UINT64_MAX;
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
	if (lines->table)
		tcpst_table_add(lines->table, flow);
	else
		lines->json(stdout, flow);
}

/** tcpst_flow_lines_add() - show a flow, now or when all are known */
void tcpst_flow_lines_add(struct tcpst_flow_lines *lines,
			  const struct tcpst_flow *flow)
{
	if (lines->groups)
		tcpst_groups_add(lines->groups, flow);
	else if (lines->order)
		tcpst_order_add(lines->order, flow);
	else
		show(flow, lines);
}

/**
 * tcpst_flow_lines_finish() - all flows are known: show what waited for that
 * @lines:  the lines
 * @failed: they could not all be read; headings alone would look like none
 */
void tcpst_flow_lines_finish(struct tcpst_flow_lines *lines, bool failed)
{
	if (lines->order)
		tcpst_order_take(lines->order, show, lines);
	if (lines->groups)
		tcpst_groups_print(lines->groups, failed);
	tcpst_table_close(lines->table, failed);
	lines->table = NULL;
}

/** tcpst_flow_lines_close() - free what is left */
void tcpst_flow_lines_close(struct tcpst_flow_lines *lines)
{
	tcpst_table_close(lines->table, true);
	tcpst_order_close(lines->order);
	tcpst_groups_close(lines->groups);
}
