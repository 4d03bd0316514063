// SPDX-License-Identifier: GPL-2.0
/*
 * The ladder as a picture. Colours show the states, but never alone: their names are
 * beside them, certainty is shown by texture, and arrows that the receiver ignored end
 * in a cross. There are no ids, so that a page can contain several ladders.
 */
#include "svg/ladder.h"

#include <inttypes.h>
#include <string.h>

#include "base/language.h"
#include "model/event.h"
#include "module/core/names.h"
#include "module/core/segment.h"
#include "svg/layout.h"
#include "svg/legend.h"
#include "svg/svg.h"
#include "text/words.h"

#define LEFT 250		/* lifeline of the initiator */
#define RIGHT 650		/* ... and of the responder */
#define MIDDLE ((LEFT + RIGHT) / 2)
#define TIMES 92		/* right edge of the column of times */
#define BAND 12			/* width of a state */
#define LIFELINES_TOP 104
#define LABEL_COLUMNS 52	/* columns that fit on an arrow */

/**
 * struct picture - a ladder being drawn
 * @file:   output file
 * @ladder: the ladder
 * @style:  style of numbers
 * @layout: its layout
 * @legend: its legend
 */
struct picture {
	FILE *file;
	const struct tcpst_ladder *ladder;
	const struct tcpst_style *style;
	struct tcpst_svg_layout layout;
	struct tcpst_svg_legend legend;
};

static int lifeline(unsigned int role)
{
	return role == TCPS_INITIATOR ? LEFT : RIGHT;
}

static bool is_bare(const struct tcpst_svg_span *span)
{
	return span->state == TCPS_CLOSED || span->state == TCPS_LISTEN ||
	       span->state == TCPS_STATE_MAX;
}

/* Draw a state as a band; CLOSED and LISTEN are drawn as a line. */
static void draw_band(struct picture *picture,
		      const struct tcpst_svg_span *span)
{
	int x = lifeline(span->role), height = span->bottom - span->top;
	const char *class = span->gone ? "thin dashed" :
			    span->certainty == TCPS_INFERRED ? "thin dotted" :
							       "thin";
	FILE *file = picture->file;

	if (height <= 0)
		return;
	if (is_bare(span)) {
		fprintf(file, "<path class=\"line%s\" d=\"M%d %dV%d\"/>\n",
			span->gone ? " dashed" :
			span->certainty || span->state == TCPS_STATE_MAX ?
			" dotted" : "", x, span->top, span->bottom);
		return;
	}
	if (span->confirmed || (!span->gone && span->certainty == TCPS_OBSERVED)) {
		fprintf(file,
			"<rect class=\"fill\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n",
			x - BAND / 2, span->top, BAND, height);
		return;
	}
	if (!span->gone)
		fprintf(file, span->certainty == TCPS_PRESUMED ?
			"<path class=\"stripes\" d=\"M%d %dv%d\"/>\n" :
			"<path class=\"wash\" d=\"M%d %dm-6 0h12v%dh-12z\"/>\n",
			x, span->top, height);
	fprintf(file,
		"<rect class=\"%s\" x=\"%d.5\" y=\"%d.5\" width=\"%d\" height=\"%d\"/>\n",
		class, x - BAND / 2, span->top, BAND - 1, height - 1);
}

/* Draw a hook from the retraction of a presumption back to its beginning. */
static void draw_hook(FILE *file, const struct tcpst_svg_span *span)
{
	int side = span->role == TCPS_INITIATOR ? -1 : 1;
	int x = lifeline(span->role) + side * 8;
	int out = x + side * 9, top = span->top + 4, bottom = span->bottom;

	fprintf(file,
		"<path class=\"line\" d=\"M%d %dC%d %d %d %d %d %d\"/>\n"
		"<path class=\"fill\" d=\"M%d %dl%d -3v7z\"/>\n",
		x, bottom, out, bottom, out, top, x + side * 3, top, x, top,
		side * 7);
}

static void draw_span(struct picture *picture,
		      const struct tcpst_svg_span *span)
{
	bool left = span->role == TCPS_INITIATOR;
	char name[48];

	fprintf(picture->file, "<g class=\"s%u\">\n", span->state);
	draw_band(picture, span);
	snprintf(name, sizeof(name), "%s%s",
		 span->state == TCPS_STATE_MAX ? _("unknown") :
		 tcps_state_name(span->state), span->confirmed ? " ✓" :
		 tcpst_format_mark(picture->style, span->certainty,
				   span->retract));
	tcpst_svg_text(picture->file, lifeline(span->role) + (left ? -22 : 22),
		       span->top + 12,
		       span->gone ? left ? "b e gone" : "b gone" : left ? "b e" : "b",
		       name);
	fputs("</g>\n", picture->file);
	if (span->gone) {
		fputs("<g class=\"bad\">\n", picture->file);
		draw_hook(picture->file, span);
		fputs("</g>\n", picture->file);
	}
}

