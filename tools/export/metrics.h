/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Metrics for Prometheus: the counters of the module, and metrics that the exporter
 * counts itself over the flows that end while it runs.
 */
#ifndef TCPST_EXPORT_METRICS_H
#define TCPST_EXPORT_METRICS_H

#include <pthread.h>
#include <stdio.h>

#include "export/durations.h"
#include "export/silence.h"
#include "model/flow.h"
#include "model/stats.h"

/**
 * struct tcpst_metrics - metrics counted by the exporter
 * @lock:         protects all members: one thread counts, another prints
 * @handshake:    durations of its legs
 * @lifetime:     tcpst_flow_duration(), by enum tcps_end
 * @half_close:   durations from the first FIN to the other
 * @state:        seconds spent in each state, by role
 * @octets:       payload, by role of the sender
 * @closed_first: by role that did
 * @reset:        by role whose RST was accepted; @origin: by enum tcps_origin
 * @syn:          SYNs retransmitted; @syn_ack: SYN-ACKs
 * @fin:          FINs retransmitted, by role
 * @lost:         events overwritten before they could be read
 * @silence:      how long peers have been silent, by the latest dump of the flow table, or
 *                at the end of a capture
 * @silence_known: @silence is valid
 * @dump_began:   when that dump began, ns of tcpst_clock_steady(); 0: it is a capture
 * @dump_took:    how long it took, ns
 */
struct tcpst_metrics {
	pthread_mutex_t lock;
	struct tcpst_durations handshake[2];
	struct tcpst_durations lifetime[TCPS_END_MAX + 1];
	struct tcpst_durations half_close;
	double state[2][TCPS_STATE_MAX + 1];
	u64 octets[2];
	u64 closed_first[2];
	u64 reset[2];
	u64 origin[TCPS_ORIGIN_MAX];
	u64 syn;
	u64 syn_ack;
	u64 fin[2];
	u64 lost;
	struct tcpst_silence silence;
	bool silence_known;
	u64 dump_began;
	u64 dump_took;
};

void tcpst_metrics_init(struct tcpst_metrics *metrics);
void tcpst_metrics_life(struct tcpst_metrics *metrics,
			const struct tcpst_flow *flow);
void tcpst_metrics_still_open(struct tcpst_metrics *metrics,
			      const struct tcpst_flow *flow);
void tcpst_metrics_dumped(struct tcpst_metrics *metrics,
			  const struct tcpst_silence *silence, u64 began);
void tcpst_metrics_lost(struct tcpst_metrics *metrics, u64 count);
void tcpst_metrics_print(FILE *file, struct tcpst_metrics *metrics,
			 const struct tcpst_stats *stats);

#endif /* TCPST_EXPORT_METRICS_H */
