// SPDX-License-Identifier: GPL-2.0
/* Statistics over flows: pairs of states, histograms of durations. */
#include "model/tally.h"

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

	if (verdict->syn_to_syn_ack != TCPS_UNKNOWN_NS)
		tcpst_histogram_add(&tally->handshake[0],
				    verdict->syn_to_syn_ack);
	if (verdict->syn_ack_to_ack != TCPS_UNKNOWN_NS)
		tcpst_histogram_add(&tally->handshake[1],
				    verdict->syn_ack_to_ack);
	if (open)
		tally->pairs[verdict->state[0]][verdict->state[1]]++;
	else
		tcpst_histogram_add(&tally->duration,
				    tcpst_flow_duration(flow));
}
