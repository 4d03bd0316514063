/* SPDX-License-Identifier: GPL-2.0 */
/* Columns of text on a terminal, where a character may take two, or none. */
#ifndef TCPST_COLUMNS_H
#define TCPST_COLUMNS_H

#include <stdio.h>

unsigned int tcpst_columns(const char *text);
void tcpst_columns_cut(char *text, unsigned int width);
const char *tcpst_columns_take(char *line, size_t size, const char *text, unsigned int width);
void tcpst_columns_wrap(FILE *file, const char *lead, unsigned int first,
			unsigned int indent, unsigned int width, const char *text);

#endif /* TCPST_COLUMNS_H */
