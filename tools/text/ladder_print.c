// SPDX-License-Identifier: GPL-2.0
/*
 * The ladder as text, 80 columns wide:
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

#define TIME_WIDTH 10
#define STATE_WIDTH 14
#define AREA 37

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
 * @presumed: such a state was drawn: the legend explains it
 * @inferred: the same
 * @retracted: the same
 * @payload:  octets were drawn: the same
 */
struct canvas {
	FILE *file;
	const struct tcpst_ladder *ladder;
	const struct tcpst_style *style;
	const struct pen *pen;
	bool presumed;
	bool inferred;
	bool retracted;
	bool payload;
};

/**
 * struct row - one line of the drawing
 * @time:  text of the first column
 * @state: what is written beside each lifeline
 * @line:  each lifeline
 * @area:  what is between them, AREA columns wide
 * @color: of @area, NULL for none
 */
struct row {
	char time[32];
	const struct tcpst_step_state *state[2];
	const char *line[2];
	char area[4 * AREA + 1];
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

/* @text in the middle of the area, @with left and right of it. */
static void center(char *area, const char *text, const char *with)
{
	unsigned int width = columns(text);
	unsigned int rest = AREA > width ? AREA - width : 0;

	*area = '\0';
	fill(area, with, rest / 2);
	strcat(area, text);
	fill(area, with, rest - rest / 2);
}

static struct row blank(const struct canvas *canvas)
{
	struct row row = { .line = { canvas->pen->line, canvas->pen->line } };

