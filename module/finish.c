// SPDX-License-Identifier: GPL-2.0
/* The end of a flow: its verdict, and out of the table. */
#include "finish.h"

#include "record.h"

/**
 * tcps_finish_flow() - a flow is over
 * @observer: the namespace
 * @flow:     the flow, locked, not dead
 * @now:      ktime_get_ns()
 *
 * Context: RCU read side, bottom halves off.
 */
void tcps_finish_flow(struct tcps_observer *observer, struct tcps_flow *flow,
		      u64 now)
{
	lockdep_assert_held(&flow->lock);
	tcps_record_end(observer, flow, now);
	tcps_stats_inc(observer->stats, TCPS_STAT_ENDED);
	this_cpu_inc(observer->stats->end[flow->conn.end]);
	tcps_observer_ack_wait(observer, flow, false);
	tcps_table_remove(&observer->table, flow);
	tcps_flow_free_rcu(flow);
}
