// SPDX-License-Identifier: GPL-2.0
/*
 * The netfilter hooks: the packet path.
 *
 * LOCAL_OUT, LOCAL_IN and FORWARD: each packet of a namespace passes exactly
 * one of them, except for loopback, where LOCAL_IN is skipped, and for a VRF,
 * where the LOCAL_OUT of the VRF device is skipped. The hooks are
 * after the filter, so that packets dropped by a firewall do not count as sent, and
 * between destination and source NAT, the only place where both directions of
 * a translated connection carry the same addresses.
 *
 * Nearly every segment is data or a bare ACK of an established connection. For those the
 * path is: find the TCP header, test three bits, take from the credit until the next
 * sample, one load of the filter; no lookup, no lock, no write to memory that another
 * processor reads.
 */
#include "hooks.h"

#include <linux/ktime.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/ipv6.h>
#include <net/l3mdev.h>

#include "ackwait.h"
#include "compat.h"
#include "reset.h"
#include "sampler.h"
#include "tracker.h"

DEFINE_STATIC_KEY_DEFERRED_FALSE(tcps_hooks_accounting, HZ);

/**
 * tcps_hooks_charge() - recompute the charge per segment, by settings and flows
 * @observer: the namespace
 *
 * Context: any. Called off the fast path: with a sample, and when the setting is written.
 * The fast path only reads it; it rarely changes, and is written only then.
 */
void tcps_hooks_charge(struct tcps_observer *observer)
{
	u32 charge = tcps_sampler_charge(READ_ONCE(observer->settings.sample),
					 tcps_table_count(&observer->table));

	if (READ_ONCE(observer->charge) != charge)
		WRITE_ONCE(observer->charge, charge);
}

static void count_passed_by(struct tcps_stats __percpu *stats,
			    enum tcps_parsed parsed)
{
	switch (parsed) {
	case TCPS_PARSED_FRAGMENT:
		tcps_stats_inc(stats, TCPS_STAT_FRAGMENTS);
		break;
	case TCPS_PARSED_TRUNCATED:
		tcps_stats_inc(stats, TCPS_STAT_TRUNCATED);
		break;
	case TCPS_PARSED_BAD:
		tcps_stats_inc(stats, TCPS_STAT_BAD_HEADER);
		break;
	default:
		break;
	}
}

/*
 * A packet that leaves through a VRF passes LOCAL_OUT with the VRF device first, and
 * then again with the real device, or LOCAL_IN if it stays here. And a copy that a
 * firewall rule makes (TEE, dup) passes LOCAL_OUT in addition to its original. They are
 * recognised on the slow path only: the fast path does not count packets.
 */
static bool is_double(const struct nf_hook_state *state)
{
	return state->hook == NF_INET_LOCAL_OUT &&
	       ((state->out && netif_is_l3_master(state->out)) ||
		tcps_in_nf_dup());
}

#if IS_ENABLED(CONFIG_NF_CONNTRACK)

/* The conntrack entry of a packet, or NULL. */
static const struct nf_conn *tracked(const struct sk_buff *skb)
{
	enum ip_conntrack_info info;

	return nf_ct_get(skb, &info);
}

/*
 * A flow table (nft "flow add") has taken the connection over: its segments bypass the hooks
 * from now on; FINs and RSTs do so since Linux 6.14. A flow table needs conntrack, which has
 * marked the connection.
 */
static bool is_bypassed(const struct nf_conn *ct)
{
	return ct && READ_ONCE(ct->status) & (IPS_OFFLOAD | IPS_HW_OFFLOAD);
}

#else

static const struct nf_conn *tracked(const struct sk_buff *skb)
{
	return NULL;
}

static bool is_bypassed(const struct nf_conn *ct)
{
	return false;
}

#endif

/*
 * Addresses are unique within a VRF, and link-local ones on a link. A packet
 * that is routed from one VRF to another has the same scope in both directions.
 */
