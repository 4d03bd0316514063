/* SPDX-License-Identifier: GPL-2.0 */
/* Functions shared by the programs of the benchmarks: errors, and the time. */
#ifndef TCPS_BENCH_PROGRAM_H
#define TCPS_BENCH_PROGRAM_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* End with the reason in errno. */
static inline void die(const char *what)
{
	perror(what);
	exit(1);
}

/* Seconds since some point in the past. */
static inline double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

#endif /* TCPS_BENCH_PROGRAM_H */
