// SPDX-License-Identifier: GPL-2.0
/*
 * A capture through the machine. What the module's tracker does with packets
 * and the kernel's clock is done here with frames and theirs.
 */
#include "source/capture/replay.h"

#include <stdio.h>
#include <stdlib.h>

#include "source/capture/capture.h"
#include "module/core/predict.h"
#include "source/capture/replay_flows.h"
#include "source/capture/emit.h"

#define SECOND 1000000000ULL

/* Seconds. */
static const u64 timeouts[TCPS_CLASS_MAX] = TCPS_CLASS_TIMEOUTS;

/* Frames looked at together, so that memory is fetched for all at once. */
#define BATCH 32

/**
 * struct frame - a frame read, and not yet dealt with
 * @result: what it holds
 * @packet: of a segment, or of a quoted one
 * @key:    of its flow; @hash: of @key; @side: that sent it, -1: no flow
 * @time:   ns since the Unix epoch
 * @number: its place in the capture; @iface: its interface
 */
struct frame {
	enum tcpst_link_result result;
	int side;
	u32 hash;
	u64 time;
	u64 number;
	const char *iface;
	struct tcpst_replay_key key;
	struct tcpst_packet packet;
};

/**
 * struct replay - one capture on its way through the machine
 * @flows: live flows
 * @batch: frames read, of which there are @n
 * @now:   time of the latest frame, ns; never goes back
 * @until: when it is over, ns; frames after that are not looked at
 * @ops:   who is asked, and told
 * @stats: what was done
 * @emit:  passes on the events
 * @frame: the one being dealt with, or NULL
 * @stop:  read no more
 * @over:  read no more, as if the capture ended
 */
struct replay {
	struct tcpst_replay_flows flows;
	struct frame batch[BATCH];
	unsigned int n;
	u64 now;
	u64 until;
	const struct tcpst_replay_ops *ops;
	struct tcpst_replay_stats *stats;
	struct tcpst_emit emit;
	const struct frame *frame;
	bool stop;
	bool over;
};

static void expire(struct replay *replay)
{
	struct tcpst_replay_flow *flow;
	struct tcps_step step;

	while ((flow = tcpst_replay_due(&replay->flows, replay->now))) {
		tcps_fsm_timeout(&flow->conn, flow->deadline, &step);
		tcpst_emit_step(&replay->emit, flow, &step, NULL, 0,
				flow->deadline);
		tcpst_emit_life(&replay->emit, flow, flow->deadline);
		tcpst_replay_remove(&replay->flows, flow);
	}
}

static void set_timer(struct replay *replay, struct tcpst_replay_flow *flow,
		      const struct tcps_step *step)
{
	if (step->restart)
		tcpst_replay_delay(&replay->flows, flow, replay->now +
				   SECOND * timeouts[tcps_fsm_class(&flow->conn)]);
}

/* What a segment leaves behind; options are kept of the present frame only. */
static void note_trail(const struct replay *replay,
		       struct tcpst_replay_flow *flow,
		       const struct tcps_segment *seg, unsigned int side)
{
	const struct frame *frame = replay->frame;

	flow->seen = replay->now;
	tcpst_trail_note(&flow->trail, side, seg,
			 frame && seg == &frame->packet.seg ?
			 frame->packet.options : 0);
}

/* A flow begins, at @now, with a segment. */
static void begin(struct replay *replay, struct tcpst_replay_flow *flow,
		  const struct tcps_segment *seg, unsigned int side, u64 now)
{
	struct tcps_step step;

	flow->id = ++replay->stats->flows;
	flow->iface = replay->emit.iface;
	flow->trail = (struct tcpst_trail){ .history = 0 };
	if (replay->flows.n > replay->stats->most_flows)
		replay->stats->most_flows = replay->flows.n;
	tcps_fsm_open(&flow->conn, side, seg, now, &flow->account, &step);
	note_trail(replay, flow, seg, side);
	tcpst_emit_step(&replay->emit, flow, &step, seg, side, now);
	set_timer(replay, flow, &step);
}

static void act(struct replay *replay, struct tcpst_replay_flow *flow,
		const struct tcps_segment *seg, unsigned int side)
{
	struct tcps_step step;

	tcps_fsm_step(&flow->conn, side, seg, replay->now, &flow->account,
		      &step);
	note_trail(replay, flow, seg, side);
	tcpst_emit_step(&replay->emit, flow, &step, seg, side, replay->now);
	set_timer(replay, flow, &step);
}

