// SPDX-License-Identifier: GPL-2.0
/*
 * Output through a pager on a terminal, like git's: the program that TCPST_PAGER or PAGER
 * names, or less, which prints text that fits on the screen and exits. On a dumb terminal,
 * none unless it is named.
 */
#include "base/pager.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/stop.h"

/* Without less the output must not be lost. */
#define DEFAULT "if command -v less >/dev/null; then exec less; else exec cat; fi"

static pid_t pager;		/* 0: there is none */
static unsigned int columns;	/* of the pager's terminal */

static unsigned int columns_now(void)
{
	struct winsize size;

	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) ? 0 : size.ws_col;
}

/** tcpst_pager_terminal() - is standard output read on a terminal, paged or not? */
bool tcpst_pager_terminal(void)
{
	return pager || isatty(STDOUT_FILENO);
}

/** tcpst_pager_columns() - width of that terminal; 0: none, or not known */
unsigned int tcpst_pager_columns(void)
{
	if (pager)
		return columns;
	return isatty(STDOUT_FILENO) ? columns_now() : 0;
}

/* The terminal belongs to the pager until the user quits it. */
static void wait_for_pager(void)
{
	fflush(stdout);
	close(STDOUT_FILENO);
	close(STDERR_FILENO);
	while (waitpid(pager, NULL, 0) < 0 && errno == EINTR)
		;
}

/* On a terminal that can do nothing less would only ask whether to continue. */
static const char *default_pager(void)
{
	const char *terminal = getenv("TERM");

	return terminal && *terminal && strcmp(terminal, "dumb") ? DEFAULT : "";
}

static const char *chosen(void)
{
	const char *own = getenv("TCPST_PAGER"), *common = getenv("PAGER");

	if (own)
		return own;
	return common ? common : default_pager();
}

static void become(const char *command, int from)
{
	dup2(from, STDIN_FILENO);
	signal(SIGPIPE, SIG_DFL);
	setenv("LESS", "FRX", 0);
	setenv("LV", "-c", 0);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

/**
 * tcpst_pager_start() - send standard output through a pager from now on
 *
 * Only if it is a terminal, and the pager is set neither to nothing nor to cat. Ctrl-C
 * then asks the command to stop, and the pager shows the output so far.
 */
void tcpst_pager_start(void)
{
	const char *command = chosen();
	int ends[2];

	if (!isatty(STDOUT_FILENO) || !*command || !strcmp(command, "cat"))
		return;
	columns = columns_now();
	if (pipe(ends))
		return;
	pager = fork();
	if (!pager) {
		close(ends[1]);
		become(command, ends[0]);
	}
	close(ends[0]);
	if (pager > 0) {
		tcpst_stop_catch();
		dup2(ends[1], STDOUT_FILENO);
		if (isatty(STDERR_FILENO))
			dup2(ends[1], STDERR_FILENO);
		atexit(wait_for_pager);
	} else {
		pager = 0;	/* continue without a pager */
	}
	close(ends[1]);
}
