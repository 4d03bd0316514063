/* SPDX-License-Identifier: GPL-2.0 */
/* Connections, or events, grouped by values they have in common; one line per group. */
#ifndef TCPST_GROUP_H
#define TCPST_GROUP_H

#include "text/cell.h"
#include "text/group_sums.h"
#include "text/table.h"

struct tcpst_groups;

/* Space for the name of a group. */
#define TCPST_GROUP_NAME (2 * TCPST_CELL_OCTETS)

/**
 * struct tcpst_group_options - options of grouping
 * @kind:  kind of the items
 * @by:    key columns, COLUMN[/N],...
 * @sort:  order, [-]COLUMN,..., NULL: the largest group first
 * @count: limit of lines, 0: none
 * @style: style of the keys
 * @table: options of the table; NULL: print JSON, or do not print
 */
struct tcpst_group_options {
	const struct tcpst_group_kind *kind;
	const char *by;
	const char *sort;
	u64 count;
	const struct tcpst_style *style;
	const struct tcpst_table_options *table;
};

int tcpst_groups_open(struct tcpst_groups **groupsp,
		      const struct tcpst_group_options *options);
void tcpst_groups_add(struct tcpst_groups *groups, const void *item);
const struct tcpst_fields *
tcpst_groups_fields(const struct tcpst_groups *groups);
void tcpst_groups_name(const struct tcpst_groups *groups,
		       char text[TCPST_GROUP_NAME], const void *item);
void tcpst_groups_name_of(const struct tcpst_groups *groups,
			  char text[TCPST_GROUP_NAME],
			  const struct tcpst_group *group);
void tcpst_groups_take(struct tcpst_groups *groups,
		       void (*take)(const struct tcpst_group *group, void *arg),
		       void *arg);
void tcpst_groups_print(struct tcpst_groups *groups, bool failed);
void tcpst_groups_close(struct tcpst_groups *groups);

#endif /* TCPST_GROUP_H */
