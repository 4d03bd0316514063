// SPDX-License-Identifier: GPL-2.0
/* tcpst show: all that is known of one connection. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "base/pager.h"
#include "cli/parse.h"
#include "cli/spool.h"
#include "cmd/commands.h"
#include "source/source.h"
#include "svg/ladder.h"
#include "text/display_filter.h"
#include "text/history.h"
#include "text/json.h"
#include "text/ladder.h"
#include "text/summary.h"

/**
 * struct search - the flow that is meant, and what was found
 * @asked:   filters given by the user; they are about the flow
 * @wanted:  what to ask for: the filters, or what the user named, so that it is
 *           known whether the filters leave that out
 * @n_ends:  ends the user gave, 0: a number, or nothing
 * @ends:    each with at most one address and one port
 * @found:   flow to be shown
 * @n_open:  open ones that match
 * @n_ended: ended ones that match
 * @n_left_out: named ones that the filters leave out
 * @open:    numbers of the first of them
 * @history: transitions and notes of the one that was found
 */
struct search {
	const struct tcpst_wanted *asked;
	struct tcpst_wanted wanted;
	unsigned int n_ends;
	struct tcps_filter ends[2];
	struct tcpst_flow found;
	unsigned int n_open;
	unsigned int n_ended;
	unsigned int n_left_out;
	u64 open[4];
	struct tcpst_history history;
};

static bool is_end(const struct tcps_filter *end,
		   const struct tcpst_addrs *ends, unsigned int role)
{
	size_t size = ends->ipv6 ? 16 : 4;

	if (end->n_addrs &&
	    (end->addrs[0].ipv6 != ends->ipv6 ||
	     memcmp(end->addrs[0].addr, ends->addr[role], size)))
		return false;
	return !end->n_ports || end->ports[0].min == ends->port[role];
}

static bool is_named(const struct search *search,
		     const struct tcpst_flow *flow)
{
	const struct tcpst_addrs *ends = &flow->ends;
	unsigned int role;

	if (!search->n_ends)
		return true;
	for (role = 0; role < 2; role++)
		if (is_end(&search->ends[0], ends, role) &&
		    (search->n_ends == 1 ||
		     is_end(&search->ends[1], ends, !role)))
			return true;
	return false;
}

static bool is_meant(struct search *search, const struct tcpst_flow *flow)
{
	bool asked;

	if (!is_named(search, flow))
		return false;
	asked = tcpst_wanted_flow(search->asked, flow);
	search->n_left_out += !asked;
	return asked;
}

/*
 * An open one goes before any that ended, and of these the last before the others.
 * A table keeps some that ended for a while, and a capture tells of those that are open
 * when it ends: neither makes a difference.
 */
static void take_flow(const struct tcpst_flow *flow, void *arg)
{
	struct search *search = arg;
	const u64 stop = flow->verdict.stop;
	bool open = tcpst_flow_is_open(flow);

	if (!is_meant(search, flow))
		return;
	if (open && search->n_open < 4)
		search->open[search->n_open] = flow->id;
	if (open || (!search->n_open && stop >= search->found.verdict.stop))
		search->found = *flow;
	search->n_open += open;
	search->n_ended += !open;
}

static void take_life(const struct tcpst_event *event, void *arg)
{
	take_flow(&event->life, arg);
}

static int read_end(struct search *search, const char *text)
{
	struct tcps_filter *end = &search->ends[search->n_ends++];
	struct tcps_filter *all = &search->wanted.filter;
	int status = tcpst_parse_ends("show", text, TCPS_FILTER_EITHER, end);

	if (status)
		return status;
	if (end->n_addrs > 1 || end->n_ports > 1 ||
	    (end->n_ports && end->ports[0].min != end->ports[0].max) ||
	    (end->n_addrs &&
	     end->addrs[0].prefix != (end->addrs[0].ipv6 ? 128 : 32)))
		return tcpst_misuse("show requires a single connection, not '%s'",
				    text);
	if (end->n_addrs)
		all->addrs[all->n_addrs++] = end->addrs[0];
	if (end->n_ports)
		all->ports[all->n_ports++] = end->ports[0];
	return TCPST_OK;
}

/* A number, ADDR:PORT, ADDR:PORT-ADDR:PORT, or NULL: by the filters. */
static int read_operand(struct search *search, const char *text)
{
	const char *hyphen = text ? strchr(text, '-') : NULL;
	char first[80];
	int status;

	if (!text) {
		search->wanted = *search->asked;
		return TCPST_OK;
	}
	if (strspn(text, "0123456789") == strlen(text)) {
		status = tcpst_parse_number("show", text, UINT64_MAX,
					    &search->wanted.filter.flow);
		if (!status && !search->wanted.filter.flow)
			status = tcpst_misuse("flow numbers start at 1");
		return status;
	}
	if (!hyphen)
		return read_end(search, text);
	snprintf(first, sizeof(first), "%.*s", (int)(hyphen - text), text);
	status = read_end(search, first);
	return status ? status : read_end(search, hyphen + 1);
}

