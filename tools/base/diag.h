/* SPDX-License-Identifier: GPL-2.0 */
/* Messages on standard error, and exit statuses. */
#ifndef TCPST_DIAG_H
#define TCPST_DIAG_H

#include <stddef.h>

/* Exit statuses. */
enum tcpst_exit {
	TCPST_OK,
	TCPST_FAILED,	/* no module, no permission, no such flow, ... */
	TCPST_USAGE,	/* the command line makes no sense */
};

int tcpst_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
void tcpst_misuse_of(const char *command);
int tcpst_misuse(const char *format, ...)
	__attribute__((format(printf, 1, 2)));
int tcpst_misuse_at(const char *text, size_t at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void tcpst_remark(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

void tcpst_flush(void);
int tcpst_finish(int status);

#endif /* TCPST_DIAG_H */
