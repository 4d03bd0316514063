// SPDX-License-Identifier: GPL-2.0
/* Statistics over many connections, in one pass over their events. */
#include "report/report.h"

#include <stdlib.h>
#include <string.h>

#include "model/flow.h"

/* Time in CLOSE-WAIT after which a connection counts as stuck. */
#define STUCK_NS 5000000000ULL

struct gathering {
	struct tcpst_report *report;
	const struct tcpst_options *options;
};

static u64 in_close_wait(const struct tcps_verdict *verdict)
{
	u64 a = verdict->state_ns[TCPS_INITIATOR][TCPS_CLOSE_WAIT];
	u64 b = verdict->state_ns[TCPS_RESPONDER][TCPS_CLOSE_WAIT];

	return a > b ? a : b;
}

/* Severity of a problem of that kind; 0: no problem. */
static u64 badness(const struct tcpst_flow *flow, enum tcpst_trouble kind)
{
	const struct tcps_verdict *verdict = &flow->verdict;
	enum tcpst_failure failure = tcpst_flow_failure(flow);

	switch (kind) {
	case TCPST_TROUBLE_SILENT:
		return failure == TCPST_FAILURE_SILENT ?
		       verdict->syn_repeats + 1U : 0;
	case TCPST_TROUBLE_REFUSED:
		return failure == TCPST_FAILURE_REFUSED ?
		       tcpst_flow_duration(flow) + 1 : 0;
	case TCPST_TROUBLE_UNREACHABLE:
		return failure == TCPST_FAILURE_UNREACHABLE ?
		       tcpst_flow_duration(flow) + 1 : 0;
	case TCPST_TROUBLE_HALF_OPEN:
		return failure == TCPST_FAILURE_HALF_OPEN ?
		       verdict->syn_ack_repeats + 1U : 0;
	case TCPST_TROUBLE_RESET:
		return verdict->end == TCPS_END_RESET ?
		       tcpst_flow_duration(flow) + 1 : 0;
	case TCPST_TROUBLE_STUCK:
		return in_close_wait(verdict) >= STUCK_NS ?
		       in_close_wait(verdict) : 0;
	case TCPST_TROUBLE_SLOW:
		return tcpst_flow_handshake(flow);
	default:
		return failure ? 0 : tcpst_flow_repeats(flow);
	}
}

static void rank(struct tcpst_worst *worst, const struct tcpst_flow *flow,
		 u64 bad)
{
	unsigned int at = worst->n;

	worst->all++;
	while (at && worst->badness[at - 1] < bad)
		at--;
	if (at == TCPST_REPORT_WORST)
		return;
	if (worst->n < TCPST_REPORT_WORST)
		worst->n++;
	memmove(&worst->flow[at + 1], &worst->flow[at],
		(worst->n - at - 1) * sizeof(*worst->flow));
	memmove(&worst->badness[at + 1], &worst->badness[at],
		(worst->n - at - 1) * sizeof(*worst->badness));
	worst->flow[at] = *flow;
	worst->badness[at] = bad;
}

static void count_times(struct tcpst_report *report,
			const struct tcpst_flow *flow)
{
	const struct tcps_verdict *verdict = &flow->verdict;

	if (verdict->syn_to_syn_ack != TCPS_UNKNOWN_NS)
		tcpst_histogram_add(&report->handshake[0],
				    verdict->syn_to_syn_ack);
	if (verdict->syn_ack_to_ack != TCPS_UNKNOWN_NS)
		tcpst_histogram_add(&report->handshake[1],
				    verdict->syn_ack_to_ack);
	if (verdict->end != TCPS_END_STILL_OPEN)
		tcpst_histogram_add(&report->duration,
				    tcpst_flow_duration(flow));
}

/* Count a flow that ended, or one that is still open at the end. */
static void take_flow(const struct tcpst_flow *flow, void *arg)
{
	const struct gathering *gathering = arg;
	const struct tcps_verdict *verdict = &flow->verdict;
	struct tcpst_report *report = gathering->report;
	unsigned int role, kind;

	report->flows++;
	report->ends[verdict->end]++;
	report->zeek[verdict->zeek]++;
	report->adopted += verdict->adopted;
	report->closed_first[verdict->closed_first]++;
	report->reset_by[verdict->reset_by]++;
	report->syn_repeats += verdict->syn_repeats;
	report->syn_ack_repeats += verdict->syn_ack_repeats;
	report->established += verdict->state_ns[0][TCPS_ESTABLISHED] &&
			       verdict->state_ns[1][TCPS_ESTABLISHED];
	for (role = 0; role < 2; role++) {
		report->octets[role] += verdict->bytes[role];
		report->fin_repeats += verdict->fin_repeats[role];
		report->last[role][verdict->state[role]]++;
		tcpst_peers_add(&report->peers[role], flow);
	}
	count_times(report, flow);
	for (kind = 0; kind < TCPST_TROUBLE_MAX; kind++) {
		u64 bad = badness(flow, kind);

		if (bad)
			rank(&report->worst[kind], flow, bad);
	}
}

static void take_event(const struct tcpst_event *event, void *arg)
{
	const struct gathering *gathering = arg;
	struct tcpst_report *report = gathering->report;

	tcpst_series_add(&report->series, event);
	switch (event->type) {
	case TCPST_LIFE:
		take_flow(&event->life, arg);
		break;
	case TCPST_NOTE:
		report->notes++;
		break;
	default:
		report->transitions++;
		report->retractions += event->retract;
	}
}

static void take_lost(u64 count, void *arg)
{
	((struct gathering *)arg)->report->lost += count;
}

/**
 * tcpst_report_gather() - read a source once, and count its connections
 * @report:  filled in, even on failure; to be freed by tcpst_report_free()
 * @source:  the source
 * @options: filters
 *
 * Return: as tcpst_source_events(); the part that could be read is in the report.
 */
int tcpst_report_gather(struct tcpst_report *report,
			struct tcpst_source *source,
			const struct tcpst_options *options)
{
	struct gathering gathering = { .report = report, .options = options };
	struct tcpst_wanted wanted = options->wanted;
	struct tcpst_sink sink = {
		.event = take_event,
		.lost = take_lost,
		.arg = &gathering,
	};
	struct tcpst_query query = {
		.wanted = &wanted,
		.since = options->since,
	};
	int error = 0;

	memset(report, 0, sizeof(*report));
	report->peers[TCPS_RESPONDER].role = TCPS_RESPONDER;
	/* A capture also reports the connections that are open when it ends. */
	if (!options->source.capture)
		error = tcpst_source_flows(source, &wanted, take_flow,
					   &gathering);
	if (tcpst_wanted_fate(&wanted))
		wanted.filter.types = 1U << TCPST_LIFE;
	if (!error)
		error = tcpst_source_events(source, &query, &sink);
	return error;
}

/** tcpst_report_free() - free the report */
void tcpst_report_free(struct tcpst_report *report)
{
	tcpst_peers_free(&report->peers[0]);
	tcpst_peers_free(&report->peers[1]);
}
