/* SPDX-License-Identifier: GPL-2.0 */
/* Colours on the screen; for those files that draw on it. */
#ifndef TCPST_TOP_SCREEN_H
#define TCPST_TOP_SCREEN_H

#include <curses.h>

/* Pairs of colours, numbered as the escape sequences 30 to 37 are. */
enum tcpst_top_color {
	TCPST_TOP_RED = 1,
	TCPST_TOP_GREEN,
	TCPST_TOP_YELLOW,
	TCPST_TOP_BLUE,
	TCPST_TOP_MAGENTA,
	TCPST_TOP_CYAN,
};

attr_t tcpst_top_color(const char *escape);

#endif /* TCPST_TOP_SCREEN_H */
