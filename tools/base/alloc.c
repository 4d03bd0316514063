// SPDX-License-Identifier: GPL-2.0
/*
 * Memory allocation. A command that runs out of memory cannot do anything sensible, so it
 * reports that and exits. All of tcpst allocates here; memory that a library allocated is
 * checked by tcpst_need(), and its functions that return an error by tcpst_need_done().
 */
#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

static void (*before_exit)(void);

/** tcpst_alloc_before_exit() - set a function to call before the message; NULL: none */
void tcpst_alloc_before_exit(void (*call)(void))
{
	before_exit = call;
}

/** tcpst_need() - check memory that a library allocated; exits if it is NULL */
void *tcpst_need(void *memory)
{
	if (memory)
		return memory;
	if (before_exit)
		before_exit();
	exit(tcpst_fail("out of memory"));
}

/** tcpst_need_done() - check the result of a library function, below 0 if it had no memory */
void tcpst_need_done(int error)
{
	if (error < 0)
		tcpst_need(NULL);
}

/** tcpst_alloc() - @n items of @size octets, all 0; for free() */
void *tcpst_alloc(size_t n, size_t size)
{
	return tcpst_need(calloc(n ? n : 1, size));
}

/** tcpst_resize() - change the number of items of an array; new ones are not set */
void *tcpst_resize(void *memory, size_t n, size_t size)
{
	return tcpst_need(reallocarray(memory, n ? n : 1, size));
}

/** tcpst_copy() - a copy of a string; for free() */
char *tcpst_copy(const char *text)
{
	return tcpst_need(strdup(text));
}
