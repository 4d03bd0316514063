/* SPDX-License-Identifier: GPL-2.0 */
/* Width of text on a terminal, and cutting addresses to fit. */
#ifndef TCPST_WIDTH_H
#define TCPST_WIDTH_H

#include <stdbool.h>
#include <stdio.h>

/* Widths of an IPv4 address with its port, never cut, and of an IPv6 address with its port. */
#define TCPST_WIDTH_END4 21
#define TCPST_WIDTH_END6 47

unsigned int tcpst_width_of(const char *text);
unsigned int tcpst_width_terminal(void);
bool tcpst_width_fits(unsigned int width);
void tcpst_width_wrap(FILE *file, unsigned int first, unsigned int indent,
		      const char *text);
void tcpst_width_wrap_after(FILE *file, const char *lead, unsigned int indent,
			    const char *text);
void tcpst_width_cut(char *text, unsigned int width, bool utf8);

#endif /* TCPST_WIDTH_H */
