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

/* History has each letter once for each side. */
static void add_letter(struct tcpst_trail *trail, unsigned int side,
		       enum tcpst_trail_letter letter)
{
	u64 code = letter | side << 3;
	unsigned int shift = 0;

	if (tcpst_trail_has(trail->history, code))
		return;
	while (trail->history >> shift)
		shift += 4;
	trail->history |= code << shift;
}

static void note_history(struct tcpst_trail *trail, unsigned int side,
			 const struct tcps_segment *seg)
{
	u8 flags = seg->flags;

	if (flags & TCPS_FLAG_SYN)
		add_letter(trail, side, flags & TCPS_FLAG_ACK ?
			   TCPST_TRAIL_SYN_ACK : TCPST_TRAIL_SYN);
	if (seg->len && !(flags & TCPS_FLAG_RST))
		add_letter(trail, side, TCPST_TRAIL_DATA);
	if (flags & TCPS_FLAG_FIN)
		add_letter(trail, side, TCPST_TRAIL_FIN);
	if (flags & TCPS_FLAG_RST)
		add_letter(trail, side, TCPST_TRAIL_RST);
	if (!seg->len && (flags & TCPS_FLAG_ACK) &&
	    !(flags & TCPS_FLAGS_CONTROL))
		add_letter(trail, side, TCPST_TRAIL_ACK);
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

/** tcpst_trail_add() - as tcpst_trail_note(), for any segment */
void tcpst_trail_add(struct tcpst_trail *trail, unsigned int side,
		     const struct tcps_segment *seg)
{
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
