// SPDX-License-Identifier: GPL-2.0
/*
 * The slow path: finds or begins the flow of a segment, lets the machine
 * decide, and carries out what follows: records, timers, the filter, the end.
 *
 * Effects on one flow happen under its lock, in the order of its segments.
 */
#include "tracker.h"

#include <linux/ktime.h>
#include <linux/prefetch.h>
#include <linux/rcupdate.h>

#include "core/account.h"
#include "evict.h"
#include "finish.h"
#include "record.h"
#include "trace.h"

/* How long a flow may stay in a queue, seconds. */
static unsigned int timeout_of(const struct tcps_observer *observer,
			       unsigned int queue)
{
	return READ_ONCE(observer->settings.timeout[tcps_queue_class(queue)]);
}

/* What a step asks for, once its changes are recorded. */
static void follow_up(struct tcps_observer *observer, struct tcps_flow *flow,
		      const struct tcps_step *step, u64 now)
{
	enum tcps_class class = tcps_fsm_class(&flow->conn);
	unsigned int timeout, queue;

	if (step->reopen ||
	    (class == TCPS_CLASS_CLOSED && tcps_fsm_ended(&flow->conn))) {
		tcps_finish_flow(observer, flow, now);
		return;
	}
	tcps_observer_ack_wait(observer, flow, tcps_fsm_awaits(&flow->conn));
	queue = tcps_flow_queue(flow);
	timeout = timeout_of(observer, queue);
	if (READ_ONCE(flow->queue) != queue)
		tcps_table_queue(&observer->table, flow, queue, timeout,
				 tcps_ticks(now));
	else if (step->restart)
		tcps_table_restart(&observer->table, flow, queue, timeout,
				   tcps_ticks(now));
}

/*
 * A new flow began with what an old one had set aside: that acted first, and the
 * segment that told acts now.
 */
static noinline void begin_aside(struct tcps_observer *observer,
				 struct tcps_flow *flow,
				 const struct tcps_aside *aside,
				 const struct tcps_packet *packet,
				 struct tcps_step *step, u64 now)
{
	const struct tcps_packet first = {
		.key = packet->key,
		.side = aside->side,
		.seg = aside->seg,
	};

	tcps_record_step(observer, flow, &first, step, aside->at);
	tcps_fsm_step(&flow->conn, packet->side, &packet->seg, now, step);
}

/*
 * Begin a flow with the first segment seen of it, or with what was set aside
 * before that. Return: it is in the table
 */
static bool begin(struct tcps_observer *observer,
		  const struct tcps_packet *packet,
		  const struct tcps_aside *aside, struct sock *sk, u64 now)
{
	u16 epoch = tcps_observer_epoch(observer);
	bool accounting = READ_ONCE(observer->settings.accounting);
	bool known = aside->side != TCPS_SIDE_NONE;
	bool opens = (packet->seg.flags & (TCPS_FLAG_SYN | TCPS_FLAG_ACK)) ==
		     TCPS_FLAG_SYN;
	struct tcps_account *account;
	struct tcps_flow *flow;
	struct tcps_step step;
	int err;

	if (!tcps_fsm_opens(&packet->seg)) {
		tcps_stats_inc(observer->stats, TCPS_STAT_UNRELATED);
		return true;
	}
	if (!tcps_evict_for(observer, known || packet->seg.flags & TCPS_FLAG_SYN,
			    now))
		return true;
	flow = tcps_flow_alloc(accounting || (opens && sk),
			       tcps_observer_is_guest(observer));
	if (!flow) {
		tcps_stats_inc(observer->stats, TCPS_STAT_NO_MEMORY);
		return true;
	}
	flow->key = packet->key;
	flow->epoch = epoch;
	account = accounting ? &flow->extra->account : NULL;
	if (known)
		tcps_fsm_open_aside(&flow->conn, aside, account, &step);
	else
		tcps_fsm_open(&flow->conn, packet->side, &packet->seg, now,
			      account, &step);
	if (opens && sk)
		tcps_flow_own(flow, sk);

	spin_lock(&flow->lock);
	err = tcps_table_insert(&observer->table, flow);
	if (err) {
		spin_unlock(&flow->lock);
		tcps_flow_free(flow);
		if (err == -EEXIST)
			return false;
		tcps_stats_inc(observer->stats, TCPS_STAT_INSERT_FAILED);
		return true;
	}
	tcps_stats_inc(observer->stats, TCPS_STAT_OPENED);
	if (flow->conn.flags & TCPS_CONN_ADOPTED)
		tcps_stats_inc(observer->stats, TCPS_STAT_ADOPTED);
	if (known)
		begin_aside(observer, flow, aside, packet, &step, now);
	tcps_record_step(observer, flow, packet, &step, now);
	follow_up(observer, flow, &step, now);
	spin_unlock(&flow->lock);
	tcps_observer_expire(observer);
	return true;
}

