// SPDX-License-Identifier: GPL-2.0
/* tcpst life: the connections that ended, a line each. */
#include <inttypes.h>
#include <stdio.h>

#include "commands.h"
#include "json.h"
#include "say.h"
#include "source.h"
#include "stop.h"

/* 80 columns, whatever the addresses. */
#define DEFAULT_COLUMNS "FLOW,INITIATOR,RESPONDER,END,DURATION,BYTES"

struct lives {
	struct tcpst_table *table;	/* NULL: JSON */
	bool follow;
	u64 left;			/* lines, 0: no limit */
};

static void take_event(const struct tcpst_event *event, void *arg)
{
	struct lives *lives = arg;

	if (lives->table)
		tcpst_table_add(lives->table, &event->life);
	else
		tcpst_json_life(stdout, &event->life);
	if (lives->left && !--lives->left)
		tcpst_stop();
}

static void take_lost(u64 count, void *arg)
{
	struct lives *lives = arg;

	if (lives->table)
		tcpst_table_flush(lives->table);
	else
		tcpst_json_lost(stdout, count);
	tcpst_remark("%" PRIu64 " events are lost, some perhaps ends of connections: the recorder does not hold them any more",
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
		fflush(stdout);
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

	if (!options->follow)
		return tcpst_source_events(source, &options->wanted, &options->since,
					   &sink);
	tcpst_stop_catch();
	return tcpst_source_follow(source, &options->wanted, &options->since,
				   options->duration, &sink);
}

/** tcpst_cmd_life() - show the connections that ended */
int tcpst_cmd_life(struct tcpst_options *options)
{
	struct lives lives = {
		.left = options->count,
		.follow = options->follow,
	};
	struct tcpst_source *source = NULL;
	int status = TCPST_OK;

	options->table.steady = options->follow;
	options->wanted.filter.types = 1U << TCPST_LIFE;
	if (options->duration && !options->follow)
		return tcpst_misuse("--duration goes with --follow");
	if (!options->json)
		status = tcpst_table_open(&lives.table, &tcpst_flow_columns,
					  DEFAULT_COLUMNS, &options->table);
	if (!status)
		status = tcpst_source_open(&source, options);
	if (!status) {
		if (read_lives(source, options, &lives) && !tcpst_stop_asked())
			status = TCPST_FAILED;
		tcpst_table_close(lives.table, status);
		if (status)
			tcpst_fail("%s", tcpst_source_error(source));
	}
	tcpst_source_close(source);
	return status;
}
