// SPDX-License-Identifier: GPL-2.0
/*
 * Layout of the full-screen view: 80 columns and 24 lines are enough; a larger
 * terminal shows more. Columns that do not fit are left out from the right.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "text/color.h"
#include "text/short_state.h"
#include "text/width.h"
#include "top/terminal.h"
#include "top/top.h"

#define HEAD_LINES TCPST_TOP_HEAD_LINES

/* Additional columns on a wide terminal, in order of priority. */
static const struct {
	const char *column;
	int width;
	bool live;	/* not known while a capture is played */
} more[] = {
	{ "PEER", 25, false }, { "IDLE", 8, false },
	{ "IBYTES", 9, false }, { "RBYTES", 9, false },
	 { "EXPIRES", 9, true },
	{ "SYNLEG", 9, false }, { "ACKLEG", 9, false },
	{ "IRTT", 9, true }, { "RRTT", 9, true },
	{ "UID", 8, true }, { "PID", 8, true },
};

#define MORE (sizeof(more) / sizeof(more[0]))

/* Widths of the columns of the list; 0: the column is not shown. */
struct columns {
	int netns, flow, end[2], states, wait, age, handshake, octets, again, comm;
	int more[MORE];
};

/* Width of the name of a namespace, with a blank. */
#define NETNS_WIDTH 9

/* Width of a whole IPv4 address and port with a blank; minimum useful width. */
#define END_WHOLE (TCPST_WIDTH_END4 + 1)
#define END_MIN 13

static int rest_of(const struct columns *columns, int width)
{
	return width - columns->netns - columns->flow - 1 - columns->states - columns->wait -
	       columns->age - columns->handshake - columns->octets -
	       columns->again - columns->comm - 1;
}

/* Use space that addresses do not need for additional columns. */
static int take_more(const struct tcpst_top *top, struct columns *columns, int rest)
{
	int ends = 2 * (1 + (top->ipv6 ? TCPST_WIDTH_END6 : TCPST_WIDTH_END4));
	unsigned int i;

	for (i = 0; i < MORE && !top->style.resolve; i++) {
		if ((more[i].live && top->options->source.capture) ||
		    rest - more[i].width < ends)
			continue;
		columns->more[i] = more[i].width;
		rest -= more[i].width;
	}
	return rest;
}

/* Addresses have priority, but the column that the list is sorted by is always shown. */
static struct columns columns_for(const struct tcpst_top *top, int width)
{
	bool initiator = top->sort == TCPST_TOP_BY_INITIATOR;
	/* Flows are numbered by namespace. */
	int netns = top->options->source.all_netns ? NETNS_WIDTH : 0;
	struct columns columns = {
		.netns = netns, .flow = netns ? 6 : 8, .states = 16, .wait = 7,
		.age = width - netns >= 88 ? 7 : 0,
		.handshake = width - netns >= 96 ? 7 : 0,
		.octets = width - netns >= 104 ? 8 : 0,
		.again = width - netns >= 111 ? 7 : 0,
		/* A capture does not identify processes. */
		.comm = width - netns >= 130 && !top->options->source.capture ?
			2 + TCPS_COMM_LEN : 0,
	};
	int *sorted = top->sort == TCPST_TOP_BY_AGE ? &columns.age :
		      top->sort == TCPST_TOP_BY_HANDSHAKE ? &columns.handshake :
		      top->sort == TCPST_TOP_BY_OCTETS ? &columns.octets :
		      top->sort == TCPST_TOP_BY_WAIT ? &columns.wait : NULL;
	int rest;

	if (sorted && !*sorted) {
		columns.wait = 0;
		*sorted = 7;
	}
	rest = rest_of(&columns, width);
	/* Both ends, or at least one, have priority over the time in their states. */
	if (sorted != &columns.wait &&
	    ((rest < 2 * END_WHOLE && rest + columns.wait >= 2 * END_WHOLE) ||
	     rest < END_WHOLE)) {
		rest += columns.wait;
		columns.wait = 0;
	}
	if (rest < 0)
		columns.states = 0;
	rest = take_more(top, &columns, rest);
	if (rest >= 2 * END_WHOLE) {
		columns.end[0] = rest / 2;
		columns.end[1] = rest / 2;
	} else if (rest >= END_MIN) {
		columns.end[!initiator] = rest;
	}
	return columns;
}

/* Draw a heading if its column is shown. Return: position of the next. */
static int heading(int x, int width, bool right, const char *text)
{
	if (width && right)
		tcpst_top_put_right(HEAD_LINES - 1, x, width, text);
	else if (width)
		tcpst_top_put(HEAD_LINES - 1, x, width, text);
	return x + width;
}

