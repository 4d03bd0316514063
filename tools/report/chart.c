// SPDX-License-Identifier: GPL-2.0
/* Charts of a report, as SVG within its page. */
#include "report/chart.h"

#include <inttypes.h>
#include <string.h>

#include "base/language.h"
#include "module/core/names.h"
#include "svg/svg.h"

/*
 * Heights are in pixels. A chart is as wide as its container: its shapes are stretched from
 * WIDE, its text is not. The numbers are left of it, in the padding of report.css.
 */
#define WIDE 1000
#define HEIGHT 190
#define Y0 160			/* origin of the axes */
#define TOP 12

/* Order from the bottom: established, handshake, close. */
static const u8 stack[] = {
	TCPS_ESTABLISHED, TCPS_SYN_SENT, TCPS_SYN_RECEIVED, TCPS_CLOSE_WAIT,
	TCPS_FIN_WAIT_1, TCPS_FIN_WAIT_2, TCPS_CLOSING, TCPS_LAST_ACK,
	TCPS_TIME_WAIT,
};

static void begin(FILE *file, const char *name)
{
	fprintf(file,
		"<svg class=\"tcpst chart\" height=\"%d\" role=\"img\" aria-label=\"",
		HEIGHT);
	tcpst_svg_escape(file, name);
	fputs("\">\n", file);
}

static void begin_area(FILE *file)
{
	fprintf(file,
		"<svg width=\"100%%\" height=\"%d\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\">\n",
		Y0, WIDE, Y0);
}

/* @alternate: the label is hidden on a narrow screen. */
static void draw_label(FILE *file, double x, const char *text, bool alternate)
{
	fprintf(file,
		"<text class=\"%s small%s\" x=\"%.1f%%\" y=\"%d\">%s</text>\n",
		x > WIDE * 0.97 ? "e" : x > 0 ? "m" : "", alternate ? " alternate" : "",
		x * 100 / WIDE, Y0 + 18, text);
}

/* Round up to 1, 2, 5, 10, 20, ... */
static u64 round_up(double value)
{
	u64 decade = 1;

	while (10 * (double)decade < value)
		decade *= 10;
	return (double)decade >= value ? decade :
	       2 * (double)decade >= value ? 2 * decade :
	       5 * (double)decade >= value ? 5 * decade : 10 * decade;
}

static void draw_counts(FILE *file, u64 most)
{
	char text[TCPST_TEXT_SIZE];
	unsigned int i;

	for (i = 0; i <= 2; i++) {
		int y = Y0 - (Y0 - TOP) * (int)i / 2;

		fprintf(file, "<line class=\"grid\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/>", y, y);
		if (i == 1 && most % 2)
			continue;
		tcpst_format_count(text, most * i / 2);
		fprintf(file,
			"<text class=\"e small\" x=\"-6\" y=\"%d\">%s</text>\n",
			y + 4, text);
	}
}

/* A round interval of ticks, of which there are at most eight. */
static u64 tick_of(u64 span)
{
	static const u64 seconds[] = {
		1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200,
		14400, 21600, 43200, 86400,
	};
	unsigned int i;
	u64 tick;

	if (span < 8000000000ULL) {
		tick = round_up((double)span / 8);
		return tick < 1000000 ? 1000000 : tick;
	}
	for (i = 0; i < sizeof(seconds) / sizeof(seconds[0]); i++)
		if (span / seconds[i] <= 8000000000ULL)
			return seconds[i] * 1000000000;
	return round_up((double)span / 8 / 86400e9) * 86400000000000ULL;
}

static void draw_times(FILE *file, u64 span)
{
	const struct tcpst_style style = { 0 };
	u64 tick = tick_of(span), at;
	char text[TCPST_TEXT_SIZE];

	for (at = 0; at <= span; at += tick) {
		tcpst_format_duration(text, &style, at);
		draw_label(file, (double)at / (double)span * WIDE, text, at / tick % 2);
	}
}

/**
 * tcpst_chart_states() - ends of one role by state, stacked, over time
 * @file:   output file
 * @series: the intervals of time
 * @levels: the numbers of ends
 * @role:   enum tcps_role
 */
