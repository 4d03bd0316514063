// SPDX-License-Identifier: GPL-2.0
/*
 * Segments as Linux sends them: a SYN with the usual options, everything else
 * with timestamps. They are built before the clock starts.
 */
#include "bench.h"

#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/tcp.h>
#include <net/ip.h>

#include "ackwait.h"

#define SERVER_ADDR 0xc0a80001
#define SERVER_PORT 443

#define CLIENT_ADDR(flow) (0x0a000000 + (flow))
#define CLIENT_PORT(flow) (1024 + (flow) % 60013)

static const u8 syn_options[20] = {
	2, 4, 0x05, 0xb4,		/* MSS 1460 */
	4, 2,				/* SACK permitted */
	8, 10, 0, 0, 0, 1, 0, 0, 0, 0,	/* timestamps */
	1,
	3, 3, 7,			/* window scale */
};

static const u8 options[12] = { 1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 1 };

/* Space for the largest of them, once. */
struct sk_buff *bench_skb_alloc(void)
{
	struct sk_buff *skb;

	skb = alloc_skb(64 + sizeof(struct iphdr) + 60 + BENCH_PAYLOAD,
			GFP_KERNEL);
	if (!skb)
		return NULL;
	skb_reserve(skb, 64);
	skb_reset_network_header(skb);
	skb->protocol = htons(ETH_P_IP);
	skb->ip_summed = CHECKSUM_UNNECESSARY;
	return skb;
}

void bench_skb_fill(struct sk_buff *skb, const struct bench_segment *segment)
{
	const u8 *option = segment->flags & BENCH_SYN ? syn_options : options;
	unsigned int size = segment->flags & BENCH_SYN ? sizeof(syn_options) :
							 sizeof(options);
	unsigned int length = sizeof(struct iphdr) + sizeof(struct tcphdr) +
			      size + segment->len;
	__be32 addr[2] = { htonl(CLIENT_ADDR(segment->flow)),
			   htonl(SERVER_ADDR) };
	__be16 port[2] = { htons(CLIENT_PORT(segment->flow)),
			   htons(SERVER_PORT) };
	struct tcphdr *tcp;
	struct iphdr *ip;

	__skb_trim(skb, 0);
	skb_put(skb, length);
	ip = ip_hdr(skb);
	memset(ip, 0, sizeof(*ip));
	ip->version = 4;
	ip->ihl = 5;
	ip->tot_len = htons(length);
	ip->frag_off = htons(IP_DF);
	ip->ttl = 64;
	ip->protocol = IPPROTO_TCP;
	ip->saddr = addr[segment->dir];
	ip->daddr = addr[!segment->dir];
	skb_set_transport_header(skb, sizeof(*ip));
	tcp = (struct tcphdr *)(ip + 1);
	memset(tcp, 0, sizeof(*tcp));
	tcp->source = port[segment->dir];
	tcp->dest = port[!segment->dir];
	tcp->seq = htonl(segment->seq);
	tcp->ack_seq = htonl(segment->ack);
	((u8 *)tcp)[13] = segment->flags;
	tcp->doff = (sizeof(*tcp) + size) / 4;
	tcp->window = htons(65535);
	memcpy(tcp + 1, option, size);
}

/* The slot of a flow in the counting filter, with the key of a namespace. */
u32 bench_slot(const struct tcps_ackwait_key *key, u32 flow)
{
	return tcps_ackwait_slot4(key, htonl(CLIENT_ADDR(flow)),
				  htonl(SERVER_ADDR), htons(CLIENT_PORT(flow)),
				  htons(SERVER_PORT));
}

/* Initial sequence number, any but reproducible. */
u32 bench_iss(u32 flow, u32 dir)
{
	return flow * 2654435761U + dir * 0x12345;
}

/* A quick generator, the same numbers in every run (xorshift). */
u32 bench_random(u32 below)
{
	static u64 state = 0x9e3779b97f4a7c15ULL;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return ((state >> 32) * below) >> 32;
}
