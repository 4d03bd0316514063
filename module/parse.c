// SPDX-License-Identifier: GPL-2.0
/* The less frequent parts of parsing: extension headers, options, ICMP. */
#include "parse.h"

#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <net/ipv6.h>
#include <net/tcp.h>

#include "core/options.h"

/**
 * tcps_parse_ipv6_slow() - find the TCP header behind extension headers
 * @skb:    the packet
 * @header: filled in
 *
 * Return: as tcps_parse_ipv4().
 */
enum tcps_parsed tcps_parse_ipv6_slow(const struct sk_buff *skb,
				      struct tcps_header *header)
{
	const struct ipv6hdr *ip = ipv6_hdr(skb);
	unsigned int start = skb_network_offset(skb) + sizeof(*ip);
	unsigned int end = start + ntohs(ip->payload_len);
	__be16 frag_off = 0;
	u8 nexthdr = ip->nexthdr;
	int offset;

	if (!ip->payload_len)
		end = skb->len;
	if (nexthdr == IPPROTO_ICMPV6) {
		offset = start;
	} else {
		if (!ipv6_ext_hdr(nexthdr))
			return TCPS_PARSED_OTHER;
		offset = ipv6_skip_exthdr(skb, start, &nexthdr, &frag_off);
		if (offset < 0)
			return TCPS_PARSED_TRUNCATED;
		if (frag_off & htons(~0x7))
			return TCPS_PARSED_FRAGMENT;
		if (nexthdr != IPPROTO_TCP && nexthdr != IPPROTO_ICMPV6)
			return TCPS_PARSED_OTHER;
	}
	if (offset > end)
		return TCPS_PARSED_BAD;
	header->offset = offset;
	header->payload = end - offset;
	if (nexthdr == IPPROTO_ICMPV6)
		return TCPS_PARSED_ICMP;
	return tcps_parse_tcp(skb, header);
}

/* Parses a SYN's options. */
static u32 read_options(const struct sk_buff *skb,
			const struct tcps_header *header)
{
	unsigned int size = header->tcp->doff * 4;
	u8 copy[15 * 4];
	const u8 *tcp;

	tcp = skb_header_pointer(skb, header->offset, size, copy);
	return tcp ? tcps_options_read(tcp, size, size) :
		     tcps_options_read((const u8 *)header->tcp,
				       sizeof(struct tcphdr), size);
}

static int make_key4(struct tcps_key *key, const struct iphdr *ip,
		     __be16 sport, __be16 dport)
{
	return tcps_key_make4(key, ip->saddr, ip->daddr, sport, dport);
}

/* IPv4-mapped addresses stand for IPv4 here; they are not valid on the wire. */
static bool sane_ipv6(const struct ipv6hdr *ip)
{
	return !ipv6_addr_v4mapped(&ip->saddr) &&
	       !ipv6_addr_v4mapped(&ip->daddr);
}

/**
 * tcps_parse_packet() - the segment and key of a packet
 * @skb:    the packet
 * @ipv6:   its family
 * @header: its TCP header, found before
 * @packet: filled in
 *
 * Return: %TCPS_PARSED_SEGMENT; %TCPS_PARSED_OTHER for a socket connected to
 * itself; %TCPS_PARSED_BAD, also if the IP header's length exceeds the packet, as in a raw
 * IPv6 packet from this host it may.
 */
enum tcps_parsed tcps_parse_packet(const struct sk_buff *skb, bool ipv6,
				   const struct tcps_header *header,
				   struct tcps_packet *packet)
{
	const struct tcphdr *tcp = header->tcp;
	int side;

	if (header->payload > skb->len - header->offset)
		return TCPS_PARSED_BAD;
	if (ipv6) {
		const struct ipv6hdr *ip = ipv6_hdr(skb);

		if (!sane_ipv6(ip))
			return TCPS_PARSED_BAD;
		side = tcps_key_make(&packet->key, &ip->saddr, &ip->daddr,
				tcp->source, tcp->dest);
	} else {
		side = make_key4(&packet->key, ip_hdr(skb), tcp->source,
				 tcp->dest);
	}
	if (side < 0)
		return TCPS_PARSED_OTHER;
	packet->side = side;
	packet->bypassed = false;
	packet->reset = TCPS_RESET_UNKNOWN;
	packet->ct = NULL;
	packet->here = 0;
	packet->sk = NULL;
	packet->ttl = ipv6 ? ipv6_hdr(skb)->hop_limit : ip_hdr(skb)->ttl;
	packet->seg = (struct tcps_segment){
		.seq = ntohl(tcp->seq),
		.ack = ntohl(tcp->ack_seq),
		.len = header->payload - tcp->doff * 4,
		.window = ntohs(tcp->window),
		.flags = tcps_parse_flags(tcp),
		.wscale = TCPS_WSCALE_NONE,
	};
	packet->options = 0;
	if (tcp->syn) {
		packet->options = read_options(skb, header);
		packet->seg.wscale = tcps_options_wscale(packet->options);
	}
	return TCPS_PARSED_SEGMENT;
}

