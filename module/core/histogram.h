/* SPDX-License-Identifier: GPL-2.0 */
/* The bins of histograms of durations. */
#ifndef TCPS_CORE_HISTOGRAM_H
#define TCPS_CORE_HISTOGRAM_H

#include "types.h"

/* From 1 us in steps of 1, 2, 5, 10 to eleven days; the last has no bound. */
#define TCPS_HISTOGRAM_BINS 38

/**
 * tcps_histogram_bin() - the bin of a duration
 * @ns: the duration
 *
 * By powers of ten, for speed: this runs for every connection that ends.
 */
static inline unsigned int tcps_histogram_bin(u64 ns)
{
	unsigned int bin = 0;
	u64 unit = 1000;

	if (ns >= 1000000000) {
		bin = 18;
		unit = 1000000000;
	} else if (ns >= 1000000) {
		bin = 9;
		unit = 1000000;
	}
	for (; ns >= 10 * unit && bin < TCPS_HISTOGRAM_BINS - 2; bin += 3)
		unit *= 10;
	bin += (ns >= unit) + (ns >= 2 * unit) + (ns >= 5 * unit);
	return bin < TCPS_HISTOGRAM_BINS ? bin : TCPS_HISTOGRAM_BINS - 1;
}

#endif /* TCPS_CORE_HISTOGRAM_H */
