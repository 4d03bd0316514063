// SPDX-License-Identifier: GPL-2.0
/*
 * Netlink attributes that flows and events have in common. Each function returns 0, or
 * nonzero if the message has no space for all of it.
 */
#include "attribute.h"

/**
 * tcps_attribute_end() - put the address and the port of an end
 * @skb:    the message
 * @attr:   attribute of the address; the next one is that of the port
 * @record: the record
 * @side:   which end
 */
int tcps_attribute_end(struct sk_buff *skb, int attr, const struct tcps_record *record,
		       unsigned int side)
{
	const struct in6_addr *addr = &record->ends.addr[side];
	int err = tcps_record_is_ipv4(record) ?
		  nla_put_in_addr(skb, attr, addr->s6_addr32[3]) :
		  nla_put_in6_addr(skb, attr, addr);

	return err ?: nla_put_be16(skb, attr + 1, record->ends.port[side]);
}

/**
 * tcps_attribute_addr() - put an address of either family
 * @skb:  the message
 * @attr: the attribute
 * @addr: the address, IPv4 as ::ffff:a.b.c.d
 */
int tcps_attribute_addr(struct sk_buff *skb, int attr, const struct in6_addr *addr)
{
	return ipv6_addr_v4mapped(addr) ?
	       nla_put_in_addr(skb, attr, addr->s6_addr32[3]) :
	       nla_put_in6_addr(skb, attr, addr);
}

static int put_owner(struct sk_buff *skb, const struct tcps_owner *owner,
		     const struct tcps_owner_attrs *attrs)
{
	u32 pid = tcps_owner_reader_pid(owner);

	if (pid && nla_put_u32(skb, attrs->pid, pid))
		return -EMSGSIZE;
	if (owner->pid && nla_put_string(skb, attrs->comm, owner->comm))
		return -EMSGSIZE;
	if (owner->cgroup &&
	    nla_put_u64_64bit(skb, attrs->cgroup, owner->cgroup, attrs->pad))
		return -EMSGSIZE;
	return nla_put_u32(skb, attrs->uid, owner->uid) ||
	       nla_put_u64_64bit(skb, attrs->cookie, owner->cookie, attrs->pad);
}

/**
 * tcps_attribute_owners() - put the sockets of this host at the ends, and their processes
 * @skb:    the message
 * @record: the record
 * @attrs:  the attributes, by role
 */
int tcps_attribute_owners(struct sk_buff *skb, const struct tcps_record *record,
			  const struct tcps_owner_attrs attrs[2])
{
	unsigned int side;
	int err = 0;

	for (side = 0; !err && side < 2; side++)
		if (record->owned & BIT(side))
			err = put_owner(skb, &record->owner[side],
					&attrs[side != record->initiator]);
	return err;
}

/**
 * tcps_attribute_hops() - put the TTL of a RST, and the usual one of its claimed sender
 * @skb:    the message
 * @record: the record
 * @ttl:    attribute of the TTL of the RST
 * @usual:  attribute of the usual TTL
 */
int tcps_attribute_hops(struct sk_buff *skb, const struct tcps_record *record,
			int ttl, int usual)
{
	return (record->rst_ttl && nla_put_u8(skb, ttl, record->rst_ttl)) ||
	       (record->rst_usual && nla_put_u8(skb, usual, record->rst_usual)) ?
	       -EMSGSIZE : 0;
}
