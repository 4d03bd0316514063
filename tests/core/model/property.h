/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What must hold of that which the core tells, given all worlds that show the same
 * segments:
 *
 * - a transition is observed only if it has happened in all of them;
 * - what is told of both ends is the story of at least one of them, so what no
 *   world bears out any more is retracted;
 * - where all of them that have come to rest agree in how the connection ended, the
 *   verdict says so.
 *
 * As long as any world is honest, these are the honest ones. Where none is left, a
 * forged segment has been contradicted, and they are those with forged ones.
 */
#ifndef TCPS_MODEL_PROPERTY_H
#define TCPS_MODEL_PROPERTY_H

#include "explore.h"

enum property {
	WRONG_OBSERVED,
	WRONG_STORY,
	WRONG_VERDICT,
	MISSING_STATE,
	PROPERTIES
};

void property_changes(const struct view *view,
		      const struct shadow_report *report,
		      const struct scene *scene);
void property_view(struct view *view, const struct core *core,
		   const struct scene *scene);

#endif /* TCPS_MODEL_PROPERTY_H */