/* Does an ICMP message report an error about a packet? @fatal: "unreachable". */
static bool error4(const struct icmphdr *icmp, bool *fatal)
{
	switch (icmp->type) {
	case ICMP_DEST_UNREACH:
		*fatal = icmp->code != ICMP_FRAG_NEEDED;
		return true;
	case ICMP_TIME_EXCEEDED:
	case ICMP_PARAMETERPROB:
		*fatal = true;
		return true;
	default:
		return false;
	}
}

static bool error6(const struct icmp6hdr *icmp, bool *fatal)
{
	switch (icmp->icmp6_type) {
	case ICMPV6_DEST_UNREACH:
	case ICMPV6_TIME_EXCEED:
	case ICMPV6_PARAMPROB:
		*fatal = true;
		return true;
	case ICMPV6_PKT_TOOBIG:
		*fatal = false;
		return true;
	default:
		return false;
	}
}

/* The minimum that every error quotes: the ports and the sequence number. */
struct quoted_tcp {
	__be16 source;
	__be16 dest;
	__be32 seq;
};

static int quoted4(const struct sk_buff *skb, unsigned int offset,
		   struct tcps_quote *quote)
{
	struct quoted_tcp copy_tcp;
	const struct quoted_tcp *tcp;
	struct iphdr copy;
	const struct iphdr *ip;

	ip = skb_header_pointer(skb, offset, sizeof(copy), &copy);
	if (!ip || ip->version != 4 || ip->ihl < 5 ||
	    ip->protocol != IPPROTO_TCP || ip->frag_off & htons(0x1fff))
		return -1;
	tcp = skb_header_pointer(skb, offset + ip->ihl * 4, sizeof(copy_tcp),
				 &copy_tcp);
	if (!tcp)
		return -1;
	quote->seq = ntohl(tcp->seq);
	return make_key4(&quote->key, ip, tcp->source, tcp->dest);
}

static int quoted6(const struct sk_buff *skb, unsigned int offset,
		   struct tcps_quote *quote)
{
	struct quoted_tcp copy_tcp;
	const struct quoted_tcp *tcp;
	struct ipv6hdr copy;
	const struct ipv6hdr *ip;
	__be16 frag_off = 0;
	u8 nexthdr;
	int start;

	ip = skb_header_pointer(skb, offset, sizeof(copy), &copy);
	if (!ip || ip->version != 6 || !sane_ipv6(ip))
		return -1;
	nexthdr = ip->nexthdr;
	start = ipv6_skip_exthdr(skb, offset + sizeof(*ip), &nexthdr,
				 &frag_off);
	if (start < 0 || nexthdr != IPPROTO_TCP || frag_off & htons(~0x7))
		return -1;
	tcp = skb_header_pointer(skb, start, sizeof(copy_tcp), &copy_tcp);
	if (!tcp)
		return -1;
	quote->seq = ntohl(tcp->seq);
	return tcps_key_make(&quote->key, &ip->saddr, &ip->daddr, tcp->source,
			tcp->dest);
}

/* Type and code are the first two octets in both ICMP and ICMPv6. */
static void set_error(const struct sk_buff *skb, bool ipv6,
		      const struct icmphdr *icmp, struct tcps_icmp *error)
{
	static_assert(offsetof(struct icmphdr, type) ==
		      offsetof(struct icmp6hdr, icmp6_type));
	static_assert(offsetof(struct icmphdr, code) ==
		      offsetof(struct icmp6hdr, icmp6_code));
	if (ipv6)
		error->from = ipv6_hdr(skb)->saddr;
	else
		ipv6_addr_set_v4mapped(ip_hdr(skb)->saddr, &error->from);
	error->type = icmp->type;
	error->code = icmp->code;
}

/**
 * tcps_parse_icmp() - the segment that an ICMP error quotes
 * @skb:    the packet
 * @ipv6:   its family
 * @header: where the ICMP message starts
 * @quote:  filled in
 *
 * Return: %TCPS_PARSED_ICMP, or %TCPS_PARSED_OTHER if it is not an error about a TCP
 * segment.
 */
enum tcps_parsed tcps_parse_icmp(const struct sk_buff *skb, bool ipv6,
				 const struct tcps_header *header,
				 struct tcps_quote *quote)
{
	union {
		struct icmphdr icmp4;
		struct icmp6hdr icmp6;
	} copy;
	const void *icmp;
	int side;

	static_assert(sizeof(struct icmphdr) == sizeof(struct icmp6hdr));
	icmp = skb_header_pointer(skb, header->offset, sizeof(copy), &copy);
	if (!icmp)
		return TCPS_PARSED_OTHER;
	if (ipv6 ? !error6(icmp, &quote->fatal) : !error4(icmp, &quote->fatal))
		return TCPS_PARSED_OTHER;
	set_error(skb, ipv6, icmp, &quote->icmp);
	side = ipv6 ? quoted6(skb, header->offset + sizeof(copy), quote) :
		      quoted4(skb, header->offset + sizeof(copy), quote);
	if (side < 0)
		return TCPS_PARSED_OTHER;
	quote->side = side;
	return TCPS_PARSED_ICMP;
}
