/* SPDX-License-Identifier: GPL-2.0 */
/* The end of a flow: its verdict, and its removal from the table. */
#ifndef TCPS_FINISH_H
#define TCPS_FINISH_H

#include "observer.h"

void tcps_finish_flow(struct tcps_observer *observer, struct tcps_flow *flow,
		      u64 now);

/**
 * tcps_finish_is_due() - is the popped flow still in no queue?
 * @flow: the flow, now locked, popped from its queue before
 *
 * Return: false if a segment came first: then the flow continues, or has ended.
 */
static inline bool tcps_finish_is_due(const struct tcps_flow *flow)
{
	return !tcps_flow_is(flow, TCPS_FLOW_DEAD) &&
	       READ_ONCE(flow->queue) == TCPS_QUEUE_NONE;
}

#endif /* TCPS_FINISH_H */
