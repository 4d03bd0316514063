// SPDX-License-Identifier: GPL-2.0
/*
 * The slow path: finds the flow of a segment, or the attempt to open another
 * connection between the same ends, and applies the segment to it; flows begin and end
 * as a result.
 *
 * A flow is changed under its lock, in the order of its segments. An attempt is locked only
 * with the lock of the flow that it challenges held, or by a timer, an eviction or a
 * reader, which hold no other lock.
 */
#include "tracker.h"

#include <linux/ktime.h>
#include <linux/prefetch.h>
#include <linux/rcupdate.h>

#include "act.h"
#include "attempt.h"
#include "begin.h"
#include "core/account.h"
#include "core/predict.h"
#include "finish.h"
#include "record.h"
#include "trace.h"

/*
 * Is the exact time of this segment needed? It is if the segment may change a state, or
 * begin or end a round-trip time measurement. For others, a coarse clock saves the cost of
 * reading the exact one under full accounting.
 */
static bool time_matters(const struct tcps_flow *flow,
			 const struct tcps_packet *packet, u64 coarse)
{
	const struct tcps_account *account = tcps_flow_account(flow);
	u8 queue = READ_ONCE(flow->queue);

	return queue == TCPS_QUEUE_NONE ||
	       tcps_queue_class(queue) != TCPS_CLASS_ESTABLISHED ||
	       tcps_flow_is(flow, TCPS_FLOW_ACK_WAIT) || packet->seg.flags & TCPS_FLAGS_CONTROL ||
	       (account &&
		tcps_account_times(account, packet->side, &packet->seg,
				   coarse));
}

/*
 * A predicted segment changes only positions, so queue and filter stay the same, the flow
 * does not end, and only the timer is restarted. That does not hold as long as the process
 * of an end is waited for.
 */
static bool predicted(struct tcps_observer *observer, struct tcps_flow *flow,
		      const struct tcps_packet *packet, u64 now)
{
	u8 queue = READ_ONCE(flow->queue);

	if (queue == TCPS_QUEUE_NONE || tcps_flow_owner_pending(flow) ||
	    !tcps_predict_segment(&flow->conn, packet->side, &packet->seg, now,
				  tcps_flow_account(flow)))
		return false;
	tcps_table_restart(&observer->table, flow, queue,
			   tcps_act_timeout(observer, queue), tcps_ticks(now));
	return true;
}

/* With many flows, few are cached: prefetch all cache lines needed at once. */
static void prefetch_conn(struct tcps_flow *flow)
{
	struct tcps_account *account = tcps_flow_account(flow);

	prefetchw(flow->conn.ep);
	prefetchw(&flow->conn.flags);
	if (account) {
		prefetchw(account);
		prefetchw(&account->edge[1]);
	}
}

static enum tcps_cause cause_of(const struct tcps_segment *seg)
{
	if (!(seg->flags & TCPS_FLAG_SYN))
		return TCPS_CAUSE_ACK;
	return seg->flags & TCPS_FLAG_ACK ? TCPS_CAUSE_SYN_ACK : TCPS_CAUSE_SYN;
}

/* Another connection replaces a flow, which is locked. */
static void supersede(struct tcps_observer *observer, struct tcps_flow *flow,
		      const struct tcps_packet *packet, u64 now)
{
	struct tcps_step step;

	tcps_fsm_supersede(&flow->conn, packet->side, cause_of(&packet->seg), now,
			   &step);
	tcps_record_step(observer, flow, packet, &step, now);
	tcps_finish_flow(observer, flow, now);
}

/* The segment belongs to the attempt; both are locked, the attempt is unlocked here. */
static void act_on_attempt(struct tcps_observer *observer,
			   struct tcps_flow *flow, struct tcps_flow *attempt,
			   const struct tcps_packet *packet, u64 now)
{
	struct tcps_step step;
	bool succeeds, refused;

	tcps_act_segment(observer, attempt, packet, now);
	succeeds = tcps_place_succeeds(&flow->conn, &attempt->conn);
	refused = tcps_place_refused(&attempt->conn);
	tcps_attempt_unlock(attempt);
	if (succeeds) {
		supersede(observer, flow, packet, now);
	} else if (refused) {
		tcps_fsm_refused(&flow->conn, packet->side, now, &step);
		tcps_act_step(observer, flow, packet, &step, now);
	} else if (cause_of(&packet->seg) == TCPS_CAUSE_SYN) {
		tcps_act_challenge(observer, flow, packet, now);
	}
}

