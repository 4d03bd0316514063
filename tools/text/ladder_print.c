// SPDX-License-Identifier: GPL-2.0
/*
 * The ladder as text, 80 columns wide, or as wide as the terminal:
 *
 *   seconds    state of the   |       segments, with flags,      |  state of
 *   since the     initiator   |     sequence numbers, payload    |  the
 *   start                     |                                  |  responder
 *
 * On a narrow terminal there is no column for times, and each stands above its step.
 */
#include "text/ladder_print.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "base/append.h"
#include "base/language.h"
#include "module/core/segment.h"
#include "text/color.h"
#include "text/columns.h"
#include "text/explain.h"
#include "text/width.h"

/* Text between the lifelines, before it is broken into lines. */
#define LINE_SIZE 320

static const struct tcpst_step_state *
nth_state(const struct tcpst_step *step, unsigned int role, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < step->n; i++)
		if (step->state[i].role == role && !n--)
			return &step->state[i];
	return NULL;
}

/* Print the row of a step, and a further row for each additional state of an end. */
static void print_states(struct tcpst_canvas *canvas, struct tcpst_row *row,
			 const struct tcpst_step *step)
{
	unsigned int n;

	for (n = 0;; n++) {
		row->state[0] = nth_state(step, 0, n);
		row->state[1] = nth_state(step, 1, n);
		if (n && !row->state[0] && !row->state[1])
			return;
		tcpst_canvas_print(canvas, row);
		*row = tcpst_canvas_blank(canvas);
	}
}

static void write_time(const struct tcpst_canvas *canvas, struct tcpst_row *row,
		       const struct tcpst_event *event)
{
	u64 start = canvas->ladder->flow->verdict.start;
	u64 ns = event->time_ns > start ? event->time_ns - start : 0;

	if (canvas->style->ns)
		snprintf(row->time, sizeof(row->time), "%" PRIu64, ns);
	else if (!canvas->time_width)
		snprintf(row->time, sizeof(row->time), "%.*f",
			 ns < 10000000000000ULL ? 3 : 0, (double)ns / 1e9);
	else
		snprintf(row->time, sizeof(row->time), "%.*f",
			 ns < 1000000000000ULL ? 6 : 2, (double)ns / 1e9);
}

static u32 position(const struct tcpst_canvas *canvas,
		    const struct tcpst_event *event, unsigned int role, u32 seq)
{
	return tcpst_ladder_position(canvas->ladder, canvas->style, event,
				     role, seq);
}

/* In the middle, in as many lines as it takes. */
static void print_words(struct tcpst_canvas *canvas, struct tcpst_row *row, const char *text)
{
	char line[LINE_SIZE];

	while (*text) {
		text = tcpst_columns_take(line, sizeof(line), text, canvas->area);
		tcpst_canvas_center(canvas, row->area, line, " ");
		tcpst_canvas_print(canvas, row);
		*row = tcpst_canvas_blank(canvas);
	}
}

#define LABEL_PARTS 4

/**
 * struct label - what is written in an arrow, or above it
 * @what:   flags, and how long it is
 * @seq:    its sequence number
 * @ack:    "": it acknowledges nothing
 * @remark: "": there is none
 */
struct label {
	char what[96];
	char seq[32];
	char ack[32];
	char remark[TCPST_REMARK_SIZE + 2];
};

/*
 * Above the arrow, where there is no space in it: as many of its parts in a line as
 * there is space for, both numbers in the same line if they fit there.
 */
static void print_label(struct tcpst_canvas *canvas, struct tcpst_row *row,
			const struct label *label)
{
	char line[LINE_SIZE] = "", longer[LINE_SIZE], numbers[66];
	const char *parts[LABEL_PARTS] = { label->what, label->seq, label->ack, label->remark };
	unsigned int i;

	snprintf(numbers, sizeof(numbers), "%s%s%s", label->seq, *label->ack ? " " : "",
		 label->ack);
	if (tcpst_columns(numbers) <= canvas->area) {
		parts[1] = numbers;
		parts[2] = "";
	}
	for (i = 0; i <= LABEL_PARTS; i++) {
		if (i < LABEL_PARTS) {
			int size = snprintf(longer, sizeof(longer), "%s%s%s", line,
					    *line && *parts[i] ? " " : "", parts[i]);

			if (size < (int)sizeof(longer) &&
			    (!*line || tcpst_columns(longer) <= canvas->area)) {
				strcpy(line, longer);
				continue;
			}
		}
		print_words(canvas, row, line);
		if (i < LABEL_PARTS)
			snprintf(line, sizeof(line), "%s", parts[i]);
	}
}

