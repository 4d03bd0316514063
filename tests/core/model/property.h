/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Properties of the core's reports, given all worlds that show the same segments:
 *
 * - a transition is observed only if it has happened in all of them;
 * - the reports of both ends are the story of at least one of them, so that those that no
 * world confirms any more are retracted;
 * - if all of them that are at rest agree in how the connection ended, so does the verdict.
 *
 * These are the worlds without forged segments as long as there are any. If none is left, a
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