static u32 scope_of(const struct tcps_key *key,
		    const struct nf_hook_state *state)
{
	struct net_device *in = state->in, *out = state->out;

	if (!tcps_key_is_ipv4(key) &&
	    unlikely(ipv6_addr_type(&key->addr[0]) & IPV6_ADDR_LINKLOCAL ||
		     ipv6_addr_type(&key->addr[1]) & IPV6_ADDR_LINKLOCAL))
		return in ? in->ifindex : out ? out->ifindex : 0;
	return max(l3mdev_master_ifindex_rcu(in),
		   l3mdev_master_ifindex_rcu(out));
}

/* Which ends are on this host: bit by side. Loopback delivers what LOCAL_OUT has seen. */
static u8 ends_here(const struct nf_hook_state *state, unsigned int sender)
{
	switch (state->hook) {
	case NF_INET_LOCAL_OUT:
		return state->out && state->out->flags & IFF_LOOPBACK ? BIT(0) | BIT(1) :
									BIT(sender);
	case NF_INET_LOCAL_IN:
		return BIT(!sender);
	default:
		return 0;
	}
}

static noinline void slow_segment(struct tcps_observer *observer,
				  const struct sk_buff *skb,
				  const struct nf_hook_state *state, bool ipv6,
				  const struct tcps_header *header,
				  enum tcps_why why)
{
	struct tcps_packet packet;
	enum tcps_parsed parsed;

	/* First of all: the credit must be refilled for any packet. */
	if (why == TCPS_WHY_SAMPLED) {
		tcps_sampler_refill();
		tcps_hooks_charge(observer);
	}
	if (is_double(state))
		return;
	parsed = tcps_parse_packet(skb, ipv6, header, &packet);
	if (parsed == TCPS_PARSED_OTHER) {
		tcps_stats_inc(observer->stats, TCPS_STAT_SELF);
		return;
	}
	if (parsed != TCPS_PARSED_SEGMENT) {
		count_passed_by(observer->stats, parsed);
		return;
	}
	packet.ct = tracked(skb);
	packet.bypassed = is_bypassed(packet.ct);
	packet.key.scope = scope_of(&packet.key, state);
	packet.here = ends_here(state, packet.side);
	if (state->hook == NF_INET_LOCAL_OUT)
		packet.sk = tcps_owner_socket(skb->sk ?: state->sk, header->tcp->source);
	if (state->hook == NF_INET_LOCAL_OUT && packet.seg.flags & TCPS_FLAG_RST)
		packet.reset = tcps_reset_reason(state->sk, &packet.seg);
	tcps_tracker_segment(observer, &packet, why,
			     why == TCPS_WHY_ACCOUNTED ? 0 : ktime_get_ns());
}

static noinline void slow_other(struct tcps_observer *observer,
				const struct sk_buff *skb,
				const struct nf_hook_state *state, bool ipv6,
				enum tcps_parsed parsed,
				const struct tcps_header *header)
{
	struct tcps_quote quote;

	if (is_double(state))
		return;
	if (parsed != TCPS_PARSED_ICMP) {
		count_passed_by(observer->stats, parsed);
		return;
	}
	if (tcps_parse_icmp(skb, ipv6, header, &quote) != TCPS_PARSED_ICMP)
		return;
	quote.key.scope = scope_of(&quote.key, state);
	tcps_tracker_icmp(observer, &quote, ktime_get_ns());
}

/* Loopback delivers packets here that LOCAL_OUT has already seen. */
static __always_inline bool seen_before(const struct nf_hook_state *state)
{
	return state->hook == NF_INET_LOCAL_IN && state->in &&
	       state->in->flags & IFF_LOOPBACK;
}

