/* SPDX-License-Identifier: GPL-2.0 */
/* Processing a segment of a flow: records, timers, the filter, the end. */
#ifndef TCPS_ACT_H
#define TCPS_ACT_H

#include "observer.h"
#include "parse.h"

void tcps_act_step(struct tcps_observer *observer, struct tcps_flow *flow,
		   const struct tcps_packet *packet,
		   const struct tcps_step *step, u64 now);
void tcps_act_segment(struct tcps_observer *observer, struct tcps_flow *flow,
		      const struct tcps_packet *packet, u64 now);
void tcps_act_icmp(struct tcps_observer *observer, struct tcps_flow *flow,
		   const struct tcps_quote *quote, u64 now);
void tcps_act_dropped(struct tcps_observer *observer, struct tcps_flow *flow,
		      const struct tcps_packet *packet, u64 now);
void tcps_act_challenge(struct tcps_observer *observer, struct tcps_flow *flow,
			const struct tcps_packet *packet, u64 now);

/** tcps_act_timeout() - how long a flow may stay in a queue, seconds */
static inline unsigned int
tcps_act_timeout(const struct tcps_observer *observer, unsigned int queue)
{
	return READ_ONCE(observer->settings.timeout[tcps_queue_class(queue)]);
}

#endif /* TCPS_ACT_H */
