/* SPDX-License-Identifier: GPL-2.0 */
/* The flow key: both addresses, both ports, the scope. */
#ifndef TCPS_KEY_H
#define TCPS_KEY_H

#include <linux/in6.h>
#include <linux/string.h>
#include <net/ipv6.h>

/**
 * struct tcps_ends - the two endpoints of a flow, by side
 * @addr: IPv6, or IPv4 as ::ffff:a.b.c.d, which no IPv6 packet may carry
 * @port: network byte order
 */
struct tcps_ends {
	struct in6_addr addr[2];
	__be16 port[2];
};

/**
 * struct tcps_key - two endpoints, the lower one first
 * @ends:  the endpoints
 * @addr:  as of @ends
 * @port:  as of @ends
 * @scope: scope of the addresses: ifindex of the VRF device, or of the link if an address
 *         is link-local; 0: the namespace
 *
 * Sorted, so that both directions have one key; the index is the side.
 * Compared and hashed as memory: no padding.
 */
struct tcps_key {
	union {
		struct tcps_ends ends;
		struct {
			struct in6_addr addr[2];
			__be16 port[2];
		};
	};
	u32 scope;
};

static_assert(sizeof(struct tcps_ends) == 36);
static_assert(sizeof(struct tcps_key) == 40);

/** tcps_ends_are_ipv4() - family of endpoints */
static inline bool tcps_ends_are_ipv4(const struct tcps_ends *ends)
{
	return ipv6_addr_v4mapped(&ends->addr[0]);
}

/** tcps_key_is_ipv4() - family of a key */
static inline bool tcps_key_is_ipv4(const struct tcps_key *key)
{
	return tcps_ends_are_ipv4(&key->ends);
}

/**
 * tcps_key_make() - sort two endpoints into a key
 * @key:   filled in
 * @saddr: source address
 * @daddr: destination address
 * @sport: source port
 * @dport: destination port
 *
 * Its scope is that of the namespace. Return: the side of the source; -1 if both ends
 * are the same, in which case it is not known which end sent what.
 */
static inline int tcps_key_make(struct tcps_key *key,
				const struct in6_addr *saddr,
				const struct in6_addr *daddr,
				__be16 sport, __be16 dport)
{
	int order = memcmp(saddr, daddr, sizeof(*saddr));
	int side;

	if (!order)
		order = memcmp(&sport, &dport, sizeof(sport));
	if (!order)
		return -1;
	side = order > 0;
	key->addr[side] = *saddr;
	key->addr[!side] = *daddr;
	key->port[side] = sport;
	key->port[!side] = dport;
	key->scope = 0;
	return side;
}

/** tcps_key_make4() - as tcps_key_make() with the addresses in IPv6 form */
static inline int tcps_key_make4(struct tcps_key *key,
				 __be32 saddr, __be32 daddr,
				 __be16 sport, __be16 dport)
{
	int side;

	if (saddr != daddr)
		side = ntohl(saddr) > ntohl(daddr);
	else if (sport != dport)
		side = ntohs(sport) > ntohs(dport);
	else
		return -1;
	ipv6_addr_set_v4mapped(saddr, &key->addr[side]);
	ipv6_addr_set_v4mapped(daddr, &key->addr[!side]);
	key->port[side] = sport;
	key->port[!side] = dport;
	key->scope = 0;
	return side;
}

/** tcps_key_equal() - is it the same flow? Ports first, they differ most. */
static inline bool tcps_key_equal(const struct tcps_key *a,
				  const struct tcps_key *b)
{
	return a->port[0] == b->port[0] && a->port[1] == b->port[1] &&
	       a->scope == b->scope &&
	       ipv6_addr_equal(&a->addr[0], &b->addr[0]) &&
	       ipv6_addr_equal(&a->addr[1], &b->addr[1]);
}

#endif /* TCPS_KEY_H */
