// SPDX-License-Identifier: GPL-2.0
/*
 * The ladder as text, 80 columns wide, or as wide as the terminal:
 *
 *   seconds    state of the   |       segments, with flags,      |  state of
 *   since the     initiator   |     sequence numbers, payload    |  the
 *   start                     |                                  |  responder
 */
#include "text/ladder.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>
#include <wchar.h>

#include "module/core/names.h"
#include "module/core/segment.h"
#include "text/color.h"
#include "text/explain.h"
#include "text/quiz.h"
#include "text/short_state.h"
#include "text/width.h"

#define TIME_WIDTH 10

/*
 * What stands between the lifelines takes what the other columns leave, from a
 * label in two lines to one with ten-digit numbers, as long as eyes can follow.
 */
#define AREA_DEFAULT 37
#define AREA_MIN 21
#define AREA_MAX 72
#define STATE_WIDTH 14
#define STATE_NARROW 8		/* short names, and a mark */
#define OTHERS (TIME_WIDTH + 6)	/* times, lifelines and blanks */

/* Characters of the drawing. */
struct pen {
	const char *line, *from_left, *from_right, *dash, *right, *left;
	const char *dot, *mark, *to_right, *to_left, *back, *more;
};

static const struct pen unicode = {
	.line = "│", .from_left = "├", .from_right = "┤", .dash = "─",
	.right = "▶", .left = "◀", .dot = "┄", .mark = "●",
	.to_right = "→", .to_left = "←", .back = "↩", .more = "⋮",
};

static const struct pen ascii = {
	.line = "|", .from_left = "+", .from_right = "+", .dash = "-",
	.right = ">", .left = "<", .dot = ".", .mark = "*",
	.to_right = "->", .to_left = "<-", .back = "<", .more = ":",
};

/**
 * struct canvas - where a ladder is drawn
 * @file:     where to
 * @ladder:   what
 * @style:    how numbers are written
 * @pen:      characters
 * @area:     columns between the lifelines
 * @state_width: columns for a state; %STATE_NARROW: by its short name
 * @quiz:     states that are hidden and asked for
 * @presumed: such a state was drawn: the legend explains it
 * @inferred: the same
 * @retracted: the same
 * @payload:  octets were drawn: the same
 * @marked:   something that is no segment was: the same
 * @folded:   segments were left out: the same
 */
struct canvas {
	FILE *file;
	const struct tcpst_ladder *ladder;
	const struct tcpst_style *style;
	const struct pen *pen;
	unsigned int area;
	unsigned int state_width;
	struct tcpst_quiz quiz;
	bool presumed;
	bool inferred;
	bool retracted;
	bool payload;
	bool marked;
	bool folded;
};

/**
 * struct row - one line of the drawing
 * @time:  text of the first column
 * @state: what is written beside each lifeline
 * @line:  each lifeline
 * @area:  what is between them, as wide as the canvas says
 * @color: of @area, NULL for none
 */
struct row {
	char time[32];
	const struct tcpst_step_state *state[2];
	const char *line[2];
	char area[4 * AREA_MAX + 1];
	const char *color;
};

/* Columns a text takes on the terminal; every character here takes one. */
static unsigned int columns(const char *text)
{
	unsigned int n = 0;

	for (; *text; text++)
		n += (*text & 0xc0) != 0x80;
	return n;
}

static void fill(char *area, const char *with, unsigned int n)
{
	area += strlen(area);
	while (n--) {
		strcpy(area, with);
		area += strlen(with);
	}
}

/* As much of a text as there are columns for; the lines beside it stay straight. */
static void cut(char *text, unsigned int width)
{
	for (; *text; text++)
		if ((*text & 0xc0) != 0x80 && !width--)
			*text = '\0';
}

/* @text in the middle of the area, @with left and right of it. */
static void center(const struct canvas *canvas, char *area, const char *text,
		   const char *with)
{
	unsigned int width = columns(text);
	unsigned int rest = canvas->area > width ? canvas->area - width : 0;

	*area = '\0';
	fill(area, with, rest / 2);
	strcat(area, text);
	cut(area, canvas->area);
	fill(area, with, rest - rest / 2);
}

static struct row blank(const struct canvas *canvas)
{
	struct row row = { .line = { canvas->pen->line, canvas->pen->line } };

	fill(row.area, " ", canvas->area);
	return row;
}

