// SPDX-License-Identifier: GPL-2.0
/* Statistics over flows: pairs of states, histograms of durations. */
#include "model/tally.h"

static void add(struct tcpst_tally *tally, enum tcps_duration which, u64 ns)
{
	if (ns != TCPS_UNKNOWN_NS)
		tcpst_histogram_add(&tally->durations[which], ns);
}

/**
 * tcpst_tally_add() - count a flow
 * @tally: the statistics
 * @flow:  the flow
 * @open:  it is still in the table, or the capture ended before it did
 */
void tcpst_tally_add(struct tcpst_tally *tally, const struct tcpst_flow *flow,
		     bool open)
{
	const struct tcps_verdict *verdict = &flow->verdict;

	add(tally, TCPS_DURATION_SYN_TO_SYN_ACK, verdict->syn_to_syn_ack);
	add(tally, TCPS_DURATION_SYN_ACK_TO_ACK, verdict->syn_ack_to_ack);
	if (open)
		tally->pairs[verdict->state[0]][verdict->state[1]]++;
	else
		add(tally, TCPS_DURATION_LIFETIME, tcpst_flow_duration(flow));
}

/** tcpst_tally_sum() - add the statistics of other flows */
void tcpst_tally_sum(struct tcpst_tally *sum, const struct tcpst_tally *tally)
{
	unsigned int i, k;

	for (i = 0; i < TCPS_STATE_MAX; i++)
		for (k = 0; k < TCPS_STATE_MAX; k++)
			sum->pairs[i][k] += tally->pairs[i][k];
	for (i = 0; i < TCPS_DURATION_MAX; i++)
		tcpst_histogram_sum(&sum->durations[i], &tally->durations[i]);
}
