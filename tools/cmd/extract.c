// SPDX-License-Identifier: GPL-2.0
/* --pcap: the frames of the connections shown, as a capture. */
#include "cmd/extract.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "source/source.h"
#include "text/comment.h"

static int write_failed(const char *path, int error)
{
	return tcpst_fail("cannot write %s: %s", path, strerror(error));
}

/**
 * tcpst_cmd_extract() - write the frames of chosen connections
 * @source:  a capture, that they are of
 * @extract: which
 * @path:    of the file; "-": standard output
 * @damaged: that it cannot be read to its end is reported anyway
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_cmd_extract(struct tcpst_source *source,
		      const struct tcpst_extract *extract, const char *path,
		      bool damaged)
{
	bool standard = !strcmp(path, "-");
	FILE *file = standard ? stdout : fopen(path, "wb");
	int failed, error = 0;

	if (!file)
		return write_failed(path, errno);
	failed = tcpst_source_extract(source, extract, file, tcpst_comment_text);
	/* Errors of standard output are reported at the end. */
	if (!standard && (fflush(file) || ferror(file)))
		error = errno;
	if (!standard && fclose(file) && !error)
		error = errno;
	if (error)
		return write_failed(path, error);
	if (failed && !damaged)
		return tcpst_fail("%s", tcpst_source_error(source));
	return TCPST_OK;
}
