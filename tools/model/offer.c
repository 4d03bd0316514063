// SPDX-License-Identifier: GPL-2.0
/* What the SYN of each end offers. */
#include "model/offer.h"

#include <stdio.h>
#include <string.h>

#include "base/decimal.h"

/**
 * tcpst_offer_note() - note what an end offers
 * @offers:  TCPS_OPTION_* by role
 * @role:    the end
 * @options: TCPS_OPTION_* of a segment of it, 0: it is no SYN. Those of the first one stay
 */
void tcpst_offer_note(u32 offers[2], unsigned int role, u32 options)
{
	if (!offers[role])
		offers[role] = options;
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
	if (!first)
		*at++ = ',';
	return stpcpy(at, word);
}

static char *append_number(char *at, const char *word, unsigned int value, bool first)
{
	at = tcpst_decimal(append(at, word, first), value);
	*at = '\0';
	return at;
}

/**
 * tcpst_offer_text() - options of a SYN, as text
 * @text:    set: "mss=1460,wscale=7,sack,ts"
 * @options: TCPS_OPTION_*; 0: nothing is known
 *
 * Return: @text; "none" if there were none.
 */
const char *tcpst_offer_text(char text[TCPST_OFFER_TEXT], u32 options)
{
	char *at = text;
	unsigned int i;

	*text = '\0';
	if (options & TCPS_OPTION_MSS)
		at = append_number(at, "mss=", options & 0xffff, at == text);
	if (options & TCPS_OPTION_WSCALE)
		at = append_number(at, "wscale=", options >> TCPS_OPTION_WSCALE_SHIFT & 0xf,
				   at == text);
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

/** tcpst_offer_is_text() - can tcpst_offer_text() return this? */
bool tcpst_offer_is_text(const char *text)
{
	char made[TCPST_OFFER_TEXT];
	u32 options = TCPS_OPTION_SEEN;
	const char *at = text;

	while (at) {
		options |= option_of(at);
		at = strchr(at, ',');
		at = at ? at + 1 : NULL;
	}
	return !strcmp(text, tcpst_offer_text(made, options));
}
