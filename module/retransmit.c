// SPDX-License-Identifier: GPL-2.0
/*
 * Data that sockets of this machine retransmit, as notes of their flows.
 *
 * The tracepoint tcp:tcp_retransmit_skb fires after the segment was sent, with the
 * socket locked. Segments with SYN or FIN are left to the state machine, which sees them in
 * the hooks.
 */
#include "retransmit.h"

#include <linux/ktime.h>
#include <net/l3mdev.h>
#include <net/tcp.h>
#include <trace/events/tcp.h>

#include "compat.h"
#include "parse.h"
#include "probe.h"
#include "record.h"

/* Namespaces with the setting on. Protected by sysctl.c's mutex. */
static unsigned int users;

/*
 * As in hooks.c, from the device that the socket is bound to: the link if an address is
 * link-local, else a VRF or a device in it.
 */
static u32 scope_of(const struct sock *sk, const struct tcps_key *key)
{
	int bound = READ_ONCE(sk->sk_bound_dev_if);

	if (ipv6_addr_type(&key->addr[0]) & IPV6_ADDR_LINKLOCAL ||
	    ipv6_addr_type(&key->addr[1]) & IPV6_ADDR_LINKLOCAL)
		return bound;
	return l3mdev_master_ifindex_by_index(sock_net(sk), bound);
}

/* Return: the side of the socket, or -1 if it is connected to itself. */
static int make_key(const struct sock *sk, struct tcps_key *key)
{
	const struct inet_sock *inet = inet_sk(sk);
	int side;

#if IS_ENABLED(CONFIG_IPV6)
	if (sk->sk_family == AF_INET6 && !ipv6_addr_v4mapped(&sk->sk_v6_daddr))
		side = tcps_key_make(key, &inet6_sk(sk)->saddr, &sk->sk_v6_daddr,
				     inet->inet_sport, inet->inet_dport);
	else
#endif
		side = tcps_key_make4(key, inet->inet_saddr, inet->inet_daddr,
				      inet->inet_sport, inet->inet_dport);
	if (side >= 0)
		key->scope = scope_of(sk, key);
	return side;
}

/* A segment queued for retransmission has no header, only the values to build it. */
static void make_segment(const struct sock *sk, const struct sk_buff *skb,
			 struct tcps_segment *seg)
{
	const struct tcp_skb_cb *data = TCP_SKB_CB(skb);
	const struct tcp_sock *tp = tcp_sk(sk);

	*seg = (struct tcps_segment){
		.seq = data->seq,
		.ack = tp->rcv_nxt,
		.len = data->end_seq - data->seq,
		.window = min_t(u32, tp->rcv_wnd >> tp->rx_opt.rcv_wscale, U16_MAX),
		.flags = data->tcp_flags,
		.wscale = TCPS_WSCALE_NONE,
	};
}

static void note(struct tcps_observer *observer,
		 const struct tcps_packet *packet, u64 now)
{
	struct tcps_flow *flow = tcps_table_find(&observer->table, &packet->key);

	tcps_stats_inc(observer->stats, TCPS_STAT_RETRANSMITS);
	if (!flow) {
		tcps_stats_inc(observer->stats, TCPS_STAT_RETRANSMITS_UNMATCHED);
		return;
	}
	spin_lock(&flow->lock);
	if (!tcps_flow_is(flow, TCPS_FLOW_DEAD))
		tcps_record_retransmit(observer, flow, packet,
				       max(now, flow->conn.start));
	spin_unlock(&flow->lock);
}

static void probe(void *data, TCPS_RETRANSMIT_ARGS)
{
	struct tcps_observer *observer = tcps_observer_of(sock_net(sk));
	struct tcps_packet packet = {};
	int side;

#ifdef TCPS_HAS_RETRANSMIT_ERR
	if (err)
		return;
#endif
	if (!READ_ONCE(observer->settings.retransmits) ||
	    !READ_ONCE(observer->settings.enabled) ||
	    TCP_SKB_CB(skb)->tcp_flags & (TCPHDR_SYN | TCPHDR_FIN))
		return;
	local_bh_disable();
	rcu_read_lock();
	side = make_key(sk, &packet.key);
	if (side >= 0) {
		packet.side = side;
		make_segment(sk, skb, &packet.seg);
		note(observer, &packet, ktime_get_ns());
	}
	rcu_read_unlock();
	local_bh_enable();
}

/**
 * tcps_retransmit_set() - switch notes of retransmissions on or off
 * @observer: the namespace
 * @on:       on
 *
 * Process context; the caller serializes. Return: 0; -EOPNOTSUPP if the kernel has no
 * such tracepoint, or calls it where our locks may sleep (PREEMPT_RT); or an error of the
 * kernel. Once off, the probe does not run for the namespace any more.
 */
int tcps_retransmit_set(struct tcps_observer *observer, bool on)
{
	int err;

	check_trace_callback_type_tcp_retransmit_skb(probe);
	if (observer->settings.retransmits == on)
		return 0;
	if (on) {
		if (IS_ENABLED(CONFIG_PREEMPT_RT))
			return -EOPNOTSUPP;
		err = users ? 0 : tcps_probe_attach("tcp_retransmit_skb", probe);
		if (err)
			return err;
		users++;
		WRITE_ONCE(observer->settings.retransmits, 1);
		return 0;
	}
	WRITE_ONCE(observer->settings.retransmits, 0);
	if (!--users)
		tcps_probe_detach("tcp_retransmit_skb", probe);
	else
		tracepoint_synchronize_unregister();
	return 0;
}
