// SPDX-License-Identifier: GPL-2.0
/* Completion of the numbers of flows after `tcpst show`. */
#include "cli/complete_flows.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "module/core/names.h"
#include "source/source.h"
#include "text/format.h"

/* Completion must be quick: larger captures and pipes are not read. */
#define CAPTURE_MAX (16 << 20)

/* Limit of flows offered. */
#define FLOWS_MAX 200

struct offers {
	tcpst_flow_offer *offer;
	void *arg;
	unsigned int n;
};

static void take_flow(const struct tcpst_flow *flow, void *arg)
{
	static const struct tcpst_style style;
	const struct tcps_verdict *verdict = &flow->verdict;
	char number[24], end[2][TCPST_TEXT_SIZE], help[3 * TCPST_TEXT_SIZE];
	struct offers *offers = arg;

	if (offers->n++ >= FLOWS_MAX)
		return;
	snprintf(number, sizeof(number), "%" PRIu64, flow->id);
	tcpst_format_end(end[0], &style, &flow->ends, TCPS_INITIATOR);
	tcpst_format_end(end[1], &style, &flow->ends, TCPS_RESPONDER);
	snprintf(help, sizeof(help), "%s to %s, %s", end[0], end[1],
		 verdict->end == TCPS_END_STILL_OPEN ?
		 tcps_state_name(verdict->state[TCPS_INITIATOR]) :
		 tcps_end_name(verdict->end));
	offers->offer(number, help, offers->arg);
}

static void take_event(const struct tcpst_event *event, void *arg)
{
	take_flow(&event->life, arg);
}

static bool is_quick(const char *capture)
{
	struct stat stat_of;

	return !capture || (!stat(capture, &stat_of) &&
			    S_ISREG(stat_of.st_mode) &&
			    stat_of.st_size <= CAPTURE_MAX);
}

/**
 * tcpst_complete_flows() - offer flows
 * @capture: capture with the flows, NULL: those of the kernel
 * @netns:   network namespace of the flows, NULL: this one
 * @offer:   called for each, with its number and description
 * @arg:     passed to @offer
 */
void tcpst_complete_flows(const char *capture, const char *netns,
			  tcpst_flow_offer *offer, void *arg)
{
	const struct tcpst_source_options options = {
		.capture = capture, .netns = netns,
	};
	struct offers offers = { .offer = offer, .arg = arg };
	struct tcpst_wanted all = { 0 }, ended = { 0 };
	const struct tcpst_query query = { .wanted = &ended };
	const struct tcpst_sink sink = {
		.event = take_event,
		.arg = &offers,
	};
	struct tcpst_source *source = NULL;

	ended.filter.types = 1U << TCPST_LIFE;
	if (!is_quick(capture))
		return;
	if (!tcpst_source_open(&source, &options)) {
		if (!capture)
			tcpst_source_flows(source, &all, take_flow, &offers);
		tcpst_source_events(source, &query, &sink);
	}
	tcpst_source_close(source);
}
