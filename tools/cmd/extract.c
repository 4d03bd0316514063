// SPDX-License-Identifier: GPL-2.0
/* --pcap: write the frames of the connections shown to a capture. */
#include "cmd/extract.h"

#include <stdio.h>

#include "base/diag.h"
#include "base/output.h"
#include "source/source.h"
#include "text/comment.h"

/**
 * tcpst_cmd_extract() - write the frames of selected connections
 * @source:  the capture that contains them
 * @extract: the selected connections
 * @path:    output file; "-": standard output
 * @damaged: the capture is damaged, which is reported elsewhere
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_cmd_extract(struct tcpst_source *source,
		      const struct tcpst_extract *extract, const char *path,
		      bool damaged)
{
	FILE *file = tcpst_output_open(path);
	int failed, status;

	if (!file)
		return TCPST_FAILED;
	failed = tcpst_source_extract(source, extract, file, tcpst_comment_text);
	status = tcpst_output_close(file, path);
	if (status)
		return status;
	if (failed && !damaged)
		return tcpst_fail("%s", tcpst_source_error(source));
	return TCPST_OK;
}
