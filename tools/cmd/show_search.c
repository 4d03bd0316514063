// SPDX-License-Identifier: GPL-2.0
/* Finding the connection for tcpst show. */
#include "cmd/show_search.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/append.h"
#include "base/diag.h"
#include "cli/parse.h"
#include "module/core/class.h"

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

static bool is_named(const struct tcpst_search *search,
		     const struct tcpst_flow *flow)
{
	const struct tcpst_addrs *ends = &flow->ends;
	unsigned int role;

	if (search->wanted.filter.flow && flow->id != search->wanted.filter.flow)
		return false;
	if (!search->n_ends)
		return true;
	for (role = 0; role < 2; role++)
		if (is_end(&search->ends[0], ends, role) &&
		    (search->n_ends == 1 ||
		     is_end(&search->ends[1], ends, !role)))
			return true;
	return false;
}

/**
 * tcpst_search_means() - does a flow match the search?
 * @search: the search; counts flows that only the filters exclude
 * @flow:   the flow, as far as it is known
 */
bool tcpst_search_means(struct tcpst_search *search,
			const struct tcpst_flow *flow)
{
	bool asked;

	if (!is_named(search, flow))
		return false;
	asked = tcpst_wanted_flow(search->asked, flow);
	search->n_left_out += !asked;
	return asked;
}

/* Have both ends closed? TIME-WAIT waits for nothing but old segments. */
static bool is_over(const struct tcpst_flow *flow)
{
	enum tcps_class class = tcps_class_of_states(flow->verdict.state[0],
						     flow->verdict.state[1]);

	return class == TCPS_CLASS_CLOSED || class == TCPS_CLASS_TIME_WAIT;
}

/* A flow that is removed from the table while it is read is in the recorder as well. */
static bool is_known(const struct tcpst_search *search, u64 id)
{
	unsigned int i;

	for (i = 0; i < 4 && i < search->n_open; i++)
		if (search->open[i] == id)
			return true;
	for (i = 0; i < TCPST_SEARCH_ENDED && i < search->n_ended; i++)
		if (search->ended[i].id == id)
			return true;
	return false;
}

/* Return: true if none that was closed later is known. */
static bool add_ended(struct tcpst_search *search, u64 id, u64 closed)
{
	unsigned int i, last = search->n_ended++;

	if (last >= TCPST_SEARCH_ENDED)
		last = TCPST_SEARCH_ENDED - 1;
	for (i = 0; i < search->n_ended - 1 && i < TCPST_SEARCH_ENDED; i++)
		if (search->ended[i].closed <= closed)
			break;
	if (i == TCPST_SEARCH_ENDED)
		return false;
	memmove(search->ended + i + 1, search->ended + i,
		(last - i) * sizeof(*search->ended));
	search->ended[i].id = id;
	search->ended[i].closed = closed;
	return !i;
}

/*
 * Prefer an open flow to ended ones, and among these the one that was closed last. It does
 * not matter that the table keeps ended flows for a while, and that a capture reports flows
 * that are open when it ends.
 */
static void take_flow(const struct tcpst_flow *flow, void *arg)
{
	struct tcpst_search *search = arg;

	if (!tcpst_search_means(search, flow) || is_known(search, flow->id))
		return;
	if (is_over(flow)) {
		if (add_ended(search, flow->id, tcpst_flow_closed(flow)) && !search->n_open)
			search->found = *flow;
		return;
	}
	if (search->n_open < 4)
		search->open[search->n_open] = flow->id;
	search->n_open++;
	search->found = *flow;
}

static void take_life(const struct tcpst_event *event, void *arg)
{
	take_flow(&event->life, arg);
}

static int read_end(struct tcpst_search *search, const char *text)
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

/**
 * tcpst_search_read() - parse the operand of tcpst show
 * @search: with @asked set
 * @text:   a number, ADDR:PORT, ADDR:PORT-ADDR:PORT, or NULL: search by the filters
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_search_read(struct tcpst_search *search, const char *text)
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

/**
 * tcpst_search_run() - search open and ended flows
 * @search:  the search, after tcpst_search_read(); filled in
 * @source:  the source
 * @options: options with the first event to read
 *
 * Return: as tcpst_source_events().
 */
int tcpst_search_run(struct tcpst_search *search, struct tcpst_source *source,
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

	/* The table is read first: flows that end meanwhile are then in the recorder. */
	if (!options->source.capture)
		error = tcpst_source_flows(source, &search->wanted, take_flow,
					   search);
	search->wanted.filter.types = 1U << TCPST_LIFE;
	if (!error)
		error = tcpst_source_events(source, &query, &sink);
	return error;
}

/**
 * tcpst_search_check() - check that a single flow was found
 * @search:  the search, after tcpst_search_run()
 * @options: options of the command
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_search_check(const struct tcpst_search *search,
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
		return tcpst_fail("flows %" PRIu64 " and %" PRIu64 " match: select one by number",
				  open[0], open[1]);
	if (search->n_open > 2)
		return tcpst_fail("%u flows match (%" PRIu64 ", %" PRIu64 ", %" PRIu64 "%s): select one by number",
				  search->n_open, open[0], open[1], open[2],
				  search->n_open > 3 ? ", ..." : "");
	return TCPST_OK;
}

/**
 * tcpst_search_remark() - report other flows that match, which are not shown
 * @search: the search, after tcpst_search_check() found a single flow to show
 */
void tcpst_search_remark(const struct tcpst_search *search)
{
	unsigned int i = search->n_open ? 0 : 1;
	char numbers[TCPST_SEARCH_ENDED * 24] = "";
	const char *comma = "";

	if (search->n_ended <= i)
		return;
	for (; i < TCPST_SEARCH_ENDED && i < search->n_ended; i++) {
		tcpst_append(numbers, sizeof(numbers), "%s%" PRIu64, comma,
			     search->ended[i].id);
		comma = ", ";
	}
	tcpst_remark("this is the %s of %u flows that match; show the others by number: %s%s",
		     search->n_open ? "only open one" : "latest",
		     search->n_open + search->n_ended, numbers,
		     i < search->n_ended ? ", ... (tcpst life lists all)" : "");
}
