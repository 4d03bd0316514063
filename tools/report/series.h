/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How many ends were in which state, over time. One pass over the events, in
 * constant memory, however long they reach: when they reach beyond the last
 * interval, intervals double and are merged.
 */
#ifndef TCPST_REPORT_SERIES_H
#define TCPST_REPORT_SERIES_H

#include <stdint.h>

#include "model/event.h"

#define TCPST_SERIES_INTERVALS 256

/**
 * struct tcpst_series_interval - what changed in an interval
 * @change: entered less left, by role and state
 * @moment: the same, each weighed by what was left of the interval, ns
 */
struct tcpst_series_interval {
	int64_t change[2][TCPS_STATE_MAX + 1];
	double moment[2][TCPS_STATE_MAX + 1];
};

/**
 * struct tcpst_series - all intervals
 * @start:    of the first, ns since the epoch; 0: no event yet
 * @last:     time of the latest event
 * @width:    of each, ns
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
 * @n:     intervals
 * @most:  ends in any state that is something, at one time; by role
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
