/* SPDX-License-Identifier: GPL-2.0 */
/* Filters of flows and events; the same in the kernel and in tcpst. */
#ifndef TCPS_CORE_FILTER_H
#define TCPS_CORE_FILTER_H

#include "state.h"

/* Maximum of addresses, and of port ranges, in a filter. */
#define TCPS_FILTER_MAX 16
#define TCPS_COMM_LEN 16

/**
 * struct tcps_filter_addr - a prefix
 * @addr:   network byte order, IPv4 in the first four octets
 * @ipv6:   family
 * @prefix: length, bits
 * @side:   enum tcps_filter_side
 */
struct tcps_filter_addr {
	u8 addr[16];
	bool ipv6;
	u8 prefix;
	u8 side;
};

/**
 * struct tcps_filter_port - a closed range of ports, host byte order
 * @min:  lowest
 * @max:  highest
 * @side: enum tcps_filter_side
 */
struct tcps_filter_port {
	u16 min;
	u16 max;
	u8 side;
};

/**
 * struct tcps_filter - a conjunction; an empty part matches everything
 * @flow:       flow id, 0: any
 * @states:     by role, bits of enum tcps_state, 0: any
 * @any_states: bits; at least one end is in one of them; 0: any
 * @ends:       bits of enum tcps_end, 0: any
 * @types:      bits of event types, 0: any; events only
 * @endpoint:   role + 1 of the end an event is about, 0: any; events only
 * @pid:        process at either end, 0: any
 * @comm:       command at either end, "": any
 * @ipv4:       IPv4 matches
 * @ipv6:       IPv6 matches; neither flag: both match
 * @n_addrs:    how many @addrs there are
 * @n_ports:    how many @ports there are
 * @addrs:      any of them matches
 * @ports:      any of them matches
 */
struct tcps_filter {
	u64 flow;
	u32 states[2];
	u32 any_states;
	u32 ends;
	u32 types;
	u32 pid;
	char comm[TCPS_COMM_LEN];
	u8 endpoint;
	bool ipv4;
	bool ipv6;
	u8 n_addrs;
	u8 n_ports;
	struct tcps_filter_addr addrs[TCPS_FILTER_MAX];
	struct tcps_filter_port ports[TCPS_FILTER_MAX];
};

/**
 * struct tcps_subject - the properties of a flow or event that a filter checks
 * @flow:     flow id
 * @addr:     addresses by role, network byte order
 * @port:     ports by role, host byte order
 * @ipv6:     family
 * @state:    enum tcps_state by role
 * @end:      enum tcps_end
 * @type:     event type; events only
 * @endpoint: role an event is about, 2: neither; events only
 * @event:    it is an event
 * @pid:      process by role, 0: not known
 * @comm:     command by role, NULL: not known
 */
struct tcps_subject {
	u64 flow;
	const u8 *addr[2];
	u16 port[2];
	bool ipv6;
	u8 state[2];
	u8 end;
	u8 type;
	u8 endpoint;
	bool event;
	u32 pid[2];
	const char *comm[2];
};

bool tcps_filter_match(const struct tcps_filter *filter,
		       const struct tcps_subject *subject);

#endif /* TCPS_CORE_FILTER_H */
