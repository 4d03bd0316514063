/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Common parts of all pictures: escaped text, which cannot break the document, and
 * the style sheet with the colours of the states, for light and dark
 * mode.
 */
#ifndef TCPST_SVG_H
#define TCPST_SVG_H

#include <stdio.h>

void tcpst_svg_escape(FILE *file, const char *text);
void tcpst_svg_text(FILE *file, int x, int y, const char *class,
		    const char *content);
void tcpst_svg_style(FILE *file);
void tcpst_svg_begin(FILE *file, int width, int height, const char *title);

#endif /* TCPST_SVG_H */