void tcpst_chart_states(FILE *file, const struct tcpst_series *series,
			const struct tcpst_levels *levels, unsigned int role)
{
	double below[TCPST_SERIES_INTERVALS] = { 0 };
	double most = (double)round_up(levels->most[role]);
	double step = (double)WIDE / levels->n;
	unsigned int i, k;

	begin(file, role == TCPS_INITIATOR ?
	      _("initiators by state over time") :
	      _("responders by state over time"));
	draw_counts(file, (u64)most);
	begin_area(file);
	for (k = 0; k < sizeof(stack); k++) {
		unsigned int state = stack[k];
		bool any = false;

		for (i = 0; i < levels->n; i++)
			any |= levels->level[i][role][state] > 0;
		if (!any)
			continue;
		fprintf(file, "<path class=\"fill s%u\" d=\"M0 %.1f", state,
			Y0 - below[0] / most * (Y0 - TOP));
		for (i = 0; i < levels->n; i++)
			fprintf(file, "V%.1fH%.1f",
				Y0 - (below[i] + levels->level[i][role][state]) /
				     most * (Y0 - TOP),
				step * (i + 1));
		for (i = levels->n; i--;) {
			fprintf(file, "V%.1fH%.1f",
				Y0 - below[i] / most * (Y0 - TOP),
				step * i);
			below[i] += levels->level[i][role][state];
		}
		fprintf(file, "Z\"><title>%s</title></path>\n",
			tcps_state_name(state));
	}
	fputs("</svg>\n", file);
	draw_times(file, series->width * levels->n);
	fputs("</svg>\n", file);
}

/**
 * tcpst_chart_histogram() - histograms of the same kind, bars side by side
 * @file:       output file
 * @histograms: the histograms, not all of them empty
 * @names:      their names
 * @n:          number of @histograms
 */
void tcpst_chart_histogram(FILE *file,
			   const struct tcpst_histogram *const histograms[],
			   const char *const names[], unsigned int n)
{
	unsigned int first = TCPS_HISTOGRAM_BINS, last = 0, low, high, bin, i;
	const struct tcpst_style plain = { 0 };
	char text[TCPST_TEXT_SIZE], from[TCPST_TEXT_SIZE];
	double width, most = 1;

	for (i = 0; i < n; i++) {
		tcpst_histogram_range(histograms[i], &low, &high);
		if (low < first)
			first = low;
		if (histograms[i]->n && high > last)
			last = high;
		for (bin = 0; bin < TCPS_HISTOGRAM_BINS; bin++)
			if ((double)histograms[i]->bin[bin] > most)
				most = (double)histograms[i]->bin[bin];
	}
	/* Avoid very broad bars if there are only a few. */
	while (last - first < 7 && last < TCPS_HISTOGRAM_BINS - 2)
		last++;
	most = (double)round_up(most);
	width = (double)WIDE / (last - first + 1);
	begin(file, _(names[0]));
	draw_counts(file, (u64)most);
	begin_area(file);
	for (bin = first; bin <= last; bin++) {
		double x = width * (bin - first);

		tcpst_histogram_bound_text(text, &plain, bin);
		strcpy(from, "0");
		if (bin)
			tcpst_histogram_bound_text(from, &plain, bin - 1);
		for (i = 0; i < n; i++) {
			double share = (double)histograms[i]->bin[bin] / most;

			if (!histograms[i]->bin[bin])
				continue;
			fprintf(file,
				"<rect class=\"fill q%u\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s: %" PRIu64 " from %s to %s</title></rect>\n",
				i, x + 3 + i * (width - 6) / n,
				Y0 - share * (Y0 - TOP), (width - 6) / n,
				share * (Y0 - TOP), _(names[i]),
				histograms[i]->bin[bin], from, text);
		}
	}
	fputs("</svg>\n", file);
	/* With many bins, label only the decades. The last bin has no bound. */
	for (bin = first; bin < last; bin++) {
		if (last - first >= 11 && bin % 3)
			continue;
		tcpst_histogram_bound_text(text, &plain, bin);
		draw_label(file, width * (bin - first + 1), text,
			   last - first < 11 && (bin - first) % 2);
	}
	fputs("</svg>\n", file);
}
