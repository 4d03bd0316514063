// SPDX-License-Identifier: GPL-2.0
/*
 * The flow table.
 *
 * Flows are found by key in a resizable hash table under RCU. Each is also in one queue of
 * its shard, that of its class; flows of which only one side was seen have separate queues.
 * All flows of a class have the same timeout, so a queue in order of timer starts is in
 * deadline order, and expiry looks at heads only. Shards reduce lock contention between
 * CPUs.
 *
 * A flow in use is not requeued with each segment, but once per lap. So the head may be
 * younger than its position shows; the time in the flow itself counts, and a due flow
 * behind it is delayed by at most a lap.
 */
#include "table.h"

#include <linux/cache.h>
#include <linux/prefetch.h>
#include <linux/random.h>
#include <linux/siphash.h>

/* Secret, common to all namespaces; set once. */
static hsiphash_key_t hash_key __read_mostly;

/* A keyed hash: the sender of packets chooses the keys of the table. */
static u32 hash_of(const void *data, u32 len, u32 seed)
{
	const struct tcps_key *key = data;
	hsiphash_key_t secret = hash_key;

	/* The table's seed is part of the secret: with another one, other flows collide. */
	secret.key[0] ^= seed;
	if (tcps_key_is_ipv4(key))
		return hsiphash_4u32((__force u32)key->addr[0].s6_addr32[3],
				     (__force u32)key->addr[1].s6_addr32[3],
				     (__force u32)key->port[0] << 16 |
				     (__force u32)key->port[1], key->scope,
				     &secret);
	return hsiphash(key, sizeof(*key), &secret);
}

static int differs(struct rhashtable_compare_arg *arg, const void *object)
{
	const struct tcps_flow *flow = object;

	return tcps_flow_is(flow, TCPS_FLOW_ATTEMPT) ||
	       !tcps_key_equal(&flow->key, arg->key);
}

static int differs_as_attempt(struct rhashtable_compare_arg *arg,
			      const void *object)
{
	const struct tcps_flow *flow = object;

	return !tcps_flow_is(flow, TCPS_FLOW_ATTEMPT) ||
	       !tcps_key_equal(&flow->key, arg->key);
}

static const struct rhashtable_params hash_params = {
	.head_offset = offsetof(struct tcps_flow, node),
	.key_offset = offsetof(struct tcps_flow, key),
	.key_len = sizeof(struct tcps_key),
	.hashfn = hash_of,
	.obj_cmpfn = differs,
	.automatic_shrinking = true,
};

/* The same table, for attempts, which hash_params does not find. */
static const struct rhashtable_params attempt_params = {
	.head_offset = offsetof(struct tcps_flow, node),
	.key_offset = offsetof(struct tcps_flow, key),
	.key_len = sizeof(struct tcps_key),
	.hashfn = hash_of,
	.obj_cmpfn = differs_as_attempt,
	.automatic_shrinking = true,
};

/** tcps_table_init() - set up an empty table; process context; -ENOMEM */
int tcps_table_init(struct tcps_table *table)
{
	unsigned int i, queue;

	net_get_random_once(&hash_key, sizeof(hash_key));
	for (i = 0; i < TCPS_SHARDS; i++) {
		struct tcps_shard *shard = &table->shards[i];

		spin_lock_init(&shard->lock);
		shard->used = 0;
		for (queue = 0; queue < TCPS_QUEUE_MAX; queue++) {
			INIT_LIST_HEAD(&shard->queue[queue]);
			shard->count[queue] = 0;
		}
	}
	atomic64_set(&table->last_id, 0);
	return rhashtable_init(&table->hash, &hash_params);
}

/**
 * tcps_table_exit() - free the table
 * @table:   the table; no flow is looked up any more
 * @release: called for each flow still in it, to free it; NULL: there is none
 * @arg:     passed to @release
 *
 * Process context.
 */
void tcps_table_exit(struct tcps_table *table,
		     void (*release)(void *flow, void *arg), void *arg)
{
	rhashtable_free_and_destroy(&table->hash, release, arg);
}

/**
 * tcps_table_find() - look a flow up
 * @table: the table
 * @key:   its key
 *
 * Context: RCU read side. The flow may be dead by the time it is locked.
 */
