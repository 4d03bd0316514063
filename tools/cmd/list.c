// SPDX-License-Identifier: GPL-2.0
/* tcpst list: the open connections. */
#include <stdio.h>

#include "base/diag.h"
#include "cmd/commands.h"
#include "source/source.h"
#include "text/json.h"
#include "text/order.h"

/* 80 columns; with long addresses, by short names of states. */
#define DEFAULT_COLUMNS "FLOW,INITIATOR,ISTATE,RESPONDER,RSTATE,AGE"

/**
 * struct list - lines under way
 * @table: NULL: JSON
 * @order: NULL: as they come
 * @groups: of them, NULL: each by itself
 * @left:  lines to be shown
 */
struct list {
	struct tcpst_table *table;
	struct tcpst_order *order;
	struct tcpst_groups *groups;
	u64 left;
};

static void show_flow(const struct tcpst_flow *flow, void *arg)
{
	struct list *list = arg;

	if (!list->left)
		return;
	list->left--;
	if (list->table)
		tcpst_table_add(list->table, flow);
	else
		tcpst_json_flow(stdout, flow);
}

static void take_flow(const struct tcpst_flow *flow, void *arg)
{
	struct list *list = arg;

	if (list->groups)
		tcpst_groups_add(list->groups, flow);
	else if (list->order)
		tcpst_order_add(list->order, flow);
	else
		show_flow(flow, list);
}

static int prepare(struct list *list, const struct tcpst_options *options)
{
	const struct tcpst_group_options by = tcpst_options_groups(options);
	int status = TCPST_OK;

	if (options->by)
		return tcpst_groups_open(&list->groups, &by);
	if (!options->json)
		status = tcpst_table_open(&list->table, &tcpst_flow_fields,
					  DEFAULT_COLUMNS, &options->table);
	if (!status && options->sort)
		status = tcpst_order_open(&list->order, options->sort,
					  options->count, &options->style);
	return status;
}

/** tcpst_cmd_list() - show the open connections, or groups of them */
int tcpst_cmd_list(struct tcpst_options *options)
{
	struct list list = {
		.left = options->count ? options->count : UINT64_MAX,
	};
	struct tcpst_source *source = NULL;
	int status, error = 0;

	status = prepare(&list, options);
	if (!status)
		status = tcpst_source_open(&source, &options->source);
	if (!status) {
		error = tcpst_source_flows(source, &options->wanted, take_flow,
					   &list);
		if (list.order)
			tcpst_order_take(list.order, show_flow, &list);
		if (list.groups)
			tcpst_groups_print(list.groups, error);
		tcpst_table_close(list.table, error);
		if (error)
			status = tcpst_fail("%s", tcpst_source_error(source));
	}
	tcpst_order_close(list.order);
	tcpst_groups_close(list.groups);
	tcpst_source_close(source);
	return status;
}
