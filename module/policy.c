// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/*
 * Generated from Documentation/netlink/specs/tcpstates.yaml: do not
 * edit it, but that, and run tests/kernel/spec/generate.py --write.
 */
#include "policy.h"

const struct nla_policy tcpstates_filter_nl_policy[TCPSTATES_A_FILTER_COMM + 1] = {
	[TCPSTATES_A_FILTER_FAMILY] = { .type = NLA_U8, },
	[TCPSTATES_A_FILTER_FLOW] = { .type = NLA_U64, },
	[TCPSTATES_A_FILTER_ADDR] = NLA_POLICY_NESTED(tcpstates_filter_addr_nl_policy),
	[TCPSTATES_A_FILTER_PORT] = NLA_POLICY_NESTED(tcpstates_filter_port_nl_policy),
	[TCPSTATES_A_FILTER_STATES] = NLA_POLICY_MASK(NLA_U32, 0x7ff),
	[TCPSTATES_A_FILTER_INITIATOR_STATES] = NLA_POLICY_MASK(NLA_U32, 0x7ff),
	[TCPSTATES_A_FILTER_RESPONDER_STATES] = NLA_POLICY_MASK(NLA_U32, 0x7ff),
	[TCPSTATES_A_FILTER_ENDS] = NLA_POLICY_MASK(NLA_U32, 0x1ff),
	[TCPSTATES_A_FILTER_TYPES] = NLA_POLICY_MASK(NLA_U32, 0x7),
	[TCPSTATES_A_FILTER_ENDPOINT] = NLA_POLICY_MAX(NLA_U8, 1),
	[TCPSTATES_A_FILTER_PID] = NLA_POLICY_MIN(NLA_U32, 1),
	[TCPSTATES_A_FILTER_COMM] = { .type = NLA_NUL_STRING, .len = 15, },
};

const struct nla_policy tcpstates_filter_addr_nl_policy[TCPSTATES_A_FILTER_ADDR_SIDE + 1] = {
	[TCPSTATES_A_FILTER_ADDR_ADDR] = { .type = NLA_BINARY, },
	[TCPSTATES_A_FILTER_ADDR_PREFIX] = NLA_POLICY_MAX(NLA_U8, 128),
	[TCPSTATES_A_FILTER_ADDR_SIDE] = NLA_POLICY_MAX(NLA_U8, 2),
};

const struct nla_policy tcpstates_filter_port_nl_policy[TCPSTATES_A_FILTER_PORT_SIDE + 1] = {
	[TCPSTATES_A_FILTER_PORT_MIN] = { .type = NLA_U16, },
	[TCPSTATES_A_FILTER_PORT_MAX] = { .type = NLA_U16, },
	[TCPSTATES_A_FILTER_PORT_SIDE] = NLA_POLICY_MAX(NLA_U8, 2),
};

const struct nla_policy tcpstates_flow_nl_policy[TCPSTATES_A_FLOW_FILTER + 1] = {
	[TCPSTATES_A_FLOW_ID] = { .type = NLA_U64, },
	[TCPSTATES_A_FLOW_FILTER] = NLA_POLICY_NESTED(tcpstates_filter_nl_policy),
};

const struct nla_policy tcpstates_events_nl_policy[TCPSTATES_A_EVENTS_FILTER + 1] = {
	[TCPSTATES_A_EVENTS_FROM] = { .type = NLA_U64, },
	[TCPSTATES_A_EVENTS_FILTER] = NLA_POLICY_NESTED(tcpstates_filter_nl_policy),
};
