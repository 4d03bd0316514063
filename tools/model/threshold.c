// SPDX-License-Identifier: GPL-2.0
/* Thresholds of `tcpst check`: counting, and comparison with the limits. */
#include "model/threshold.h"

#include "module/core/class.h"

/**
 * tcpst_threshold_find() - find the threshold of a measure, or add a new one
 * @thresholds: all thresholds
 * @measure:    the measure
 * @which:      the state or end, of those measures
 *
 * Return: the threshold, NULL: there are too many.
 */
struct tcpst_threshold *
tcpst_threshold_find(struct tcpst_thresholds *thresholds,
		     enum tcpst_measure measure, unsigned int which)
{
	struct tcpst_threshold *threshold;
	unsigned int i;

	for (i = 0; i < thresholds->n; i++) {
		threshold = &thresholds->threshold[i];
		if (threshold->measure == measure && threshold->which == which)
			return threshold;
	}
	if (i == TCPST_THRESHOLDS_MAX)
		return NULL;
	threshold = &thresholds->threshold[thresholds->n++];
	*threshold = (struct tcpst_threshold){
		.measure = measure, .which = which,
	};
	return threshold;
}

/** tcpst_threshold_flow() - count an open flow */
void tcpst_threshold_flow(struct tcpst_thresholds *thresholds,
			  const struct tcpst_flow *flow)
{
	const u8 *state = flow->verdict.state;
	unsigned int i;

	for (i = 0; i < thresholds->n; i++) {
		struct tcpst_threshold *threshold = &thresholds->threshold[i];

		switch (threshold->measure) {
		case TCPST_MEASURE_FLOWS:
			threshold->count++;
			break;
		case TCPST_MEASURE_HALF_OPEN:
			threshold->count +=
				tcps_class_of_states(state[0], state[1]) ==
				TCPS_CLASS_HALF_OPEN &&
				flow->verdict.end != TCPS_END_DROPPED;
			break;
		case TCPST_MEASURE_STATE:
			threshold->count += (state[0] == threshold->which) +
					    (state[1] == threshold->which);
			break;
		case TCPST_MEASURE_END:
			break;
		}
	}
}

/** tcpst_threshold_life() - count a flow that ended */
void tcpst_threshold_life(struct tcpst_thresholds *thresholds,
			  const struct tcpst_flow *flow)
{
	unsigned int i;

	for (i = 0; i < thresholds->n; i++)
		if (thresholds->threshold[i].measure == TCPST_MEASURE_END &&
		    thresholds->threshold[i].which == flow->verdict.end)
			thresholds->threshold[i].count++;
}

/** tcpst_threshold_rates() - is any measure a rate per second? */
bool tcpst_threshold_rates(const struct tcpst_thresholds *thresholds)
{
	unsigned int i;

	for (i = 0; i < thresholds->n; i++)
		if (thresholds->threshold[i].measure == TCPST_MEASURE_END)
			return true;
	return false;
}

/**
 * tcpst_threshold_value() - the measured value
 * @threshold: its threshold
 * @seconds:   for how long ended flows were counted, more than 0
 */
double tcpst_threshold_value(const struct tcpst_threshold *threshold,
			     double seconds)
{
	double count = (double)threshold->count;

	return threshold->measure == TCPST_MEASURE_END ? count / seconds :
							 count;
}

/** tcpst_threshold_level() - the level that the measured value reaches */
enum tcpst_level tcpst_threshold_level(const struct tcpst_threshold *threshold,
				       double seconds)
{
	double value = tcpst_threshold_value(threshold, seconds);
	unsigned int level;

	for (level = TCPST_LEVEL_CRITICAL; level > TCPST_LEVEL_OK; level--)
		if (threshold->limited[level] &&
		    value >= threshold->limit[level])
			return level;
	return TCPST_LEVEL_OK;
}
