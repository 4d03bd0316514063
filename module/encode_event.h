/* SPDX-License-Identifier: GPL-2.0 */
/* Recorded events as netlink attributes. */
#ifndef TCPS_ENCODE_EVENT_H
#define TCPS_ENCODE_EVENT_H

#include <net/netlink.h>

#include "recorder.h"

int tcps_encode_event(struct sk_buff *skb, const struct tcps_record *record,
		      u64 seqno);
int tcps_encode_frame(struct sk_buff *skb, u64 next, u64 lost);

#endif /* TCPS_ENCODE_EVENT_H */
