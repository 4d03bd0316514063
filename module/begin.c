// SPDX-License-Identifier: GPL-2.0
/*
 * Creating a flow for the first segment seen of it: space is made for it if need be, and it
 * is inserted into the table. Segments that cannot be tracked are counted.
 */
#include "begin.h"

#include "act.h"
#include "core/account.h"
#include "evict.h"
#include "note.h"
#include "record.h"

/* Allocate a flow, not in the table yet, and compute its first step; NULL: counted why. */
static struct tcps_flow *make(struct tcps_observer *observer,
			      const struct tcps_packet *first, u64 now,
			      struct tcps_step *step)
{
	u8 epoch = tcps_observer_epoch(observer);
	const struct tcps_flow_parts parts = {
		.owners = first->here,
		.accounted = READ_ONCE(observer->settings.accounting),
		.translated = tcps_nat_may(first->ct),
	};
	struct tcps_flow *flow;

	flow = tcps_flow_alloc(parts, tcps_observer_is_unprivileged(observer));
	if (!flow) {
		tcps_stats_inc_bh(observer->stats, TCPS_STAT_NO_MEMORY);
		return NULL;
	}
	flow->key = first->key;
	flow->epoch = epoch;
	tcps_note_begin(flow, now);
	tcps_fsm_open(&flow->conn, first->side, &first->seg, now,
		      tcps_flow_account(flow), step);
	tcps_hops_note(&flow->conn.hops, first->side, first->seg.flags, first->ttl);
	tcps_account_offer(tcps_flow_account(flow), first->side, first->options);
	tcps_flow_note_owner(flow, first->side, first->sk);
	if (parts.translated)
		tcps_nat_note(tcps_flow_nat(flow), &flow->key.ends, first->ct);
	return flow;
}

/* The same, if the segment may begin a flow, and there is space for one. */
static struct tcps_flow *prepare(struct tcps_observer *observer,
				 const struct tcps_packet *first,
				 u64 now, struct tcps_step *step)
{
	if (!tcps_fsm_opens(&first->seg)) {
		tcps_stats_inc_bh(observer->stats, TCPS_STAT_UNRELATED);
		return NULL;
	}
	if (!tcps_evict_for(observer, first->seg.flags & TCPS_FLAG_SYN, now))
		return NULL;
	return make(observer, first, now, step);
}

/* The flow is in the table and locked: carry out its first step. */
static void publish(struct tcps_observer *observer, struct tcps_flow *flow,
		    const struct tcps_packet *first,
		    const struct tcps_step *step, u64 now)
{
	tcps_stats_flow(observer->stats, NULL, step->before);
	tcps_stats_inc_bh(observer->stats, TCPS_STAT_OPENED);
	if (flow->conn.flags & TCPS_CONN_ADOPTED)
		tcps_stats_inc_bh(observer->stats, TCPS_STAT_ADOPTED);
	tcps_act_step(observer, flow, first, step, now);
}

/**
 * tcps_begin_flow() - create a flow
 * @observer: the namespace
 * @packet:   the segment
 * @stray:    an earlier segment that agrees with it, with which the flow begins; its side
 *            is %TCPS_SIDE_NONE if there is none
 * @now:      ktime_get_ns()
 *
 * Context: RCU read side, bottom halves off. Return: false if another CPU has created it
 * first, and the segment is to be processed as one of that flow; true if it is done.
 */
bool tcps_begin_flow(struct tcps_observer *observer,
		     const struct tcps_packet *packet,
		     const struct tcps_stray *stray, u64 now)
{
	bool strayed = stray->side != TCPS_SIDE_NONE;
	struct tcps_packet first = *packet;
	struct tcps_flow *flow;
	struct tcps_step step;
	int err;

	if (strayed) {
		first.side = stray->side;
		first.seg = stray->seg;
		first.ttl = 0;
		first.sk = NULL;
		first.options = 0;
	}
	flow = prepare(observer, &first, strayed ? stray->at : now, &step);
	if (!flow)
		return true;
	spin_lock(&flow->lock);
	err = tcps_table_insert(&observer->table, flow);
	if (err) {
		spin_unlock(&flow->lock);
		tcps_flow_free(flow);
		if (err == -EEXIST)
			return false;
		tcps_stats_inc_bh(observer->stats, TCPS_STAT_INSERT_FAILED);
		return true;
	}
	publish(observer, flow, &first, &step, strayed ? stray->at : now);
	if (strayed && !tcps_flow_is(flow, TCPS_FLOW_DEAD))
		tcps_act_segment(observer, flow, packet, now);
	spin_unlock(&flow->lock);
	tcps_observer_expire(observer);
	return true;
}

/**
 * tcps_begin_attempt() - create an attempt beside a flow
 * @observer:   the namespace
 * @challenged: the flow
 * @packet:     a SYN of another connection between its ends
 * @now:        ktime_get_ns()
 *
 * Context and return: as tcps_begin_flow().
 */
bool tcps_begin_attempt(struct tcps_observer *observer,
			struct tcps_flow *challenged,
			const struct tcps_packet *packet, u64 now)
{
	struct tcps_flow *flow;
	struct tcps_step step;
	bool alone;
	int err;

	flow = prepare(observer, packet, now, &step);
	if (!flow)
		return true;
	tcps_flow_mark(flow, TCPS_FLOW_ATTEMPT);
	spin_lock(&challenged->lock);
	alone = !tcps_flow_is(challenged, TCPS_FLOW_DEAD | TCPS_FLOW_ATTEMPT) &&
		!tcps_table_find_attempt(&observer->table, &packet->key);
	if (!alone) {
		spin_unlock(&challenged->lock);
		tcps_flow_free(flow);
		return false;
	}
	spin_lock_nested(&flow->lock, SINGLE_DEPTH_NESTING);
	err = tcps_table_insert(&observer->table, flow);
	if (!err) {
		tcps_flow_mark(challenged, TCPS_FLOW_CHALLENGED);
		publish(observer, flow, packet, &step, now);
	}
	spin_unlock(&flow->lock);
	spin_unlock(&challenged->lock);
	if (err) {
		tcps_flow_free(flow);
		tcps_stats_inc_bh(observer->stats, TCPS_STAT_INSERT_FAILED);
		return true;
	}
	tcps_observer_expire(observer);
	return true;
}

/**
 * tcps_begin_dropped() - create an attempt of which no segment has passed
 * @observer: the namespace
 * @packet:   a SYN, which this machine drops
 * @drop:     where and why
 * @now:      ktime_get_ns()
 *
 * Nothing is evicted for it. Context: as tcps_begin_flow(). Return: false if there is no
 * space, or another CPU was faster.
 */
bool tcps_begin_dropped(struct tcps_observer *observer,
			const struct tcps_packet *packet,
			const struct tcps_record_drop *drop, u64 now)
{
	struct tcps_flow *flow;
	struct tcps_step step;
	int err;

	if (!tcps_evict_spared(observer))
		return false;
	flow = make(observer, packet, now, &step);
	if (!flow)
		return false;
	flow->dropped = true;
	spin_lock(&flow->lock);
	err = tcps_table_insert(&observer->table, flow);
	if (!err) {
		publish(observer, flow, packet, &step, now);
		tcps_record_drop(observer, flow, packet, drop, now);
	}
	spin_unlock(&flow->lock);
	if (err)
		tcps_flow_free(flow);
	else
		tcps_observer_expire(observer);
	return !err;
}
