// SPDX-License-Identifier: GPL-2.0
/*
 * Which flow is evicted when there is no space for another.
 *
 * A namespace at a limit of its own evicts closed flows, then handshakes, then those of
 * which only one side was ever seen; never an open flow of which both sides were seen.
 * Where all namespaces together are at their limit, the one with the most flows gives way
 * to one that has fewer, with any of its flows.
 */
#include "evict.h"

#include <linux/ktime.h>
#include <linux/minmax.h>
#include <linux/sched.h>

#include "finish.h"
#include "quota.h"
#include "record.h"

/* Flows evicted at once, where more than one is. */
#define BATCH 32

#define ONE_SIDED(class) (TCPS_QUEUE_ONE_SIDED + TCPS_CLASS_##class)

/* Remove the oldest flow of a queue. */
static bool evict(struct tcps_observer *observer, unsigned int queue,
		  enum tcps_counter counter, u64 now)
{
	struct tcps_flow *flow;
	struct tcps_step step;
	bool evicted;

	flow = tcps_table_pop(&observer->table, queue, tcps_ticks(now), 0);
	if (!flow)
		return false;
	spin_lock(&flow->lock);
	evicted = tcps_finish_is_due(flow);
	if (evicted) {
		now = max(now, flow->conn.start);
		tcps_fsm_remove(&flow->conn, TCPS_CAUSE_EVICT, now, &step);
		tcps_record_step(observer, flow, NULL, &step, now);
		tcps_finish_flow(observer, flow, now);
		tcps_stats_inc(observer->stats, counter);
	}
	spin_unlock(&flow->lock);
	return evicted;
}

struct victim {
	u8 queue;
	u8 counter;
};

static bool evict_first(struct tcps_observer *observer,
			const struct victim *order, unsigned int n, u64 now)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		if (evict(observer, order[i].queue, order[i].counter, now))
			return true;
	return false;
}

/* Closed flows, and attempts whose SYNs this machine dropped. */
static bool evict_over(struct tcps_observer *observer, u64 now)
{
	static const struct victim order[] = {
		{ TCPS_CLASS_CLOSED, TCPS_STAT_EVICTED_CLOSED },
		{ TCPS_CLASS_TIME_WAIT, TCPS_STAT_EVICTED_CLOSED },
		{ TCPS_QUEUE_DROPPED, TCPS_STAT_EVICTED_UNANSWERED },
	};

	return evict_first(observer, order, ARRAY_SIZE(order), now);
}

/* Attempts to connect: unanswered ones come from a port scan or a flood. */
static bool evict_half_open(struct tcps_observer *observer, u64 now)
{
	static const struct victim order[] = {
		{ ONE_SIDED(HALF_OPEN), TCPS_STAT_EVICTED_UNANSWERED },
		{ TCPS_CLASS_HALF_OPEN, TCPS_STAT_EVICTED_HALF_OPEN },
	};

	return evict_first(observer, order, ARRAY_SIZE(order), now);
}

/*
 * Flows of which only one side was seen, closing ones first: a forged FIN creates a flow at
 * once, a forged ACK only where it is sampled, and more segments will come of a connection
 * in use with asymmetric routing.
 */
static bool evict_one_sided(struct tcps_observer *observer, u64 now)
{
	static const struct victim order[] = {
		{ ONE_SIDED(FIN), TCPS_STAT_EVICTED_ONE_SIDED },
		{ ONE_SIDED(HALF_CLOSED), TCPS_STAT_EVICTED_ONE_SIDED },
		{ ONE_SIDED(ESTABLISHED), TCPS_STAT_EVICTED_ONE_SIDED },
	};

	return evict_first(observer, order, ARRAY_SIZE(order), now);
}

static bool evict_any(struct tcps_observer *observer, u64 now)
{
	return evict_over(observer, now) || evict_half_open(observer, now) ||
	       evict_one_sided(observer, now);
}

/* For another namespace; open flows of which both ends were seen come last. */
static bool evict_for_other(struct tcps_observer *observer, u64 now)
{
	static const struct victim order[] = {
		{ TCPS_CLASS_FIN, TCPS_STAT_EVICTED_OPEN },
		{ TCPS_CLASS_HALF_CLOSED, TCPS_STAT_EVICTED_OPEN },
		{ TCPS_CLASS_ESTABLISHED, TCPS_STAT_EVICTED_OPEN },
	};

	if (!evict_any(observer, now) &&
	    !evict_first(observer, order, ARRAY_SIZE(order), now))
		return false;
	tcps_stats_inc(observer->stats, TCPS_STAT_EVICTED_FOR_OTHERS);
	return true;
}

