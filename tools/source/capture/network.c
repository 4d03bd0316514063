// SPDX-License-Identifier: GPL-2.0
/*
 * Decoding IP packets: IPv4, IPv6 and its extension headers, TCP, and segments
 * quoted by ICMP errors. Nothing is trusted: every access is within the captured
 * octets. Lengths are taken from the IP header, since a snapshot cuts payloads off
 * and Ethernet adds padding.
 */
#include "source/capture/network.h"

#include <string.h>

#include "base/inline.h"
#include "module/core/options.h"
#include "source/capture/checksum.h"
#include "source/capture/findings.h"
#include "source/capture/tunnel.h"

/* Maximum size of an IP packet, octets. */
#define LENGTH_MAX 65535

#define PROTO_ICMP 1
#define PROTO_TCP 6
#define PROTO_AUTHENTICATION 51
#define PROTO_ICMPV6 58

/**
 * struct network - data from the network layer
 * @protocol: protocol of the next layer
 * @fragment: a later fragment, without the header of the next layer
 * @part:     the first of several fragments
 * @routed:   source routing: the destination is not the final one
 * @id:       identification of IPv4
 */
struct network {
	u8 protocol;
	bool fragment;
	bool part;
	bool routed;
	u16 id;
};

/* Is there a source route among the options (RFC 791 section 3.1)? */
static TCPST_NOINLINE bool source_routed(const u8 *option, u32 left)
{
	while (left && option[0]) {
		if (option[0] == 1) {
			option++;
			left--;
			continue;
		}
		if (option[0] == 131 || option[0] == 137)
			return true;
		if (left < 2 || option[1] < 2 || option[1] > left)
			return false;
		left -= option[1];
		option += option[1];
	}
	return false;
}

/* Size of an authentication header (RFC 4302): in units of four octets, less two. */
static u32 authentication_size(const struct tcpst_span *span)
{
	return (span->at[1] + 2U) * 4;
}

/* Skip an authentication header; its payload is not encrypted. */
static TCPST_NOINLINE enum tcpst_link_result
skip_authentication(struct tcpst_span *span, struct network *network)
{
	u32 size;
	u8 next;

	if (span->have < 8)
		return tcpst_span_short(span);
	size = authentication_size(span);
	next = span->at[0];
	if (!tcpst_span_skip(span, size))
		return tcpst_span_short(span);
	network->protocol = next;
	return TCPST_LINK_SEGMENT;
}

/* Store an IPv4 address, and zeroes, at once: parts are slow to be read as a whole. */
static void put_addr(u8 to[16], const u8 *from)
{
	u32 words[4] = { 0 };

	memcpy(words, from, sizeof(words[0]));
	memcpy(to, words, sizeof(words));
}

static inline TCPST_ALWAYS_INLINE enum tcpst_link_result
read_ipv4(struct tcpst_span *span, struct tcpst_packet *packet, struct network *network,
	  bool quoted)
{
	const u8 *ip = span->at;
	u32 header, total;
	u16 offset;

	if (span->have < 20)
		return tcpst_span_short(span);
	header = (ip[0] & 0xf) * 4;
	if (ip[0] >> 4 != 4 || header < 20)
		return TCPST_LINK_BAD;
	if (span->have < header)
		return tcpst_span_short(span);
	total = tcpst_get16(ip + 2);
	/* Zero: longer than 16 bits, before segmentation offload (TSO). */
	if (!total || quoted)
		total = span->full;
	if (total < header)
		return TCPST_LINK_BAD;
	put_addr(packet->addr[0], ip + 12);
	put_addr(packet->addr[1], ip + 16);
	packet->ipv6 = false;
	packet->ttl = ip[8];
	offset = tcpst_get16(ip + 6);
	*network = (struct network){
		.protocol = ip[9],
		.fragment = offset & 0x1fff,
		.part = offset & 0x2000,
		.routed = header > 20 && source_routed(ip + 20, header - 20),
		.id = tcpst_get16(ip + 4),
	};
	tcpst_span_limit(span, total);
	tcpst_span_skip(span, header);
	if (network->protocol == PROTO_AUTHENTICATION && !network->fragment)
		return skip_authentication(span, network);
	return TCPST_LINK_SEGMENT;
}

