/* SPDX-License-Identifier: GPL-2.0 */
/* Connections put together by what they have in common, a line a group. */
#ifndef TCPST_GROUP_H
#define TCPST_GROUP_H

#include "text/table.h"

struct tcpst_groups;

/**
 * struct tcpst_group_options - how groups are wanted
 * @by:    COLUMN[/N],...: what those of a group have in common
 * @sort:  [-]COLUMN,...: in which order, NULL: the largest first
 * @count: lines wanted, 0: all
 * @json:  JSON Lines instead of a table
 * @table: how the table is
 */
struct tcpst_group_options {
	const char *by;
	const char *sort;
	u64 count;
	bool json;
	const struct tcpst_table_options *table;
};

int tcpst_groups_open(struct tcpst_groups **groupsp,
		      const struct tcpst_group_options *options);
void tcpst_groups_add(struct tcpst_groups *groups,
		      const struct tcpst_flow *flow);
void tcpst_groups_print(struct tcpst_groups *groups, bool failed);
void tcpst_groups_close(struct tcpst_groups *groups);

#endif /* TCPST_GROUP_H */
