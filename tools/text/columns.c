// SPDX-License-Identifier: GPL-2.0
#include "text/columns.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

/* Octets that are not valid UTF-8 take one column each. */
static const char *next(const char *text, unsigned int *columns, gunichar *found)
{
	gunichar letter = g_utf8_get_char_validated(text, -1);

	if (letter == (gunichar)-1 || letter == (gunichar)-2) {
		*columns = 1;
		*found = (unsigned char)*text;
		return text + 1;
	}
	*columns = g_unichar_iszerowidth(letter) ? 0 :
		   g_unichar_iswide(letter) ? 2 : 1;
	*found = letter;
	return g_utf8_next_char(text);
}

/** tcpst_columns() - columns of a text on the terminal */
unsigned int tcpst_columns(const char *text)
{
	unsigned int sum = 0, columns;
	gunichar letter;

	while (*text) {
		text = next(text, &columns, &letter);
		sum += columns;
	}
	return sum;
}

/** tcpst_columns_cut() - shorten a text to @width columns, or one less */
void tcpst_columns_cut(char *text, unsigned int width)
{
	unsigned int columns;
	gunichar letter;

	while (*text) {
		const char *after = next(text, &columns, &letter);

		if (columns > width) {
			*text = '\0';
			return;
		}
		width -= columns;
		text += after - text;
	}
}

/* Characters that must not begin a line, such as closing punctuation. */
static bool clings(gunichar letter)
{
	GUnicodeBreakType type = g_unichar_break_type(letter);

	return type == G_UNICODE_BREAK_CLOSE_PUNCTUATION ||
	       type == G_UNICODE_BREAK_CLOSE_PARENTHESIS ||
	       type == G_UNICODE_BREAK_NON_STARTER ||
	       type == G_UNICODE_BREAK_EXCLAMATION ||
	       type == G_UNICODE_BREAK_INFIX_SEPARATOR;
}

/* Characters that must not end a line. */
static bool opens(gunichar letter)
{
	return g_unichar_break_type(letter) == G_UNICODE_BREAK_OPEN_PUNCTUATION;
}

/*
 * End of a word, within which a line is not broken: at a blank, or before or after a
 * wide character.
 * @stop: the word ends with wide punctuation, which includes its own blank
 */
static const char *end_of_word(const char *text, unsigned int *width, bool *stop)
{
	gunichar letter, before = 0;
	unsigned int columns, last = 0;
	const char *at = text;

	*width = 0;
	while (*at && *at != ' ') {
		const char *after = next(at, &columns, &letter);

		if (at > text && (columns == 2 || last == 2) &&
		    !clings(letter) && !opens(before))
			break;
		*width += columns;
		last = columns;
		before = letter;
		at = after;
	}
	*stop = last == 2 && clings(before);
	return at;
}

/**
 * tcpst_columns_wrap() - print a paragraph, broken between words
 * @file:   output file
 * @first:  indentation of the first line
 * @indent: indentation of the others
 * @width:  columns of a line
 * @text:   the paragraph; blanks after wide punctuation are left out
 */
void tcpst_columns_wrap(FILE *file, unsigned int first, unsigned int indent,
			unsigned int width, const char *text)
{
	unsigned int at = first, length;
	bool stop = false, blank = false;

	fprintf(file, "%*s", (int)first, "");
	while (*text) {
		bool before = stop;
		const char *end = end_of_word(text, &length, &stop);

		blank = blank && !before && at > first;
		if (at > indent && at + blank + length >= width) {
			fprintf(file, "\n%*s", (int)indent, "");
			at = indent;
		} else if (blank) {
			putc(' ', file);
			at++;
		}
		fprintf(file, "%.*s", (int)(end - text), text);
		at += length;
		blank = *end == ' ';
		text = end + strspn(end, " ");
	}
	putc('\n', file);
}
