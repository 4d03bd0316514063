/* SPDX-License-Identifier: GPL-2.0 */
/* The clock of a capture, which copes with clock changes and wrong time stamps. */
#ifndef TCPST_CLOCK_H
#define TCPST_CLOCK_H

#include "module/core/types.h"

/**
 * struct tcpst_clock - a clock that never goes back
 * @stamp:  the latest time stamp that was accepted, ns
 * @now:    time of this clock, ns
 * @ahead:  how far it is ahead of the time stamps since they were set back, ns
 * @begun:  there was a time stamp
 */
struct tcpst_clock {
	u64 stamp;
	u64 now;
	u64 ahead;
	bool begun;
};

/* Frames so close together may have time stamps in another order. */
#define TCPST_CLOCK_BACK 1000000000ULL

/* A gap this long occurs only in captures with very little traffic. */
#define TCPST_CLOCK_AHEAD (24 * 3600 * 1000000000ULL)

void tcpst_clock_step(struct tcpst_clock *clock, u64 stamp);
void tcpst_clock_set(struct tcpst_clock *clock, u64 stamp);

/** tcpst_clock_fits() - is this time stamp plausible for the next frame? */
static inline bool tcpst_clock_fits(const struct tcpst_clock *clock, u64 stamp)
{
	if (!clock->begun)
		return true;
	return stamp >= clock->stamp ? stamp - clock->stamp <= TCPST_CLOCK_AHEAD :
				       clock->stamp - stamp <= TCPST_CLOCK_BACK;
}

/**
 * tcpst_clock_advance() - advance the clock
 * @clock: the clock
 * @stamp: present time according to the time stamps
 */
static inline void tcpst_clock_advance(struct tcpst_clock *clock, u64 stamp)
{
	if (clock->begun && stamp <= clock->stamp)
		return;
	if (!clock->begun || clock->ahead) {
		tcpst_clock_step(clock, stamp);
		return;
	}
	clock->now += stamp - clock->stamp;
	clock->stamp = stamp;
}

#endif /* TCPST_CLOCK_H */
