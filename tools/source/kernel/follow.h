/* SPDX-License-Identifier: GPL-2.0 */
/* Events of the kernel as they happen, without gaps or duplicates. */
#ifndef TCPST_FOLLOW_H
#define TCPST_FOLLOW_H

#include "model/query.h"
#include "source/kernel/netlink.h"

struct tcpst_follow;

struct tcpst_follow *tcpst_follow_new(struct tcpst_nl *nl,
				      const struct tcpst_query *query,
				      const struct tcpst_sink *sink);
void tcpst_follow_free(struct tcpst_follow *follow);
int tcpst_follow_begin(struct tcpst_follow *follow, const struct tcpst_since *since);
u64 tcpst_follow_due(const struct tcpst_follow *follow);
int tcpst_follow_turn(struct tcpst_follow *follow, bool ready);

int tcpst_follow_replay(struct tcpst_nl *nl, const struct tcpst_query *query,
			const struct tcpst_sink *sink);
int tcpst_follow(struct tcpst_nl *nl, const struct tcpst_query *query,
		 const struct tcpst_sink *sink);

#endif /* TCPST_FOLLOW_H */
