// SPDX-License-Identifier: GPL-2.0
/* The counting filter counts, and both directions share a slot. */
#include <kunit/test.h>
#include <linux/bottom_half.h>
#include <linux/random.h>

#include "../../../module/await.h"

/* A slot no flow of another test uses: nothing else runs. */
#define SLOT 4711

static void inc(unsigned int times)
{
	local_bh_disable();
	while (times--)
		tcps_await_inc(SLOT);
	local_bh_enable();
}

static void dec(unsigned int times)
{
	local_bh_disable();
	while (times--)
		tcps_await_dec(SLOT);
	local_bh_enable();
}

static void await_counts(struct kunit *test)
{
	KUNIT_ASSERT_FALSE(test, tcps_await_maybe(SLOT));
	KUNIT_ASSERT_FALSE(test, tcps_await_test(SLOT));
	inc(1);
	KUNIT_EXPECT_TRUE(test, tcps_await_maybe(SLOT));
	KUNIT_EXPECT_TRUE(test, tcps_await_test(SLOT));
	KUNIT_EXPECT_FALSE(test, tcps_await_test(SLOT - 1));
	KUNIT_EXPECT_FALSE(test, tcps_await_test(SLOT + 1));
	KUNIT_EXPECT_FALSE(test, tcps_await_maybe(SLOT - TCPS_AWAIT_GROUP));
	KUNIT_EXPECT_FALSE(test, tcps_await_maybe(SLOT + TCPS_AWAIT_GROUP));
	inc(2);
	dec(2);
	KUNIT_EXPECT_TRUE(test, tcps_await_maybe(SLOT));
	KUNIT_EXPECT_TRUE(test, tcps_await_test(SLOT));
	dec(1);
	KUNIT_EXPECT_FALSE(test, tcps_await_maybe(SLOT));
	KUNIT_EXPECT_FALSE(test, tcps_await_test(SLOT));
}

/* The bit stays until the last slot of its group is empty. */
static void await_group(struct kunit *test)
{
	u32 first = SLOT - SLOT % TCPS_AWAIT_GROUP, slot;

	local_bh_disable();
	for (slot = first; slot < first + TCPS_AWAIT_GROUP; slot++)
		tcps_await_inc(slot);
	for (slot = first; slot < first + TCPS_AWAIT_GROUP; slot++) {
		KUNIT_EXPECT_TRUE(test, tcps_await_maybe(SLOT));
		KUNIT_EXPECT_TRUE(test, tcps_await_test(slot));
		tcps_await_dec(slot);
		KUNIT_EXPECT_FALSE(test, tcps_await_test(slot));
	}
	local_bh_enable();
	KUNIT_EXPECT_FALSE(test, tcps_await_maybe(SLOT));
}

static void await_symmetry4(struct kunit *test)
{
	u32 seen = 0, first = 0;
	unsigned int i;

	for (i = 0; i < 1000; i++) {
		__be32 a = (__force __be32)get_random_u32();
		__be32 b = (__force __be32)get_random_u32();
		__be16 p = (__force __be16)get_random_u16();
		__be16 q = (__force __be16)get_random_u16();
		u32 slot = tcps_await_slot4(a, b, p, q);

		KUNIT_ASSERT_EQ(test, slot, tcps_await_slot4(b, a, q, p));
		KUNIT_ASSERT_LT(test, slot, TCPS_AWAIT_SLOTS);
		if (!i)
			first = slot;
		seen |= slot ^ first;
	}
	/* All bits of it vary. */
	KUNIT_EXPECT_EQ(test, seen, TCPS_AWAIT_SLOTS - 1);
}

static void await_symmetry6(struct kunit *test)
{
	u32 seen = 0, first = 0;
	unsigned int i;

	for (i = 0; i < 1000; i++) {
		__be16 p = (__force __be16)get_random_u16();
		__be16 q = (__force __be16)get_random_u16();
		struct in6_addr a, b;
		u32 slot;

		get_random_bytes(&a, sizeof(a));
		get_random_bytes(&b, sizeof(b));
		slot = tcps_await_slot6(&a, &b, p, q);
		KUNIT_ASSERT_EQ(test, slot, tcps_await_slot6(&b, &a, q, p));
		KUNIT_ASSERT_LT(test, slot, TCPS_AWAIT_SLOTS);
		if (!i)
			first = slot;
		seen |= slot ^ first;
	}
	KUNIT_EXPECT_EQ(test, seen, TCPS_AWAIT_SLOTS - 1);
}

/* Neighbours on one subnet with adjacent ports must not share slots. */
static void await_spread(struct kunit *test)
{
	unsigned long *used = kunit_kzalloc(test, TCPS_AWAIT_SLOTS / 8,
					    GFP_KERNEL);
	unsigned int port, hits = 0;

	KUNIT_ASSERT_NOT_NULL(test, used);
	for (port = 0; port < 10000; port++)
		hits += test_and_set_bit(tcps_await_slot4(htonl(0x0a000001),
							  htonl(0x0a000002),
							  htons(port),
							  htons(80)), used);
	/* Of 10,000 balls in 2^22 urns about 12 fall on another. */
	KUNIT_EXPECT_LT(test, hits, 60U);
}

/* Runs last: at the top the count stays, for nobody knows it any more. */
static void await_saturates(struct kunit *test)
{
	inc(U8_MAX - 1);
	dec(1);
	inc(1);
	KUNIT_EXPECT_TRUE(test, tcps_await_test(SLOT));
	dec(U8_MAX - 1);
	KUNIT_EXPECT_FALSE(test, tcps_await_test(SLOT));
	inc(U8_MAX + 5);
	dec(U8_MAX + 5);
	KUNIT_EXPECT_TRUE(test, tcps_await_test(SLOT));
	KUNIT_EXPECT_TRUE(test, tcps_await_maybe(SLOT));
}

static struct kunit_case await_cases[] = {
	KUNIT_CASE(await_counts),
	KUNIT_CASE(await_group),
	KUNIT_CASE(await_symmetry4),
	KUNIT_CASE(await_symmetry6),
	KUNIT_CASE(await_spread),
	KUNIT_CASE(await_saturates),
	{}
};

static struct kunit_suite await_suite = {
	.name = "tcpstates_await",
	.test_cases = await_cases,
};
kunit_test_suite(await_suite);
