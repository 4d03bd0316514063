/* SPDX-License-Identifier: GPL-2.0 */
/* The legend of a ladder: it explains only items that occur in it. */
#ifndef TCPST_SVG_LEGEND_H
#define TCPST_SVG_LEGEND_H

#include "svg/layout.h"

/* Items of the legend, in their order. */
enum tcpst_svg_explained {
	TCPST_SVG_LEGEND_PRESUMED,
	TCPST_SVG_LEGEND_CONFIRMED,
	TCPST_SVG_LEGEND_INFERRED,
	TCPST_SVG_LEGEND_GONE,
	TCPST_SVG_LEGEND_IGNORED,
	TCPST_SVG_LEGEND_DROPPED,
	TCPST_SVG_LEGEND_PAYLOAD,
	TCPST_SVG_LEGEND_TIME,
	TCPST_SVG_LEGEND_MAX
};

/**
 * struct tcpst_svg_legend - items of a legend
 * @has: by enum tcpst_svg_explained
 */
struct tcpst_svg_legend {
	bool has[TCPST_SVG_LEGEND_MAX];
};

bool tcpst_svg_is_ignored(const struct tcpst_event *event);
int tcpst_svg_legend_make(struct tcpst_svg_legend *legend,
			  const struct tcpst_svg_layout *layout);
void tcpst_svg_legend_draw(const struct tcpst_svg_legend *legend, FILE *file,
			   const struct tcpst_ladder *ladder,
			   const struct tcpst_style *style, int y);

#endif /* TCPST_SVG_LEGEND_H */
