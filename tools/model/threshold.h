/* SPDX-License-Identifier: GPL-2.0 */
/* Thresholds of `tcpst check`: measures and their limits. */
#ifndef TCPST_THRESHOLD_H
#define TCPST_THRESHOLD_H

#include "model/flow.h"

/* Limit of measures that are checked at once. */
#define TCPST_THRESHOLDS_MAX 32

/* Measures. */
enum tcpst_measure {
	TCPST_MEASURE_FLOWS,		/* open flows */
	TCPST_MEASURE_HALF_OPEN,	/* ... whose handshake is not finished */
	TCPST_MEASURE_STATE,		/* ends in a state */
	TCPST_MEASURE_END,		/* flows with that end, per second */
};

/* Levels: exit statuses of monitoring plugins. */
enum tcpst_level {
	TCPST_LEVEL_OK,
	TCPST_LEVEL_WARNING,
	TCPST_LEVEL_CRITICAL,
	TCPST_LEVEL_UNKNOWN,
};

/**
 * struct tcpst_threshold - one measure and its limits
 * @measure: the measure
 * @which:   its enum tcps_state or enum tcps_end
 * @limit:   for %TCPST_LEVEL_WARNING and %TCPST_LEVEL_CRITICAL, reached if the
 *           value is equal or greater; @limited: by level, whether @limit is set
 * @count:   flows or ends counted
 */
struct tcpst_threshold {
	enum tcpst_measure measure;
	unsigned int which;
	double limit[TCPST_LEVEL_CRITICAL + 1];
	bool limited[TCPST_LEVEL_CRITICAL + 1];
	u64 count;
};

/**
 * struct tcpst_thresholds - all thresholds
 * @n:         number of @threshold
 * @threshold: in the order in which they were given
 */
struct tcpst_thresholds {
	unsigned int n;
	struct tcpst_threshold threshold[TCPST_THRESHOLDS_MAX];
};

struct tcpst_threshold *
tcpst_threshold_find(struct tcpst_thresholds *thresholds,
		     enum tcpst_measure measure, unsigned int which);
void tcpst_threshold_flow(struct tcpst_thresholds *thresholds,
			  const struct tcpst_flow *flow);
void tcpst_threshold_life(struct tcpst_thresholds *thresholds,
			  const struct tcpst_flow *flow);
bool tcpst_threshold_rates(const struct tcpst_thresholds *thresholds);
double tcpst_threshold_value(const struct tcpst_threshold *threshold,
			     double seconds);
enum tcpst_level tcpst_threshold_level(const struct tcpst_threshold *threshold,
				       double seconds);

#endif /* TCPST_THRESHOLD_H */
