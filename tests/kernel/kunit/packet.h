/* SPDX-License-Identifier: GPL-2.0 */
/* Packets for tests, as octets and as buffers. */
#ifndef TCPS_KUNIT_PACKET_H
#define TCPS_KUNIT_PACKET_H

#include <linux/skbuff.h>

#define TCPS_PACKET_MAX 512

/**
 * struct tcps_packet_spec - description of a TCP packet
 * @ipv6:        family; addresses are 10.9.0.x and fd09::x
 * @src:         last octet of the source address
 * @dst:         last octet of the destination address
 * @sport:       ports, host byte order
 * @dport:       destination
 * @seq:         sequence number
 * @ack:         acknowledgement number
 * @flags:       control bits
 * @doff:        data offset, 0: as the options require
 * @window:      window
 * @options:     TCP options, a multiple of four octets
 * @options_len: their length
 * @extra:       IPv4 options or IPv6 extension headers
 * @extra_len:   their length
 * @extra_first: type of the first extension header
 * @frag_off:    IPv4 fragment field, host byte order
 * @payload:     octets of data
 */
struct tcps_packet_spec {
	bool ipv6;
	u8 src;
	u8 dst;
	u16 sport;
	u16 dport;
	u32 seq;
	u32 ack;
	u8 flags;
	u8 doff;
	u16 window;
	const u8 *options;
	unsigned int options_len;
	const u8 *extra;
	unsigned int extra_len;
	u8 extra_first;
	u16 frag_off;
	unsigned int payload;
};

/* Default ends for tests, in one direction and the other. */
#define TCPS_SPEC_FORTH .src = 1, .dst = 2, .sport = 40000, .dport = 80
#define TCPS_SPEC_BACK .src = 2, .dst = 1, .sport = 80, .dport = 40000

unsigned int tcps_packet_bytes(const struct tcps_packet_spec *spec, u8 *to);
unsigned int tcps_packet_icmp(const struct tcps_packet_spec *quoted, u8 type,
			      u8 code, u8 *to);
struct sk_buff *tcps_packet_skb(const u8 *from, unsigned int len,
				unsigned int linear);

#endif /* TCPS_KUNIT_PACKET_H */
