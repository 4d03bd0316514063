// SPDX-License-Identifier: GPL-2.0
/* A comparison as a table: a line per connection, and below it the places. */
#include "compare/print.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/append.h"
#include "module/core/names.h"
#include "module/core/options.h"
#include "text/grid.h"

/* Size of a cell that has several parts. */
#define CELL 512

/**
 * tcpst_compare_range() - a duration that is known by bounds
 * @text:  written to, %TCPST_TEXT_SIZE
 * @style: style of numbers
 * @range: the duration, ns
 */
void tcpst_compare_range(char *text, const struct tcpst_style *style,
			 const struct tcpst_range *range)
{
	char min[TCPST_TEXT_SIZE], max[TCPST_TEXT_SIZE];
	int64_t low = range->min < 0 ? -range->min : range->min;
	int64_t high = range->max < 0 ? -range->max : range->max;

	if (!range->known) {
		snprintf(text, TCPST_TEXT_SIZE, "unknown");
		return;
	}
	tcpst_format_duration(min, style, (u64)low);
	tcpst_format_duration(max, style, (u64)high);
	if (!strcmp(min, max) && (range->min < 0) == (range->max < 0))
		snprintf(text, TCPST_TEXT_SIZE, "%s%.40s",
			 range->min < 0 ? "-" : "", min);
	else
		snprintf(text, TCPST_TEXT_SIZE, "%s%.40s to %s%.40s",
			 range->min < 0 ? "-" : "", min,
			 range->max < 0 ? "-" : "", max);
}

/** tcpst_compare_end() - address and port of an end, at the first place that saw it */
void tcpst_compare_end(char *text, const struct tcpst_style *style,
		       const struct tcpst_path *path, unsigned int role)
{
	unsigned int at = 0;

	while (!path->view[at])
		at++;
	tcpst_format_end(text, style, &path->view[at]->flow.ends,
			 role ^ path->turned[at]);
}

static void print_clocks(FILE *file, const struct tcpst_comparison *comparison,
			 unsigned int at)
{
	const struct tcpst_align *align = comparison->align[at][at + 1];
	struct tcpst_range offset;
	double min, max;
	bool drift;

	if (!align || !tcpst_align_count(align)) {
		fprintf(file, "Clocks of %c and %c: unknown, no segment was seen at both\n",
			'A' + at, 'B' + at);
		return;
	}
	if (!comparison->aligned[at][at + 1]) {
		fprintf(file, "Clocks of %c and %c: no offset and drift fit all segments: one of them was set\n",
			'A' + at, 'B' + at);
		return;
	}
	offset = tcpst_align_offset(align, comparison->place[at].first);
	if (!offset.known) {
		fprintf(file, "Clocks of %c and %c: unknown, all segments went the same way\n",
			'A' + at, 'B' + at);
		return;
	}
	drift = tcpst_align_drift(align, &min, &max);
	fprintf(file, "Clock of %c: ahead of %c by %.3f to %.3f ms at first",
		'B' + at, 'A' + at, (double)offset.min / 1e6,
		(double)offset.max / 1e6);
	/* Over a short time, the drift cannot be measured. */
	if (drift && max - min < TCPST_DRIFT_MAX)
		fprintf(file, ", drift %.1f to %.1f ppm", min * 1e6, max * 1e6);
	fprintf(file, " (from %zu segments)\n", tcpst_align_count(align));
}

/* Print limits of a place: few segments, one direction only, offload, options cut off. */
static void print_limits(FILE *file, const struct tcpst_place *place,
			 unsigned int at)
{
	size_t i, k, one_way = 0, large = 0, cut_off = 0;

	for (i = 0; i < place->n; i++) {
		const struct tcpst_view *view = &place->view[i];
		u32 mss = 0;

		one_way += tcpst_view_has(view, 0) != tcpst_view_has(view, 1);
		for (k = 0; k < view->n; k++) {
			if (view->seen[k].options & TCPS_OPTION_MSS)
				mss = view->seen[k].options & 0xffff;
			cut_off += !!(view->seen[k].options & TCPS_OPTION_CUT);
			large += mss && view->seen[k].len > mss;
		}
	}
	if (place->sparse)
		fprintf(file, "%c is a %s: only its segments with SYN, FIN or RST are compared\n",
			'A' + at, place->live ? "network namespace" : "recording");
	if (one_way)
		fprintf(file, "%c has one direction only of %zu of its %zu connections\n",
			'A' + at, one_way, place->n);
	if (large)
		fprintf(file, "%c has %zu segments larger than the MSS: captured before or after offload\n",
			'A' + at, large);
	if (cut_off)
		fprintf(file, "%c has %zu SYNs whose options were cut off by the snapshot length\n",
			'A' + at, cut_off);
}

