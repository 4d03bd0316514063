// SPDX-License-Identifier: GPL-2.0
/*
 * A flow as it was at one moment, copied under its lock.
 */
#include "snapshot.h"

#include "core/class.h"
#include "record.h"

/**
 * tcps_snapshot_take() - copy the state of a flow
 * @observer: the namespace
 * @flow:     the flow, under RCU
 * @now:      ktime_get_ns()
 * @snapshot: filled in
 *
 * Context: bottom halves on; takes the flow's lock for the copy only.
 * Return: false if the flow has ended.
 */
bool tcps_snapshot_take(struct tcps_observer *observer, struct tcps_flow *flow,
			u64 now, struct tcps_snapshot *snapshot)
{
	struct tcps_record *record = &snapshot->record;
	struct tcps_record_life *life = &record->life;
	bool dead;

	record->natted = false;
	spin_lock_bh(&flow->lock);
	dead = tcps_flow_is(flow, TCPS_FLOW_DEAD);
	tcps_record_life(record, observer, flow, max(now, flow->conn.start));
	record->owned = tcps_flow_copy_owners(flow, record->owner);
	snapshot->age = tcps_ticks(now) - READ_ONCE(flow->seen);
	snapshot->nat.known = 0;
	if (flow->translated)
		snapshot->nat = *tcps_flow_nat(flow);
	spin_unlock_bh(&flow->lock);
	if (dead)
		return false;

	if ((s32)snapshot->age < 0)
		snapshot->age = 0;
	snapshot->class = tcps_class_of(&life->conn);
	record->flow = flow->id;
	record->ends = flow->key.ends;
	record->initiator = life->conn.initiator;
	return true;
}
