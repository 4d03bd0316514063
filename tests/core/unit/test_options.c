// SPDX-License-Identifier: GPL-2.0
/* Options of a SYN. */
#include <string.h>

#include "../../../module/core/options.h"
#include "../../../module/core/segment.h"
#include "test.h"

#define SEEN TCPS_OPTION_SEEN
#define WSCALE(shift) (TCPS_OPTION_WSCALE | (u32)(shift) << TCPS_OPTION_WSCALE_SHIFT)

static const struct offer {
	const char *name;
	u16 control;
	u8 n;
	u8 options[40];
	u32 wanted;
	u8 wscale;
} offers[] = {
	{ "none", TCPS_FLAG_SYN, 0, {}, 0, TCPS_WSCALE_NONE },
	{ "as Linux sends it", TCPS_FLAG_SYN, 20,
	  { 2, 4, 5, 0xb4, 4, 2, 8, 10, 1, 2, 3, 4, 0, 0, 0, 0, 1, 3, 3, 7 },
	  TCPS_OPTION_MSS | 1460 | TCPS_OPTION_SACK | TCPS_OPTION_TIMESTAMPS | WSCALE(7), 7 },
	{ "a shift of 0", TCPS_FLAG_SYN, 4, { 3, 3, 0 }, WSCALE(0), 0 },
	{ "a shift above 14", TCPS_FLAG_SYN, 4, { 3, 3, 200 }, WSCALE(14), 14 },
	{ "one twice: the last", TCPS_FLAG_SYN, 8, { 3, 3, 5, 3, 3, 2 }, WSCALE(2), 2 },
	{ "another twice: the last", TCPS_FLAG_SYN, 8, { 2, 4, 0xf, 0xff, 2, 4, 2, 0 },
	  TCPS_OPTION_MSS | 512, TCPS_WSCALE_NONE },
	{ "after the end", TCPS_FLAG_SYN, 8, { 0, 3, 3, 5, 2, 4, 1, 1 }, 0, TCPS_WSCALE_NONE },
	{ "of a wrong length", TCPS_FLAG_SYN, 12, { 3, 4, 5, 5, 4, 3, 1, 8, 2, 2, 2 }, 0,
	  TCPS_WSCALE_NONE },
	{ "longer than the header", TCPS_FLAG_SYN, 4, { 1, 1, 3, 3 }, 0, TCPS_WSCALE_NONE },
	{ "of no length", TCPS_FLAG_SYN, 8, { 9, 0, 3, 3, 5 }, 0, TCPS_WSCALE_NONE },
	{ "MPTCP and fast open", TCPS_FLAG_SYN, 8, { 30, 4, 0, 0x81, 34, 2, 1, 1 },
	  TCPS_OPTION_MPTCP | TCPS_OPTION_FAST_OPEN, TCPS_WSCALE_NONE },
	{ "fast open, the experiment", TCPS_FLAG_SYN, 4, { 254, 4, 0xf9, 0x89 },
	  TCPS_OPTION_FAST_OPEN, TCPS_WSCALE_NONE },
	{ "other experiments", TCPS_FLAG_SYN, 8, { 254, 4, 0xf8, 0x89, 254, 4, 0xf9, 0x88 }, 0,
	  TCPS_WSCALE_NONE },
	{ "ECN", TCPS_FLAG_SYN | TCPS_FLAG_ECE | TCPS_FLAG_CWR, 0, {}, TCPS_OPTION_ECN,
	  TCPS_WSCALE_NONE },
	{ "ECN, accepted", TCPS_FLAG_SYN | TCPS_FLAG_ACK | TCPS_FLAG_ECE, 0, {},
	  TCPS_OPTION_ECN, TCPS_WSCALE_NONE },
	{ "accurate ECN", 0x100 | TCPS_FLAG_SYN | TCPS_FLAG_ECE | TCPS_FLAG_CWR, 0, {},
	  TCPS_OPTION_ACCURATE_ECN, TCPS_WSCALE_NONE },
	{ "accurate ECN, accepted", TCPS_FLAG_SYN | TCPS_FLAG_ACK | TCPS_FLAG_CWR, 0, {},
	  TCPS_OPTION_ACCURATE_ECN, TCPS_WSCALE_NONE },
};

/* A header truncated anywhere: no overread, and no window scale is excluded. */
static void check_cut(const struct offer *offer, const u8 *tcp)
{
	u8 short_tcp[60];
	u32 have, found;

	for (have = 20; have < 20U + offer->n; have++) {
		memset(short_tcp, 0xff, sizeof(short_tcp));
		memcpy(short_tcp, tcp, have);
		found = tcps_options_read(short_tcp, have, 20U + offer->n);
		check(found & TCPS_OPTION_CUT, "%s, %u octets: not cut", offer->name, have);
		check((found & TCPS_OPTION_WSCALE) ||
		      tcps_options_wscale(found) == TCPS_WSCALE_MAX,
		      "%s, %u octets: window scale %u", offer->name, have,
		      tcps_options_wscale(found));
	}
}

/* Nothing is lost in few bits, and 24 of them are enough. */
static void check_packed(const struct offer *offer, u32 options)
{
	u32 packed = tcps_options_pack(options);
	u32 back = tcps_options_unpack(packed, tcps_options_wscale(options));

	check(back == options, "%s: %08x becomes %08x", offer->name, options, back);
	check(!(packed >> TCPS_OPTIONS_PACKED_BITS), "%s: packed %08x", offer->name, packed);
}

/* Each option by itself, with the least and the greatest number, and none at all. */
static void check_each_packed(void)
{
	static const struct offer each = { .name = "one option" };
	u32 bit;

	for (bit = TCPS_OPTION_ACCURATE_ECN; bit; bit <<= 1) {
		check_packed(&each, SEEN | bit);
		check_packed(&each, SEEN | bit | TCPS_OPTION_MSS | 0xffff);
		check_packed(&each, SEEN | bit | WSCALE(TCPS_WSCALE_MAX));
	}
	check_packed(&each, 0);
	check(!tcps_options_unpack(0, 7), "no SYN: a window scale");
}

void test_options(void)
{
	const struct offer *offer = offers;
	u8 tcp[60] = {};
	u32 found;

	for (; offer < offers + sizeof(offers) / sizeof(offers[0]); offer++) {
		tcp[12] = (u8)((20 + offer->n) / 4 << 4 | offer->control >> 8);
		tcp[13] = (u8)offer->control;
		memcpy(tcp + 20, offer->options, offer->n);
		found = tcps_options_read(tcp, 20U + offer->n, 20U + offer->n);
		check(found == (SEEN | offer->wanted), "%s: %08x, not %08x", offer->name,
		      found, SEEN | offer->wanted);
		check(tcps_options_wscale(found) == offer->wscale, "%s: window scale %u",
		      offer->name, tcps_options_wscale(found));
		check_cut(offer, tcp);
		check_packed(offer, found);
	}
	check_each_packed();
}
