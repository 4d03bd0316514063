// SPDX-License-Identifier: GPL-2.0
/* Drawing the lines of a ladder as text. */
#include "text/ladder_canvas.h"

#include <string.h>

#include "base/language.h"
#include "module/core/names.h"
#include "text/color.h"
#include "text/columns.h"
#include "text/short_state.h"
#include "text/width.h"

/*
 * The area between the lifelines takes the space that the other columns leave, between
 * the width for a label in two lines and one that eyes can still follow.
 */
#define WIDTH_DEFAULT 80
#define AREA_MIN 21
#define AREA_LEAST 16		/* seq=4294967295 */
#define STATE_WIDTH 14
#define TIME_WIDTH 10
#define TIME_WIDTH_NS 15	/* 11 days */

static const struct tcpst_pen unicode = {
	.line = "│", .from_left = "├", .from_right = "┤", .dash = "─",
	.right = "▶", .left = "◀", .lost = "✗", .dot = "┄", .mark = "●",
	.to_right = "→", .to_left = "←", .back = "↩", .more = "⋮",
	.proven = "✓",
};

static const struct tcpst_pen ascii = {
	.line = "|", .from_left = "+", .from_right = "+", .dash = "-",
	.right = ">", .left = "<", .lost = "x", .dot = ".", .mark = "*",
	.to_right = "->", .to_left = "<-", .back = "<", .more = ":",
	.proven = "+",
};

/** tcpst_canvas_fill() - append @with to an area @n times */
void tcpst_canvas_fill(char *area, const char *with, unsigned int n)
{
	area += strlen(area);
	while (n--) {
		strcpy(area, with);
		area += strlen(with);
	}
}

/** tcpst_canvas_center() - center @text in an area, with @with on both sides */
void tcpst_canvas_center(const struct tcpst_canvas *canvas, char *area,
			 const char *text, const char *with)
{
	unsigned int width = tcpst_columns(text);
	unsigned int rest = canvas->area > width ? canvas->area - width : 0;

	*area = '\0';
	tcpst_canvas_fill(area, with, rest / 2);
	strcat(area, text);
	tcpst_columns_cut(area, canvas->area);
	tcpst_canvas_fill(area, with, canvas->area - tcpst_columns(area));
}

/** tcpst_canvas_blank() - a line with only the lifelines */
struct tcpst_row tcpst_canvas_blank(const struct tcpst_canvas *canvas)
{
	struct tcpst_row row = { .line = { canvas->pen->line, canvas->pen->line } };

	tcpst_canvas_fill(row.area, " ", canvas->area);
	return row;
}

static void print_state(struct tcpst_canvas *canvas,
			const struct tcpst_step_state *state, bool left)
{
	const char *color = NULL;
	char text[32] = "";
	int rest;

	if (state && state->event && canvas->style->quiz) {
		snprintf(text, sizeof(text), "(%zu)",
			 tcpst_quiz_ask(&canvas->quiz, state));
	} else if (state) {
		snprintf(text, sizeof(text), "%s%s",
			 state->state == TCPS_STATE_MAX ? _("unknown") :
			 canvas->state_width == TCPST_STATE_NARROW ?
			 tcpst_state_short(state->state) :
			 tcps_state_name(state->state),
			 state->confirmed ? canvas->pen->proven :
			 tcpst_format_mark(canvas->style, state->certainty,
					   state->retract));
		color = tcpst_color_state(state->state);
		canvas->confirmed |= state->confirmed;
		canvas->presumed |= !state->confirmed &&
				    state->certainty == TCPS_PRESUMED;
		canvas->inferred |= state->certainty == TCPS_INFERRED;
		canvas->retracted |= state->retract;
	}
	rest = (int)canvas->state_width - (int)tcpst_columns(text);
	if (left && rest > 0)
		fprintf(canvas->file, "%*s", rest, "");
	if (color && canvas->style->color)
		fprintf(canvas->file, "%s%s" TCPST_COLOR_RESET, color, text);
	else
		fputs(text, canvas->file);
}

/* In the place of the state, or above it. */
static void print_time_above(struct tcpst_canvas *canvas, const struct tcpst_row *row)
{
	struct tcpst_row above = tcpst_canvas_blank(canvas);

	if (strlen(row->time) > canvas->state_width) {
		fprintf(canvas->file, "%s\n", row->time);
	} else if (*row->time && row->state[TCPS_INITIATOR]) {
		strcpy(above.time, row->time);
		tcpst_canvas_print(canvas, &above);
	}
}

/** tcpst_canvas_print() - print a line, and note the marks that need a legend */
void tcpst_canvas_print(struct tcpst_canvas *canvas,
			const struct tcpst_row *row)
{
	const char *color = canvas->style->color ? row->color : NULL;

	if (canvas->time_width)
		fprintf(canvas->file, "%*s ", (int)canvas->time_width, row->time);
	else
		print_time_above(canvas, row);
	if (!canvas->time_width && !row->state[TCPS_INITIATOR] &&
	    strlen(row->time) <= canvas->state_width)
		fprintf(canvas->file, "%*s", (int)canvas->state_width, row->time);
	else
		print_state(canvas, row->state[TCPS_INITIATOR], true);
	fprintf(canvas->file, " %s%s%s%s%s", row->line[0], color ? color : "",
		row->area, color ? TCPST_COLOR_RESET : "", row->line[1]);
	if (row->state[TCPS_RESPONDER]) {
		putc(' ', canvas->file);
		print_state(canvas, row->state[TCPS_RESPONDER], false);
	}
	putc('\n', canvas->file);
}

/* Columns of times, states, lifelines and blanks. */
static unsigned int others(const struct tcpst_canvas *canvas)
{
	return (canvas->time_width ? canvas->time_width + 1 : 0) +
	       2 * canvas->state_width + 4;
}

/*
 * On a narrow terminal states have short names; on one that is narrower still, there
 * is no column for times.
 */
static void measure(struct tcpst_canvas *canvas)
{
	unsigned int width = tcpst_width_terminal(), rest;

	if (!width)
		width = WIDTH_DEFAULT;
	canvas->time_width = canvas->style->ns ? TIME_WIDTH_NS : TIME_WIDTH;
	canvas->state_width = STATE_WIDTH;
	if (width < WIDTH_DEFAULT)
		canvas->state_width = TCPST_STATE_NARROW;
	if (width < others(canvas) + AREA_MIN)
		canvas->time_width = 0;
	rest = others(canvas);
	canvas->area = width > rest + AREA_LEAST ? width - rest : AREA_LEAST;
	if (canvas->area > TCPST_AREA_MAX)
		canvas->area = TCPST_AREA_MAX;
}

/**
 * tcpst_canvas_begin() - begin to draw, as wide as the terminal allows
 * @canvas: initialized
 * @file:   output file
 * @ladder: the ladder
 * @style:  style of numbers; UTF-8 or ASCII, colour
 */
void tcpst_canvas_begin(struct tcpst_canvas *canvas, FILE *file,
			const struct tcpst_ladder *ladder,
			const struct tcpst_style *style)
{
	*canvas = (struct tcpst_canvas){
		.file = file,
		.ladder = ladder,
		.style = style,
		.pen = style->utf8 ? &unicode : &ascii,
	};
	measure(canvas);
}

/** tcpst_canvas_width() - columns that a line of it takes */
unsigned int tcpst_canvas_width(const struct tcpst_canvas *canvas)
{
	return others(canvas) + canvas->area;
}
