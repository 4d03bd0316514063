// SPDX-License-Identifier: GPL-2.0
/* tcpst list: the open connections. */
#include <stdio.h>

#include "commands.h"
#include "json.h"
#include "say.h"
#include "source.h"

/* 80 columns; with long addresses, by short names of states. */
#define DEFAULT_COLUMNS "FLOW,INITIATOR,ISTATE,RESPONDER,RSTATE,AGE"

static void take_row(const struct tcpst_flow *flow, void *arg)
{
	tcpst_table_add(arg, flow);
}

static void take_json(const struct tcpst_flow *flow, void *arg)
{
	(void)arg;
	tcpst_json_flow(stdout, flow);
}

/** tcpst_cmd_list() - show the open connections */
int tcpst_cmd_list(struct tcpst_options *options)
{
	struct tcpst_source *source = NULL;
	struct tcpst_table *table = NULL;
	int status = TCPST_OK, error = 0;

	if (!options->json)
		status = tcpst_table_open(&table, &tcpst_flow_columns,
					  DEFAULT_COLUMNS, &options->table);
	if (!status)
		status = tcpst_source_open(&source, options);
	if (!status) {
		error = tcpst_source_flows(source, &options->wanted,
					   table ? take_row : take_json, table);
		tcpst_table_close(table, error);
		if (error)
			status = tcpst_fail("%s", tcpst_source_error(source));
	}
	tcpst_source_close(source);
	return status;
}
