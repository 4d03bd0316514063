// SPDX-License-Identifier: GPL-2.0
/*
 * Segments that the kernel drops, as notes of their flows.
 *
 * The tracepoint skb:kfree_skb fires wherever a packet is dropped: in any context, with any
 * other locks held, and with a buffer in any condition. So the buffer is examined first,
 * without a lock; then our locks are taken only where no holder of one of them can have
 * been interrupted by this code. A lock that is held with interrupts off may be wanted by
 * an interrupt handler that interrupted a holder of one of ours, a deadlock: with
 * interrupts off a drop is only counted.
 */
#include "drop.h"

#include <linux/if_ether.h>
#include <linux/kallsyms.h>
#include <linux/ktime.h>
#include <linux/rculist.h>
#include <linux/uaccess.h>
#include <net/dst.h>
#include <net/ip.h>
#include <net/ip6_fib.h>
#include <net/ipv6.h>
#include <net/l3mdev.h>
#include <net/route.h>
#include <net/sock.h>
#include <trace/events/skb.h>

#include "act.h"
#include "attempt.h"
#include "begin.h"
#include "compat.h"
#include "parse.h"
#include "probe.h"
#include "record.h"

/* The namespaces with the setting on. RCU; changed under sysctl.c's mutex. */
static LIST_HEAD(dropping);

/*
 * Parse the headers. Previous owners of the buffer may have advanced its data pointer, or
 * never set the header offsets. Queued fragments are in a tree, whose node overlays other
 * fields of the buffer.
 */
static bool parse(const struct sk_buff *skb, struct tcps_packet *packet)
{
	const u8 *start = skb_network_header(skb);
	unsigned int left = skb_tail_pointer(skb) - start;
	struct tcps_header header;
	bool ipv6 = skb->protocol == htons(ETH_P_IPV6);

	if (!skb->network_header || start > skb_tail_pointer(skb))
		return false;
	if (ipv6) {
		if (left < sizeof(struct ipv6hdr) || ipv6_hdr(skb)->version != 6 ||
		    ipv6_hdr(skb)->nexthdr != IPPROTO_TCP ||
		    tcps_parse_ipv6(skb, &header) != TCPS_PARSED_SEGMENT)
			return false;
	} else {
		if (skb->protocol != htons(ETH_P_IP) ||
		    left < sizeof(struct iphdr) || ip_hdr(skb)->version != 4 ||
		    ip_is_fragment(ip_hdr(skb)) ||
		    tcps_parse_ipv4(skb, &header) != TCPS_PARSED_SEGMENT)
			return false;
	}
	return tcps_parse_packet(skb, ipv6, &header, packet) ==
	       TCPS_PARSED_SEGMENT;
}

/*
 * The namespace of the device, for comparison only: a buffer that was in a tree, out
 * of order or in a queueing discipline, has a pointer to another buffer in its place.
 */
static const struct net *device_net(const struct sk_buff *skb)
{
#ifdef CONFIG_NET_NS
	const struct net_device *dev = READ_ONCE(skb->dev);
	const struct net *net;

	if (!dev || copy_from_kernel_nofault(&net, &dev->nd_net, sizeof(net)))
		return NULL;
	return net;
#else
	return skb->dev ? &init_net : NULL;
#endif
}

static struct tcps_observer *find_observer(const struct net *net)
{
	struct tcps_observer *observer;

	list_for_each_entry_rcu(observer, &dropping, dropping)
		if (observer->net == net)
			return observer;
	return NULL;
}

/* The namespace of a drop. A socket is used only if the buffer holds a reference to it. */
static struct tcps_observer *observer_of(const struct sk_buff *skb,
					 const struct sock *rx_sk)
{
	struct tcps_observer *observer = find_observer(device_net(skb));

	if (!observer && rx_sk)
		observer = find_observer(sock_net(rx_sk));
	if (!observer && skb->sk && skb->destructor)
		observer = find_observer(sock_net(skb->sk));
	return observer;
}

/* Does the route lead to this machine itself? */
static bool is_local(const struct dst_entry *dst)
{
#if IS_ENABLED(CONFIG_IPV6)
	if (dst->ops->family == AF_INET6)
		return ((const struct rt6_info *)dst)->rt6i_flags & RTF_LOCAL;
#endif
	return ((const struct rtable *)dst)->rt_flags & RTCF_LOCAL;
}

static enum tcps_stage stage_of(const struct sk_buff *skb)
{
	const struct dst_entry *dst = skb_dst(skb);

	if (!skb->skb_iif)
		return TCPS_STAGE_FROM_HERE;
	/* TCP has already pulled the IP header. */
	if (skb_network_offset(skb) < 0)
		return TCPS_STAGE_TO_HERE;
	if (!dst || dst->flags & DST_METADATA)
		return TCPS_STAGE_BEFORE_ROUTING;
	return is_local(dst) ? TCPS_STAGE_TO_HERE : TCPS_STAGE_FORWARDED;
}