/* Read an extension header. Return: its size, or 0 if unknown. */
static u32 extension_size(const struct tcpst_span *span, u8 protocol,
			  struct network *network)
{
	if (span->have < 8)
		return 0;
	switch (protocol) {
	case 44:	/* fragment */
		network->fragment = tcpst_get16(span->at + 2) & 0xfff8;
		network->part = span->at[3] & 1;
		return 8;
	case PROTO_AUTHENTICATION:
		return authentication_size(span);
	case 43:	/* routing */
		network->routed = span->at[3];
		break;
	}
	return (span->at[1] + 1U) * 8;
}

static bool is_extension(u8 protocol)
{
	switch (protocol) {
	case 0:		/* hop by hop */
	case 43:	/* routing */
	case 44:	/* fragment */
	case PROTO_AUTHENTICATION:
	case 60:	/* destination options */
	case 135:	/* mobility */
	case 139:	/* host identity */
	case 140:	/* shim6 */
		return true;
	default:
		return false;
	}
}

static enum tcpst_link_result read_ipv6(struct tcpst_span *span,
					struct tcpst_packet *packet,
					struct network *network, bool quoted)
{
	const u8 *ip = span->at;
	u32 payload;

	if (span->have < 40)
		return tcpst_span_short(span);
	if (ip[0] >> 4 != 6)
		return TCPST_LINK_BAD;
	payload = tcpst_get16(ip + 4);
	memcpy(packet->addr, ip + 8, 32);
	packet->ipv6 = true;
	packet->ttl = ip[7];
	*network = (struct network){ .protocol = ip[6] };
	tcpst_span_skip(span, 40);
	/* Zero: a jumbogram, or a packet before segmentation offload (TSO). */
	if (payload && !quoted)
		tcpst_span_limit(span, payload);
	while (is_extension(network->protocol) && !network->fragment) {
		u32 size = extension_size(span, network->protocol, network);
		u8 next;

		if (!size)
			return tcpst_span_short(span);
		next = span->at[0];
		if (!tcpst_span_skip(span, size))
			return tcpst_span_short(span);
		network->protocol = next;
	}
	return TCPST_LINK_SEGMENT;
}

static inline TCPST_ALWAYS_INLINE enum tcpst_link_result
read_network(struct tcpst_span *span, bool ipv6, struct tcpst_packet *packet,
	     struct network *network, bool quoted)
{
	packet->ip = span->at;
	if (ipv6)
		return read_ipv6(span, packet, network, quoted);
	return read_ipv4(span, packet, network, quoted);
}

/* A hash; it need not resist deliberate collisions. */
static TCPST_NOINLINE u64 print_of(const u8 *at, u32 n, u64 print)
{
	u64 word;

	for (; n >= sizeof(word); at += sizeof(word), n -= sizeof(word)) {
		memcpy(&word, at, sizeof(word));
		print = (print ^ word) * 0x9e3779b97f4a7c15ULL;
		print ^= print >> 29;
	}
	word = 0;
	memcpy(&word, at, n);
	print = (print ^ word) * 0x9e3779b97f4a7c15ULL;
	return print ^ print >> 29;
}

/* The TCP timestamps option, 0: there is none. */
static u64 stamps_of(const u8 *at, u32 n)
{
	while (n > 1 && at[0]) {
		u32 length = at[0] == 1 ? 1 : at[1];

		if (at[0] == 8 && length == 10 && n >= 10)
			return (u64)tcpst_get32(at + 2) << 32 |
			       tcpst_get32(at + 6);
		if (!length || length > n)
			break;
		at += length;
		n -= length;
	}
	return 0;
}