static void end_flow(struct replay *replay, struct tcpst_replay_flow *flow)
{
	tcpst_emit_life(&replay->emit, flow, replay->now);
	tcpst_replay_remove(&replay->flows, flow);
}

static enum tcps_cause cause_of(const struct tcps_segment *seg)
{
	if (!(seg->flags & TCPS_FLAG_SYN))
		return TCPS_CAUSE_ACK;
	return seg->flags & TCPS_FLAG_ACK ? TCPS_CAUSE_SYN_ACK : TCPS_CAUSE_SYN;
}

/* Another connection takes the place of the flow. */
static void supersede(struct replay *replay, struct tcpst_replay_flow *flow,
		      const struct frame *frame)
{
	const struct tcps_segment *seg = &frame->packet.seg;
	struct tcps_step step;

	tcps_fsm_supersede(&flow->conn, cause_of(seg), replay->now, &step);
	tcpst_emit_step(&replay->emit, flow, &step, seg, frame->side,
			replay->now);
	end_flow(replay, flow);
}

/* A SYN of another connection meets the flow. */
static void challenge(struct replay *replay, struct tcpst_replay_flow *flow,
		      const struct frame *frame)
{
	struct tcps_step step;

	tcps_fsm_challenge(&flow->conn, frame->side, &step);
	tcpst_emit_step(&replay->emit, flow, &step, &frame->packet.seg,
			frame->side, replay->now);
}

static void act_on_attempt(struct replay *replay,
			   struct tcpst_replay_flow *flow,
			   const struct frame *frame)
{
	struct tcpst_replay_flow *attempt = flow->attempt;
	const struct tcps_segment *seg = &frame->packet.seg;
	struct tcps_step step;

	act(replay, attempt, seg, frame->side);
	if (tcps_place_succeeds(&flow->conn, &attempt->conn)) {
		supersede(replay, flow, frame);
	} else if (tcps_place_refused(&attempt->conn)) {
		tcps_fsm_refused(&flow->conn, frame->side, replay->now, &step);
		tcpst_emit_step(&replay->emit, flow, &step, seg, frame->side,
			replay->now);
		set_timer(replay, flow, &step);
	} else if (cause_of(seg) == TCPS_CAUSE_SYN) {
		challenge(replay, flow, frame);
	}
}

static void attempt(struct replay *replay, struct tcpst_replay_flow *flow,
		    const struct frame *frame)
{
	if (flow->attempt)
		supersede(replay, flow->attempt, frame);
	challenge(replay, flow, frame);
	begin(replay, tcpst_replay_add_attempt(&replay->flows, flow),
	      &frame->packet.seg, frame->side, replay->now);
}

/* The flow and its attempt are over; the next one begins, at @now. */
static void succeed(struct replay *replay, struct tcpst_replay_flow *flow,
		    const struct frame *frame, const struct tcps_segment *seg,
		    unsigned int side, u64 now)
{
	if (flow->attempt)
		supersede(replay, flow->attempt, frame);
	supersede(replay, flow, frame);
	begin(replay, tcpst_replay_add(&replay->flows, &frame->key,
				       frame->hash), seg, side, now);
}

/* The stray and this segment agree: what they belong to goes on with both. */
static void go_on(struct replay *replay, struct tcpst_replay_flow *flow,
		  const struct frame *frame, bool resync)
{
	const struct tcps_stray stray = flow->stray;

	flow->stray.side = TCPS_SIDE_NONE;
	if (resync) {
		tcps_fsm_resync(&flow->conn, stray.side, &stray.seg);
		act(replay, flow, &stray.seg, stray.side);
	} else {
		succeed(replay, flow, frame, &stray.seg, stray.side, stray.at);
		flow = tcpst_replay_find(&replay->flows, &frame->key,
					 frame->hash);
	}
	if (flow)
		act(replay, flow, &frame->packet.seg, frame->side);
}

/* It fits nothing known: noted, and kept until another one agrees with it. */
static void stray(struct replay *replay, struct tcpst_replay_flow *flow,
		  const struct frame *frame, bool keep)
{
	const struct tcps_segment *seg = &frame->packet.seg;
	struct tcps_step step;

	tcps_fsm_stray(&flow->conn, frame->side, seg, &step);
	tcpst_emit_step(&replay->emit, flow, &step, seg, frame->side,
			replay->now);
	flow->stray = (struct tcps_stray){
		.at = replay->now,
		.seg = *seg,
		.side = keep ? frame->side : TCPS_SIDE_NONE,
	};
}

