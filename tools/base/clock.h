/* SPDX-License-Identifier: GPL-2.0 */
/* Clocks, in nanoseconds. */
#ifndef TCPST_CLOCK_H
#define TCPST_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline uint64_t tcpst_clock_read(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

/** tcpst_clock_real() - time of day, ns since the Unix epoch */
static inline uint64_t tcpst_clock_real(void)
{
	return tcpst_clock_read(CLOCK_REALTIME);
}

uint64_t tcpst_clock_steady(void);

#endif /* TCPST_CLOCK_H */
