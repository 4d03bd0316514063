/* SPDX-License-Identifier: GPL-2.0 */
/* The flow table of a namespace: lookup, limits, queues in deadline order. */
#ifndef TCPS_TABLE_H
#define TCPS_TABLE_H

#include <linux/rhashtable.h>

#include "flow.h"

#define TCPS_SHARDS 8

/**
 * struct tcps_shard - an eighth of the queues
 * @lock:  protects the queues and the queue and link of their flows;
 *         softirq-safe; taken inside a flow's lock
 * @queue: flows by queue, in order of timer starts to within a lap
 * @head:  tick of each queue's head when it was last seen, or earlier; valid if in @used;
 *         written under @lock, read without to find the oldest
 * @used:  bits of the queues that are not empty; as @head
 * @count: flows by queue; written under @lock, read without
 */
struct tcps_shard {
	spinlock_t lock;
	u32 used;
	struct list_head queue[TCPS_QUEUE_MAX];
	u32 head[TCPS_QUEUE_MAX];
	u32 count[TCPS_QUEUE_MAX];
} ____cacheline_aligned_in_smp;

/**
 * struct tcps_table - flows by key and by deadline
 * @hash:    all flows. RCU; its own bucket locks
 * @shards:  all flows except those being created or removed
 * @last_id: id assigned last
 */
struct tcps_table {
	struct rhashtable hash;
	struct tcps_shard shards[TCPS_SHARDS];
	atomic64_t last_id;
};

int tcps_table_init(struct tcps_table *table);
void tcps_table_exit(struct tcps_table *table,
		     void (*release)(void *flow, void *arg), void *arg);

struct tcps_flow *tcps_table_find(struct tcps_table *table,
				  const struct tcps_key *key);
struct tcps_flow *tcps_table_find_attempt(struct tcps_table *table,
					  const struct tcps_key *key);
int tcps_table_insert(struct tcps_table *table, struct tcps_flow *flow);
void tcps_table_remove(struct tcps_table *table, struct tcps_flow *flow);

void tcps_table_queue(struct tcps_table *table, struct tcps_flow *flow,
		      unsigned int queue, unsigned int timeout, u32 now);
struct tcps_flow *tcps_table_pop(struct tcps_table *table, unsigned int queue,
				 u32 now, u32 age);
bool tcps_table_oldest(const struct tcps_table *table, unsigned int queue,
		       u32 now, u32 *age);
unsigned int tcps_table_queue_count(const struct tcps_table *table,
				    unsigned int queue);
unsigned int tcps_table_class_count(const struct tcps_table *table,
				    enum tcps_class class);

/**
 * tcps_table_lap() - the lap of a tick
 * @tick:    the tick
 * @timeout: of a class, seconds
 *
 * A lap is between 1/120 and 1/60 of the timeout.
 */
static inline u8 tcps_table_lap(u32 tick, unsigned int timeout)
{
	return tick >> (fls(timeout) + 3);
}

/**
 * tcps_table_restart() - restart the timer of a flow, in the same queue
 * @table:   the table
 * @flow:    the flow, locked, not dead, in a queue when last looked at
 * @queue:   the queue
 * @timeout: of its class, seconds
 * @now:     tick
 *
 * The time is set in the flow. It is moved in the queue only once per lap, so most segments
 * touch neither the queue's lock nor its neighbours; in TIME-WAIT, which must end on time,
 * it is moved at once.
 */
static inline void tcps_table_restart(struct tcps_table *table,
				      struct tcps_flow *flow,
				      unsigned int queue,
				      unsigned int timeout, u32 now)
{
	WRITE_ONCE(flow->seen, now);
	if (unlikely(queue == TCPS_CLASS_TIME_WAIT ||
		     flow->lap != tcps_table_lap(now, timeout)))
		tcps_table_queue(table, flow, queue, timeout, now);
}

/** tcps_table_count() - flows in the table */
static inline unsigned int tcps_table_count(const struct tcps_table *table)
{
	return atomic_read(&table->hash.nelems);
}

#endif /* TCPS_TABLE_H */
