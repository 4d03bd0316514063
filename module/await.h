/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The counting filter: does any flow whose addresses and ports hash to this
 * await an ACK? What makes the packet path nearly free: one load answers.
 *
 * Slots are many, for strangers not to meet in one; a bit stands for 32 of
 * them, for all bits to stay in the level 1 cache. Where the bit says perhaps, the
 * slot's count is asked.
 */
#ifndef TCPS_AWAIT_H
#define TCPS_AWAIT_H

#include <linux/bitops.h>
#include <linux/cache.h>
#include <linux/in6.h>

#define TCPS_AWAIT_BITS 22
#define TCPS_AWAIT_SLOTS (1U << TCPS_AWAIT_BITS)

/* Slots that share a bit. */
#define TCPS_AWAIT_GROUP 32
#define TCPS_AWAIT_GROUPS (TCPS_AWAIT_SLOTS / TCPS_AWAIT_GROUP)

/**
 * struct tcps_await - the filter; one for all namespaces
 * @bits:   a bit a group: one of its counts is not zero
 * @counts: so many flows of a slot await an ACK; 255: or more
 * @key:    secret, random at load, never changed
 *
 * Bits and counts are read with no lock, and written under that of their group
 * (await.c).
 */
struct tcps_await {
	unsigned long *bits;
	u8 *counts;
	u64 key[4];
};

extern struct tcps_await tcps_await;

int tcps_await_init(void);
void tcps_await_exit(void);
void tcps_await_inc(u32 slot);
void tcps_await_dec(u32 slot);

/*
 * One end of a flow, scrambled. The product carries low bits into high ones,
 * the shift brings those back, so that no two ends add up to what another two
 * do for a reason that can be seen from outside.
 */
static inline u64 tcps_await_half(u64 end, u64 key, u64 factor)
{
	end = (end ^ key) * factor;
	return end ^ (end >> 32);
}

static inline u32 tcps_await_join(u64 a, u64 b)
{
	/* A sum is the same for both directions; then the high bits count. */
	return ((a + b) * 0x9e3779b97f4a7c15ULL) >> (64 - TCPS_AWAIT_BITS);
}

/**
 * tcps_await_slot4() - slot of an IPv4 flow, the same for both directions
 * @saddr: source address
 * @daddr: destination address
 * @sport: source port
 * @dport: destination port
 *
 * Keyed, so that slots cannot be aimed at, but no more than quick: who shares
 * a slot with a flow that awaits an ACK takes the slow path, nothing else.
 */
static inline u32 tcps_await_slot4(__be32 saddr, __be32 daddr,
				   __be16 sport, __be16 dport)
{
	const u64 *key = tcps_await.key;
	u64 a = (__force u64)saddr | (__force u64)sport << 32;
	u64 b = (__force u64)daddr | (__force u64)dport << 32;

	return tcps_await_join(tcps_await_half(a, key[0], key[1]),
			       tcps_await_half(b, key[0], key[1]));
}

static inline u64 tcps_await_half6(const struct in6_addr *addr, __be16 port)
{
	const u64 *key = tcps_await.key;
	u64 high = (__force u64)addr->s6_addr32[0] |
		   (__force u64)addr->s6_addr32[1] << 32;
	u64 low = (__force u64)addr->s6_addr32[2] |
		  (__force u64)addr->s6_addr32[3] << 32;
	u64 sum = tcps_await_half(high, key[0], key[1]) +
		  tcps_await_half(low, key[2], key[3]);

	return tcps_await_half(sum + (__force u64)port, key[2], key[1]);
}

/** tcps_await_slot6() - slot of an IPv6 flow, as tcps_await_slot4() */
static inline u32 tcps_await_slot6(const struct in6_addr *saddr,
				   const struct in6_addr *daddr,
				   __be16 sport, __be16 dport)
{
	return tcps_await_join(tcps_await_half6(saddr, sport),
			       tcps_await_half6(daddr, dport));
}

/** tcps_await_maybe() - may a flow of that slot await an ACK? Any context. */
static inline bool tcps_await_maybe(u32 slot)
{
	return test_bit(slot / TCPS_AWAIT_GROUP, tcps_await.bits);
}

/** tcps_await_test() - does a flow of that slot await an ACK? Any context. */
static inline bool tcps_await_test(u32 slot)
{
	return READ_ONCE(tcps_await.counts[slot]);
}

#endif /* TCPS_AWAIT_H */
