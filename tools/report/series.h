/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Number of ends in each state, over time. One pass over the events, in constant
 * memory for any duration: when an event is after the last interval, the length of
 * intervals is doubled by merging them.
 */
#ifndef TCPST_REPORT_SERIES_H
#define TCPST_REPORT_SERIES_H

#include <stdint.h>

#include "model/event.h"

#define TCPST_SERIES_INTERVALS 256

/**
 * struct tcpst_series_interval - changes in an interval
 * @change: ends that entered minus those that left, by role and state
 * @moment: the same, each weighted by the rest of the interval, ns
 */
struct tcpst_series_interval {
	int64_t change[2][TCPS_STATE_MAX + 1];
	double moment[2][TCPS_STATE_MAX + 1];
};

/**
 * struct tcpst_series - all intervals
 * @start:    start of the first, ns since the epoch; 0: no event yet
 * @last:     time of the latest event
 * @width:    length of each, ns
 * @interval: the intervals
 */
struct tcpst_series {
	u64 start;
	u64 last;
	u64 width;
	struct tcpst_series_interval interval[TCPST_SERIES_INTERVALS];
};

/**
 * struct tcpst_levels - mean number of ends in each state, by interval
 * @n:     number of intervals
 * @most:  maximum number of ends in states with a connection, by role
 * @level: the means
 */
struct tcpst_levels {
	unsigned int n;
	double most[2];
	double level[TCPST_SERIES_INTERVALS][2][TCPS_STATE_MAX + 1];
};

void tcpst_series_add(struct tcpst_series *series,
		      const struct tcpst_event *event);
void tcpst_series_levels(const struct tcpst_series *series,
			 const int64_t last[2][TCPS_STATE_MAX + 1],
			 struct tcpst_levels *levels);

#endif /* TCPST_REPORT_SERIES_H */
