// SPDX-License-Identifier: GPL-2.0
/*
 * The peers that are compared: a hook that does nothing, and tcpstates and nf_conntrack,
 * each in a namespace without accounting and in one with it.
 *
 * tcpstates is entered by the function it registered with netfilter, taken
 * from the namespace's hooks. nf_conntrack is entered by nf_conntrack_in(),
 * which is all its hook calls; its reference to the connection is dropped
 * after each packet, as freeing the packet does.
 */
#include "bench.h"

#include <linux/err.h>
#include <linux/netfilter_ipv4.h>
#include <linux/nsproxy.h>
#include <linux/rcupdate.h>
#include <linux/vmalloc.h>
#include <net/netfilter/nf_conntrack.h>
#include <net/netfilter/nf_conntrack_core.h>

#include "hooks.h"
#include "observer.h"
#include "tracker.h"

/* Flows any one of them can be shown at once. */
#define MAX_FLOWS (1100 * 1000)

static struct net *net_on;

static unsigned int empty_hook(void *priv, struct sk_buff *skb,
			       const struct nf_hook_state *state)
{
	return NF_ACCEPT;
}

static unsigned int conntrack_hook(void *priv, struct sk_buff *skb,
				   const struct nf_hook_state *state)
{
	unsigned int verdict = nf_conntrack_in(skb, state);

	nf_reset_ct(skb);
	return verdict;
}

static unsigned int conntrack_through(void *priv, struct sk_buff *skb,
				      const struct nf_hook_state *state)
{
	unsigned int verdict = nf_conntrack_in(skb, state);

	if (verdict == NF_ACCEPT)
		verdict = nf_conntrack_confirm(skb);
	nf_reset_ct(skb);
	return verdict;
}

static void select_on(bool on)
{
	if (on)
		static_branch_inc(&tcps_hooks_accounting.key);
	else
		static_branch_dec(&tcps_hooks_accounting.key);
}

struct bench_peer bench_peers[BENCH_PEERS] = {
	[BENCH_EMPTY] = { .name = "empty", .hook = empty_hook },
	[BENCH_OFF] = { .name = "off" },
	[BENCH_ON] = { .name = "on", .select = select_on },
	[BENCH_CONNTRACK] = { .name = "conntrack", .hook = conntrack_hook,
			      .finish = conntrack_through },
	[BENCH_CONNTRACK_ON] = { .name = "conntrack_on", .hook = conntrack_hook,
				 .finish = conntrack_through },
};

struct tcps_observer *bench_observer(enum bench_peer_id id)
{
	return tcps_observer_of(bench_peers[id].state.net);
}

/* The hook that @net has at tcpstates' priority. */
static int find_hook(struct bench_peer *peer)
{
	const struct net *net = peer->state.net;
	const struct nf_hook_entries *entries;
	struct nf_hook_ops **ops;
	unsigned int i;

	rcu_read_lock();
	entries = rcu_dereference(net->nf.hooks_ipv4[NF_INET_FORWARD]);
	for (i = 0; entries && i < entries->num_hook_entries; i++) {
		ops = nf_hook_entries_get_hook_ops(entries);
		if (ops[i]->priority != NF_IP_PRI_NAT_SRC - 1)
			continue;
		peer->hook = entries->hooks[i].hook;
		peer->priv = entries->hooks[i].priv;
	}
	rcu_read_unlock();
	return peer->hook ? 0 : -ENOENT;
}

/* Hooks and settings of both observers; set again after tcpstates was restarted. */
int bench_observers_init(void)
{
	enum bench_peer_id id;
	int err = 0;

	for (id = BENCH_OFF; id <= BENCH_ON && !err; id++) {
		struct tcps_settings *settings = &bench_observer(id)->settings;

		err = find_hook(&bench_peers[id]);
		settings->max_flows = 2 * MAX_FLOWS;
		settings->max_half_open = 2 * MAX_FLOWS;
		settings->accounting = id == BENCH_ON;
	}
	return err;
}

int bench_peers_init(void)
{
	unsigned int i;
	int err;

	net_on = copy_net_ns(CLONE_NEWNET, &init_user_ns, &init_net);
	if (IS_ERR(net_on))
		return PTR_ERR(net_on);
	for (i = 0; i < BENCH_PEERS; i++) {
		struct bench_peer *peer = &bench_peers[i];

		peer->state.net = bench_accounts(i) ? net_on : &init_net;
		peer->state.pf = NFPROTO_IPV4;
		peer->state.hook = bench_is_conntrack(i) ? NF_INET_PRE_ROUTING :
							   NF_INET_FORWARD;
		peer->nxt = vzalloc(array_size(MAX_FLOWS, sizeof(*peer->nxt)));
		if (!peer->nxt)
			return -ENOMEM;
	}
	err = bench_observers_init();
	if (err)
		return err;
	nf_conntrack_max = 2 * MAX_FLOWS;
	net_on->ct.sysctl_acct = 1;
	err = nf_ct_netns_get(&init_net, NFPROTO_IPV4) ?:
	      nf_ct_netns_get(net_on, NFPROTO_IPV4);
	if (err)
		return err;
	return nf_conntrack_hash_resize(1U << 20);
}

