// SPDX-License-Identifier: GPL-2.0
/* A report as a self-contained HTML page. */
#include "report/page.h"

#include <ctype.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/language.h"
#include "module/core/names.h"
#include "report/chart.h"
#include "svg/svg.h"
#include "text/words.h"

/* Generated from report.css and report.js when tcpst is built. */
static const char style_sheet[] =
#include "report/report.css.h"
;

static const char script[] =
#include "report/report.js.h"
;

/* enum tcps_end in words. */
static const char *const end_texts[TCPS_END_MAX] = {
	[TCPS_END_STILL_OPEN] = N_("still open when this was written"),
	[TCPS_END_FIN] = N_("both ends closed normally"),
	[TCPS_END_RESET] = N_("a RST ended an established connection"),
	[TCPS_END_REFUSED] = N_("a RST answered the SYN"),
	[TCPS_END_TIMEOUT] = N_("no more segments were seen until a timeout"),
	[TCPS_END_UNREACHABLE] = N_("an ICMP error answered the SYN"),
	[TCPS_END_HALF_OPEN] = N_("SYN-ACK sent, handshake never finished"),
	[TCPS_END_EVICTED] = N_("removed at a limit, or no longer observed"),
	[TCPS_END_DROPPED] = N_("this machine dropped every SYN"),
};

static double percent(u64 part, u64 all)
{
	return all ? 100.0 * (double)part / (double)all : 0;
}

/* Number of failed connections: the sum of the sections that list them, and of all peers. */
static u64 failed(const struct tcpst_report *report)
{
	return report->worst[TCPST_TROUBLE_SILENT].all +
	       report->worst[TCPST_TROUBLE_REFUSED].all +
	       report->worst[TCPST_TROUBLE_UNREACHABLE].all +
	       report->worst[TCPST_TROUBLE_HALF_OPEN].all;
}

/* The error message without the file name at its beginning, which is shown above it. */
static const char *reason(const struct tcpst_page *page)
{
	size_t length = page->name ? strlen(page->name) : 0;

	if (length && !strncmp(page->broken, page->name, length) &&
	    !strncmp(page->broken + length, ": ", 2))
		return page->broken + length + 2;
	return page->broken;
}

/* Missing data, which a reader of the page could not notice otherwise. */
static void write_gaps(FILE *file, const struct tcpst_page *page)
{
	const struct tcpst_replay_stats *counts = page->counts;
	char number[TCPST_TEXT_SIZE], all[TCPST_TEXT_SIZE];

	if (page->report->lost) {
		tcpst_format_count(number, page->report->lost);
		fputs("<p class=\"bad\">", file);
		fprintf(file, _("The recorder did not hold %s older records; they are missing here."),
			number);
		fputs("</p>\n", file);
	}
	if (page->broken) {
		tcpst_format_count(number, counts ? counts->packets : 0);
		fputs("<p class=\"bad\">", file);
		fprintf(file, _("The capture is cut short after %s packets: what follows is missing here."),
			number);
		fputs(" (", file);
		tcpst_svg_escape(file, reason(page));
		fputs(")</p>\n", file);
	}
	if (counts && counts->bad_checksum) {
		tcpst_format_count(number, counts->bad_checksum);
		tcpst_format_count(all, counts->bad_checksum + counts->segments);
		fputs("<p class=\"bad\">", file);
		fprintf(file, _("%s of %s segments have a bad checksum and were ignored; --no-checksum accepts them."),
			number, all);
		fputs("</p>\n", file);
	}
}

static void write_head(FILE *file, const struct tcpst_page *page)
{
	const struct tcpst_series *series = &page->report->series;
	char start[TCPST_TEXT_SIZE], span[TCPST_TEXT_SIZE];
	const struct tcpst_style plain = { 0 };

	fprintf(file, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n",
		tcpst_language_code());
	fputs("<meta charset=\"utf-8\">\n"
	      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width\">\n"
	      "<meta name=\"color-scheme\" content=\"light dark\">\n"
	      "<title>", file);
	fputs(_("TCP connections"), file);
	if (page->name) {
		fputs(": ", file);
		tcpst_svg_escape(file, page->name);
	}
	fputs("</title>\n<style>\n", file);
	tcpst_svg_style(file);
	fputs(style_sheet, file);
	fputs("</style>\n</head>\n<body>\n<header>\n<h1>", file);
	fputs(_("TCP connections"), file);
	fputs("</h1>\n<p>", file);
	if (page->name)
		tcpst_svg_escape(file, page->name);
	else
		fputs(_("open, or in the recorder of this machine"), file);
	if (series->start) {
		tcpst_format_date(start, page->style, series->start);
		tcpst_format_duration(span, &plain,
				      series->last - series->start);
		fprintf(file, _(", %s, for %s"), start, span);
	}
	fputs("</p>\n", file);
	write_gaps(file, page);
	fputs("</header>\n", file);
}

