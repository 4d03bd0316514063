/* SPDX-License-Identifier: GPL-2.0 */
/* A trace: the segments seen, the core's reports, and the truth of one world. */
#ifndef TCPS_MODEL_TRACE_H
#define TCPS_MODEL_TRACE_H

#include "explore.h"

void trace_print(const struct bounds *bounds, const struct view *view,
		 u32 world, bool at_once);

#endif /* TCPS_MODEL_TRACE_H */
