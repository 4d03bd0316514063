/* SPDX-License-Identifier: GPL-2.0 */
/* What segments left behind, in the terms of Wireshark and of Zeek. */
#ifndef TCPST_TRAIL_H
#define TCPST_TRAIL_H

#include "module/core/segment.h"

/* Wireshark's tcp.completeness. */
#define TCPST_COMPLETE_SYN 1
#define TCPST_COMPLETE_SYN_ACK 2
#define TCPST_COMPLETE_ACK 4
#define TCPST_COMPLETE_DATA 8
#define TCPST_COMPLETE_FIN 16
#define TCPST_COMPLETE_RST 32

/*
 * Options of a SYN or SYN-ACK, as one number: MSS in the first sixteen bits, the
 * shift count of the window scale in the next four, and these.
 */
#define TCPST_OPTION_SEEN (1U << 31)	/* there was a SYN, or SYN-ACK */
#define TCPST_OPTION_MSS (1U << 30)
#define TCPST_OPTION_WSCALE (1U << 29)
#define TCPST_OPTION_SACK (1U << 28)
#define TCPST_OPTION_TIMESTAMPS (1U << 27)
#define TCPST_OPTION_MPTCP (1U << 26)
#define TCPST_OPTION_FAST_OPEN (1U << 25)
#define TCPST_OPTION_ECN (1U << 24)
#define TCPST_OPTION_ACCURATE_ECN (1U << 23)
#define TCPST_OPTION_CUT (1U << 22)	/* there may have been more */
#define TCPST_OPTION_WSCALE_SHIFT 16

/**
 * struct tcpst_trail - what the segments of a flow left behind
 * @history:  Zeek's letters, four bits each, the first in the lowest: one plus
 *            their place in "shadfr", eight more for side 1
 * @options:  of the first SYN or SYN-ACK, by side; 0: none seen
 * @complete: TCPST_COMPLETE_*
 */
struct tcpst_trail {
	u64 history;
	u32 options[2];
	u8 complete;
};

/* Space for both. */
#define TCPST_TRAIL_TEXT 64

void tcpst_trail_note(struct tcpst_trail *trail, unsigned int side,
		      const struct tcps_segment *seg, u32 options);
void tcpst_trail_turn(struct tcpst_trail *trail);
const char *tcpst_trail_history(char text[TCPST_TRAIL_TEXT], u64 history);
const char *tcpst_trail_options(char text[TCPST_TRAIL_TEXT], u32 options);

#endif /* TCPST_TRAIL_H */
