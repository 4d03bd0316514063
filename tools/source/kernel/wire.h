/* SPDX-License-Identifier: GPL-2.0 */
/* Between attributes and the model; for use inside nl*.c. */
#ifndef TCPST_NL_WIRE_H
#define TCPST_NL_WIRE_H

#include <libmnl/libmnl.h>

#include "source/kernel/netlink.h"

bool tcpst_wire_flow(const struct nlmsghdr *nlh, struct tcpst_flow *flow);
bool tcpst_wire_events(const struct nlmsghdr *nlh,
		       const struct tcpst_nl_sink *sink);
bool tcpst_wire_stats(const struct nlmsghdr *nlh, struct tcpst_stats *stats);
bool tcpst_wire_filter(struct nlmsghdr *nlh, size_t size, unsigned int type,
		       const struct tcps_filter *filter);

#endif /* TCPST_NL_WIRE_H */
