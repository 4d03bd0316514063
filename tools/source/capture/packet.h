/* SPDX-License-Identifier: GPL-2.0 */
/* What a captured frame is decoded to. */
#ifndef TCPST_PACKET_H
#define TCPST_PACKET_H

#include "module/core/segment.h"

/** enum tcpst_link_result - what a frame holds */
enum tcpst_link_result {
	TCPST_LINK_SEGMENT,	/* a TCP segment */
	TCPST_LINK_ICMP,	/* an ICMP error that quotes one */
	TCPST_LINK_OTHER,	/* something else */
	TCPST_LINK_FRAGMENT,	/* a later fragment: no TCP header in it */
	TCPST_LINK_TRUNCATED,	/* cut off before the end of the headers */
	TCPST_LINK_BAD,		/* headers that make no sense */
	TCPST_LINK_CHECKSUM,	/* a segment whose checksum is wrong */
	TCPST_LINK_DUPLICATE,	/* a segment captured once more */
};

/** enum tcpst_checksum - result of verifying the checksum of a segment */
enum tcpst_checksum {
	TCPST_CHECKSUM_UNKNOWN,	/* not asked for, or not all of it captured */
	TCPST_CHECKSUM_RIGHT,	/* or not final yet, as before offload */
	TCPST_CHECKSUM_WRONG,
};

/**
 * struct tcpst_decode - how to decode a frame
 * @verify:  check the TCP checksum, where that is possible
 * @print:   fill in the print of segments
 * @tunnels: look for the segment inside of tunnels, if it is in one
 */
struct tcpst_decode {
	bool verify;
	bool print;
	bool tunnels;
};

/**
 * struct tcpst_packet - a segment and its ends
 * @addr:  of the sender and of the receiver, network byte order; IPv4 in the
 *         first four octets, zeroes after them
 * @port:  host byte order
 * @ipv6:  family
 * @tunnel: what it was found inside of, 0: no tunnel; see model/tunnel.h
 * @checksum: enum tcpst_checksum
 * @options: of a SYN or SYN-ACK, TCPST_OPTION_* of model/trail.h
 * @print:  the same for the same segment captured twice: of its header and
 *          length, and the identification of IPv4; if it was asked for
 * @seg:   the segment; of a quoted one, @seg.seq alone
 * @fatal: of an ICMP error: the destination cannot be reached
 */
struct tcpst_packet {
	u8 addr[2][16] __attribute__((aligned(8)));
	u16 port[2];
	bool ipv6;
	bool fatal;
	u8 checksum;
	u32 tunnel;
	u32 options;
	u64 print;
	struct tcps_segment seg;
};

#endif /* TCPST_PACKET_H */
