// SPDX-License-Identifier: GPL-2.0
/*
 * Assigning frames to flows: the counterpart of module/tracker.c, with frames and the
 * clock of the capture instead of packets and the kernel's clock.
 */
#include "source/capture/tracker.h"

#include <stdlib.h>

#include "base/inline.h"
#include "module/core/account.h"
#include "module/core/class.h"
#include "module/core/predict.h"
#include "module/core/seq.h"

#define SECOND 1000000000ULL

/* Timeouts by class, seconds. */
static const u64 timeouts[TCPS_CLASS_MAX] = TCPS_CLASS_TIMEOUTS;

/** tcpst_tracker_expire() - expire the timers that are due */
void tcpst_tracker_expire(struct tcpst_tracker *tracker)
{
	struct tcpst_replay_flow *flow;
	struct tcps_step step;

	while ((flow = tcpst_replay_due(&tracker->flows, tracker->now))) {
		tcps_fsm_timeout(&flow->conn, flow->deadline, &step);
		tcpst_emit_step(&tracker->emit, flow, &step, NULL, 0,
				flow->deadline);
		tcpst_emit_life(&tracker->emit, flow, flow->deadline);
		tcpst_replay_remove(&tracker->flows, flow);
	}
}

static void set_timer(struct tcpst_tracker *tracker,
		      struct tcpst_replay_flow *flow,
		      const struct tcps_step *step)
{
	if (step->restart)
		tcpst_replay_delay(&tracker->flows, flow, tracker->now +
				   SECOND * timeouts[tcps_class_of(&flow->conn)]);
}

/* A stray that was held back is not passed on again: it was when it was captured. */
static void emit_segment(const struct tcpst_tracker *tracker,
			 const struct tcpst_replay_flow *flow,
			 const struct tcps_segment *seg, unsigned int side)
{
	const struct tcpst_emit *emit = &tracker->emit;
	const struct tcpst_frame *frame = emit->frame;

	if (!frame || seg != &frame->packet.seg)
		return;
	emit->segment(&(struct tcpst_placed){
			      .flow = flow->id,
			      .side = side,
			      .time_ns = frame->clock_ns,
			      .frame = frame->number,
			      .packet = &frame->packet,
		      }, emit->arg);
}

/* Find out which segment this one of the present frame answers, if it does. */
static TCPST_NOINLINE void note_answers(struct tcpst_tracker *tracker,
					struct tcpst_replay_flow *flow,
					const struct tcps_segment *seg, unsigned int side)
{
	struct tcpst_emit *emit = &tracker->emit;
	const struct tcpst_frame *frame = emit->frame;
	struct tcpst_answers *answers;
	struct tcpst_sent sent;

	if (!frame || seg != &frame->packet.seg)
		return;
	sent = (struct tcpst_sent){
		.time_ns = tracker->now, .frame = frame->number,
		.seq = seg->seq, .ack = seg->ack, .len = seg->len, .flags = seg->flags,
	};
	answers = tcpst_replay_answers(flow);
	emit->drawn = tcpst_answers_take(answers, side, &sent, &emit->drew);
	/* If segments are missing from the capture, it may not be the only one like that. */
	if (!(flow->conn.flags & TCPS_CONN_WHOLE) && !(seg->flags & TCPS_FLAG_SYN))
		tcpst_answers_doubt(answers, side);
}

/* What is done with a segment only if it is wanted, which it is not for most purposes. */
static inline void note_wanted(struct tcpst_tracker *tracker,
			       struct tcpst_replay_flow *flow,
			       const struct tcps_segment *seg, unsigned int side)
{
	if (tracker->emit.segment)
		emit_segment(tracker, flow, seg, side);
	if (tracker->emit.answers)
		note_answers(tracker, flow, seg, side);
}

static inline void note_seen(struct tcpst_tracker *tracker,
			     struct tcpst_replay_flow *flow,
			     const struct tcps_segment *seg, unsigned int side)
{
	flow->seen = tracker->now;
	note_wanted(tracker, flow, seg, side);
	tcpst_trail_note(&flow->trail, side, seg);
}

