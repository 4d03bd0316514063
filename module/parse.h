/* SPDX-License-Identifier: GPL-2.0 */
/* Parsing a packet into a segment and its flow key. Nothing in a packet is trusted. */
#ifndef TCPS_PARSE_H
#define TCPS_PARSE_H

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/skbuff.h>
#include <linux/tcp.h>

#include "core/segment.h"
#include "core/state.h"
#include "icmp.h"
#include "key.h"

/** enum tcps_parsed - result of parsing a packet */
enum tcps_parsed {
	TCPS_PARSED_SEGMENT,	/* a TCP segment */
	TCPS_PARSED_ICMP,	/* an ICMP message, perhaps an error */
	TCPS_PARSED_OTHER,	/* neither TCP nor ICMP */
	TCPS_PARSED_FRAGMENT,	/* a fragment without TCP header */
	TCPS_PARSED_TRUNCATED,	/* shorter than its headers */
	TCPS_PARSED_BAD,	/* invalid headers */
};

/**
 * struct tcps_header - the TCP header, and its position and length by the IP header
 * @tcp:     points into the packet, or to @copy
 * @copy:    for packets whose header is not linear
 * @offset:  of the TCP header, from skb->data
 * @payload: octets after the IP headers, TCP header included
 */
struct tcps_header {
	const struct tcphdr *tcp;
	struct tcphdr copy;
	unsigned int offset;
	unsigned int payload;
};

/**
 * struct tcps_packet - a segment and its flow key
 * @key:  the flow
 * @side: side of the sender in @key
 * @bypassed: segments of the flow bypass the hooks (by a flow table, for example)
 * @reset: enum tcps_reset: why this machine sends it, if it is a RST
 * @ttl:  time to live, or hop limit; 0: not known
 * @options: TCPS_OPTION_* of a SYN, otherwise 0
 * @here: bit by side: that end is on this host, as far as the hook shows
 * @sk:   the socket of this host that sends it (owner.h), or NULL
 * @ct:   its conntrack entry, valid while a hook has the packet, or NULL
 * @seg:  the segment
 */
struct tcps_packet {
	struct tcps_key key;
	unsigned int side;
	bool bypassed;
	u8 reset;
	u8 ttl;
	u8 here;
	u32 options;
	struct sock *sk;
	const struct nf_conn *ct;
	struct tcps_segment seg;
};

/**
 * struct tcps_quote - the segment an ICMP error quotes
 * @key:   the flow
 * @side:  side that sent the quoted segment
 * @seq:   its sequence number
 * @fatal: the error reports that the destination cannot be reached
 * @icmp: the error
 */
struct tcps_quote {
	struct tcps_key key;
	unsigned int side;
	u32 seq;
	bool fatal;
	struct tcps_icmp icmp;
};

enum tcps_parsed tcps_parse_ipv6_slow(const struct sk_buff *skb,
				      struct tcps_header *header);
enum tcps_parsed tcps_parse_packet(const struct sk_buff *skb, bool ipv6,
				   const struct tcps_header *header,
				   struct tcps_packet *packet);
enum tcps_parsed tcps_parse_icmp(const struct sk_buff *skb, bool ipv6,
				 const struct tcps_header *header,
				 struct tcps_quote *quote);

/* Get the header at header->offset, with minimum checks. */
static inline enum tcps_parsed tcps_parse_tcp(const struct sk_buff *skb,
					      struct tcps_header *header)
{
	if (header->payload < sizeof(struct tcphdr))
		return TCPS_PARSED_TRUNCATED;
	header->tcp = skb_header_pointer(skb, header->offset,
					 sizeof(header->copy), &header->copy);
	if (unlikely(!header->tcp))
		return TCPS_PARSED_TRUNCATED;
	if (unlikely(header->tcp->doff < 5 ||
		     header->tcp->doff * 4U > header->payload))
		return TCPS_PARSED_BAD;
	return TCPS_PARSED_SEGMENT;
}

/**
 * tcps_parse_ipv4() - find the TCP header of an IPv4 packet
 * @skb:    the packet, its network header set, at a netfilter hook
 * @header: filled in
 *
 * Return: %TCPS_PARSED_SEGMENT; %TCPS_PARSED_ICMP with @header's offset and
 * payload set; else the reason.
 */
static inline enum tcps_parsed tcps_parse_ipv4(const struct sk_buff *skb,
					       struct tcps_header *header)
{
	const struct iphdr *ip = ip_hdr(skb);
	unsigned int length = ntohs(ip->tot_len);
	unsigned int size = ip->ihl * 4;

	if (ip->protocol != IPPROTO_TCP && ip->protocol != IPPROTO_ICMP)
		return TCPS_PARSED_OTHER;
	if (unlikely(ip->frag_off & htons(0x1fff)))
		return TCPS_PARSED_FRAGMENT;
	/* BIG TCP leaves tot_len zero: use the buffer's length. */
	if (!length)
		length = skb->len - skb_network_offset(skb);
	if (unlikely(size < sizeof(*ip) || length < size))
		return TCPS_PARSED_BAD;
	header->offset = skb_network_offset(skb) + size;
	header->payload = length - size;
	if (ip->protocol == IPPROTO_ICMP)
		return TCPS_PARSED_ICMP;
	return tcps_parse_tcp(skb, header);
}

/** tcps_parse_ipv6() - as tcps_parse_ipv4(), for IPv6 */
static inline enum tcps_parsed tcps_parse_ipv6(const struct sk_buff *skb,
					       struct tcps_header *header)
{
	const struct ipv6hdr *ip = ipv6_hdr(skb);

	if (ip->nexthdr != IPPROTO_TCP)
		return tcps_parse_ipv6_slow(skb, header);
	header->offset = skb_network_offset(skb) + sizeof(*ip);
	header->payload = ntohs(ip->payload_len);
	if (!header->payload)
		header->payload = skb->len - header->offset;
	return tcps_parse_tcp(skb, header);
}

/** tcps_parse_flags() - the control bits of a TCP header */
static inline u8 tcps_parse_flags(const struct tcphdr *tcp)
{
	return ((const u8 *)tcp)[13];
}

#endif /* TCPS_PARSE_H */
