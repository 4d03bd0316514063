/* SPDX-License-Identifier: GPL-2.0 */
/* Events of the kernel as they happen, without gaps and without doubles. */
#ifndef TCPST_FOLLOW_H
#define TCPST_FOLLOW_H

#include "source/kernel/netlink.h"
#include "source/source.h"

int tcpst_follow_replay(struct tcpst_nl *nl, const struct tcpst_wanted *wanted,
			const struct tcpst_since *since,
			const struct tcpst_sink *sink);
int tcpst_follow(struct tcpst_nl *nl, const struct tcpst_wanted *wanted,
		 const struct tcpst_since *since, u64 duration,
		 const struct tcpst_sink *sink);

#endif /* TCPST_FOLLOW_H */
