/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sequence numbers: 32-bit positions on a circle (RFC 9293 section 3.4). All
 * comparisons hold for numbers less than 2^31 apart.
 */
#ifndef TCPS_CORE_SEQ_H
#define TCPS_CORE_SEQ_H

#include "types.h"

/** tcps_seq_before() - is @a earlier on the circle than @b? */
static inline bool tcps_seq_before(u32 a, u32 b)
{
	return (s32)(a - b) < 0;
}

/** tcps_seq_after() - is @a later on the circle than @b? */
static inline bool tcps_seq_after(u32 a, u32 b)
{
	return (s32)(a - b) > 0;
}

/** tcps_seq_later() - the later one of @a and @b */
static inline u32 tcps_seq_later(u32 a, u32 b)
{
	return tcps_seq_after(a, b) ? a : b;
}

/** tcps_seq_between() - does @seq lie in the closed range @low to @high? */
static inline bool tcps_seq_between(u32 low, u32 seq, u32 high)
{
	return seq - low <= high - low;
}

/** tcps_seq_apart() - how far are @a and @b from each other? */
static inline u32 tcps_seq_apart(u32 a, u32 b)
{
	return tcps_seq_before(a, b) ? b - a : a - b;
}

#endif /* TCPS_CORE_SEQ_H */
