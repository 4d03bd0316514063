// SPDX-License-Identifier: GPL-2.0
/* How wide text is on a terminal, and what is done where there is less space. */
#include "text/width.h"

#include <string.h>
#include <wchar.h>

#include "base/pager.h"

/** tcpst_width_of() - columns that a text takes */
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
			/* Not of this locale: whatever it looks like. */
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
 * tcpst_width_terminal() - columns of the terminal that standard output is read on
 *
 * Return: 0 if there is none.
 */
unsigned int tcpst_width_terminal(void)
{
	return tcpst_pager_columns();
}

/** tcpst_width_fits() - is standard output so wide, or no terminal at all? */
bool tcpst_width_fits(unsigned int width)
{
	unsigned int terminal = tcpst_width_terminal();

	return !terminal || terminal >= width;
}

/**
 * tcpst_width_cut() - shorten an address in the middle so that it fits
 * @text:  address and port, or their names, in ASCII
 * @width: columns there are, at least %TCPST_WIDTH_END4
 * @utf8:  whether there is more than ASCII
 *
 * What is left of the beginning shows the network, and of the end the host and
 * the port: most of it is the end.
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
