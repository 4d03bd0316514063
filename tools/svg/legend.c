// SPDX-License-Identifier: GPL-2.0
#include "svg/legend.h"

#include "base/language.h"
#include "svg/svg.h"

#define LINE_HEIGHT 18

static const struct {
	const char *glyph;
	const char *text;
} rows[] = {
	[TCPST_SVG_LEGEND_PRESUMED] = {
		"<g class=\"s4\"><path class=\"stripes\" d=\"M14 -7v14\"/><rect class=\"thin\" x=\"8.5\" y=\"-6.5\" width=\"11\" height=\"13\"/></g>",
		N_("? presumed: the segment was seen on its way, its arrival was not") },
	[TCPST_SVG_LEGEND_CONFIRMED] = {
		"<g class=\"s4\"><rect class=\"fill\" x=\"8\" y=\"-7\" width=\"12\" height=\"14\"/></g>",
		N_("✓ presumed at first, and proven by what the end did later") },
	[TCPST_SVG_LEGEND_INFERRED] = {
		"<g class=\"s4\"><path class=\"wash\" d=\"M8 -7h12v14h-12z\"/><rect class=\"thin dotted\" x=\"8.5\" y=\"-6.5\" width=\"11\" height=\"13\"/></g>",
		N_("~ inferred from a timer or other segments; no segment proves it") },
	[TCPST_SVG_LEGEND_GONE] = {
		"<g class=\"bad\"><rect class=\"thin dashed\" x=\"8.5\" y=\"-6.5\" width=\"11\" height=\"13\"/></g>",
		N_("↩ retracted: what was presumed before has proved wrong") },
	[TCPST_SVG_LEGEND_IGNORED] = {
		"<g class=\"faint\"><path class=\"line dashed\" d=\"M0 0h20\"/><path class=\"line\" d=\"M20 -4l8 8m0 -8l-8 8\"/></g>",
		N_("a segment that its receiver has to ignore") },
	[TCPST_SVG_LEGEND_DROPPED] = {
		"<g class=\"bad\"><path class=\"line dashed\" d=\"M0 0h20\"/><path class=\"line\" d=\"M20 -4l8 8m0 -8l-8 8\"/></g>",
		N_("dropped by this machine, for the reason its kernel gives") },
	[TCPST_SVG_LEGEND_PAYLOAD] = {
		"<g class=\"s4\"><path class=\"wash\" d=\"M0 -6h20l10 6l-10 6h-20z\"/></g>",
		N_("payload in between, counted by the sequence numbers") },
	[TCPST_SVG_LEGEND_TIME] = {
		"<path class=\"thin faint\" d=\"M14 -7v12m-3 -3l3 4l3 -4\"/>",
		NULL },
};

/** tcpst_svg_is_ignored() - is a segment ignored by its receiver, as far as is known? */
bool tcpst_svg_is_ignored(const struct tcpst_event *event)
{
	if (event->type != TCPST_NOTE)
		return false;
	switch (event->cause) {
	case TCPS_CAUSE_SYN_IGNORED:
	case TCPS_CAUSE_RST_IGNORED:
	case TCPS_CAUSE_FIN_IGNORED:
	case TCPS_CAUSE_INVALID:
		return true;
	default:
		return false;
	}
}

/**
 * tcpst_svg_legend_make() - find the items that the legend must explain
 * @legend: filled in
 * @layout: layout of the ladder
 *
 * Return: its height.
 */
int tcpst_svg_legend_make(struct tcpst_svg_legend *legend,
			  const struct tcpst_svg_layout *layout)
{
	const struct tcpst_ladder *ladder = layout->ladder;
	int n = 0;
	size_t i;

	*legend = (struct tcpst_svg_legend){ .has = { false } };
	for (i = 0; i < layout->n; i++) {
		const struct tcpst_svg_span *span = &layout->span[i];

		legend->has[TCPST_SVG_LEGEND_GONE] |= span->gone;
		legend->has[TCPST_SVG_LEGEND_CONFIRMED] |= span->confirmed;
		if (!span->gone && !span->confirmed &&
		    span->certainty == TCPS_PRESUMED)
			legend->has[TCPST_SVG_LEGEND_PRESUMED] = true;
		if (!span->gone && span->certainty == TCPS_INFERRED)
			legend->has[TCPST_SVG_LEGEND_INFERRED] = true;
	}
	for (i = 0; i < ladder->n; i++) {
		if (ladder->step[i].kind == TCPST_STEP_PAYLOAD)
			legend->has[TCPST_SVG_LEGEND_PAYLOAD] = true;
		else if (ladder->step[i].event->dropped)
			legend->has[TCPST_SVG_LEGEND_DROPPED] = true;
		else if (ladder->step[i].kind == TCPST_STEP_ARROW &&
			 tcpst_svg_is_ignored(ladder->step[i].event))
			legend->has[TCPST_SVG_LEGEND_IGNORED] = true;
	}
	legend->has[TCPST_SVG_LEGEND_TIME] = true;
	for (i = 0; i < TCPST_SVG_LEGEND_MAX; i++)
		n += legend->has[i];
	return n * LINE_HEIGHT;
}

/**
 * tcpst_svg_legend_draw() - draw the legend
 * @legend: the legend
 * @file:   output file
 * @ladder: its ladder
 * @style:  style of numbers
 * @y:      its top
 */
void tcpst_svg_legend_draw(const struct tcpst_svg_legend *legend, FILE *file,
			   const struct tcpst_ladder *ladder,
			   const struct tcpst_style *style, int y)
{
	const char *numbers =
		style->absolute ? _("time runs downwards, not to scale") :
		ladder->flow->verdict.adopted ?
		_("time runs downwards, not to scale; seq and ack count from the first number seen of each end") :
		_("time runs downwards, not to scale; seq and ack count from the initial number of each end");
	unsigned int i;

	for (i = 0; i < TCPST_SVG_LEGEND_MAX; i++) {
		if (!legend->has[i])
			continue;
		fprintf(file, "<g transform=\"translate(20 %d)\">%s", y,
			rows[i].glyph);
		tcpst_svg_text(file, 40, 4, "",
			       rows[i].text ? _(rows[i].text) : numbers);
		fputs("</g>\n", file);
		y += LINE_HEIGHT;
	}
}
