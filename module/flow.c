// SPDX-License-Identifier: GPL-2.0
/* Memory of flows. */
#include "flow.h"

#include <linux/percpu_counter.h>

#include "ackwait.h"
#include "quota.h"

/* Caches of flows, by the number of owners, and by whether there are account and NAT. */
#define CACHES (3 * 2 * 2)
static struct kmem_cache *caches[CACHES];

/*
 * Flows that have ended and wait for their last readers. They have a limit of their own, so
 * that flows that replace one another, as in a flood, cannot take memory faster than RCU
 * gives it back.
 */
static struct percpu_counter ended;
static s64 ended_max __read_mostly;

static unsigned int cache_number(const struct tcps_flow_parts *parts)
{
	return hweight8(parts->owners) << 2 | parts->accounted << 1 | parts->translated;
}

static void destroy_caches(void)
{
	unsigned int i;

	for (i = 0; i < CACHES; i++)
		kmem_cache_destroy(caches[i]);
}

static int create_caches(void)
{
	char name[sizeof("tcps_flow_00")];
	unsigned int i;

	for (i = 0; i < CACHES; i++) {
		size_t size = sizeof(struct tcps_flow) + (i >> 2) * sizeof(struct tcps_owner) +
			      (i & 2 ? sizeof(struct tcps_account) : 0) +
			      (i & 1 ? sizeof(struct tcps_nat) : 0);

		snprintf(name, sizeof(name), "tcps_flow_%u", i);
		/* With accounting, each segment writes most of a flow: in few cache lines. */
		caches[i] = kmem_cache_create(name, size, __alignof__(struct tcps_flow),
					      i & 2 ? SLAB_HWCACHE_ALIGN : 0, NULL);
		if (!caches[i]) {
			destroy_caches();
			return -ENOMEM;
		}
	}
	return 0;
}

/**
 * tcps_flow_init() - set up the caches
 * @max: the most flows all namespaces may have together
 *
 * Return: 0 or -ENOMEM.
 */
int tcps_flow_init(unsigned int max)
{
	int err;

	ended_max = max(max / 4, 65536U);
	err = percpu_counter_init(&ended, 0, GFP_KERNEL);
	if (err)
		return err;
	err = tcps_quota_init(max);
	if (err)
		goto destroy_ended;
	err = create_caches();
	if (!err)
		return 0;
	tcps_quota_exit();
destroy_ended:
	percpu_counter_destroy(&ended);
	return err;
}

/** tcps_flow_exit() - undo tcps_flow_init(); all flows are freed or on RCU */
void tcps_flow_exit(void)
{
	rcu_barrier();
	destroy_caches();
	tcps_quota_exit();
	percpu_counter_destroy(&ended);
}

/**
 * tcps_flow_alloc() - memory for a flow
 * @parts: what it has behind it
 * @unprivileged: of an unprivileged namespace
 *
 * Context: any. It counts towards the limit of all namespaces, which the caller
 * has checked (tcps_quota_full()). Return: a zeroed flow with its lock and queue
 * initialised; NULL if there is no memory.
 */
struct tcps_flow *tcps_flow_alloc(struct tcps_flow_parts parts, bool unprivileged)
{
	struct tcps_flow *flow;

	if (percpu_counter_compare(&ended, ended_max) >= 0)
		return NULL;
	flow = kmem_cache_zalloc(caches[cache_number(&parts)], GFP_ATOMIC | __GFP_NOWARN);
	if (!flow)
		return NULL;
	flow->owners = parts.owners;
	flow->accounted = parts.accounted;
	flow->translated = parts.translated;
	spin_lock_init(&flow->lock);
	INIT_LIST_HEAD(&flow->link);
	flow->queue = TCPS_QUEUE_NONE;
	flow->unprivileged = unprivileged;
	tcps_quota_take(unprivileged);
	return flow;
}

static void free_memory(struct tcps_flow *flow)
{
	const struct tcps_flow_parts parts = {
		.owners = flow->owners,
		.accounted = flow->accounted,
		.translated = flow->translated,
	};

	kmem_cache_free(caches[cache_number(&parts)], flow);
}

/** tcps_flow_free() - free a flow that no reader can reach */
void tcps_flow_free(struct tcps_flow *flow)
{
	tcps_quota_give(flow->unprivileged);
	free_memory(flow);
}

