// SPDX-License-Identifier: GPL-2.0
/*
 * Anonymized segments. The link layer, tunnels, IP options and the payload of a frame are
 * removed, addresses are replaced, and data in TCP options that may identify a host
 * (addresses and keys of MPTCP, cookies, signatures) is zeroed; all that the state machine
 * looks at stays the same. The checksum is updated (RFC 1624): a correct one is correct for
 * the removed payload with the new addresses, a wrong one is still wrong by the same amount.
 * A checksum that was left to the network card (offload) stays so.
 */
#include "source/capture/bare.h"

#include <pcap/dlt.h>
#include <string.h>

#include "source/capture/link.h"
#include "source/capture/number.h"

#define IPV4_HEADER 20
#define IPV6_HEADER 40
#define ICMP_HEADER 8
#define QUOTED 8		/* octets of TCP in an ICMP error */

/* IPv6 and ICMPv6 with a quoted IPv6 header and 8 octets of TCP; or IPv6 and a TCP header. */
#define BARE_MAX TCPST_HEADER_MAX

#define TCP_HEADER 20
#define OPTION_END 0
#define OPTION_NOP 1
#define OPTION_MSS 2
#define OPTION_WSCALE 3
#define OPTION_SACK 5
#define OPTION_TIMESTAMPS 8
#define OPTION_EXPERIMENT 254	/* two octets name it (RFC 6994) */

#define PROTO_ICMP 1
#define PROTO_TCP 6
#define PROTO_ICMPV6 58

static u32 add_up(const u8 *at, u32 n)
{
	u32 sum = 0, i;

	for (i = 0; i + 1 < n; i += 2)
		sum += tcpst_get16(at + i);
	return sum;
}

