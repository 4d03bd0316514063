/* SPDX-License-Identifier: GPL-2.0 */
/* The ladder as a picture, like in textbooks. */
#ifndef TCPST_SVG_LADDER_H
#define TCPST_SVG_LADDER_H

#include "text/ladder.h"

/* Width of every ladder, pixels. */
#define TCPST_SVG_LADDER_WIDTH 820

void tcpst_svg_ladder(FILE *file, const struct tcpst_ladder *ladder,
		      const struct tcpst_style *style, bool alone);

#endif /* TCPST_SVG_LADDER_H */