static void print_arrow(struct tcpst_canvas *canvas, const struct tcpst_step *step)
{
	const struct tcpst_event *event = step->event;
	const struct tcpst_pen *pen = canvas->pen;
	char remark[TCPST_REMARK_SIZE];
	struct tcpst_row row = tcpst_canvas_blank(canvas);
	struct label label = { .ack = "" };
	char text[LINE_SIZE];
	const char *to_right = pen->right, *to_left = pen->left;
	bool right = step->role == TCPS_INITIATOR;

	tcpst_format_flags(label.what, event->flags);
	if (event->len)
		tcpst_append(label.what, sizeof(label.what), " len=%u", event->len);
	snprintf(label.seq, sizeof(label.seq), "seq=%u",
		 position(canvas, event, event->sender, event->seq));
	if (event->flags & TCPS_FLAG_ACK)
		snprintf(label.ack, sizeof(label.ack), "ack=%u",
			 position(canvas, event, !event->sender, event->ack));
	tcpst_ladder_step_remark(remark, canvas->ladder, canvas->style, step);
	if (*remark)
		snprintf(label.remark, sizeof(label.remark), "(%s)", remark);

	if (!canvas->time_width)
		write_time(canvas, &row, event);
	snprintf(text, sizeof(text), " %s %s%s%s%s%s ", label.what, label.seq,
		 *label.ack ? " " : "", label.ack, *remark ? " " : "", label.remark);
	if (!canvas->time_width || tcpst_columns(text) + 4 > canvas->area) {
		print_label(canvas, &row, &label);
		*text = '\0';
	}
	if (event->dropped) {
		to_right = to_left = pen->lost;
		canvas->dropped = true;
	}
	tcpst_canvas_center(canvas, row.area, text, pen->dash);
	if (right) {
		row.area[strlen(row.area) - strlen(pen->dash)] = '\0';
		strcat(row.area, to_right);
		row.line[0] = pen->from_left;
	} else {
		char shaft[sizeof(row.area)];

		strcpy(shaft, row.area + strlen(pen->dash));
		snprintf(row.area, sizeof(row.area), "%s%s", to_left, shaft);
		row.line[1] = pen->from_right;
	}
	if (event->flags & TCPS_FLAG_RST)
		row.color = "\033[31m";
	if (canvas->time_width)
		write_time(canvas, &row, event);
	print_states(canvas, &row, step);
}

/* A line of the text of a mark, beside the end that it is about. */
static void place_words(const struct tcpst_canvas *canvas, struct tcpst_row *row,
			const char *line, unsigned int role)
{
	unsigned int rest = canvas->area - tcpst_columns(line);

	*row->area = '\0';
	if (role == TCPS_INITIATOR) {
		tcpst_append(row->area, sizeof(row->area), " %s", line);
		tcpst_canvas_fill(row->area, " ", rest - 1);
	} else if (role == TCPS_RESPONDER) {
		tcpst_canvas_fill(row->area, " ", rest - 1);
		tcpst_append(row->area, sizeof(row->area), "%s ", line);
	} else {
		tcpst_canvas_center(canvas, row->area, line, " ");
	}
}

static void print_mark(struct tcpst_canvas *canvas, const struct tcpst_step *step)
{
	struct tcpst_row row = tcpst_canvas_blank(canvas);
	char text[TCPST_TEXT_SIZE], line[LINE_SIZE];
	const char *rest = text;
	bool timed = false;

	tcpst_ladder_mark(text, step->event);
	/* What does not fit stands above, as above an arrow. */
	for (;;) {
		rest = tcpst_columns_take(line, sizeof(line), rest, canvas->area - 1);
		place_words(canvas, &row, line, step->role);
		if (!timed && (!*rest || !canvas->time_width)) {
			write_time(canvas, &row, step->event);
			timed = true;
		}
		if (!*rest)
			break;
		tcpst_canvas_print(canvas, &row);
		row = tcpst_canvas_blank(canvas);
	}
	canvas->marked = true;
	if (step->role != TCPS_RESPONDER)
		row.line[0] = canvas->pen->mark;
	if (step->role != TCPS_INITIATOR)
		row.line[1] = canvas->pen->mark;
	print_states(canvas, &row, step);
}