/* Record a segment in the trail; its header is known only if it is in the present frame. */
static void note_trail(struct tcpst_tracker *tracker,
		       struct tcpst_replay_flow *flow,
		       const struct tcps_segment *seg, unsigned int side)
{
	const struct tcpst_frame *frame = tracker->emit.frame;

	note_seen(tracker, flow, seg, side);
	if (!frame || seg != &frame->packet.seg)
		return;
	tcps_account_offer(&flow->account, side, frame->packet.options);
	tcps_hops_note(&flow->conn.hops, side, seg->flags, frame->packet.ttl);
}

/* Record the time to live of a RST in the present frame that was accepted. */
static void note_reset(const struct tcpst_tracker *tracker,
		       struct tcpst_replay_flow *flow, const struct tcps_step *step)
{
	if (tcps_step_resets(step) && tracker->emit.frame)
		flow->rst_ttl = tracker->emit.frame->packet.ttl;
}

/* Begin a flow at @now with a segment. */
static void begin(struct tcpst_tracker *tracker, struct tcpst_replay_flow *flow,
		  const struct tcps_segment *seg, unsigned int side, u64 now)
{
	struct tcps_step step;

	flow->id = ++tracker->stats->flows;
	flow->iface = tracker->emit.frame->iface;
	flow->frame = tracker->emit.frame->number;
	flow->timed = !tracker->emit.frame->untimed;
	flow->clock_sets = tracker->clock_sets;
	flow->trail = (struct tcpst_trail){ .history = 0 };
	if (tracker->emit.answers)
		*tcpst_replay_answers(flow) = (struct tcpst_answers){ .n = { 0 } };
	flow->rst_ttl = 0;
	if (tracker->flows.n > tracker->stats->most_flows)
		tracker->stats->most_flows = tracker->flows.n;
	tcps_fsm_open(&flow->conn, side, seg, now, &flow->account, &step);
	note_trail(tracker, flow, seg, side);
	tcpst_emit_step(&tracker->emit, flow, &step, seg, side, now);
	tcpst_emit_segment(&tracker->emit, flow, seg, side, now);
	set_timer(tracker, flow, &step);
}

/* Is the time from the beginning of a flow to the present frame known? */
static bool knows_time(const struct tcpst_tracker *tracker,
		       const struct tcpst_replay_flow *flow)
{
	return flow->timed && flow->clock_sets == tracker->clock_sets &&
	       !tracker->emit.frame->untimed;
}

static void act(struct tcpst_tracker *tracker, struct tcpst_replay_flow *flow,
		const struct tcps_segment *seg, unsigned int side)
{
	struct tcps_endpoint *from = &flow->conn.ep[side];
	u16 untimed = ~from->flags & TCPS_EP_TIMED;
	struct tcps_step step;

	tcps_fsm_step(&flow->conn, side, seg, tracker->now, &flow->account,
		      &step);
	if (!knows_time(tracker, flow))
		from->flags &= ~untimed;
	note_trail(tracker, flow, seg, side);
	note_reset(tracker, flow, &step);
	tcpst_emit_step(&tracker->emit, flow, &step, seg, side, tracker->now);
	tcpst_emit_segment(&tracker->emit, flow, seg, side, tracker->now);
	set_timer(tracker, flow, &step);
}

static void end_flow(struct tcpst_tracker *tracker,
		     struct tcpst_replay_flow *flow)
{
	tcpst_emit_life(&tracker->emit, flow, tracker->now);
	tcpst_replay_remove(&tracker->flows, flow);
}

static enum tcps_cause cause_of(const struct tcps_segment *seg)
{
	if (!(seg->flags & TCPS_FLAG_SYN))
		return TCPS_CAUSE_ACK;
	return seg->flags & TCPS_FLAG_ACK ? TCPS_CAUSE_SYN_ACK : TCPS_CAUSE_SYN;
}

