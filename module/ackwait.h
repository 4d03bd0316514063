/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The counting filter: does any flow whose addresses and ports hash to this
 * slot wait for an ACK? This makes the packet path cheap: one load decides.
 *
 * There are many slots, so that flows rarely share one; a bit covers 32 of them, so that
 * all bits stay in the level 1 cache. Where the bit is set, the slot's count is read.
 */
#ifndef TCPS_ACKWAIT_H
#define TCPS_ACKWAIT_H

#include <linux/bitops.h>
#include <linux/cache.h>
#include <linux/in6.h>
#include <linux/math64.h>

#define TCPS_ACKWAIT_BITS 22
#define TCPS_ACKWAIT_SLOTS (1U << TCPS_ACKWAIT_BITS)

/* Slots that share a bit. */
#define TCPS_ACKWAIT_GROUP 32
#define TCPS_ACKWAIT_GROUPS (TCPS_ACKWAIT_SLOTS / TCPS_ACKWAIT_GROUP)

/*
 * Slots that the flows of all unprivileged namespaces take together, so that
 * they send at most one in 32 segments of others to the slow path.
 */
#define TCPS_ACKWAIT_UNPRIVILEGED_MAX (TCPS_ACKWAIT_SLOTS / 32)

/**
 * struct tcps_ackwait - the filter; one for all namespaces
 * @bits:   one bit per group: one of its counts is not zero
 * @counts: flows of each slot that wait for an ACK
 *
 * Bits and counts are read with no lock, and written under that of their group
 * (ackwait.c).
 */
struct tcps_ackwait {
	unsigned long *bits;
	u8 *counts;
};

extern struct tcps_ackwait tcps_ackwait;

/**
 * struct tcps_ackwait_key - hash key of one namespace
 * @ends: mixed into each end of a flow
 * @odd:  a factor, odd
 *
 * Random, set when the namespace is created, constant after. Each namespace has its own, so
 * that flows with the same addresses and ports in two of them do not share a slot, and no
 * namespace can learn the slots of another.
 */
struct tcps_ackwait_key {
	u64 ends;
	u64 odd;
};

int tcps_ackwait_init(void);
void tcps_ackwait_exit(void);
void tcps_ackwait_key_init(struct tcps_ackwait_key *key);
bool tcps_ackwait_inc(u32 slot, bool unprivileged);
void tcps_ackwait_dec(u32 slot, bool unprivileged);

/*
 * The product of 128 bits, folded: each bit of the result depends on all bits of
 * both factors, in a way that no pair of keys with a pattern in common undoes.
 * (The mixer of wyhash. Compilers make one or two instructions of it.)
 */
static inline u64 tcps_ackwait_fold(u64 a, u64 b)
{
#ifdef __SIZEOF_INT128__
	__uint128_t product = (__uint128_t)a * b;

	return (u64)product ^ (u64)(product >> 64);
#else
	return a * b ^ mul_u64_u64_shr(a, b, 64);
#endif
}

/* A product is commutative: the slot is the same for both directions. */
static inline u32 tcps_ackwait_join(const struct tcps_ackwait_key *key, u64 a,
				    u64 b)
{
	return (tcps_ackwait_fold(a ^ key->ends, b ^ key->ends) * key->odd) >>
	       (64 - TCPS_ACKWAIT_BITS);
}

/**
 * tcps_ackwait_slot4() - slot of an IPv4 flow, the same for both directions
 * @key:   of the namespace
 * @saddr: source address
 * @daddr: destination address
 * @sport: source port
 * @dport: destination port
 *
 * Keyed, so that slots cannot be targeted, and spread evenly even if addresses and ports
 * are similar (tests/kernel/kunit/ackwait_test.c). That is enough, because a flow that
 * shares a slot with one that expects an ACK only takes the slow path.
 */
static inline u32 tcps_ackwait_slot4(const struct tcps_ackwait_key *key,
				     __be32 saddr, __be32 daddr,
				     __be16 sport, __be16 dport)
{
	return tcps_ackwait_join(key,
				 (__force u64)saddr | (__force u64)sport << 32,
				 (__force u64)daddr | (__force u64)dport << 32);
}

static inline u64 tcps_ackwait_end6(const struct tcps_ackwait_key *key,
				    const struct in6_addr *addr, __be16 port)
{
	u64 high = (__force u64)addr->s6_addr32[0] |
		   (__force u64)addr->s6_addr32[1] << 32;
	u64 low = (__force u64)addr->s6_addr32[2] |
		  (__force u64)addr->s6_addr32[3] << 32;

	return tcps_ackwait_fold(high ^ key->ends, low ^ key->odd) +
	       (__force u64)port;
}

/** tcps_ackwait_slot6() - slot of an IPv6 flow, as tcps_ackwait_slot4() */
static inline u32 tcps_ackwait_slot6(const struct tcps_ackwait_key *key,
				     const struct in6_addr *saddr,
				     const struct in6_addr *daddr,
				     __be16 sport, __be16 dport)
{
	return tcps_ackwait_join(key, tcps_ackwait_end6(key, saddr, sport),
				 tcps_ackwait_end6(key, daddr, dport));
}

/** tcps_ackwait_maybe() - may a flow of that slot wait for an ACK? Any context. */
static inline bool tcps_ackwait_maybe(u32 slot)
{
	return test_bit(slot / TCPS_ACKWAIT_GROUP, tcps_ackwait.bits);
}

/** tcps_ackwait_test() - does a flow of that slot wait for an ACK? Any context. */
static inline bool tcps_ackwait_test(u32 slot)
{
	return READ_ONCE(tcps_ackwait.counts[slot]);
}

#endif /* TCPS_ACKWAIT_H */