static void draw_headings(const struct columns *columns)
{
	unsigned int i;
	int x;

	attron(A_REVERSE);
	tcpst_top_put(HEAD_LINES - 1, 0, COLS, "");
	x = heading(0, columns->netns, false, "NETNS");
	x = heading(x, columns->flow, true, "FLOW") + 1;
	x = heading(x, columns->end[0], false, "INITIATOR");
	x = heading(x, columns->end[1], false, "RESPONDER");
	x = heading(x, columns->states, false, "STATES");
	x = heading(x, columns->wait, true, "FOR");
	x = heading(x, columns->age, true, "AGE");
	x = heading(x, columns->handshake, true, "SHAKE");
	x = heading(x, columns->octets, true, "OCTETS");
	x = heading(x, columns->again, true, "AGAIN");
	for (i = 0; i < MORE; i++)
		x = heading(x, columns->more[i], true, more[i].column);
	if (columns->comm)
		heading(x + 2, columns->comm - 2, false, "COMM");
	attroff(A_REVERSE);
}

static void draw_state(int y, int *x, unsigned int state)
{
	attr_t attr = tcpst_top_color(tcpst_color_state(state));

	attron(attr);
	tcpst_top_put(y, *x, 8, tcpst_state_short(state));
	attroff(attr);
	*x += 8;
}

static void draw_duration(const struct tcpst_top *top, int y, int *x,
			  int width, u64 ns)
{
	char text[TCPST_TEXT_SIZE] = "-";

	if (width && ns != TCPS_UNKNOWN_NS)
		tcpst_format_duration(text, &top->style, ns);
	tcpst_top_put_right(y, *x, width, text);
	*x += width;
}

static void draw_more(const struct tcpst_top *top, int y, int *x,
		      const struct columns *columns,
		      const struct tcpst_flow *flow)
{
	struct tcpst_style style = top->style;
	char text[TCPST_CELL_OCTETS];
	unsigned int i;

	style.now = top->clock;
	style.human = true;
	for (i = 0; i < MORE; i++) {
		const struct tcpst_field *field;

		if (!columns->more[i])
			continue;
		field = tcpst_field_find(&tcpst_flow_fields, more[i].column,
					 strlen(more[i].column));
		tcpst_cell_text(text, field, &style, flow);
		tcpst_top_put_right(y, *x, columns->more[i], *text ? text : "-");
		*x += columns->more[i];
	}
}

/* Command of the process here: of the one that opened the connection, if that is known. */
static const char *comm_of(const struct tcpst_flow *flow)
{
	return *flow->owner[TCPS_INITIATOR].comm ? flow->owner[TCPS_INITIATOR].comm :
						   flow->owner[TCPS_RESPONDER].comm;
}

/* Retransmissions, additional columns, and the process here. */
static void draw_rest(const struct tcpst_top *top, int y, int x,
		      const struct columns *columns,
		      const struct tcpst_flow *flow)
{
	u64 repeats = tcpst_flow_repeats(flow);
	char text[TCPST_TEXT_SIZE] = "-";

	if (repeats)
		snprintf(text, sizeof(text), "%" PRIu64, repeats);
	tcpst_top_put_right(y, x, columns->again, text);
	x += columns->again;
	draw_more(top, y, &x, columns, flow);
	if (!columns->comm)
		return;
	strcpy(text, "-");
	if (*comm_of(flow))
		tcpst_format_comm(text, comm_of(flow));
	tcpst_top_put(y, x + 2, columns->comm - 2, text);
}

static void draw_flow(const struct tcpst_top *top,
		      const struct columns *columns, int y,
		      const struct tcpst_top_flow *flow, bool selected)
{
	const struct tcpst_flow *known = &flow->flow;
	char text[TCPST_TEXT_SIZE];
	unsigned int role;
	int x = columns->netns + columns->flow + 1;

	tcpst_top_put(y, 0, COLS, "");
	if (selected)
		attron(A_BOLD);
	if (columns->netns)
		tcpst_top_put(y, 0, columns->netns - 1, known->netns);
	snprintf(text, sizeof(text), "%s%" PRIu64, selected ? ">" : "",
		 known->id);
	tcpst_top_put_right(y, columns->netns, columns->flow, text);
	for (role = 0; role < 2; role++) {
		if (!columns->end[role])
			continue;
		tcpst_format_end(text, &top->style, &known->ends, role);
		tcpst_width_cut(text, (unsigned int)columns->end[role] - 1,
				top->style.utf8);
		tcpst_top_put(y, x, columns->end[role] - 1, text);
		x += columns->end[role];
	}
	for (role = 0; role < 2 && columns->states; role++)
		draw_state(y, &x, known->verdict.state[role]);
	if (flow->stuck)
		attron(COLOR_PAIR(TCPST_TOP_MAGENTA) | A_BOLD);
	draw_duration(top, y, &x, columns->wait, flow->wait);
	attrset(selected ? A_BOLD : A_NORMAL);
	draw_duration(top, y, &x, columns->age, flow->age);
	draw_duration(top, y, &x, columns->handshake,
		      flow->handshake ? flow->handshake : TCPS_UNKNOWN_NS);
	tcpst_format_size(text, &top->style, known->verdict.bytes[0] +
					     known->verdict.bytes[1]);
	/* For a capture they are known only from recorded segments. */
	if (top->options->source.capture && !strcmp(text, "0"))
		strcpy(text, "-");
	tcpst_top_put_right(y, x, columns->octets, text);
	x += columns->octets;
	draw_rest(top, y, x, columns, known);
	attrset(A_NORMAL);
	if (selected)
		mvchgat(y, 0, -1, A_REVERSE, 0, NULL);
}

