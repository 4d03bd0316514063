// SPDX-License-Identifier: GPL-2.0
/* tcpst list: the open connections. */
#include "base/diag.h"
#include "cli/spool.h"
#include "cmd/commands.h"
#include "cmd/flow_lines.h"
#include "source/source.h"
#include "text/json.h"

/* These fit 80 columns; with long addresses, by short names of states. */
#define DEFAULT_COLUMNS "FLOW,INITIATOR,ISTATE,RESPONDER,RSTATE,AGE"
#define WIDE_COLUMNS "PEER,COMM,RCOMM"

static void take_flow(const struct tcpst_flow *flow, void *arg)
{
	tcpst_flow_lines_add(arg, flow);
}

/** tcpst_cmd_list() - show the open connections, or groups of them */
int tcpst_cmd_list(struct tcpst_options *options)
{
	struct tcpst_flow_lines lines = { .json = tcpst_json_flow };
	struct tcpst_source *source = NULL;
	int status, error = 0;

	options->table.extra = WIDE_COLUMNS;
	tcpst_wanted_connections(&options->wanted);
	status = tcpst_flow_lines_open(&lines, options, DEFAULT_COLUMNS);
	if (!status && options->pcap)
		status = tcpst_spool(options);	/* it is read twice */
	if (!status)
		status = tcpst_source_open(&source, &options->source);
	if (!status) {
		error = tcpst_source_flows(source, &options->wanted, take_flow,
					   &lines);
		tcpst_flow_lines_finish(&lines, error);
		status = tcpst_flow_lines_extract(&lines, source,
						  options->pcap, error);
		if (error)
			status = tcpst_fail("%s", tcpst_source_error(source));
	}
	tcpst_flow_lines_close(&lines);
	tcpst_source_close(source);
	return status;
}