/* It fits no known connection: note it, and keep it until another one confirms it. */
static void stray_segment(struct tcps_observer *observer,
			  struct tcps_flow *flow,
			  const struct tcps_packet *packet, bool keep, u64 now)
{
	const struct tcps_stray it = {
		.at = now, .seg = packet->seg, .side = packet->side,
	};
	struct tcps_step step;

	tcps_fsm_stray(&flow->conn, packet->side, &packet->seg, &step);
	tcps_act_step(observer, flow, packet, &step, now);
	tcps_stats_inc_bh(observer->stats, TCPS_STAT_STRAYS);
	tcps_flow_unmark(flow, TCPS_FLOW_STRAYED);
	if (!keep) {
		tcps_stray_drop(&observer->strays, flow->id);
		return;
	}
	tcps_flow_mark(flow, TCPS_FLOW_STRAYED);
	if (tcps_stray_keep(&observer->strays, flow->id, &it) !=
		 TCPS_STRAY_KEPT)
		tcps_stats_inc_bh(observer->stats, TCPS_STAT_STRAYS_LOST);
}

/*
 * The stray and this segment agree: many segments were missed of their connection, which is
 * the flow or the attempt beside it. Both are locked.
 */
static void take_stray(struct tcps_observer *observer, struct tcps_flow *flow,
		       struct tcps_flow *belongs, const struct tcps_packet *packet,
		       const struct tcps_stray *stray, u64 now)
{
	const struct tcps_packet first = {
		.key = packet->key, .side = stray->side, .seg = stray->seg,
	};

	tcps_flow_unmark(flow, TCPS_FLOW_STRAYED);
	tcps_stray_drop(&observer->strays, flow->id);
	tcps_fsm_resync(&belongs->conn, stray->side, &stray->seg, packet->side,
			&packet->seg);
	tcps_act_segment(observer, belongs, &first, now);
}

/* The connection continues where it was: discard the stray. */
static void go_on(struct tcps_observer *observer, struct tcps_flow *flow,
		  const struct tcps_packet *packet, struct tcps_stray *stray,
		  u64 now)
{
	tcps_place_goes_on(&flow->conn, &packet->seg, stray);
	if (tcps_flow_is(flow, TCPS_FLOW_STRAYED) && stray->side == TCPS_SIDE_NONE) {
		tcps_flow_unmark(flow, TCPS_FLOW_STRAYED);
		tcps_stray_drop(&observer->strays, flow->id);
	}
	tcps_act_segment(observer, flow, packet, now);
}

/*
 * Find the connection of a segment that was not predicted. The flow is locked. Return: what
 * is to be created for it, if anything, beginning with @stray if that has a side.
 */
static noinline enum tcps_begin place(struct tcps_observer *observer,
				      struct tcps_flow *flow,
				      const struct tcps_packet *packet,
				      struct tcps_stray *stray, u64 now)
{
	struct tcps_flow *attempt = tcps_attempt_lock(&observer->table, flow);
	struct tcps_tuple known = tcps_attempt_tuple(flow, attempt);
	enum tcps_place where;