/* Draw a break of the lifelines, with its duration. */
static void draw_break(FILE *file, int y, const char *what)
{
	unsigned int role;

	for (role = 0; role < 2; role++) {
		int x = lifeline(role) - 12;

		fprintf(file,
			"<path class=\"paper\" d=\"M%d %dl6 -4 6 4 6 -4 6 4v6l-6 -4 -6 4 -6 -4 -6 4z\"/>\n"
			"<path class=\"thin faint\" d=\"M%d %dl6 -4 6 4 6 -4 6 4m0 6l-6 -4 -6 4 -6 -4 -6 4\"/>\n",
			x, y - 1, x, y - 1);
	}
	fprintf(file,
		"<path class=\"thin faint dotted\" d=\"M%d %dH%d\"/>\n<g class=\"faint\">",
		LEFT + 24, y + 2, RIGHT - 24);
	tcpst_svg_text(file, MIDDLE, y + 6, "m halo", what);
	fputs("</g>\n", file);
}

static void draw_pause(struct picture *picture,
		       const struct tcpst_svg_place *place)
{
	char span[TCPST_TEXT_SIZE], what[TCPST_TEXT_SIZE + 16];

	if (!place->pause || (place != picture->layout.place &&
			      place[-1].pause == place->pause))
		return;
	tcpst_format_duration(span, picture->style, place->since);
	snprintf(what, sizeof(what), picture->style->ns ? _("%s ns later") :
		 _("%s later"), span);
	draw_break(picture->file, place->pause, what);
}

static void draw_time(struct picture *picture, const struct tcpst_event *event,
		      const struct tcpst_svg_place *place)
{
	u64 start = picture->ladder->flow->verdict.start;
	u64 ns = event->time_ns > start ? event->time_ns - start : 0;
	char time[TCPST_TEXT_SIZE], since[TCPST_TEXT_SIZE] = "+";

	if (picture->style->ns)
		snprintf(time, sizeof(time), "%" PRIu64, ns);
	else
		snprintf(time, sizeof(time), "%.6f", (double)ns / 1e9);
	tcpst_svg_text(picture->file, TIMES, place->y + 4, "num e", time);
	if (!place->since || place->pause)
		return;
	tcpst_format_duration(since + 1, picture->style, place->since);
	fputs("<g class=\"faint\">", picture->file);
	tcpst_svg_text(picture->file, TIMES, place->y + 16, "num small e", since);
	fputs("</g>\n", picture->file);
}

/* Segments are coloured by their effect. */
static const char *arrow_class(const struct tcpst_event *event, bool crossed)
{
	if (event->flags & TCPS_FLAG_RST)
		return "bad";
	if (crossed)
		return "faint";
	if (event->flags & TCPS_FLAG_SYN)
		return "s2";
	if (event->flags & TCPS_FLAG_FIN)
		return "s5";
	return "ink";
}

static void draw_label(const struct picture *picture,
		       const struct tcpst_step *step, int y)
{
	const struct tcpst_event *event = step->event;
	char more[TCPST_REMARK_SIZE];
	char what[96], numbers[96];
	int degrees = step->role == TCPS_INITIATOR ? 2 : -2, n, lines;
	FILE *file = picture->file;

	tcpst_format_flags(what, event->flags);
	n = 0;
	if (event->len)
		n = snprintf(numbers, sizeof(numbers), "len=%u ", event->len);
	n += snprintf(numbers + n, sizeof(numbers) - n, "seq=%u",
		     tcpst_ladder_position(picture->ladder, picture->style,
					   event, event->sender, event->seq));
	if (event->flags & TCPS_FLAG_ACK)
		n += snprintf(numbers + n, sizeof(numbers) - n, " ack=%u",
			      tcpst_ladder_position(picture->ladder,
						    picture->style, event,
						    !event->sender,
						    event->ack));
	tcpst_ladder_step_remark(more, picture->ladder, picture->style, step);
	lines = 1 + (strlen(what) + n + (*more ? strlen(more) + 3 : 0) >
		     LABEL_COLUMNS);

	fprintf(file,
		"<text class=\"m halo\" transform=\"rotate(%d %d %d)\" x=\"%d\" y=\"%d\"><tspan class=\"b\">%s</tspan>",
		degrees, MIDDLE, y, MIDDLE, y - 5, *what ? what : _("no flags"));
	if (lines == 1)
		fprintf(file, " <tspan class=\"num\">%s</tspan>", numbers);
	if (*more)
		fprintf(file, " <tspan class=\"bad\">(%s)</tspan>", more);
	fputs("</text>\n", file);
	if (lines > 1)
		fprintf(file,
			"<text class=\"m num halo\" transform=\"rotate(%d %d %d)\" x=\"%d\" y=\"%d\">%s</text>\n",
			degrees, MIDDLE, y, MIDDLE, y + 14, numbers);
}