/* End a flow that another connection replaces. */
static void supersede(struct tcpst_tracker *tracker,
		      struct tcpst_replay_flow *flow,
		      const struct tcpst_tracker_frame *frame)
{
	const struct tcps_segment *seg = &frame->read->packet.seg;
	struct tcps_step step;

	tcps_fsm_supersede(&flow->conn, frame->side, cause_of(seg), tracker->now,
			   &step);
	tcpst_emit_step(&tracker->emit, flow, &step, seg, frame->side,
			tracker->now);
	end_flow(tracker, flow);
}

/* A SYN of another connection arrives for the flow. */
static void challenge(struct tcpst_tracker *tracker,
		      struct tcpst_replay_flow *flow,
		      const struct tcpst_tracker_frame *frame)
{
	const struct tcps_segment *seg = &frame->read->packet.seg;
	struct tcps_step step;

	if (tracker->emit.answers)
		note_answers(tracker, flow, seg, (unsigned int)frame->side);
	tcps_fsm_challenge(&flow->conn, frame->side, &step);
	tcpst_emit_step(&tracker->emit, flow, &step, seg, frame->side,
			tracker->now);
}

static void act_on_attempt(struct tcpst_tracker *tracker,
			   struct tcpst_replay_flow *flow,
			   const struct tcpst_tracker_frame *frame)
{
	struct tcpst_replay_flow *attempt = flow->attempt;
	const struct tcps_segment *seg = &frame->read->packet.seg;
	struct tcps_step step;

	act(tracker, attempt, seg, frame->side);
	if (tcps_place_succeeds(&flow->conn, &attempt->conn)) {
		supersede(tracker, flow, frame);
	} else if (tcps_place_refused(&attempt->conn)) {
		tcps_fsm_refused(&flow->conn, frame->side, tracker->now, &step);
		note_reset(tracker, flow, &step);
		tcpst_emit_step(&tracker->emit, flow, &step, seg, frame->side,
				tracker->now);
		set_timer(tracker, flow, &step);
	} else if (cause_of(seg) == TCPS_CAUSE_SYN) {
		challenge(tracker, flow, frame);
	}
}

static void attempt(struct tcpst_tracker *tracker,
		    struct tcpst_replay_flow *flow,
		    const struct tcpst_tracker_frame *frame)
{
	if (flow->attempt)
		supersede(tracker, flow->attempt, frame);
	challenge(tracker, flow, frame);
	begin(tracker, tcpst_replay_add_attempt(&tracker->flows, flow),
	      &frame->read->packet.seg, frame->side, tracker->now);
}

/* End the flow and its attempt, and begin the next one at @now. */
static void succeed(struct tcpst_tracker *tracker,
		    struct tcpst_replay_flow *flow,
		    const struct tcpst_tracker_frame *frame,
		    const struct tcps_segment *seg,
		    unsigned int side, u64 now)
{
	if (flow->attempt)
		supersede(tracker, flow->attempt, frame);
	supersede(tracker, flow, frame);
	begin(tracker, tcpst_replay_add(&tracker->flows, &frame->key,
					frame->hash), seg, side, now);
}

/* The stray and this segment agree: many segments of the flow were missed. */
static void take_stray(struct tcpst_tracker *tracker, struct tcpst_replay_flow *flow,
		       struct tcpst_replay_flow *belongs,
		       const struct tcpst_tracker_frame *frame)
{
	const struct tcps_stray stray = flow->stray;

	flow->stray.side = TCPS_SIDE_NONE;
	tcps_fsm_resync(&belongs->conn, stray.side, &stray.seg, frame->side,
			&frame->read->packet.seg);
	act(tracker, belongs, &stray.seg, stray.side);
}

/* ... or they belong to the next connection, which begins with the stray. */
static void begin_next(struct tcpst_tracker *tracker,
		       struct tcpst_replay_flow *flow,
		       const struct tcpst_tracker_frame *frame)
{
	const struct tcps_stray stray = flow->stray;
	const u64 stray_frame = flow->stray_frame;

	succeed(tracker, flow, frame, &stray.seg, stray.side, stray.at);
	flow = tcpst_replay_find(&tracker->flows, &frame->key, frame->hash);
	if (!flow)
		return;
	flow->frame = stray_frame;
	act(tracker, flow, &frame->read->packet.seg, frame->side);
}