static const char *sorted_by(const struct tcpst_top *top)
{
	unsigned int n;

	return top->grouped ? tcpst_top_groups_sums(&n)[top->group_sort].column :
			      tcpst_top_sorts[top->sort];
}

static void draw_foot(const struct tcpst_top *top)
{
	const char *const keys[] = {
		"  | q quit", "  h help", "  v view", "  s sort", "  / filter",
		top->grouped ? "  enter flows" : "  enter ladder",
	};
	char line[TCPST_TOP_LINE] = "";
	unsigned int i;

	if (top->typing) {
		snprintf(line, sizeof(line), " filter: %s_",
			 top->filter);
	} else {
		snprintf(line, sizeof(line), " %s by %s%s",
			 tcpst_top_views[top->view], sorted_by(top),
			 top->reverse ? ", reversed" : "");
		if (*top->within && tcpst_top_add(line, COLS, ", of "))
			tcpst_top_add(line, COLS, top->within);
		if (*top->filter && tcpst_top_add(line, COLS, ", filter "))
			strcat(line, top->filter);
		for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
			if (!tcpst_top_add(line, COLS, keys[i]))
				break;
	}
	attron(A_REVERSE);
	tcpst_top_put(LINES - 1, 0, COLS, line);
	attroff(A_REVERSE);
}

/* It fits into 40 columns and 24 lines. */
static void draw_help(void)
{
	static const struct {
		const char *keys;
		const char *text;
	} lines[] = {
		{ "arrows", "select a flow, as do page keys" },
		{ "enter", "its ladder; q or esc goes back" },
		{ "v V", "another view: stuck, open, ..." },
		{ "s S", "change the sort order" },
		{ "r", "reverse order" },
		{ "g", "groups (--by); enter: its flows" },
		{ "/", "only matching lines" },
		{ "space", "pause, resume" },
		{ "+ - e", "play faster, slower, to the end" },
		{ "FOR", "time in these states" },
		{ "PEER", "silent end, octets unacked" },
		{ "SHAKE", "both legs of the handshake" },
		{ "AGAIN", "SYNs, SYN-ACKs, FINs repeated" },
		{ "stuck", "SYN retransmitted, half-open" },
		{ "", "for 1 s, CLOSE_WAIT or" },
		{ "", "FIN_WAIT_2 for 5 s" },
	};
	int x = COLS >= 60 ? 4 : 1, i;

	for (i = 0; i < (int)(sizeof(lines) / sizeof(lines[0])); i++) {
		tcpst_top_put(HEAD_LINES + i, x, 7, lines[i].keys);
		tcpst_top_put(HEAD_LINES + i, x + 8, COLS - x - 8,
			      lines[i].text);
	}
}

static const char *nothing(const struct tcpst_top *top)
{
	if (top->n_wanted)
		return "no matching flows: v changes the view, / the filter";
	if (top->over)
		return "no connection is open when the capture ends";
	return top->options->source.capture ? "no connection yet" :
				       "no connection is open";
}

/** tcpst_top_screen_draw() - draw the whole screen */
void tcpst_top_screen_draw(struct tcpst_top *top)
{
	struct columns columns = columns_for(top, COLS);
	size_t i;

	erase();
	top->page = LINES > HEAD_LINES + 1 ?
		    (size_t)(LINES - HEAD_LINES - 1) : 1;
	tcpst_top_move(top, 0);
	tcpst_top_head_draw(top);
	if (top->grouped && !top->help)
		tcpst_top_groups_draw(top);
	else
		draw_headings(&columns);
	if (top->help)
		draw_help();
	for (i = 0; !top->help && !top->grouped && i < top->page &&
		    top->scroll + i < top->n_list; i++)
		draw_flow(top, &columns, HEAD_LINES + (int)i,
			  top->list[top->scroll + i],
			  top->scroll + i == top->cursor);
	if (!top->n_list && !top->help)
		tcpst_top_put(HEAD_LINES, 2, COLS - 2, nothing(top));
	draw_foot(top);
	refresh();
}
