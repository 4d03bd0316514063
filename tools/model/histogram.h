/* SPDX-License-Identifier: GPL-2.0 */
/* Histograms of durations. */
#ifndef TCPST_HISTOGRAM_H
#define TCPST_HISTOGRAM_H

#include "module/core/types.h"

/* From 1 us in steps of 1, 2, 5, 10 to eleven days; the last has no bound. */
#define TCPST_HISTOGRAM_BINS 38

/**
 * struct tcpst_histogram - a histogram of durations
 * @n:   number of all durations
 * @min: the shortest, ns; @max: the longest
 * @bin: number of durations from the bound of the bin before to below its own
 */
struct tcpst_histogram {
	u64 n;
	u64 min;
	u64 max;
	u64 bin[TCPST_HISTOGRAM_BINS];
};

void tcpst_histogram_add(struct tcpst_histogram *histogram, u64 ns);
u64 tcpst_histogram_bound(unsigned int bin);
u64 tcpst_histogram_quantile(const struct tcpst_histogram *histogram,
			     unsigned int percent);
void tcpst_histogram_range(const struct tcpst_histogram *histogram,
			   unsigned int *first, unsigned int *last);

#endif /* TCPST_HISTOGRAM_H */
