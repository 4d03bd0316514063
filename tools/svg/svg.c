// SPDX-License-Identifier: GPL-2.0
/* Common parts of all pictures. */
#include "svg/svg.h"
#include "base/language.h"

#include <stdbool.h>
#include <stddef.h>

/* Generated from svg.css when tcpst is built. */
static const char style_sheet[] =
#include "svg/svg.css.h"
;

/* Length of the UTF-8 character at @text, 0: it is not one that XML allows. */
static size_t character(const unsigned char *text)
{
	size_t length = *text < 0x80 ? 1 : *text < 0xc2 ? 0 :
			*text < 0xe0 ? 2 : *text < 0xf0 ? 3 :
			*text < 0xf5 ? 4 : 0;
	size_t i;

	if (length == 1)
		return (*text >= ' ' && *text != 0x7f) || *text == '\t';
	for (i = 1; i < length; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	/* Overlong forms, surrogates, beyond Unicode, and two noncharacters. */
	if ((text[0] == 0xe0 && text[1] < 0xa0) ||
	    (text[0] == 0xed && text[1] >= 0xa0) ||
	    (text[0] == 0xf0 && text[1] < 0x90) ||
	    (text[0] == 0xf4 && text[1] >= 0x90) ||
	    (text[0] == 0xef && text[1] == 0xbf && text[2] >= 0xbe))
		return 0;
	return length;
}

/**
 * tcpst_svg_escape() - write text into XML or HTML, element or attribute
 * @file: output file
 * @text: any octets: names of commands, hosts and files are not trusted;
 *        invalid ones become U+FFFD
 */
void tcpst_svg_escape(FILE *file, const char *text)
{
	while (*text) {
		size_t length = character((const unsigned char *)text);

		switch (*text) {
		case '&':
			fputs("&amp;", file);
			break;
		case '<':
			fputs("&lt;", file);
			break;
		case '>':
			fputs("&gt;", file);
			break;
		case '"':
			fputs("&quot;", file);
			break;
		default:
			if (length)
				fwrite(text, 1, length, file);
			else
				fputs("\xef\xbf\xbd", file);
		}
		text += length ? length : 1;
	}
}

/** tcpst_svg_style() - write the style sheet of all pictures, once per document */
void tcpst_svg_style(FILE *file)
{
	fputs(style_sheet, file);
}

/**
 * tcpst_svg_begin() - begin an SVG document; the caller ends it with </svg>
 * @file:   output file
 * @width:  pixels
 * @height: pixels
 * @title:  its title
 */
void tcpst_svg_begin(FILE *file, int width, int height, const char *title)
{
	fprintf(file,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"tcpst\" lang=\"%s\" xml:lang=\"%s\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n<title>",
		tcpst_language_code(), tcpst_language_code(), width, height, width, height);
	tcpst_svg_escape(file, title);
	fputs("</title>\n<style>\n", file);
	tcpst_svg_style(file);
	fputs("</style>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n",
	      file);
}

/**
 * tcpst_svg_text() - write one line of text
 * @file:    output file
 * @x:       its position
 * @y:       the same
 * @class:   a class of the style sheet, or ""
 * @content: the text, not escaped yet
 */
void tcpst_svg_text(FILE *file, int x, int y, const char *class,
		    const char *content)
{
	fprintf(file, "<text x=\"%d\" y=\"%d\"", x, y);
	if (*class)
		fprintf(file, " class=\"%s\"", class);
	putc('>', file);
	tcpst_svg_escape(file, content);
	fputs("</text>\n", file);
}