/**
 * tcpst_compare_places() - print the places and their clocks
 * @file:       output file
 * @comparison: after tcpst_compare()
 */
void tcpst_compare_places(FILE *file, const struct tcpst_comparison *comparison)
{
	unsigned int at;

	for (at = 0; at < comparison->n_places; at++)
		fprintf(file, "%c  %s: %zu connection%s\n", 'A' + at,
			comparison->place[at].name, comparison->place[at].n,
			comparison->place[at].n == 1 ? "" : "s");
	for (at = 0; at + 1 < comparison->n_places; at++)
		print_clocks(file, comparison, at);
	for (at = 0; at < comparison->n_places; at++)
		print_limits(file, &comparison->place[at], at);
	putc('\n', file);
}

static void put_counts(char cell[CELL], const struct tcpst_outcome *outcome,
		       unsigned int n_places, u8 fate)
{
	unsigned int at, towards;

	*cell = '\0';
	for (at = 0; at + 1 < n_places; at++)
		for (towards = 2; towards-- > 0;)
			if (outcome->count[at][towards][fate])
				tcpst_append(cell, CELL, "%s%c>%c %zu", *cell ? ", " : "",
					     towards ? 'A' + at : 'B' + at,
					     towards ? 'B' + at : 'A' + at,
					     outcome->count[at][towards][fate]);
}

static void put_delays(char cell[CELL], const struct tcpst_outcome *outcome,
		       const struct tcpst_style *style, unsigned int n_places)
{
	unsigned int at, towards;
	char text[TCPST_TEXT_SIZE];

	*cell = '\0';
	for (at = 0; at + 1 < n_places; at++)
		for (towards = 2; towards-- > 0;) {
			if (!outcome->delay[at][towards].known)
				continue;
			tcpst_compare_range(text, style,
					    &outcome->delay[at][towards]);
			tcpst_append(cell, CELL, "%s%c>%c %s", *cell ? ", " : "",
				     towards ? 'A' + at : 'B' + at,
				     towards ? 'B' + at : 'A' + at, text);
		}
}

static void put_changes(char cell[CELL], const struct tcpst_outcome *outcome)
{
	unsigned int i, k;

	*cell = '\0';
	for (i = 0; i < outcome->n_changed; i++) {
		for (k = 0; outcome->changed[k].what != outcome->changed[i].what;)
			k++;
		if (k < i)
			continue;	/* the same change of both ends, or on two stretches */
		tcpst_append(cell, CELL, "%s%s", *cell ? ", " : "",
			     outcome->changed[i].what);
	}
}

/* How the connection ended; for each place, if they differ. */
static void put_ends(char cell[CELL], const struct tcpst_path *path)
{
	unsigned int at, first = TCPST_PLACES_MAX;
	bool same = true;

	*cell = '\0';
	for (at = 0; at < TCPST_PLACES_MAX; at++) {
		if (!path->view[at])
			continue;
		if (first == TCPST_PLACES_MAX)
			first = at;
		same &= path->view[at]->flow.verdict.end ==
			path->view[first]->flow.verdict.end;
	}
	for (at = 0; at < TCPST_PLACES_MAX && !same; at++)
		if (path->view[at])
			tcpst_append(cell, CELL, "%s%c %s", *cell ? ", " : "", 'A' + at,
				     tcps_end_name(path->view[at]->flow.verdict.end));
	if (same)
		tcpst_append(cell, CELL, "%s",
			     tcps_end_name(path->view[first]->flow.verdict.end));
}

static void put_places(char cell[CELL], const struct tcpst_path *path,
		       unsigned int n_places)
{
	unsigned int at;

	for (at = 0; at < n_places; at++)
		cell[at] = path->view[at] ? (char)('A' + at) : '-';
	cell[at] = '\0';
}

