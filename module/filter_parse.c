// SPDX-License-Identifier: GPL-2.0
/* Filters from netlink attributes. */
#include "filter_parse.h"

#include <linux/netlink.h>
#include <linux/socket.h>

#include "uapi/tcpstates.h"

static int parse_addr(const struct nlattr *nest, struct tcps_filter *filter,
		      struct netlink_ext_ack *extack)
{
	struct nlattr *attrs[TCPSTATES_A_FILTER_ADDR_MAX + 1];
	struct tcps_filter_addr *want;
	const struct nlattr *attr;
	int err;

	err = nla_parse_nested(attrs, TCPSTATES_A_FILTER_ADDR_MAX, nest, NULL,
			       extack);
	if (err)
		return err;
	attr = attrs[TCPSTATES_A_FILTER_ADDR_ADDR];
	if (!attr || (nla_len(attr) != 4 && nla_len(attr) != 16)) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "an address has 4 or 16 octets");
		return -EINVAL;
	}
	if (filter->n_addrs == TCPS_FILTER_MAX) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "at most 16 addresses in a filter");
		return -E2BIG;
	}
	want = &filter->addrs[filter->n_addrs++];
	want->ipv6 = nla_len(attr) == 16;
	want->prefix = nla_len(attr) * 8;
	memcpy(want->addr, nla_data(attr), nla_len(attr));
	if (attrs[TCPSTATES_A_FILTER_ADDR_PREFIX]) {
		u8 prefix = nla_get_u8(attrs[TCPSTATES_A_FILTER_ADDR_PREFIX]);

		if (prefix > want->prefix) {
			NL_SET_ERR_MSG_ATTR(extack,
					    attrs[TCPSTATES_A_FILTER_ADDR_PREFIX],
					    "prefix longer than the address");
			return -EINVAL;
		}
		want->prefix = prefix;
	}
	if (attrs[TCPSTATES_A_FILTER_ADDR_SIDE])
		want->side = nla_get_u8(attrs[TCPSTATES_A_FILTER_ADDR_SIDE]);
	return 0;
}

static int parse_port(const struct nlattr *nest, struct tcps_filter *filter,
		      struct netlink_ext_ack *extack)
{
	struct nlattr *attrs[TCPSTATES_A_FILTER_PORT_LAST + 1];
	struct tcps_filter_port *want;
	int err;

	err = nla_parse_nested(attrs, TCPSTATES_A_FILTER_PORT_LAST, nest, NULL,
			       extack);
	if (err)
		return err;
	if (!attrs[TCPSTATES_A_FILTER_PORT_MIN]) {
		NL_SET_ERR_MSG_ATTR(extack, nest, "a port is missing");
		return -EINVAL;
	}
	if (filter->n_ports == TCPS_FILTER_MAX) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "at most 16 port ranges in a filter");
		return -E2BIG;
	}
	want = &filter->ports[filter->n_ports++];
	want->min = nla_get_u16(attrs[TCPSTATES_A_FILTER_PORT_MIN]);
	want->max = want->min;
	if (attrs[TCPSTATES_A_FILTER_PORT_MAX])
		want->max = nla_get_u16(attrs[TCPSTATES_A_FILTER_PORT_MAX]);
	if (want->max < want->min) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "a range of ports ends before it starts");
		return -EINVAL;
	}
	if (attrs[TCPSTATES_A_FILTER_PORT_SIDE])
		want->side = nla_get_u8(attrs[TCPSTATES_A_FILTER_PORT_SIDE]);
	return 0;
}

static int parse_family(const struct nlattr *attr, struct tcps_filter *filter,
			struct netlink_ext_ack *extack)
{
	switch (nla_get_u8(attr)) {
	case AF_INET:
		filter->ipv4 = true;
		return 0;
	case AF_INET6:
		filter->ipv6 = true;
		return 0;
	default:
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "family is neither AF_INET nor AF_INET6");
		return -EAFNOSUPPORT;
	}
}

static int parse_one(const struct nlattr *attr, struct tcps_filter *filter,
		     struct netlink_ext_ack *extack)
{
	switch (nla_type(attr)) {
	case TCPSTATES_A_FILTER_FAMILY:
		return parse_family(attr, filter, extack);
	case TCPSTATES_A_FILTER_FLOW:
		filter->flow = nla_get_u64(attr);
		return 0;
	case TCPSTATES_A_FILTER_ADDR:
		return parse_addr(attr, filter, extack);
	case TCPSTATES_A_FILTER_PORT:
		return parse_port(attr, filter, extack);
	case TCPSTATES_A_FILTER_STATES:
		filter->any_states = nla_get_u32(attr);
		return 0;
	case TCPSTATES_A_FILTER_INITIATOR_STATES:
		filter->states[TCPS_INITIATOR] = nla_get_u32(attr);
		return 0;
	case TCPSTATES_A_FILTER_RESPONDER_STATES:
		filter->states[TCPS_RESPONDER] = nla_get_u32(attr);
		return 0;
	case TCPSTATES_A_FILTER_ENDS:
		filter->ends = nla_get_u32(attr);
		return 0;
	case TCPSTATES_A_FILTER_TYPES:
		filter->types = nla_get_u32(attr);
		return 0;
	case TCPSTATES_A_FILTER_ENDPOINT:
		filter->endpoint = nla_get_u8(attr) + 1;
		return 0;
	case TCPSTATES_A_FILTER_PID:
		filter->pid = nla_get_u32(attr);
		return 0;
	case TCPSTATES_A_FILTER_COMM:
		nla_strscpy(filter->comm, attr, sizeof(filter->comm));
		return 0;
	default:
		return 0;
	}
}

/**
 * tcps_filter_parse() - a filter from its attributes
 * @nest:   nest of TCPSTATES_A_FILTER_*, validated by the policy of the request
 *          (tcpstates_filter_nl_policy), or NULL
 * @filter: filled in; matches everything without @nest
 * @extack: set on error
 *
 * Return: 0 or a negative error with @extack set.
 */
int tcps_filter_parse(const struct nlattr *nest, struct tcps_filter *filter,
		      struct netlink_ext_ack *extack)
{
	const struct nlattr *attr;
	int err, left;

	memset(filter, 0, sizeof(*filter));
	if (!nest)
		return 0;
	nla_for_each_nested(attr, nest, left) {
		err = parse_one(attr, filter, extack);
		if (err)
			return err;
	}
	return 0;
}
