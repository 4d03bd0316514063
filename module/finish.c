// SPDX-License-Identifier: GPL-2.0
/* The end of a flow: its verdict, and its removal from the table. */
#include "finish.h"

#include "core/verdict.h"
#include "record.h"

/*
 * The attempt beside a flow takes its place. Until the flow is out of the table,
 * either may be found by their key; code that finds the flow sees that it is dead.
 */
static void promote(struct tcps_observer *observer, struct tcps_flow *flow)
{
	struct tcps_flow *attempt;

	attempt = tcps_table_find_attempt(&observer->table, &flow->key);
	if (!attempt)
		return;
	spin_lock_nested(&attempt->lock, SINGLE_DEPTH_NESTING);
	tcps_flow_unmark(attempt, TCPS_FLOW_ATTEMPT);
	spin_unlock(&attempt->lock);
}

/**
 * tcps_finish_flow() - end a flow
 * @observer: the namespace
 * @flow:     the flow, locked, not dead
 * @now:      ktime_get_ns()
 *
 * Context: RCU read side, bottom halves off.
 */
void tcps_finish_flow(struct tcps_observer *observer, struct tcps_flow *flow,
		      u64 now)
{
	u8 states[2];

	lockdep_assert_held(&flow->lock);
	tcps_fsm_states(&flow->conn, states);
	tcps_stats_flow(observer->stats, states, NULL);
	tcps_record_end(observer, flow, now);
	tcps_observer_duration(observer, TCPS_DURATION_LIFETIME,
			       tcps_verdict_lifetime(&flow->conn, now));
	tcps_stats_inc_bh(observer->stats, TCPS_STAT_ENDED);
	tcps_stats_end(observer->stats, tcps_flow_end(flow));
	tcps_observer_ack_wait(observer, flow, false);
	if (flow->conn.end == TCPS_END_UNREACHABLE)
		tcps_icmp_drop(&observer->errors, flow->id);
	if (tcps_flow_is(flow, TCPS_FLOW_STRAYED))
		tcps_stray_drop(&observer->strays, flow->id);
	if (tcps_flow_is(flow, TCPS_FLOW_CHALLENGED))
		promote(observer, flow);
	tcps_table_remove(&observer->table, flow);
	tcps_flow_free_rcu(flow);
}
