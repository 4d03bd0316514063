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
	       type == G_UNICODE_BREAK_INFIX_SEPARATOR ||
	       g_unichar_type(letter) == G_UNICODE_FINAL_PUNCTUATION;
}

/* Characters that must not end a line. */
static bool opens(gunichar letter)
{
	return g_unichar_break_type(letter) == G_UNICODE_BREAK_OPEN_PUNCTUATION ||
	       g_unichar_type(letter) == G_UNICODE_INITIAL_PUNCTUATION;
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

/* A word that is longer than a line is broken anywhere. */
static const char *part_of_word(const char *text, unsigned int width)
{
	unsigned int columns;
	gunichar letter;
	const char *after = next(text, &columns, &letter);

	do {
		text = after;
		width -= columns <= width ? columns : width;
		after = next(text, &columns, &letter);
	} while (columns <= width);
	return text;
}

/**
 * tcpst_columns_take() - take as many words as fit in a line, at least part of one
 * @line:  set
 * @size:  of @line, octets
 * @text:  words, "": there is none
 * @width: columns of the line
 *
 * Return: the rest of @text.
 */
const char *tcpst_columns_take(char *line, size_t size, const char *text, unsigned int width)
{
	unsigned int at = 0, length;
	const char *end = text, *rest = text;
	bool stop;

	while (*rest) {
		const char *word = end_of_word(rest, &length, &stop);

		at += length + (unsigned int)(rest - end);
		if (at > width && end == text)
			word = part_of_word(text, width);
		else if (at > width)
			break;
		end = word;
		rest = end + strspn(end, " ");
	}
	snprintf(line, size, "%.*s", (int)(end - text), text);
	return rest;
}

/**
 * tcpst_columns_wrap() - print a paragraph, broken between words
 * @file:   where to
 * @lead:   what stands before the first line, at most @first columns
 * @first:  columns before the first line
 * @indent: before the others
 * @width:  columns of a line
 * @text:   the paragraph; blanks after wide punctuation are left out
 */
void tcpst_columns_wrap(FILE *file, const char *lead, unsigned int first,
			unsigned int indent, unsigned int width, const char *text)
{
	unsigned int at = first, length;
	bool stop = false, blank = false;

	fprintf(file, "%s%*s", lead, (int)(first - tcpst_columns(lead)), "");
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