static void add_line(struct tcpst_grid *grid,
		     const struct tcpst_comparison *comparison,
		     const struct tcpst_style *style, size_t number,
		     const struct tcpst_outcome *outcome)
{
	const struct tcpst_path *path = &comparison->path[number];
	unsigned int n = comparison->n_places;
	char cell[CELL];

	snprintf(cell, sizeof(cell), "%zu", number + 1);
	tcpst_grid_put(grid, cell, NULL);
	tcpst_compare_end(cell, style, path, TCPS_INITIATOR);
	tcpst_grid_put(grid, cell, NULL);
	tcpst_compare_end(cell, style, path, TCPS_RESPONDER);
	tcpst_grid_put(grid, cell, NULL);
	put_places(cell, path, n);
	tcpst_grid_put(grid, cell, NULL);
	put_counts(cell, outcome, n, TCPST_FATE_LOST);
	tcpst_grid_put(grid, cell, NULL);
	put_counts(cell, outcome, n, TCPST_FATE_INJECTED);
	tcpst_grid_put(grid, cell, NULL);
	put_delays(cell, outcome, style, n);
	tcpst_grid_put(grid, cell, NULL);
	put_ends(cell, path);
	tcpst_grid_put(grid, cell, NULL);
	put_changes(cell, outcome);
	tcpst_grid_put(grid, cell, NULL);
}

/* Totals of all connections. */
struct total {
	size_t everywhere;
	size_t count[TCPST_FATE_MAX];
	size_t uncaptured[TCPST_PLACES_MAX];
};

static void add_up(struct total *total, const struct tcpst_comparison *comparison,
		   const struct tcpst_path *path,
		   const struct tcpst_outcome *outcome)
{
	unsigned int at, fate;
	bool everywhere = true;
	size_t i;

	for (at = 0; at < comparison->n_places; at++) {
		everywhere &= !!path->view[at];
		for (i = 0; i < path->n; i++)
			total->uncaptured[at] += path->row[i].uncaptured[at];
	}
	total->everywhere += everywhere;
	for (fate = 0; fate < TCPST_FATE_MAX; fate++)
		total->count[fate] += tcpst_outcome_count(outcome, comparison,
							  fate);
}

static void print_total(FILE *file, const struct tcpst_comparison *comparison,
			const struct total *total)
{
	unsigned int at;

	fprintf(file, "\n%zu connection%s, %zu seen at every place.\n"
		"Segments: %zu passed, %zu lost, %zu injected on the way, %zu duplicated,\n"
		"%zu regrouped by offload, %zu not comparable",
		comparison->n, comparison->n == 1 ? "" : "s", total->everywhere,
		total->count[TCPST_FATE_PASSED], total->count[TCPST_FATE_LOST],
		total->count[TCPST_FATE_INJECTED], total->count[TCPST_FATE_DUPLICATED],
		total->count[TCPST_FATE_REGROUPED],
		total->count[TCPST_FATE_UNKNOWN]);
	if (total->count[TCPST_FATE_UNCAPTURED])
		fprintf(file, ", %zu uncaptured at one place",
			total->count[TCPST_FATE_UNCAPTURED]);
	fputs(".\n", file);
	for (at = 0; at < comparison->n_places; at++)
		if (total->uncaptured[at])
			fprintf(file, "%c lacks %zu segment%s that arrived: its capture is incomplete, or %s took\n"
				"another path. Others that it lacks are not comparable, unless retransmitted.\n",
				'A' + at, total->uncaptured[at],
				total->uncaptured[at] == 1 ? "" : "s",
				total->uncaptured[at] == 1 ? "it" : "they");
}

/**
 * tcpst_compare_table() - print a line per connection
 * @file:       output file
 * @comparison: after tcpst_compare()
 * @style:      style of numbers
 * @most:       limit of lines; 0: none
 */
void tcpst_compare_table(FILE *file, const struct tcpst_comparison *comparison,
			 const struct tcpst_style *style, u64 most)
{
	static const char *const columns[] = {
		"NUMBER", "INITIATOR", "RESPONDER", "SEEN", "LOST", "INJECTED",
		"DELAY", "END", "CHANGED",
	};
	struct tcpst_grid *grid = tcpst_grid_new();
	struct tcpst_outcome *outcome = tcpst_alloc(1, sizeof(*outcome));
	struct total total = { .everywhere = 0 };
	size_t i;

	for (i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		tcpst_grid_column(grid, columns[i], !i);
	for (i = 0; i < comparison->n; i++) {
		tcpst_outcome_make(outcome, comparison, &comparison->path[i]);
		add_up(&total, comparison, &comparison->path[i], outcome);
		if (!most || i < most)
			add_line(grid, comparison, style, i, outcome);
	}
	if (tcpst_grid_lines(grid)) {
		tcpst_grid_head(grid, file);
		tcpst_grid_print(grid, file);
	}
	tcpst_grid_free(grid);
	free(outcome);
	print_total(file, comparison, &total);
}
