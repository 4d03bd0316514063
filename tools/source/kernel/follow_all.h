/* SPDX-License-Identifier: GPL-2.0 */
/* Events of all network namespaces as they happen. */
#ifndef TCPST_FOLLOW_ALL_H
#define TCPST_FOLLOW_ALL_H

#include "source/kernel/follow.h"

int tcpst_follow_all(const struct tcpst_query *query, const struct tcpst_sink *sink,
		     struct tcpst_nl **failed);

#endif /* TCPST_FOLLOW_ALL_H */
