// SPDX-License-Identifier: GPL-2.0
/*
 * The segments of the module's flows, captured beside it. The module reports flows and
 * events; the segments come from a packet socket, with other times, some more than once,
 * and usually before the events that they cause. So both wait for a second. Then a
 * segment is assigned to a flow by its ends and its time, a segment that an event is
 * about gets the time of the event, and all are passed on in the order of their times.
 */
#include "source/beside.h"

#include <glib.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/diag.h"
#include "source/beside_filter.h"
#include "source/beside_flows.h"
#include "source/kernel/follow_all.h"

/* Interval of reading what was captured, ns. */
#define INTERVAL_NS 100000000ULL

/**
 * struct held_event - an event that waits
 * @lost:  not 0: not an event, but that number of events is lost
 * @event: the event
 */
struct held_event {
	u64 lost;
	struct tcpst_event event;
};

/**
 * struct tcpst_beside - segments beside the module
 * @tap:      their source
 * @sink:     takes events and segments
 * @flows:    the module's flows
 * @events:   struct held_event, in the order of the recorder
 * @arrived:  segments that are not assigned yet
 * @assigned: those that are, by the time at which they are shown
 * @last:     number of the last event passed on
 */
struct tcpst_beside {
	struct tcpst_tap *tap;
	const struct tcpst_sink *sink;
	struct tcpst_beside_flows *flows;
	GQueue *events;
	GQueue *arrived;
	GQueue *assigned;
	u64 last;
};

/* Insert behind all that are not later; most segments belong at the end. */
static void insert_by_time(GQueue *queue, struct tcpst_beside_segment *segment)
{
	GList *at = queue->tail;

	while (at && ((const struct tcpst_beside_segment *)at->data)->at > segment->at)
		at = at->prev;
	g_queue_insert_after(queue, at, segment);
}

/* Assign the segments captured before @until: their events are known now. */
static void assign(struct tcpst_beside *beside, u64 until)
{
	struct tcpst_beside_segment *segment;

	while ((segment = g_queue_peek_head(beside->arrived)) &&
	       segment->tapped.time_ns < until) {
		g_queue_pop_head(beside->arrived);
		if (tcpst_beside_flows_assign(beside->flows, segment))
			insert_by_time(beside->assigned, segment);
		else
			free(segment);
	}
}

static void take_tapped(const struct tcpst_tapped *tapped, void *arg)
{
	struct tcpst_beside *beside = arg;
	struct tcpst_beside_segment *segment = tcpst_alloc(1, sizeof(*segment));

	segment->tapped = *tapped;
	g_queue_push_tail(beside->arrived, segment);
}

static void pass_event(struct tcpst_beside *beside)
{
	struct held_event *held = g_queue_pop_head(beside->events);

	if (held->lost) {
		tcpst_sink_lost(beside->sink, held->lost);
	} else {
		beside->last = held->event.seqno;
		beside->sink->event(&held->event, beside->sink->arg);
	}
	free(held);
}

static void pass_segment(struct tcpst_beside *beside)
{
	struct tcpst_beside_segment *segment = g_queue_pop_head(beside->assigned);
	const struct tcpst_packet *packet = &segment->tapped.packet;
	const struct tcpst_beside_flow *flow = segment->flow;
	struct tcpst_event event = {
		.seqno = beside->last, .type = TCPST_SEGMENT, .time_ns = segment->at,
		.flow = flow->id, .ends = flow->ends, .endpoint = segment->sender,
		.from = flow->state[segment->sender], .to = flow->state[segment->sender],
		.cause = TCPS_CAUSE_ACK, .certainty = TCPS_OBSERVED,
		.segment = true, .sender = segment->sender, .seq = packet->seg.seq,
		.ack = packet->seg.ack, .len = packet->seg.len, .flags = packet->seg.flags,
		.window = packet->seg.window, .options = packet->options,
		.iss_known = { flow->iss_known[0], flow->iss_known[1] },
		.iss = { flow->iss[0], flow->iss[1] },
		.header = segment->tapped.header.octets,
		.header_size = segment->tapped.header.size,
	};

	beside->sink->event(&event, beside->sink->arg);
	free(segment);
}

/* A number of lost events comes before the event that follows it. */
static u64 time_of_event(const struct tcpst_beside *beside)
{
	const struct held_event *held = g_queue_peek_head(beside->events);

	return held ? held->event.time_ns : UINT64_MAX;
}

static u64 time_of_segment(const struct tcpst_beside *beside)
{
	const struct tcpst_beside_segment *segment = g_queue_peek_head(beside->assigned);

	return segment ? segment->at : UINT64_MAX;
}

static void pass_until(struct tcpst_beside *beside, u64 until)
{
	for (;;) {
		u64 event = time_of_event(beside), segment = time_of_segment(beside);

		if (event <= segment && event < until)
			pass_event(beside);
		else if (segment < event && segment < until)
			pass_segment(beside);
		else
			return;
	}
}

