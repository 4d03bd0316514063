// SPDX-License-Identifier: GPL-2.0
/*
 * A connection at several places as a ladder: a lifeline for each place, an arrow from
 * place to place for each segment, which ends or begins between them if it was lost or
 * injected there, and beside it the states according to each place.
 */
#include "compare/print.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "module/core/names.h"

/* Columns between two lifelines. */
#define STRETCH 34

/* Characters of the drawing. */
struct pen {
	const char *line;
	const char *dots;
	const char *life;
	const char *right;
	const char *left;
	const char *cross;
};

static const struct pen unicode = { "─", "┄", "│", "▶", "◀", "✗" };
static const struct pen ascii = { "-", ".", "|", ">", "<", "X" };

static void repeat(FILE *file, const char *text, int n)
{
	while (n-- > 0)
		fputs(text, file);
}

/*
 * Draw a stretch. The arrow of a lost segment ends in the middle, that of an injected one
 * begins there: the other half, where the segment never was, is blank.
 */
static void draw_stretch(FILE *file, const struct pen *pen, u8 fate, bool right,
			 const char *label)
{
	bool lost = fate == TCPST_FATE_LOST;
	bool made = fate == TCPST_FATE_INJECTED || fate == TCPST_FATE_DUPLICATED;
	bool dotted = fate == TCPST_FATE_UNKNOWN || fate == TCPST_FATE_UNCAPTURED;
	const char *line = dotted ? pen->dots : pen->line;
	const char *tail = made ? pen->cross : line;
	const char *head = lost ? pen->cross : right ? pen->right : pen->left;
	int width = STRETCH - (int)strlen(label) - 4, blank = 0;

	if (fate == TCPST_FATE_NONE) {
		repeat(file, " ", STRETCH);
		return;
	}
	if (lost || made)
		blank = width / 2;
	width -= blank;
	if (right ? made : lost)
		repeat(file, " ", blank);
	fputs(right ? tail : head, file);
	repeat(file, line, width / 2);
	fprintf(file, " %s ", label);
	repeat(file, line, width - width / 2);
	fputs(right ? head : tail, file);
	if (right ? lost : made)
		repeat(file, " ", blank);
}

static void print_row(FILE *file, const struct tcpst_comparison *comparison,
		      const struct tcpst_path *path, const struct tcpst_row *row,
		      const struct pen *pen, int64_t begun)
{
	unsigned int n = comparison->n_places, at, place;
	bool right = tcpst_path_towards(path, row->sender);
	const struct tcpst_sighting *seen = tcpst_row_seen(path, row, &place);
	char label[64], remark[TCPST_COMPARE_REMARK];

	tcpst_compare_label(label, sizeof(label), path->view[place], seen);
	label[STRETCH - 10] = '\0';
	fprintf(file, "%+12.6f  ", (double)(row->time - begun) / 1e9);
	for (at = 0; at < n; at++) {
		fputs(pen->life, file);
		if (at + 1 < n)
			draw_stretch(file, pen, row->fate[at], right, label);
	}
	tcpst_compare_remark(remark, path, row, n);
	fprintf(file, "%s\n", remark);
}

static void print_view(FILE *file, const struct tcpst_comparison *comparison,
		       const struct tcpst_path *path, unsigned int at)
{
	static const char *const how[] = {
		[TCPST_MATCH_NONE] = "",
		[TCPST_MATCH_NUMBERS] =
			", found by addresses, ports and sequence numbers",
		[TCPST_MATCH_SEGMENTS] =
			", found by addresses, ports and segments",
		[TCPST_MATCH_TRANSLATED] = ", found by sequence numbers",
		[TCPST_MATCH_RENUMBERED] =
			", found by addresses and ports, with other sequence numbers",
	};
	const struct tcpst_view *view = path->view[at];
	const struct tcps_verdict *verdict;

	if (!view) {
		fprintf(file, "%c  %s: not seen\n", 'A' + at,
			comparison->place[at].name);
		return;
	}
	verdict = &view->flow.verdict;
	fprintf(file, "%c  %s: flow %" PRIu64 ", end %s, states %s and %s, %zu segments%s\n",
		'A' + at, comparison->place[at].name, view->flow.id,
		tcps_end_name(verdict->end),
		tcps_state_name(verdict->state[path->turned[at]]),
		tcps_state_name(verdict->state[!path->turned[at]]), view->n,
		how[path->how[at]]);
}

static void print_outcome(FILE *file, const struct tcpst_comparison *comparison,
			  const struct tcpst_outcome *outcome,
			  const struct tcpst_style *style)
{
	char middle[TCPST_TEXT_SIZE], least[TCPST_TEXT_SIZE];
	unsigned int at, towards, i;

	for (at = 0; at + 1 < comparison->n_places; at++)
		for (towards = 2; towards-- > 0;) {
			if (!outcome->delay[at][towards].known)
				continue;
			tcpst_compare_range(middle, style,
					    &outcome->delay[at][towards]);
			tcpst_compare_range(least, style,
					    &outcome->least[at][towards]);
			fprintf(file, "Delay from %c to %c: %s, at least %s\n",
				towards ? 'A' + at : 'B' + at,
				towards ? 'B' + at : 'A' + at, middle, least);
		}
	for (i = 0; i < outcome->n_changed; i++)
		fprintf(file, "Changed between %c and %c: %s, %s and %s\n",
			'A' + outcome->changed[i].stretch,
			'B' + outcome->changed[i].stretch,
			outcome->changed[i].what, outcome->changed[i].from,
			outcome->changed[i].to);
}

/**
 * tcpst_compare_ladder() - draw a connection, segment by segment
 * @file:       output file
 * @comparison: after tcpst_compare()
 * @style:      style of numbers
 * @number:     number of the connection, from 1
 */
void tcpst_compare_ladder(FILE *file, const struct tcpst_comparison *comparison,
			  const struct tcpst_style *style, size_t number)
{
	const struct tcpst_path *path = &comparison->path[number - 1];
	struct tcpst_outcome *outcome = tcpst_alloc(1, sizeof(*outcome));
	const struct pen *pen = style->utf8 ? &unicode : &ascii;
	char one[TCPST_TEXT_SIZE], other[TCPST_TEXT_SIZE];
	unsigned int at;
	size_t i;

	tcpst_outcome_make(outcome, comparison, path);
	tcpst_compare_end(one, style, path, TCPS_INITIATOR);
	tcpst_compare_end(other, style, path, TCPS_RESPONDER);
	fprintf(file, "Connection %zu: initiator %s, responder %s\n", number,
		one, other);
	for (at = 0; at < comparison->n_places; at++)
		print_view(file, comparison, path, at);
	print_outcome(file, comparison, outcome, style);
	fprintf(file, "\n%12s  ", "TIME");
	for (at = 0; at < comparison->n_places; at++)
		fprintf(file, "%-*c", STRETCH + 1, 'A' + at);
	putc('\n', file);
	for (i = 0; i < path->n; i++)
		print_row(file, comparison, path, &path->row[i], pen,
			  path->row->time);
	free(outcome);
}
