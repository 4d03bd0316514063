/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Layout of a ladder in its picture. Time runs downwards, not to scale: a
 * handshake of a millisecond and a silence of an hour must fit on the same
 * page.
 */
#ifndef TCPST_SVG_LAYOUT_H
#define TCPST_SVG_LAYOUT_H

#include "text/ladder.h"

/* Descent of an arrow: 2 degrees over 400 pixels. */
#define TCPST_SVG_SLANT 14

/**
 * struct tcpst_svg_span - the time of an end in one state
 * @role:    the end
 * @state:   enum tcps_state, %TCPS_STATE_MAX: unknown
 * @certainty: enum tcps_certainty of its beginning
 * @retract: it began with a retraction
 * @gone:    it was presumed, and retracted
 * @confirmed: it was presumed, and proven later by what the end did
 * @top:     its top
 * @bottom:  its bottom
 */
struct tcpst_svg_span {
	u8 role;
	u8 state;
	u8 certainty;
	bool retract;
	bool gone;
	bool confirmed;
	int top;
	int bottom;
};

/**
 * struct tcpst_svg_place - position of a step
 * @y:     position of the beginning of its arrow, of its mark, or of its payload
 * @pause: middle of the break before it, which payload shares with its
 *         arrow; 0: no break
 * @since: ns since the segment or mark before, 0: not known
 */
struct tcpst_svg_place {
	int y;
	int pause;
	u64 since;
};

/**
 * struct tcpst_svg_layout - layout of a ladder
 * @ladder: the ladder
 * @place:  positions by step
 * @span:   spans; those of one end are sorted from top to bottom
 * @n:      number of @span
 * @top:    top of the lifelines
 * @bottom: bottom of the lifelines
 */
struct tcpst_svg_layout {
	const struct tcpst_ladder *ladder;
	struct tcpst_svg_place *place;
	struct tcpst_svg_span *span;
	size_t n;
	int top;
	int bottom;
};

void tcpst_svg_layout_make(struct tcpst_svg_layout *layout,
			   const struct tcpst_ladder *ladder, int top);
void tcpst_svg_layout_free(struct tcpst_svg_layout *layout);

#endif /* TCPST_SVG_LAYOUT_H */