struct tcps_flow *tcps_table_find(struct tcps_table *table,
				  const struct tcps_key *key)
{
	return rhashtable_lookup(&table->hash, key, hash_params);
}

/**
 * tcps_table_find_attempt() - look up the attempt beside a flow
 * @table: the table
 * @key:   of the flow
 *
 * Context: as tcps_table_find(); with the flow locked, the attempt may be locked
 * as well, nested.
 */
struct tcps_flow *tcps_table_find_attempt(struct tcps_table *table,
					  const struct tcps_key *key)
{
	return rhashtable_lookup(&table->hash, key, attempt_params);
}

/**
 * tcps_table_insert() - publish a flow
 * @table: the table
 * @flow:  the flow, locked; for an attempt, the flow that it challenges is locked too and
 *         has no other attempt
 *
 * Gives it its id. Return: 0, -EEXIST if another CPU was first, or the error of a hash
 * table that is being resized (-E2BIG, -EBUSY, -ENOMEM).
 */
int tcps_table_insert(struct tcps_table *table, struct tcps_flow *flow)
{
	flow->id = atomic64_inc_return(&table->last_id);
	if (tcps_flow_is(flow, TCPS_FLOW_ATTEMPT))
		return rhashtable_insert_fast(&table->hash, &flow->node,
					      hash_params);
	return rhashtable_lookup_insert_fast(&table->hash, &flow->node,
					     hash_params);
}

static struct tcps_shard *shard_of(struct tcps_table *table,
				   const struct tcps_flow *flow)
{
	return &table->shards[flow->id % TCPS_SHARDS];
}

static void update_head(struct tcps_shard *shard, unsigned int queue)
{
	struct tcps_flow *first;

	first = list_first_entry_or_null(&shard->queue[queue],
					 struct tcps_flow, link);
	if (first) {
		WRITE_ONCE(shard->head[queue], READ_ONCE(first->seen));
		WRITE_ONCE(shard->used, shard->used | BIT(queue));
	} else {
		WRITE_ONCE(shard->used, shard->used & ~BIT(queue));
	}
}

static void dequeue(struct tcps_shard *shard, struct tcps_flow *flow)
{
	unsigned int queue = flow->queue;

	lockdep_assert_held(&shard->lock);
	if (queue == TCPS_QUEUE_NONE)
		return;
	list_del_init(&flow->link);
	flow->queue = TCPS_QUEUE_NONE;
	WRITE_ONCE(shard->count[queue], shard->count[queue] - 1);
	update_head(shard, queue);
}

/**
 * tcps_table_queue() - start the timer of a flow: move it to the end of a queue
 * @table:   the table
 * @flow:    the flow, locked, not dead
 * @queue:   its new queue
 * @timeout: of its class, seconds
 * @now:     tick
 */
void tcps_table_queue(struct tcps_table *table, struct tcps_flow *flow,
		      unsigned int queue, unsigned int timeout, u32 now)
{
	struct tcps_shard *shard = shard_of(table, flow);

	lockdep_assert_held(&flow->lock);
	WRITE_ONCE(flow->seen, now);
	flow->lap = tcps_table_lap(now, timeout);
	spin_lock(&shard->lock);
	dequeue(shard, flow);
	WRITE_ONCE(flow->queue, queue);
	list_add_tail(&flow->link, &shard->queue[queue]);
	WRITE_ONCE(shard->count[queue], shard->count[queue] + 1);
	update_head(shard, queue);
	spin_unlock(&shard->lock);
}

/**
 * tcps_table_remove() - remove a flow from the table
 * @table: the table
 * @flow:  the flow, locked
 *
 * It is marked dead; RCU readers may still use it.
 */
void tcps_table_remove(struct tcps_table *table, struct tcps_flow *flow)
{
	struct tcps_shard *shard = shard_of(table, flow);

	lockdep_assert_held(&flow->lock);
	tcps_flow_mark(flow, TCPS_FLOW_DEAD);
	spin_lock(&shard->lock);
	dequeue(shard, flow);
	spin_unlock(&shard->lock);
	rhashtable_remove_fast(&table->hash, &flow->node, hash_params);
}