static void place_segment(struct replay *replay, struct tcpst_replay_flow *flow,
			  const struct frame *frame)
{
	struct tcpst_replay_flow *beside = flow->attempt;
	const struct tcps_segment *seg = &frame->packet.seg;
	const struct tcps_tuple known = {
		.current_conn = &flow->conn,
		.current_account = &flow->account,
		.pending = beside ? &beside->conn : NULL,
		.pending_account = beside ? &beside->account : NULL,
		.stray = &flow->stray,
	};

	switch (tcps_place_segment(&known, frame->side, seg, replay->now)) {
	case TCPS_PLACE_CURRENT:
		tcps_place_goes_on(&flow->conn, seg, &flow->stray);
		act(replay, flow, seg, frame->side);
		break;
	case TCPS_PLACE_PENDING:
		act_on_attempt(replay, flow, frame);
		break;
	case TCPS_PLACE_ATTEMPT:
		attempt(replay, flow, frame);
		break;
	case TCPS_PLACE_SUCCESSOR:
		succeed(replay, flow, frame, seg, frame->side, replay->now);
		break;
	case TCPS_PLACE_NEXT:
		go_on(replay, flow, frame, false);
		break;
	case TCPS_PLACE_RESYNC:
		go_on(replay, flow, frame, true);
		break;
	case TCPS_PLACE_STRAY:
		stray(replay, flow, frame, true);
		break;
	case TCPS_PLACE_REFUSAL:
		stray(replay, flow, frame, false);
		break;
	}
}

static void take_segment(struct replay *replay, const struct frame *frame)
{
	const struct tcps_segment *seg = &frame->packet.seg;
	struct tcpst_replay_flow *flow;

	replay->stats->segments++;
	if (frame->side < 0) {	/* connected to itself: which end is it? */
		replay->stats->unrelated++;
		return;
	}
	flow = tcpst_replay_find(&replay->flows, &frame->key, frame->hash);
	if (!flow) {
		if (tcps_fsm_opens(seg))
			begin(replay,
			      tcpst_replay_add(&replay->flows, &frame->key,
					       frame->hash),
			      seg, frame->side, replay->now);
		else
			replay->stats->unrelated++;
	} else if (tcps_predict_segment(&flow->conn, frame->side, seg,
					replay->now, &flow->account)) {
		note_trail(replay, flow, seg, (unsigned int)frame->side);
		tcpst_replay_delay(&replay->flows, flow, replay->now +
				   SECOND * timeouts[TCPS_CLASS_ESTABLISHED]);
	} else {
		place_segment(replay, flow, frame);
	}
}

static void take_icmp(struct replay *replay, const struct frame *frame)
{
	struct tcpst_replay_flow *flow;
	struct tcps_step step;

	replay->stats->icmp++;
	if (frame->side < 0)
		return;
	flow = tcpst_replay_find(&replay->flows, &frame->key, frame->hash);
	if (!flow)
		return;
	if (flow->attempt &&
	    tcps_place_quotes(&flow->attempt->conn, (unsigned int)frame->side,
			      frame->packet.seg.seq))
		flow = flow->attempt;
	tcps_fsm_icmp(&flow->conn, frame->side, frame->packet.seg.seq,
		      frame->packet.fatal, replay->now, &step);
	tcpst_emit_step(&replay->emit, flow, &step, NULL, 0, replay->now);
	set_timer(replay, flow, &step);
}

/* Time passes; false: it has passed the end. */
static bool pass_time(struct replay *replay, u64 now)
{
	replay->over = now > replay->until;
	if (replay->over)
		now = replay->until;
	if (now > replay->now) {
		replay->now = now;
		expire(replay);
	}
	return !replay->over;
}

