// SPDX-License-Identifier: GPL-2.0
/* The state of a namespace, and the list of all of them. */
#include "observer.h"

#include <linux/rculist.h>

/* The namespaces whose hooks run. RCU; changed under the lock. */
static LIST_HEAD(observers);
static DEFINE_SPINLOCK(observers_lock);

/** tcps_observer_init() - initialise what remains, once the settings are */
void tcps_observer_init(struct tcps_observer *observer)
{
	tcps_ackwait_key_init(&observer->ackwait);
	tcps_icmp_init(&observer->errors);
	mutex_init(&observer->switching);
	spin_lock_init(&observer->notes.lock);
	/* The first notes are admitted at once. */
	observer->notes.credit = observer->settings.recorder_records;
}

/** tcps_observer_join() - add a namespace whose hooks run to the list; any context */
void tcps_observer_join(struct tcps_observer *observer)
{
	spin_lock_bh(&observers_lock);
	list_add_rcu(&observer->node, &observers);
	spin_unlock_bh(&observers_lock);
}

/**
 * tcps_observer_leave() - remove a namespace from the list
 * @observer: the namespace
 *
 * Readers may use it until an RCU grace period has passed. Context: any.
 */
void tcps_observer_leave(struct tcps_observer *observer)
{
	spin_lock_bh(&observers_lock);
	list_del_rcu(&observer->node);
	spin_unlock_bh(&observers_lock);
}

/**
 * tcps_observer_largest() - the namespace with the most flows
 * @unprivileged: of the unprivileged namespaces only
 *
 * Context: RCU read side. Walks all namespaces. Return: NULL if there is none.
 */
struct tcps_observer *tcps_observer_largest(bool unprivileged)
{
	struct tcps_observer *observer, *found = NULL;
	unsigned int most = 0;

	list_for_each_entry_rcu(observer, &observers, node) {
		unsigned int flows = tcps_table_count(&observer->table);

		if (flows > most &&
		    (!unprivileged || tcps_observer_is_unprivileged(observer))) {
			found = observer;
			most = flows;
		}
	}
	return found;
}

/**
 * tcps_observer_ack_wait() - set whether a flow waits for an ACK
 * @observer: the namespace
 * @flow:     the flow, locked
 * @waits:    it waits
 *
 * Adds it to the filter or removes it. One whose slot is full is tried again the next time.
 * Context: softirq, or bottom halves off.
 */
void tcps_observer_ack_wait(struct tcps_observer *observer,
			    struct tcps_flow *flow, bool waits)
{
	u32 slot;

	if (tcps_flow_is(flow, TCPS_FLOW_ACK_WAIT) == waits)
		return;
	slot = tcps_flow_slot(flow, &observer->ackwait);
	if (!waits) {
		tcps_ackwait_dec(slot, flow->unprivileged);
		tcps_flow_unmark(flow, TCPS_FLOW_ACK_WAIT);
	} else if (!tcps_ackwait_inc(slot, flow->unprivileged)) {
		tcps_stats_inc_bh(observer->stats, TCPS_STAT_SLOTS_FULL);
	} else {
		tcps_flow_mark(flow, TCPS_FLOW_ACK_WAIT);
	}
}
