/* SPDX-License-Identifier: GPL-2.0 */
/* Requests to stop: Ctrl-C, SIGTERM, a closed pipe. */
#ifndef TCPST_STOP_H
#define TCPST_STOP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum tcpst_wait {
	TCPST_WAIT_READY,	/* the descriptor is readable */
	TCPST_WAIT_STOP,	/* asked to stop, or the reader has closed the pipe */
	TCPST_WAIT_TIME,	/* the deadline has passed */
};

void tcpst_stop_prepare(void);
void tcpst_stop_catch(void);
void tcpst_stop_pass_to(pid_t pid);
bool tcpst_stop_asked(void);
void tcpst_stop(void);
void tcpst_stop_forget(void);
enum tcpst_wait tcpst_stop_wait(int fd, uint64_t until_ns);

#endif /* TCPST_STOP_H */
