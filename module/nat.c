// SPDX-License-Identifier: GPL-2.0
/*
 * NAT: the translated ends of a flow.
 *
 * Conntrack knows them, and attaches its entry to each segment. Our hooks are between
 * destination and source NAT: at the first SYN, source NAT is still to come; at the
 * SYN-ACK, or a retransmitted SYN, both are known.
 */
#include "nat.h"

#include "compat.h"

#if IS_ENABLED(CONFIG_NF_CONNTRACK)

/**
 * tcps_nat_may() - may a flow that begins be translated?
 * @ct: the conntrack entry of its segment, or NULL
 *
 * An unconfirmed entry belongs to a first segment. That has passed destination NAT if this
 * namespace has any NAT rule at all.
 */
bool tcps_nat_may(const struct nf_conn *ct)
{
	unsigned long status;

	if (!ct)
		return false;
	status = READ_ONCE(ct->status);
	return status & (status & IPS_CONFIRMED ? IPS_NAT_MASK :
						  IPS_DST_NAT_DONE);
}

static void get_addr(struct in6_addr *addr, const union nf_inet_addr *from, u8 family)
{
	if (family == NFPROTO_IPV4)
		ipv6_addr_set_v4mapped(from->ip, addr);
	else
		*addr = from->in6;
}

static bool is_end(const struct tcps_ends *ends, unsigned int side,
		   const struct nf_conntrack_man *man)
{
	struct in6_addr addr;

	get_addr(&addr, &man->u3, man->l3num);
	return ends->port[side] == man->u.tcp.port &&
	       ipv6_addr_equal(&ends->addr[side], &addr);
}

/* An end as its peer sees it: the destination of segments in the other direction. */
static void set_other(struct tcps_nat *nat, const struct tcps_ends *ends,
		      unsigned int side, const struct nf_conntrack_tuple *tuple)
{
	get_addr(&nat->addr[side], &tuple->dst.u3, tuple->src.l3num);
	nat->port[side] = tuple->dst.u.tcp.port;
	if (nat->port[side] == ends->port[side] &&
	    ipv6_addr_equal(&nat->addr[side], &ends->addr[side]))
		nat->known &= ~BIT(side);
	else
		nat->known |= BIT(side);
}

/**
 * tcps_nat_note() - note the translated ends of a flow from a segment
 * @nat:  of the flow, under its lock or before it is published; overwritten
 * @ends: of the flow
 * @ct:   the conntrack entry of the segment, or NULL
 *
 * An entry that is of other ends is ignored.
 */
void tcps_nat_note(struct tcps_nat *nat, const struct tcps_ends *ends,
		   const struct nf_conn *ct)
{
	const struct nf_conntrack_tuple *there, *back;
	unsigned int side;

	if (!ct)
		return;
	there = &ct->tuplehash[IP_CT_DIR_ORIGINAL].tuple;
	back = &ct->tuplehash[IP_CT_DIR_REPLY].tuple;
	if (there->dst.protonum != IPPROTO_TCP)
		return;
	for (side = 0; side < 2; side++)
		if (is_end(ends, side, &there->src) &&
		    is_end(ends, !side, &back->src)) {
			set_other(nat, ends, side, back);
			set_other(nat, ends, !side, there);
		}
}

#else

bool tcps_nat_may(const struct nf_conn *ct)
{
	return false;
}

void tcps_nat_note(struct tcps_nat *nat, const struct tcps_ends *ends,
		   const struct nf_conn *ct)
{
}

#endif

/**
 * tcps_nat_pack() - store translated ends in the ends of a record
 * @nat:  the translated ends
 * @ends: the ends; tcps_ends_are_ipv4() must not be called on them afterwards
 *
 * An IPv4 address leaves twelve of the sixteen octets unused; a record has no other space.
 * Return: false if nothing is stored, as for IPv6.
 */
bool tcps_nat_pack(const struct tcps_nat *nat, struct tcps_ends *ends)
{
	unsigned int side;

	if (!nat->known || !tcps_ends_are_ipv4(ends))
		return false;
	for (side = 0; side < 2; side++)
		if (nat->known & BIT(side)) {
			ends->addr[side].s6_addr32[0] =
				nat->addr[side].s6_addr32[3];
			ends->addr[side].s6_addr16[2] = nat->port[side];
		}
	return true;
}

/** tcps_nat_unpack() - read what tcps_nat_pack() stored; the ends stay as they are */
void tcps_nat_unpack(const struct tcps_ends *ends, struct tcps_nat *nat)
{
	unsigned int side;

	nat->known = 0;
	for (side = 0; side < 2; side++) {
		const struct in6_addr *addr = &ends->addr[side];

		if (!addr->s6_addr32[0])
			continue;
		ipv6_addr_set_v4mapped(addr->s6_addr32[0], &nat->addr[side]);
		nat->port[side] = addr->s6_addr16[2];
		nat->known |= BIT(side);
	}
}
