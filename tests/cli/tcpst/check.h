/* SPDX-License-Identifier: GPL-2.0 */
/* One line and one count for each check of a program; PART names the program. */
#ifndef TCPST_TEST_CHECK_H
#define TCPST_TEST_CHECK_H

#include <stdbool.h>
#include <stdio.h>

static unsigned int passed, failed;

static void check(bool good, const char *what)
{
	printf("%s - " PART ": %s\n", good ? "ok" : "not ok", what);
	if (good)
		passed++;
	else
		failed++;
}

/* Return: exit status of the program. */
static int summary(void)
{
	printf("%u passed, %u failed\n", passed, failed);
	return !!failed;
}

#endif /* TCPST_TEST_CHECK_H */