static void card(FILE *file, const char *class, const char *value,
		 const char *name, const char *more)
{
	fprintf(file,
		"<div class=\"card %s\"><b>%s</b><span>%s</span><small>%s</small></div>\n",
		class, value, name, more);
}

static void share_card(FILE *file, const char *class, u64 part, u64 all,
		       const char *name)
{
	char value[TCPST_TEXT_SIZE], more[TCPST_TEXT_SIZE];

	tcpst_format_count(value, part);
	snprintf(more, sizeof(more), "%.1f %%", percent(part, all));
	card(file, part ? class : "", value, name, more);
}

static void write_cards(FILE *file, const struct tcpst_page *page)
{
	const struct tcpst_report *report = page->report;
	char value[TCPST_TEXT_SIZE], more[4 * TCPST_TEXT_SIZE];
	char size[2][TCPST_TEXT_SIZE], fins[TCPST_TEXT_SIZE];
	struct tcpst_histogram both = report->handshake[0];

	fputs("<section class=\"cards\">\n", file);
	tcpst_format_count(value, report->flows);
	tcpst_format_size(size[0], page->style, report->octets[0]);
	tcpst_format_size(size[1], page->style, report->octets[1]);
	snprintf(more, sizeof(more), _("octets: %s out, %s back"), size[0],
		 size[1]);
	card(file, "", value, _("connections"), more);
	share_card(file, "good", report->ends[TCPS_END_FIN], report->flows,
		   _("closed normally"));
	share_card(file, "bad", failed(report), report->flows,
		   _("failed to connect"));
	share_card(file, "bad", report->ends[TCPS_END_RESET], report->flows,
		   _("reset"));
	tcpst_format_count(value, report->syn_repeats +
				  report->syn_ack_repeats +
				  report->fin_repeats);
	tcpst_format_count(size[0], report->syn_repeats);
	tcpst_format_count(size[1], report->syn_ack_repeats);
	tcpst_format_count(fins, report->fin_repeats);
	snprintf(more, sizeof(more), "%s SYN, %s SYN-ACK, %s FIN", size[0],
		 size[1], fins);
	card(file, "", value, _("retransmitted"), more);
	strcpy(value, "–");
	snprintf(more, sizeof(more), "%s", _("not seen"));
	if (both.n) {
		tcpst_format_duration(value, page->style,
				      tcpst_histogram_quantile(&both, 50));
		tcpst_format_duration(size[0], page->style,
				      tcpst_histogram_quantile(&both, 95));
		snprintf(more, sizeof(more), _("95 %% within %s"), size[0]);
	}
	card(file, "", value, _("median SYN to SYN-ACK, about"), more);
	fputs("</section>\n", file);
}