static void print_state(struct canvas *canvas,
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
			 state->state == TCPS_STATE_MAX ? "unknown" :
			 canvas->state_width == STATE_NARROW ?
			 tcpst_state_short(state->state) :
			 tcps_state_name(state->state),
			 tcpst_format_mark(canvas->style, state->certainty,
					   state->retract));
		color = tcpst_color_state(state->state);
		canvas->presumed |= state->certainty == TCPS_PRESUMED;
		canvas->inferred |= state->certainty == TCPS_INFERRED;
		canvas->retracted |= state->retract;
	}
	rest = (int)canvas->state_width - (int)columns(text);
	if (left && rest > 0)
		fprintf(canvas->file, "%*s", rest, "");
	if (color && canvas->style->color)
		fprintf(canvas->file, "%s%s" TCPST_COLOR_RESET, color, text);
	else
		fputs(text, canvas->file);
}

static void print_row(struct canvas *canvas, const struct row *row)
{
	const char *color = canvas->style->color ? row->color : NULL;

	fprintf(canvas->file, "%*s ", TIME_WIDTH, row->time);
	print_state(canvas, row->state[TCPS_INITIATOR], true);
	fprintf(canvas->file, " %s%s%s%s%s", row->line[0], color ? color : "",
		row->area, color ? TCPST_COLOR_RESET : "", row->line[1]);
	if (row->state[TCPS_RESPONDER]) {
		putc(' ', canvas->file);
		print_state(canvas, row->state[TCPS_RESPONDER], false);
	}
	putc('\n', canvas->file);
}

static const struct tcpst_step_state *
nth_state(const struct tcpst_step *step, unsigned int role, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < step->n; i++)
		if (step->state[i].role == role && !n--)
			return &step->state[i];
	return NULL;
}

/* The row of the step itself, and one more for each state that is left. */
static void print_states(struct canvas *canvas, struct row *row,
			 const struct tcpst_step *step)
{
	unsigned int n;

	for (n = 0;; n++) {
		row->state[0] = nth_state(step, 0, n);
		row->state[1] = nth_state(step, 1, n);
		if (n && !row->state[0] && !row->state[1])
			return;
		print_row(canvas, row);
		*row = blank(canvas);
	}
}

static void write_time(const struct canvas *canvas, struct row *row,
		       const struct tcpst_event *event)
{
	u64 start = canvas->ladder->flow->verdict.start;
	u64 ns = event->time_ns > start ? event->time_ns - start : 0;

	if (canvas->style->ns)
		snprintf(row->time, sizeof(row->time), "%" PRIu64, ns);
	else
		snprintf(row->time, sizeof(row->time), "%.*f",
			 ns < 1000000000000ULL ? 6 : 2, (double)ns / 1e9);
}

static u32 position(const struct canvas *canvas,
		    const struct tcpst_event *event, unsigned int role, u32 seq)
{
	return tcpst_ladder_position(canvas->ladder, canvas->style, event,
				     role, seq);
}

__attribute__((format(printf, 3, 4)))
static void append(char *text, size_t size, const char *format, ...)
{
	size_t at = strlen(text);
	va_list args;

	va_start(args, format);
	vsnprintf(text + at, size - at, format, args);
	va_end(args);
}

/*
 * Above the arrow, where there is no space in it: what it is, its numbers, and the
 * remark, as many of these in a line as there is space for.
 */
static void print_label(struct canvas *canvas, const char *const parts[3])
{
	char line[164] = "", longer[164];
	unsigned int i;

	for (i = 0; i <= 3; i++) {
		struct row row = blank(canvas);

		if (i < 3) {
			snprintf(longer, sizeof(longer), "%s%s%s", line,
				 *line && *parts[i] ? " " : "", parts[i]);
			if (!*line || columns(longer) <= canvas->area) {
				strcpy(line, longer);
				continue;
			}
		}
		center(canvas, row.area, line, " ");
		print_row(canvas, &row);
		if (i < 3)
			snprintf(line, sizeof(line), "%s", parts[i]);
	}
}

