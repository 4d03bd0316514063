/* SPDX-License-Identifier: GPL-2.0 */
/* Flows and events as netlink attributes. */
#ifndef TCPS_ENCODE_H
#define TCPS_ENCODE_H

#include <net/netlink.h>

#include "recorder.h"
#include "table.h"

struct tcps_observer;
struct tcps_settings;

/**
 * struct tcps_snapshot - a flow as it was at one moment
 * @record:  as the verdict record of a flow that ended then
 * @class:   enum tcps_class
 * @age:     ticks since its timer started
 * @nat:     its other ends
 */
struct tcps_snapshot {
	struct tcps_record record;
	u8 class;
	u32 age;
	struct tcps_nat nat;
};

bool tcps_encode_snapshot(struct tcps_observer *observer, struct tcps_flow *flow,
			  u64 now, struct tcps_snapshot *snapshot);
int tcps_encode_flow(struct sk_buff *skb, const struct tcps_snapshot *snapshot,
		     const struct tcps_settings *settings);
int tcps_encode_event(struct sk_buff *skb, const struct tcps_record *record,
		      u64 seqno);
int tcps_encode_frame(struct sk_buff *skb, u64 next, u64 lost);

#endif /* TCPS_ENCODE_H */
