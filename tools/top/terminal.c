// SPDX-License-Identifier: GPL-2.0
/* The terminal of the full-screen view: opening it, and drawing text. */
#include "top/terminal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "text/width.h"
#include "top/top.h"

/* The original standard error. */
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
 * tcpst_top_terminal_open() - switch the terminal to full-screen mode
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_top_terminal_open(const struct tcpst_top *top)
{
	int i, nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	const char *why = "is unknown";

	screen = newterm(NULL, stdout, top->keys);
	if (screen && !tigetstr("cup")) {
		why = "cannot move the cursor";
		endwin();
		delscreen(screen);
		screen = NULL;
	}
	if (!screen) {
		if (nowhere >= 0)
			close(nowhere);
		return tcpst_fail("top requires another terminal: type '%s' (TERM) %s",
				  getenv("TERM") ? getenv("TERM") : "", why);
	}
	tcpst_alloc_before_exit(tcpst_top_terminal_close);
	/* Messages would garble the screen. */
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

/** tcpst_top_terminal_close() - restore the terminal, if it was opened */
void tcpst_top_terminal_close(void)
{
	if (!screen)
		return;
	tcpst_alloc_before_exit(NULL);
	endwin();
	delscreen(screen);
	screen = NULL;
	if (standard_error >= 0) {
		dup2(standard_error, STDERR_FILENO);
		close(standard_error);
	}
	standard_error = -1;
}

/** tcpst_top_put() - draw text cut to @width columns, or padded with blanks */
void tcpst_top_put(int y, int x, int width, const char *text)
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

/** tcpst_top_put_right() - the same, aligned to the right */
void tcpst_top_put_right(int y, int x, int width, const char *text)
{
	int length = (int)tcpst_width_of(text);

	if (length < width)
		tcpst_top_put(y, x, width - length, "");
	tcpst_top_put(y, x + (length < width ? width - length : 0), width, text);
}

/** tcpst_top_add() - append a part to a line if it then fits into @space columns */
bool tcpst_top_add(char line[TCPST_TOP_LINE], int space, const char *part)
{
	if ((int)(tcpst_width_of(line) + tcpst_width_of(part)) > space ||
	    strlen(line) + strlen(part) >= TCPST_TOP_LINE)
		return false;
	strcat(line, part);
	return true;
}
