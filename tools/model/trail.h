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

/** enum tcpst_trail_letter - letters of the history, by the kinds of segments */
enum tcpst_trail_letter {
	TCPST_TRAIL_SYN = 1,
	TCPST_TRAIL_SYN_ACK,
	TCPST_TRAIL_ACK,
	TCPST_TRAIL_DATA,
	TCPST_TRAIL_FIN,
	TCPST_TRAIL_RST,
};

/* Space for the text of the history. */
#define TCPST_TRAIL_TEXT 64

void tcpst_trail_add(struct tcpst_trail *trail, unsigned int side,
		     const struct tcps_segment *seg);
void tcpst_trail_turn(struct tcpst_trail *trail);
const char *tcpst_trail_history(char text[TCPST_TRAIL_TEXT], u64 history);
bool tcpst_trail_is_history(const char *text);

/** tcpst_trail_has() - does history have a letter? All its letters are tested at once */
static inline bool tcpst_trail_has(u64 history, u64 letter)
{
	const u64 ones = 0x1111111111111111ULL;
	u64 differ = history ^ letter * ones;

	return (differ - ones) & ~differ & ones << 3;
}

/**
 * tcpst_trail_note() - record a segment
 * @trail: of its flow
 * @side:  that sent it
 * @seg:   the segment
 *
 * Nearly all segments of a capture are data or ACKs, and their side has sent one before.
 */
static inline void tcpst_trail_note(struct tcpst_trail *trail, unsigned int side,
				    const struct tcps_segment *seg)
{
	u64 letter = (seg->len ? TCPST_TRAIL_DATA : TCPST_TRAIL_ACK) | side << 3;

	if ((seg->flags & (TCPS_FLAGS_CONTROL | TCPS_FLAG_ACK)) != TCPS_FLAG_ACK ||
	    !tcpst_trail_has(trail->history, letter))
		tcpst_trail_add(trail, side, seg);
}

#endif /* TCPST_TRAIL_H */
