// SPDX-License-Identifier: GPL-2.0
/* tcpst life: the connections that ended, a line each. */
#include <inttypes.h>
#include <stdio.h>

#include "base/diag.h"
#include "base/stop.h"
#include "cmd/commands.h"
#include "source/source.h"
#include "text/json.h"
#include "text/order.h"
#include "text/width.h"

/* Less on a narrow terminal: 80 columns, whatever the addresses. */
#define WIDTH 96
#define COLUMNS "FLOW,INITIATOR,RESPONDER,END,BY,DURATION,IBYTES,RBYTES"
#define NARROW_COLUMNS "FLOW,INITIATOR,RESPONDER,END,DURATION,BYTES"

struct lives {
	struct tcpst_table *table;	/* NULL: JSON */
	struct tcpst_order *order;	/* NULL: as they come */
	struct tcpst_groups *groups;	/* NULL: each by itself */
	bool follow;
	u64 left;			/* lines, 0: no limit */
};

static void show_life(const struct tcpst_flow *flow, void *arg)
{
	struct lives *lives = arg;

	if (lives->table)
		tcpst_table_add(lives->table, flow);
	else
		tcpst_json_life(stdout, flow);
	if (lives->left && !--lives->left)
		tcpst_stop();
}

static void take_event(const struct tcpst_event *event, void *arg)
{
	struct lives *lives = arg;

	if (lives->groups)
		tcpst_groups_add(lives->groups, &event->life);
	else if (lives->order)
		tcpst_order_add(lives->order, &event->life);
	else
		show_life(&event->life, lives);
}

static void take_lost(u64 count, void *arg)
{
	struct lives *lives = arg;

	if (lives->table)
		tcpst_table_flush(lives->table);
	else if (!lives->groups)
		tcpst_json_lost(stdout, count);
	tcpst_remark("%" PRIu64 " events were overwritten in the recorder before they could be read: connections may be missing",
		     count);
}

static void take_resumed(void *arg)
{
	(void)arg;
}

/* One table, not one for each batch, unless lines are waited for. */
static void take_flush(void *arg)
{
	struct lives *lives = arg;

	if (!lives->table)
		tcpst_flush();
	else if (lives->follow)
		tcpst_table_flush(lives->table);
}

static int read_lives(struct tcpst_source *source,
		      const struct tcpst_options *options, struct lives *lives)
{
	struct tcpst_sink sink = {
		.event = take_event,
		.lost = take_lost,
		.resumed = take_resumed,
		.flush = take_flush,
		.arg = lives,
	};
	struct tcpst_query query = tcpst_options_query(options);

	if (!options->follow)
		return tcpst_source_events(source, &query, &sink);
	tcpst_stop_catch();
	return tcpst_source_follow(source, &query, &sink);
}

static int prepare(struct lives *lives, const struct tcpst_options *options)
{
	const struct tcpst_group_options by = tcpst_options_groups(options);
	int status = TCPST_OK;

	if (options->by)
		return tcpst_groups_open(&lives->groups, &by);
	if (!options->json)
		status = tcpst_table_open(&lives->table, &tcpst_flow_fields,
					  tcpst_width_fits(WIDTH) ?
					  COLUMNS : NARROW_COLUMNS,
					  &options->table);
	if (!status && options->sort)
		status = tcpst_order_open(&lives->order, options->sort,
					  options->count, &options->style);
	return status;
}

/** tcpst_cmd_life() - show the connections that ended, or groups of them */
int tcpst_cmd_life(struct tcpst_options *options)
{
	struct lives lives = {
		.left = options->count,
		.follow = options->follow,
	};
	struct tcpst_source *source = NULL;
	bool failed;
	int status;

	options->table.steady = options->follow;
	options->wanted.filter.types = 1U << TCPST_LIFE;
	if (options->duration && !options->follow && !options->source.capture)
		return tcpst_misuse("--duration requires --follow or a capture");
	status = prepare(&lives, options);
	if (!status)
		status = tcpst_source_open(&source, &options->source);
	if (!status) {
		failed = read_lives(source, options, &lives) &&
			 !tcpst_stop_asked();
		if (lives.order)
			tcpst_order_take(lives.order, show_life, &lives);
		if (lives.groups)
			tcpst_groups_print(lives.groups, failed);
		tcpst_table_close(lives.table, failed);
		if (failed)
			status = tcpst_fail("%s", tcpst_source_error(source));
	}
	tcpst_order_close(lives.order);
	tcpst_groups_close(lives.groups);
	tcpst_source_close(source);
	return status;
}
