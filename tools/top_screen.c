// SPDX-License-Identifier: GPL-2.0
/*
 * How the full-screen view looks: 80 columns and 24 lines are enough, and more
 * are used. What does not fit is left out from the right.
 */
#include "top_screen.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "color.h"
#include "say.h"
#include "short_state.h"
#include "top.h"

#define HEAD_LINES 7		/* above the list, with its headings */

/* Where messages went before the screen was ours. */
static int standard_error = -1;
static SCREEN *screen;

/** tcpst_top_color() - attributes for the escape sequences of color.h */
attr_t tcpst_top_color(const char *escape)
{
	attr_t attr = A_NORMAL;

	for (; escape && *escape; escape++) {
		if (*escape != '[' && *escape != ';')
			continue;
		switch (strtol(escape + 1, NULL, 10)) {
		case 1:
			attr |= A_BOLD;
			break;
		case 2:
			attr |= A_DIM;
			break;
		case 31: case 32: case 33: case 34: case 35: case 36:
			attr |= (attr_t)COLOR_PAIR(strtol(escape + 1, NULL,
							  10) - 30);
			break;
		}
	}
	return attr;
}

/**
 * tcpst_top_screen_open() - take the terminal
 *
 * Return: exit status; unless %TCPST_OK, it has been said why.
 */
int tcpst_top_screen_open(const struct tcpst_top *top)
{
	int i, nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

	screen = newterm(NULL, stdout, stdin);
	if (!screen) {
		if (nowhere >= 0)
			close(nowhere);
		return tcpst_fail("this terminal (TERM=%s) is not known",
				  getenv("TERM") ? getenv("TERM") : "");
	}
	/* What is said on the way would only spoil the picture. */
	standard_error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	if (nowhere >= 0) {
		dup2(nowhere, STDERR_FILENO);
		close(nowhere);
	}
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	set_escdelay(50);
	curs_set(0);
	if (top->options->style.color && has_colors()) {
		start_color();
		use_default_colors();
		for (i = TCPST_TOP_RED; i <= TCPST_TOP_CYAN; i++)
			init_pair((short)i, (short)i, -1);
	}
	return TCPST_OK;
}

/** tcpst_top_screen_close() - give it back; does nothing if it is not ours */
void tcpst_top_screen_close(void)
{
	if (!screen)
		return;
	endwin();
	delscreen(screen);
	screen = NULL;
	if (standard_error >= 0) {
		dup2(standard_error, STDERR_FILENO);
		close(standard_error);
	}
	standard_error = -1;
}

/* At most @width columns of text, filled up with blanks. */
static void put(int y, int x, int width, const char *text)
{
	int taken = 0, at = 0;

	if (width <= 0 || x >= COLS)
		return;
	if (width > COLS - x)
		width = COLS - x;
	while (text[at] && taken < width) {
		do
			at++;
		while ((text[at] & 0xc0) == 0x80);
		taken++;
	}
	mvaddnstr(y, x, text, at);
	if (taken < width)
		printw("%*s", width - taken, "");
}

/* The same, at the right. */
static void put_right(int y, int x, int width, const char *text)
{
	int length = (int)strlen(text);

	if (length < width)
		put(y, x, width - length, "");
	put(y, x + (length < width ? width - length : 0), width, text);
}

static void draw_title(const struct tcpst_top *top)
{
	char text[4 * TCPST_TEXT_SIZE], clock[TCPST_TEXT_SIZE], count[32];
	const char *name = top->options->capture;
	bool playing = name && !top->over && !top->paused;

	if (name && strrchr(name, '/'))
		name = strrchr(name, '/') + 1;
	if (top->clock)
		tcpst_format_date(clock, &top->style, top->clock);
	else
		strcpy(clock, "no time yet");
	tcpst_format_count(count, top->n_wanted);
	snprintf(text, sizeof(text), " tcpst top  %s  %s flows%s%s%.*s", clock,
		 count, top->over ? "  end of" : top->paused ? "  paused" : "",
		 name ? "  " : "", (int)TCPST_TEXT_SIZE, name ? name : "");
	attron(A_REVERSE);
	put(0, 0, COLS, text);
	if (playing) {
		snprintf(text, sizeof(text), " x %g ", top->speed);
		put_right(0, COLS - (int)strlen(text), (int)strlen(text), text);
	}
	attroff(A_REVERSE);
}

