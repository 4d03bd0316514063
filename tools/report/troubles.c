// SPDX-License-Identifier: GPL-2.0
/* The worst connections of each kind, each with its ladder. */
#include "report/page.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "model/flow.h"
#include "module/core/names.h"
#include "svg/ladder.h"
#include "svg/svg.h"

static const struct {
	const char *title;
	const char *text;
} kinds[TCPST_TROUBLE_MAX] = {
	[TCPST_TROUBLE_SILENT] = {
		N_("No answer"),
		N_("SYNs that nobody answered. A firewall that drops, a host that is down, or the answer takes another path.") },
	[TCPST_TROUBLE_REFUSED] = {
		N_("Refused"),
		N_("The port is closed, or a firewall rejects.") },
	[TCPST_TROUBLE_UNREACHABLE] = {
		N_("Unreachable"),
		N_("An ICMP error reported that the destination is unreachable.") },
	[TCPST_TROUBLE_HALF_OPEN] = {
		N_("Half-open"),
		N_("The responder answered, and the initiator never finished the handshake: a scan, a flood, or the SYN-ACK is lost on its way back.") },
	[TCPST_TROUBLE_RESET] = {
		N_("Reset"),
		N_("Established, and then torn down by a RST; the longest-lived first.") },
	[TCPST_TROUBLE_STUCK] = {
		N_("Long in CLOSE_WAIT"),
		N_("The peer has closed, and the program on this end has not: often it has forgotten the socket.") },
	[TCPST_TROUBLE_SLOW] = {
		N_("Slowest handshakes"),
		N_("Check which leg takes the time: the responder’s, or the initiator’s.") },
	[TCPST_TROUBLE_REPEATS] = {
		N_("Most retransmissions"),
		N_("SYNs, SYN-ACKs or FINs that had to be repeated: segments are lost.") },
};

static void draw_ladder(FILE *file, const struct tcpst_page *page,
			const struct tcpst_flow *flow)
{
	struct tcpst_history wanted = { .flow = flow->id, .netns = flow->netns };
	const struct tcpst_history *history;
	char left_out[TCPST_TEXT_SIZE];
	struct tcpst_ladder ladder;

	history = bsearch(&wanted, page->histories, page->n, sizeof(wanted),
			  tcpst_history_compare);
	if (!history || !history->n) {
		fprintf(file, "<p class=\"note\">%s</p>\n",
			_("It is no longer in the recorder."));
		return;
	}
	tcpst_ladder_build(&ladder, flow, history->event, history->n);
	tcpst_svg_ladder(file, &ladder, page->style, false);
	tcpst_ladder_free(&ladder);
	if (history->left_out) {
		tcpst_format_count(left_out, history->left_out);
		fputs("<p class=\"note\">", file);
		fprintf(file, _("%s more records of it are left out here."),
			left_out);
		fputs("</p>\n", file);
	}
}

static void write_summary(FILE *file, const struct tcpst_flow *flow,
			  const struct tcpst_style *style)
{
	const struct tcps_verdict *verdict = &flow->verdict;
	char end[2][TCPST_TEXT_SIZE], text[TCPST_TEXT_SIZE];
	u64 handshake = tcpst_flow_handshake(flow);
	u64 repeats = tcpst_flow_repeats(flow);

	tcpst_format_end(end[0], style, &flow->ends, TCPS_INITIATOR);
	tcpst_format_end(end[1], style, &flow->ends, TCPS_RESPONDER);
	tcpst_format_duration(text, style, tcpst_flow_duration(flow));
	fputs("<summary><span class=\"id\">", file);
	if (flow->netns) {
		tcpst_svg_escape(file, flow->netns);
		putc(' ', file);
	}
	fprintf(file, "%" PRIu64 "</span> <code>", flow->id);
	tcpst_svg_escape(file, end[0]);
	fputs("</code> → <code>", file);
	tcpst_svg_escape(file, end[1]);
	fprintf(file, "</code> <span class=\"note\">%s, %s",
		tcps_end_name(verdict->end), text);
	if (handshake) {
		tcpst_format_duration(text, style, handshake);
		fprintf(file, _(", handshake %s"), text);
	}
	if (repeats) {
		tcpst_format_count(text, repeats);
		fprintf(file, _(", %s sent again"), text);
	}
	fputs("</span></summary>\n", file);
}

/* The kind under which the flow is shown first, so that its ladder is drawn only once. */
static unsigned int place_of(const struct tcpst_report *report,
			     const struct tcpst_flow *flow)
{
	unsigned int i, k;

	for (k = 0; k < TCPST_TROUBLE_MAX; k++)
		for (i = 0; i < report->worst[k].n; i++)
			if (report->worst[k].flow[i].id == flow->id &&
			    report->worst[k].flow[i].netns == flow->netns)
				return k * TCPST_REPORT_WORST + i;
	return 0;
}

/* An id; flows of several namespaces may have the same number. */
static void write_id(FILE *file, const struct tcpst_flow *flow, unsigned int place)
{
	fprintf(file, "flow-%" PRIu64, flow->id);
	if (flow->netns)
		fprintf(file, "-%u", place);
}

static void write_kind(FILE *file, const struct tcpst_page *page,
		       unsigned int kind)
{
	const struct tcpst_worst *worst = &page->report->worst[kind];
	char all[TCPST_TEXT_SIZE];
	bool kinds_before = false;
	unsigned int i;

	if (!worst->n)
		return;
	for (i = 0; i < kind; i++)
		kinds_before |= page->report->worst[i].n;
	fprintf(file, "<h3>%s", _(kinds[kind].title));
	tcpst_format_count(all, worst->all);
	if (kind != TCPST_TROUBLE_SLOW)
		fprintf(file, " <span class=\"note\">%s</span>", all);
	fprintf(file, "</h3>\n<p class=\"note\">%s</p>\n", _(kinds[kind].text));
	for (i = 0; i < worst->n; i++) {
		const struct tcpst_flow *flow = &worst->flow[i];
		unsigned int place = place_of(page->report, flow);
		bool shown = place != kind * TCPST_REPORT_WORST + i;

		fputs("<details", file);
		if (!shown) {
			fputs(" id=\"", file);
			write_id(file, flow, place);
			putc('"', file);
		}
		/* The first one is open, to show the reader what the others contain. */
		if (!kinds_before && !i)
			fputs(" open", file);
		putc('>', file);
		write_summary(file, flow, page->style);
		if (shown) {
			fputs("<p class=\"note\"><a href=\"#", file);
			write_id(file, flow, place);
			fprintf(file, "\">%s</a></p>\n", _("Its ladder is drawn above."));
		} else {
			draw_ladder(file, page, flow);
		}
		fputs("</details>\n", file);
	}
}

/** tcpst_page_troubles() - the part of a page with the worst connections */
void tcpst_page_troubles(FILE *file, const struct tcpst_page *page)
{
	unsigned int kind;

	fprintf(file, "<section><h2>%s</h2>\n", _("Worth a look"));
	for (kind = 0; kind < TCPST_TROUBLE_MAX; kind++)
		write_kind(file, page, kind);
	fputs("</section>\n", file);
}
