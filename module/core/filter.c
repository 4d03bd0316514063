// SPDX-License-Identifier: GPL-2.0
/* Matching flows and events against a filter. */
#include "filter.h"

static bool prefix_matches(const u8 *a, const u8 *b, unsigned int bits)
{
	for (; bits >= 8; bits -= 8)
		if (*a++ != *b++)
			return false;
	return !bits || !((*a ^ *b) >> (8 - bits));
}

/* Does @side select the end of that role? */
static bool wants_role(unsigned int side, unsigned int role)
{
	return side == TCPS_FILTER_EITHER || side == role + 1;
}

static bool addr_matches(const struct tcps_filter *filter,
			 const struct tcps_subject *subject)
{
	unsigned int i, role;

	if (!filter->n_addrs)
		return true;
	for (i = 0; i < filter->n_addrs; i++) {
		const struct tcps_filter_addr *want = &filter->addrs[i];

		if (want->ipv6 != subject->ipv6)
			continue;
		for (role = 0; role < 2; role++)
			if (wants_role(want->side, role) &&
			    prefix_matches(want->addr, subject->addr[role],
					   want->prefix))
				return true;
	}
	return false;
}

static bool port_matches(const struct tcps_filter *filter,
			 const struct tcps_subject *subject)
{
	unsigned int i, role;

	if (!filter->n_ports)
		return true;
	for (i = 0; i < filter->n_ports; i++) {
		const struct tcps_filter_port *want = &filter->ports[i];

		for (role = 0; role < 2; role++)
			if (wants_role(want->side, role) &&
			    subject->port[role] >= want->min &&
			    subject->port[role] <= want->max)
				return true;
	}
	return false;
}

static bool state_matches(const struct tcps_filter *filter,
			  const struct tcps_subject *subject)
{
	u32 bits[2] = { 1U << subject->state[0], 1U << subject->state[1] };
	unsigned int role;

	for (role = 0; role < 2; role++)
		if (filter->states[role] && !(filter->states[role] & bits[role]))
			return false;
	return !filter->any_states ||
	       (filter->any_states & (bits[0] | bits[1]));
}

static bool same_comm(const char *want, const char *have)
{
	unsigned int i;

	if (!have)
		return false;
	for (i = 0; i < TCPS_COMM_LEN; i++) {
		if (want[i] != have[i])
			return false;
		if (!want[i])
			break;
	}
	return true;
}

/* Either end's process may be the one that is wanted. */
static bool process_matches(const struct tcps_filter *filter,
			    const struct tcps_subject *subject)
{
	if (filter->pid && filter->pid != subject->pid[0] &&
	    filter->pid != subject->pid[1])
		return false;
	return !filter->comm[0] || same_comm(filter->comm, subject->comm[0]) ||
	       same_comm(filter->comm, subject->comm[1]);
}

/**
 * tcps_filter_match() - does a flow or an event match a filter?
 * @filter:  the filter
 * @subject: the flow or event
 */
bool tcps_filter_match(const struct tcps_filter *filter,
		       const struct tcps_subject *subject)
{
	if (filter->flow && filter->flow != subject->flow)
		return false;
	if ((filter->ipv4 || filter->ipv6) &&
	    !(subject->ipv6 ? filter->ipv6 : filter->ipv4))
		return false;
	if (filter->ends && !(filter->ends & 1U << subject->end))
		return false;
	if (subject->event) {
		if (filter->types && !(filter->types & 1U << subject->type))
			return false;
		/* An event about neither end matches both. */
		if (filter->endpoint && subject->endpoint < 2 &&
		    filter->endpoint != subject->endpoint + 1)
			return false;
	}
	return process_matches(filter, subject) && state_matches(filter, subject) &&
	       port_matches(filter, subject) && addr_matches(filter, subject);
}
