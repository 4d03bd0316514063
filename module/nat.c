// SPDX-License-Identifier: GPL-2.0
/*
 * The other ends of a flow that this machine translates.
 *
 * Connection tracking has them, and attaches its entry to each segment. Our hooks lie
 * between destination and source translation: with the first SYN the latter is still to
 * come, with its answer, or when the SYN is retransmitted, both are there.
 */
#include "nat.h"

#include "compat.h"

#if IS_ENABLED(CONFIG_NF_CONNTRACK)

/**
 * tcps_nat_may() - may a flow that begins be translated?
 * @ct: what connection tracking has of its segment, or NULL
 *
 * An entry that is not confirmed belongs to a first segment. It has passed destination
 * translation, if this namespace has any rule of translation at all.
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

/* What the other end calls it: the destination of what is sent the other way. */
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
 * tcps_nat_note() - what a segment of a flow shows about its translation
 * @nat:  of the flow, with its lock or before it is published; what was known before
 *        is replaced
 * @ends: of the flow
 * @ct:   what connection tracking has of the segment, or NULL
 *
 * Nothing is taken from an entry that is of other ends.
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
 * tcps_nat_pack() - put them into the ends of a record
 * @nat:  the other ends
 * @ends: the ends; tcps_ends_are_ipv4() does not show what they are any more
 *
 * An address of IPv4 takes four of sixteen octets; a record has no space but that.
 * Return: false if nothing is put, as for IPv6.
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

/** tcps_nat_unpack() - undo tcps_nat_pack(), but for the ends, which stay */
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
