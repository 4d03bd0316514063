// SPDX-License-Identifier: GPL-2.0
/* Histograms of durations. */
#include "model/histogram.h"

/** tcpst_histogram_bound() - upper bound of a bin, exclusive, ns */
u64 tcpst_histogram_bound(unsigned int bin)
{
	static const u64 step[] = { 1000, 2000, 5000 };
	u64 bound = step[bin % 3];

	if (bin >= TCPS_HISTOGRAM_BINS - 1)
		return UINT64_MAX;
	for (bin /= 3; bin; bin--)
		bound *= 10;
	return bound;
}

/** tcpst_histogram_add() - count a duration */
void tcpst_histogram_add(struct tcpst_histogram *histogram, u64 ns)
{
	histogram->bin[tcps_histogram_bin(ns)]++;
	if (!histogram->n || ns < histogram->min)
		histogram->min = ns;
	histogram->n++;
	if (ns > histogram->max)
		histogram->max = ns;
}

static u64 lower_bound(unsigned int bin)
{
	return bin ? tcpst_histogram_bound(bin - 1) : 0;
}

/**
 * tcpst_histogram_count() - complete a histogram of which only the bins are set
 * @histogram: the histogram
 * @longest:   the longest duration, ns; if a longer one was being counted when both were
 *             read, the bound of the last bin is used
 */
void tcpst_histogram_count(struct tcpst_histogram *histogram, u64 longest)
{
	unsigned int first, last, bin;

	tcpst_histogram_range(histogram, &first, &last);
	for (bin = first; bin <= last; bin++)
		histogram->n += histogram->bin[bin];
	if (!histogram->n)
		return;
	histogram->min = lower_bound(first);
	histogram->max = lower_bound(last);
	if (longest > histogram->max)
		histogram->max = longest;
	if (histogram->n == 1)
		histogram->min = histogram->max;
}

/**
 * tcpst_histogram_sum() - add a histogram to another
 * @sum:       sum so far
 * @histogram: the histogram
 */
void tcpst_histogram_sum(struct tcpst_histogram *sum,
			 const struct tcpst_histogram *histogram)
{
	unsigned int bin;

	if (!histogram->n)
		return;
	for (bin = 0; bin < TCPS_HISTOGRAM_BINS; bin++)
		sum->bin[bin] += histogram->bin[bin];
	if (!sum->n || histogram->min < sum->min)
		sum->min = histogram->min;
	if (histogram->max > sum->max)
		sum->max = histogram->max;
	sum->n += histogram->n;
}

/**
 * tcpst_histogram_quantile() - approximate percentile, by nearest rank
 * @histogram: the durations
 * @percent:   50: the median
 *
 * The shortest and the longest are as exact as @histogram has them. Others within a bin are
 * taken to be evenly distributed, but those in the first, of less than 1 us, to be 0: states
 * that a single segment enters and leaves.
 *
 * Return: ns, 0 if there are none.
 */
u64 tcpst_histogram_quantile(const struct tcpst_histogram *histogram,
			     unsigned int percent)
{
	u64 rank = (histogram->n * percent + 99) / 100, low, high;
	unsigned int bin = 0;

	if (rank <= 1)
		return histogram->min;
	if (rank == histogram->n)
		return histogram->max;
	while (rank > histogram->bin[bin])
		rank -= histogram->bin[bin++];
	if (!bin)
		return 0;
	low = tcpst_histogram_bound(bin - 1);
	if (low < histogram->min)
		low = histogram->min;
	high = tcpst_histogram_bound(bin);
	if (high > histogram->max)
		high = histogram->max;
	return low + (u64)((double)(high - low) * ((double)rank - 0.5) /
			   (double)histogram->bin[bin]);
}

/**
 * tcpst_histogram_range() - the range of bins to show
 * @histogram: the durations
 * @first:     set to the first bin that is not empty
 * @last:      set to the last one; below @first if all are empty
 */
void tcpst_histogram_range(const struct tcpst_histogram *histogram,
			   unsigned int *first, unsigned int *last)
{
	*first = 0;
	*last = TCPS_HISTOGRAM_BINS - 1;
	while (*first < TCPS_HISTOGRAM_BINS && !histogram->bin[*first])
		++*first;
	while (*last && !histogram->bin[*last])
		--*last;
}