static void write_ends(FILE *file, const struct tcpst_report *report)
{
	char number[2][TCPST_TEXT_SIZE];
	const char *gap = "";
	unsigned int i;

	fprintf(file, "<section><h2>%s</h2>\n<div class=\"stack\" aria-hidden=\"true\">",
		_("How they ended"));
	for (i = 0; i < TCPS_END_MAX; i++)
		if (report->ends[i])
			fprintf(file,
				"<i class=\"end%u\" style=\"flex-grow:%.3f\" title=\"%s\"></i>",
				i, percent(report->ends[i], report->flows),
				tcps_end_name(i));
	fprintf(file, "</div>\n<table class=\"sort ends\"><thead><tr><th>%s<th>%s<th class=\"n\">%s<th class=\"n\">%s</thead><tbody>\n",
		_("end"), _("meaning"), _("connections"), _("share"));
	for (i = 0; i < TCPS_END_MAX; i++) {
		if (!report->ends[i])
			continue;
		fprintf(file, "<tr><td><i class=\"dot end%u\"></i>%s<td>%s<td class=\"n\">",
			i, tcps_end_name(i), _(end_texts[i]));
		tcpst_page_count(file, report->ends[i]);
		fprintf(file, "<td class=\"n\">%.1f %%\n",
			percent(report->ends[i], report->flows));
	}
	fputs("</tbody></table>\n<p class=\"note\">", file);
	tcpst_format_count(number[0], report->closed_first[TCPS_INITIATOR]);
	tcpst_format_count(number[1], report->closed_first[TCPS_RESPONDER]);
	fprintf(file, _("Closed first: initiator %s, responder %s."), number[0],
		number[1]);
	putc(' ', file);
	tcpst_format_count(number[0], report->reset_by[TCPS_INITIATOR]);
	tcpst_format_count(number[1], report->reset_by[TCPS_RESPONDER]);
	fprintf(file, _("RST by: initiator %s, responder %s."), number[0],
		number[1]);
	putc(' ', file);
	tcpst_format_count(number[0], report->adopted);
	fprintf(file, _("First seen after their beginning: %s."), number[0]);
	fprintf(file, "<br>%s ", _("In Zeek’s terms:"));
	for (i = 0; i < TCPS_ZEEK_MAX; i++) {
		if (!report->zeek[i])
			continue;
		fprintf(file, "%s%s ", gap, tcps_zeek_name(i));
		tcpst_page_count(file, report->zeek[i]);
		gap = ", ";
	}
	fputs(".</p></section>\n", file);
}

/* Data for the script, which shows the numbers under the pointer. */
static void write_numbers(FILE *file, const struct tcpst_series *series,
			  const struct tcpst_levels *levels)
{
	unsigned int i, role, state;

	fprintf(file, "<script type=\"application/json\" id=\"levels\">{\"width\":%" PRIu64 ",\"names\":[",
		series->width);
	for (state = 0; state < TCPS_STATE_MAX; state++)
		fprintf(file, "%s\"%s\"", state ? "," : "",
			tcps_state_name(state));
	fputs("],\"levels\":[", file);
	for (role = 0; role < 2; role++) {
		fputs(role ? ",[" : "[", file);
		for (i = 0; i < levels->n; i++) {
			const char *gap = "";

			fputs(i ? ",{" : "{", file);
			for (state = 0; state < TCPS_STATE_MAX; state++) {
				double level = levels->level[i][role][state];

				if (level < .005)
					continue;
				fprintf(file, "%s\"%u\":%.4g", gap, state,
					level);
				gap = ",";
			}
			putc('}', file);
		}
		putc(']', file);
	}
	fputs("]}</script>\n", file);
}

static void write_states(FILE *file, const struct tcpst_report *report)
{
	static struct tcpst_levels levels;
	unsigned int role, state, i;

	if (!report->transitions)
		return;
	tcpst_series_levels(&report->series, report->last, &levels);
	if (levels.most[0] + levels.most[1] <= 0)
		return;
	fprintf(file, "<section><h2>%s</h2>\n<p class=\"legend tcpst\">",
		_("States over time"));
	for (state = TCPS_LISTEN + 1; state < TCPS_STATE_MAX; state++) {
		bool any = false;

		for (i = 0; i < levels.n; i++)
			any |= levels.level[i][0][state] > 0 ||
			       levels.level[i][1][state] > 0;
		if (any)
			fprintf(file, "<span class=\"s%u\"><i class=\"dot\"></i>%s</span>\n",
				state, tcps_state_name(state));
	}
	fputs("</p>\n", file);
	for (role = 0; role < 2; role++) {
		fprintf(file, "<figure data-role=\"%u\"><figcaption>%s <output></output></figcaption>\n",
			role, role == TCPS_INITIATOR ? _("initiators") :
						       _("responders"));
		tcpst_chart_states(file, &report->series, &levels, role);
		fputs("</figure>\n", file);
	}
	write_numbers(file, &report->series, &levels);
	fputs("</section>\n", file);
}

static void write_quantiles(FILE *file, const char *name,
			    const struct tcpst_histogram *histogram,
			    const struct tcpst_style *style)
{
	static const unsigned int percents[] = { 50, 95, 99 };
	char text[TCPST_TEXT_SIZE];
	unsigned int i;

	fprintf(file, "<tr><td>%s<td class=\"n\">", _(name));
	tcpst_page_count(file, histogram->n);
	for (i = 0; i < 3; i++) {
		tcpst_format_duration(text, style,
				      tcpst_histogram_quantile(histogram,
							       percents[i]));
		fprintf(file, "<td class=\"n\">%s", text);
	}
	tcpst_format_duration(text, style, histogram->max);
	fprintf(file, "<td class=\"n\">%s\n", text);
}

