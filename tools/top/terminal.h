/* SPDX-License-Identifier: GPL-2.0 */
/* Colours of the full-screen view, for the files that draw it. */
#ifndef TCPST_TOP_TERMINAL_H
#define TCPST_TOP_TERMINAL_H

#include <curses.h>
#include <stdbool.h>

/* Colour pairs, numbered like the escape sequences 30 to 37. */
enum tcpst_top_color {
	TCPST_TOP_RED = 1,
	TCPST_TOP_GREEN,
	TCPST_TOP_YELLOW,
	TCPST_TOP_BLUE,
	TCPST_TOP_MAGENTA,
	TCPST_TOP_CYAN,
};

/* Octets of a line that is composed of parts. */
#define TCPST_TOP_LINE 512

attr_t tcpst_top_color(const char *escape);
void tcpst_top_put(int y, int x, int width, const char *text);
void tcpst_top_put_right(int y, int x, int width, const char *text);
bool tcpst_top_add(char line[TCPST_TOP_LINE], int space, const char *part);

#endif /* TCPST_TOP_TERMINAL_H */