/* Middleboxes change the options of a SYN, except for the timestamps. */
static TCPST_NOINLINE u64 mark_of(const struct tcpst_span *span, u32 header, u16 id)
{
	const u8 *tcp = span->at;
	u32 options = (span->have < header ? span->have : header) - 20;
	u64 print = (u64)id << 16 | tcpst_get16(tcp + 14);

	if (!(tcp[13] & TCPS_FLAG_SYN))
		return print_of(tcp + 20, options, print);
	if (!id)
		print ^= stamps_of(tcp + 20, options);
	return print_of(tcp, 0, print);
}

/* Exclude the options of a SYN, which a router may change, and its checksum. */
static u32 printed_octets(const struct tcpst_span *span, u32 header)
{
	if (span->at[13] & TCPS_FLAG_SYN)
		return 16;
	return span->have < header ? span->have : header;
}

static inline TCPST_ALWAYS_INLINE enum tcpst_link_result
read_tcp(struct tcpst_span *span, const struct network *network,
	 const struct tcpst_decode *how, struct tcpst_packet *packet)
{
	const u8 *tcp = span->at;
	u32 header;

	if (span->have < 20)
		return tcpst_span_short(span);
	header = (tcp[12] >> 4) * 4U;
	packet->port[0] = tcpst_get16(tcp);
	packet->port[1] = tcpst_get16(tcp + 2);
	if (header < 20 || header > span->full)
		return TCPST_LINK_BAD;
	packet->checksum = TCPST_CHECKSUM_UNKNOWN;
	if (how->verify && !network->part && !network->routed &&
	    span->have == span->full)
		packet->checksum = tcpst_checksum_wrong(span, packet) ?
				   TCPST_CHECKSUM_WRONG : TCPST_CHECKSUM_RIGHT;
	if (how->print)
		packet->print = print_of(tcp, printed_octets(span, header),
					 (u64)network->id << 32 | span->full);
	packet->id = network->id;
	packet->cut = span->have < header;
	packet->head = tcp;
	packet->head_size = packet->cut ? span->have : header;
	if (how->mark)
		packet->mark = mark_of(span, header, network->id);
	packet->seg = (struct tcps_segment){
		.seq = tcpst_get32(tcp + 4),
		.ack = tcpst_get32(tcp + 8),
		.len = span->full - header,
		.window = tcpst_get16(tcp + 14),
		.flags = tcp[13],
		.wscale = TCPS_WSCALE_NONE,
	};
	packet->options = 0;
	if (tcp[13] & TCPS_FLAG_SYN) {
		packet->options = tcps_options_read(tcp, span->have, header);
		packet->seg.wscale = tcps_options_wscale(packet->options);
	}
	return TCPST_LINK_SEGMENT;
}

/* Is it an ICMP error that quotes a packet, and is it fatal to it? */
static bool is_error(const u8 *icmp, bool ipv6, bool *fatal)
{
	*fatal = true;
	if (ipv6) {
		*fatal = icmp[0] != 2;	/* packet too big */
		return icmp[0] >= 1 && icmp[0] <= 4;
	}
	switch (icmp[0]) {
	case 3:		/* destination unreachable */
		*fatal = icmp[1] != 4;	/* fragmentation needed */
		return true;
	case 11:	/* time exceeded */
	case 12:	/* parameter problem */
		return true;
	default:
		return false;
	}
}

/* Read an ICMP error, which quotes at least the ports and the sequence number. */
static enum tcpst_link_result read_icmp(struct tcpst_span *span,
					struct tcpst_packet *packet)
{
	bool ipv6 = packet->ipv6;
	struct network network;

