// SPDX-License-Identifier: GPL-2.0
/* tcpst life: the ended connections, a line each. */
#include <inttypes.h>
#include <stdio.h>

#include "base/diag.h"
#include "base/pager.h"
#include "base/stop.h"
#include "cli/spool.h"
#include "cmd/commands.h"
#include "cmd/flow_lines.h"
#include "source/source.h"
#include "text/json.h"
#include "text/width.h"

/* On a narrower terminal there are fewer columns, which fit 80 for any addresses. */
#define WIDTH 96
#define COLUMNS "FLOW,INITIATOR,RESPONDER,END,BY,DURATION,IBYTES,RBYTES"
#define NARROW_COLUMNS "FLOW,INITIATOR,RESPONDER,END,DURATION,BYTES"

/* Interval of printing lines from a capture on a terminal, ns. */
#define SHOW_NS 500000000ULL

/**
 * struct lives - the connections being shown
 * @lines: their lines
 * @prompt: print lines at once, instead of one table at the end
 */
struct lives {
	struct tcpst_flow_lines lines;
	bool prompt;
};

static void take_event(const struct tcpst_event *event, void *arg)
{
	struct lives *lives = arg;

	tcpst_flow_lines_add(&lives->lines, &event->life);
	if (!lives->lines.left)
		tcpst_stop();
}

static void take_lost(u64 count, void *arg)
{
	struct lives *lives = arg;

	if (lives->lines.table)
		tcpst_table_flush(lives->lines.table);
	else if (!lives->lines.groups)
		tcpst_json_lost(stdout, count);
	tcpst_remark("%" PRIu64 " events were overwritten in the recorder before they could be read: connections may be missing",
		     count);
}

/* Print one table, not one for each batch, unless lines are wanted at once. */
static void take_flush(void *arg)
{
	struct lives *lives = arg;

	if (!lives->lines.table)
		tcpst_flush();
	else if (lives->prompt)
		tcpst_table_flush(lives->lines.table);
}

static int read_lives(struct tcpst_source *source,
		      const struct tcpst_options *options, struct lives *lives)
{
	struct tcpst_sink sink = {
		.event = take_event,
		.lost = take_lost,
		.flush = take_flush,
		.arg = lives,
	};
	struct tcpst_query query = tcpst_options_query(options);

	query.at_close = true;
	query.interval = options->source.capture ? SHOW_NS : 0;
	if (!options->follow)
		return tcpst_source_events(source, &query, &sink);
	tcpst_stop_catch();
	return tcpst_source_follow(source, &query, &sink);
}

/** tcpst_cmd_life() - show the ended connections, or groups of them */
int tcpst_cmd_life(struct tcpst_options *options)
{
	struct lives lives = {
		.lines = { .json = tcpst_json_life },
		.prompt = options->follow || (options->source.capture &&
					     tcpst_pager_terminal()),
	};
	struct tcpst_source *source = NULL;
	bool failed;
	int status;

	options->table.steady = options->follow;
	options->wanted.filter.types = 1U << TCPST_LIFE;
	tcpst_wanted_connections(&options->wanted);
	if (options->duration && !options->follow && !options->source.capture)
		return tcpst_misuse("--duration requires --follow or a capture");
	status = tcpst_flow_lines_open(&lives.lines, options,
				       tcpst_width_fits(WIDTH) ?
				       COLUMNS : NARROW_COLUMNS);
	if (!status && options->pcap)
		status = tcpst_spool(options);	/* it is read twice */
	if (!status)
		status = tcpst_source_open(&source, &options->source);
	if (!status) {
		if (!options->follow && !options->no_pager)
			tcpst_pager_start();
		failed = read_lives(source, options, &lives) &&
			 !tcpst_stop_asked();
		tcpst_flow_lines_finish(&lives.lines, failed);
		/* If --count has stopped reading, the frames are still written. */
		if (!lives.lines.left)
			tcpst_stop_forget();
		status = tcpst_flow_lines_extract(&lives.lines, source,
						  options->pcap, failed);
		if (failed)
			status = tcpst_fail("%s", tcpst_source_error(source));
	}
	tcpst_flow_lines_close(&lives.lines);
	tcpst_source_close(source);
	return status;
}
