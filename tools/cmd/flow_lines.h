/* SPDX-License-Identifier: GPL-2.0 */
/* Output of tcpst list and tcpst life: a line for each flow, or for each group. */
#ifndef TCPST_CMD_FLOW_LINES_H
#define TCPST_CMD_FLOW_LINES_H

#include <stdio.h>

#include "cli/options.h"
#include "text/order.h"

/**
 * struct tcpst_flow_lines - output of flows
 * @table:  the table; NULL: JSON, or groups
 * @order:  sorts them; NULL: unsorted
 * @groups: the groups; NULL: no groups
 * @left:   number of lines that may still be shown
 * @extract: flows shown, whose frames are wanted; NULL: not wanted
 * @silent: only their frames are wanted
 * @json:   writes a flow as JSON
 */
struct tcpst_flow_lines {
	struct tcpst_table *table;
	struct tcpst_order *order;
	struct tcpst_groups *groups;
	u64 left;
	struct tcpst_extract *extract;
	bool silent;
	void (*json)(FILE *file, const struct tcpst_flow *flow);
};

int tcpst_flow_lines_open(struct tcpst_flow_lines *lines,
			  const struct tcpst_options *options,
			  const char *columns);
void tcpst_flow_lines_add(struct tcpst_flow_lines *lines,
			  const struct tcpst_flow *flow);
void tcpst_flow_lines_finish(struct tcpst_flow_lines *lines, bool failed);
int tcpst_flow_lines_extract(const struct tcpst_flow_lines *lines,
			     struct tcpst_source *source, const char *path,
			     bool damaged);
void tcpst_flow_lines_close(struct tcpst_flow_lines *lines);

#endif /* TCPST_CMD_FLOW_LINES_H */
