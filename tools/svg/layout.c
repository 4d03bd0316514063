// SPDX-License-Identifier: GPL-2.0
/* Layout of a ladder in its picture. */
#include "svg/layout.h"
#include "base/alloc.h"

#include <stdlib.h>

#include "base/diag.h"

/* Height of a state's name, so that the next one's fits below it. */
#define NAME_HEIGHT 17
#define BEFORE_HEIGHT 24
#define LABEL_HEIGHT 16
#define PAUSE_HEIGHT 34
#define PAYLOAD_HEIGHT 30

#define MS 1000000ULL

/* Silence after which the lifelines are broken. */
#define PAUSE_NS (1000 * MS)

/* Height of a duration, by its order of magnitude. */
static int height_of(u64 ns)
{
	if (ns >= 100 * MS)
		return 16;
	if (ns >= 10 * MS)
		return 11;
	if (ns >= MS)
		return 6;
	return 0;
}

static void begin_span(struct tcpst_svg_layout *layout, size_t latest[2],
		       const struct tcpst_step_state *state, int y)
{
	struct tcpst_svg_span *span = &layout->span[layout->n];

	if (latest[state->role] != SIZE_MAX)
		layout->span[latest[state->role]].bottom = y;
	*span = (struct tcpst_svg_span){
		.role = state->role,
		.state = state->state,
		.certainty = state->certainty,
		.retract = state->retract,
		.gone = state->gone,
		.confirmed = state->confirmed,
		.top = y,
	};
	latest[state->role] = layout->n++;
}

/* The sender changes its state where the arrow begins, the other end where it ends. */
static int place_states(struct tcpst_svg_layout *layout, size_t latest[2],
			const struct tcpst_step *step, int y)
{
	int at[2] = { y, y }, bottom = y;
	unsigned int i;

	if (step->kind == TCPST_STEP_ARROW) {
		at[!step->role] += TCPST_SVG_SLANT;
		bottom += TCPST_SVG_SLANT;
	}
	for (i = 0; i < step->n; i++) {
		unsigned int role = step->state[i].role;

		begin_span(layout, latest, &step->state[i], at[role]);
		at[role] += NAME_HEIGHT;
		if (bottom < at[role] - 3)
			bottom = at[role] - 3;
	}
	return bottom;
}

static int place_step(struct tcpst_svg_layout *layout, size_t latest[2],
		      const struct tcpst_step *step, int y)
{
	struct tcpst_svg_place *place = &layout->place[step -
						       layout->ladder->step];

	/* Payload is drawn in the interval before the arrow that shows it. */
	if (step != layout->ladder->step &&
	    step[-1].kind == TCPST_STEP_PAYLOAD) {
		place->pause = place[-1].pause;
	} else if (place->since >= PAUSE_NS) {
		place->pause = y + PAUSE_HEIGHT / 2;
		y += PAUSE_HEIGHT;
	} else {
		y += height_of(place->since);
	}
	switch (step->kind) {
	case TCPST_STEP_PAYLOAD:
		place->y = y + PAYLOAD_HEIGHT / 2;
		return y + PAYLOAD_HEIGHT;
	case TCPST_STEP_FOLDED:
	case TCPST_STEP_MARK:
		place->y = y + LABEL_HEIGHT / 2;
		break;
	default:
		place->y = y + LABEL_HEIGHT;
	}
	return place_states(layout, latest, step, place->y) + 8;
}

/**
 * tcpst_svg_layout_make() - lay out a ladder
 * @layout: initialized; to be freed by tcpst_svg_layout_free()
 * @ladder: the ladder
 * @top:    top of the lifelines
 */
void tcpst_svg_layout_make(struct tcpst_svg_layout *layout,
			   const struct tcpst_ladder *ladder, int top)
{
	size_t latest[2] = { SIZE_MAX, SIZE_MAX }, i, n = 2;
	unsigned int role;
	u64 since = 0;
	int y = top;

	for (i = 0; i < ladder->n; i++)
		n += ladder->step[i].n;
	*layout = (struct tcpst_svg_layout){
		.ladder = ladder,
		.place = tcpst_alloc(ladder->n, sizeof(*layout->place)),
		.span = tcpst_alloc(n, sizeof(*layout->span)),
		.top = top,
	};
	for (role = 0; role < 2; role++) {
		struct tcpst_step_state before = {
			.role = role,
			.state = ladder->before[role],
		};

		begin_span(layout, latest, &before, y);
	}
	y += BEFORE_HEIGHT;
	if (ladder->cut)
		y += PAUSE_HEIGHT;
	for (i = 0; i < ladder->n; i++) {
		const struct tcpst_step *step = &ladder->step[i];

		if (step->event && since && step->event->time_ns > since)
			layout->place[i].since = step->event->time_ns - since;
		if (step->event && step->kind != TCPST_STEP_PAYLOAD)
			since = step->event->time_ns;
		y = place_step(layout, latest, step, y);
	}
	layout->bottom = y + 10;
	for (role = 0; role < 2; role++)
		layout->span[latest[role]].bottom = layout->bottom;
}

/** tcpst_svg_layout_free() - free the layout */
void tcpst_svg_layout_free(struct tcpst_svg_layout *layout)
{
	free(layout->place);
	free(layout->span);
}
