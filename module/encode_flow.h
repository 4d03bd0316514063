/* SPDX-License-Identifier: GPL-2.0 */
/* Flows as netlink attributes. */
#ifndef TCPS_ENCODE_FLOW_H
#define TCPS_ENCODE_FLOW_H

#include <net/netlink.h>

#include "recorder.h"

struct tcps_settings;
struct tcps_snapshot;

int tcps_encode_life(struct sk_buff *skb, const struct tcps_record *record,
		     const struct tcps_nat *nat, bool ended);
int tcps_encode_flow(struct sk_buff *skb, const struct tcps_snapshot *snapshot,
		     const struct tcps_settings *settings);

#endif /* TCPS_ENCODE_FLOW_H */