static u32 fold(u32 sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

static u32 sum_of_addresses(const struct tcpst_addrs *ends)
{
	u32 size = ends->ipv6 ? 16 : 4;

	return add_up(ends->addr[0], size) + add_up(ends->addr[1], size);
}

static u32 sum_of(const struct tcpst_addrs *ends)
{
	return sum_of_addresses(ends) + ends->port[0] + ends->port[1];
}

/* Update a folded sum: subtract @old and add @new. */
static u32 exchange(u32 sum, u32 old, u32 new)
{
	return fold(sum + (~fold(old) & 0xffff) + new);
}

/* Octets of an option that are kept: all, if it holds only numbers. */
static u32 octets_kept(u8 kind)
{
	switch (kind) {
	case OPTION_MSS:
	case OPTION_EXPERIMENT:
		return 4;
	case OPTION_WSCALE:
		return 3;
	case OPTION_SACK:
		return 34;
	case OPTION_TIMESTAMPS:
		return 10;
	default:
		return 2;
	}
}

/*
 * Zero option data that may identify a host. @size: captured octets of the header. Octets
 * after the last option, or after an invalid one, are zeroed as well.
 */
static void clear_options(u8 *head, u32 size)
{
	u32 at = TCP_HEADER, length, keep;

	while (at < size && head[at] != OPTION_END) {
		if (head[at] == OPTION_NOP) {
			at++;
			continue;
		}
		if (size - at < 2 || head[at + 1] < 2 || head[at + 1] > size - at)
			break;
		length = head[at + 1];
		keep = octets_kept(head[at]);
		if (keep < length)
			memset(head + at + keep, 0, length - keep);
		at += length;
	}
	/* Keep the kind and length of an option that was cut off. */
	if (at < size && head[at] != OPTION_END)
		at += 2;
	if (at < size)
		memset(head + at, 0, size - at);
}

/* The updated checksum. @options: sums of the options before and after. */
static u32 checksum_of(u32 checksum, const struct tcpst_addrs *was,
		       const struct tcpst_addrs *ends, u32 full,
		       const u32 options[2])
{
	u32 pseudo = sum_of_addresses(was) + PROTO_TCP;

	if (!checksum)
		return 0;
	/* Offload: only the sum of the pseudo-header, with its length or without. */
	if (checksum == fold(pseudo) ||
	    checksum == fold(pseudo + (full >> 16) + (full & 0xffff)))
		return exchange(checksum, sum_of_addresses(was),
				sum_of_addresses(ends));
	checksum = exchange(~checksum & 0xffff, sum_of(was), sum_of(ends));
	return ~exchange(checksum, options[0], options[1]);
}

/*
 * Write an IP header. @from: the sender, an address of @ends or the router that reports an
 * error; @size: octets that follow on the wire. Return: octets of the header.
 */
static u32 put_ip(u8 *at, const struct tcpst_addrs *ends, const u8 *from,
		  const u8 *to, u8 protocol, const struct tcpst_packet *packet,
		  u32 size)
{
	if (ends->ipv6) {
		memset(at, 0, 8);
		at[0] = 0x60;
		tcpst_put16(at + 4, size > 0xffff ? 0 : size);
		at[6] = protocol;
		at[7] = packet->ttl;
		memcpy(at + 8, from, 16);
		memcpy(at + 24, to, 16);
		return IPV6_HEADER;
	}
	memset(at, 0, IPV4_HEADER);
	at[0] = 0x45;
	/* 0: longer than a packet can be, before segmentation offload (TSO) */
	tcpst_put16(at + 2, size + IPV4_HEADER > 0xffff ? 0 : size + IPV4_HEADER);
	tcpst_put16(at + 4, packet->id);
	at[8] = packet->ttl;
	at[9] = protocol;
	memcpy(at + 12, from, 4);
	memcpy(at + 16, to, 4);
	tcpst_put16(at + 10, ~fold(add_up(at, IPV4_HEADER)));
	return IPV4_HEADER;
}

/* Write a segment. @length: set to its octets on the wire. Return: octets written. */
static u32 put_segment(u8 *at, const struct tcpst_addrs *was,
		       const struct tcpst_addrs *ends,
		       const struct tcpst_packet *packet, u32 *length)
{
	u32 full = (packet->head[12] >> 4) * 4U + packet->seg.len, ip;
	u32 size = packet->head_size, options[2];

	ip = put_ip(at, ends, ends->addr[0], ends->addr[1], PROTO_TCP, packet,
		    full);
	at += ip;
	memcpy(at, packet->head, size);
	options[0] = add_up(at + TCP_HEADER, size - TCP_HEADER);
	clear_options(at, size);
	options[1] = add_up(at + TCP_HEADER, size - TCP_HEADER);
	tcpst_put16(at, ends->port[0]);
	tcpst_put16(at + 2, ends->port[1]);
	tcpst_put16(at + 16, checksum_of(tcpst_get16(at + 16), was, ends, full, options));
	*length = ip + full;
	return ip + size;
}

/* Write an ICMP error that quotes ports and sequence number of the packet. */
static u32 put_error(u8 *at, const struct tcpst_event *masked,
		     const struct tcpst_packet *packet)
{
	const struct tcpst_addrs *ends = &masked->ends;
	u32 quoted = (ends->ipv6 ? IPV6_HEADER : IPV4_HEADER) + QUOTED, sum, ip;
	u8 *icmp, *inner;

	ip = put_ip(at, ends, masked->icmp.from.addr[0], ends->addr[0],
		    ends->ipv6 ? PROTO_ICMPV6 : PROTO_ICMP, packet,
		    ICMP_HEADER + quoted);
	icmp = at + ip;
	memset(icmp, 0, ICMP_HEADER);
	icmp[0] = packet->error.type;
	icmp[1] = packet->error.code;
	inner = icmp + ICMP_HEADER;
	inner += put_ip(inner, ends, ends->addr[0], ends->addr[1], PROTO_TCP,
			packet, QUOTED);
	tcpst_put16(inner, ends->port[0]);
	tcpst_put16(inner + 2, ends->port[1]);
	tcpst_put16(inner + 4, packet->seg.seq >> 16);
	tcpst_put16(inner + 6, packet->seg.seq);
	sum = add_up(icmp, ICMP_HEADER + quoted);
	if (ends->ipv6)
		sum += add_up(at + 8, 32) + ICMP_HEADER + quoted + PROTO_ICMPV6;
	tcpst_put16(icmp + 2, ~fold(sum));
	return ip + ICMP_HEADER + quoted;
}

/* Replace a frame by its anonymized segment or ICMP error. Return: false: it has neither. */
static bool make_bare(u8 octets[BARE_MAX], struct tcpst_raw *raw,
		      const struct tcpst_bare *bare,
		      const struct tcpst_packet *packet,
		      enum tcpst_link_result result)
{
	struct tcpst_event masked = {
		.ends = { .ipv6 = packet->ipv6,
			  .port = { packet->port[0], packet->port[1] } },
		.icmp = { .known = result == TCPST_LINK_ICMP,
			  .from = { .ipv6 = packet->ipv6 } },
	};
	struct tcpst_addrs was;

	if (result != TCPST_LINK_SEGMENT && result != TCPST_LINK_ICMP)
		return false;
	memcpy(masked.ends.addr, packet->addr, sizeof(masked.ends.addr));
	was = masked.ends;
	if (result == TCPST_LINK_ICMP)
		memcpy(masked.icmp.from.addr[0], packet->error.from,
		       sizeof(packet->error.from));
	bare->mask(&masked, bare->arg);
	if (result == TCPST_LINK_ICMP)
		raw->captured = raw->length = put_error(octets, &masked, packet);
	else
		raw->captured = put_segment(octets, &was, &masked.ends, packet,
					    &raw->length);
	raw->octets = octets;
	raw->link = DLT_RAW;
	raw->options = NULL;
	raw->n_options = 0;
	return true;
}

/* The ends of a segment: first its sender, then its receiver. */
static struct tcpst_addrs by_sender(const struct tcpst_addrs *ends, unsigned int sender)
{
	struct tcpst_addrs ordered = *ends;
	unsigned int i;

	for (i = 0; i < 2; i++) {
		memcpy(ordered.addr[i], ends->addr[sender ^ i], sizeof(ordered.addr[i]));
		ordered.port[i] = ends->port[sender ^ i];
	}
	return ordered;
}

/**
 * tcpst_bare_header() - anonymize the header of a segment
 * @header:  filled in; empty if @segment has none
 * @segment: the segment, with its real ends
 * @ends:    the ends that replace them, by role
 */
void tcpst_bare_header(struct tcpst_header *header, const struct tcpst_event *segment,
		       const struct tcpst_addrs *ends)
{
	const struct tcpst_addrs was = by_sender(&segment->ends, segment->sender);
	const struct tcpst_addrs masked = by_sender(ends, segment->sender);
	struct tcpst_packet packet;
	u32 length;

	header->size = 0;
	if (segment->header && tcpst_header_read(segment->header, segment->header_size,
						 segment->len, &packet))
		header->size = put_segment(header->octets, &was, &masked, &packet,
					   &length);
}

/**
 * tcpst_bare_write() - write the anonymized segments of a frame
 * @bare:  options
 * @write: output file; its pending comments go to the first segment
 * @raw:   the frame. If it holds several packets, each becomes a frame
 */
void tcpst_bare_write(const struct tcpst_bare *bare,
		      struct tcpst_pcapng_write *write,
		      const struct tcpst_raw *raw)
{
	const struct tcpst_link *link = tcpst_link_find(raw->link);
	struct tcpst_decode how = { .tunnels = bare->tunnels };
	struct tcpst_packet packet = { .more = link };
	enum tcpst_link_result result;
	struct tcpst_raw frame;
	u8 octets[BARE_MAX];

	for (; packet.more; how.nth++) {
		result = tcpst_link_decode(link, raw->octets, raw->captured,
					   raw->length, &how, &packet);
		frame = *raw;
		if (make_bare(octets, &frame, bare, &packet, result))
			tcpst_pcapng_write_frame(write, &frame);
	}
	tcpst_pcapng_write_drop(write);
}
