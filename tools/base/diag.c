// SPDX-License-Identifier: GPL-2.0
/* Messages on standard error. */
#include "base/diag.h"

#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Whose help a misuse is to see; NULL: no command was found. */
static const char *misused;

/* The errno of the first time that writing failed; 0: it did not. */
static int write_error;

/**
 * tcpst_flush() - pass on what was written to standard output
 *
 * What could not be written is forgotten then, and the reason with it: the next
 * the caller learns only that it failed. So it is kept here.
 */
void tcpst_flush(void)
{
	if (fflush(stdout) && !write_error)
		write_error = errno;
}

/* In one piece: another command may write to the same terminal or log. */
static void sentence(const char *format, va_list args, const char *end)
{
	char text[2048];

	tcpst_flush();		/* what came before stands before it */
	vsnprintf(text, sizeof(text), format, args);
	fprintf(stderr, "tcpst: %s%s", text, end);
}

/**
 * tcpst_fail() - report why something failed
 * @format: a sentence without full stop, as for printf()
 *
 * Return: %TCPST_FAILED, to exit with.
 */
int tcpst_fail(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	sentence(format, args, "\n");
	va_end(args);
	return TCPST_FAILED;
}

/** tcpst_misuse_of() - from now on, the command line is one of that command */
void tcpst_misuse_of(const char *command)
{
	misused = command;
}

/* What is put behind a misuse; @more: then follows. */
static const char *misuse_end(char *text, size_t size, const char *more)
{
	snprintf(text, size, " (see tcpst %s%s--help)%s\n",
		 misused ? misused : "", misused ? " " : "", more);
	return text;
}

/**
 * tcpst_misuse() - report an error in the command line
 * @format: a sentence without full stop, as for printf()
 *
 * Return: %TCPST_USAGE, to exit with.
 */
int tcpst_misuse(const char *format, ...)
{
	char end[64];
	va_list args;

	va_start(args, format);
	sentence(format, args, misuse_end(end, sizeof(end), ""));
	va_end(args);
	return TCPST_USAGE;
}

/* What of a long line is shown before and behind the place that is pointed at. */
#define BEFORE 50
#define BEHIND 24

/* Octets that go on with a character are not in columns of their own. */
static bool goes_on(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* A line of @text, and one with a caret below the place in it. */
static void point(char *line, const char *text, size_t at)
{
	size_t from = at > BEFORE ? at - BEFORE : 0, i;
	size_t to = strlen(text) > at + BEHIND ? at + BEHIND : strlen(text);

	while (from && goes_on(text[from]))
		from--;
	while (goes_on(text[to]))
		to++;
	line += sprintf(line, "\n  %s", from ? "..." : "");
	for (i = from; i < to; i++)
		*line++ = iscntrl((unsigned char)text[i]) ? ' ' : text[i];
	line += sprintf(line, "%s\n  %s", text[to] ? "..." : "",
			from ? "   " : "");
	for (i = from; i < at; i++)
		if (!goes_on(text[i]))
			*line++ = ' ';
	strcpy(line, "^");
}

/**
 * tcpst_misuse_at() - report an error in an argument, and point at it
 * @text:   the argument
 * @at:     octet of it where the error is
 * @format: a sentence without full stop, as for printf()
 *
 * Return: %TCPST_USAGE, to exit with.
 */
int tcpst_misuse_at(const char *text, size_t at, const char *format, ...)
{
	char line[4 * (BEFORE + BEHIND) + 32], end[sizeof(line) + 64];
	va_list args;

	point(line, text, at);
	va_start(args, format);
	sentence(format, args, misuse_end(end, sizeof(end), line));
	va_end(args);
	return TCPST_USAGE;
}

/**
 * tcpst_remark() - report something that is no failure
 * @format: a sentence without full stop, as for printf()
 */
void tcpst_remark(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	sentence(format, args, "\n");
	va_end(args);
}

/* A terminal or a pipe whose other end is closed. */
static bool reader_is_gone(void)
{
	struct pollfd fd = { .fd = STDOUT_FILENO };

	return poll(&fd, 1, 0) == 1 && (fd.revents & POLLERR);
}

/**
 * tcpst_finish() - close standard output, whose last octets may not fit
 * @status: exit status so far
 *
 * Return: the exit status. A reader that has gone away is no error.
 */
int tcpst_finish(int status)
{
	tcpst_flush();
	if (!ferror(stdout) || reader_is_gone() || status != TCPST_OK)
		return status;
	/* It may have failed unnoticed, in the midst of a line. */
	return tcpst_fail("write error%s%s", write_error ? ": " : "",
			  write_error ? strerror(write_error) : "");
}