static const u8 shown_states[] = {
	TCPS_SYN_SENT, TCPS_SYN_RECEIVED, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1,
	TCPS_FIN_WAIT_2, TCPS_CLOSING, TCPS_TIME_WAIT, TCPS_CLOSE_WAIT,
	TCPS_LAST_ACK,
};

static void draw_states(const struct tcpst_top *top)
{
	unsigned int role, i;

	put(1, 0, COLS, "");
	for (role = 0; role < 2; role++)
		put(2 + (int)role, 0, COLS, role ? " resp." : " init.");
	for (i = 0; i < sizeof(shown_states); i++) {
		attr_t attr = tcpst_top_color(tcpst_color_state(shown_states[i]));
		int x = 7 + 8 * (int)i;
		char count[32];

		attron(attr);
		put_right(1, x, 8, tcpst_state_short(shown_states[i]));
		attroff(attr);
		for (role = 0; role < 2; role++) {
			u64 n = top->states[role][shown_states[i]];

			snprintf(count, sizeof(count), "%" PRIu64, n);
			attr = n ? A_BOLD : A_DIM;
			attron(attr);
			put_right(2 + (int)role, x, 8, n ? count : "-");
			attroff(attr);
		}
	}
}

static void draw_spark(const struct tcpst_top *top, unsigned int kind, int x,
		       int width)
{
	static const char *const marks[] = {
		" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█",
	};
	const double *rate = top->rate[kind];
	double most = 1;
	int i;

	if (!top->style.utf8)
		return;
	if (width > TCPST_TOP_HISTORY)
		width = TCPST_TOP_HISTORY;
	for (i = TCPST_TOP_HISTORY - width; i < TCPST_TOP_HISTORY; i++)
		if (rate[i] > most)
			most = rate[i];
	move(4, x);
	for (i = TCPST_TOP_HISTORY - width; i < TCPST_TOP_HISTORY; i++)
		addstr(marks[rate[i] <= 0 ? 0 :
			     1 + (int)(rate[i] / most * 7.0)]);
}

static void draw_rates(const struct tcpst_top *top)
{
	static const char *const names[TCPST_TOP_RATE_MAX] = {
		"opened", "closed", "reset", "failed",
	};
	int width = COLS / TCPST_TOP_RATE_MAX;
	unsigned int kind;

	put(4, 0, COLS, "");
	for (kind = 0; kind < TCPST_TOP_RATE_MAX; kind++) {
		double rate = top->rate[kind][TCPST_TOP_HISTORY - 1];
		int x = (int)kind * width + 1;
		bool bad = kind >= TCPST_TOP_RESET && rate > 0;
		char text[48];

		snprintf(text, sizeof(text), rate < 9.95 ? "%s %.1f/s" :
			 "%s %.0f/s", names[kind], rate);
		if (!top->n_rates)
			snprintf(text, sizeof(text), "%s -", names[kind]);
		attron(bad ? COLOR_PAIR(TCPST_TOP_RED) | A_BOLD : A_NORMAL);
		put(4, x, width - 2, text);
		draw_spark(top, kind, x + (int)strlen(text) + 1,
			   width - (int)strlen(text) - 3);
		attrset(A_NORMAL);
	}
}

