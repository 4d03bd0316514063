/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All that an observer can see: sequences of segments, and for each all worlds that show
 * it. Two sequences with the same worlds, the same state of the core and the same reports
 * are merged.
 */
#ifndef TCPS_MODEL_EXPLORE_H
#define TCPS_MODEL_EXPLORE_H

#include "story.h"

#define VIEW_NOBODY (~0U)

/* view flags */
#define VIEW_WRONG	0x01	/* the story is known to be wrong already */
#define VIEW_MISSING	0x02	/* it is known to lack something */

/**
 * struct view - a sequence of segments seen, and the results
 * @core:   number of struct core
 * @worlds: number of the set of worlds, right after the last segment
 * @parent: view before the last segment, or %VIEW_NOBODY
 * @label:  number of the last segment
 * @flags:  VIEW_*
 */
struct view {
	u32 core;
	u32 worlds;
	u32 parent;
	u8 label;
	u8 flags;
	u16 length;
};

/**
 * struct core - the core after a sequence of segments
 * @shadow: its state
 * @story:  its reports
 */
struct core {
	struct shadow shadow;
	struct story story;
};

/**
 * struct scene - the worlds in which results are judged
 * @world:   one for each truth among them
 * @n:       number of worlds
 * @rests:   likewise, of those that may be at rest
 * @n_rests: number of those
 * @spare:   some world has faults left
 * @honest:  no segment is forged in any of them; otherwise one is in all
 */
struct scene {
	u32 *world;
	unsigned int n;
	u32 *rests;
	unsigned int n_rests;
	bool spare;
	bool honest;
};

void explore(const struct bounds *bounds, u32 views_max);
u32 explore_count(void);
bool explore_complete(void);
const struct view *explore_view(u32 view);

#endif /* TCPS_MODEL_EXPLORE_H */
