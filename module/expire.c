// SPDX-License-Identifier: GPL-2.0
/*
 * Timers of flows: one delayed work per namespace. It pops due flows from the heads of the
 * queues, so a run costs by the flows that expire, not by those that are kept, and sleeps
 * until the next head is due. It runs only while there are flows.
 */
#include "expire.h"

#include <linux/jiffies.h>
#include <linux/ktime.h>

#include "observer.h"
#include "tracker.h"

/* Waits up to this are exact to well within 250 ms, so that TIME-WAIT ends in time. */
#define TIMER_EXACT_MS 500

/* Flows ended between two calls of cond_resched(). */
#define BATCH 64

static u32 timeout_ticks(const struct tcps_observer *observer,
			 enum tcps_class class)
{
	u64 ns = (u64)READ_ONCE(observer->settings.timeout[class]) *
		 NSEC_PER_SEC;

	return tcps_ticks(ns) + 1;
}

static bool expire_batch(struct tcps_observer *observer, unsigned int queue)
{
	u32 timeout = timeout_ticks(observer, tcps_queue_class(queue));
	unsigned int budget = BATCH;
	struct tcps_flow *flow;
	u64 now;

	local_bh_disable();
	rcu_read_lock();
	now = ktime_get_ns();
	while (budget--) {
		flow = tcps_table_pop(&observer->table, queue, tcps_ticks(now),
				      timeout);
		if (!flow)
			break;
		tcps_tracker_timeout(observer, flow, now);
	}
	rcu_read_unlock();
	local_bh_enable();
	return flow;
}

/*
 * Ticks until the next flow is due. One that is created later is not due before the
 * shortest timeout has passed.
 */
static u32 next_due(struct tcps_observer *observer)
{
	u32 now = tcps_ticks(ktime_get_ns());
	u32 soonest = U32_MAX;
	unsigned int queue;

	for (queue = 0; queue < TCPS_QUEUE_MAX; queue++) {
		u32 timeout = timeout_ticks(observer, tcps_queue_class(queue));
		u32 age;

		soonest = min(soonest, timeout);
		if (tcps_table_oldest(&observer->table, queue, now, &age))
			soonest = min(soonest,
				      timeout > age ? timeout - age : 0);
	}
	return soonest;
}

static void expire(struct work_struct *work)
{
	struct tcps_observer *observer =
		container_of(to_delayed_work(work), struct tcps_observer,
			     expiry);
	unsigned int queue;
	u64 wait_ms;

	for (queue = 0; queue < TCPS_QUEUE_MAX; queue++)
		while (expire_batch(observer, queue))
			cond_resched();

	/*
	 * The bit is cleared before the table is checked, so that a flow that is created in
	 * between starts the work again.
	 */
	clear_bit(0, &observer->expiring);
	smp_mb__after_atomic(); /* pairs with tcps_observer_expire() */
	if (!tcps_table_count(&observer->table) ||
	    test_and_set_bit(0, &observer->expiring))
		return;
	wait_ms = div_u64((u64)next_due(observer) << TCPS_TICK_SHIFT,
			  NSEC_PER_MSEC);
	/* The timer wheel is late by an eighth at most: approach in steps. */
	if (wait_ms > TIMER_EXACT_MS)
		wait_ms -= wait_ms / 4;
	queue_delayed_work(system_power_efficient_wq, &observer->expiry,
			   msecs_to_jiffies(max_t(u64, wait_ms,
						  TCPS_EXPIRE_PAUSE_MS)));
}

/** tcps_expire_kick() - check all timers now, after a timeout was changed */
void tcps_expire_kick(struct tcps_observer *observer)
{
	if (test_bit(0, &observer->expiring))
		mod_delayed_work(system_power_efficient_wq, &observer->expiry,
				 0);
}

/** tcps_expire_init() - set up the timers of a namespace */
void tcps_expire_init(struct tcps_observer *observer)
{
	observer->expiring = 0;
	INIT_DELAYED_WORK(&observer->expiry, expire);
}

/** tcps_expire_exit() - stop them; no hook runs any more; may sleep */
void tcps_expire_exit(struct tcps_observer *observer)
{
	set_bit(0, &observer->expiring);
	cancel_delayed_work_sync(&observer->expiry);
}
