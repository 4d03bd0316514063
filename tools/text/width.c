// SPDX-License-Identifier: GPL-2.0
/* Width of text on a terminal, and cutting addresses to fit. */
#include "text/width.h"

#include <string.h>
#include <wchar.h>

#include "base/pager.h"
#include "text/columns.h"

#define WIDTH_DEFAULT 80
#define WIDTH_MAX 100		/* longer lines are hard to read */

/** tcpst_width_of() - columns of a text */
unsigned int tcpst_width_of(const char *text)
{
	mbstate_t state = { 0 };
	unsigned int n = 0;
	wchar_t wide;

	while (*text) {
		size_t length;
		int columns;

		if (*text >= ' ' && *text <= '~') {	/* nearly always */
			text++;
			n++;
			continue;
		}
		length = mbrtowc(&wide, text, strlen(text), &state);
		if (length == (size_t)-1 || length == (size_t)-2) {
			/* Not valid in this locale: assume one column. */
			memset(&state, 0, sizeof(state));
			length = 1;
			columns = 1;
		} else {
			columns = wcwidth(wide);
		}
		n += columns > 0 ? (unsigned int)columns : 0;
		text += length;
	}
	return n;
}

/**
 * tcpst_width_terminal() - width of the terminal that shows standard output
 *
 * Return: 0 if there is none.
 */
unsigned int tcpst_width_terminal(void)
{
	return tcpst_pager_columns();
}

/** tcpst_width_fits() - is the terminal at least @width columns wide, if there is one? */
bool tcpst_width_fits(unsigned int width)
{
	unsigned int terminal = tcpst_width_terminal();

	return !terminal || terminal >= width;
}

static void wrap(FILE *file, const char *lead, unsigned int first, unsigned int indent,
		 const char *text)
{
	unsigned int width = tcpst_width_terminal();

	width = !width ? WIDTH_DEFAULT : width > WIDTH_MAX ? WIDTH_MAX : width;
	tcpst_columns_wrap(file, lead, first, indent, width, text + strspn(text, " "));
}

/**
 * tcpst_width_wrap() - print a paragraph, broken between words where the terminal ends
 * @file:   where to
 * @first:  columns before the first line
 * @indent: before the others
 * @text:   the paragraph
 */
void tcpst_width_wrap(FILE *file, unsigned int first, unsigned int indent,
		      const char *text)
{
	wrap(file, "", first, indent, text);
}

/**
 * tcpst_width_wrap_after() - the same, with a word or a sign before it
 * @file:   where to
 * @lead:   what stands before the paragraph, narrower than @indent
 * @indent: columns before all lines
 * @text:   the paragraph
 */
void tcpst_width_wrap_after(FILE *file, const char *lead, unsigned int indent,
			    const char *text)
{
	wrap(file, lead, indent, indent, text);
}

/**
 * tcpst_width_cut() - shorten an address in the middle so that it fits
 * @text:  address and port, or their names, in ASCII
 * @width: width to fit, at least %TCPST_WIDTH_END4
 * @utf8:  UTF-8 or ASCII
 *
 * The beginning shows the network, the end shows the host and the port; more is kept
 * of the end.
 */
void tcpst_width_cut(char *text, unsigned int width, bool utf8)
{
	const char *mark = utf8 ? "…" : "~";
	size_t length = strlen(text), head, tail;

	if (length <= width)
		return;
	head = (width - 1) / 3;
	tail = width - 1 - head;
	memmove(text + head + strlen(mark), text + length - tail, tail + 1);
	memcpy(text + head, mark, strlen(mark));
}
