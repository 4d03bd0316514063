/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Histograms of durations, per CPU and network namespace: of all flows, counted when a
 * duration becomes known. Their memory is allocated with the first.
 */
#ifndef TCPS_DURATIONS_H
#define TCPS_DURATIONS_H

#include <linux/irqflags.h>
#include <linux/percpu.h>

#include "core/enums.h"
#include "core/histogram.h"

/**
 * struct tcps_histogram - a histogram of durations
 * @bin:     number of durations by tcps_histogram_bin()
 * @longest: the longest, ns
 *
 * The bins are words, as the counters are (stats.h). @longest is not one on a 32-bit
 * machine: what a reader sees of it there while it grows may be neither the old nor the new.
 */
struct tcps_histogram {
	unsigned long bin[TCPS_HISTOGRAM_BINS];
	u64 longest;
};

/**
 * struct tcps_durations - one CPU's histograms
 * @of: by enum tcps_duration
 *
 * Each CPU writes its own; readers sum.
 */
struct tcps_durations {
	struct tcps_histogram of[TCPS_DURATION_MAX];
};

bool tcps_durations_add(struct tcps_durations __percpu **durations,
			enum tcps_duration which, u64 ns);
void tcps_durations_sum(struct tcps_durations __percpu *const *durations,
			enum tcps_duration which, struct tcps_histogram *sum);
void tcps_durations_exit(struct tcps_durations __percpu *durations);

#endif /* TCPS_DURATIONS_H */
