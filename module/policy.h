/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/*
 * Generated from Documentation/netlink/specs/tcpstates.yaml: do not
 * edit it, but that, and run tests/kernel/spec/generate.py --write.
 */
#ifndef TCPS_POLICY_H
#define TCPS_POLICY_H

#include <net/netlink.h>

#include "uapi/tcpstates.h"

extern const struct nla_policy tcpstates_filter_nl_policy[TCPSTATES_A_FILTER_COMM + 1];
extern const struct nla_policy tcpstates_filter_addr_nl_policy[TCPSTATES_A_FILTER_ADDR_SIDE + 1];
extern const struct nla_policy tcpstates_filter_port_nl_policy[TCPSTATES_A_FILTER_PORT_SIDE + 1];
extern const struct nla_policy tcpstates_flow_nl_policy[TCPSTATES_A_FLOW_FILTER + 1];
extern const struct nla_policy tcpstates_events_nl_policy[TCPSTATES_A_EVENTS_FILTER + 1];

#endif /* TCPS_POLICY_H */