/* As in hooks.c, from the fields of the buffer that are still valid. */
static u32 scope_of(const struct tcps_observer *observer,
		    const struct sk_buff *skb, const struct tcps_key *key)
{
	struct net_device *dev = device_net(skb) == observer->net ? skb->dev : NULL;

	if (ipv6_addr_type(&key->addr[0]) & IPV6_ADDR_LINKLOCAL ||
	    ipv6_addr_type(&key->addr[1]) & IPV6_ADDR_LINKLOCAL)
		return skb->skb_iif ?: dev ? dev->ifindex : 0;
	return l3mdev_master_ifindex_rcu(dev);
}

#if IS_ENABLED(CONFIG_NF_CONNTRACK)

/* The ends as hooks.c sees them: after destination NAT, before source NAT. */
static bool set_ends(struct tcps_packet *packet, bool ipv6,
		     const struct in6_addr *from, __be16 sport,
		     const struct nf_conntrack_tuple *other)
{
	const struct in6_addr *to = &other->src.u3.in6;
	__be16 dport = other->src.u.tcp.port;
	int side;

	if (ipv6)
		side = tcps_key_make(&packet->key, from, to, sport, dport);
	else
		side = tcps_key_make4(&packet->key, from->s6_addr32[0],
				      to->s6_addr32[0], sport, dport);
	if (side < 0)
		return false;
	packet->side = side;
	return true;
}

/* The packet has a conntrack entry, and its connection is translated. */
static bool translate(const struct sk_buff *skb, struct tcps_packet *packet)
{
	enum ip_conntrack_info info;
	const struct nf_conn *ct = nf_ct_get(skb, &info);
	const struct nf_conntrack_tuple *own, *other;

	if (!ct || !(READ_ONCE(ct->status) & IPS_NAT_MASK))
		return false;
	own = &ct->tuplehash[CTINFO2DIR(info)].tuple;
	other = &ct->tuplehash[!CTINFO2DIR(info)].tuple;
	if (own->dst.protonum != IPPROTO_TCP)
		return false;
	return set_ends(packet, own->src.l3num == NFPROTO_IPV6,
			&own->src.u3.in6, own->src.u.tcp.port, other);
}

/* Conntrack has not seen the packet yet, but may know its connection: IPv4 only. */
static bool look_up(const struct sk_buff *skb, struct tcps_packet *packet)
{
	struct nf_conntrack_tuple other;
	const struct nf_ct_hook *hook;
	struct in6_addr from = {};
	__be16 sport;

	hook = rcu_dereference(nf_ct_hook);
	if (!hook || !tcps_key_is_ipv4(&packet->key) ||
	    !hook->get_tuple_skb(&other, skb))
		return false;
	from.s6_addr32[0] = packet->key.addr[packet->side].s6_addr32[3];
	sport = packet->key.port[packet->side];
	return set_ends(packet, false, &from, sport, &other);
}

#else

static bool translate(const struct sk_buff *skb, struct tcps_packet *packet)
{
	return false;
}

static bool look_up(const struct sk_buff *skb, struct tcps_packet *packet)
{
	return false;
}

#endif

static struct tcps_flow *find_flow(struct tcps_observer *observer,
				   const struct sk_buff *skb,
				   enum tcps_stage stage,
				   struct tcps_packet *packet)
{
	u32 scope = scope_of(observer, skb, &packet->key);
	struct tcps_flow *flow;

	translate(skb, packet);
	packet->key.scope = scope;
	flow = tcps_table_find(&observer->table, &packet->key);
	if (flow || stage != TCPS_STAGE_BEFORE_ROUTING ||
	    device_net(skb) != observer->net || !look_up(skb, packet))
		return flow;
	packet->key.scope = scope;
	return tcps_table_find(&observer->table, &packet->key);
}

/*
 * Packet and raw sockets, such as that of tcpdump, get copies: if a copy is dropped, the
 * segment is not. The last address outside of these functions is cached.
 */
static bool is_copy(unsigned long where)
{
	static const char *const names[] = {
		"packet_rcv", "tpacket_rcv", "raw_rcv", "rawv6_rcv",
	};
	static unsigned long known;
	char name[KSYM_SYMBOL_LEN];
	unsigned int i;

	if (READ_ONCE(known) == where)
		return false;
	sprint_symbol_no_offset(name, where - 1);
	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (strstarts(name, names[i]))
			return true;
	WRITE_ONCE(known, where);
	return false;
}

static bool is_syn(const struct tcps_packet *packet)
{
	return (packet->seg.flags & (TCPS_FLAGS_CONTROL | TCPS_FLAG_ACK)) ==
	       TCPS_FLAG_SYN;
}

