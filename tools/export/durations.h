/* SPDX-License-Identifier: GPL-2.0 */
/* Histograms of durations, in the text format of Prometheus. */
#ifndef TCPST_EXPORT_DURATIONS_H
#define TCPST_EXPORT_DURATIONS_H

#include <stdio.h>

#include "module/core/types.h"

#define TCPST_BUCKETS_MAX 16

/**
 * struct tcpst_buckets - bounds of a histogram
 * @n:     number of @bound
 * @bound: upper bounds, ns, ascending
 */
struct tcpst_buckets {
	unsigned int n;
	u64 bound[TCPST_BUCKETS_MAX];
};

/**
 * struct tcpst_durations - a histogram of durations
 * @count:  number of durations
 * @sum:    their sum, in seconds: nanoseconds of a busy machine's flows would
 *          overflow 64 bits within days
 * @within: number of durations up to the bound with that index and above the one
 *          before
 */
struct tcpst_durations {
	u64 count;
	double sum;
	u64 within[TCPST_BUCKETS_MAX];
};

void tcpst_durations_add(struct tcpst_durations *histogram,
			 const struct tcpst_buckets *buckets, u64 ns);
void tcpst_durations_print(FILE *file, const struct tcpst_durations *histogram,
			   const struct tcpst_buckets *buckets,
			   const char *name, const char *label);

#endif /* TCPST_EXPORT_DURATIONS_H */