/*
 * Does it matter when exactly this segment was seen? It does to what changes
 * a state, and to a round-trip time that begins or ends with it. All other
 * segments of a connection under full accounting are spared the clock.
 */
static bool time_matters(const struct tcps_flow *flow,
			 const struct tcps_packet *packet, u64 coarse)
{
	const struct tcps_account *account = flow->conn.account;
	u8 queue = READ_ONCE(flow->queue);

	return queue == TCPS_QUEUE_NONE ||
	       tcps_queue_class(queue) != TCPS_CLASS_ESTABLISHED ||
	       flow->ack_wait || packet->seg.flags & TCPS_FLAGS_CONTROL ||
	       (account &&
		tcps_account_times(account, packet->side, &packet->seg,
				   coarse));
}

/*
 * Nothing changed, so queue, filter and end are what they were: all depend on
 * states, which steps report, on flags, and on who was heard. Return: true if
 * that holds.
 */
static bool idle_step(struct tcps_observer *observer, struct tcps_flow *flow,
		      const struct tcps_step *step, u8 flags, u64 now)
{
	u8 queue = READ_ONCE(flow->queue);

	if (step->n || step->reopen || flow->conn.flags != flags ||
	    queue == TCPS_QUEUE_NONE ||
	    (queue >= TCPS_QUEUE_ONE_SIDED &&
	     !tcps_fsm_one_sided(&flow->conn)))
		return false;
	if (step->restart)
		tcps_table_restart(&observer->table, flow, queue,
				   timeout_of(observer, queue),
				   tcps_ticks(now));
	return true;
}

/* Of many flows few are in the cache: fetch what is needed all at once. */
static void prefetch_conn(const struct tcps_conn *conn)
{
	prefetchw(conn->ep);
	prefetchw(&conn->flags);
	if (conn->account) {
		prefetchw(conn->account);
		prefetchw(&conn->account->edge[1]);
	}
}

/*
 * Return: false if the segment is not dealt with and wants a new flow, which
 * begins with @aside if there is any.
 */
static bool update(struct tcps_observer *observer, struct tcps_flow *flow,
		   const struct tcps_packet *packet, struct tcps_aside *aside,
		   u64 now)
{
	struct tcps_step step;
	bool coarse = false, done;
	u8 flags;

	spin_lock(&flow->lock);
	if (unlikely(flow->dead)) {
		spin_unlock(&flow->lock);
		return false;
	}
	if (packet->bypassed || flow->epoch != tcps_observer_epoch(observer))
		flow->conn.flags &= ~TCPS_CONN_TRACKED;
	flags = flow->conn.flags;
	if (!now) {
		now = ktime_get_coarse_ns();
		coarse = !time_matters(flow, packet, now);
		if (!coarse)
			now = ktime_get_ns();
	}
	/* Another processor may have taken its time a moment later. */
	now = max(now, flow->conn.start);
	tcps_fsm_step(&flow->conn, packet->side, &packet->seg, now, &step);
	if (likely(idle_step(observer, flow, &step, flags, now))) {
		spin_unlock(&flow->lock);
		return true;
	}
	if (coarse)
		now = max(ktime_get_ns(), now);
	tcps_record_step(observer, flow, packet, &step, now);
	follow_up(observer, flow, &step, now);
	done = !step.reopen;
	if (!done)
		*aside = step.aside;
	spin_unlock(&flow->lock);
	return done;
}

