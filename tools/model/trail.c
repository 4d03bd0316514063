// SPDX-License-Identifier: GPL-2.0
/*
 * Wireshark's tcp.completeness and Zeek's history of a flow. Neither of them depends on
 * whether a segment is acceptable, so the state machine is not needed.
 */
#include "model/trail.h"

#include <ctype.h>
#include <string.h>

/* Those letters of Zeek's history that stand for kinds of segments. */
static const char letters[] = "shadfr";

enum letter {
	LETTER_SYN = 1,
	LETTER_SYN_ACK,
	LETTER_ACK,
	LETTER_DATA,
	LETTER_FIN,
	LETTER_RST,
};

/* Four bits of each letter at once, since this is done for every segment of a capture. */
static bool has_letter(u64 history, u64 code)
{
	const u64 ones = 0x1111111111111111ULL;
	u64 differ = history ^ code * ones;

	return (differ - ones) & ~differ & ones << 3;
}

/* History has each letter once for each side. */
static void add_letter(struct tcpst_trail *trail, unsigned int side,
		       enum letter letter)
{
	u64 code = letter | side << 3;
	unsigned int shift = 0;

	if (has_letter(trail->history, code))
		return;
	while (trail->history >> shift)
		shift += 4;
	trail->history |= code << shift;
}

/* A segment with SYN, FIN or RST, or without ACK. */
static void note_history(struct tcpst_trail *trail, unsigned int side,
			 const struct tcps_segment *seg)
{
	u8 flags = seg->flags;

	if (flags & TCPS_FLAG_SYN)
		add_letter(trail, side, flags & TCPS_FLAG_ACK ?
			   LETTER_SYN_ACK : LETTER_SYN);
	if (seg->len && !(flags & TCPS_FLAG_RST))
		add_letter(trail, side, LETTER_DATA);
	if (flags & TCPS_FLAG_FIN)
		add_letter(trail, side, LETTER_FIN);
	if (flags & TCPS_FLAG_RST)
		add_letter(trail, side, LETTER_RST);
}

static u8 completeness(const struct tcps_segment *seg)
{
	u8 flags = seg->flags, found = 0;

	switch (flags & (TCPS_FLAG_SYN | TCPS_FLAG_ACK)) {
	case TCPS_FLAG_SYN:
		found |= TCPST_COMPLETE_SYN;
		found |= seg->len ? TCPST_COMPLETE_DATA : 0;	/* fast open */
		break;
	case TCPS_FLAG_SYN | TCPS_FLAG_ACK:
		found |= TCPST_COMPLETE_SYN_ACK;
		break;
	case TCPS_FLAG_ACK:
		found |= seg->len ? TCPST_COMPLETE_DATA : TCPST_COMPLETE_ACK;
		break;
	}
	if ((flags & TCPS_FLAG_FIN) && (flags & TCPS_FLAG_ACK))
		found |= TCPST_COMPLETE_FIN;
	if (flags & TCPS_FLAG_RST)
		found |= TCPST_COMPLETE_RST;
	return found;
}

/**
 * tcpst_trail_note() - record a segment
 * @trail: of its flow
 * @side:  that sent it
 * @seg:   the segment
 */
void tcpst_trail_note(struct tcpst_trail *trail, unsigned int side,
		      const struct tcps_segment *seg)
{
	/* Nearly all segments: data, or an ACK. */
	if ((seg->flags & (TCPS_FLAGS_CONTROL | TCPS_FLAG_ACK)) == TCPS_FLAG_ACK) {
		trail->complete |= seg->len ? TCPST_COMPLETE_DATA : TCPST_COMPLETE_ACK;
		add_letter(trail, side, seg->len ? LETTER_DATA : LETTER_ACK);
		return;
	}
	note_history(trail, side, seg);
	trail->complete |= completeness(seg);
}

/** tcpst_trail_turn() - swap the sides */
void tcpst_trail_turn(struct tcpst_trail *trail)
{
	unsigned int shift;

	for (shift = 0; shift < 64 && trail->history >> shift; shift += 4)
		trail->history ^= 8ULL << shift;
}

/**
 * tcpst_trail_history() - Zeek's history of a flow
 * @text:    set; letters of the initiator are upper case
 * @history: of a trail whose side 0 is the initiator
 *
 * Return: @text.
 */
const char *tcpst_trail_history(char text[TCPST_TRAIL_TEXT], u64 history)
{
	char *at = text;

	for (; history; history >>= 4) {
		char letter = letters[((history & 7) - 1) % (sizeof(letters) -
							     1)];

		*at++ = history & 8 ? letter : (char)toupper(letter);
	}
	*at = '\0';
	return text;
}

/** tcpst_trail_is_history() - can tcpst_trail_history() return this? */
bool tcpst_trail_is_history(const char *text)
{
	const char *at;

	for (at = text; *at; at++)
		if (!strchr(letters, tolower((unsigned char)*at)) ||
		    strchr(at + 1, *at))
			return false;
	return *text;
}