	fill(row.area, " ", AREA);
	return row;
}

static void print_state(struct canvas *canvas,
			const struct tcpst_step_state *state, bool left)
{
	const char *color = NULL;
	char text[32] = "";
	int rest;

	if (state) {
		snprintf(text, sizeof(text), "%s%s",
			 state->state == TCPS_STATE_MAX ? "unknown" :
			 tcps_state_name(state->state),
			 tcpst_format_mark(canvas->style, state->certainty,
					   state->retract));
		color = tcpst_color_state(state->state);
		canvas->presumed |= state->certainty == TCPS_PRESUMED;
		canvas->inferred |= state->certainty == TCPS_INFERRED;
		canvas->retracted |= state->retract;
	}
	rest = STATE_WIDTH - (int)columns(text);
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

/** tcpst_ladder_remark() - a remark on a segment, or NULL */
const char *tcpst_ladder_remark(const struct tcpst_event *event)
{
	switch (event->cause) {
	case TCPS_CAUSE_SYN_REPEAT:
	case TCPS_CAUSE_SYN_ACK_REPEAT:
	case TCPS_CAUSE_FIN_REPEAT:
		return "again";
	case TCPS_CAUSE_SYN_IGNORED:
		return "ignored";
	case TCPS_CAUSE_RST_IGNORED:
	case TCPS_CAUSE_FIN_IGNORED:
		return event->type == TCPST_NOTE ? "ignored" : NULL;
	case TCPS_CAUSE_CHALLENGE_ACK:
		return "challenge";
	case TCPS_CAUSE_INVALID:
		return "does not fit";
	case TCPS_CAUSE_ADOPT:
		return "first seen";
	default:
		return NULL;
	}
}

/**
 * tcpst_ladder_position() - a sequence number as it is shown
 * @ladder: whose
 * @style:  absolute, or from the initial one
 * @event:  record it stands in
 * @role:   whose sequence space
 * @seq:    as it was sent
 */
u32 tcpst_ladder_position(const struct tcpst_ladder *ladder,
			  const struct tcpst_style *style,
			  const struct tcpst_event *event, unsigned int role,
			  u32 seq)
{
	if (style->absolute)
		return seq;
	if (event->iss_known[role])
		return seq - event->iss[role];
	return seq - ladder->base[role];
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

/* Above the arrow, where there is no space in it; in two lines, if need be. */
static void print_label(struct canvas *canvas, const char *what,
			const char *numbers)
{
	struct row row = blank(canvas);
	char text[164];

	snprintf(text, sizeof(text), "%s %s", what, numbers);
	if (columns(text) <= AREA) {
		center(row.area, text, " ");
		print_row(canvas, &row);
		return;
	}
	center(row.area, what, " ");
	print_row(canvas, &row);
	center(row.area, numbers, " ");
	print_row(canvas, &row);
}

static void print_arrow(struct canvas *canvas, const struct tcpst_step *step)
{
	const struct tcpst_event *event = step->event;
	const struct pen *pen = canvas->pen;
	char what[96], numbers[64], text[164];
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
	if (tcpst_ladder_remark(event))
		append(numbers, sizeof(numbers), " (%s)",
		       tcpst_ladder_remark(event));

	snprintf(text, sizeof(text), " %s %s ", what, numbers);
	if (columns(text) + 4 > AREA) {
		print_label(canvas, what, numbers);
		*text = '\0';
	}
	center(row.area, text, pen->dash);
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

/** tcpst_ladder_mark() - what happened where no segment is behind it */
const char *tcpst_ladder_mark(const struct tcpst_event *event)
{
	switch (event->cause) {
	case TCPS_CAUSE_TIMER:
		return event->from == TCPS_TIME_WAIT ? "2MSL have passed" :
						       "timer";
	case TCPS_CAUSE_ICMP:
		return "ICMP: unreachable";
	case TCPS_CAUSE_ICMP_IGNORED:
		return event->type == TCPST_NOTE ? "ICMP error, ignored" :
						   "the ICMP error was ignored";
	case TCPS_CAUSE_EVICT:
		return "no longer observed: evicted";
	case TCPS_CAUSE_STOP:
		return "no longer observed";
	default:
		return tcps_cause_name(event->cause);
	}
}

static void print_mark(struct canvas *canvas, const struct tcpst_step *step)
{
	struct row row = blank(canvas);
	const char *text = tcpst_ladder_mark(step->event);
	unsigned int rest = AREA - columns(text);

	*row.area = '\0';
	if (step->role == TCPS_INITIATOR) {
		append(row.area, sizeof(row.area), " %s", text);
		fill(row.area, " ", rest - 1);
	} else if (step->role == TCPS_RESPONDER) {
		fill(row.area, " ", rest - 1);
		append(row.area, sizeof(row.area), "%s ", text);
	} else {
		center(row.area, text, " ");
	}
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
	center(row.area, text, pen->dot);
	row.color = TCPST_COLOR_FAINT;
	canvas->payload = true;
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
	struct row row = blank(canvas);
	unsigned int width;

	tcpst_format_end(initiator, canvas->style, ends, TCPS_INITIATOR);
	tcpst_format_end(responder, canvas->style, ends, TCPS_RESPONDER);
	width = columns(initiator) + columns(responder);
	fprintf(canvas->file, "%*s %*s  ", TIME_WIDTH,
		canvas->style->ns ? "ns" : "seconds", STATE_WIDTH, "initiator");
	if (width < AREA)
		fprintf(canvas->file, "%s%*s%s  responder\n", initiator,
			(int)(AREA - width), "", responder);
	else
		fprintf(canvas->file, "%*s  responder\n", AREA, "");

	row.state[0] = &before[0];
	row.state[1] = &before[1];
	print_row(canvas, &row);
	if (ladder->cut) {
		row = blank(canvas);
		row.line[0] = canvas->pen->more;
		row.line[1] = canvas->pen->more;
		center(row.area, "what came before is overwritten", " ");
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

	print_head(&canvas);
	for (i = 0; i < ladder->n; i++) {
		const struct tcpst_step *step = &ladder->step[i];

		if (step->kind == TCPST_STEP_ARROW)
			print_arrow(&canvas, step);
		else if (step->kind == TCPST_STEP_MARK)
			print_mark(&canvas, step);
		else
			print_payload(&canvas, step);
	}
	print_legend(&canvas);
}
