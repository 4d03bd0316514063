/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A segment as the state machine sees it: numbers in host byte order, nothing
 * that shows where the segment came from.
 */
#ifndef TCPS_CORE_SEGMENT_H
#define TCPS_CORE_SEGMENT_H

#include "types.h"

/* Control bits, as they lie in the header's byte 13 (RFC 9293 section 3.1). */
#define TCPS_FLAG_FIN 0x01
#define TCPS_FLAG_SYN 0x02
#define TCPS_FLAG_RST 0x04
#define TCPS_FLAG_PSH 0x08
#define TCPS_FLAG_ACK 0x10
#define TCPS_FLAG_URG 0x20
#define TCPS_FLAG_ECE 0x40
#define TCPS_FLAG_CWR 0x80

/* The control bits that each require a segment to be examined. */
#define TCPS_FLAGS_CONTROL (TCPS_FLAG_FIN | TCPS_FLAG_SYN | TCPS_FLAG_RST)

/* Window scale not offered, or not known (RFC 7323 section 2.2). */
#define TCPS_WSCALE_NONE 15
#define TCPS_WSCALE_MAX 14

/**
 * struct tcps_segment - the fields of a segment that the state machine uses
 * @seq:    sequence number of the first octet, or of the SYN or FIN
 * @ack:    acknowledgement number; meaningful only with %TCPS_FLAG_ACK
 * @len:    octets of payload (of the whole super-segment under GSO and GRO)
 * @window: the window field, unscaled
 * @flags:  TCPS_FLAG_*
 * @wscale: shift count of the window scale option of a SYN, at most
 *          %TCPS_WSCALE_MAX; %TCPS_WSCALE_NONE if there is none
 */
struct tcps_segment {
	u32 seq;
	u32 ack;
	u32 len;
	u16 window;
	u8 flags;
	u8 wscale;
};

/** tcps_segment_end() - sequence number after @seg; SYN and FIN count as one */
static inline u32 tcps_segment_end(const struct tcps_segment *seg)
{
	return seg->seq + seg->len + !!(seg->flags & TCPS_FLAG_SYN) +
	       !!(seg->flags & TCPS_FLAG_FIN);
}

#endif /* TCPS_CORE_SEGMENT_H */