	if (!tcps_flow_is(flow, TCPS_FLOW_STRAYED) ||
	    !tcps_stray_find(&observer->strays, flow->id, stray))
		stray->side = TCPS_SIDE_NONE;
	known.stray = stray;
	where = tcps_place_segment(&known, packet->side, &packet->seg, now);
	if (where == TCPS_PLACE_RESYNC_PENDING)
		take_stray(observer, flow, attempt, packet, stray, now);
	if (where == TCPS_PLACE_PENDING || where == TCPS_PLACE_RESYNC_PENDING) {
		act_on_attempt(observer, flow, attempt, packet, now);
		return TCPS_BEGIN_NOTHING;
	}
	if (attempt && (where == TCPS_PLACE_ATTEMPT ||
			where == TCPS_PLACE_SUCCESSOR ||
			where == TCPS_PLACE_NEXT))
		supersede(observer, attempt, packet, now);
	tcps_attempt_unlock(attempt);
	switch (where) {
	case TCPS_PLACE_ATTEMPT:
		tcps_act_challenge(observer, flow, packet, now);
		stray->side = TCPS_SIDE_NONE;
		return TCPS_BEGIN_ATTEMPT;
	case TCPS_PLACE_SUCCESSOR:
		stray->side = TCPS_SIDE_NONE;
		fallthrough;
	case TCPS_PLACE_NEXT:
		supersede(observer, flow, packet, now);
		return TCPS_BEGIN_FLOW;
	case TCPS_PLACE_RESYNC:
		take_stray(observer, flow, flow, packet, stray, now);
		tcps_act_segment(observer, flow, packet, now);
		break;
	case TCPS_PLACE_STRAY:
	case TCPS_PLACE_REFUSAL:
		stray_segment(observer, flow, packet,
			      where == TCPS_PLACE_STRAY, now);
		break;
	default:
		go_on(observer, flow, packet, stray, now);
	}
	return TCPS_BEGIN_NOTHING;
}

/*
 * Process a segment of a flow. Return: what is to be created for it, as place(); also a
 * flow if this one is dead.
 */
static enum tcps_begin update(struct tcps_observer *observer,
			      struct tcps_flow *flow,
			      const struct tcps_packet *packet,
			      struct tcps_stray *stray, u64 now)
{
	enum tcps_begin begin = TCPS_BEGIN_NOTHING;
	bool coarse = false;

	spin_lock(&flow->lock);
	if (unlikely(tcps_flow_is(flow, TCPS_FLOW_DEAD))) {
		spin_unlock(&flow->lock);
		return TCPS_BEGIN_FLOW;
	}
	if (packet->bypassed || flow->epoch != tcps_observer_epoch(observer))
		tcps_fsm_gap(&flow->conn);
	if (!now) {
		now = ktime_get_coarse_ns();
		coarse = !time_matters(flow, packet, now);
		if (!coarse)
			now = ktime_get_ns();
	}
	/* Another CPU may have read the clock a moment later. */
	now = max(now, flow->conn.start);
	if (!predicted(observer, flow, packet, now)) {
		if (coarse)
			now = max(ktime_get_ns(), now);
		begin = place(observer, flow, packet, stray, now);
	}
	spin_unlock(&flow->lock);
	return begin;
}

/* Did the filter pass the segment because of another flow in its slot? */
static bool is_collision(const struct tcps_flow *flow, enum tcps_why why)
{
	return why == TCPS_WHY_ACK_WAIT &&
	       (!flow || !tcps_flow_is(flow, TCPS_FLOW_ACK_WAIT |
					     TCPS_FLOW_CHALLENGED));
}

/**
 * tcps_tracker_segment() - process a segment
 * @observer: the namespace
 * @packet:   the segment
 * @why:      why it is examined
 * @now:      ktime_get_ns(), or 0: read the clock if needed
 *
 * Context: process or softirq, RCU read side. Failures are counted.
 */
void tcps_tracker_segment(struct tcps_observer *observer,
			  const struct tcps_packet *packet, enum tcps_why why,
			  u64 now)
{
	unsigned int tries = 2;
	struct tcps_stray stray;
	enum tcps_begin begin;
	struct tcps_flow *flow;

	local_bh_disable();
	tcps_stats_inc_bh(observer->stats, TCPS_STAT_EXAMINED);
	if (why == TCPS_WHY_SAMPLED)
		tcps_stats_inc_bh(observer->stats, TCPS_STAT_SAMPLED);
	flow = tcps_table_find(&observer->table, &packet->key);
	if (is_collision(flow, why)) {
		tcps_stats_inc_bh(observer->stats, TCPS_STAT_SLOT_COLLISIONS);
		goto out;
	}
	if (flow)
		prefetch_conn(flow);
	stray.side = TCPS_SIDE_NONE;	/* the rest is read only if valid */
	/* Twice: another CPU may create or end the flow meanwhile. */
	while (tries--) {
		begin = flow ? update(observer, flow, packet, &stray, now) :
			       TCPS_BEGIN_FLOW;
		if (begin == TCPS_BEGIN_NOTHING)
			goto out;
		if (begin == TCPS_BEGIN_ATTEMPT ?
		    tcps_begin_attempt(observer, flow, packet,
				       now ?: ktime_get_ns()) :
		    tcps_begin_flow(observer, packet, &stray,
				    now ?: ktime_get_ns()))
			goto out;
		flow = tcps_table_find(&observer->table, &packet->key);
	}
	tcps_stats_inc_bh(observer->stats, TCPS_STAT_RACED);
out:
	local_bh_enable();
}

