/* SPDX-License-Identifier: GPL-2.0 */
/* Signals are delivered to the thread that follows events, to interrupt it. */
#ifndef TCPST_EXPORT_SIGNALS_H
#define TCPST_EXPORT_SIGNALS_H

#include <signal.h>

/* To be called before starting another thread, which inherits the blocked signals. */
static inline void tcpst_signals_block(sigset_t *before)
{
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, before);
}

/* To be called after starting it. */
static inline void tcpst_signals_restore(const sigset_t *before)
{
	pthread_sigmask(SIG_SETMASK, before, NULL);
}

#endif /* TCPST_EXPORT_SIGNALS_H */
