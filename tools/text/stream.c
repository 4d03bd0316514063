// SPDX-License-Identifier: GPL-2.0
/*
 * Tables whose lines are printed as they arrive. The heading is printed before any line,
 * so the positions of columns cannot depend on the contents: a column is as wide as
 * ordinary values of its type. A wider value shifts the rest of the line, but only on
 * its own line.
 */
#include "text/stream.h"

#include <stdio.h>
#include <string.h>

#include "text/color.h"
#include "text/width.h"

/* Widths of values that --time, --ns and --bytes print in full. */
#define WIDTH_ISO 35		/* 2006-01-02T15:04:05.123456789+01:00 */
#define WIDTH_EPOCH_NS 19
#define WIDTH_NS 12		/* up to a quarter of an hour */
#define WIDTH_BYTES 10		/* up to 9.3G */

static unsigned int width_of(const struct tcpst_field *column,
			     const struct tcpst_style *style)
{
	unsigned int heading = (unsigned int)strlen(column->column);
	unsigned int width = tcpst_cell_width(column, style);

	switch (tcpst_cell_kind(column)) {
	case TCPST_CELL_TIME:
		if (style->time == TCPST_TIME_ISO)
			width = WIDTH_ISO;
		else if (style->time == TCPST_TIME_NS)
			width = WIDTH_EPOCH_NS;
		break;
	case TCPST_CELL_SPAN:
		if (style->ns)
			width = WIDTH_NS;
		break;
	case TCPST_CELL_SIZE:
		if (style->bytes)
			width = WIDTH_BYTES;
		break;
	default:
		break;
	}
	return width > heading ? width : heading;
}

/*
 * On a terminal, ends share the space that the other columns leave, so that IPv6 is cut
 * as little as possible; elsewhere they are as wide as IPv4 needs.
 */
static void place_ends(struct tcpst_stream *stream)
{
	unsigned int i, taken = 0, n = 0, space;

	for (i = 0; i < stream->n; i++) {
		bool end = tcpst_cell_kind(stream->column[i]) == TCPST_CELL_END;

		taken += (i > 0) + (end ? 0 : stream->width[i]);
		n += end;
	}
	space = tcpst_width_terminal();
	stream->cut = space;
	space = n && space > taken ? (space - taken) / n : 0;
	if (space < TCPST_WIDTH_END4)
		space = TCPST_WIDTH_END4;
	if (space > TCPST_WIDTH_END6)
		space = TCPST_WIDTH_END6;
	for (i = 0; i < stream->n; i++)
		if (tcpst_cell_kind(stream->column[i]) == TCPST_CELL_END)
			stream->width[i] = space;
}

/* Style of its cells. */
static struct tcpst_style style_of(const struct tcpst_stream *stream)
{
	struct tcpst_style style = *stream->style;

	style.short_states = stream->short_states;
	style.human = true;
	return style;
}

/* Set the widths of the columns. Return: columns of a line. */
static unsigned int place_all(struct tcpst_stream *stream)
{
	const struct tcpst_style style = style_of(stream);
	unsigned int i, sum = stream->n - 1;

	for (i = 0; i < stream->n; i++)
		stream->width[i] = width_of(stream->column[i], &style);
	place_ends(stream);
	for (i = 0; i < stream->n; i++)
		sum += stream->width[i];
	return sum;
}

/**
 * tcpst_stream_place() - lay out the columns
 * @stream:  filled in
 * @columns: the columns, in their order; must live as long as @stream
 * @n:       number of @columns, %TCPST_CHOSEN_MAX at most
 * @style:   style of cells; must live as long as well
 */
void tcpst_stream_place(struct tcpst_stream *stream,
			const struct tcpst_field *const *columns,
			unsigned int n, const struct tcpst_style *style)
{
	unsigned int i, at = 0, width;

	stream->style = style;
	stream->n = n;
	stream->column = columns;
	width = place_all(stream);
	if (stream->cut && width > tcpst_width_terminal()) {
		stream->short_states = true;
		place_all(stream);
	}
	for (i = 0; i < n; i++) {
		stream->at[i] = at;
		at += stream->width[i] + 1;
	}
}

/**
 * struct line - a line being printed
 * @printed: terminal columns printed so far
 * @pushed:  shift of the next cells from their positions
 */
struct line {
	unsigned int printed;
	unsigned int pushed;
};

static void put_cell(struct tcpst_stream *stream, struct line *line,
		     unsigned int i, const char *text, const char *color)
{
	unsigned int width = tcpst_width_of(text), space = stream->width[i];
	unsigned int at = stream->at[i] + line->pushed;

	if (tcpst_cell_is_right(stream->column[i]) && width < space)
		at += space - width;
	printf("%*s%s%s%s", (int)(at - line->printed), "", color ? color : "",
	       text, color ? TCPST_COLOR_RESET : "");
	line->printed = at + width;
	if (width <= space)
		return;
	/* Shift by the widest cell so far, so that such lines are aligned. */
	if (width > stream->wide[i])
		stream->wide[i] = width;
	line->pushed += stream->wide[i] - space;
}

/** tcpst_stream_head() - print the headings */
void tcpst_stream_head(struct tcpst_stream *stream)
{
	struct line line = { 0 };
	unsigned int i;

	for (i = 0; i < stream->n; i++)
		put_cell(stream, &line, i, stream->column[i]->column, NULL);
	putchar('\n');
}

/** tcpst_stream_line() - print the line of an item */
void tcpst_stream_line(struct tcpst_stream *stream, const void *item)
{
	const struct tcpst_style style = style_of(stream);
	struct line line = { 0 };
	unsigned int i;

	for (i = 0; i < stream->n; i++) {
		const struct tcpst_field *column = stream->column[i];
		char text[TCPST_CELL_OCTETS], clean[TCPST_CELL_OCTETS];
		const char *color = NULL;

		tcpst_cell_text(text, column, &style, item);
		if (stream->cut && tcpst_cell_kind(column) == TCPST_CELL_END)
			tcpst_width_cut(text, stream->width[i], style.utf8);
		if (style.color)
			color = tcpst_cell_color(column, item);
		/* A malicious name server must not send escape sequences to the terminal. */
		tcpst_format_comm(clean, *text ? text : "-");
		put_cell(stream, &line, i, clean, color);
	}
	putchar('\n');
}
