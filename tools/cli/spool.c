// SPDX-License-Identifier: GPL-2.0
/*
 * Captures from a pipe that must be read more than once are copied into an unnamed
 * file, which replaces standard input.
 */
#include "cli/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"

static int copy(int from, FILE *to)
{
	char buffer[65536];
	ssize_t n;

	while ((n = read(from, buffer, sizeof(buffer))) > 0)
		if (fwrite(buffer, (size_t)n, 1, to) != 1)
			return -1;
	return n || fflush(to) ? -1 : 0;
}

/* Replace standard input by a copy of @fd. */
static int replace(int fd)
{
	FILE *file = tmpfile();
	int error = 0;

	if (!file || copy(fd, file) || dup2(fileno(file), STDIN_FILENO) < 0 ||
	    lseek(STDIN_FILENO, 0, SEEK_SET) < 0)
		error = errno;
	if (file)
		fclose(file);
	return error ? tcpst_fail("cannot copy the capture to a temporary file: %s",
				  strerror(error)) : TCPST_OK;
}

/** tcpst_spool_is_pipe() - is a file, or "-", a pipe, which can be read only once? */
bool tcpst_spool_is_pipe(const char *path)
{
	struct stat file;
	int error = strcmp(path, "-") ? stat(path, &file) :
					fstat(STDIN_FILENO, &file);

	return !error && (S_ISFIFO(file.st_mode) || S_ISSOCK(file.st_mode) ||
			  S_ISCHR(file.st_mode));
}

/**
 * tcpst_spool_needed() - can the capture be read only once?
 * @options: of the command line
 *
 * If it does not exist, the reader of captures reports that.
 */
bool tcpst_spool_needed(const struct tcpst_options *options)
{
	return options->source.capture &&
	       tcpst_spool_is_pipe(options->source.capture);
}

/**
 * tcpst_spool() - copy the capture to a file if it is a pipe
 * @options: of the command line; the name of the capture may change
 *
 * Nothing is done if it is a file.
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_spool(struct tcpst_options *options)
{
	int fd, status;

	if (!tcpst_spool_needed(options))
		return TCPST_OK;
	fd = strcmp(options->source.capture, "-") ?
	     open(options->source.capture, O_RDONLY | O_CLOEXEC) : dup(STDIN_FILENO);
	if (fd < 0)
		return TCPST_OK;
	status = replace(fd);
	options->source.capture = "-";
	close(fd);
	return status;
}
