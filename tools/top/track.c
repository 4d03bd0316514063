// SPDX-License-Identifier: GPL-2.0
/*
 * The flows of a capture while it is played. The kernel can be queried for flows
 * at any time; a capture has only events, so their present state is kept here.
 */
#include "base/alloc.h"
#include "top/top.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "module/core/segment.h"
#include "module/core/seq.h"
#include "text/roles.h"
#include "text/summary.h"

static u32 *place_of(struct tcpst_top *top, u64 id)
{
	struct tcpst_top_flows *flows = &top->flows;
	size_t places = flows->places ? flows->places : 1024;

	if (id >= flows->places) {
		while (places <= id)
			places *= 2;
		flows->place = tcpst_resize(flows->place, places,
					    sizeof(*flows->place));
		memset(&flows->place[flows->places], 0,
		       (places - flows->places) * sizeof(*flows->place));
		flows->places = places;
	}
	return &flows->place[id];
}

static void forget(struct tcpst_top *top, u64 id)
{
	struct tcpst_top_flows *flows = &top->flows;
	u32 *place = place_of(top, id);
	struct tcpst_top_flow *hole;

	if (!*place)
		return;
	hole = &flows->flow[*place - 1];
	*hole = flows->flow[--flows->n];
	if (hole != &flows->flow[flows->n])
		*place_of(top, hole->flow.id) = *place;
	*place = 0;
}

static struct tcpst_top_flow *find(struct tcpst_top *top,
				   const struct tcpst_event *event)
{
	struct tcpst_flow flow = {
		.id = event->flow,
		.ends = event->ends,
		.live = true,
		.timed = true,
		.verdict = {
			.start = event->time_ns,
			TCPST_VERDICT_UNKNOWN,
			.roles_known = true,
			.adopted = event->cause == TCPS_CAUSE_ADOPT,
			.state = { TCPS_CLOSED, TCPS_LISTEN },
		},
	};
	u32 *place = place_of(top, event->flow);

	if (!*place) {
		tcpst_top_flows_take(&flow, top);
		*place = (u32)top->flows.n;
	}
	return &top->flows.flow[*place - 1];
}

static void take_times(struct tcps_verdict *verdict,
		       const struct tcpst_top_flow *flow,
		       const struct tcpst_event *event)
{
	if (event->to == TCPS_SYN_RECEIVED && event->cause == TCPS_CAUSE_SYN_ACK)
		verdict->syn_to_syn_ack = event->time_ns - verdict->start;
	if (event->endpoint == TCPS_INITIATOR &&
	    event->to == TCPS_ESTABLISHED && !event->retract &&
	    event->certainty == TCPS_OBSERVED &&
	    verdict->syn_to_syn_ack != TCPS_UNKNOWN_NS &&
	    verdict->syn_ack_to_ack == TCPS_UNKNOWN_NS)
		verdict->syn_ack_to_ack = event->time_ns -
					  flow->entered[TCPS_RESPONDER];
}

/* After the FIN, sequence numbers include it; payload was counted up to the FIN. */
static bool sent_fin(unsigned int state)
{
	switch (state) {
	case TCPS_FIN_WAIT_1:
	case TCPS_FIN_WAIT_2:
	case TCPS_CLOSING:
	case TCPS_TIME_WAIT:
	case TCPS_LAST_ACK:
	case TCPS_CLOSED:
		return true;
	default:
		return false;
	}
}

static void take_octets(struct tcps_verdict *verdict,
			const struct tcpst_event *event)
{
	unsigned int role;

	if (!event->segment || !tcpst_event_shows_position(event))
		return;
	for (role = 0; role < 2; role++) {
		bool own = event->sender == role;
		u32 end = (own ? event->seq + event->len : event->ack) -
			  event->iss[role] - 1;

		if (!event->iss_known[role] ||
		    sent_fin(verdict->state[role]) ||
		    (!own && !(event->flags & TCPS_FLAG_ACK)) ||
		    (own && event->flags & TCPS_FLAG_SYN))
			continue;
		if (tcps_seq_after(end, (u32)verdict->bytes[role]))
			verdict->bytes[role] += end - (u32)verdict->bytes[role];
	}
}

/* A retransmission is a note, or retracts a presumption about its sender. */
static void count_repeat(struct tcps_verdict *verdict,
			 const struct tcpst_event *event)
{
	bool back = event->retract && event->sender == event->endpoint;
	u8 *count = NULL;

	switch (event->cause) {
	case TCPS_CAUSE_SYN_REPEAT:
		count = &verdict->syn_repeats;
		break;
	case TCPS_CAUSE_SYN_ACK:
		count = back ? &verdict->syn_ack_repeats : NULL;
		break;
	case TCPS_CAUSE_SYN_ACK_REPEAT:
		count = &verdict->syn_ack_repeats;
		break;
	case TCPS_CAUSE_FIN:
		count = back ? &verdict->fin_repeats[event->endpoint] : NULL;
		break;
	case TCPS_CAUSE_FIN_REPEAT:
		count = &verdict->fin_repeats[event->endpoint];
		break;
	default:
		break;
	}
	if (count && *count < UINT8_MAX)
		++*count;
}

static void swap(u64 *a, u64 *b)
{
	u64 before = *a;

	*a = *b;
	*b = before;
}

/* Swap the roles. Both ends are in the same state then, so states are not swapped. */
static void turn(struct tcpst_top_flow *flow)
{
	tcpst_roles_turn_addrs(&flow->flow.ends);
	swap(&flow->flow.verdict.bytes[0], &flow->flow.verdict.bytes[1]);
	swap(&flow->flow.heard_ns[0], &flow->flow.heard_ns[1]);
	swap(&flow->entered[0], &flow->entered[1]);
}

/** tcpst_top_track() - process an event of a capture; events must come in order */
void tcpst_top_track(struct tcpst_top *top, const struct tcpst_event *event)
{
	struct tcpst_top_flow *flow;
	struct tcps_verdict *verdict;
	unsigned int role;

	if (event->type == TCPST_LIFE) {
		/* Flows that are open when the capture ends stay on the screen. */
		if (!tcpst_flow_is_open(&event->life))
			forget(top, event->flow);
		return;
	}
	flow = find(top, event);
	if (tcpst_roles_turned(&flow->flow.ends, &event->ends))
		turn(flow);
	verdict = &flow->flow.verdict;
	flow->flow.seen_ns = event->time_ns;
	/* All segments of the handshake are events; the slowest handshakes are shown. */
	if (event->segment)
		flow->flow.heard_ns[event->sender] = event->time_ns;
	count_repeat(verdict, event);
	take_octets(verdict, event);
	if (event->type != TCPST_TRANSITION)
		return;
	role = event->endpoint;
	take_times(verdict, flow, event);
	verdict->state[role] = event->to;
	flow->entered[role] = event->time_ns;
}