void bench_peers_exit(void)
{
	unsigned int i;

	nf_ct_netns_put(net_on, NFPROTO_IPV4);
	nf_ct_netns_put(&init_net, NFPROTO_IPV4);
	put_net(net_on);
	for (i = 0; i < BENCH_PEERS; i++)
		vfree(bench_peers[i].nxt);
}

/* Show one segment, all the way. */
void bench_show(struct bench_peer *peer, struct sk_buff *skb)
{
	nf_hookfn *hook = peer->finish ?: peer->hook;

	if (hook(peer->priv, skb, &peer->state) != NF_ACCEPT)
		WARN_ONCE(1, "bench: %s dropped a segment\n", peer->name);
}

static void show_new(struct bench_peer *peer, struct bench_segment *segment)
{
	static struct sk_buff *skb;
	u32 *nxt = peer->nxt[segment->flow];

	if (!skb)
		skb = bench_skb_alloc();
	if (!skb)
		return;
	segment->seq = nxt[segment->dir];
	segment->ack = segment->flags & BENCH_ACK ? nxt[!segment->dir] : 0;
	bench_skb_fill(skb, segment);
	local_bh_disable();
	rcu_read_lock();
	bench_show(peer, skb);
	rcu_read_unlock();
	local_bh_enable();
	if (segment->flags & (BENCH_SYN | BENCH_FIN))
		nxt[segment->dir]++;
}

/* A handshake; afterwards both ends are ESTABLISHED. */
int bench_flow_open(struct bench_peer *peer, u32 flow)
{
	struct bench_segment segment = { .flow = flow, .flags = BENCH_SYN };

	if (flow >= MAX_FLOWS)
		return -EINVAL;
	peer->nxt[flow][0] = bench_iss(flow, 0);
	peer->nxt[flow][1] = bench_iss(flow, 1);
	show_new(peer, &segment);
	segment.dir = 1;
	segment.flags = BENCH_SYN | BENCH_ACK;
	show_new(peer, &segment);
	segment.dir = 0;
	segment.flags = BENCH_ACK;
	show_new(peer, &segment);
	return 0;
}

/* The responder closes, and is not acknowledged. */
void bench_flow_fin(struct bench_peer *peer, u32 flow)
{
	struct bench_segment segment = {
		.flow = flow, .dir = 1, .flags = BENCH_FIN | BENCH_ACK,
	};

	show_new(peer, &segment);
}

/* Flows @from up to @to for those with accounting, or those without. */
int bench_flows_open_of(bool accounting, u32 from, u32 to)
{
	enum bench_peer_id id;
	int err = 0;
	u32 flow;

	for (id = BENCH_OFF; id < BENCH_PEERS; id++) {
		struct bench_peer *peer = &bench_peers[id];

		if (bench_accounts(id) != accounting)
			continue;
		for (flow = from; flow < to && !err; flow++) {
			err = bench_flow_open(peer, flow);
			if (!(flow & 0xff)) {
				bench_rcu_callbacks();
				cond_resched();
			}
		}
	}
	return err;
}

/* Flows @from up to @to for everyone. */
int bench_flows_open(u32 from, u32 to)
{
	return bench_flows_open_of(false, from, to) ?:
	       bench_flows_open_of(true, from, to);
}

static int every(struct nf_conn *ct, void *data)
{
	return 1;
}

static void end_flows(struct tcps_observer *observer)
{
	unsigned int queue;

	for (queue = 0; queue < TCPS_QUEUE_MAX; queue++) {
		u64 now = ktime_get_ns();
		struct tcps_flow *flow;

		do {
			local_bh_disable();
			rcu_read_lock();
			flow = tcps_table_pop(&observer->table, queue,
					      tcps_ticks(now), 0);
			if (flow)
				tcps_tracker_timeout(observer, flow, now);
			rcu_read_unlock();
			local_bh_enable();
			cond_resched();
		} while (flow);
	}
}

/* All flows of everyone go. */
void bench_flows_close(void)
{
	struct nf_ct_iter_data all = { .net = &init_net };

	end_flows(bench_observer(BENCH_OFF));
	end_flows(bench_observer(BENCH_ON));
	nf_ct_iterate_cleanup_net(every, &all);
	all.net = net_on;
	nf_ct_iterate_cleanup_net(every, &all);
	bench_rcu_callbacks();
}

/* One processor, in process context: there is no reader left to wait for. */
void bench_rcu_callbacks(void)
{
	rcu_qs();
	local_bh_disable();
	local_bh_enable();
}
