// SPDX-License-Identifier: GPL-2.0
/* Options of TCP headers, as a SYN offers them. */
#include "source/capture/tcp_options.h"

#include "model/trail.h"

#define KIND_END 0
#define KIND_NOP 1
#define KIND_MSS 2
#define KIND_WSCALE 3
#define KIND_SACK 4
#define KIND_TIMESTAMPS 8
#define KIND_MPTCP 30
#define KIND_FAST_OPEN 34
#define KIND_EXPERIMENT 254	/* before RFC 7413 had a number: 0xf989 */

static u32 read_option(const u8 *option)
{
	switch (option[0]) {
	case KIND_MSS:
		return option[1] == 4 ? TCPST_OPTION_MSS |
		       (u32)option[2] << 8 | option[3] : 0;
	case KIND_WSCALE:
		if (option[1] != 3)
			return 0;
		return TCPST_OPTION_WSCALE |
		       (option[2] > TCPS_WSCALE_MAX ? TCPS_WSCALE_MAX :
			(u32)option[2]) << TCPST_OPTION_WSCALE_SHIFT;
	case KIND_SACK:
		return option[1] == 2 ? TCPST_OPTION_SACK : 0;
	case KIND_TIMESTAMPS:
		return option[1] == 10 ? TCPST_OPTION_TIMESTAMPS : 0;
	case KIND_MPTCP:
		return TCPST_OPTION_MPTCP;
	case KIND_FAST_OPEN:
		return TCPST_OPTION_FAST_OPEN;
	case KIND_EXPERIMENT:
		return option[1] >= 4 && option[2] == 0xf9 &&
		       option[3] == 0x89 ? TCPST_OPTION_FAST_OPEN : 0;
	default:
		return 0;
	}
}

/* ECN-setup (RFC 3168 section 6.1.1), and the three bits of AccECN. */
static u32 read_ecn(const u8 *tcp)
{
	bool ack = tcp[13] & TCPS_FLAG_ACK, ae = tcp[12] & 1;
	u8 bits = tcp[13] & (TCPS_FLAG_ECE | TCPS_FLAG_CWR);

	if (!ack && ae && bits == (TCPS_FLAG_ECE | TCPS_FLAG_CWR))
		return TCPST_OPTION_ACCURATE_ECN;
	if (ack)
		return !ae && bits == TCPS_FLAG_ECE ? TCPST_OPTION_ECN :
		       ae || bits == TCPS_FLAG_CWR ?
		       TCPST_OPTION_ACCURATE_ECN : 0;
	return bits == (TCPS_FLAG_ECE | TCPS_FLAG_CWR) ? TCPST_OPTION_ECN : 0;
}

/**
 * tcpst_tcp_options() - what a SYN or SYN-ACK offers
 * @tcp:    its header
 * @have:   octets captured of it, 20 at least
 * @header: octets it has
 *
 * Return: TCPST_OPTION_*.
 */
u32 tcpst_tcp_options(const u8 *tcp, u32 have, u32 header)
{
	u32 found = TCPST_OPTION_SEEN | read_ecn(tcp);
	u32 left = (have < header ? have : header) - 20;
	const u8 *option = tcp + 20;

	if (have < header)
		found |= TCPST_OPTION_CUT;
	while (left && option[0] != KIND_END) {
		if (option[0] == KIND_NOP) {
			option++;
			left--;
			continue;
		}
		if (left < 2 || option[1] < 2 || option[1] > left)
			break;
		found |= read_option(option);
		left -= option[1];
		option += option[1];
	}
	return found;
}
