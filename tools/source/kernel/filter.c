// SPDX-License-Identifier: GPL-2.0
/* Filters as netlink attributes of a request. */
#include "source/kernel/wire.h"

#include <libmnl/libmnl.h>
#include <string.h>
#include <sys/socket.h>

#include "module/uapi/tcpstates.h"

static bool put_addr(struct nlmsghdr *nlh, size_t size,
		     const struct tcps_filter_addr *addr)
{
	struct nlattr *nest;

	nest = mnl_attr_nest_start_check(nlh, size, TCPSTATES_A_FILTER_ADDR);
	if (!nest ||
	    !mnl_attr_put_check(nlh, size, TCPSTATES_A_FILTER_ADDR_ADDR,
				addr->ipv6 ? 16 : 4, addr->addr) ||
	    !mnl_attr_put_u8_check(nlh, size, TCPSTATES_A_FILTER_ADDR_PREFIX,
				   addr->prefix) ||
	    !mnl_attr_put_u8_check(nlh, size, TCPSTATES_A_FILTER_ADDR_SIDE,
				   addr->side))
		return false;
	mnl_attr_nest_end(nlh, nest);
	return true;
}

static bool put_port(struct nlmsghdr *nlh, size_t size,
		     const struct tcps_filter_port *port)
{
	struct nlattr *nest;

	nest = mnl_attr_nest_start_check(nlh, size, TCPSTATES_A_FILTER_PORT);
	if (!nest ||
	    !mnl_attr_put_u16_check(nlh, size, TCPSTATES_A_FILTER_PORT_MIN,
				    port->min) ||
	    !mnl_attr_put_u16_check(nlh, size, TCPSTATES_A_FILTER_PORT_MAX,
				    port->max) ||
	    !mnl_attr_put_u8_check(nlh, size, TCPSTATES_A_FILTER_PORT_SIDE,
				   port->side))
		return false;
	mnl_attr_nest_end(nlh, nest);
	return true;
}

static bool put_bits(struct nlmsghdr *nlh, size_t size, unsigned int type,
		     u32 bits)
{
	return !bits || mnl_attr_put_u32_check(nlh, size, type, bits);
}

static bool put_parts(struct nlmsghdr *nlh, size_t size,
		      const struct tcps_filter *filter)
{
	unsigned int i;

	if (filter->ipv4 != filter->ipv6 &&
	    !mnl_attr_put_u8_check(nlh, size, TCPSTATES_A_FILTER_FAMILY,
				   filter->ipv6 ? AF_INET6 : AF_INET))
		return false;
	if (filter->flow &&
	    !mnl_attr_put_u64_check(nlh, size, TCPSTATES_A_FILTER_FLOW,
				    filter->flow))
		return false;
	for (i = 0; i < filter->n_addrs; i++)
		if (!put_addr(nlh, size, &filter->addrs[i]))
			return false;
	for (i = 0; i < filter->n_ports; i++)
		if (!put_port(nlh, size, &filter->ports[i]))
			return false;
	if (filter->endpoint &&
	    !mnl_attr_put_u8_check(nlh, size, TCPSTATES_A_FILTER_ENDPOINT,
				   filter->endpoint - 1))
		return false;
	if (filter->comm[0] &&
	    !mnl_attr_put_strz_check(nlh, size, TCPSTATES_A_FILTER_COMM,
				     filter->comm))
		return false;
	return put_bits(nlh, size, TCPSTATES_A_FILTER_STATES,
			filter->any_states) &&
	       put_bits(nlh, size, TCPSTATES_A_FILTER_INITIATOR_STATES,
			filter->states[TCPS_INITIATOR]) &&
	       put_bits(nlh, size, TCPSTATES_A_FILTER_RESPONDER_STATES,
			filter->states[TCPS_RESPONDER]) &&
	       put_bits(nlh, size, TCPSTATES_A_FILTER_ENDS, filter->ends) &&
	       put_bits(nlh, size, TCPSTATES_A_FILTER_TYPES, filter->types) &&
	       put_bits(nlh, size, TCPSTATES_A_FILTER_PID, filter->pid);
}

static bool is_empty(const struct tcps_filter *filter)
{
	static const struct tcps_filter empty;

	return !memcmp(filter, &empty, sizeof(empty));
}

/**
 * tcpst_wire_filter() - add a filter to a request
 * @nlh:    the request
 * @size:   size of its buffer
 * @type:   type of the attribute that nests the filter
 * @filter: the filter; an empty one adds nothing
 *
 * Return: false if it does not fit.
 */
bool tcpst_wire_filter(struct nlmsghdr *nlh, size_t size, unsigned int type,
		       const struct tcps_filter *filter)
{
	struct nlattr *nest;

	if (is_empty(filter))
		return true;
	nest = mnl_attr_nest_start_check(nlh, size, type);
	if (!nest || !put_parts(nlh, size, filter))
		return false;
	mnl_attr_nest_end(nlh, nest);
	return true;
}
