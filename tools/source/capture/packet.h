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
 * @mark:    fill in the mark of segments
 * @nth:     of several packets in the frame, the one after so many
 */
struct tcpst_decode {
	bool verify;
	bool print;
	bool tunnels;
	bool mark;
	u32 nth;
};

/**
 * struct tcpst_error - an ICMP error
 * @from: who sent it, as an address of struct tcpst_packet
 * @type: of ICMP or ICMPv6
 * @code: of that type
 */
struct tcpst_error {
	u8 from[16];
	u8 type;
	u8 code;
};

/**
 * struct tcpst_packet - a segment and its ends
 * @addr:  of the sender and of the receiver, network byte order; IPv4 in the
 *         first four octets, zeroes after them
 * @port:  host byte order
 * @ipv6:  family
 * @more:  the frame holds another packet after it; set whatever is in this one
 * @tunnel: what it was found inside of, 0: no tunnel; see model/tunnel.h. Of a
 *         frame of something else: what a segment is inside of that was not asked for
 * @other:  of a frame of something else: what it holds, as of struct
 *          tcpst_capture_findings, or enum tcpst_sealed; 0: it is not known
 * @checksum: enum tcpst_checksum
 * @options: of a SYN or SYN-ACK, TCPS_OPTION_*
 * @print:  the same for the same segment captured twice: of its header and
 *          length, and the identification of IPv4; if it was asked for
 * @mark:   what distinguishes copies of a segment, and is the same wherever a copy is
 *          seen: of the identification of IPv4, the window and the options; of a SYN the
 *          time stamps alone, if there is no identification; if it was asked for
 * @id:     identification of IPv4, 0: there is none
 * @cut:    its options were cut off by the snapshot length, all or some
 * @head:   of a segment: its header, as it lies in the frame, and options as far as they were
 *          captured; @head_size: octets of it
 * @ttl:    time to live, or hop limit
 * @seg:   the segment; of a quoted one, @seg.seq alone
 * @fatal: of an ICMP error: the destination cannot be reached
 * @error: the ICMP error
 */
struct tcpst_packet {
	u8 addr[2][16] __attribute__((aligned(8)));
	u16 port[2];
	bool ipv6;
	bool fatal;
	bool more;
	bool cut;
	u8 checksum;
	u8 ttl;
	u16 id;
	u32 tunnel;
	u32 other;
	u32 options;
	u32 head_size;
	const u8 *head;
	u64 print;
	u64 mark;
	struct tcps_segment seg;
	struct tcpst_error error;
};

/**
 * struct tcpst_placed - a segment, and the flow that it was found to be of
 * @flow:    its number
 * @side:    of the flow that sent it, 0 or 1; which is not its role
 * @time_ns: when it passed, ns since the Unix epoch
 * @frame:   its place in the capture, from 1
 * @packet:  the segment
 */
struct tcpst_placed {
	u64 flow;
	unsigned int side;
	u64 time_ns;
	u64 frame;
	const struct tcpst_packet *packet;
};

#endif /* TCPST_PACKET_H */
