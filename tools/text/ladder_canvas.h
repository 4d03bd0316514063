/* SPDX-License-Identifier: GPL-2.0 */
/* Drawing the lines of a ladder as text: columns, characters, widths. */
#ifndef TCPST_LADDER_CANVAS_H
#define TCPST_LADDER_CANVAS_H

#include "text/ladder.h"
#include "text/quiz.h"

/* Maximum width between the lifelines. */
#define TCPST_AREA_MAX 72
/* Columns of the short name of a state with a mark. */
#define TCPST_STATE_NARROW 8

/* Characters of the drawing. */
struct tcpst_pen {
	const char *line, *from_left, *from_right, *dash, *right, *left, *lost;
	const char *dot, *mark, *to_right, *to_left, *back, *more, *proven;
};

/**
 * struct tcpst_canvas - a drawing of a ladder
 * @file:     output file
 * @ladder:   the ladder
 * @style:    style of numbers
 * @pen:      characters
 * @time_width: columns for times; 0: a time stands above its step, to the millisecond
 * @area:     columns between the lifelines
 * @state_width: columns of a state; %TCPST_STATE_NARROW: use short names
 * @quiz:     states that are hidden, for the user to guess
 * @presumed: a presumed state was drawn: it is explained in the legend
 * @confirmed: a presumed state that was proven later: the same
 * @inferred: an inferred state: the same
 * @retracted: a retracted state: the same
 * @payload:  octets of payload: the same
 * @marked:   an event other than a segment: the same
 * @folded:   segments were left out: the same
 * @dropped:  segments that this machine dropped: the same
 */
struct tcpst_canvas {
	FILE *file;
	const struct tcpst_ladder *ladder;
	const struct tcpst_style *style;
	const struct tcpst_pen *pen;
	unsigned int time_width;
	unsigned int area;
	unsigned int state_width;
	struct tcpst_quiz quiz;
	bool presumed;
	bool confirmed;
	bool inferred;
	bool retracted;
	bool payload;
	bool marked;
	bool folded;
	bool dropped;
};

/**
 * struct tcpst_row - one line of the drawing
 * @time:  when the step was; "": no time is shown
 * @state: what is written beside each lifeline
 * @line:  each lifeline
 * @area:  text between them, as wide as in the canvas
 * @color: of @area, NULL for none
 */
struct tcpst_row {
	char time[32];
	const struct tcpst_step_state *state[2];
	const char *line[2];
	char area[4 * TCPST_AREA_MAX + 1];
	const char *color;
};

void tcpst_canvas_fill(char *area, const char *with, unsigned int n);
void tcpst_canvas_center(const struct tcpst_canvas *canvas, char *area,
			 const char *text, const char *with);
struct tcpst_row tcpst_canvas_blank(const struct tcpst_canvas *canvas);
void tcpst_canvas_print(struct tcpst_canvas *canvas,
			const struct tcpst_row *row);
unsigned int tcpst_canvas_width(const struct tcpst_canvas *canvas);
void tcpst_canvas_begin(struct tcpst_canvas *canvas, FILE *file,
			const struct tcpst_ladder *ladder,
			const struct tcpst_style *style);

#endif /* TCPST_LADDER_CANVAS_H */