	if (span->have < 8)
		return tcpst_span_short(span);
	if (!is_error(span->at, ipv6, &packet->fatal))
		return TCPST_LINK_OTHER;
	memcpy(packet->error.from, packet->addr[0], sizeof(packet->error.from));
	packet->error.type = span->at[0];
	packet->error.code = span->at[1];
	tcpst_span_skip(span, 8);
	if (read_network(span, ipv6, packet, &network, true) !=
		    TCPST_LINK_SEGMENT ||
	    network.protocol != PROTO_TCP || network.fragment ||
	    span->have < 8)
		return TCPST_LINK_OTHER;
	packet->port[0] = tcpst_get16(span->at);
	packet->port[1] = tcpst_get16(span->at + 2);
	packet->seg = (struct tcps_segment){ .seq = tcpst_get32(span->at + 4) };
	return TCPST_LINK_ICMP;
}

/* Read the payload of an IP packet, after its own headers. */
static enum tcpst_link_result read_payload(struct tcpst_span *span, bool ipv6,
					   const struct network *network,
					   const struct tcpst_decode *how,
					   struct tcpst_packet *packet)
{
	if (network->protocol == (ipv6 ? PROTO_ICMPV6 : PROTO_ICMP) &&
	    !network->fragment)
		return read_icmp(span, packet);
	if (network->fragment)
		return TCPST_LINK_FRAGMENT;
	if (network->protocol != PROTO_TCP) {
		packet->other = TCPST_OTHER_PROTOCOL | network->protocol;
		return TCPST_LINK_OTHER;
	}
	return read_tcp(span, network, how, packet);
}

/* Open tunnels until there is no other inside. Return: contents of the innermost packet. */
static TCPST_NOINLINE enum tcpst_link_result
open_tunnels(struct tcpst_span *span, bool ipv6, struct network *network,
	     const struct tcpst_decode *how, struct tcpst_packet *packet)
{
	enum tcpst_link_result result = TCPST_LINK_SEGMENT;
	bool inside = false;
	int inner;

	while (result == TCPST_LINK_SEGMENT) {
		if (network->fragment || network->protocol == PROTO_TCP) {
			result = read_payload(span, ipv6, network, how, packet);
			break;
		}
		/* A first fragment: only the inner header has the whole length. */
		if (network->part)
			span->full = LENGTH_MAX;
		inner = tcpst_tunnel_open(span, network->protocol,
					  &packet->tunnel);
		inside |= inner == TCPST_CUT_OFF || inner == TCPST_TYPE_IPV4 ||
			  inner == TCPST_TYPE_IPV6;
		if (inner == TCPST_CUT_OFF) {
			result = tcpst_span_short(span);
			break;
		}
		if (inner != TCPST_TYPE_IPV4 && inner != TCPST_TYPE_IPV6) {
			result = read_payload(span, ipv6, network, how, packet);
			if (tcpst_type_is_sealed(inner))
				packet->other = (u32)inner;
			break;
		}
		ipv6 = inner == TCPST_TYPE_IPV6;
		result = read_network(span, ipv6, packet, network, false);
	}
	if (how->tunnels)
		return result;
	/* Without --tunnels, contents of tunnels are ignored, but segments are counted. */
	if (!inside || result != TCPST_LINK_SEGMENT)
		packet->tunnel = 0;
	return inside ? TCPST_LINK_OTHER : result;
}

/**
 * tcpst_network_decode() - find the TCP segment in an IP packet
 * @span:   the packet, possibly followed by padding
 * @ipv6:   IPv6, not IPv4
 * @how:    options of decoding
 * @packet: filled in for %TCPST_LINK_SEGMENT and %TCPST_LINK_ICMP; its tunnel is 0
 */
enum tcpst_link_result
tcpst_network_decode(struct tcpst_span *span, bool ipv6,
		     const struct tcpst_decode *how,
		     struct tcpst_packet *packet)
{
	struct network network;
	enum tcpst_link_result result =
		read_network(span, ipv6, packet, &network, false);

	if (result != TCPST_LINK_SEGMENT)
		return result;
	if (network.protocol == PROTO_TCP && !network.fragment)
		return read_tcp(span, &network, how, packet);
	return open_tunnels(span, ipv6, &network, how, packet);
}
