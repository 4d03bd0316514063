/* SPDX-License-Identifier: GPL-2.0 */
/* Errors found: each kind once, with the shortest trace to it. */
#ifndef TCPS_MODEL_REPORT_H
#define TCPS_MODEL_REPORT_H

#include "property.h"

void report_wrong(enum property property, const struct view *view, u32 world,
		  bool at_once, const char *what);
void report_decided(void);
unsigned long report_end(const struct bounds *bounds, bool traces);

#endif /* TCPS_MODEL_REPORT_H */
