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

bool tcpst_clock_fits(const struct tcpst_clock *clock, u64 stamp);
void tcpst_clock_advance(struct tcpst_clock *clock, u64 stamp);
void tcpst_clock_set(struct tcpst_clock *clock, u64 stamp);

#endif /* TCPST_CLOCK_H */
