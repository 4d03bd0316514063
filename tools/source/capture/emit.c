// SPDX-License-Identifier: GPL-2.0
/* Generating the events of a replay: transitions and notes, and the life of each flow. */
#include "source/capture/emit.h"

#include "module/core/class.h"
#include "module/core/silence.h"

static void fill_addr(u8 to[16], const u64 from[2])
{
	union {
		u64 words[2];
		u8 octets[16];
	} addr = { .words = { from[0], from[1] } };
	unsigned int i;

	for (i = 0; i < 16; i++)
		to[i] = addr.octets[i];
}

static void fill_ends(struct tcpst_addrs *ends,
		      const struct tcpst_replay_flow *flow)
{
	const struct tcpst_replay_key *key = &flow->key;
	unsigned int role;

	ends->ipv6 = tcpst_replay_key_ipv6(key);
	for (role = 0; role < 2; role++) {
		unsigned int side = flow->conn.initiator ^ role;

		fill_addr(ends->addr[role], key->addr[side]);
		ends->port[role] = tcpst_replay_key_port(key, side);
	}
}

static void fill_iss(bool known[2], u32 iss[2],
		     const struct tcpst_replay_flow *flow)
{
	unsigned int role;

	for (role = 0; role < 2; role++) {
		const struct tcps_endpoint *ep =
			&flow->conn.ep[flow->conn.initiator ^ role];

		known[role] = ep->flags & TCPS_EP_SEEN;
		iss[role] = ep->iss;
	}
}

static void deliver(struct tcpst_emit *emit)
{
	emit->event.seqno++;
	if (emit->take)
		emit->take(&emit->event, emit->arg);
}

static void fill_icmp(struct tcpst_icmp *icmp, const struct tcpst_error *error,
		      bool ipv6)
{
	unsigned int i;

	icmp->known = error;
	if (!error)
		return;
	icmp->type = error->type;
	icmp->code = error->code;
	icmp->from.ipv6 = ipv6;
	for (i = 0; i < 16; i++)
		icmp->from.addr[0][i] = error->from[i];
}

static void fill_proven(u8 proven[2], const struct tcpst_replay_flow *flow)
{
	unsigned int role;

	for (role = 0; role < 2; role++)
		proven[role] = flow->conn.ep[flow->conn.initiator ^ role].proven;
}

static void start_event(struct tcpst_emit *emit,
			const struct tcpst_replay_flow *flow, u64 now)
{
	struct tcpst_event *event = &emit->event;

	event->time_ns = now;
	event->flow = flow->id;
	fill_ends(&event->ends, flow);
	fill_iss(event->iss_known, event->iss, flow);
	fill_proven(event->proven, flow);
	event->frame = emit->frame ? emit->frame->number : 0;
	event->iface = emit->frame ? emit->frame->iface : "";
	event->tunnel = tcpst_replay_key_tunnel(&flow->key);
	fill_icmp(&event->icmp, emit->error, tcpst_replay_key_ipv6(&flow->key));
}

/* Fill in the segment that caused the changes; NULL: a timer, or an ICMP error. */
static void fill_segment(struct tcpst_event *event,
			 const struct tcpst_replay_flow *flow,
			 const struct tcps_segment *seg, unsigned int side)
{
	event->segment = seg;
	if (!seg)
		return;
	event->sender = side ^ flow->conn.initiator;
	event->seq = seg->seq;
	event->ack = seg->ack;
	event->len = seg->len;
	event->flags = seg->flags;
	event->window = seg->window;
}

/*
 * Fill in options of a SYN and the time to live of a RST. They are not known of a segment
 * that was held back as a stray.
 */
static void fill_header(struct tcpst_emit *emit, const struct tcpst_replay_flow *flow,
			const struct tcps_segment *seg, unsigned int side)
{
	struct tcpst_event *event = &emit->event;
	const struct tcpst_packet *packet;

	event->options = 0;
	event->rst_ttl = 0;
	event->rst_usual = 0;
	if (!seg || !emit->frame || seg != &emit->frame->packet.seg)
		return;
	packet = &emit->frame->packet;
	event->options = packet->options;
	if (!(seg->flags & TCPS_FLAG_RST))
		return;
	event->rst_ttl = packet->ttl;
	event->rst_usual = tcps_hops_usual(&flow->conn.hops, side, event->rst_ttl);
}

/* The cause shows whether a segment that may be a challenge ACK is one. */
static void fill_answers(const struct tcpst_emit *emit, struct tcpst_event *event,
			 const struct tcps_segment *seg)
{
	event->drawn = emit->drawn && emit->frame && seg == &emit->frame->packet.seg &&
		       tcpst_answers_shown(event);
	if (event->drawn)
		event->answers = emit->drew;
}

static void fill_silence(struct tcpst_flow *life, unsigned int role,
			 const struct tcps_conn *conn, unsigned int side, u64 now)
{
	if (conn->heard & 1 << side)
		life->heard_ns[role] = tcps_silence_heard(conn, side, now);
	life->unacked[role] = tcps_silence_unacked(conn, side);
	life->unacked_known[role] = life->unacked[role] != TCPS_UNACKED_UNKNOWN;
	life->probes[role] = (u8)tcps_silence_probes(conn, side);
}

/* Fill in the timer of a flow that is open when the capture ends. */
static void fill_timer(struct tcpst_flow *life,
		       const struct tcpst_replay_flow *flow, u64 now)
{
	if (!tcpst_flow_is_open(life))
		return;
	life->timed = true;
	life->class = tcps_class_of(&flow->conn);
	life->seen_ns = flow->seen;
	life->expires_ms = flow->deadline > now ?
			   (flow->deadline - now) / 1000000 : 0;
}

