// SPDX-License-Identifier: GPL-2.0
/* Memory of flows, and the processes that opened them. */
#include "flow.h"

#include <linux/cred.h>
#include <linux/percpu_counter.h>
#include <linux/pid_namespace.h>
#include <linux/sock_diag.h>
#include <linux/threads.h>
#include <net/sock.h>

#include "ackwait.h"
#include "quota.h"

/* Caches of flows, by what follows a flow: struct tcps_extra, struct tcps_nat. */
static struct kmem_cache *caches[2][2];

/*
 * Flows that have ended and wait for their last readers. They have a limit of their own, so
 * that flows that replace one another, as in a flood, cannot take memory faster than RCU
 * gives it back.
 */
static struct percpu_counter ended;
static s64 ended_max __read_mostly;

static void destroy_caches(void)
{
	unsigned int i;

	for (i = 0; i < 4; i++)
		kmem_cache_destroy(caches[i / 2][i % 2]);
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
	caches[0][0] = KMEM_CACHE(tcps_flow, 0);
	caches[0][1] = KMEM_CACHE(tcps_nat_flow, 0);
	caches[1][0] = KMEM_CACHE(tcps_large_flow, 0);
	caches[1][1] = KMEM_CACHE(tcps_large_nat_flow, 0);
	if (caches[0][0] && caches[0][1] && caches[1][0] && caches[1][1])
		return 0;
	err = -ENOMEM;
	destroy_caches();
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
 * @extra: with space for owner and accounting
 * @translated: with space for translated ends
 * @unprivileged: of an unprivileged namespace
 *
 * Context: any. It counts towards the limit of all namespaces, which the caller
 * has checked (tcps_quota_full()). Return: a zeroed flow with its lock and queue
 * initialised; NULL if there is no memory.
 */
struct tcps_flow *tcps_flow_alloc(bool extra, bool translated,
				  bool unprivileged)
{
	struct tcps_flow *flow;

	if (percpu_counter_compare(&ended, ended_max) >= 0)
		return NULL;
	flow = kmem_cache_zalloc(caches[extra][translated],
				 GFP_ATOMIC | __GFP_NOWARN);
	if (!flow)
		return NULL;
	flow->extra = extra;
	flow->translated = translated;
	spin_lock_init(&flow->lock);
	INIT_LIST_HEAD(&flow->link);
	flow->queue = TCPS_QUEUE_NONE;
	flow->unprivileged = unprivileged;
	tcps_quota_take(unprivileged);
	return flow;
}

static void free_memory(struct tcps_flow *flow)
{
	kmem_cache_free(caches[flow->extra][flow->translated], flow);
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

static_assert(PID_MAX_LIMIT <= 1 << 22);

/*
 * By inode number, which is assigned in sequence: two pid namespaces that share an
 * unprivileged network namespace are mistaken for one if their numbers differ by a multiple
 * of 1,024.
 */
static u32 tag_of(const struct pid_namespace *pid_ns)
{
	return pid_ns->ns.inum % 1024;
}

/**
 * tcps_flow_own() - record the process that opens a connection
 * @flow: not published yet, with space for it
 * @sk:   full socket that sends the SYN
 *
 * The socket proves user and cookie. The process is proven only if this runs in its
 * context, from connect(): a retransmitted SYN is sent by a timer, which may have
 * interrupted any task. An unprivileged namespace gets its own process ids, not the host's.
 */
void tcps_flow_own(struct tcps_flow *flow, struct sock *sk)
{
	struct tcps_owner *owner = &tcps_flow_extra(flow)->owner;
	struct pid_namespace *pid_ns = &init_pid_ns;
	u32 cookie[2];

	sock_diag_save_cookie(sk, cookie);
	owner->cookie = (u64)cookie[1] << 32 | cookie[0];
	owner->uid = from_kuid_munged(sock_net(sk)->user_ns, sk->sk_uid);
	if (!in_task() || (current->flags & PF_KTHREAD))
		return;
	if (flow->unprivileged)
		pid_ns = task_active_pid_ns(current);
	owner->pid = task_tgid_nr_ns(current, pid_ns);
	owner->pid_ns = tag_of(pid_ns);
	get_task_comm(owner->comm, current);
}

/**
 * tcps_flow_reader_pid() - the process id as seen in the reader's pid namespace
 * @owner: the owner
 *
 * In another pid namespace the number would be that of another process, so it is not shown
 * there. A multicast, which a worker sends, has no single pid namespace and leaves it out:
 * listeners query it. Process context, of the reader.
 *
 * Return: 0 if it is not known, or not shown.
 */
u32 tcps_flow_reader_pid(const struct tcps_owner *owner)
{
	if (current->flags & PF_WQ_WORKER ||
	    tag_of(task_active_pid_ns(current)) != owner->pid_ns)
		return 0;
	return owner->pid;
}

/** tcps_flow_has_owner() - is anything known about the process that opened it? */
bool tcps_flow_has_owner(const struct tcps_flow *flow)
{
	return flow->extra && tcps_flow_extra(flow)->owner.cookie;
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
