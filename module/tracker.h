/* SPDX-License-Identifier: GPL-2.0 */
/* The slow path: finds the flow of a segment and processes the segment. */
#ifndef TCPS_TRACKER_H
#define TCPS_TRACKER_H

#include "observer.h"
#include "parse.h"

/** enum tcps_why - why a segment is examined */
enum tcps_why {
	TCPS_WHY_CONTROL,	/* it carries SYN, FIN or RST */
	TCPS_WHY_ACK_WAIT,	/* according to the filter, a flow may wait for it */
	TCPS_WHY_SAMPLED,	/* one in net.tcpstates.sample */
	TCPS_WHY_ACCOUNTED,	/* full accounting */
};

void tcps_tracker_segment(struct tcps_observer *observer,
			  const struct tcps_packet *packet, enum tcps_why why,
			  u64 now);
void tcps_tracker_icmp(struct tcps_observer *observer,
		       const struct tcps_quote *quote, u64 now);
bool tcps_tracker_timeout(struct tcps_observer *observer,
			  struct tcps_flow *flow, u64 now);
void tcps_tracker_exit(struct tcps_observer *observer);

#endif /* TCPS_TRACKER_H */