static void fill_life(struct tcpst_emit *emit, const struct tcpst_replay_flow *flow,
		      u64 now)
{
	struct tcpst_flow *life = &emit->event.life;
	unsigned int role;

	start_event(emit, flow, now);
	emit->event.type = TCPST_LIFE;
	emit->event.segment = false;
	emit->event.endpoint = TCPS_ROLE_NONE;
	*life = (struct tcpst_flow){
		.id = flow->id,
		.ends = emit->event.ends,
		.accounted = true,
		.iface = flow->iface,
		.frame = flow->frame,
		.tunnel = tcpst_replay_key_tunnel(&flow->key),
		.trail = flow->trail,
	};
	if (flow->conn.reset_by != TCPS_SIDE_NONE) {
		life->rst_ttl = flow->rst_ttl;
		life->rst_usual = tcps_hops_usual(&flow->conn.hops, flow->conn.reset_by,
						  flow->rst_ttl);
	}
	if (flow->conn.initiator)
		tcpst_trail_turn(&life->trail);
	tcps_verdict_make(&life->verdict, &flow->conn, now);
	fill_timer(life, flow, now);
	if (flow->conn.end == TCPS_END_UNREACHABLE)
		fill_icmp(&life->icmp, &flow->error, tcpst_replay_key_ipv6(&flow->key));
	fill_iss(life->iss_known, life->iss, flow);
	fill_proven(life->proven, flow);
	life->probed = true;
	for (role = 0; role < 2; role++) {
		unsigned int side = flow->conn.initiator ^ role;

		fill_silence(life, role, &flow->conn, side, now);
		life->packets[role] = flow->account.packets[side];
		life->rtt_ns[role] = flow->account.rtt_ns[side];
		life->options[role] = flow->account.options[side];
	}
}

/* Pass on the life of a flow that has closed, but is in TIME-WAIT or subject to retraction. */
static void emit_close(struct tcpst_emit *emit, struct tcpst_replay_flow *flow, u64 now)
{
	if (!emit->at_close || flow->reported || tcps_fsm_ended(&flow->conn) ||
	    tcps_fsm_end(&flow->conn) == TCPS_END_STILL_OPEN)
		return;
	fill_life(emit, flow, now);
	flow->outcome = tcpst_outcome_of(&emit->event.life.verdict);
	flow->reported = true;
	emit->take(&emit->event, emit->arg);
}

/**
 * tcpst_emit_life() - pass on the life of a flow that ended
 * @emit: the callbacks
 * @flow: the flow
 * @now:  time, ns
 *
 * Unless the same outcome was passed on when both ends had closed.
 */
void tcpst_emit_life(struct tcpst_emit *emit,
		     const struct tcpst_replay_flow *flow, u64 now)
{
	struct tcpst_flow *life = &emit->event.life;

	fill_life(emit, flow, now);
	life->corrects = flow->reported &&
			 !tcpst_outcome_agrees(&flow->outcome, &life->verdict);
	if (!flow->reported || life->corrects)
		deliver(emit);
}

/**
 * tcpst_emit_step() - pass on the changes of a step of a flow
 * @emit: the callbacks
 * @flow: the flow
 * @step: its changes; if there are none, nothing is passed on
 * @seg:  the segment that caused them; NULL: a timer, or an ICMP error
 * @side: the side that sent @seg
 * @now:  time, ns
 *
 * If the step closed the flow, its life follows, if that is wanted at once.
 */
void tcpst_emit_step(struct tcpst_emit *emit,
		     struct tcpst_replay_flow *flow,
		     const struct tcps_step *step,
		     const struct tcps_segment *seg, unsigned int side,
		     u64 now)
{
	struct tcpst_event *event = &emit->event;
	unsigned int i;

	if (!step->n)
		return;
	start_event(emit, flow, now);
	fill_segment(event, flow, seg, side);
	fill_header(emit, flow, seg, side);
	for (i = 0; i < step->n; i++) {
		const struct tcps_change *change = &step->change[i];

		event->type = change->flags & TCPS_CHANGE_NOTE ?
			      TCPST_NOTE : TCPST_TRANSITION;
		event->endpoint = change->side ^ flow->conn.initiator;
		event->from = change->from;
		event->to = change->to;
		event->cause = change->cause;
		event->certainty = change->certainty;
		event->retract = change->flags & TCPS_CHANGE_RETRACT;
		fill_answers(emit, event, seg);
		deliver(emit);
	}
	emit_close(emit, flow, now);
}

/* The headers are not known of a segment that was held back as a stray. */
static void fill_octets(struct tcpst_emit *emit, const struct tcps_segment *seg)
{
	const struct tcpst_frame *frame = emit->frame;
	struct tcpst_event *event = &emit->event;
	bool present = frame && seg == &frame->packet.seg && frame->header;

	event->header = present ? frame->header->octets : NULL;
	event->header_size = present ? frame->header->size : 0;
}

/** tcpst_emit_wanted() - as tcpst_emit_segment(), if segments are wanted */
void tcpst_emit_wanted(struct tcpst_emit *emit,
		       const struct tcpst_replay_flow *flow,
		       const struct tcps_segment *seg, unsigned int side,
		       u64 now)
{
	struct tcpst_event *event = &emit->event;

	start_event(emit, flow, now);
	fill_segment(event, flow, seg, side);
	fill_header(emit, flow, seg, side);
	event->type = TCPST_SEGMENT;
	event->endpoint = event->sender;
	event->from = tcps_fsm_state(&flow->conn, side);
	event->to = event->from;
	event->cause = TCPS_CAUSE_ACK;
	event->certainty = TCPS_OBSERVED;
	event->retract = false;
	event->drawn = false;
	fill_octets(emit, seg);
	emit->take(event, emit->arg);
	event->header = NULL;
}