/**
 * tcps_tracker_icmp() - process an ICMP error that quotes a segment of a flow
 * @observer: the namespace
 * @quote:    the error and the segment that it quotes
 * @now:      ktime_get_ns()
 *
 * Context: as tcps_tracker_segment().
 */
void tcps_tracker_icmp(struct tcps_observer *observer,
		       const struct tcps_quote *quote, u64 now)
{
	struct tcps_flow *flow, *attempt;

	local_bh_disable();
	flow = tcps_table_find(&observer->table, &quote->key);
	if (!flow)
		goto out;
	spin_lock(&flow->lock);
	if (!tcps_flow_is(flow, TCPS_FLOW_DEAD)) {
		tcps_stats_inc_bh(observer->stats, TCPS_STAT_ICMP);
		attempt = tcps_attempt_lock(&observer->table, flow);
		if (attempt && tcps_place_quotes(&attempt->conn, quote->side,
						 quote->seq))
			tcps_act_icmp(observer, attempt, quote, now);
		else
			tcps_act_icmp(observer, flow, quote, now);
		tcps_attempt_unlock(attempt);
	}
	spin_unlock(&flow->lock);
out:
	local_bh_enable();
}

/**
 * tcps_tracker_timeout() - the timer of a flow has run out
 * @observer: the namespace
 * @flow:     the flow, just popped from its queue
 * @now:      ktime_get_ns()
 *
 * Context: RCU read side, bottom halves off. Return: false if a segment came first and the
 * flow continues.
 */
bool tcps_tracker_timeout(struct tcps_observer *observer,
			  struct tcps_flow *flow, u64 now)
{
	struct tcps_step step;
	bool ended;

	spin_lock(&flow->lock);
	ended = tcps_finish_is_due(flow);
	if (ended) {
		tcps_fsm_timeout(&flow->conn, now, &step);
		tcps_record_step(observer, flow, NULL, &step, now);
		tcps_finish_flow(observer, flow, now);
	}
	spin_unlock(&flow->lock);
	return ended;
}

/* No reader of the recorder is left, but a tracer may be. */
static void trace_stop(struct tcps_observer *observer, struct tcps_flow *flow)
{
	struct tcps_step step;
	u64 now = ktime_get_ns();

	local_bh_disable();
	rcu_read_lock();
	tcps_fsm_remove(&flow->conn, TCPS_CAUSE_STOP, now, &step);
	tcps_record_step(observer, flow, NULL, &step, now);
	rcu_read_unlock();
	local_bh_enable();
}

static void stop(void *object, void *arg)
{
	struct tcps_flow *flow = object;

	if (trace_tcpstates_transition_enabled())
		trace_stop(arg, flow);
	local_bh_disable();
	tcps_observer_ack_wait(arg, flow, false);
	local_bh_enable();
	tcps_flow_free(flow);
}

/**
 * tcps_tracker_exit() - end all flows and free the table of a namespace that is torn down
 * @observer: the namespace; no hook, no timer and no reader runs any more, and an RCU grace
 *            period has passed since
 *
 * Process context. Unloading with a million flows must not take long, so they are freed
 * without being removed from table and queues one by one.
 */
void tcps_tracker_exit(struct tcps_observer *observer)
{
	tcps_table_exit(&observer->table, stop, observer);
	tcps_icmp_exit(&observer->errors);
	tcps_stray_exit(observer->strays);
	observer->strays = NULL;
	tcps_durations_exit(observer->durations);
	observer->durations = NULL;
}
