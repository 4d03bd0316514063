/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Did a RST come from the end that it claims to be of? Its time to live (hop limit)
 * beside those of that end's other segments. What is between sends with another distance.
 */
#ifndef TCPS_CORE_HOPS_H
#define TCPS_CORE_HOPS_H

#include "types.h"

/** enum tcps_origin - where a RST was sent */
enum tcps_origin {
	TCPS_ORIGIN_UNKNOWN,	/* nothing can be told */
	TCPS_ORIGIN_SENDER,	/* where the end sends its other segments */
	TCPS_ORIGIN_ELSEWHERE,	/* not there: something between, or an injector */
	TCPS_ORIGIN_MAX,
};

/**
 * struct tcps_hops - times to live of an end's segments that are no RSTs
 * @min: the lowest seen, 0: none was
 * @max: the highest
 */
struct tcps_hops {
	u8 min;
	u8 max;
};

/** tcps_hops_note() - a segment of the end that is no RST; @ttl 0: not known */
static inline void tcps_hops_note(struct tcps_hops *hops, u8 ttl)
{
	if (!ttl)
		return;
	if (!hops->min || ttl < hops->min)
		hops->min = ttl;
	if (ttl > hops->max)
		hops->max = ttl;
}

/** tcps_hops_usual() - that of the end which is closest to @ttl, 0: none is known */
static inline u8 tcps_hops_usual(struct tcps_hops hops, u8 ttl)
{
	if (ttl < hops.min)
		return hops.min;
	return ttl > hops.max ? hops.max : ttl;
}

/* Hops from where it was sent with the least of the usual initial values. */
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
 * @usual: tcps_hops_usual() of the end that it claims to be of
 * @ttl:   of the RST, 0: not known
 *
 * Some hosts send RSTs with another initial value than other segments. As long as the
 * distance is the same, nothing can be told.
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
