// SPDX-License-Identifier: GPL-2.0
/* Pager for one flow, as `tcpst show` prints it. */
#include "top/terminal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/stop.h"
#include "module/core/names.h"
#include "text/ladder.h"
#include "text/summary.h"
#include "top/top.h"

#define ESCAPE 27

/* Of a capture, only the part played so far is known; the ladder shows that. */
static void print_head(FILE *file, const struct tcpst_top *top,
		       const struct tcpst_flow *flow)
{
	char end[2][TCPST_TEXT_SIZE];

	if (!top->options->source.capture) {
		tcpst_summary_print(file, flow, &top->style);
		return;
	}
	tcpst_format_end(end[0], &top->style, &flow->ends, TCPS_INITIATOR);
	tcpst_format_end(end[1], &top->style, &flow->ends, TCPS_RESPONDER);
	fprintf(file, "Flow %" PRIu64 "\n  %-12s %s\n  %-12s %s\n", flow->id,
		tcps_role_name(TCPS_INITIATOR), end[0],
		tcps_role_name(TCPS_RESPONDER), end[1]);
}

/* Text with escape sequences for colours, which draw_line() interprets. */
static char *render(struct tcpst_top *top, const struct tcpst_flow *flow)
{
	struct tcpst_history_limits limits = {
		.until = top->options->source.capture ? top->clock : 0,
	};
	struct tcpst_history history = { .flow = flow->id, .netns = flow->netns };
	struct tcpst_ladder ladder;
	char *text = NULL;
	size_t size;
	FILE *file = tcpst_need(open_memstream(&text, &size));
	int error = 0;

	if (top->records)
		tcpst_top_records_read(top->records, &history);
	else
		error = tcpst_history_read(top->source, &history, 1, &limits);
	top->style.now = top->clock;
	/* The ladder first, so that it is visible on a terminal of any height. */
	if (history.n) {
		tcpst_ladder_build(&ladder, flow, history.event, history.n);
		tcpst_ladder_print(file, &ladder, &top->style);
		tcpst_ladder_free(&ladder);
	} else {
		fputs(error ? tcpst_source_error(top->source) :
		      "It is no longer in the recorder.", file);
		putc('\n', file);
	}
	putc('\n', file);
	print_head(file, top, flow);
	tcpst_history_free(&history);
	fclose(file);
	return text;
}

static void draw_line(int y, const char *line)
{
	const char *end = line + strcspn(line, "\n");

	move(y, 0);
	attrset(A_NORMAL);
	while (line < end) {
		size_t length = strcspn(line, "\033\n");

		addnstr(line, (int)length);
		line += length;
		if (*line == '\033') {
			length = strcspn(line, "m\n");
			attrset(tcpst_top_color((char[]){ '[', line[2],
				line[3] == 'm' ? 0 : line[3], 0 }));
			line += length + (line[length] == 'm');
		}
	}
	attrset(A_NORMAL);
}

static long draw(const char *text, long first)
{
	const char *line = text;
	long n = 0;

	erase();
	for (; *line; n++) {
		if (n >= first && n - first < LINES - 1)
			draw_line((int)(n - first), line);
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
	attron(A_REVERSE);
	mvprintw(LINES - 1, 0, "%-*.*s", COLS, COLS,
		 " q or esc back  up down pgup pgdn scroll  enter read it again");
	attroff(A_REVERSE);
	refresh();
	return n;
}

/** tcpst_top_pager() - show a flow and its ladder until a key ends it */
void tcpst_top_pager(struct tcpst_top *top, const struct tcpst_flow *flow)
{
	struct tcpst_flow own = *flow;
	char *text = render(top, &own);
	long first = 0, n;
	int key = 0;

	timeout(200);
	while (key != 'q' && key != ESCAPE && !tcpst_stop_asked()) {
		n = draw(text, first);
		key = getch();
		switch (key) {
		case KEY_UP:
		case 'k':
			first--;
			break;
		case KEY_DOWN:
		case 'j':
			first++;
			break;
		case KEY_PPAGE:
			first -= LINES - 2;
			break;
		case KEY_NPAGE:
		case ' ':
			first += LINES - 2;
			break;
		case KEY_HOME:
			first = 0;
			break;
		case KEY_END:
			first = n;
			break;
		case '\n':
		case '\r':
		case KEY_ENTER:
			free(text);
			text = render(top, &own);
			break;
		}
		if (first > n - (LINES - 1))
			first = n - (LINES - 1);
		if (first < 0)
			first = 0;
	}
	free(text);
}