static void print_arrow(struct canvas *canvas, const struct tcpst_step *step)
{
	const struct tcpst_event *event = step->event;
	const struct pen *pen = canvas->pen;
	const char *remark = tcpst_ladder_remark(event);
	char what[96], numbers[64], more[32] = "", text[200];
	struct row row = blank(canvas);
	bool right = step->role == TCPS_INITIATOR;

	tcpst_format_flags(what, event->flags);
	if (event->len)
		append(what, sizeof(what), " len=%u", event->len);
	snprintf(numbers, sizeof(numbers), "seq=%u",
		 position(canvas, event, event->sender, event->seq));
	if (event->flags & TCPS_FLAG_ACK)
		append(numbers, sizeof(numbers), " ack=%u",
		       position(canvas, event, !event->sender, event->ack));
	if (remark)
		snprintf(more, sizeof(more), "(%s)", remark);

	snprintf(text, sizeof(text), " %s %s%s%s ", what, numbers,
		 remark ? " " : "", more);
	if (columns(text) + 4 > canvas->area) {
		print_label(canvas, (const char *[]){ what, numbers, more });
		*text = '\0';
	}
	center(canvas, row.area, text, pen->dash);
	if (right) {
		row.area[strlen(row.area) - strlen(pen->dash)] = '\0';
		strcat(row.area, pen->right);
		row.line[0] = pen->from_left;
	} else {
		char shaft[sizeof(row.area)];

		strcpy(shaft, row.area + strlen(pen->dash));
		snprintf(row.area, sizeof(row.area), "%s%s", pen->left, shaft);
		row.line[1] = pen->from_right;
	}
	if (event->flags & TCPS_FLAG_RST)
		row.color = "\033[31m";
	write_time(canvas, &row, event);
	print_states(canvas, &row, step);
}

static void print_mark(struct canvas *canvas, const struct tcpst_step *step)
{
	struct row row = blank(canvas);
	const char *mark = tcpst_ladder_mark(step->event);
	char text[4 * AREA_MAX + 1];
	unsigned int rest;

	snprintf(text, sizeof(text), "%s", mark);
	cut(text, canvas->area - 1);
	rest = canvas->area - columns(text);
	*row.area = '\0';
	if (step->role == TCPS_INITIATOR) {
		append(row.area, sizeof(row.area), " %s", text);
		fill(row.area, " ", rest - 1);
	} else if (step->role == TCPS_RESPONDER) {
		fill(row.area, " ", rest - 1);
		append(row.area, sizeof(row.area), "%s ", text);
	} else {
		center(canvas, row.area, text, " ");
	}
	canvas->marked = true;
	if (step->role != TCPS_RESPONDER)
		row.line[0] = canvas->pen->mark;
	if (step->role != TCPS_INITIATOR)
		row.line[1] = canvas->pen->mark;
	write_time(canvas, &row, step->event);
	print_states(canvas, &row, step);
}

static void print_payload(struct canvas *canvas, const struct tcpst_step *step)
{
	const struct pen *pen = canvas->pen;
	struct row row = blank(canvas);
	bool right = step->role == TCPS_INITIATOR;
	char count[TCPST_TEXT_SIZE], text[TCPST_TEXT_SIZE + 32];

	tcpst_format_count(count, step->octets);
	snprintf(text, sizeof(text), " %s%s%s octet%s%s%s ",
		 right ? "" : pen->to_left, right ? "" : " ", count,
		 step->octets == 1 ? "" : "s", right ? " " : "",
		 right ? pen->to_right : "");
	center(canvas, row.area, text, pen->dot);
	row.color = TCPST_COLOR_FAINT;
	canvas->payload = true;
	print_row(canvas, &row);
}

/* What was folded has the time of the last. */
static void print_folded(struct canvas *canvas, const struct tcpst_step *step)
{
	struct row row = blank(canvas);
	char text[TCPST_TEXT_SIZE];

	tcpst_ladder_folded(text, step);
	center(canvas, row.area, text, " ");
	row.line[0] = canvas->pen->more;
	row.line[1] = canvas->pen->more;
	row.color = TCPST_COLOR_FAINT;
	canvas->folded = true;
	write_time(canvas, &row, step->event);
	print_row(canvas, &row);
}