/* Note it in the flow, locked, or in the attempt beside it if the segment belongs to that. */
static void note(struct tcps_observer *observer, struct tcps_flow *flow,
		 const struct tcps_packet *packet,
		 const struct tcps_record_drop *drop, u64 now)
{
	struct tcps_flow *attempt = tcps_attempt_lock(&observer->table, flow);
	const struct tcps_tuple known = tcps_attempt_tuple(flow, attempt);
	enum tcps_place where = tcps_place_segment(&known, packet->side,
						   &packet->seg, now);

	if (attempt && (where == TCPS_PLACE_PENDING ||
			where == TCPS_PLACE_RESYNC_PENDING))
		flow = attempt;
	now = max(now, flow->conn.start);
	if (flow->dropped && where == TCPS_PLACE_CURRENT && is_syn(packet))
		tcps_act_dropped(observer, flow, packet, now);
	tcps_record_drop(observer, flow, packet, drop, now);
	tcps_attempt_unlock(attempt);
}

/* A segment that this host was about to send: by whom. */
static void note_sender(const struct sk_buff *skb, struct tcps_packet *packet)
{
	packet->here = BIT(packet->side);
	if (skb->destructor)
		packet->sk = tcps_owner_socket(skb->sk, packet->key.port[packet->side]);
}

/* A dropped SYN without a flow creates an attempt. Return: whether one was created. */
static bool begin(struct tcps_observer *observer, const struct tcps_packet *packet,
		  const struct tcps_record_drop *drop, u64 now)
{
	return is_syn(packet) && READ_ONCE(observer->settings.enabled) &&
	       !is_copy(drop->where) &&
	       tcps_begin_dropped(observer, packet, drop, now);
}

/**
 * tcps_drop_segment() - process a packet that the kernel drops
 * @observer: the namespace
 * @skb:      the packet; ignored unless it is a TCP segment
 * @where:    address in the function that drops it
 * @reason:   why
 * @now:      ktime_get_ns()
 *
 * Context: any, RCU read side. Where no lock may be taken the drop is only counted.
 */
void tcps_drop_segment(struct tcps_observer *observer,
		       const struct sk_buff *skb, unsigned long where,
		       u32 reason, u64 now)
{
	struct tcps_record_drop drop = {
		.where = where, .reason = reason,
	};
	struct tcps_packet packet;
	struct tcps_flow *flow;

	if (!parse(skb, &packet))
		return;
	tcps_stats_inc(observer->stats, TCPS_STAT_DROPS);
	if (in_nmi() || in_hardirq() || irqs_disabled()) {
		tcps_stats_inc(observer->stats, TCPS_STAT_DROPS_MISSED);
		return;
	}
	drop.stage = stage_of(skb);
	if (drop.stage == TCPS_STAGE_FROM_HERE)
		note_sender(skb, &packet);
	local_bh_disable();
	flow = find_flow(observer, skb, drop.stage, &packet);
	if (!flow) {
		if (!begin(observer, &packet, &drop, now))
			tcps_stats_inc(observer->stats, TCPS_STAT_DROPS_UNMATCHED);
	} else if (!is_copy(where)) {
		spin_lock(&flow->lock);
		if (!tcps_flow_is(flow, TCPS_FLOW_DEAD))
			note(observer, flow, &packet, &drop, now);
		spin_unlock(&flow->lock);
	}
	local_bh_enable();
}

static void probe(void *data, TCPS_DROP_ARGS)
{
	struct tcps_observer *observer;

#ifndef TCPS_HAS_DROP_SOCKET
	const struct sock *rx_sk = NULL;
#endif
	/* Most buffers that are freed this way are not IP packets. */
	if (skb->protocol != htons(ETH_P_IP) &&
	    skb->protocol != htons(ETH_P_IPV6))
		return;
	rcu_read_lock();
	observer = observer_of(skb, rx_sk);
	if (observer)
		tcps_drop_segment(observer, skb, (unsigned long)where, reason,
				  ktime_get_ns());
	rcu_read_unlock();
}

/**
 * tcps_drop_set() - start or stop noting the drops of a namespace
 * @observer: the namespace
 * @on:       start
 *
 * Process context; the caller serializes. Return: 0; -EOPNOTSUPP if the kernel has no
 * such tracepoint, or calls it where our locks may sleep (PREEMPT_RT); or an error of the
 * kernel.
 */
int tcps_drop_set(struct tcps_observer *observer, bool on)
{
	int err;

	check_trace_callback_type_kfree_skb(probe);
	if (observer->settings.drops == on)
		return 0;
	if (on) {
		if (IS_ENABLED(CONFIG_PREEMPT_RT))
			return -EOPNOTSUPP;
		err = list_empty(&dropping) ?
		      tcps_probe_attach("kfree_skb", probe) : 0;
		if (err)
			return err;
		list_add_rcu(&observer->dropping, &dropping);
		WRITE_ONCE(observer->settings.drops, 1);
		return 0;
	}
	WRITE_ONCE(observer->settings.drops, 0);
	list_del_rcu(&observer->dropping);
	if (list_empty(&dropping))
		tcps_probe_detach("kfree_skb", probe);
	else
		synchronize_rcu();
	return 0;
}