static void draw_troubles(const struct tcpst_top *top)
{
	static const char *const names[TCPST_TOP_STUCK_MAX] = {
		[TCPST_TOP_RETRYING] = "retrying SYN",
		[TCPST_TOP_HALF_OPEN] = "half-open",
		[TCPST_TOP_CLOSE_WAIT] = "CLOSE_WAIT",
		[TCPST_TOP_FIN_WAIT_2] = "FIN_WAIT_2",
	};
	const struct tcpst_top_flow *slow = top->slowest;
	char text[256] = " stuck:", took[TCPST_TEXT_SIZE];
	const char *gap = " ";
	unsigned int why;

	for (why = TCPST_TOP_WELL + 1; why < TCPST_TOP_STUCK_MAX; why++) {
		size_t at = strlen(text);

		if (!top->stuck[why])
			continue;
		snprintf(text + at, sizeof(text) - at, "%s%" PRIu64 " %s", gap,
			 top->stuck[why], names[why]);
		gap = ", ";
	}
	if (*gap == ' ')
		strcat(text, " none");
	attron(*gap == ' ' ? A_NORMAL : COLOR_PAIR(TCPST_TOP_MAGENTA) | A_BOLD);
	put(5, 0, COLS, text);
	attrset(A_NORMAL);
	if (!slow)
		return;
	tcpst_format_duration(took, &top->style, slow->handshake);
	snprintf(text, sizeof(text), "slowest handshake %s ", took);
	if ((int)strlen(text) < COLS - getcurx(stdscr) || COLS >= 80)
		put_right(5, COLS - (int)strlen(text), (int)strlen(text), text);
}

/* Columns of the list, for the width there is. */
struct columns {
	int flow, end, states, wait, age, handshake, octets;
};

/* Addresses first; but what the list is sorted by is always there. */
static struct columns columns_for(const struct tcpst_top *top, int width)
{
	struct columns columns = {
		.flow = 8, .states = 16, .wait = 7,
		.age = width >= 88 ? 7 : 0,
		.handshake = width >= 96 ? 7 : 0,
		.octets = width >= 104 ? 8 : 0,
	};
	int *sorted = top->sort == TCPST_TOP_BY_AGE ? &columns.age :
		      top->sort == TCPST_TOP_BY_HANDSHAKE ? &columns.handshake :
		      top->sort == TCPST_TOP_BY_OCTETS ? &columns.octets : NULL;

	if (sorted && !*sorted) {
		columns.wait = 0;
		*sorted = 7;
	}
	columns.end = (width - columns.flow - columns.states - columns.wait -
		       columns.age - columns.handshake - columns.octets - 2) /
		      2;
	return columns;
}

static void draw_headings(const struct columns *columns)
{
	int y = HEAD_LINES - 1, x = columns->flow + 1;

	attron(A_REVERSE);
	put(y, 0, COLS, "");
	put_right(y, 0, columns->flow, "FLOW");
	put(y, x, columns->end, "INITIATOR");
	x += columns->end;
	put(y, x, columns->end, "RESPONDER");
	x += columns->end;
	put(y, x, columns->states, "STATES");
	x += columns->states;
	put_right(y, x, columns->wait, "FOR");
	x += columns->wait;
	put_right(y, x, columns->age, "AGE");
	x += columns->age;
	put_right(y, x, columns->handshake, "SHAKE");
	x += columns->handshake;
	put_right(y, x, columns->octets, "OCTETS");
	attroff(A_REVERSE);
}

static void draw_state(int y, int *x, unsigned int state)
{
	attr_t attr = tcpst_top_color(tcpst_color_state(state));

	attron(attr);
	put(y, *x, 8, tcpst_state_short(state));
	attroff(attr);
	*x += 8;
}

static void draw_duration(const struct tcpst_top *top, int y, int *x,
			  int width, u64 ns)
{
	char text[TCPST_TEXT_SIZE] = "-";

	if (width && ns)
		tcpst_format_duration(text, &top->style, ns);
	put_right(y, *x, width, text);
	*x += width;
}

/* Of an address that is too long, the end: there are its port and its host. */
static void draw_end(const struct tcpst_top *top, int y, int x, int width,
		     const char *text)
{
	int length = (int)strlen(text);

	if (length <= width) {
		put(y, x, width, text);
		return;
	}
	put(y, x, 1, top->style.utf8 ? "…" : "~");
	put(y, x + 1, width - 1, text + length - width + 1);
}

