// SPDX-License-Identifier: GPL-2.0
/* tcpst show: one connection, with its ladder. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "base/output.h"
#include "base/pager.h"
#include "cli/spool.h"
#include "cmd/commands.h"
#include "cmd/extract.h"
#include "cmd/show_follow.h"
#include "cmd/show_search.h"
#include "source/extract.h"
#include "source/source.h"
#include "svg/ladder.h"
#include "text/display_filter.h"
#include "text/history.h"
#include "text/json.h"
#include "text/ladder.h"
#include "text/summary.h"

/**
 * struct shown - the connection that is shown
 * @search:  the search that found it
 * @history: its transitions and notes
 */
struct shown {
	struct tcpst_search search;
	struct tcpst_history history;
};

static int read_history(struct shown *shown, struct tcpst_source *source,
			const struct tcpst_options *options)
{
	const struct tcpst_history_limits limits = {
		.segments = options->segments,
	};

	const struct tcpst_event *event;
	int error;

	shown->history.flow = shown->search.found.id;
	error = tcpst_history_read(source, &shown->history, 1, &limits);
	for (event = shown->history.event;
	     event < shown->history.event + shown->history.n; event++)
		tcpst_event_offer(event, shown->search.found.options);
	return error;
}

static void print_json(const struct shown *shown)
{
	const struct tcpst_history *history = &shown->history;
	size_t i;

	if (tcpst_flow_is_open(&shown->search.found) || shown->search.found.live)
		tcpst_json_flow(stdout, &shown->search.found);
	else
		tcpst_json_life(stdout, &shown->search.found);
	for (i = 0; i < history->n; i++)
		tcpst_json_event(stdout, &history->event[i]);
}

static void print_filter(const struct shown *shown)
{
	const struct tcpst_history *history = &shown->history;
	const struct tcpst_event *event = history->event;
	u64 last = 0;
	size_t i;

	for (i = 0; i < history->n; i++)
		if (event[i].segment && !tcpst_event_begins_next(event + i))
			last = event[i].time_ns;
	tcpst_display_filter_print(stdout, &shown->search.found, last);
}

static void print_text(const struct shown *shown,
		       const struct tcpst_options *options)
{
	struct tcpst_ladder ladder;

	/* In a quiz, the summary would reveal the states to guess. */
	if (!options->style.quiz) {
		tcpst_summary_print(stdout, &shown->search.found, &options->style);
		putchar('\n');
	}
	if (!shown->history.n) {
		puts("The recorder no longer holds its events.");
		return;
	}
	tcpst_ladder_build(&ladder, &shown->search.found, shown->history.event,
			   shown->history.n);
	tcpst_ladder_print(stdout, &ladder, &options->style);
	tcpst_ladder_free(&ladder);
}

static int draw_picture(const struct shown *shown,
			const struct tcpst_options *options)
{
	struct tcpst_ladder ladder;
	FILE *file;

	if (!shown->history.n)
		return tcpst_fail("the recorder no longer holds the events of flow %" PRIu64,
				  shown->search.found.id);
	file = tcpst_output_open(options->svg);
	if (!file)
		return TCPST_FAILED;
	tcpst_ladder_build(&ladder, &shown->search.found, shown->history.event,
			   shown->history.n);
	tcpst_svg_ladder(file, &ladder, &options->style, true);
	tcpst_ladder_free(&ladder);
	return tcpst_output_close(file, options->svg);
}

static int write_frames(const struct tcpst_flow *flow, struct tcpst_source *source,
			const char *path, bool damaged)
{
	struct tcpst_extract *extract = tcpst_extract_new();
	int status;

	tcpst_extract_choose(extract, flow);
	status = tcpst_cmd_extract(source, extract, path, damaged);
	tcpst_extract_free(extract);
	return status;
}

static int print(struct shown *shown, const struct tcpst_options *options)
{
	if (options->svg)
		return draw_picture(shown, options);
	if (options->filter)
		print_filter(shown);
	else if (options->json)
		print_json(shown);
	else
		print_text(shown, options);
	return TCPST_OK;
}

static int show_found(struct shown *shown, struct tcpst_source *source,
		      const struct tcpst_options *options)
{
	const struct tcpst_search *search = &shown->search;
	int error = tcpst_search_run(&shown->search, source, options);
	bool found = search->n_open || search->n_ended;
	int status = TCPST_OK, unread = 0;

	/* A damaged capture may still hold the flow. */
	if (!error || found)
		status = tcpst_search_check(search, options);
	if (!status && found) {
		if (!options->no_pager)
			tcpst_pager_start();
		tcpst_search_remark(search);
		unread = read_history(shown, source, options);
		if (options->pcap)
			status = write_frames(&search->found, source,
					      options->pcap, error | unread);
		/* Segments are asked for that it does not have: then nothing is shown. */
		if (unread && !shown->history.n)
			return tcpst_fail("%s", tcpst_source_error(source));
		if (!status && !(options->pcap && !strcmp(options->pcap, "-")))
			status = print(shown, options);
	}
	return error | unread ? tcpst_fail("%s", tcpst_source_error(source)) : status;
}

/** tcpst_cmd_show() - show one connection, with its ladder */
int tcpst_cmd_show(struct tcpst_options *options)
{
	struct shown *shown = tcpst_alloc(1, sizeof(*shown));
	struct tcpst_search *search = &shown->search;
	struct tcpst_source *source = NULL;
	int status;

	search->asked = &options->wanted;
	status = tcpst_search_read(search, options->operand);
	if (!status && !options->follow)
		status = tcpst_spool(options);	/* it is read twice */
	if (!status)
		status = tcpst_source_open(&source, &options->source);
	if (!status && options->follow)
		status = tcpst_show_follow(search, source, options);
	else if (!status)
		status = show_found(shown, source, options);
	tcpst_source_close(source);
	tcpst_history_free(&shown->history);
	free(shown);
	return status;
}
