// SPDX-License-Identifier: GPL-2.0
/*
 * Wireshark's tcp.completeness and Zeek's history of a flow. Neither of them depends on
 * whether a segment is acceptable, so the state machine is not needed.
 */
#include "model/trail.h"

#include <ctype.h>
#include <stdio.h>
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

/* History has each letter once for each side. */
static void add_letter(struct tcpst_trail *trail, unsigned int side,
		       enum letter letter)
{
	u64 code = letter | side << 3, history = trail->history;
	unsigned int shift;

	for (shift = 0; history; shift += 4, history >>= 4)
		if ((history & 0xf) == code)
			return;
	trail->history |= code << shift;
}

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
	if (!seg->len && (flags & TCPS_FLAG_ACK) &&
	    !(flags & TCPS_FLAGS_CONTROL))
		add_letter(trail, side, LETTER_ACK);
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
 * @trail:   the trail of its flow
 * @side:    the side that sent it
 * @seg:     the segment
 * @options: of a SYN, TCPS_OPTION_*
 */
void tcpst_trail_note(struct tcpst_trail *trail, unsigned int side,
		      const struct tcps_segment *seg, u32 options)
{
	note_history(trail, side, seg);
	trail->complete |= completeness(seg);
	tcpst_trail_offer(trail, side, options);
}

/**
 * tcpst_trail_offer() - record the options of a SYN or SYN-ACK
 * @trail:   the trail of its flow
 * @side:    the side that sent it
 * @options: TCPS_OPTION_*; 0: not a SYN. Those of the first one are kept
 */
void tcpst_trail_offer(struct tcpst_trail *trail, unsigned int side, u32 options)
{
	if (!trail->options[side])
		trail->options[side] = options;
}

/** tcpst_trail_turn() - swap the sides */
void tcpst_trail_turn(struct tcpst_trail *trail)
{
	u32 options = trail->options[0];
	unsigned int shift;

	trail->options[0] = trail->options[1];
	trail->options[1] = options;
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

static const struct {
	u32 bit;
	const char *word;
} option_words[] = {
	{ TCPS_OPTION_SACK, "sack" },
	{ TCPS_OPTION_TIMESTAMPS, "ts" },
	{ TCPS_OPTION_ECN, "ecn" },
	{ TCPS_OPTION_ACCURATE_ECN, "accecn" },
	{ TCPS_OPTION_MPTCP, "mptcp" },
	{ TCPS_OPTION_FAST_OPEN, "tfo" },
	{ TCPS_OPTION_CUT, "..." },
};

#define N_OPTION_WORDS (sizeof(option_words) / sizeof(option_words[0]))

static char *append(char *at, const char *word, bool first)
{
	return at + sprintf(at, "%s%s", first ? "" : ",", word);
}

/**
 * tcpst_trail_options() - options of a SYN, as text
 * @text:    set: "mss=1460,wscale=7,sack,ts"
 * @options: TCPS_OPTION_*; 0: nothing is known
 *
 * Return: @text; "none" if there were none.
 */
const char *tcpst_trail_options(char text[TCPST_TRAIL_TEXT], u32 options)
{
	char word[16], *at = text;
	unsigned int i;

	*text = '\0';
	if (options & TCPS_OPTION_MSS) {
		snprintf(word, sizeof(word), "mss=%u", options & 0xffff);
		at = append(at, word, at == text);
	}
	if (options & TCPS_OPTION_WSCALE) {
		snprintf(word, sizeof(word), "wscale=%u",
			 options >> TCPS_OPTION_WSCALE_SHIFT & 0xf);
		at = append(at, word, at == text);
	}
	for (i = 0; i < N_OPTION_WORDS; i++)
		if (options & option_words[i].bit)
			at = append(at, option_words[i].word, at == text);
	if (at == text && options)
		append(at, "none", true);
	return text;
}

/* The option that @text begins with, 0: none. */
static u32 option_of(const char *text)
{
	unsigned int i, value;

	if (sscanf(text, "mss=%5u", &value) == 1)
		return TCPS_OPTION_MSS | (value & 0xffff);
	if (sscanf(text, "wscale=%2u", &value) == 1)
		return TCPS_OPTION_WSCALE | (value & 0xf) << TCPS_OPTION_WSCALE_SHIFT;
	for (i = 0; i < N_OPTION_WORDS; i++)
		if (!strncmp(text, option_words[i].word, strcspn(text, ",")))
			return option_words[i].bit;
	return 0;
}

/** tcpst_trail_is_options() - can tcpst_trail_options() return this? */
bool tcpst_trail_is_options(const char *text)
{
	char made[TCPST_TRAIL_TEXT];
	u32 options = TCPS_OPTION_SEEN;
	const char *at = text;

	while (at) {
		options |= option_of(at);
		at = strchr(at, ',');
		at = at ? at + 1 : NULL;
	}
	return !strcmp(text, tcpst_trail_options(made, options));
}
