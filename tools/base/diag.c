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

/* The command whose --help a usage error refers to; NULL: no command was found. */
static const char *misused;

/* errno of the first write error; 0: there was none. */
static int write_error;

/**
 * tcpst_flush() - flush standard output
 *
 * stdio discards output that it could not write, and errno of it: later, ferror() shows
 * only that a write failed. So errno is kept here.
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

	tcpst_flush();		/* earlier output comes first */
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

/** tcpst_misuse_of() - set the command whose --help later usage errors refer to */
void tcpst_misuse_of(const char *command)
{
	misused = command;
}

/* End of the message of a usage error, followed by @more. */
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

/* Of a long line, the octets shown before and after the place of the error. */
#define BEFORE 50
#define BEHIND 24

/* A continuation octet of UTF-8 takes no column of its own. */
static bool goes_on(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* Write @text as a line, and below it a line with a caret at octet @at. */
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
 * tcpst_misuse_at() - report an error in an argument, with a caret below it
 * @text:   the argument
 * @at:     offset of the error in @text
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
 * tcpst_remark() - report something that is not an error
 * @format: a sentence without full stop, as for printf()
 */
void tcpst_remark(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	sentence(format, args, "\n");
	va_end(args);
}

/* Is standard output a terminal or a pipe whose other end is closed? */
static bool reader_is_gone(void)
{
	struct pollfd fd = { .fd = STDOUT_FILENO };

	return poll(&fd, 1, 0) == 1 && (fd.revents & POLLERR);
}

/**
 * tcpst_finish() - flush standard output, and report write errors
 * @status: exit status so far
 *
 * Return: the exit status. A reader that has closed the pipe is not an error.
 */
int tcpst_finish(int status)
{
	tcpst_flush();
	if (!ferror(stdout) || reader_is_gone() || status != TCPST_OK)
		return status;
	/* An earlier write may have failed unnoticed. */
	return tcpst_fail("write error%s%s", write_error ? ": " : "",
			  write_error ? strerror(write_error) : "");
}
