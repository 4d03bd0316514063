/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Did a RST come from the end that it claims to be from? Its TTL (hop limit) is compared
 * with those of that end's other segments. A middlebox sends from another distance.
 */
#ifndef TCPS_CORE_HOPS_H
#define TCPS_CORE_HOPS_H

#include "segment.h"

/** enum tcps_origin - where a RST was sent */
enum tcps_origin {
	TCPS_ORIGIN_UNKNOWN,	/* it cannot be determined */
	TCPS_ORIGIN_SENDER,	/* where the end sends its other segments */
	TCPS_ORIGIN_ELSEWHERE,	/* elsewhere: a middlebox, or an injector */
	TCPS_ORIGIN_MAX,
};

/**
 * struct tcps_hops - TTLs of both ends' segments other than RSTs
 * @min:    by side, the lowest seen, 0: none
 * @spread: four bits per side: highest - lowest; 15: that or more, so that it proves
 *          nothing
 */
struct tcps_hops {
	u8 min[2];
	u8 spread;
};

#define TCPS_HOPS_SPREAD_MAX 15

/** tcps_hops_spread() - highest - lowest TTL of a side */
static inline unsigned int tcps_hops_spread(const struct tcps_hops *hops,
					    unsigned int side)
{
	return hops->spread >> 4 * side & TCPS_HOPS_SPREAD_MAX;
}

/** tcps_hops_note() - note the @ttl of a segment with @flags; 0: not known */
static inline void tcps_hops_note(struct tcps_hops *hops, unsigned int side,
				  u8 flags, u8 ttl)
{
	unsigned int spread = tcps_hops_spread(hops, side);
	u8 *min = &hops->min[side];

	/* Nearly always it is one that is known, or both are 0. */
	if ((unsigned int)ttl - *min <= spread || !ttl || (flags & TCPS_FLAG_RST))
		return;
	if (!*min) {
		*min = ttl;
	} else if (ttl < *min) {
		if (spread < TCPS_HOPS_SPREAD_MAX)
			spread += *min - ttl;
		*min = ttl;
	} else if ((unsigned int)(ttl - *min) > spread) {
		spread = ttl - *min;
	}
	if (spread > TCPS_HOPS_SPREAD_MAX)
		spread = TCPS_HOPS_SPREAD_MAX;
	hops->spread = (u8)((hops->spread & TCPS_HOPS_SPREAD_MAX << 4 * !side) |
			    spread << 4 * side);
}

/** tcps_hops_usual() - the TTL of a side that is closest to @ttl, 0: none is known */
static inline u8 tcps_hops_usual(const struct tcps_hops *hops, unsigned int side,
				 u8 ttl)
{
	unsigned int spread = tcps_hops_spread(hops, side);
	u8 min = hops->min[side];

	if (spread == TCPS_HOPS_SPREAD_MAX)
		return 0;
	if (ttl < min)
		return min;
	return ttl - min > (int)spread ? (u8)(min + spread) : ttl;
}

/* Hops from the sender, assuming the lowest of the usual initial values. */
static inline unsigned int tcps_hops_distance(u8 ttl)
{
	if (ttl <= 32)
		return 32 - ttl;
	if (ttl <= 64)
		return 64 - ttl;
	return ttl <= 128 ? 128 - ttl : 255 - ttl;
}

/**
 * tcps_hops_origin() - where a RST was sent
 * @usual: tcps_hops_usual() of the end that it claims to be from
 * @ttl:   of the RST, 0: not known
 *
 * Some hosts send RSTs with another initial value than other segments. As long as the
 * distance is the same, it cannot be determined.
 */
static inline enum tcps_origin tcps_hops_origin(u8 usual, u8 ttl)
{
	if (!ttl || !usual)
		return TCPS_ORIGIN_UNKNOWN;
	if (ttl == usual)
		return TCPS_ORIGIN_SENDER;
	return tcps_hops_distance(ttl) == tcps_hops_distance(usual) ?
	       TCPS_ORIGIN_UNKNOWN : TCPS_ORIGIN_ELSEWHERE;
}

#endif /* TCPS_CORE_HOPS_H */