static void print_payload(struct tcpst_canvas *canvas, const struct tcpst_step *step)
{
	const struct tcpst_pen *pen = canvas->pen;
	struct tcpst_row row = tcpst_canvas_blank(canvas);
	bool right = step->role == TCPS_INITIATOR;
	char count[TCPST_TEXT_SIZE], what[TCPST_TEXT_SIZE + 32];
	char text[TCPST_TEXT_SIZE + 64];

	tcpst_format_count(count, step->octets);
	snprintf(what, sizeof(what), step->octets == 1 ? _("%s octet") :
		 _("%s octets"), count);
	snprintf(text, sizeof(text), " %s%s%s%s%s ",
		 right ? "" : pen->to_left, right ? "" : " ", what,
		 right ? " " : "", right ? pen->to_right : "");
	tcpst_canvas_center(canvas, row.area, text, pen->dot);
	row.color = TCPST_COLOR_FAINT;
	canvas->payload = true;
	tcpst_canvas_print(canvas, &row);
}

/* A folded run is shown with the time of its last event. */
static void print_folded(struct tcpst_canvas *canvas, const struct tcpst_step *step)
{
	struct tcpst_row row = tcpst_canvas_blank(canvas);
	char text[TCPST_TEXT_SIZE];

	tcpst_ladder_folded(text, step);
	tcpst_canvas_center(canvas, row.area, text, " ");
	row.line[0] = canvas->pen->more;
	row.line[1] = canvas->pen->more;
	row.color = TCPST_COLOR_FAINT;
	canvas->folded = true;
	write_time(canvas, &row, step->event);
	tcpst_canvas_print(canvas, &row);
}

/* Like printf("%*s"), but that counts octets, not columns. */
static void print_right(FILE *file, const char *text, unsigned int width)
{
	unsigned int columns = tcpst_columns(text);

	fprintf(file, "%*s%s", (int)(width > columns ? width - columns : 0), "",
		text);
}

/* The terminal would break each line. */
static void print_too_narrow(const struct tcpst_canvas *canvas)
{
	unsigned int width = tcpst_canvas_width(canvas);
	char text[LINE_SIZE];

	if (tcpst_width_fits(width))
		return;
	snprintf(text, sizeof(text), _("The terminal is too narrow for the ladder, which needs %u columns; --svg draws a picture."),
		 width);
	tcpst_width_wrap(canvas->file, 0, 0, text);
	putc('\n', canvas->file);
}

/**
 * tcpst_ladder_print_head() - print the header, above the first step
 * @canvas: the drawing; its ladder was begun with the first events
 */
void tcpst_ladder_print_head(struct tcpst_canvas *canvas)
{
	const struct tcpst_ladder *ladder = canvas->ladder;
	const struct tcpst_addrs *ends = &ladder->flow->ends;
	char initiator[TCPST_TEXT_SIZE], responder[TCPST_TEXT_SIZE];
	struct tcpst_step_state before[2] = {
		{ .state = ladder->before[0] }, { .state = ladder->before[1] },
	};
	bool narrow = canvas->state_width == TCPST_STATE_NARROW;
	struct tcpst_row row = tcpst_canvas_blank(canvas);
	unsigned int width;

	print_too_narrow(canvas);
	if (canvas->style->explain)
		tcpst_explain_begin(canvas->file, canvas->style);
	tcpst_format_end(initiator, canvas->style, ends, TCPS_INITIATOR);
	tcpst_format_end(responder, canvas->style, ends, TCPS_RESPONDER);
	width = tcpst_columns(initiator) + tcpst_columns(responder);
	if (canvas->time_width) {
		print_right(canvas->file, canvas->style->ns ? "ns" : _("seconds"),
			    canvas->time_width);
		putc(' ', canvas->file);
	}
	print_right(canvas->file, narrow ? _("init.") : _("initiator"),
		    canvas->state_width);
	fputs("  ", canvas->file);
	if (width >= canvas->area)
		*initiator = *responder = '\0';
	width = tcpst_columns(initiator) + tcpst_columns(responder);
	fprintf(canvas->file, "%s%*s%s  %s\n", initiator,
		(int)(canvas->area - width), "", responder,
		narrow ? _("resp.") : _("responder"));

	row.state[0] = &before[0];
	row.state[1] = &before[1];
	tcpst_canvas_print(canvas, &row);
	if (ladder->cut) {
		row = tcpst_canvas_blank(canvas);
		row.line[0] = canvas->pen->more;
		row.line[1] = canvas->pen->more;
		tcpst_canvas_center(canvas, row.area, _("what came before is overwritten"), " ");
		tcpst_canvas_print(canvas, &row);
	}
}