/* The segment fits no known connection: note it, and keep it until another agrees with it. */
static void stray(struct tcpst_tracker *tracker, struct tcpst_replay_flow *flow,
		  const struct tcpst_tracker_frame *frame, bool keep)
{
	const struct tcps_segment *seg = &frame->read->packet.seg;
	struct tcps_step step;

	note_wanted(tracker, flow, seg, (unsigned int)frame->side);
	tcps_fsm_stray(&flow->conn, frame->side, seg, &step);
	tcpst_emit_step(&tracker->emit, flow, &step, seg, frame->side,
			tracker->now);
	tcpst_emit_segment(&tracker->emit, flow, seg, (unsigned int)frame->side,
			   tracker->now);
	flow->stray = (struct tcps_stray){
		.at = tracker->now,
		.seg = *seg,
		.side = keep ? frame->side : TCPS_SIDE_NONE,
	};
	flow->stray_frame = frame->read->number;
}

static void place_segment(struct tcpst_tracker *tracker,
			  struct tcpst_replay_flow *flow,
			  const struct tcpst_tracker_frame *frame)
{
	struct tcpst_replay_flow *beside = flow->attempt;
	const struct tcps_segment *seg = &frame->read->packet.seg;
	const struct tcps_tuple known = {
		.current_conn = &flow->conn,
		.current_account = &flow->account,
		.pending = beside ? &beside->conn : NULL,
		.pending_account = beside ? &beside->account : NULL,
		.stray = &flow->stray,
	};

	switch (tcps_place_segment(&known, frame->side, seg, tracker->now)) {
	case TCPS_PLACE_CURRENT:
		tcps_place_goes_on(&flow->conn, seg, &flow->stray);
		act(tracker, flow, seg, frame->side);
		break;
	case TCPS_PLACE_PENDING:
		act_on_attempt(tracker, flow, frame);
		break;
	case TCPS_PLACE_ATTEMPT:
		attempt(tracker, flow, frame);
		break;
	case TCPS_PLACE_SUCCESSOR:
		succeed(tracker, flow, frame, seg, frame->side, tracker->now);
		break;
	case TCPS_PLACE_NEXT:
		begin_next(tracker, flow, frame);
		break;
	case TCPS_PLACE_RESYNC:
		take_stray(tracker, flow, flow, frame);
		act(tracker, flow, seg, frame->side);
		break;
	case TCPS_PLACE_RESYNC_PENDING:
		take_stray(tracker, flow, beside, frame);
		act_on_attempt(tracker, flow, frame);
		break;
	case TCPS_PLACE_STRAY:
		stray(tracker, flow, frame, true);
		break;
	case TCPS_PLACE_REFUSAL:
		stray(tracker, flow, frame, false);
		break;
	}
}

static void take_segment(struct tcpst_tracker *tracker,
			 const struct tcpst_tracker_frame *frame)
{
	const struct tcps_segment *seg = &frame->read->packet.seg;
	struct tcpst_replay_flow *flow;

	tracker->stats->segments++;
	if (frame->side < 0) {	/* connected to itself: the sender is ambiguous */
		tracker->stats->unrelated++;
		return;
	}
	flow = tcpst_replay_look(&tracker->flows, &frame->key, frame->hash, frame->guess);
	if (!flow) {
		if (tcps_fsm_opens(seg))
			begin(tracker,
			      tcpst_replay_add(&tracker->flows, &frame->key,
					       frame->hash),
			      seg, frame->side, tracker->now);
		else
			tracker->stats->unrelated++;
	} else if (tcps_predict_segment(&flow->conn, frame->side, seg,
					tracker->now, &flow->account)) {
		note_seen(tracker, flow, seg, (unsigned int)frame->side);
		tcps_hops_note(&flow->conn.hops, (unsigned int)frame->side,
			       seg->flags, frame->read->packet.ttl);
		tcpst_emit_segment(&tracker->emit, flow, seg,
				   (unsigned int)frame->side, tracker->now);
		tcpst_replay_delay(&tracker->flows, flow, tracker->now +
				   SECOND * timeouts[TCPS_CLASS_ESTABLISHED]);
	} else {
		place_segment(tracker, flow, frame);
	}
}