static void advance(struct tcpst_beside *beside)
{
	u64 now = tcpst_clock_real();

	tcpst_tap_read(beside->tap, take_tapped, beside);
	assign(beside, now - TCPST_BESIDE_HOLD_NS);
	pass_until(beside, now - 2 * TCPST_BESIDE_HOLD_NS);
	tcpst_beside_flows_forget(beside->flows, now - TCPST_BESIDE_LINGER_NS);
}

static void take_event(const struct tcpst_event *event, void *arg)
{
	struct tcpst_beside *beside = arg;
	struct held_event *held = tcpst_alloc(1, sizeof(*held));

	held->event = *event;
	tcpst_beside_flows_event(beside->flows, event);
	g_queue_push_tail(beside->events, held);
}

static void take_lost(u64 count, void *arg)
{
	struct tcpst_beside *beside = arg;
	struct held_event *held = tcpst_alloc(1, sizeof(*held));

	held->lost = count;
	g_queue_push_tail(beside->events, held);
}

static void take_flush(void *arg)
{
	struct tcpst_beside *beside = arg;

	advance(beside);
	tcpst_sink_flush(beside->sink);
}

static struct tcpst_beside *begin(struct tcpst_tap *tap, const struct tcpst_sink *sink)
{
	struct tcpst_beside *beside = tcpst_alloc(1, sizeof(*beside));

	beside->tap = tap;
	beside->sink = sink;
	beside->flows = tcpst_beside_flows_new();
	beside->events = g_queue_new();
	beside->arrived = g_queue_new();
	beside->assigned = g_queue_new();
	return beside;
}

/* Pass on all that is held. */
static void finish(struct tcpst_beside *beside)
{
	tcpst_tap_read(beside->tap, take_tapped, beside);
	assign(beside, UINT64_MAX);
	pass_until(beside, UINT64_MAX);
}

static void end(struct tcpst_beside *beside)
{
	g_queue_free_full(beside->events, free);
	g_queue_free_full(beside->arrived, free);
	g_queue_free_full(beside->assigned, free);
	tcpst_beside_flows_free(beside->flows);
	free(beside);
}

/**
 * struct known - flows of the table
 * @wanted: flows wanted
 * @flows:  to which they are added
 */
struct known {
	const struct tcpst_wanted *wanted;
	struct tcpst_beside_flows *flows;
};

static void take_known(const struct tcpst_flow *flow, void *arg)
{
	const struct known *known = arg;

	if (tcpst_wanted_flow(known->wanted, flow))
		tcpst_beside_flows_add(known->flows, flow);
}

/* The flows that are open already; what a dump misses is found with its next event. */
static int read_known(struct tcpst_beside *beside, struct tcpst_nl *nl,
		      const struct tcpst_wanted *wanted)
{
	struct known known = { wanted, beside->flows };
	struct tcps_filter request;
	bool interrupted;

	tcpst_wanted_request(wanted, false, &request);
	return tcpst_nl_flows(nl, &request, take_known, &known, &interrupted);
}

static int follow(struct tcpst_beside *beside, struct tcpst_nl *nl,
		  const struct tcpst_query *query)
{
	const struct tcpst_sink both = {
		.event = take_event,
		.lost = take_lost,
		.flush = take_flush,
		.arg = beside,
		.next = beside->sink,
	};
	int error = read_known(beside, nl, query->wanted);

	if (!error)
		error = tcpst_follow(nl, query, &both);
	finish(beside);
	return error;
}

/**
 * tcpst_beside_follow() - as tcpst_follow(), and capture the segments of the flows
 * @nl:    the module
 * @query: flows wanted, of which segments are wanted as well
 * @sink:  takes events and segments
 * @dropped: set to the number of packets that could not be captured in time, which has
 *         been reported
 * @error: filled in if segments cannot be captured
 *
 * Return: 0, or negative; then @error has the reason, or it is "" and tcpst_nl_error() has.
 */
int tcpst_beside_follow(struct tcpst_nl *nl, const struct tcpst_query *query,
			const struct tcpst_sink *sink, u64 *dropped,
			char error[TCPST_TAP_ERROR])
{
	struct tcpst_wanted wanted = *query->wanted;
	struct tcpst_query events = *query;
	char filter[TCPST_BESIDE_FILTER];
	struct tcpst_beside *beside;
	struct tcpst_tap *tap;
	int failed;

	*dropped = 0;
	error[0] = '\0';
	wanted.filter.types &= ~(1U << TCPST_SEGMENT);
	events.wanted = &wanted;
	events.interval = INTERVAL_NS;
	tcpst_beside_filter(filter, &wanted);
	if (tcpst_tap_open(&tap, filter, error))
		return -1;
	beside = begin(tap, sink);
	failed = follow(beside, nl, &events);
	end(beside);
	*dropped = tcpst_tap_dropped(tap);
	if (*dropped)
		tcpst_remark("%" PRIu64 " packets were dropped before they could be read: segments are missing",
			     *dropped);
	tcpst_tap_close(tap);
	return failed;
}
