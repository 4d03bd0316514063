// SPDX-License-Identifier: GPL-2.0
/* The counting filter counts, and spreads flows evenly even if they are similar. */
#include <kunit/test.h>
#include <linux/bottom_half.h>
#include <linux/random.h>

#include "../../../module/ackwait.h"

/* A slot that no flow of another test uses: nothing else runs. */
#define SLOT 4711

static void inc(unsigned int times)
{
	local_bh_disable();
	while (times--)
		tcps_ackwait_inc(SLOT, false);
	local_bh_enable();
}

static void dec(unsigned int times)
{
	local_bh_disable();
	while (times--)
		tcps_ackwait_dec(SLOT, false);
	local_bh_enable();
}

static void ackwait_counts(struct kunit *test)
{
	KUNIT_ASSERT_FALSE(test, tcps_ackwait_maybe(SLOT));
	KUNIT_ASSERT_FALSE(test, tcps_ackwait_test(SLOT));
	inc(1);
	KUNIT_EXPECT_TRUE(test, tcps_ackwait_maybe(SLOT));
	KUNIT_EXPECT_TRUE(test, tcps_ackwait_test(SLOT));
	KUNIT_EXPECT_FALSE(test, tcps_ackwait_test(SLOT - 1));
	KUNIT_EXPECT_FALSE(test, tcps_ackwait_test(SLOT + 1));
	KUNIT_EXPECT_FALSE(test, tcps_ackwait_maybe(SLOT - TCPS_ACKWAIT_GROUP));
	KUNIT_EXPECT_FALSE(test, tcps_ackwait_maybe(SLOT + TCPS_ACKWAIT_GROUP));
	inc(2);
	dec(2);
	KUNIT_EXPECT_TRUE(test, tcps_ackwait_maybe(SLOT));
	KUNIT_EXPECT_TRUE(test, tcps_ackwait_test(SLOT));
	dec(1);
	KUNIT_EXPECT_FALSE(test, tcps_ackwait_maybe(SLOT));
	KUNIT_EXPECT_FALSE(test, tcps_ackwait_test(SLOT));
}

/* The bit stays until the last slot of its group is empty. */
static void ackwait_group(struct kunit *test)
{
	u32 first = SLOT - SLOT % TCPS_ACKWAIT_GROUP, slot;

	local_bh_disable();
	for (slot = first; slot < first + TCPS_ACKWAIT_GROUP; slot++)
		tcps_ackwait_inc(slot, false);
	for (slot = first; slot < first + TCPS_ACKWAIT_GROUP; slot++) {
		KUNIT_EXPECT_TRUE(test, tcps_ackwait_maybe(SLOT));
		KUNIT_EXPECT_TRUE(test, tcps_ackwait_test(slot));
		tcps_ackwait_dec(slot, false);
		KUNIT_EXPECT_FALSE(test, tcps_ackwait_test(slot));
	}
	local_bh_enable();
	KUNIT_EXPECT_FALSE(test, tcps_ackwait_maybe(SLOT));
}

static struct tcps_ackwait_key key;

static void ackwait_symmetry4(struct kunit *test)
{
	u32 seen = 0, first = 0;
	unsigned int i;

	tcps_ackwait_key_init(&key);
	for (i = 0; i < 1000; i++) {
		__be32 a = (__force __be32)get_random_u32();
		__be32 b = (__force __be32)get_random_u32();
		__be16 p = (__force __be16)get_random_u16();
		__be16 q = (__force __be16)get_random_u16();
		u32 slot = tcps_ackwait_slot4(&key, a, b, p, q);

		KUNIT_ASSERT_EQ(test, slot,
				tcps_ackwait_slot4(&key, b, a, q, p));
		KUNIT_ASSERT_LT(test, slot, TCPS_ACKWAIT_SLOTS);
		if (!i)
			first = slot;
		seen |= slot ^ first;
	}
	/* All bits of it vary. */
	KUNIT_EXPECT_EQ(test, seen, TCPS_ACKWAIT_SLOTS - 1);
}

