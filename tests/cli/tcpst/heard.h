/* SPDX-License-Identifier: GPL-2.0 */
/* Events received by a program that follows its own recorder, as text. */
#ifndef TCPST_TEST_HEARD_H
#define TCPST_TEST_HEARD_H

#include <stdarg.h>
#include <string.h>

#include "check.h"
#include "source/kernel/netlink.h"

static char heard[256];

__attribute__((format(printf, 1, 2)))
static void hear(const char *format, ...)
{
	size_t at = strlen(heard);
	va_list args;

	va_start(args, format);
	vsnprintf(heard + at, sizeof(heard) - at, format, args);
	va_end(args);
}

static void check_heard(const char *expected, const char *what)
{
	check(!strcmp(heard, expected), what);
	if (strcmp(heard, expected))
		printf("# expected %s\n# heard    %s\n", expected, heard);
	heard[0] = '\0';
}

int tcpst_nl_listen(struct tcpst_nl *nl)
{
	(void)nl;
	return 0;
}

int tcpst_nl_fd(const struct tcpst_nl *nl)
{
	(void)nl;
	return -1;
}

#endif /* TCPST_TEST_HEARD_H */