static void free_rcu(struct rcu_head *rcu)
{
	percpu_counter_dec(&ended);
	free_memory(container_of(rcu, struct tcps_flow, rcu));
}

/**
 * tcps_flow_free_rcu() - free a removed flow once its readers are done
 * @flow: the flow
 *
 * Its quota can be used for another flow at once.
 */
void tcps_flow_free_rcu(struct tcps_flow *flow)
{
	tcps_quota_give(flow->unprivileged);
	percpu_counter_inc(&ended);
	call_rcu(&flow->rcu, free_rcu);
}

/**
 * tcps_flow_note_owner() - note who sends a segment, if an end of the flow is on this host
 * @flow: the flow, locked or not published yet
 * @side: the side that sends
 * @sk:   what tcps_owner_socket() returned
 *
 * Context: that of the segment.
 */
void tcps_flow_note_owner(struct tcps_flow *flow, unsigned int side, struct sock *sk)
{
	struct tcps_owner *owner = tcps_flow_owners(flow);
	unsigned int i;

	if (!flow->owners)
		return;
	for (i = 0; i < hweight8(flow->owners); i++)
		if (tcps_owner_pending(&owner[i]))
			owner[i].passed++;
	owner = sk ? tcps_flow_owner(flow, side) : NULL;
	if (owner && !owner->pid)
		tcps_owner_note(owner, sk, flow->unprivileged);
}

/**
 * tcps_flow_copy_owners() - copy who is at the ends
 * @flow:  the flow, locked
 * @owner: filled in, by side, as far as known
 *
 * Return: bit by side: it is known.
 */
u8 tcps_flow_copy_owners(const struct tcps_flow *flow, struct tcps_owner owner[2])
{
	unsigned int side;
	u8 known = 0;

	for (side = 0; flow->owners && side < 2; side++) {
		const struct tcps_owner *of = tcps_flow_owner(flow, side);

		if (!of || !of->cookie)
			continue;
		owner[side] = *of;
		known |= BIT(side);
	}
	return known;
}

/**
 * tcps_flow_end() - how a flow ended, as far as known
 * @flow: the flow, locked
 *
 * As tcps_fsm_end(), which does not know which segments were dropped.
 */
enum tcps_end tcps_flow_end(const struct tcps_flow *flow)
{
	enum tcps_end end = tcps_fsm_end(&flow->conn);

	return flow->dropped && (end == TCPS_END_STILL_OPEN ||
				 end == TCPS_END_TIMEOUT) ?
	       TCPS_END_DROPPED : end;
}

/**
 * tcps_flow_slot() - the flow's slot of the counting filter
 * @flow: the flow
 * @key:  of its namespace
 */
u32 tcps_flow_slot(const struct tcps_flow *flow,
		   const struct tcps_ackwait_key *key)
{
	const struct in6_addr *addr = flow->key.addr;
	const __be16 *port = flow->key.port;

	if (tcps_key_is_ipv4(&flow->key))
		return tcps_ackwait_slot4(key, addr[0].s6_addr32[3],
					  addr[1].s6_addr32[3], port[0],
					  port[1]);
	return tcps_ackwait_slot6(key, &addr[0], &addr[1], port[0], port[1]);
}

/**
 * tcps_flow_queue() - the queue of a flow
 * @flow:  the flow, locked
 * @class: its class of timeouts
 *
 * Closed flows share a queue, one-sided or not. Other flows have queues of their own while
 * they are one-sided (if half-open, those are the unanswered attempts). So have attempts of
 * which no segment has passed.
 */
unsigned int tcps_flow_queue(const struct tcps_flow *flow,
			     enum tcps_class class)
{
	if (flow->dropped && class == TCPS_CLASS_HALF_OPEN)
		return TCPS_QUEUE_DROPPED;
	switch (class) {
	case TCPS_CLASS_HALF_OPEN:
	case TCPS_CLASS_ESTABLISHED:
	case TCPS_CLASS_FIN:
	case TCPS_CLASS_HALF_CLOSED:
		if (tcps_fsm_one_sided(&flow->conn))
			return TCPS_QUEUE_ONE_SIDED + class;
		return class;
	default:
		return class;
	}
}
