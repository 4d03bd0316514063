// SPDX-License-Identifier: GPL-2.0
/* Not in the header: tests replace this clock. */
#include "base/clock.h"

/** tcpst_clock_steady() - nanoseconds of a clock that never steps */
uint64_t tcpst_clock_steady(void)
{
	return tcpst_clock_read(CLOCK_MONOTONIC);
}