static int find(struct search *search, struct tcpst_source *source,
		const struct tcpst_options *options)
{
	struct tcpst_sink sink = {
		.event = take_life,
		.arg = search,
	};
	struct tcpst_query query = {
		.wanted = &search->wanted,
		.since = options->since,
	};
	int error = 0;

	/* First the table: what ends meanwhile is then in the recorder. */
	if (!options->source.capture)
		error = tcpst_source_flows(source, &search->wanted, take_flow,
					   search);
	search->wanted.filter.types = 1U << TCPST_LIFE;
	if (!error)
		error = tcpst_source_events(source, &query, &sink);
	return error;
}

static int check_found(const struct search *search,
		       const struct tcpst_options *options)
{
	const u64 *open = search->open;

	if (!search->n_open && !search->n_ended && search->n_left_out)
		return tcpst_fail("flow %s exists but does not match the filters",
				  options->operand);
	if (!search->n_open && !search->n_ended)
		return tcpst_fail("no %s%s%s",
				  options->operand ? "flow " : "matching flow",
				  options->operand ? options->operand : "",
				  options->source.capture ? " in this capture" :
				  ", neither open nor in the recorder");
	if (search->n_open == 2)
		return tcpst_fail("flows %" PRIu64 " and %" PRIu64 " match: select one by its number",
				  open[0], open[1]);
	if (search->n_open > 2)
		return tcpst_fail("%u flows match (%" PRIu64 ", %" PRIu64 ", %" PRIu64 "%s): select one by its number",
				  search->n_open, open[0], open[1], open[2],
				  search->n_open > 3 ? ", ..." : "");
	return TCPST_OK;
}

static int read_history(struct search *search, struct tcpst_source *source)
{
	static const struct tcpst_history_limits no_limits;

	search->history.flow = search->found.id;
	return tcpst_history_read(source, &search->history, 1, &no_limits);
}

static void print_json(const struct search *search)
{
	const struct tcpst_history *history = &search->history;
	size_t i;

	if (search->n_open || search->found.live)
		tcpst_json_flow(stdout, &search->found);
	else
		tcpst_json_life(stdout, &search->found);
	for (i = 0; i < history->n; i++)
		tcpst_json_event(stdout, &history->event[i]);
}

/* What ends TIME-WAIT, except for its timer, belongs to the next connection. */
static bool ends_time_wait(const struct tcpst_event *event)
{
	return event->type == TCPST_TRANSITION &&
	       event->from == TCPS_TIME_WAIT;
}

static void print_filter(const struct search *search)
{
	const struct tcpst_history *history = &search->history;
	const struct tcpst_event *event = history->event;
	u64 last = 0;
	size_t i;

	for (i = 0; i < history->n; i++)
		if (event[i].segment && !ends_time_wait(event + i))
			last = event[i].time_ns;
	tcpst_display_filter_print(stdout, &search->found, last);
}

static void print_text(const struct search *search,
		       const struct tcpst_options *options)
{
	struct tcpst_ladder ladder;

	/* The summary would tell the states that are to be guessed. */
	if (!options->style.quiz) {
		tcpst_summary_print(stdout, &search->found, &options->style);
		putchar('\n');
	}
	if (!search->history.n) {
		puts("The recorder no longer holds its events.");
		return;
	}
	tcpst_ladder_build(&ladder, &search->found, search->history.event,
			   search->history.n);
	tcpst_ladder_print(stdout, &ladder, &options->style);
	tcpst_ladder_free(&ladder);
}

static int draw_picture(const struct search *search,
			const struct tcpst_options *options)
{
	bool standard = !strcmp(options->svg, "-");
	struct tcpst_ladder ladder;
	FILE *file = stdout;
	bool failed;

	if (!search->history.n)
		return tcpst_fail("the recorder no longer holds the events of flow %" PRIu64,
				  search->found.id);
	if (!standard)
		file = fopen(options->svg, "w");
	if (!file)
		return tcpst_fail("cannot write %s: %s", options->svg,
				  strerror(errno));
	tcpst_ladder_build(&ladder, &search->found, search->history.event,
			   search->history.n);
	tcpst_svg_ladder(file, &ladder, &options->style, true);
	tcpst_ladder_free(&ladder);
	if (standard)
		return TCPST_OK;
	failed = ferror(file);
	if (fclose(file) || failed)
		return tcpst_fail("cannot write %s: %s", options->svg,
				  strerror(errno));
	return TCPST_OK;
}

/** tcpst_cmd_show() - show all that is known of one connection */
int tcpst_cmd_show(struct tcpst_options *options)
{
	struct search *search = tcpst_alloc(1, sizeof(*search));
	struct tcpst_source *source = NULL;
	int status, error;

	search->asked = &options->wanted;
	status = read_operand(search, options->operand);
	if (!status)
		status = tcpst_spool(options);	/* it is read twice */
	if (!status)
		status = tcpst_source_open(&source, &options->source);
	if (!status) {
		error = find(search, source, options);
		/* A damaged capture may still hold the flow. */
		if (!error || search->n_open || search->n_ended)
			status = check_found(search, options);
		if (!status && (search->n_open || search->n_ended)) {
			if (!options->no_pager)
				tcpst_pager_start();
			error |= read_history(search, source);
			if (options->filter)
				print_filter(search);
			else if (options->svg)
				status = draw_picture(search, options);
			else if (options->json)
				print_json(search);
			else
				print_text(search, options);
		}
		if (error)
			status = tcpst_fail("%s", tcpst_source_error(source));
	}
	tcpst_source_close(source);
	tcpst_history_free(&search->history);
	free(search);
	return status;
}
