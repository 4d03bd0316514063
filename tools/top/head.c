// SPDX-License-Identifier: GPL-2.0
/*
 * Header of the full-screen view: ends by state, rates per second, stuck connections and
 * slowest handshakes. A part is drawn only if all of it fits: half a number would be
 * wrong.
 */
#include "top/terminal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "text/color.h"
#include "text/short_state.h"
#include "text/width.h"
#include "top/top.h"

static void draw_title(const struct tcpst_top *top)
{
	const char *name = top->options->source.capture;
	char line[TCPST_TOP_LINE] = " tcpst top", speed[32] = "";
	char text[TCPST_TEXT_SIZE], part[TCPST_TOP_LINE];
	int space;

	if (name && strrchr(name, '/'))
		name = strrchr(name, '/') + 1;
	if (top->records)
		name = top->options->source.interface ?
		       top->options->source.interface : "standard input";
	if (name && !top->over && !top->paused)
		snprintf(speed, sizeof(speed), " x %g ", top->speed);
	space = COLS - (int)strlen(speed);
	if (top->clock)
		tcpst_format_date(text, &top->style, top->clock);
	else
		strcpy(text, "no time yet");
	snprintf(part, sizeof(part), "  %s", text);
	tcpst_top_add(line, space, part);
	tcpst_format_count(text, top->n_wanted);
	snprintf(part, sizeof(part), "  %s flow%s", text,
		 top->n_wanted == 1 ? "" : "s");
	tcpst_top_add(line, space, part);
	if (top->paused)
		tcpst_top_add(line, space, "  paused");
	snprintf(part, sizeof(part), "  %s%.*s", top->over ? "end of  " : "",
		 (int)TCPST_TEXT_SIZE, name ? name : "");
	if (name && !tcpst_top_add(line, space, part) && top->over)
		tcpst_top_add(line, space, "  at its end");
	attron(A_REVERSE);
	tcpst_top_put(0, 0, COLS, line);
	if (space > (int)tcpst_width_of(line))
		tcpst_top_put(0, space, COLS - space, speed);
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

	tcpst_top_put(1, 0, COLS, "");
	for (role = 0; role < 2; role++)
		tcpst_top_put(2 + (int)role, 0, COLS, role ? " resp." : " init.");
	for (i = 0; i < sizeof(shown_states); i++) {
		attr_t attr = tcpst_top_color(tcpst_color_state(shown_states[i]));
		int x = 7 + 8 * (int)i;
		char count[32];

		if (x + 8 > COLS)
			break;
		attron(attr);
		tcpst_top_put_right(1, x, 8, tcpst_state_short(shown_states[i]));
		attroff(attr);
		for (role = 0; role < 2; role++) {
			u64 n = top->states[role][shown_states[i]];

			snprintf(count, sizeof(count), "%" PRIu64, n);
			attr = n ? A_BOLD : A_DIM;
			attron(attr);
			tcpst_top_put_right(2 + (int)role, x, 8, n ? count : "-");
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

/* Text of each rate. Return: whether each fits into @space columns. */
static bool format_rates(const struct tcpst_top *top,
		       char text[TCPST_TOP_RATE_MAX][48], int space)
{
	static const char *const names[TCPST_TOP_RATE_MAX] = {
		"opened", "closed", "reset", "failed",
	};
	unsigned int kind;
	bool fit = true;

	for (kind = 0; kind < TCPST_TOP_RATE_MAX; kind++) {
		double rate = top->rate[kind][TCPST_TOP_HISTORY - 1];

		snprintf(text[kind], 48, rate < 9.95 ? "%s %.1f/s" :
			 "%s %.0f/s", names[kind], rate);
		if (!top->n_rates)
			snprintf(text[kind], 48, "%s -", names[kind]);
		fit &= (int)strlen(text[kind]) + 2 <= space;
	}
	return fit;
}

/* Draw each rate with its history in a quarter of the line; otherwise as many as fit. */
static void draw_rates(const struct tcpst_top *top)
{
	int width = COLS / TCPST_TOP_RATE_MAX, x = 1;
	char text[TCPST_TOP_RATE_MAX][48];
	bool quarters = format_rates(top, text, width);
	unsigned int kind;

	tcpst_top_put(4, 0, COLS, "");
	for (kind = 0; kind < TCPST_TOP_RATE_MAX; kind++) {
		double rate = top->rate[kind][TCPST_TOP_HISTORY - 1];
		bool bad = kind >= TCPST_TOP_RESET && rate > 0;
		int length = (int)strlen(text[kind]);

		if (quarters)
			x = (int)kind * width + 1;
		if (x + length > COLS)
			break;
		attron(bad ? COLOR_PAIR(TCPST_TOP_RED) | A_BOLD : A_NORMAL);
		tcpst_top_put(4, x, length, text[kind]);
		if (quarters)
			draw_spark(top, kind, x + length + 1,
				   width - length - 3);
		attrset(A_NORMAL);
		x += length + 2;
	}
}

/* Forms of the stuck connections, from the longest to the shortest. */
enum form {
	FORM_FULL,
	FORM_SHORT,
	FORM_SUM,
	FORM_MAX
};

static void format_stuck(const struct tcpst_top *top, char line[TCPST_TOP_LINE],
		       enum form form)
{
	static const char *const names[TCPST_TOP_STUCK_MAX][2] = {
		[TCPST_TOP_RETRYING] = { "retrying SYN", "SYN_SNT" },
		[TCPST_TOP_HALF_OPEN] = { "half-open", "SYN_RCV" },
		[TCPST_TOP_CLOSE_WAIT] = { "CLOSE_WAIT", "CLOSE_W" },
		[TCPST_TOP_FIN_WAIT_2] = { "FIN_WAIT_2", "FIN_W2" },
	};
	const char *gap = " ";
	unsigned int why;
	u64 sum = 0;

	strcpy(line, " stuck:");
	for (why = TCPST_TOP_WELL + 1; why < TCPST_TOP_STUCK_MAX; why++) {
		char part[64];

		sum += top->stuck[why];
		if (!top->stuck[why] || form == FORM_SUM)
			continue;
		snprintf(part, sizeof(part), "%s%" PRIu64 " %s", gap,
			 top->stuck[why], names[why][form]);
		strcat(line, part);
		gap = ", ";
	}
	if (!sum)
		strcat(line, " none");
	else if (form == FORM_SUM)
		sprintf(line + strlen(line), " %" PRIu64, sum);
}

/* As many of the slowest handshakes as fit; "" if none does. */
static void format_slowest(const struct tcpst_top *top, char line[TCPST_TOP_LINE],
			 int space)
{
	unsigned int n = top->n_slowest, i;

	for (; n; n--) {
		const char *gap = "";

		snprintf(line, TCPST_TOP_LINE, "%s: ",
			 n > 1 ? "slowest handshakes" :
			 space < 32 ? "slowest" : "slowest handshake");
		for (i = 0; i < n; i++) {
			const char *netns = top->slowest[i]->flow.netns;
			char took[TCPST_TEXT_SIZE];

			tcpst_format_duration(took, &top->style,
					      top->slowest[i]->handshake);
			sprintf(line + strlen(line), "%s%.24s#%" PRIu64 " %s", gap,
				netns ? netns : "", top->slowest[i]->flow.id,
				took);
			gap = ", ";
		}
		strcat(line, " ");
		if ((int)strlen(line) <= space)
			return;
	}
	*line = '\0';
}

/* Stuck connections and slowest handshakes; states are abbreviated to fit both. */
static void draw_troubles(const struct tcpst_top *top)
{
	char stuck[TCPST_TOP_LINE], slowest[TCPST_TOP_LINE] = "";
	bool well = top->n_wanted == top->stuck[TCPST_TOP_WELL];
	unsigned int form;

	for (form = FORM_FULL; form < FORM_SUM; form++) {
		format_stuck(top, stuck, form);
		format_slowest(top, slowest, COLS - (int)strlen(stuck) - 2);
		if (*slowest)
			break;
	}
	if (!*slowest)
		for (form = FORM_FULL; form < FORM_MAX; form++) {
			format_stuck(top, stuck, form);
			if ((int)strlen(stuck) <= COLS)
				break;
		}
	attron(well ? A_NORMAL : COLOR_PAIR(TCPST_TOP_MAGENTA) | A_BOLD);
	tcpst_top_put(5, 0, COLS, stuck);
	attrset(A_NORMAL);
	if (*slowest)
		tcpst_top_put(5, COLS - (int)strlen(slowest),
			      (int)strlen(slowest), slowest);
}

/** tcpst_top_head_draw() - draw the header */
void tcpst_top_head_draw(const struct tcpst_top *top)
{
	draw_title(top);
	draw_states(top);
	draw_rates(top);
	draw_troubles(top);
}
