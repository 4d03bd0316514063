// SPDX-License-Identifier: GPL-2.0
/*
 * The ladder of a connection in progress. Lines that were printed cannot be changed: if
 * the end that was taken for the initiator turns out to be the responder, the whole
 * ladder is drawn again.
 */
#include "text/ladder_grow.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "text/ladder_print.h"
#include "text/roles.h"

/**
 * struct tcpst_growing - a ladder, and how much of it is drawn
 * @file:   output file
 * @style:  style of numbers
 * @flow:   the connection
 * @known:  @flow was given; otherwise it is derived from its first event
 * @events: all events so far, allocated one by one because steps point to them
 * @proven: by role, facts proven when the connection ended, TCPS_KNOW_*
 * @turned: the roles have been swapped since it was drawn
 * @begun:  @ladder exists, and its header is drawn
 * @added:  number of events in @ladder
 * @ladder: the ladder
 * @canvas: its drawing
 * @drawn:  number of steps drawn
 * @states: number of states drawn in the last of them
 * @left_out: number of folded steps since then
 */
struct tcpst_growing {
	FILE *file;
	const struct tcpst_style *style;
	struct tcpst_flow flow;
	bool known;
	GPtrArray *events;
	u8 proven[2];
	bool turned;
	bool begun;
	unsigned int added;
	struct tcpst_ladder ladder;
	struct tcpst_canvas canvas;
	size_t drawn;
	unsigned int states;
	size_t left_out;
};

/**
 * tcpst_growing_new() - allocate, with nothing drawn yet
 * @file:  output file
 * @style: style of numbers; must live as long
 * @known: the connection, NULL: derive it from its first event
 */
struct tcpst_growing *tcpst_growing_new(FILE *file,
					const struct tcpst_style *style,
					const struct tcpst_flow *known)
{
	struct tcpst_growing *growing = tcpst_alloc(1, sizeof(*growing));

	growing->file = file;
	growing->style = style;
	growing->known = known;
	if (known)
		growing->flow = *known;
	growing->events = g_ptr_array_new_with_free_func(free);
	return growing;
}

static void take_flow(struct tcpst_growing *growing,
		      const struct tcpst_event *first)
{
	if (!growing->known)
		growing->flow = (struct tcpst_flow){
			.id = first->flow,
			.verdict = {
				.start = first->time_ns,
				TCPST_VERDICT_UNKNOWN,
				.adopted = first->cause == TCPS_CAUSE_ADOPT,
				.state = { TCPS_CLOSED, TCPS_LISTEN },
			},
		};
	growing->flow.ends = first->ends;
}

/* Begin with all events so far, because the first ones may not be enough. */
static void begin(struct tcpst_growing *growing)
{
	GPtrArray *events = growing->events;
	struct tcpst_event *first = tcpst_alloc(events->len, sizeof(*first));
	unsigned int i;

	for (i = 0; i < events->len; i++)
		first[i] = *(struct tcpst_event *)events->pdata[i];
	take_flow(growing, first);
	tcpst_ladder_begin(&growing->ladder, &growing->flow, first, events->len);
	free(first);
	tcpst_canvas_begin(&growing->canvas, growing->file, &growing->ladder,
			   growing->style);
	tcpst_ladder_print_head(&growing->canvas);
	growing->begun = true;
	growing->added = 0;
	growing->drawn = 0;
	growing->left_out = 0;
}

static void find_base(struct tcpst_ladder *ladder,
		      const struct tcpst_event *event)
{
	unsigned int role;

	for (role = 0; role < 2; role++)
		if (!ladder->base[role] && event->iss_known[role])
			ladder->base[role] = event->iss[role];
}

static void draw_left_out(struct tcpst_growing *growing,
			  const struct tcpst_event *last)
{
	struct tcpst_step folded = {
		.kind = TCPST_STEP_FOLDED,
		.role = TCPS_ROLE_NONE,
		.event = last,
		.folded = growing->left_out,
	};

	if (growing->left_out)
		tcpst_ladder_print_step(&growing->canvas, &folded);
	growing->left_out = 0;
}

