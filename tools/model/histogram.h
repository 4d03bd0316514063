/* SPDX-License-Identifier: GPL-2.0 */
/* Histograms of durations. */
#ifndef TCPST_HISTOGRAM_H
#define TCPST_HISTOGRAM_H

#include "module/core/histogram.h"

/**
 * struct tcpst_histogram - a histogram of durations
 * @n:   number of all durations
 * @min: the shortest, ns; if only the bins are known, where the first of them begins
 * @max: the longest
 * @bin: number of durations from the bound of the bin before to below its own
 */
struct tcpst_histogram {
	u64 n;
	u64 min;
	u64 max;
	u64 bin[TCPS_HISTOGRAM_BINS];
};

void tcpst_histogram_add(struct tcpst_histogram *histogram, u64 ns);
void tcpst_histogram_count(struct tcpst_histogram *histogram, u64 longest);
void tcpst_histogram_sum(struct tcpst_histogram *sum,
			 const struct tcpst_histogram *histogram);
u64 tcpst_histogram_bound(unsigned int bin);
u64 tcpst_histogram_quantile(const struct tcpst_histogram *histogram,
			     unsigned int percent);
void tcpst_histogram_range(const struct tcpst_histogram *histogram,
			   unsigned int *first, unsigned int *last);

#endif /* TCPST_HISTOGRAM_H */