static void ackwait_symmetry6(struct kunit *test)
{
	u32 seen = 0, first = 0;
	unsigned int i;

	tcps_ackwait_key_init(&key);
	for (i = 0; i < 1000; i++) {
		__be16 p = (__force __be16)get_random_u16();
		__be16 q = (__force __be16)get_random_u16();
		struct in6_addr a, b;
		u32 slot;

		get_random_bytes(&a, sizeof(a));
		get_random_bytes(&b, sizeof(b));
		slot = tcps_ackwait_slot6(&key, &a, &b, p, q);
		KUNIT_ASSERT_EQ(test, slot,
				tcps_ackwait_slot6(&key, &b, &a, q, p));
		KUNIT_ASSERT_LT(test, slot, TCPS_ACKWAIT_SLOTS);
		if (!i)
			first = slot;
		seen |= slot ^ first;
	}
	KUNIT_EXPECT_EQ(test, seen, TCPS_ACKWAIT_SLOTS - 1);
}

/* Two ends of flow @i of a family; addresses differ in their low 32 bits. */
struct ends {
	u32 addr[2];
	u16 port[2];
};

static struct ends one_pair(u32 i)
{
	return (struct ends){ { 0x0a000001, 0x0a000002 }, { i, i ^ 0x5555 } };
}

static struct ends one_server(u32 i)
{
	return (struct ends){ { 0x0a000001, 0x0a000002 }, { i, 443 } };
}

static struct ends port_grid(u32 i)
{
	return (struct ends){ { 0x7f000001, 0x7f000001 },
			      { 32768 + (i >> 8), 8000 + (i & 255) } };
}

static struct ends subnets(u32 i)
{
	return (struct ends){ { 0x0a000000 + (i & 255), 0x0a000100 + (i >> 8) },
			      { 50000, 80 } };
}

static struct ends clients(u32 i)
{
	return (struct ends){ { 0x0a000000 + (i & 1023), 0xc0a80001 },
			      { 32768 + (i >> 10), 80 } };
}

static const struct family {
	const char *name;
	struct ends (*flow)(u32 i);
} all_families[] = {
	{ "one pair of addresses", one_pair },
	{ "one server", one_server },
	{ "ports of loopback", port_grid },
	{ "two subnets", subnets },
	{ "clients of one server", clients },
};

static u32 slot_of(const struct ends *ends, bool ipv6)
{
	struct in6_addr addr[2] = {};
	unsigned int i;

	if (!ipv6)
		return tcps_ackwait_slot4(&key, htonl(ends->addr[0]),
					  htonl(ends->addr[1]),
					  htons(ends->port[0]),
					  htons(ends->port[1]));
	for (i = 0; i < 2; i++) {
		addr[i].s6_addr32[0] = htonl(0x20010db8);
		addr[i].s6_addr32[3] = htonl(ends->addr[i]);
	}
	return tcps_ackwait_slot6(&key, &addr[0], &addr[1],
				  htons(ends->port[0]), htons(ends->port[1]));
}

/*
 * 65,536 similar flows spread as if at random: of that many in 2^22 slots 509 collide on
 * average, and 630, five standard deviations more, once in millions of keys.
 */
static void ackwait_spread(struct kunit *test)
{
	unsigned long *used = kvmalloc(TCPS_ACKWAIT_SLOTS / 8, GFP_KERNEL);
	unsigned int i, ipv6;

	KUNIT_ASSERT_NOT_NULL(test, used);
	for (i = 0; i < ARRAY_SIZE(all_families); i++) {
		const struct family *family = &all_families[i];

		for (ipv6 = 0; ipv6 < 2; ipv6++) {
			unsigned int hits = 0;
			u32 n;

			tcps_ackwait_key_init(&key);
			bitmap_zero(used, TCPS_ACKWAIT_SLOTS);
			for (n = 0; n < 65536; n++) {
				struct ends ends = family->flow(n);

				hits += __test_and_set_bit(slot_of(&ends, ipv6),
							   used);
			}
			KUNIT_EXPECT_LT_MSG(test, hits, 630, "%s, IPv%u",
					    family->name, ipv6 ? 6 : 4);
			KUNIT_EXPECT_GT_MSG(test, hits, 390, "%s, IPv%u",
					    family->name, ipv6 ? 6 : 4);
		}
	}
	kvfree(used);
}