static void deal_with(struct replay *replay, const struct frame *frame)
{
	struct tcpst_replay_stats *stats = replay->stats;

	if (!stats->packets && replay->ops->begin)
		replay->until = replay->ops->begin(frame->time,
						   replay->ops->arg);
	if (!pass_time(replay, frame->time))
		return;
	stats->packets++;
	replay->frame = frame;
	replay->emit.frame = frame->number;
	replay->emit.iface = frame->iface;
	switch (frame->result) {
	case TCPST_LINK_SEGMENT:
		take_segment(replay, frame);
		break;
	case TCPST_LINK_ICMP:
		take_icmp(replay, frame);
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
	replay->frame = NULL;
	replay->emit.frame = 0;
	replay->emit.iface = "";
}

static bool has_flow(const struct frame *frame)
{
	return frame->result == TCPST_LINK_SEGMENT ||
	       frame->result == TCPST_LINK_ICMP;
}

static void ask_to_stop(struct replay *replay)
{
	if (replay->ops->stopped && replay->ops->stopped(replay->ops->arg))
		replay->stop = true;
}

static void deal_with_batch(struct replay *replay)
{
	struct tcpst_replay_flows *flows = &replay->flows;
	struct frame *batch = replay->batch;
	unsigned int i;

	for (i = 0; i < replay->n; i++) {
		if (!has_flow(&batch[i]))
			continue;
		batch[i].side = tcpst_replay_key_make(&batch[i].key,
						      &batch[i].packet);
		batch[i].hash = tcpst_replay_hash(flows, &batch[i].key);
		tcpst_replay_prefetch(flows, batch[i].hash, false);
	}
	for (i = 0; i < replay->n; i++)
		if (has_flow(&batch[i]))
			tcpst_replay_prefetch(flows, batch[i].hash, true);
	for (i = 0; i < replay->n && !replay->over; i++)
		deal_with(replay, &batch[i]);
	replay->n = 0;
	ask_to_stop(replay);
}

static bool goes_on(const struct replay *replay)
{
	return !replay->stop && !replay->over;
}

static bool take_frame(const struct tcpst_frame *read, void *arg)
{
	struct replay *replay = arg;
	struct frame *frame = &replay->batch[replay->n++];

	frame->result = read->result;
	frame->time = read->clock_ns;
	frame->number = read->number;
	frame->iface = read->iface;
	if (has_flow(frame))
		frame->packet = read->packet;
	if (replay->n == BATCH)
		deal_with_batch(replay);
	return goes_on(replay);
}

/* What was read is dealt with before a pipe makes us wait. */
static bool wait_for_more(bool known, void *arg)
{
	struct replay *replay = arg;

	deal_with_batch(replay);
	if (known && replay->ops->idle) {
		replay->ops->idle(replay->ops->arg);
		ask_to_stop(replay);
	}
	return goes_on(replay);
}

static int by_id(const void *a, const void *b)
{
	const struct tcpst_replay_due *first = a, *second = b;

	return first->flow->id < second->flow->id ? -1 : 1;
}

/* Flows that the end of the capture leaves, in the order they began. */
static void finish(struct replay *replay)
{
	struct tcpst_replay_flows *flows = &replay->flows;
	u32 i;

	if (flows->n)
		qsort(flows->heap, flows->n, sizeof(*flows->heap), by_id);
	for (i = 0; i < flows->n; i++)
		tcpst_emit_life(&replay->emit, flows->heap[i].flow,
				replay->now);
	flows->n = 0;
}

/**
 * tcpst_replay_file() - let a capture act on the machine
 * @options: what to read, and how
 * @ops:     who takes the events
 * @stats:   filled in
 * @error:   filled in if the capture could not be read, or not to its end;
 *           what was readable has been processed all the same
 *
 * Flows are numbered from 1 in the order of their first segments. Each is
 * reported by a %TCPST_LIFE event when it ends, or when the capture does.
 * Times never go back: a frame older than the one before counts as no older.
 *
 * Return: 0 or -1.
 */
int tcpst_replay_file(const struct tcpst_capture_options *options,
		      const struct tcpst_replay_ops *ops,
		      struct tcpst_replay_stats *stats,
		      char error[TCPST_REPLAY_ERROR])
{
	struct replay replay = {
		.until = UINT64_MAX, .ops = ops, .stats = stats,
		.emit = { .take = ops->event, .arg = ops->arg, .iface = "" },
	};
	struct tcpst_capture_ops capture = {
		.frame = take_frame,
		.wait = wait_for_more,
		.arg = &replay,
	};
	int result;

	*stats = (struct tcpst_replay_stats){ .packets = 0 };
	error[0] = '\0';
	tcpst_replay_flows_init(&replay.flows);
	result = tcpst_capture_read(options, &capture, &stats->findings, error);
	if (!replay.stop) {
		deal_with_batch(&replay);
		finish(&replay);
	}
	tcpst_replay_flows_free(&replay.flows);
	return result;
}
