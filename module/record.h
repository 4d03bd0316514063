/* SPDX-License-Identifier: GPL-2.0 */
/* Records of the changes of flows. */
#ifndef TCPS_RECORD_H
#define TCPS_RECORD_H

#include "observer.h"
#include "parse.h"

void tcps_record_life(struct tcps_record *record, struct tcps_observer *observer,
		      const struct tcps_flow *flow, u64 now);
u32 tcps_record_options(const struct tcps_record *record, unsigned int side);
void tcps_record_changes(struct tcps_observer *observer,
			 struct tcps_flow *flow,
			 const struct tcps_packet *packet,
			 const struct tcps_step *step, u64 now);
void tcps_record_icmp(struct tcps_observer *observer, struct tcps_flow *flow,
		      const struct tcps_icmp *icmp, const struct tcps_step *step,
		      u64 now);
void tcps_record_drop(struct tcps_observer *observer, struct tcps_flow *flow,
		      const struct tcps_packet *packet,
		      const struct tcps_record_drop *drop, u64 now);
void tcps_record_retransmit(struct tcps_observer *observer,
			    struct tcps_flow *flow,
			    const struct tcps_packet *packet, u64 now);
void tcps_record_end(struct tcps_observer *observer,
		     const struct tcps_flow *flow, u64 now);

/**
 * tcps_record_step() - record and count the changes of a step, if any
 * @observer: the namespace
 * @flow:     the flow, locked
 * @packet:   the segment that caused it, or NULL
 * @step:     the step
 * @now:      ktime_get_ns()
 *
 * Most steps change nothing, and need no stack space for a record. Context:
 * RCU read side, bottom halves off.
 */
static inline void tcps_record_step(struct tcps_observer *observer,
				    struct tcps_flow *flow,
				    const struct tcps_packet *packet,
				    const struct tcps_step *step, u64 now)
{
	if (unlikely(step->n))
		tcps_record_changes(observer, flow, packet, step, now);
}

#endif /* TCPS_RECORD_H */