static void print_head(struct canvas *canvas)
{
	const struct tcpst_ladder *ladder = canvas->ladder;
	const struct tcpst_addrs *ends = &ladder->flow->ends;
	char initiator[TCPST_TEXT_SIZE], responder[TCPST_TEXT_SIZE];
	struct tcpst_step_state before[2] = {
		{ .state = ladder->before[0] }, { .state = ladder->before[1] },
	};
	bool narrow = canvas->state_width == STATE_NARROW;
	struct row row = blank(canvas);
	unsigned int width;

	tcpst_format_end(initiator, canvas->style, ends, TCPS_INITIATOR);
	tcpst_format_end(responder, canvas->style, ends, TCPS_RESPONDER);
	width = columns(initiator) + columns(responder);
	fprintf(canvas->file, "%*s %*s  ", TIME_WIDTH,
		canvas->style->ns ? "ns" : "seconds",
		(int)canvas->state_width, narrow ? "init." : "initiator");
	if (width >= canvas->area)
		*initiator = *responder = '\0';
	width = columns(initiator) + columns(responder);
	fprintf(canvas->file, "%s%*s%s  %s\n", initiator,
		(int)(canvas->area - width), "", responder,
		narrow ? "resp." : "responder");

	row.state[0] = &before[0];
	row.state[1] = &before[1];
	print_row(canvas, &row);
	if (ladder->cut) {
		row = blank(canvas);
		row.line[0] = canvas->pen->more;
		row.line[1] = canvas->pen->more;
		center(canvas, row.area, "what came before is overwritten", " ");
		print_row(canvas, &row);
	}
}

static void print_legend(const struct canvas *canvas)
{
	const struct tcpst_flow *flow = canvas->ladder->flow;
	bool numbers = !canvas->style->absolute;

	if (numbers)
		fprintf(canvas->file,
			"\nseq and ack count from the %s number%s of each end.",
			flow->verdict.adopted ? "first" : "initial",
			flow->verdict.adopted ? " seen" : "");
	if (canvas->payload)
		fprintf(canvas->file,
			"\n%s  payload in between, counted by the sequence numbers",
			canvas->pen->dot);
	if (canvas->marked)
		fprintf(canvas->file,
			"\n%s  no segment: a timer, a limit or an ICMP error",
			canvas->pen->mark);
	if (canvas->folded)
		fprintf(canvas->file,
			"\n%s  left out: segments like those before, until that time",
			canvas->pen->more);
	if (canvas->presumed)
		fputs("\n?  presumed: the segment was seen on its way there, not arriving",
		      canvas->file);
	if (canvas->inferred)
		fputs("\n~  inferred: by time or from what else was seen; no segment says so",
		      canvas->file);
	if (canvas->retracted)
		fprintf(canvas->file,
			"\n%s  taken back: what was presumed before has proved wrong",
			canvas->pen->back);
	putc('\n', canvas->file);
}

static void measure(struct canvas *canvas)
{
	unsigned int width = tcpst_width_terminal(), rest;

	canvas->area = AREA_DEFAULT;
	canvas->state_width = STATE_WIDTH;
	if (!width)
		return;
	if (width < OTHERS + AREA_DEFAULT + 2 * STATE_WIDTH - 1)
		canvas->state_width = STATE_NARROW;
	rest = OTHERS + 2 * canvas->state_width - 1;
	canvas->area = width > rest + AREA_MIN ? width - rest : AREA_MIN;
	if (canvas->area > AREA_MAX)
		canvas->area = AREA_MAX;
}

/**
 * tcpst_ladder_print() - draw a ladder as text
 * @file:   where to
 * @ladder: what
 * @style:  how numbers are written; whether there is more than ASCII, colour
 */
void tcpst_ladder_print(FILE *file, const struct tcpst_ladder *ladder,
			const struct tcpst_style *style)
{
	struct canvas canvas = {
		.file = file,
		.ladder = ladder,
		.style = style,
		.pen = style->utf8 ? &unicode : &ascii,
	};
	size_t i;

	measure(&canvas);
	print_head(&canvas);
	for (i = 0; i < ladder->n; i++) {
		const struct tcpst_step *step = &ladder->step[i];

		if (step->kind == TCPST_STEP_ARROW)
			print_arrow(&canvas, step);
		else if (step->kind == TCPST_STEP_MARK)
			print_mark(&canvas, step);
		else if (step->kind == TCPST_STEP_FOLDED)
			print_folded(&canvas, step);
		else
			print_payload(&canvas, step);
		if (style->explain)
			tcpst_explain_step(file, ladder, style, step);
	}
	print_legend(&canvas);
	tcpst_quiz_print(file, &canvas.quiz, style);
	tcpst_quiz_free(&canvas.quiz);
}
