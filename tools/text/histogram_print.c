// SPDX-License-Identifier: GPL-2.0
/* Histograms of durations, as bars. */
#include "text/histogram_print.h"

#include <inttypes.h>
#include <string.h>

/* Columns of the longest bar: with the text before it, 80 columns. */
#define BAR 44
#define BAR_NS 28

/** tcpst_histogram_bound_text() - bound of a bin, short: 200us, 5ms, 1s; unless --ns */
void tcpst_histogram_bound_text(char *text, const struct tcpst_style *style,
				unsigned int bin)
{
	u64 us = tcpst_histogram_bound(bin) / 1000;

	if (bin >= TCPS_HISTOGRAM_BINS - 1)
		strcpy(text, "more");
	else if (style->ns)
		snprintf(text, TCPST_TEXT_SIZE, "%" PRIu64, us * 1000);
	else if (us < 1000)
		snprintf(text, TCPST_TEXT_SIZE, "%" PRIu64 "us", us);
	else if (us < 1000000)
		snprintf(text, TCPST_TEXT_SIZE, "%" PRIu64 "ms", us / 1000);
	else
		snprintf(text, TCPST_TEXT_SIZE, "%" PRIu64 "s", us / 1000000);
}

static void print_bar(FILE *file, u64 count, u64 most, int bar, bool utf8)
{
	static const char *const part[] = {
		"", "▏", "▎", "▍", "▌", "▋", "▊", "▉",
	};
	u64 eighths = (u64)((double)count / (double)most * bar * 8 + .5);

	if (count && !eighths)
		eighths = 1;
	for (; eighths >= 8; eighths -= 8)
		fputs(utf8 ? "█" : "#", file);
	if (utf8)
		fputs(part[eighths], file);
	else if (eighths >= 4 || (count && most / (u64)bar > count))
		putc('#', file);
}

/**
 * tcpst_histogram_print() - print it as bars, 80 columns wide
 * @file:      output file
 * @histogram: the durations; if there are none, only a line without bins
 * @style:     style of numbers; UTF-8 or ASCII
 */
void tcpst_histogram_print(FILE *file, const struct tcpst_histogram *histogram,
			   const struct tcpst_style *style)
{
	char median[TCPST_TEXT_SIZE], high[TCPST_TEXT_SIZE];
	int bar = style->ns ? BAR_NS : BAR, width = (80 - 19 - bar) / 2;
	char text[TCPST_TEXT_SIZE];
	unsigned int bin, first, last;
	u64 most = 0;

	if (!histogram->n) {
		fputs("  none yet\n", file);
		return;
	}
	tcpst_histogram_range(histogram, &first, &last);
	for (bin = first; bin <= last; bin++)
		if (histogram->bin[bin] > most)
			most = histogram->bin[bin];
	for (bin = first; bin <= last; bin++) {
		tcpst_histogram_bound_text(text, style, bin ? bin - 1 : 0);
		fprintf(file, "  %*s ", width, bin ? text : "0");
		tcpst_histogram_bound_text(text, style, bin);
		fprintf(file, "- %-*s ", width, text);
		tcpst_format_count(text, histogram->bin[bin]);
		fprintf(file, "%12s ", text);
		print_bar(file, histogram->bin[bin], most, bar, style->utf8);
		putc('\n', file);
	}
	tcpst_format_duration(median, style,
			      tcpst_histogram_quantile(histogram, 50));
	tcpst_format_duration(high, style,
			      tcpst_histogram_quantile(histogram, 95));
	tcpst_format_duration(text, style, histogram->max);
	fprintf(file, "  median about %s, 95 %% within %s, longest %s\n",
		median, high, text);
}