/**
 * tcpst_ladder_print_step() - print a step, and its explanation if that is wanted
 * @canvas: the drawing, with the steps before
 * @step:   the step
 */
void tcpst_ladder_print_step(struct tcpst_canvas *canvas,
			     const struct tcpst_step *step)
{
	switch (step->kind) {
	case TCPST_STEP_ARROW:
		print_arrow(canvas, step);
		break;
	case TCPST_STEP_MARK:
		print_mark(canvas, step);
		break;
	case TCPST_STEP_FOLDED:
		print_folded(canvas, step);
		break;
	default:
		print_payload(canvas, step);
	}
	if (canvas->style->explain)
		tcpst_explain_step(canvas->file, canvas->ladder, canvas->style,
				   step);
}

/**
 * tcpst_ladder_print_states() - print states of a step that were added after it was drawn
 * @canvas: the drawing; @step is the last step drawn
 * @step:   the step, with only the added states
 */
void tcpst_ladder_print_states(struct tcpst_canvas *canvas,
			       const struct tcpst_step *step)
{
	struct tcpst_row row = tcpst_canvas_blank(canvas);

	print_states(canvas, &row, step);
}

/* A sign, and what it means. */
static void print_meaning(const struct tcpst_canvas *canvas, const char *sign, const char *text)
{
	tcpst_width_wrap_after(canvas->file, sign, 3, text);
}

static void print_legend(const struct tcpst_canvas *canvas)
{
	const struct tcpst_flow *flow = canvas->ladder->flow;
	const struct tcpst_pen *pen = canvas->pen;

	putc('\n', canvas->file);
	if (!canvas->style->absolute)
		tcpst_width_wrap(canvas->file, 0, 0, flow->verdict.adopted ?
				 _("seq and ack count from the first number seen of each end.") :
				 _("seq and ack count from the initial number of each end."));
	if (canvas->payload)
		print_meaning(canvas, pen->dot,
			      _("payload in between, counted by the sequence numbers"));
	if (canvas->marked)
		print_meaning(canvas, pen->mark,
			      _("no segment: a timer, a limit or an ICMP error"));
	if (canvas->dropped)
		print_meaning(canvas, pen->lost,
			      _("dropped by this machine, for the reason its kernel gives"));
	if (canvas->folded)
		print_meaning(canvas, pen->more,
			      _("left out: segments like those before, until that time"));
	if (canvas->presumed)
		print_meaning(canvas, "?",
			      _("presumed: the segment was seen on its way, its arrival was not"));
	if (canvas->confirmed)
		print_meaning(canvas, pen->proven,
			      _("presumed at first, and proven by what the end did later"));
	if (canvas->inferred)
		print_meaning(canvas, "~",
			      _("inferred from a timer or other segments; no segment proves it"));
	if (canvas->retracted)
		print_meaning(canvas, pen->back,
			      _("retracted: what was presumed before has proved wrong"));
}

/** tcpst_ladder_print_end() - print the legend, below the last step */
void tcpst_ladder_print_end(struct tcpst_canvas *canvas)
{
	print_legend(canvas);
	tcpst_quiz_print(canvas->file, &canvas->quiz, canvas->style);
	tcpst_quiz_free(&canvas->quiz);
}

/**
 * tcpst_ladder_print() - draw a ladder as text
 * @file:   output file
 * @ladder: the ladder
 * @style:  style of numbers; UTF-8 or ASCII, colour
 */
void tcpst_ladder_print(FILE *file, const struct tcpst_ladder *ladder,
			const struct tcpst_style *style)
{
	struct tcpst_canvas canvas;
	size_t i;

	tcpst_canvas_begin(&canvas, file, ladder, style);
	tcpst_ladder_print_head(&canvas);
	for (i = 0; i < ladder->n; i++)
		tcpst_ladder_print_step(&canvas, &ladder->step[i]);
	tcpst_ladder_print_end(&canvas);
}