/*
 * The last sixteenth of the table is reserved for connections that open. A flow that is
 * first seen in the middle takes none of it as long as there are one-sided flows: it
 * replaces two of these, so that a flood of forged segments gives way to connections that
 * open, and never evicts a handshake.
 */
static bool place_in_the_middle(struct tcps_observer *observer, u64 now)
{
	unsigned int max = READ_ONCE(observer->settings.max_flows);
	unsigned int less = max - max / 16;

	if (tcps_table_count(&observer->table) < less)
		return true;
	if (!evict_one_sided(observer, now))
		return false;
	if (tcps_table_count(&observer->table) >= less)
		evict_one_sided(observer, now);
	return true;
}

/* Make space within the limits of the namespace itself. */
static bool own_place(struct tcps_observer *observer, bool half_open, u64 now)
{
	const struct tcps_settings *settings = &observer->settings;
	struct tcps_table *table = &observer->table;

	if (!half_open && place_in_the_middle(observer, now))
		return true;
	if (half_open &&
	    tcps_table_class_count(table, TCPS_CLASS_HALF_OPEN) >=
	    READ_ONCE(settings->max_half_open) &&
	    !evict_half_open(observer, now))
		return false;
	return tcps_table_count(table) < READ_ONCE(settings->max_flows) ||
	       evict_any(observer, now);
}

/*
 * Make space within the limit of all namespaces together, from the one with the most flows
 * if it has more than this one. An unprivileged one takes no space from others.
 */
static bool common_place(struct tcps_observer *observer, u64 now)
{
	bool unprivileged = tcps_observer_is_unprivileged(observer);
	unsigned int mine = tcps_table_count(&observer->table);
	struct tcps_observer *largest;
	unsigned int flows, n;

	if (likely(!tcps_quota_full(unprivileged)))
		return true;
	largest = tcps_observer_largest(unprivileged);
	flows = largest ? tcps_table_count(&largest->table) : 0;
	if (flows <= mine)
		return evict_any(observer, now);
	n = clamp((flows - mine) / 2, 1U, (unsigned int)BATCH);
	while (n-- && evict_for_other(largest, now))
		;
	return !tcps_quota_full(unprivileged);
}

/**
 * tcps_evict_for() - make space for one more flow, if need be by eviction
 * @observer:  the namespace
 * @half_open: its handshake is not finished
 * @now:       ktime_get_ns()
 *
 * Context: RCU read side, bottom halves off, no flow's lock held. Return: false
 * if there is none, which is counted.
 */
bool tcps_evict_for(struct tcps_observer *observer, bool half_open, u64 now)
{
	if (!own_place(observer, half_open, now)) {
		tcps_stats_inc(observer->stats, TCPS_STAT_TABLE_FULL);
		return false;
	}
	if (!common_place(observer, now)) {
		tcps_stats_inc(observer->stats, TCPS_STAT_TOTAL_FULL);
		return false;
	}
	return true;
}

/**
 * tcps_evict_spared() - is there space for a flow without an eviction?
 * @observer: the namespace
 *
 * For an attempt whose SYN this machine dropped: no flow is removed for it, not even
 * another such attempt, so that dropped SYNs take no more of the recorder than of the
 * table.
 */
bool tcps_evict_spared(struct tcps_observer *observer)
{
	const struct tcps_settings *settings = &observer->settings;
	const struct tcps_table *table = &observer->table;

	return tcps_table_queue_count(table, TCPS_QUEUE_DROPPED) <
	       READ_ONCE(settings->max_dropped) &&
	       tcps_table_count(table) < READ_ONCE(settings->max_flows) &&
	       !tcps_quota_full(tcps_observer_is_unprivileged(observer));
}

/* Remove BATCH of a queue. Return: whether there may be more. */
static bool evict_some(struct tcps_observer *observer, unsigned int queue)
{
	unsigned int n = BATCH;
	u64 now = ktime_get_ns();

	local_bh_disable();
	rcu_read_lock();
	while (n && evict(observer, queue, TCPS_STAT_EVICTED_DISABLED, now))
		n--;
	rcu_read_unlock();
	local_bh_enable();
	return !n;
}

/**
 * tcps_evict_all() - end all flows of a namespace
 * @observer: the namespace; none begins any more
 *
 * Process context. A flow that a timer has just popped is ended by the timer.
 */
void tcps_evict_all(struct tcps_observer *observer)
{
	unsigned int queue;

	for (queue = 0; queue < TCPS_QUEUE_MAX; queue++)
		while (evict_some(observer, queue))
			cond_resched();
}