/* The arrow is drawn along the x axis, and then rotated and moved into place. */
static void draw_arrow(struct picture *picture, const struct tcpst_step *step,
		       const struct tcpst_svg_place *place)
{
	bool right = step->role == TCPS_INITIATOR;
	bool crossed = step->event->dropped ||
		       tcpst_svg_is_ignored(step->event);
	int tip = RIGHT - LEFT - BAND / 2 - 1;
	FILE *file = picture->file;

	fprintf(file, "<g class=\"%s\">\n<g transform=\"translate(%d %d)%s rotate(2)\">",
		arrow_class(step->event, crossed), lifeline(step->role),
		place->y, right ? "" : " scale(-1 1)");
	if (crossed)
		fprintf(file,
			"<path class=\"line dashed\" d=\"M%d 0H%d\"/><path class=\"line\" d=\"M%d -5l10 10m0 -10l-10 10\"/>",
			BAND / 2 + 1, tip - 20, tip - 20);
	else
		fprintf(file,
			"<path class=\"line%s\" d=\"M%d 0H%d\"/><path class=\"fill\" d=\"M%d 0l-10 -4.5v9z\"/>",
			step->event->type == TCPST_NOTE ? " dashed" : "",
			BAND / 2 + 1, tip - 8, tip);
	fputs("</g>\n", file);
	draw_label(picture, step, place->y + TCPST_SVG_SLANT / 2);
	fputs("</g>\n", file);
	draw_time(picture, step->event, place);
}

static void draw_mark(struct picture *picture, const struct tcpst_step *step,
		      const struct tcpst_svg_place *place)
{
	bool icmp = step->event->cause == TCPS_CAUSE_ICMP ||
		    step->event->cause == TCPS_CAUSE_ICMP_IGNORED;
	FILE *file = picture->file;
	char mark[TCPST_TEXT_SIZE];
	unsigned int role;

	tcpst_ladder_mark(mark, step->event);
	fprintf(file, "<g class=\"%s\">\n", icmp ? "bad" : "ink");
	for (role = 0; role < 2; role++) {
		int x = lifeline(role);

		if (step->role != role && step->role != TCPS_ROLE_NONE)
			continue;
		fprintf(file, "<circle class=\"paper\" cx=\"%d\" cy=\"%d\" r=\"7\"/><circle class=\"line\" cx=\"%d\" cy=\"%d\" r=\"6\"/>",
			x, place->y, x, place->y);
		fprintf(file, icmp ?
			"<path class=\"line\" d=\"M%d %dm-3 -3l6 6m0 -6l-6 6\"/>\n" :
			"<path class=\"line\" d=\"M%d %dm0 -4v4h3\"/>\n",
			x, place->y);
	}
	tcpst_svg_text(file, step->role == TCPS_INITIATOR ? LEFT + 14 :
		       step->role == TCPS_RESPONDER ? RIGHT - 14 : MIDDLE, place->y + 4,
		       step->role == TCPS_INITIATOR ? "halo" :
		       step->role == TCPS_RESPONDER ? "e halo" : "m halo",
		       mark);
	fputs("</g>\n", file);
	draw_time(picture, step->event, place);
}

static void draw_payload(struct picture *picture,
			 const struct tcpst_step *step,
			 const struct tcpst_svg_place *place)
{
	int y = place->y, width = RIGHT - LEFT - 40;
	char count[TCPST_TEXT_SIZE], what[TCPST_TEXT_SIZE + 16];
	FILE *file = picture->file;

	tcpst_format_count(count, step->octets);
	snprintf(what, sizeof(what), step->octets == 1 ? _("%s octet") :
		 _("%s octets"), count);
	fprintf(file, "<g class=\"s4\"><g transform=\"translate(%d %d)%s\"><path class=\"wash\" d=\"M20 -8h%dl14 8l-14 8h-%dz\"/></g>\n",
		lifeline(step->role), y,
		step->role == TCPS_INITIATOR ? "" : " scale(-1 1)", width - 14,
		width - 14);
	tcpst_svg_text(file, MIDDLE, y + 4, "m", what);
	fputs("</g>\n", file);
}

