// SPDX-License-Identifier: GPL-2.0
/* Counters of a source. */
#include "stats.h"

#include <stdio.h>

/**
 * tcpst_stats_count() - add a named counter
 * @stats: where
 * @name:  its name
 * @value: its value
 */
void tcpst_stats_count(struct tcpst_stats *stats, const char *name, u64 value)
{
	struct tcpst_counter *counter;

	if (stats->n_counters == TCPST_COUNTERS_MAX)
		return;
	counter = &stats->counters[stats->n_counters++];
	snprintf(counter->name, sizeof(counter->name), "%s", name);
	counter->value = value;
}
