/* SPDX-License-Identifier: GPL-2.0 */
/* How often something took how long: counted. */
#ifndef TCPST_HISTOGRAM_H
#define TCPST_HISTOGRAM_H

#include "module/core/types.h"

/* From 1 us in steps of 1, 2, 5, 10 to eleven days; the last has no bound. */
#define TCPST_HISTOGRAM_BINS 38

/**
 * struct tcpst_histogram - durations, counted by bins
 * @n:   all
 * @max: the longest, ns
 * @bin: each with those below its bound that are not in the one before
 */
struct tcpst_histogram {
	u64 n;
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
