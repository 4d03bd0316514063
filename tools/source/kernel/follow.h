/* SPDX-License-Identifier: GPL-2.0 */
/* Events of the kernel as they happen, without gaps and without doubles. */
#ifndef TCPST_FOLLOW_H
#define TCPST_FOLLOW_H

#include "model/query.h"
#include "source/kernel/netlink.h"

int tcpst_follow_replay(struct tcpst_nl *nl, const struct tcpst_query *query,
			const struct tcpst_sink *sink);
int tcpst_follow(struct tcpst_nl *nl, const struct tcpst_query *query,
		 const struct tcpst_sink *sink);

#endif /* TCPST_FOLLOW_H */
