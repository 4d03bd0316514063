// SPDX-License-Identifier: GPL-2.0
/* Counters of a source. */
#include "model/stats.h"

#include <stdio.h>

#include "module/core/class.h"

/* The class its states belong to, as the machine has it. */
static unsigned int class_of(const struct tcpst_flow *flow)
{
	if (flow->live)
		return flow->class;
	return tcps_class_of_states(flow->verdict.state[TCPS_INITIATOR],
				 flow->verdict.state[TCPS_RESPONDER]);
}

/**
 * tcpst_stats_flow() - count a flow
 * @stats: where
 * @flow:  one in the table, or one whose report was read
 *
 * When a capture ends all flows that are left are reported as they are. One in
 * TIME-WAIT has ended by then and is there all the same: it counts as both.
 */
void tcpst_stats_flow(struct tcpst_stats *stats, const struct tcpst_flow *flow)
{
	const struct tcps_verdict *verdict = &flow->verdict;
	bool ended = !flow->live && verdict->end != TCPS_END_STILL_OPEN;
	unsigned int class;

	tcpst_tally_add(&stats->tally, flow, !ended);
	if (!flow->live)
		stats->ends[verdict->end]++;
	if (!flow->live && !(stats->capture && tcpst_flow_is_open(flow)))
		return;
	if (ended)
		stats->tally.pairs[verdict->state[0]][verdict->state[1]]++;
	class = class_of(flow);
	stats->flows++;
	stats->classes[class]++;
	if (class == TCPS_CLASS_HALF_OPEN)
		stats->half_open++;
}

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
