/* SPDX-License-Identifier: GPL-2.0 */
/* Signals go to the thread that follows events: they end its waits. */
#ifndef TCPST_EXPORT_SIGNALS_H
#define TCPST_EXPORT_SIGNALS_H

#include <signal.h>

/* Before another thread is started: it inherits what is blocked. */
static inline void tcpst_signals_block(sigset_t *before)
{
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, before);
}

/* Thereafter. */
static inline void tcpst_signals_restore(const sigset_t *before)
{
	pthread_sigmask(SIG_SETMASK, before, NULL);
}

#endif /* TCPST_EXPORT_SIGNALS_H */
