// SPDX-License-Identifier: GPL-2.0
/* Output files named by the user; "-" is standard output. */
#include "base/output.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/diag.h"

static void write_failed(const char *path)
{
	tcpst_fail("cannot write %s: %s", path, strerror(errno));
}

/**
 * tcpst_output_open() - open an output file
 * @path: its name; "-": standard output
 *
 * Return: the file; NULL: it cannot be opened, and the error has been reported.
 */
FILE *tcpst_output_open(const char *path)
{
	FILE *file = strcmp(path, "-") ? fopen(path, "we") : stdout;

	if (!file)
		write_failed(path);
	return file;
}

/**
 * tcpst_output_close() - close an output file, and report write errors
 * @file: of tcpst_output_open()
 * @path: its name
 *
 * Errors of standard output are reported at the end, by tcpst_finish(). Return: exit
 * status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_output_close(FILE *file, const char *path)
{
	bool failed;

	if (file == stdout)
		return TCPST_OK;
	failed = fflush(file) || ferror(file);
	if (failed)
		write_failed(path);
	if (fclose(file) && !failed) {
		write_failed(path);
		failed = true;
	}
	return failed ? TCPST_FAILED : TCPST_OK;
}