static void draw_folded(struct picture *picture,
			const struct tcpst_step *step,
			const struct tcpst_svg_place *place)
{
	char what[TCPST_TEXT_SIZE];

	tcpst_ladder_folded(what, step);
	draw_break(picture->file, place->y - 2, what);
	draw_time(picture, step->event, place);
}

static void draw_step(struct picture *picture, const struct tcpst_step *step)
{
	const struct tcpst_svg_place *place =
		&picture->layout.place[step - picture->ladder->step];

	draw_pause(picture, place);
	switch (step->kind) {
	case TCPST_STEP_ARROW:
		draw_arrow(picture, step, place);
		break;
	case TCPST_STEP_MARK:
		draw_mark(picture, step, place);
		break;
	case TCPST_STEP_FOLDED:
		draw_folded(picture, step, place);
		break;
	default:
		draw_payload(picture, step, place);
	}
}

static void draw_head(const struct picture *picture)
{
	const struct tcpst_flow *flow = picture->ladder->flow;
	const struct tcps_verdict *verdict = &flow->verdict;
	char title[8 * TCPST_TEXT_SIZE], lasted[TCPST_TEXT_SIZE], start[TCPST_TEXT_SIZE];
	char end[TCPST_TEXT_SIZE];
	FILE *file = picture->file;
	unsigned int role;

	tcpst_format_duration(lasted, picture->style,
			      tcpst_flow_duration(flow));
	tcpst_format_date(start, picture->style, verdict->start);
	snprintf(title, sizeof(title), "Flow %" PRIu64, flow->id);
	tcpst_svg_text(file, 20, 30, "h", title);
	if (verdict->end == TCPS_END_STILL_OPEN)
		snprintf(title, sizeof(title), _("since %s, still open after %s"),
			 start, lasted);
	else
		snprintf(title, sizeof(title), _("%s, end: %s after %s"), start,
			 tcps_end_name(verdict->end), lasted);
	if (verdict->adopted)
		strcat(title, _(", first seen after its beginning"));
	if (!verdict->roles_known)
		strcat(title, _(": which end is the initiator is a guess"));
	fputs("<g class=\"faint\">", file);
	tcpst_svg_text(file, 20, 48, "", title);
	tcpst_svg_text(file, TIMES, LIFELINES_TOP - 12, "e small",
		       picture->style->ns ? "ns" : _("seconds"));
	fputs("</g>\n", file);
	for (role = 0; role < 2; role++) {
		tcpst_format_end(end, picture->style, &flow->ends, role);
		tcpst_svg_text(file, lifeline(role), LIFELINES_TOP - 27, "b m",
			       tcpst_role_word(role));
		tcpst_svg_text(file, lifeline(role), LIFELINES_TOP - 12, "num m", end);
	}
}

/**
 * tcpst_svg_ladder() - draw a ladder as SVG
 * @file:   output file
 * @ladder: the ladder
 * @style:  style of numbers
 * @alone:  write a document of its own; otherwise a part of a page that has the
 *          style sheet
 */
void tcpst_svg_ladder(FILE *file, const struct tcpst_ladder *ladder,
		      const struct tcpst_style *style, bool alone)
{
	struct tcpst_style own = *style;
	struct picture picture = {
		.file = file, .ladder = ladder, .style = &own,
	};
	char title[64];
	int height;
	size_t i;

	own.utf8 = true;
	tcpst_svg_layout_make(&picture.layout, ladder, LIFELINES_TOP);
	height = picture.layout.bottom + 24 +
		 tcpst_svg_legend_make(&picture.legend, &picture.layout);
	snprintf(title, sizeof(title), "Flow %" PRIu64, ladder->flow->id);
	if (alone)
		tcpst_svg_begin(file, TCPST_SVG_LADDER_WIDTH, height, title);
	else
		fprintf(file, "<svg class=\"tcpst\" viewBox=\"0 0 %d %d\" width=\"%d\" role=\"group\" aria-label=\"%s\">\n",
			TCPST_SVG_LADDER_WIDTH, height, TCPST_SVG_LADDER_WIDTH,
			title);
	draw_head(&picture);
	for (i = 0; i < picture.layout.n; i++)
		draw_span(&picture, &picture.layout.span[i]);
	if (ladder->cut)
		draw_break(file, LIFELINES_TOP + 40,
			   _("what came before is overwritten"));
	for (i = 0; i < ladder->n; i++)
		draw_step(&picture, &ladder->step[i]);
	tcpst_svg_legend_draw(&picture.legend, file, ladder, &own,
			      picture.layout.bottom + 24);
	fputs("</svg>\n", file);
	tcpst_svg_layout_free(&picture.layout);
}
