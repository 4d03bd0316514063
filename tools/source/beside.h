/* SPDX-License-Identifier: GPL-2.0 */
/* The segments of the module's flows, captured beside it. */
#ifndef TCPST_BESIDE_H
#define TCPST_BESIDE_H

#include "model/query.h"
#include "source/capture/tap.h"
#include "source/kernel/netlink.h"

int tcpst_beside_follow(struct tcpst_nl *nl, const struct tcpst_query *query,
			const struct tcpst_sink *sink, u64 *dropped,
			char error[TCPST_TAP_ERROR]);

#endif /* TCPST_BESIDE_H */
