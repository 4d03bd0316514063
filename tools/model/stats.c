// SPDX-License-Identifier: GPL-2.0
/* Counters of a source. */
#include "model/stats.h"

#include <stdio.h>
#include <string.h>

#include "module/core/class.h"

/* The class of the flow's states, as the state machine defines it. */
static unsigned int class_of(const struct tcpst_flow *flow)
{
	if (flow->live)
		return flow->class;
	return tcps_class_of_states(flow->verdict.state[TCPS_INITIATOR],
				 flow->verdict.state[TCPS_RESPONDER]);
}

/**
 * tcpst_stats_flow() - count a flow
 * @stats: the counters
 * @flow:  a flow in the table, or one whose verdict was read
 *
 * When a capture ends, all remaining flows are reported as they are. One in TIME-WAIT
 * has ended by then and is still in the table: it counts as both.
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
	stats->flows++;
	if (verdict->end == TCPS_END_DROPPED) {
		stats->dropped++;
		return;
	}
	class = class_of(flow);
	stats->classes[class]++;
	if (class == TCPS_CLASS_HALF_OPEN)
		stats->half_open++;
}

/**
 * tcpst_stats_count() - add a named counter
 * @stats: the counters
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

static void add_counter(struct tcpst_stats *sum, const struct tcpst_counter *counter)
{
	unsigned int i;

	for (i = 0; i < sum->n_counters; i++) {
		if (!strcmp(sum->counters[i].name, counter->name)) {
			sum->counters[i].value += counter->value;
			return;
		}
	}
	tcpst_stats_count(sum, counter->name, counter->value);
}

/**
 * tcpst_stats_sum() - add the counters of another network namespace
 * @sum:   sum so far; initially all is 0 but @by_state and @timed
 * @stats: counters from the kernel
 *
 * The memory of all recorders is a figure of the whole machine, so it is not summed.
 */
void tcpst_stats_sum(struct tcpst_stats *sum, const struct tcpst_stats *stats)
{
	unsigned int i;

	sum->flows += stats->flows;
	sum->max_flows += stats->max_flows;
	sum->half_open += stats->half_open;
	sum->max_half_open += stats->max_half_open;
	sum->dropped += stats->dropped;
	sum->max_dropped += stats->max_dropped;
	sum->first += stats->first;
	sum->next += stats->next;
	sum->recorder_bytes += stats->recorder_bytes;
	sum->recorders_bytes = stats->recorders_bytes;
	sum->max_recorders_bytes = stats->max_recorders_bytes;
	for (i = 0; i < TCPS_END_MAX; i++)
		sum->ends[i] += stats->ends[i];
	for (i = 0; i < TCPS_CLASS_MAX; i++)
		sum->classes[i] += stats->classes[i];
	tcpst_tally_sum(&sum->tally, &stats->tally);
	sum->by_state &= stats->by_state;
	sum->timed &= stats->timed;
	for (i = 0; i < stats->n_counters; i++)
		add_counter(sum, &stats->counters[i]);
}
