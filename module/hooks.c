// SPDX-License-Identifier: GPL-2.0
/*
 * The netfilter hooks: the packet path.
 *
 * LOCAL_OUT, LOCAL_IN and FORWARD, each packet of a namespace passes exactly
 * one of them, save for loopback, where LOCAL_IN is left out, and for a VRF,
 * where the LOCAL_OUT of the VRF device is. The place is
 * after the filter, so what a firewall drops does not count as sent, and
 * between destination and source NAT, the one place where both directions of
 * a translated connection carry the same addresses.
 *
 * Nearly every segment is data or a bare ACK of an established connection. For
 * those the way is: find the TCP header, test three bits, count down to the
 * next sample, one load of the filter; no lookup, no lock, no write to memory
 * that another processor reads.
 */
#include "hooks.h"

#include <linux/ktime.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <linux/percpu.h>
#include <net/sock.h>

#include "await.h"
#include "tracker.h"

DEFINE_STATIC_KEY_FALSE(tcps_hooks_accounting);

/**
 * struct sampler - which data segment is looked at next
 * @left: until then
 * @seed: of a generator; no secret is kept by it
 *
 * Each CPU its own, and counted without care for interruptions: a count that
 * gets lost moves a sample, nothing else.
 */
struct sampler {
	int left;
	u32 seed;
};

static DEFINE_PER_CPU(struct sampler, sampler);

/*
 * The distance to the next sample is random, about the period: a fixed one
 * could keep step with flows that take turns and never see some of them.
 */
static void next_sample(const struct tcps_observer *observer, u32 seq)
{
	u32 period = READ_ONCE(observer->settings.sample);
	u32 seed = raw_cpu_read(sampler.seed) * 1664525 + 1013904223 + seq;

	raw_cpu_write(sampler.seed, seed);
	raw_cpu_write(sampler.left, ((u64)seed * (2 * period - 1)) >> 32);
}

static void count_passed_by(const struct net *net, enum tcps_parsed parsed)
{
	struct tcps_stats __percpu *stats = tcps_observer_of(net)->stats;

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
 * What leaves by a VRF passes LOCAL_OUT with the VRF device first, and then once
 * more with the device it really leaves by, or LOCAL_IN if it stays here. It is
 * told apart on the slow path only: the other path does not count packets.
 */
static bool comes_again(const struct nf_hook_state *state)
{
	return state->hook == NF_INET_LOCAL_OUT && state->out &&
	       netif_is_l3_master(state->out);
}

static noinline void slow_segment(const struct sk_buff *skb,
				  const struct nf_hook_state *state, bool ipv6,
				  const struct tcps_header *header,
				  enum tcps_why why)
{
	struct tcps_observer *observer = tcps_observer_of(state->net);
	struct tcps_packet packet;
	enum tcps_parsed parsed;
	struct sock *sk = NULL;

	if (comes_again(state))
		return;
	parsed = tcps_parse_packet(skb, ipv6, header, &packet);
	if (parsed == TCPS_PARSED_OTHER) {
		tcps_stats_inc(observer->stats, TCPS_STAT_SELF);
		return;
	}
	if (parsed != TCPS_PARSED_SEGMENT) {
		count_passed_by(state->net, parsed);
		return;
	}
	if (state->hook == NF_INET_LOCAL_OUT && skb->sk && sk_fullsock(skb->sk))
		sk = skb->sk;
	if (why == TCPS_WHY_SAMPLED)
		next_sample(observer, packet.seg.seq);
	tcps_tracker_segment(observer, &packet, why, sk,
			     why == TCPS_WHY_ACCOUNTED ? 0 : ktime_get_ns());
}

static noinline void slow_other(const struct sk_buff *skb,
				const struct nf_hook_state *state, bool ipv6,
				enum tcps_parsed parsed,
				const struct tcps_header *header)
{
	struct tcps_quote quote;

	if (comes_again(state))
		return;
	if (parsed != TCPS_PARSED_ICMP)
		count_passed_by(state->net, parsed);
	else if (tcps_parse_icmp(skb, ipv6, header, &quote) == TCPS_PARSED_ICMP)
		tcps_tracker_icmp(tcps_observer_of(state->net), &quote,
				  ktime_get_ns());
}

/* Loopback delivers here what LOCAL_OUT has already shown. */
static __always_inline bool seen_before(const struct nf_hook_state *state)
{
	return state->hook == NF_INET_LOCAL_IN && state->in &&
	       state->in->flags & IFF_LOOPBACK;
}

static __always_inline unsigned int
observe(const struct sk_buff *skb, const struct nf_hook_state *state, bool ipv6)
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
		slow_other(skb, state, ipv6, parsed, &header);
		return NF_ACCEPT;
	}
	if (tcps_parse_flags(header.tcp) & TCPS_FLAGS_CONTROL) {
		why = TCPS_WHY_CONTROL;
		goto slow;
	}
	if (static_branch_unlikely(&tcps_hooks_accounting) &&
	    READ_ONCE(tcps_observer_of(state->net)->settings.accounting)) {
		why = TCPS_WHY_ACCOUNTED;
		goto slow;
	}
	if (unlikely(raw_cpu_dec_return(sampler.left) < 0)) {
		why = TCPS_WHY_SAMPLED;
		goto slow;
	}
	if (ipv6)
		slot = tcps_await_slot6(&ipv6_hdr(skb)->saddr,
					&ipv6_hdr(skb)->daddr,
					header.tcp->source, header.tcp->dest);
	else
		slot = tcps_await_slot4(ip_hdr(skb)->saddr, ip_hdr(skb)->daddr,
					header.tcp->source, header.tcp->dest);
	if (likely(!tcps_await_test(slot)))
		return NF_ACCEPT;
	why = TCPS_WHY_AWAITED;
slow:
	slow_segment(skb, state, ipv6, &header, why);
	return NF_ACCEPT;
}

static unsigned int observe_ipv4(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *state)
{
	return observe(skb, state, false);
}

static unsigned int observe_ipv6(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *state)
{
	return observe(skb, state, true);
}

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

/**
 * tcps_hooks_register() - start observing a namespace
 * @net: the namespace, its observer set up
 *
 * Process context. Return: 0 or what netfilter says.
 */
int tcps_hooks_register(struct net *net)
{
	return nf_register_net_hooks(net, hook_ops, ARRAY_SIZE(hook_ops));
}

/** tcps_hooks_unregister() - stop; hooks may run until RCU has been waited for */
void tcps_hooks_unregister(struct net *net)
{
	nf_unregister_net_hooks(net, hook_ops, ARRAY_SIZE(hook_ops));
}