static void draw_flow(const struct tcpst_top *top,
		      const struct columns *columns, int y,
		      const struct tcpst_top_flow *flow, bool selected)
{
	const struct tcpst_flow *known = &flow->flow;
	char text[TCPST_TEXT_SIZE];
	unsigned int role;
	int x = columns->flow + 1;

	put(y, 0, COLS, "");
	if (selected)
		attron(A_BOLD);
	snprintf(text, sizeof(text), "%s%" PRIu64, selected ? ">" : "",
		 known->id);
	put_right(y, 0, columns->flow, text);
	for (role = 0; role < 2; role++) {
		tcpst_format_end(text, &top->style, &known->ends, role);
		draw_end(top, y, x, columns->end - 1, text);
		x += columns->end;
	}
	for (role = 0; role < 2; role++)
		draw_state(y, &x, known->verdict.state[role]);
	if (flow->stuck)
		attron(COLOR_PAIR(TCPST_TOP_MAGENTA) | A_BOLD);
	draw_duration(top, y, &x, columns->wait, flow->wait);
	attrset(selected ? A_BOLD : A_NORMAL);
	draw_duration(top, y, &x, columns->age, flow->age);
	draw_duration(top, y, &x, columns->handshake, flow->handshake);
	tcpst_format_size(text, &top->style, known->verdict.bytes[0] +
					     known->verdict.bytes[1]);
	/* Of a capture they are known only by what was recorded. */
	if (top->options->capture && !strcmp(text, "0"))
		strcpy(text, "-");
	put_right(y, x, columns->octets, text);
	attrset(A_NORMAL);
	if (selected)
		mvchgat(y, 0, -1, A_REVERSE, 0, NULL);
}

static void draw_foot(const struct tcpst_top *top)
{
	char text[256];

	if (top->typing)
		snprintf(text, sizeof(text), " lines that hold: %s_",
			 top->filter);
	else
		snprintf(text, sizeof(text),
			 " %s by %s%s%s%s  | q quit  h help  v view  s sort  / filter  enter ladder",
			 tcpst_top_views[top->view], tcpst_top_sorts[top->sort],
			 top->reverse ? ", reversed" : "",
			 *top->filter ? ", holding " : "", top->filter);
	attron(A_REVERSE);
	put(LINES - 1, 0, COLS, text);
	attroff(A_REVERSE);
}

static void draw_help(void)
{
	static const char *const lines[] = {
		"up down pgup pgdn home end   choose a flow",
		"enter                        its ladder; q or esc comes back",
		"v V                          another view: all, stuck, opening,",
		"                             open, closing, over",
		"s S                          sort by something else",
		"r                            ... the other way round",
		"/                            only lines that hold a word",
		"space                        hold on, and go on",
		"+ -                          play a capture faster, slower",
		"e                            ... to its end",
		"q                            quit",
		"",
		"FOR: time in these states. SHAKE: both legs of the handshake.",
		"Stuck: a SYN is sent again, half-open for 1 s, CLOSE_WAIT or",
		"FIN_WAIT_2 for 5 s.",
	};
	unsigned int i;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		put(HEAD_LINES + (int)i, 4, COLS - 8, lines[i]);
}

static const char *nothing(const struct tcpst_top *top)
{
	if (top->n_wanted)
		return "no flow is like that: v shows others, / filters anew";
	if (top->over)
		return "no connection is open when the capture ends";
	return top->options->capture ? "no connection yet" :
				       "no connection is open";
}

/** tcpst_top_screen_draw() - draw all of it */
void tcpst_top_screen_draw(struct tcpst_top *top)
{
	struct columns columns = columns_for(top, COLS);
	size_t i;

	erase();
	top->page = LINES > HEAD_LINES + 1 ?
		    (size_t)(LINES - HEAD_LINES - 1) : 1;
	tcpst_top_move(top, 0);
	draw_title(top);
	draw_states(top);
	draw_rates(top);
	draw_troubles(top);
	draw_headings(&columns);
	if (top->help)
		draw_help();
	for (i = 0; !top->help && i < top->page &&
		    top->scroll + i < top->n_list; i++)
		draw_flow(top, &columns, HEAD_LINES + (int)i,
			  top->list[top->scroll + i],
			  top->scroll + i == top->cursor);
	if (!top->n_list && !top->help)
		put(HEAD_LINES, 2, COLS - 2, nothing(top));
	draw_foot(top);
	refresh();
}
