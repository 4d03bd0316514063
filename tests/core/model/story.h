/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The story of a connection: the states that the core has reported of each end, except
 * those it retracted. LISTEN and the initial CLOSED are not part of it: no segment shows
 * which of the two it was.
 */
#ifndef TCPS_MODEL_STORY_H
#define TCPS_MODEL_STORY_H

#include "../shadow.h"
#include "world.h"

/**
 * struct story - the stories of both ends
 * @path:  the states, in order, by side
 * @n:     number of states
 * @how:   certainty of each
 * @cause: enum tcps_cause of each
 */
struct story {
	u8 path[2][WORLD_PATH];
	u8 how[2][WORLD_PATH];
	u8 cause[2][WORLD_PATH];
	u8 n[2];
};

void story_add(struct story *story, const struct tcps_change *change);
bool story_fits(const struct story *story, unsigned int side,
		const struct truth *truth);
bool truth_has(const struct truth *truth, unsigned int side,
	       enum tcps_state state);

#endif /* TCPS_MODEL_STORY_H */