/* Draw states that were added to the last step after it was drawn. */
static void draw_states(struct tcpst_growing *growing)
{
	struct tcpst_step rest;

	if (!growing->drawn)
		return;
	rest = growing->ladder.step[growing->drawn - 1];
	if (rest.n <= growing->states)
		return;
	rest.n -= growing->states;
	memmove(rest.state, rest.state + growing->states,
		rest.n * sizeof(*rest.state));
	growing->states += rest.n;
	tcpst_ladder_print_states(&growing->canvas, &rest);
}

static void draw_steps(struct tcpst_growing *growing)
{
	struct tcpst_ladder *ladder = &growing->ladder;

	draw_states(growing);
	while (growing->drawn < ladder->n) {
		const struct tcpst_step *step = &ladder->step[growing->drawn];

		growing->states = step->n;
		if (tcpst_ladder_repeats(ladder, growing->drawn++)) {
			growing->left_out++;
			continue;
		}
		if (growing->left_out)
			draw_left_out(growing, step[-1].event);
		tcpst_ladder_print_step(&growing->canvas, step);
	}
}

static void turn(struct tcpst_growing *growing)
{
	GPtrArray *events = growing->events;
	unsigned int i;

	for (i = 0; i < events->len; i++)
		tcpst_roles_turn_event(events->pdata[i]);
	growing->turned = growing->begun;
}

/**
 * tcpst_growing_add() - add the next event of the connection
 * @growing: the ladder
 * @event:   a transition or a note; copied
 */
void tcpst_growing_add(struct tcpst_growing *growing,
		       const struct tcpst_event *event)
{
	const struct tcpst_event *first = NULL;
	GPtrArray *events = growing->events;
	struct tcpst_event *own = tcpst_alloc(1, sizeof(*own));

	*own = *event;
	if (events->len)
		first = events->pdata[0];
	if (first && tcpst_roles_turned(&first->ends, &own->ends))
		turn(growing);
	g_ptr_array_add(events, own);
}

static void start_again(struct tcpst_growing *growing)
{
	fputs("\nThe initiator turns out to be the responder:\n\n", growing->file);
	tcpst_quiz_free(&growing->canvas.quiz);
	tcpst_ladder_free(&growing->ladder);
	growing->turned = false;
	growing->begun = false;
}

/** tcpst_growing_ended() - take the proven facts of a connection that has ended */
void tcpst_growing_ended(struct tcpst_growing *growing,
			 const struct tcpst_flow *life)
{
	memcpy(growing->proven, life->proven, sizeof(life->proven));
}

/** tcpst_growing_draw() - draw events added since the last call */
void tcpst_growing_draw(struct tcpst_growing *growing)
{
	GPtrArray *events = growing->events;

	if (!events->len)
		return;
	if (growing->turned)
		start_again(growing);
	if (!growing->begun)
		begin(growing);
	while (growing->added < events->len) {
		const struct tcpst_event *event = events->pdata[growing->added++];

		find_base(&growing->ladder, event);
		tcpst_ladder_add(&growing->ladder, event);
	}
	tcpst_ladder_settle_proven(&growing->ladder, growing->proven, NULL);
	draw_steps(growing);
}

/** tcpst_growing_finish() - draw the rest and the legend, after the last event */
void tcpst_growing_finish(struct tcpst_growing *growing)
{
	struct tcpst_ladder *ladder = &growing->ladder;

	tcpst_growing_draw(growing);
	if (!growing->begun)
		return;
	if (growing->left_out)
		draw_left_out(growing, ladder->step[ladder->n - 1].event);
	tcpst_ladder_print_end(&growing->canvas);
}

/** tcpst_growing_free() - free it; NULL is allowed */
void tcpst_growing_free(struct tcpst_growing *growing)
{
	if (!growing)
		return;
	tcpst_quiz_free(&growing->canvas.quiz);
	tcpst_ladder_free(&growing->ladder);
	g_ptr_array_free(growing->events, TRUE);
	free(growing);
}