/* The shard with the oldest head of a queue, and the age of that head. */
static const struct tcps_shard *oldest_shard(const struct tcps_table *table,
					     unsigned int queue, u32 now,
					     u32 *age)
{
	const struct tcps_shard *found = NULL;
	unsigned int i;

	for (i = 0; i < TCPS_SHARDS; i++) {
		const struct tcps_shard *shard = &table->shards[i];
		u32 its;

		if (!(READ_ONCE(shard->used) & BIT(queue)))
			continue;
		its = now - READ_ONCE(shard->head[queue]);
		if ((s32)its < 0)
			its = 0;	/* queued after now was taken */
		if (!found || its > *age) {
			found = shard;
			*age = its;
		}
	}
	return found;
}

/**
 * tcps_table_oldest() - how old is the oldest flow of a queue?
 * @table: the table
 * @queue: the queue
 * @now:   tick
 * @age:   filled in: ticks since its timer started
 *
 * Return: false if the queue is empty.
 */
bool tcps_table_oldest(const struct tcps_table *table, unsigned int queue,
		       u32 now, u32 *age)
{
	return oldest_shard(table, queue, now, age);
}

/*
 * With many flows, few are cached: prefetch the one behind the head, of which the address is
 * known. Its turn comes after those of the other shards.
 */
static void prefetch_second(struct tcps_shard *shard, unsigned int queue)
{
	const struct list_head *head = &shard->queue[queue];
	const char *flow = (const char *)list_entry(READ_ONCE(head->next->next),
						    struct tcps_flow, link);
	unsigned int at;

	for (at = 0; at < sizeof(struct tcps_flow); at += L1_CACHE_BYTES)
		prefetchw(flow + at);
}

/* Pop the head of a queue if it is that old; else correct its age. */
static struct tcps_flow *pop_head(struct tcps_shard *shard, unsigned int queue,
				  u32 now, u32 age)
{
	struct tcps_flow *flow;

	spin_lock(&shard->lock);
	flow = list_first_entry_or_null(&shard->queue[queue],
					struct tcps_flow, link);
	/* A segment was seen since it was queued, or just after now was taken. */
	if (flow && age && (s32)(now - READ_ONCE(flow->seen)) < (s32)age) {
		update_head(shard, queue);
		flow = NULL;
	}
	if (flow) {
		dequeue(shard, flow);
		prefetch_second(shard, queue);
	}
	spin_unlock(&shard->lock);
	return flow;
}

/**
 * tcps_table_pop() - pop the oldest flow of a queue
 * @table: the table
 * @queue: the queue
 * @now:   tick
 * @age:   only if its timer started at least this many ticks ago
 *
 * Context: RCU read side, bottom halves off, no flow's lock held. The caller
 * locks the flow and checks whether it is dead or was queued again meanwhile; if not, the
 * caller must remove or queue it.
 *
 * Return: NULL if there is none.
 */
struct tcps_flow *tcps_table_pop(struct tcps_table *table, unsigned int queue,
				 u32 now, u32 age)
{
	unsigned int tries = TCPS_SHARDS;
	struct tcps_shard *shard;
	struct tcps_flow *flow;
	u32 oldest = 0;

	while (tries--) {
		shard = (struct tcps_shard *)oldest_shard(table, queue, now,
							  &oldest);
		if (!shard || oldest < age)
			break;
		flow = pop_head(shard, queue, now, age);
		if (flow)
			return flow;
	}
	return NULL;
}

/** tcps_table_queue_count() - flows of a queue now */
unsigned int tcps_table_queue_count(const struct tcps_table *table,
				    unsigned int queue)
{
	unsigned int i, count = 0;

	for (i = 0; i < TCPS_SHARDS; i++)
		count += READ_ONCE(table->shards[i].count[queue]);
	return count;
}

/**
 * tcps_table_class_count() - flows of a class now, one-sided or not
 * @table: the table
 * @class: the class; attempts whose SYNs this machine dropped are not counted
 */
unsigned int tcps_table_class_count(const struct tcps_table *table,
				    enum tcps_class class)
{
	return tcps_table_queue_count(table, class) +
	       tcps_table_queue_count(table, TCPS_QUEUE_ONE_SIDED + class);
}
