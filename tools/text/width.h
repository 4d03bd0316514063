/* SPDX-License-Identifier: GPL-2.0 */
/* How wide text is on a terminal, and what is done where there is less space. */
#ifndef TCPST_WIDTH_H
#define TCPST_WIDTH_H

#include <stdbool.h>

/* An address of IPv4 and a port, which are never cut; and of IPv6. */
#define TCPST_WIDTH_END4 21
#define TCPST_WIDTH_END6 47

unsigned int tcpst_width_of(const char *text);
unsigned int tcpst_width_terminal(void);
bool tcpst_width_fits(unsigned int width);
void tcpst_width_cut(char *text, unsigned int width, bool utf8);

#endif /* TCPST_WIDTH_H */
