// SPDX-License-Identifier: GPL-2.0
/* Memory of flows, and who opened them. */
#include "flow.h"

#include <linux/cred.h>
#include <linux/sock_diag.h>
#include <net/sock.h>

#include "ackwait.h"

static struct kmem_cache *flow_cache;
static struct kmem_cache *extra_cache;

/*
 * Flows allocated in all namespaces, those waiting for RCU included, and of
 * these the ones of guests: namespaces that unprivileged users can make. Guests
 * together get half of all, so that they cannot blind the host.
 */
static atomic_t total = ATOMIC_INIT(0);
static atomic_t of_guests = ATOMIC_INIT(0);
static int max_total __read_mostly;

/**
 * tcps_flow_init() - set up the caches
 * @max: the most flows all namespaces may have together
 *
 * Return: 0 or -ENOMEM.
 */
int tcps_flow_init(unsigned int max)
{
	max_total = max;
	flow_cache = KMEM_CACHE(tcps_flow, 0);
	if (!flow_cache)
		return -ENOMEM;
	extra_cache = KMEM_CACHE(tcps_extra, 0);
	if (!extra_cache) {
		kmem_cache_destroy(flow_cache);
		return -ENOMEM;
	}
	return 0;
}

/** tcps_flow_exit() - undo tcps_flow_init(); all flows are freed or on RCU */
void tcps_flow_exit(void)
{
	rcu_barrier();
	kmem_cache_destroy(extra_cache);
	kmem_cache_destroy(flow_cache);
}

static bool count_in(bool guest)
{
	if (atomic_inc_return(&total) > max_total)
		goto uncount;
	if (!guest || atomic_inc_return(&of_guests) <= max_total / 2)
		return true;
	atomic_dec(&of_guests);
uncount:
	atomic_dec(&total);
	return false;
}

static void count_out(bool guest)
{
	if (guest)
		atomic_dec(&of_guests);
	atomic_dec(&total);
}

/**
 * tcps_flow_alloc() - memory for a flow
 * @extra: with room for owner and accounting
 * @guest: of a namespace that is not the host's own
 *
 * Context: any. Return: a zeroed flow with its lock and queue set up, NULL
 * for want of memory or above the limit of all namespaces.
 */
struct tcps_flow *tcps_flow_alloc(bool extra, bool guest)
{
	struct tcps_flow *flow;

	if (!count_in(guest))
		return NULL;
	flow = kmem_cache_zalloc(flow_cache, GFP_ATOMIC | __GFP_NOWARN);
	if (!flow)
		goto uncount;
	if (extra) {
		flow->extra = kmem_cache_zalloc(extra_cache,
						GFP_ATOMIC | __GFP_NOWARN);
		if (!flow->extra)
			goto free;
	}
	spin_lock_init(&flow->lock);
	INIT_LIST_HEAD(&flow->link);
	flow->queue = TCPS_QUEUE_NONE;
	flow->guest = guest;
	return flow;
free:
	kmem_cache_free(flow_cache, flow);
uncount:
	count_out(guest);
	return NULL;
}

/** tcps_flow_free() - free a flow that nobody else ever saw, or can see */
void tcps_flow_free(struct tcps_flow *flow)
{
	bool guest = flow->guest;

	if (flow->extra)
		kmem_cache_free(extra_cache, flow->extra);
	kmem_cache_free(flow_cache, flow);
	count_out(guest);
}

static void free_rcu(struct rcu_head *rcu)
{
	tcps_flow_free(container_of(rcu, struct tcps_flow, rcu));
}

/** tcps_flow_free_rcu() - free a removed flow once its readers are done */
void tcps_flow_free_rcu(struct tcps_flow *flow)
{
	call_rcu(&flow->rcu, free_rcu);
}

/**
 * tcps_flow_own() - note who opens a connection
 * @flow: not published yet, with room for it
 * @sk:   full socket that sends the SYN
 *
 * The socket proves user and cookie. The task is proven only if it runs this
 * very code, on its way through connect(): a SYN sent again comes from a
 * timer, which interrupted whoever was running. Guests are told numbers of their
 * own, not the host's.
 */
void tcps_flow_own(struct tcps_flow *flow, struct sock *sk)
{
	struct tcps_owner *owner = &flow->extra->owner;
	u32 cookie[2];

	flow->extra->owned = true;
	sock_diag_save_cookie(sk, cookie);
	owner->cookie = (u64)cookie[1] << 32 | cookie[0];
	owner->uid = from_kuid_munged(sock_net(sk)->user_ns, sk->sk_uid);
	if (!in_task() || (current->flags & PF_KTHREAD))
		return;
	owner->pid = flow->guest ? task_tgid_vnr(current) :
				   task_tgid_nr(current);
	get_task_comm(owner->comm, current);
}

/** tcps_flow_has_owner() - is anything known of who opened the connection? */
bool tcps_flow_has_owner(const struct tcps_flow *flow)
{
	return flow->extra && flow->extra->owned;
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
 * tcps_flow_queue() - the queue a flow belongs into
 * @flow: the flow, locked
 *
 * What is half-open or over can be spared anyway, whoever was heard; the rest
 * is kept apart as long as one side is all that was.
 */
unsigned int tcps_flow_queue(const struct tcps_flow *flow)
{
	enum tcps_class class = tcps_fsm_class(&flow->conn);

	switch (class) {
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
