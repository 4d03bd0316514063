/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the parts of a ladder stand in its picture. Time runs downwards, not to
 * scale: a handshake of a millisecond and a silence of an hour have to fit the
 * same page.
 */
#ifndef TCPST_SVG_LAYOUT_H
#define TCPST_SVG_LAYOUT_H

#include "text/ladder.h"

/* An arrow goes down by that much on its way: 2 degrees of 400 pixels. */
#define TCPST_SVG_SLANT 14

/**
 * struct tcpst_svg_span - an end was in one state
 * @role:    which end
 * @state:   enum tcps_state, %TCPS_STATE_MAX: unknown
 * @certainty: enum tcps_certainty of its beginning
 * @retract: it began by taking back what was presumed
 * @gone:    it was presumed, and retracted
 * @confirmed: it was presumed, and what the end did later proves it
 * @top:     where it begins
 * @bottom:  where it ends
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
 * struct tcpst_svg_place - where a step stands
 * @y:     of its arrow where that begins, of its mark, of its payload
 * @pause: middle of the break before it, which payload has in common with its
 *         arrow; 0: next to no time has passed
 * @since: ns since the segment or mark before, 0: not known
 */
struct tcpst_svg_place {
	int y;
	int pause;
	u64 since;
};

/**
 * struct tcpst_svg_layout - where all of it stands
 * @ladder: of what
 * @place:  by step
 * @span:   in no order, but those of one end from top to bottom
 * @n:      of @span
 * @top:    of the lifelines
 * @bottom: of the lifelines
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
