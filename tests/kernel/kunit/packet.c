// SPDX-License-Identifier: GPL-2.0
/* Builds packets octet by octet, so that invalid ones can be built, too. */
#include "packet.h"

#include <linux/icmp.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/tcp.h>

static unsigned int put_ipv4(const struct tcps_packet_spec *spec, u8 protocol,
			     unsigned int payload, u8 *to)
{
	struct iphdr ip = {
		.version = 4,
		.ihl = (sizeof(ip) + spec->extra_len) / 4,
		.tot_len = htons(sizeof(ip) + spec->extra_len + payload),
		.frag_off = htons(spec->frag_off),
		.ttl = 64,
		.protocol = protocol,
		.saddr = htonl(0x0a090000 | spec->src),
		.daddr = htonl(0x0a090000 | spec->dst),
	};

	memcpy(to, &ip, sizeof(ip));
	memcpy(to + sizeof(ip), spec->extra, spec->extra_len);
	return sizeof(ip) + spec->extra_len;
}

static unsigned int put_ipv6(const struct tcps_packet_spec *spec, u8 protocol,
			     unsigned int payload, u8 *to)
{
	struct ipv6hdr ip = {
		.version = 6,
		.payload_len = htons(spec->extra_len + payload),
		.nexthdr = spec->extra_len ? spec->extra_first : protocol,
		.hop_limit = 64,
	};

	ip.saddr.s6_addr[0] = 0xfd;
	ip.saddr.s6_addr[1] = 0x09;
	ip.daddr = ip.saddr;
	ip.saddr.s6_addr[15] = spec->src;
	ip.daddr.s6_addr[15] = spec->dst;
	memcpy(to, &ip, sizeof(ip));
	memcpy(to + sizeof(ip), spec->extra, spec->extra_len);
	return sizeof(ip) + spec->extra_len;
}

/**
 * tcps_packet_bytes() - build a packet
 * @spec: its description
 * @to:   space for %TCPS_PACKET_MAX octets
 *
 * Return: its length.
 */
unsigned int tcps_packet_bytes(const struct tcps_packet_spec *spec, u8 *to)
{
	unsigned int size = sizeof(struct tcphdr) + spec->options_len;
	struct tcphdr tcp = {
		.source = htons(spec->sport),
		.dest = htons(spec->dport),
		.seq = htonl(spec->seq),
		.ack_seq = htonl(spec->ack),
		.doff = spec->doff ?: size / 4,
		.window = htons(spec->window),
	};
	unsigned int at;

	((u8 *)&tcp)[13] = spec->flags;
	memset(to, 0, TCPS_PACKET_MAX);
	if (spec->ipv6)
		at = put_ipv6(spec, IPPROTO_TCP, size + spec->payload, to);
	else
		at = put_ipv4(spec, IPPROTO_TCP, size + spec->payload, to);
	memcpy(to + at, &tcp, sizeof(tcp));
	memcpy(to + at + sizeof(tcp), spec->options, spec->options_len);
	return at + size + spec->payload;
}

/**
 * tcps_packet_icmp() - build an ICMP error that quotes a packet
 * @quoted: the packet; the error goes back to its source
 * @type:   of the error
 * @code:   of the error
 * @to:     space for %TCPS_PACKET_MAX octets
 *
 * Return: its length.
 */
unsigned int tcps_packet_icmp(const struct tcps_packet_spec *quoted, u8 type,
			      u8 code, u8 *to)
{
	struct tcps_packet_spec outer = {
		.ipv6 = quoted->ipv6,
		.src = 99,
		.dst = quoted->src,
	};
	u8 inner[TCPS_PACKET_MAX];
	unsigned int len, at;

	len = tcps_packet_bytes(quoted, inner);
	memset(to, 0, TCPS_PACKET_MAX);
	if (outer.ipv6)
		at = put_ipv6(&outer, IPPROTO_ICMPV6,
			      sizeof(struct icmphdr) + len, to);
	else
		at = put_ipv4(&outer, IPPROTO_ICMP,
			      sizeof(struct icmphdr) + len, to);
	to[at] = type;
	to[at + 1] = code;
	at += sizeof(struct icmphdr);
	memcpy(to + at, inner, len);
	return at + len;
}

/**
 * tcps_packet_skb() - put octets into a buffer, as a netfilter hook gets it
 * @from:   the octets
 * @len:    how many
 * @linear: how many of them are in the linear part, the rest in a page
 *
 * Return: the buffer, or NULL.
 */
struct sk_buff *tcps_packet_skb(const u8 *from, unsigned int len,
				unsigned int linear)
{
	struct sk_buff *skb;
	struct page *page;

	linear = min(linear, len);
	/* No more space than needed: KASAN finds each overread. */
	skb = alloc_skb(linear + 16, GFP_KERNEL);
	if (!skb)
		return NULL;
	skb_reserve(skb, 16);
	skb_put_data(skb, from, linear);
	skb_reset_network_header(skb);
	skb->protocol = htons(len && from[0] >> 4 == 6 ? ETH_P_IPV6 : ETH_P_IP);
	if (linear == len)
		return skb;
	page = alloc_page(GFP_KERNEL);
	if (!page) {
		kfree_skb(skb);
		return NULL;
	}
	memcpy(page_address(page), from + linear, len - linear);
	skb_add_rx_frag(skb, 0, page, 0, len - linear, PAGE_SIZE);
	return skb;
}