/* A segment that the filter let by for another flow's sake. */
static bool is_collision(const struct tcps_flow *flow, enum tcps_why why)
{
	return why == TCPS_WHY_ACK_WAIT &&
	       (!flow || !READ_ONCE(flow->ack_wait));
}

/**
 * tcps_tracker_segment() - let a segment act on its flow
 * @observer: the namespace
 * @packet:   the segment
 * @why:      why it is looked at
 * @sk:       the full socket that sends it, or NULL
 * @now:      ktime_get_ns(), or 0: look at the clock if it matters
 *
 * Context: process or softirq, RCU read side. What could not be done is
 * counted.
 */
void tcps_tracker_segment(struct tcps_observer *observer,
			  const struct tcps_packet *packet, enum tcps_why why,
			  struct sock *sk, u64 now)
{
	unsigned int tries = 2;
	struct tcps_aside aside;
	struct tcps_flow *flow;

	aside.side = TCPS_SIDE_NONE;	/* the rest is read only if it is one */
	local_bh_disable();
	tcps_stats_inc_bh(observer->stats, TCPS_STAT_EXAMINED);
	if (why == TCPS_WHY_SAMPLED)
		tcps_stats_inc(observer->stats, TCPS_STAT_SAMPLED);
	flow = tcps_table_find(&observer->table, &packet->key);
	if (is_collision(flow, why)) {
		tcps_stats_inc(observer->stats, TCPS_STAT_SLOT_COLLISIONS);
		goto out;
	}
	if (flow)
		prefetch_conn(&flow->conn);
	/* Twice: another processor may begin or end the flow meanwhile. */
	while (tries--) {
		if (flow && update(observer, flow, packet, &aside, now))
			goto out;
		if (begin(observer, packet, &aside, sk, now ?: ktime_get_ns()))
			goto out;
		flow = tcps_table_find(&observer->table, &packet->key);
	}
	tcps_stats_inc(observer->stats, TCPS_STAT_RACED);
out:
	local_bh_enable();
}

/**
 * tcps_tracker_icmp() - let an ICMP error act on the flow it quotes
 * @observer: the namespace
 * @quote:    what it quotes
 * @now:      ktime_get_ns()
 *
 * Context: as tcps_tracker_segment().
 */
void tcps_tracker_icmp(struct tcps_observer *observer,
		       const struct tcps_quote *quote, u64 now)
{
	struct tcps_flow *flow;
	struct tcps_step step;

	local_bh_disable();
	flow = tcps_table_find(&observer->table, &quote->key);
	if (!flow)
		goto out;
	spin_lock(&flow->lock);
	if (!flow->dead) {
		now = max(now, flow->conn.start);
		tcps_stats_inc(observer->stats, TCPS_STAT_ICMP);
		tcps_fsm_icmp(&flow->conn, quote->side, quote->seq,
			      quote->fatal, now, &step);
		tcps_record_step(observer, flow, NULL, &step, now);
		follow_up(observer, flow, &step, now);
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
 * Context: RCU read side, bottom halves off. Return: false if a segment was
 * faster and the flow goes on.
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

/* Nobody is left to whom the recorder could tell it; a tracer may be. */
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
 * tcps_tracker_exit() - end all flows and the table: the namespace goes
 * @observer: the namespace; no hook, no timer and no reader runs any more, and
 *            RCU was waited for since
 *
 * Process context. Unloading with a million flows is not to take long, so
 * none of them is taken out of anything, and all are freed at once.
 */
void tcps_tracker_exit(struct tcps_observer *observer)
{
	tcps_table_exit(&observer->table, stop, observer);
}
