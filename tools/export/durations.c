// SPDX-License-Identifier: GPL-2.0
/* Histograms of durations, in the text format of Prometheus. */
#include "export/durations.h"

#include <inttypes.h>

/**
 * tcpst_durations_add() - count a duration
 * @histogram: the histogram
 * @buckets:   its bounds
 * @ns:        the duration
 */
void tcpst_durations_add(struct tcpst_durations *histogram,
			 const struct tcpst_buckets *buckets, u64 ns)
{
	unsigned int i = 0;

	while (i < buckets->n && ns > buckets->bound[i])
		i++;
	if (i < buckets->n)
		histogram->within[i]++;
	histogram->count++;
	histogram->sum += (double)ns / 1e9;
}

/**
 * tcpst_durations_print() - write its samples
 * @file:      output file
 * @histogram: the histogram
 * @buckets:   its bounds
 * @name:      name of the metric
 * @label:     label of each sample, NAME="VALUE", or ""
 */
void tcpst_durations_print(FILE *file, const struct tcpst_durations *histogram,
			   const struct tcpst_buckets *buckets,
			   const char *name, const char *label)
{
	const char *comma = *label ? "," : "";
	u64 up_to = 0;
	unsigned int i;

	for (i = 0; i < buckets->n; i++) {
		up_to += histogram->within[i];
		fprintf(file, "%s_bucket{%s%sle=\"%g\"} %" PRIu64 "\n", name,
			label, comma, (double)buckets->bound[i] / 1e9, up_to);
	}
	fprintf(file, "%s_bucket{%s%sle=\"+Inf\"} %" PRIu64 "\n", name, label,
		comma, histogram->count);
	fprintf(file, "%s_sum%s%s%s %.9f\n", name, *label ? "{" : "", label,
		*label ? "}" : "", histogram->sum);
	fprintf(file, "%s_count%s%s%s %" PRIu64 "\n", name, *label ? "{" : "",
		label, *label ? "}" : "", histogram->count);
}