static void take_icmp(struct tcpst_tracker *tracker,
		      const struct tcpst_tracker_frame *frame)
{
	struct tcpst_replay_flow *flow;
	struct tcps_step step;

	tracker->stats->icmp++;
	if (frame->side < 0)
		return;
	flow = tcpst_replay_look(&tracker->flows, &frame->key, frame->hash, frame->guess);
	if (!flow)
		return;
	if (flow->attempt &&
	    tcps_place_quotes(&flow->attempt->conn, (unsigned int)frame->side,
			      frame->read->packet.seg.seq))
		flow = flow->attempt;
	tcps_fsm_icmp(&flow->conn, frame->side, frame->read->packet.seg.seq,
		      frame->read->packet.fatal, tracker->now, &step);
	if (step.change[0].cause == TCPS_CAUSE_ICMP)
		flow->error = frame->read->packet.error;
	tracker->emit.error = &frame->read->packet.error;
	tcpst_emit_step(&tracker->emit, flow, &step, NULL, 0, tracker->now);
	tracker->emit.error = NULL;
	set_timer(tracker, flow, &step);
}

/* A frame that is no segment, or one that is ignored. */
static TCPST_NOINLINE void take_other(struct tcpst_tracker *tracker,
				      const struct tcpst_tracker_frame *frame)
{
	struct tcpst_replay_stats *stats = tracker->stats;

	switch (frame->read->result) {
	case TCPST_LINK_SEGMENT:
		break;
	case TCPST_LINK_ICMP:
		take_icmp(tracker, frame);
		break;
	case TCPST_LINK_OTHER:
		stats->not_tcp++;
		break;
	case TCPST_LINK_FRAGMENT:
		stats->fragments++;
		break;
	case TCPST_LINK_TRUNCATED:
		stats->truncated++;
		break;
	case TCPST_LINK_BAD:
		stats->malformed++;
		break;
	case TCPST_LINK_CHECKSUM:
		stats->bad_checksum++;
		break;
	case TCPST_LINK_DUPLICATE:
		stats->duplicates++;
		break;
	}
}

/**
 * tcpst_tracker_take() - process a frame, and pass on the events
 * @tracker: the tracker, with its time set to that of the frame
 * @frame:   the frame
 */
void tcpst_tracker_take(struct tcpst_tracker *tracker,
			const struct tcpst_tracker_frame *frame)
{
	tracker->stats->packets++;
	tracker->clock_sets += frame->read->set;
	tracker->emit.frame = frame->read;
	if (frame->read->result == TCPST_LINK_SEGMENT)
		take_segment(tracker, frame);
	else
		take_other(tracker, frame);
	tracker->emit.frame = NULL;
}

static int by_id(const void *a, const void *b)
{
	const struct tcpst_replay_due *first = a, *second = b;

	return first->flow->id < second->flow->id ? -1 : 1;
}

/**
 * tcpst_tracker_finish() - report the flows that are left when the capture ends
 * @tracker: the tracker
 *
 * They are reported in the order in which they began.
 */
void tcpst_tracker_finish(struct tcpst_tracker *tracker)
{
	struct tcpst_replay_flows *flows = &tracker->flows;
	u32 i;

	if (flows->n)
		qsort(flows->heap, flows->n, sizeof(*flows->heap), by_id);
	for (i = 0; i < flows->n; i++)
		tcpst_emit_life(&tracker->emit, flows->heap[i].flow,
				tracker->now);
	flows->n = 0;
}
