/* SPDX-License-Identifier: GPL-2.0 */
/* Wireshark's tcp.completeness and Zeek's history of a flow. */
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

/**
 * struct tcpst_trail - summary of the segments of a flow
 * @history:  Zeek's letters, four bits each, the first in the lowest: one plus
 *            their place in "shadfr", eight more for side 1
 * @complete: TCPST_COMPLETE_*
 */
struct tcpst_trail {
	u64 history;
	u8 complete;
};

/* Space for the text of the history. */
#define TCPST_TRAIL_TEXT 64

void tcpst_trail_note(struct tcpst_trail *trail, unsigned int side,
		      const struct tcps_segment *seg);
void tcpst_trail_turn(struct tcpst_trail *trail);
const char *tcpst_trail_history(char text[TCPST_TRAIL_TEXT], u64 history);
bool tcpst_trail_is_history(const char *text);

#endif /* TCPST_TRAIL_H */
