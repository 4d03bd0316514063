/* SPDX-License-Identifier: GPL-2.0 */
/* Netlink attributes that flows and events have in common. */
#ifndef TCPS_ATTRIBUTE_H
#define TCPS_ATTRIBUTE_H

#include <net/netlink.h>

#include "recorder.h"

/**
 * struct tcps_owner_attrs - attributes of an owner, which differ between flows and events
 * @pid:    its process
 * @uid:    its user
 * @comm:   the name of the process
 * @cookie: the cookie of its socket
 * @cgroup: the control group of its socket
 * @pad:    padding of the cookie
 */
struct tcps_owner_attrs {
	int pid, uid, comm, cookie, cgroup, pad;
};

int tcps_attribute_end(struct sk_buff *skb, int attr, const struct tcps_record *record,
		       unsigned int side);
int tcps_attribute_addr(struct sk_buff *skb, int attr, const struct in6_addr *addr);
int tcps_attribute_owners(struct sk_buff *skb, const struct tcps_record *record,
			  const struct tcps_owner_attrs attrs[2]);
int tcps_attribute_hops(struct sk_buff *skb, const struct tcps_record *record,
			int ttl, int usual);

#endif /* TCPS_ATTRIBUTE_H */
