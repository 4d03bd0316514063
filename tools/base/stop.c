// SPDX-License-Identifier: GPL-2.0
/*
 * Stopping on request. Commands that run without end exit cleanly, with status 0,
 * on Ctrl-C and SIGTERM: that is how they are meant to end. A pipe whose reader
 * went away ends any command, quietly.
 */
#include "base/clock.h"
#include "base/stop.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t asked;

/* The process that SIGINT is meant for; 0: this one. */
static volatile pid_t passed_to;

static void on_signal(int number)
{
	if (number == SIGINT && passed_to)
		kill(passed_to, SIGTERM);
	else
		asked = 1;
}

/** tcpst_stop_prepare() - ignore SIGPIPE, in every command */
void tcpst_stop_prepare(void)
{
	signal(SIGPIPE, SIG_IGN);
}

/** tcpst_stop_catch() - treat SIGINT and SIGTERM as requests to stop from now on */
void tcpst_stop_catch(void)
{
	struct sigaction action = { .sa_handler = on_signal };

	/* Without SA_RESTART: a signal must end a wait. */
	sigaction(SIGTERM, &action, NULL);
	if (passed_to)
		action.sa_flags = SA_RESTART;
	sigaction(SIGINT, &action, NULL);
}

/**
 * tcpst_stop_pass_to() - let Ctrl-C (SIGINT) end another process instead of this one
 * @pid: the process, a child not waited for; 0: this one again
 *
 * The output of that process is still read to its end, and shown.
 */
void tcpst_stop_pass_to(pid_t pid)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	passed_to = pid;
	if (pid)
		sigaction(SIGINT, &action, NULL);
}

/** tcpst_stop_asked() - is it time to stop? */
bool tcpst_stop_asked(void)
{
	return asked || ferror(stdout);
}

/** tcpst_stop() - request to stop without a signal */
void tcpst_stop(void)
{
	asked = 1;
}

/** tcpst_stop_forget() - clear the request, which has been acted upon */
void tcpst_stop_forget(void)
{
	asked = 0;
}

/**
 * tcpst_stop_wait() - wait until there is something to read
 * @fd:       the descriptor
 * @until_ns: deadline by tcpst_clock_steady(), 0: none
 */
enum tcpst_wait tcpst_stop_wait(int fd, uint64_t until_ns)
{
	struct pollfd fds[2] = {
		{ .fd = fd, .events = POLLIN },
		{ .fd = STDOUT_FILENO },	/* POLLERR: its reader has closed it */
	};

	sigset_t signals, before;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	while (!tcpst_stop_asked()) {
		struct timespec rest = { 0 };
		uint64_t now = tcpst_clock_steady();
		int ready = 0, error;

		if (until_ns && now >= until_ns)
			return TCPST_WAIT_TIME;
		if (until_ns) {
			rest.tv_sec = (until_ns - now) / 1000000000;
			rest.tv_nsec = (until_ns - now) % 1000000000;
		}
		/* Signals are blocked but in ppoll(), so that none is missed. */
		sigprocmask(SIG_BLOCK, &signals, &before);
		if (!asked)
			ready = ppoll(fds, 2, until_ns ? &rest : NULL, &before);
		error = errno;
		sigprocmask(SIG_SETMASK, &before, NULL);
		if (ready < 0 && error != EINTR)
			return TCPST_WAIT_STOP;
		if (ready <= 0)
			continue;
		if (fds[1].revents & (POLLERR | POLLNVAL))
			return TCPST_WAIT_STOP;
		if (fds[0].revents)
			return TCPST_WAIT_READY;
	}
	return TCPST_WAIT_STOP;
}
