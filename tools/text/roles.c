// SPDX-License-Identifier: GPL-2.0
/*
 * The state machine may learn only from a late SYN-ACK which end opened a flow. Earlier
 * records stay as they were written; code that combines the records of a flow swaps
 * their roles.
 */
#include "text/roles.h"

#include <string.h>

/**
 * tcpst_roles_turned() - has the initiator become the responder?
 * @before: the ends in one record of a flow
 * @after:  in another record of the same flow
 */
bool tcpst_roles_turned(const struct tcpst_addrs *before,
			const struct tcpst_addrs *after)
{
	return before->port[0] != after->port[0] ||
	       memcmp(before->addr[0], after->addr[0], before->ipv6 ? 16 : 4);
}

/** tcpst_roles_turn_addrs() - swap initiator and responder */
void tcpst_roles_turn_addrs(struct tcpst_addrs *ends)
{
	const struct tcpst_addrs before = *ends;
	unsigned int role;

	for (role = 0; role < 2; role++) {
		memcpy(ends->addr[role], before.addr[!role],
		       sizeof(ends->addr[role]));
		ends->port[role] = before.port[!role];
	}
}

/** tcpst_roles_turn_event() - swap the roles in a transition or a note */
void tcpst_roles_turn_event(struct tcpst_event *event)
{
	const bool known = event->iss_known[0];
	const u32 iss = event->iss[0];

	tcpst_roles_turn_addrs(&event->ends);
	event->endpoint = !event->endpoint;
	event->sender = !event->sender;
	event->iss_known[0] = event->iss_known[1];
	event->iss[0] = event->iss[1];
	event->iss_known[1] = known;
	event->iss[1] = iss;
}
