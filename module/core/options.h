/* SPDX-License-Identifier: GPL-2.0 */
/* TCP options of a SYN. */
#ifndef TCPS_CORE_OPTIONS_H
#define TCPS_CORE_OPTIONS_H

#include "types.h"

/*
 * The options of a SYN or SYN-ACK, as one number: MSS in the first sixteen bits, the shift
 * count of the window scale in the next four, and these.
 */
#define TCPS_OPTION_SEEN (1U << 31)	/* there was a SYN, or SYN-ACK */
#define TCPS_OPTION_MSS (1U << 30)
#define TCPS_OPTION_WSCALE (1U << 29)
#define TCPS_OPTION_SACK (1U << 28)
#define TCPS_OPTION_TIMESTAMPS (1U << 27)
#define TCPS_OPTION_MPTCP (1U << 26)
#define TCPS_OPTION_FAST_OPEN (1U << 25)
#define TCPS_OPTION_ECN (1U << 24)
#define TCPS_OPTION_ACCURATE_ECN (1U << 23)
#define TCPS_OPTION_CUT (1U << 22)	/* truncated: there may have been more */
#define TCPS_OPTION_WSCALE_SHIFT 16

/* What tcps_options_pack() makes of them, without the window scale. */
#define TCPS_OPTIONS_PACKED_BITS 24

u32 tcps_options_read(const u8 *tcp, u32 have, u32 header);
u8 tcps_options_wscale(u32 options);
u32 tcps_options_pack(u32 options);
u32 tcps_options_unpack(u32 packed, u8 wscale);

#endif /* TCPS_CORE_OPTIONS_H */
