// SPDX-License-Identifier: GPL-2.0
/* TCP options of a SYN. */
#include "options.h"

#include "segment.h"

#define KIND_END 0
#define KIND_NOP 1
#define KIND_MSS 2
#define KIND_WSCALE 3
#define KIND_SACK 4
#define KIND_TIMESTAMPS 8
#define KIND_MPTCP 30
#define KIND_FAST_OPEN 34
#define KIND_EXPERIMENT 254	/* before RFC 7413 had a number: 0xf989 */

#define VALUE_MSS 0xffffU
#define VALUE_WSCALE (0xfU << TCPS_OPTION_WSCALE_SHIFT)

/* Bits that lie side by side: these, and SEEN and MSS. */
#define PACKED_OFFERS (TCPS_OPTION_SACK | TCPS_OPTION_TIMESTAMPS |	\
		       TCPS_OPTION_MPTCP | TCPS_OPTION_FAST_OPEN |	\
		       TCPS_OPTION_ECN | TCPS_OPTION_ACCURATE_ECN)
#define PACKED_OFFERS_SHIFT 7	/* from 23 on to 16 on */
#define PACKED_SEEN_SHIFT 8	/* from 30 on to 22 on */

/* If an option comes twice the last one is used, as by Linux and the BSDs. */
static u32 add_option(u32 found, const u8 *option)
{
	switch (option[0]) {
	case KIND_MSS:
		if (option[1] != 4)
			return found;
		return (found & ~VALUE_MSS) | TCPS_OPTION_MSS |
		       (u32)option[2] << 8 | option[3];
	case KIND_WSCALE:
		if (option[1] != 3)
			return found;
		return (found & ~VALUE_WSCALE) | TCPS_OPTION_WSCALE |
		       (option[2] > TCPS_WSCALE_MAX ? TCPS_WSCALE_MAX :
			(u32)option[2]) << TCPS_OPTION_WSCALE_SHIFT;
	case KIND_SACK:
		return option[1] == 2 ? found | TCPS_OPTION_SACK : found;
	case KIND_TIMESTAMPS:
		return option[1] == 10 ? found | TCPS_OPTION_TIMESTAMPS : found;
	case KIND_MPTCP:
		return found | TCPS_OPTION_MPTCP;
	case KIND_FAST_OPEN:
		return found | TCPS_OPTION_FAST_OPEN;
	case KIND_EXPERIMENT:
		return option[1] >= 4 && option[2] == 0xf9 &&
		       option[3] == 0x89 ? found | TCPS_OPTION_FAST_OPEN : found;
	default:
		return found;
	}
}

/* ECN-setup (RFC 3168 section 6.1.1), and the three bits of AccECN. */
static u32 read_ecn(const u8 *tcp)
{
	bool ack = tcp[13] & TCPS_FLAG_ACK, ae = tcp[12] & 1;
	u8 bits = tcp[13] & (TCPS_FLAG_ECE | TCPS_FLAG_CWR);

	if (!ack && ae && bits == (TCPS_FLAG_ECE | TCPS_FLAG_CWR))
		return TCPS_OPTION_ACCURATE_ECN;
	if (ack)
		return !ae && bits == TCPS_FLAG_ECE ? TCPS_OPTION_ECN :
		       ae || bits == TCPS_FLAG_CWR ?
		       TCPS_OPTION_ACCURATE_ECN : 0;
	return bits == (TCPS_FLAG_ECE | TCPS_FLAG_CWR) ? TCPS_OPTION_ECN : 0;
}

/**
 * tcps_options_read() - parse the options of a SYN or SYN-ACK
 * @tcp:    its header
 * @have:   octets of it that are available, at least 20
 * @header: its length, octets
 *
 * Return: TCPS_OPTION_*.
 */
u32 tcps_options_read(const u8 *tcp, u32 have, u32 header)
{
	u32 found = TCPS_OPTION_SEEN | read_ecn(tcp);
	u32 left = (have < header ? have : header) - 20;
	const u8 *option = tcp + 20;

	if (have < header)
		found |= TCPS_OPTION_CUT;
	while (left && option[0] != KIND_END) {
		if (option[0] == KIND_NOP) {
			option++;
			left--;
			continue;
		}
		if (left < 2 || option[1] < 2 || option[1] > left)
			break;
		found = add_option(found, option);
		left -= option[1];
		option += option[1];
	}
	return found;
}

/**
 * tcps_options_wscale() - the shift count that a SYN offers (RFC 7323 section 2.2)
 * @options: TCPS_OPTION_*
 *
 * Return: struct tcps_segment.wscale. If the options are truncated it is not known whether
 * there was one: the largest, so that no window is assumed to be smaller than it is.
 */
u8 tcps_options_wscale(u32 options)
{
	if (options & TCPS_OPTION_WSCALE)
		return options >> TCPS_OPTION_WSCALE_SHIFT & 0xf;
	return options & TCPS_OPTION_CUT ? TCPS_WSCALE_MAX : TCPS_WSCALE_NONE;
}

/**
 * tcps_options_pack() - what a SYN offers but its window scale, in few bits
 * @options: TCPS_OPTION_* of a header that is not cut off
 *
 * Return: %TCPS_OPTIONS_PACKED_BITS bits, for tcps_options_unpack(); tcps_options_wscale()
 * has the rest.
 */
u32 tcps_options_pack(u32 options)
{
	return (options & VALUE_MSS) | (options & PACKED_OFFERS) >> PACKED_OFFERS_SHIFT |
	       (options & (TCPS_OPTION_SEEN | TCPS_OPTION_MSS)) >> PACKED_SEEN_SHIFT;
}

/**
 * tcps_options_unpack() - undo tcps_options_pack()
 * @packed: what that returned
 * @wscale: the shift count, or %TCPS_WSCALE_NONE
 *
 * Return: TCPS_OPTION_*; 0: there was no SYN.
 */
u32 tcps_options_unpack(u32 packed, u8 wscale)
{
	u32 options = (packed & VALUE_MSS) |
		      (packed << PACKED_OFFERS_SHIFT & PACKED_OFFERS) |
		      (packed << PACKED_SEEN_SHIFT & (TCPS_OPTION_SEEN | TCPS_OPTION_MSS));

	if (options && wscale != TCPS_WSCALE_NONE)
		options |= TCPS_OPTION_WSCALE | (u32)wscale << TCPS_OPTION_WSCALE_SHIFT;
	return options;
}
