/* SPDX-License-Identifier: GPL-2.0 */
/* Segments that the kernel drops, as notes of their flows. */
#ifndef TCPS_DROP_H
#define TCPS_DROP_H

#include "observer.h"

struct sk_buff;

int tcps_drop_set(struct tcps_observer *observer, bool on);
void tcps_drop_segment(struct tcps_observer *observer,
		       const struct sk_buff *skb, unsigned long where,
		       u32 reason, u64 now);

#endif /* TCPS_DROP_H */
