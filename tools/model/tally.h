/* SPDX-License-Identifier: GPL-2.0 */
/* Statistics over flows: pairs of states, histograms of durations. */
#ifndef TCPST_TALLY_H
#define TCPST_TALLY_H

#include "model/flow.h"
#include "model/histogram.h"

/**
 * struct tcpst_tally - statistics over flows, open or ended
 * @pairs:     number of open flows, by state of the initiator and of the responder
 * @durations: by enum tcps_duration: of each leg of the handshake, and of ended flows
 */
struct tcpst_tally {
	u64 pairs[TCPS_STATE_MAX + 1][TCPS_STATE_MAX + 1];
	struct tcpst_histogram durations[TCPS_DURATION_MAX + 1];
};

void tcpst_tally_add(struct tcpst_tally *tally, const struct tcpst_flow *flow,
		     bool open);
void tcpst_tally_sum(struct tcpst_tally *sum, const struct tcpst_tally *tally);
#endif /* TCPST_TALLY_H */
