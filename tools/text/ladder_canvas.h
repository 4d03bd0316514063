/* SPDX-License-Identifier: GPL-2.0 */
/* The lines that a ladder of text is drawn with: columns, characters, widths. */
#ifndef TCPST_LADDER_CANVAS_H
#define TCPST_LADDER_CANVAS_H

#include "text/ladder.h"
#include "text/quiz.h"

#define TCPST_TIME_WIDTH 10
/* The widest there is between the lifelines. */
#define TCPST_AREA_MAX 72
/* Columns for a state by its short name, and a mark. */
#define TCPST_STATE_NARROW 8

/* Characters of the drawing. */
struct tcpst_pen {
	const char *line, *from_left, *from_right, *dash, *right, *left, *lost;
	const char *dot, *mark, *to_right, *to_left, *back, *more, *proven;
};

/**
 * struct tcpst_canvas - where a ladder is drawn
 * @file:     where to
 * @ladder:   what
 * @style:    how numbers are written
 * @pen:      characters
 * @area:     columns between the lifelines
 * @state_width: columns for a state; %TCPST_STATE_NARROW: by its short name
 * @quiz:     states that are hidden and asked for
 * @presumed: such a state was drawn: the legend explains it
 * @confirmed: the same, of one that was presumed and is proven
 * @inferred: the same
 * @retracted: the same
 * @payload:  octets were drawn: the same
 * @marked:   something that is no segment was: the same
 * @folded:   segments were left out: the same
 * @dropped:  segments that this machine dropped were drawn: the same
 */
struct tcpst_canvas {
	FILE *file;
	const struct tcpst_ladder *ladder;
	const struct tcpst_style *style;
	const struct tcpst_pen *pen;
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
 * @time:  text of the first column
 * @state: what is written beside each lifeline
 * @line:  each lifeline
 * @area:  what is between them, as wide as in the canvas
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
void tcpst_canvas_begin(struct tcpst_canvas *canvas, FILE *file,
			const struct tcpst_ladder *ladder,
			const struct tcpst_style *style);

#endif /* TCPST_LADDER_CANVAS_H */
