/* SPDX-License-Identifier: GPL-2.0 */
/* Results of decoding a captured frame. */
#ifndef TCPST_PACKET_H
#define TCPST_PACKET_H

#include "module/core/segment.h"

/** enum tcpst_link_result - contents of a frame */
enum tcpst_link_result {
	TCPST_LINK_SEGMENT,	/* a TCP segment */
	TCPST_LINK_ICMP,	/* an ICMP error that quotes one */
	TCPST_LINK_OTHER,	/* something else */
	TCPST_LINK_FRAGMENT,	/* a later fragment, without the TCP header */
	TCPST_LINK_TRUNCATED,	/* cut off before the end of the headers */
	TCPST_LINK_BAD,		/* malformed headers */
	TCPST_LINK_CHECKSUM,	/* a segment whose checksum is wrong */
	TCPST_LINK_DUPLICATE,	/* a duplicate of a captured segment */
};

/** enum tcpst_checksum - result of verifying the checksum of a segment */
enum tcpst_checksum {
	TCPST_CHECKSUM_UNKNOWN,	/* not verified, or the segment was cut off */
	TCPST_CHECKSUM_RIGHT,	/* or not computed yet, due to offload */
	TCPST_CHECKSUM_WRONG,
};

/**
 * struct tcpst_decode - options of decoding
 * @verify:  verify the TCP checksum, if possible
 * @print:   fill in the print of segments
 * @tunnels: look for segments inside tunnels
 * @mark:    fill in the mark of segments
 * @nth:     index of the packet to decode, if the frame holds several
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
 * @from: its sender, like an address in struct tcpst_packet
 * @type: type of ICMP or ICMPv6
 * @code: code of that type
 */
struct tcpst_error {
	u8 from[16];
	u8 type;
	u8 code;
};

/**
 * struct tcpst_packet - a segment and its ends
 * @addr:  addresses of sender and receiver, network byte order; IPv4 in the
 *         first four octets, followed by zeroes
 * @port:  ports of sender and receiver, host byte order
 * @ipv6:  family
 * @more:  the frame holds another packet after this one; set for any result
 * @tunnel: tunnel that carries it, 0: none; see model/tunnel.h. For TCPST_LINK_OTHER:
 *         tunnel that carries a segment, if tunnels are ignored
 * @other:  for TCPST_LINK_OTHER: the contents, as @other of struct
 *          tcpst_capture_findings, or enum tcpst_sealed; 0: not known
 * @checksum: enum tcpst_checksum
 * @options: of a SYN or SYN-ACK, TCPS_OPTION_*
 * @print:  hash that is the same for duplicates of a segment: of its header,
 *          length and the identification of IPv4; only if wanted
 * @mark:   hash that distinguishes retransmissions of a segment, and is the same at each
 *          capture point: of the identification of IPv4, the window and the options; of a
 *          SYN not the options, only the timestamps if there is no identification; only if wanted
 * @id:     identification of IPv4, 0: there is none
 * @cut:    its options were cut off by the snapshot length, all or some
 * @ip:     its IP header in the frame, the innermost one
 * @head:   TCP header of a segment in the frame, with options as far as they were
 *          captured; @head_size: its octets
 * @ttl:    time to live, or hop limit
 * @seg:   the segment; of a quoted one, only @seg.seq
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
	const u8 *ip;
	const u8 *head;
	u64 print;
	u64 mark;
	struct tcps_segment seg;
	struct tcpst_error error;
};

/**
 * struct tcpst_placed - a segment that was assigned to a flow
 * @flow:    number of the flow
 * @side:    side that sent it, 0 or 1; not its role
 * @time_ns: when it passed, ns since the Unix epoch
 * @frame:   number of its frame in the capture, from 1
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
