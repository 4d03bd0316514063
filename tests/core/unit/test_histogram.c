// SPDX-License-Identifier: GPL-2.0
/* The bins of histograms: from 1, 2 and 5 times each power of ten microseconds. */
#include "../../../module/core/histogram.h"
#include "test.h"

void test_histogram(void)
{
	static const unsigned int steps[] = { 1, 2, 5 };
	const u64 day = 86400 * 1000000000ULL;
	u64 unit = 1000;
	unsigned int bin;

	check(tcps_histogram_bin(0) == 0, "nothing");
	for (bin = 1; bin < TCPS_HISTOGRAM_BINS; bin++) {
		u64 from = unit * steps[(bin - 1) % 3];

		check(tcps_histogram_bin(from) == bin, "bin %u begins", bin);
		check(tcps_histogram_bin(from - 1) == bin - 1, "bin %u ends", bin - 1);
		if (bin % 3 == 0)
			unit *= 10;
	}
	check(tcps_histogram_bin(11 * day) == TCPS_HISTOGRAM_BINS - 2, "eleven days");
	check(tcps_histogram_bin(12 * day) == TCPS_HISTOGRAM_BINS - 1, "more");
	check(tcps_histogram_bin(~0ULL) == TCPS_HISTOGRAM_BINS - 1, "the last has no bound");
}
