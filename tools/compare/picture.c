// SPDX-License-Identifier: GPL-2.0
/*
 * A connection at several places as a picture: a lifeline for each place, and an arrow
 * from place to place for each segment. One that was lost ends in a cross between two
 * lifelines, one that was injected begins there. Time runs downwards, not to scale.
 */
#include "compare/print.h"

#include "svg/svg.h"

#define TIMES 92		/* right edge of the column of times */
#define LEFT 112		/* the first lifeline */
#define STRETCH 280		/* from one lifeline to the next */
#define REMARKS 520		/* width of the remarks beside the last one */
#define TOP 76			/* where lifelines begin */
#define STEP 30			/* from one segment to the next */
#define SLANT 10		/* descent of an arrow on a stretch */

static int lifeline(unsigned int place)
{
	return LEFT + STRETCH * (int)place;
}

static void draw_head(FILE *file, int x, int y, bool right)
{
	fprintf(file, "<path class=\"fill\" d=\"M%d %dl%d -4v8z\"/>\n", x, y,
		right ? -9 : 9);
}

static void draw_cross(FILE *file, int x, int y)
{
	fprintf(file, "<path class=\"line\" d=\"M%d %dl8 8m0 -8l-8 8\"/>\n", x - 4,
		y - 4);
}

/* Draw a stretch of an arrow; if the segment was lost or injected, half of it. */
static void draw_stretch(FILE *file, u8 fate, unsigned int at, bool right, int y)
{
	bool lost = fate == TCPST_FATE_LOST;
	bool made = fate == TCPST_FATE_INJECTED || fate == TCPST_FATE_DUPLICATED;
	bool dotted = fate == TCPST_FATE_UNKNOWN || fate == TCPST_FATE_UNCAPTURED;
	int from = lifeline(right ? at : at + 1), to = lifeline(right ? at + 1 : at);
	int middle = (from + to) / 2, below = y + SLANT;

	if (fate == TCPST_FATE_NONE)
		return;
	if (made) {
		from = middle;
		y += SLANT / 2;
	}
	if (lost) {
		to = middle;
		below -= SLANT / 2;
	}
	fprintf(file, "<g class=\"%s\">\n<path class=\"line%s\" d=\"M%d %dL%d %d\"/>\n",
		lost || made ? "bad" : "ink",
		dotted ? " dotted" :
		fate == TCPST_FATE_REGROUPED ? " dashed" : "", from, y, to, below);
	if (lost)
		draw_cross(file, to, below);
	else
		draw_head(file, to, below, right);
	if (made)
		draw_cross(file, from, y);
	fputs("</g>\n", file);
}

static void draw_row(FILE *file, const struct tcpst_comparison *comparison,
		     const struct tcpst_path *path, const struct tcpst_row *row,
		     int y)
{
	unsigned int n = comparison->n_places, at, place;
	bool right = tcpst_path_towards(path, row->sender);
	const struct tcpst_sighting *seen = tcpst_row_seen(path, row, &place);
	char text[TCPST_COMPARE_REMARK];

	snprintf(text, sizeof(text), "%+.6f",
		 (double)(row->time - path->row->time) / 1e9);
	tcpst_svg_text(file, TIMES, y + 4, "num e faint", text);
	tcpst_compare_label(text, sizeof(text), path->view[place], seen);
	for (at = 0; at + 1 < n; at++) {
		int down = SLANT * (int)(right ? at : n - 2 - at);

		draw_stretch(file, row->fate[at], at, right, y + down);
		if (row->fate[at] != TCPST_FATE_NONE)
			tcpst_svg_text(file, lifeline(at) + STRETCH / 2,
				       y + down + SLANT / 2 - 6, "num m halo", text);
	}
	tcpst_compare_remark(text, path, row, n);
	if (*text)
		tcpst_svg_text(file, lifeline(n - 1) + 14, y + 4, "small", text);
}

static void draw_places(FILE *file, const struct tcpst_comparison *comparison,
			const struct tcpst_path *path, int bottom)
{
	unsigned int at;

	for (at = 0; at < comparison->n_places; at++) {
		const char letter[] = { (char)('A' + at), '\0' };

		tcpst_svg_text(file, lifeline(at), TOP - 26, "b m", letter);
		tcpst_svg_text(file, lifeline(at), TOP - 10, "small m faint",
			       comparison->place[at].name);
		fprintf(file, "<path class=\"line faint%s\" d=\"M%d %dV%d\"/>\n",
			path->view[at] ? "" : " dotted", lifeline(at), TOP, bottom);
	}
}

/**
 * tcpst_compare_picture() - draw a connection as SVG
 * @file:       output file
 * @comparison: after tcpst_compare()
 * @style:      style of numbers
 * @number:     number of the connection, from 1
 */
void tcpst_compare_picture(FILE *file, const struct tcpst_comparison *comparison,
			   const struct tcpst_style *style, size_t number)
{
	const struct tcpst_path *path = &comparison->path[number - 1];
	char one[TCPST_TEXT_SIZE], other[TCPST_TEXT_SIZE], title[2 * TCPST_TEXT_SIZE + 8];
	int step = STEP + SLANT * (int)(comparison->n_places - 2);
	int bottom = TOP + 20 + step * (int)path->n;
	size_t i;

	tcpst_compare_end(one, style, path, TCPS_INITIATOR);
	tcpst_compare_end(other, style, path, TCPS_RESPONDER);
	snprintf(title, sizeof(title), "%s → %s", one, other);
	tcpst_svg_begin(file, lifeline(comparison->n_places - 1) + REMARKS,
			bottom + 16, title);
	tcpst_svg_text(file, 12, 26, "h", title);
	draw_places(file, comparison, path, bottom);
	for (i = 0; i < path->n; i++)
		draw_row(file, comparison, path, &path->row[i],
			 TOP + 22 + step * (int)i);
	fputs("</svg>\n", file);
}
