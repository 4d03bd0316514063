// SPDX-License-Identifier: GPL-2.0
/*
 * Captures from a pipe that are to be read more than once: they are copied into
 * a file without a name, which takes the place of standard input.
 */
#include "spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "say.h"

static int copy(int from, FILE *to)
{
	char buffer[65536];
	ssize_t n;

	while ((n = read(from, buffer, sizeof(buffer))) > 0)
		if (fwrite(buffer, (size_t)n, 1, to) != 1)
			return -1;
	return n || fflush(to) ? -1 : 0;
}

/* Standard input is a copy of @fd from now on. */
static int replace(int fd)
{
	FILE *file = tmpfile();
	int error = 0;

	if (!file || copy(fd, file) || dup2(fileno(file), STDIN_FILENO) < 0 ||
	    lseek(STDIN_FILENO, 0, SEEK_SET) < 0)
		error = errno;
	if (file)
		fclose(file);
	return error ? tcpst_fail("cannot keep the capture while it is read: %s",
				  strerror(error)) : TCPST_OK;
}

/**
 * tcpst_spool() - make the capture one that can be read again
 * @options: of the command line; the name of the capture may change
 *
 * Files stay what they are. One that cannot be opened is left for the reader
 * of captures to complain about.
 *
 * Return: exit status; unless %TCPST_OK, it has been said why.
 */
int tcpst_spool(struct tcpst_options *options)
{
	bool standard = options->capture && !strcmp(options->capture, "-");
	struct stat stat;
	int fd, status = TCPST_OK;

	if (!options->capture)
		return TCPST_OK;
	fd = standard ? dup(STDIN_FILENO) :
			open(options->capture, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return TCPST_OK;
	if (!fstat(fd, &stat) && (S_ISFIFO(stat.st_mode) ||
				  S_ISSOCK(stat.st_mode) ||
				  S_ISCHR(stat.st_mode))) {
		status = replace(fd);
		options->capture = "-";
	}
	close(fd);
	return status;
}