static void write_times(FILE *file, const struct tcpst_page *page)
{
	const struct tcpst_report *report = page->report;
	const struct tcpst_histogram *handshake[] = {
		&report->handshake[0], &report->handshake[1],
	};
	const struct tcpst_histogram *duration[] = { &report->duration };
	static const char *const legs[] = { N_("SYN to SYN-ACK"),
					    N_("SYN-ACK to ACK") };
	static const char *const lives[] = { N_("connection") };

	if (!handshake[0]->n && !handshake[1]->n && !duration[0]->n)
		return;
	fprintf(file, "<section><h2>%s</h2>\n<div class=\"pair\">\n",
		_("How long it took"));
	if (handshake[0]->n || handshake[1]->n) {
		fprintf(file, "<figure><figcaption><span class=\"q0\"><i class=\"dot\"></i>%s</span><span class=\"q1\"><i class=\"dot\"></i>%s</span></figcaption>\n",
			_("SYN to SYN-ACK: the responder’s leg"),
			_("SYN-ACK to ACK: the initiator’s leg"));
		tcpst_chart_histogram(file, handshake, legs, 2);
		fputs("</figure>\n", file);
	}
	if (duration[0]->n) {
		fprintf(file, "<figure><figcaption>%s</figcaption>\n",
			_("connections that ended, without their TIME-WAIT"));
		tcpst_chart_histogram(file, duration, lives, 1);
		fputs("</figure>\n", file);
	}
	fprintf(file, "</div>\n<table class=\"times\"><thead><tr><th><th class=\"n\">%s<th class=\"n\">%s<th class=\"n\">95 %%<th class=\"n\">99 %%<th class=\"n\">%s</thead><tbody>\n",
		_("seen"), _("median, about"), _("longest"));
	write_quantiles(file, legs[0], handshake[0], page->style);
	write_quantiles(file, legs[1], handshake[1], page->style);
	write_quantiles(file, lives[0], duration[0], page->style);
	fputs("</tbody></table></section>\n", file);
}

/* A word quoted for the shell. */
static void write_word(FILE *file, const char *word)
{
	const char *end = word;
	bool plain;

	while (isalnum((unsigned char)*end) || (*end && strchr("-_.,:/=+@%", *end)))
		end++;
	plain = *word && !*end;
	if (!plain)
		fputs("&#39;", file);
	for (; *word; word++) {
		const char letter[2] = { *word };

		if (!plain && *word == '\'')
			fputs("&#39;\\&#39;&#39;", file);
		else
			tcpst_svg_escape(file, letter);
	}
	if (!plain)
		fputs("&#39;", file);
}

/*
 * Origin of the page: program, host and time. If addresses are replaced, the page must
 * not reveal them, so host and command line are left out.
 */
static void write_foot(FILE *file, const struct tcpst_page *page)
{
	const struct tcpst_options *options = page->options;
	char host[HOST_NAME_MAX + 1] = "", text[TCPST_TEXT_SIZE];
	int i;

	tcpst_format_date(text, page->style, page->style->now);
	fputs("<footer>", file);
	fprintf(file, _("Written %s by tcpst %s"), text, TCPST_VERSION);
	if (!options->source.anonymize && !gethostname(host, sizeof(host) - 1)) {
		fputs(_(", host "), file);
		tcpst_svg_escape(file, host);
	}
	if (page->module) {
		fputs(_(", module tcpstates "), file);
		tcpst_svg_escape(file, page->module);
	}
	if (!options->source.anonymize) {
		fputs("<br><code>tcpst", file);
		for (i = 1; i < options->argc; i++) {
			putc(' ', file);
			write_word(file, options->argv[i]);
		}
		fputs("</code>", file);
	}
	fputs("</footer>\n", file);
}

/** tcpst_page_write() - write the page */
void tcpst_page_write(FILE *file, const struct tcpst_page *page)
{
	write_head(file, page);
	if (!page->report->flows) {
		fprintf(file, "<p>%s</p>\n", _("There are none."));
	} else {
		write_cards(file, page);
		write_ends(file, page->report);
		write_states(file, page->report);
		write_times(file, page);
		tcpst_page_peers(file, page);
		tcpst_page_troubles(file, page);
	}
	write_foot(file, page);
	fprintf(file, "<script>\n%s</script>\n</body>\n</html>\n", script);
}