static void flip(struct ends *ends, unsigned int way, unsigned int bit)
{
	switch (way) {
	case 0:		/* the same bit of both ports */
		ends->port[0] ^= BIT(bit % 16);
		ends->port[1] ^= BIT(bit % 16);
		break;
	case 1:		/* of both addresses */
		ends->addr[0] ^= BIT(bit);
		ends->addr[1] ^= BIT(bit);
		break;
	case 2:		/* of an address and its port */
		ends->addr[0] ^= BIT(bit);
		ends->port[0] ^= BIT(bit % 16);
		break;
	case 3:		/* one port up, the other down */
		ends->port[0] += bit + 1;
		ends->port[1] -= bit + 1;
		break;
	default:	/* ports swapped */
		swap(ends->port[0], ends->port[1]);
		break;
	}
}

/*
 * Pairs of flows that differ by a pattern collide no more often than others: 0.3 of
 * 1,280,000 pairs on average.
 */
static void ackwait_pairs(struct kunit *test)
{
	unsigned int way, bit, i, hits = 0;

	tcps_ackwait_key_init(&key);
	for (way = 0; way < 5; way++)
		for (bit = 0; bit < 32; bit++)
			for (i = 0; i < 8000; i++) {
				struct ends one, other;

				get_random_bytes(&one, sizeof(one));
				other = one;
				flip(&other, way, bit);
				if (one.port[0] == one.port[1])
					continue;
				hits += slot_of(&one, i & 1) ==
					slot_of(&other, i & 1);
			}
	KUNIT_EXPECT_LT(test, hits, 8U);
}

/* The same flow in two namespaces: two slots. */
static void ackwait_namespaces(struct kunit *test)
{
	struct ends ends = { { 0x0a000001, 0x0a000002 }, { 40000, 80 } };
	unsigned int i, same = 0;
	u32 first;

	tcps_ackwait_key_init(&key);
	first = slot_of(&ends, false);
	for (i = 0; i < 300; i++) {
		tcps_ackwait_key_init(&key);
		same += slot_of(&ends, false) == first;
	}
	KUNIT_EXPECT_LT(test, same, 2U);
}

/* A full slot rejects flows, and works as before when they are gone. */
static void ackwait_saturates(struct kunit *test)
{
	inc(U8_MAX);
	local_bh_disable();
	KUNIT_EXPECT_FALSE(test, tcps_ackwait_inc(SLOT, false));
	KUNIT_EXPECT_FALSE(test, tcps_ackwait_inc(SLOT, true));
	local_bh_enable();
	dec(1);
	inc(1);
	dec(U8_MAX - 1);
	KUNIT_EXPECT_TRUE(test, tcps_ackwait_test(SLOT));
	dec(1);
	KUNIT_EXPECT_FALSE(test, tcps_ackwait_test(SLOT));
	KUNIT_EXPECT_FALSE(test, tcps_ackwait_maybe(SLOT));
}

/* Unprivileged namespaces have one slot in 32, together. */
static void ackwait_unprivileged(struct kunit *test)
{
	u32 slot, counted = 0;

	for (slot = 0; slot < TCPS_ACKWAIT_SLOTS / 16; slot++) {
		local_bh_disable();
		counted += tcps_ackwait_inc(slot, true);
		local_bh_enable();
	}
	KUNIT_EXPECT_EQ(test, counted, TCPS_ACKWAIT_SLOTS / 32);
	local_bh_disable();
	KUNIT_EXPECT_TRUE(test, tcps_ackwait_inc(SLOT, false));
	tcps_ackwait_dec(SLOT, false);
	for (slot = 0; slot < counted; slot++)
		tcps_ackwait_dec(slot, true);
	KUNIT_EXPECT_TRUE(test, tcps_ackwait_inc(SLOT, true));
	tcps_ackwait_dec(SLOT, true);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, bitmap_weight(tcps_ackwait.bits,
					    TCPS_ACKWAIT_GROUPS), 0);
}

static struct kunit_case ackwait_cases[] = {
	KUNIT_CASE(ackwait_counts),
	KUNIT_CASE(ackwait_group),
	KUNIT_CASE(ackwait_symmetry4),
	KUNIT_CASE(ackwait_symmetry6),
	KUNIT_CASE(ackwait_spread),
	KUNIT_CASE(ackwait_pairs),
	KUNIT_CASE(ackwait_namespaces),
	KUNIT_CASE(ackwait_saturates),
	KUNIT_CASE(ackwait_unprivileged),
	{}
};

static struct kunit_suite ackwait_suite = {
	.name = "tcpstates_ackwait",
	.test_cases = ackwait_cases,
};
kunit_test_suite(ackwait_suite);