static __always_inline unsigned int
observe(struct tcps_observer *observer, const struct sk_buff *skb,
	const struct nf_hook_state *state, bool ipv6)
{
	struct tcps_header header;
	enum tcps_parsed parsed;
	enum tcps_why why;
	u32 slot;

	parsed = ipv6 ? tcps_parse_ipv6(skb, &header) :
			tcps_parse_ipv4(skb, &header);
	if (parsed == TCPS_PARSED_OTHER || seen_before(state))
		return NF_ACCEPT;
	if (unlikely(parsed != TCPS_PARSED_SEGMENT)) {
		slow_other(observer, skb, state, ipv6, parsed, &header);
		return NF_ACCEPT;
	}
	if (tcps_parse_flags(header.tcp) & TCPS_FLAGS_CONTROL) {
		why = TCPS_WHY_CONTROL;
		goto slow;
	}
	if (static_branch_unlikely(&tcps_hooks_accounting.key) &&
	    READ_ONCE(observer->settings.accounting)) {
		why = TCPS_WHY_ACCOUNTED;
		goto slow;
	}
	if (unlikely(tcps_sampler_due(skb->len,
				      READ_ONCE(observer->charge)))) {
		why = TCPS_WHY_SAMPLED;
		goto slow;
	}
	if (ipv6)
		slot = tcps_ackwait_slot6(&observer->ackwait,
					  &ipv6_hdr(skb)->saddr,
					  &ipv6_hdr(skb)->daddr,
					  header.tcp->source, header.tcp->dest);
	else
		slot = tcps_ackwait_slot4(&observer->ackwait, ip_hdr(skb)->saddr,
					  ip_hdr(skb)->daddr,
					  header.tcp->source, header.tcp->dest);
	if (likely(!tcps_ackwait_maybe(slot)) || !tcps_ackwait_test(slot))
		return NF_ACCEPT;
	why = TCPS_WHY_ACK_WAIT;
slow:
	slow_segment(observer, skb, state, ipv6, &header, why);
	return NF_ACCEPT;
}

static unsigned int observe_ipv4(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *state)
{
	return observe(priv, skb, state, false);
}

#if IS_ENABLED(CONFIG_IPV6)
static unsigned int observe_ipv6(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *state)
{
	return observe(priv, skb, state, true);
}
#endif

#define HOOK(family, function, number)					\
	{ .hook = (function), .pf = (family), .hooknum = (number),	\
	  .priority = NF_IP_PRI_NAT_SRC - 1 }

static const struct nf_hook_ops hook_ops[] = {
	HOOK(NFPROTO_IPV4, observe_ipv4, NF_INET_LOCAL_OUT),
	HOOK(NFPROTO_IPV4, observe_ipv4, NF_INET_LOCAL_IN),
	HOOK(NFPROTO_IPV4, observe_ipv4, NF_INET_FORWARD),
#if IS_ENABLED(CONFIG_IPV6)
	HOOK(NFPROTO_IPV6, observe_ipv6, NF_INET_LOCAL_OUT),
	HOOK(NFPROTO_IPV6, observe_ipv6, NF_INET_LOCAL_IN),
	HOOK(NFPROTO_IPV6, observe_ipv6, NF_INET_FORWARD),
#endif
};

static_assert(NF_IP_PRI_NAT_SRC == (int)NF_IP6_PRI_NAT_SRC);
static_assert(ARRAY_SIZE(hook_ops) == TCPS_HOOKS);

/**
 * tcps_hooks_register() - start observing a namespace
 * @observer: its observer, all of it set up
 *
 * Each namespace has hooks of its own that point to its observer, so that no lookup is
 * needed per packet. Process context. Return: 0 or an error of netfilter.
 */
int tcps_hooks_register(struct tcps_observer *observer)
{
	unsigned int i;

	tcps_hooks_charge(observer);
	for (i = 0; i < TCPS_HOOKS; i++) {
		observer->hooks[i] = hook_ops[i];
		observer->hooks[i].priv = observer;
	}
	return nf_register_net_hooks(observer->net, observer->hooks,
				     TCPS_HOOKS);
}

/** tcps_hooks_unregister() - stop; hooks may run until RCU has been waited for */
void tcps_hooks_unregister(struct tcps_observer *observer)
{
	nf_unregister_net_hooks(observer->net, observer->hooks, TCPS_HOOKS);
}

/** tcps_hooks_exit() - no namespace is observed any more; process context */
void tcps_hooks_exit(void)
{
	static_key_deferred_flush(&tcps_hooks_accounting);
}
