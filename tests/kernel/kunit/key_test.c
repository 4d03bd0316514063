// SPDX-License-Identifier: GPL-2.0
/* Both directions of a connection have one key; a self-connection has none. */
#include <kunit/test.h>

#include "../../../module/key.h"

static const struct in6_addr low = { .s6_addr = { 0xfd, [15] = 1 } };
static const struct in6_addr high = { .s6_addr = { 0xfd, [15] = 2 } };

static void key_symmetry(struct kunit *test)
{
	struct tcps_key forth, back;

	KUNIT_EXPECT_EQ(test, tcps_key_make(&forth, &low, &high, htons(9),
					    htons(8)), 0);
	KUNIT_EXPECT_EQ(test, tcps_key_make(&back, &high, &low, htons(8),
					    htons(9)), 1);
	KUNIT_EXPECT_EQ(test, memcmp(&forth, &back, sizeof(forth)), 0);
	KUNIT_EXPECT_TRUE(test, ipv6_addr_equal(&forth.addr[0], &low));
	KUNIT_EXPECT_TRUE(test, ipv6_addr_equal(&forth.addr[1], &high));
	KUNIT_EXPECT_EQ(test, ntohs(forth.port[0]), 9);
	KUNIT_EXPECT_EQ(test, ntohs(forth.port[1]), 8);
}

/* For two sockets of one host the ports decide the order. */
static void key_same_address(struct kunit *test)
{
	struct tcps_key forth, back;
	int side;

	side = tcps_key_make(&forth, &low, &low, htons(1000), htons(2000));
	KUNIT_EXPECT_EQ(test, tcps_key_make(&back, &low, &low, htons(2000),
					    htons(1000)), !side);
	KUNIT_EXPECT_EQ(test, memcmp(&forth, &back, sizeof(forth)), 0);
	KUNIT_EXPECT_EQ(test, ntohs(forth.port[side]), 1000);
}

static void key_self(struct kunit *test)
{
	struct tcps_key key;

	KUNIT_EXPECT_EQ(test, tcps_key_make(&key, &low, &low, htons(7),
					    htons(7)), -1);
}

static void key_distinct(struct kunit *test)
{
	struct tcps_key one, other;

	/* The ports swapped: another connection. */
	tcps_key_make(&one, &low, &high, htons(9), htons(8));
	tcps_key_make(&other, &low, &high, htons(8), htons(9));
	KUNIT_EXPECT_NE(test, memcmp(&one, &other, sizeof(one)), 0);
	/* Another scope, as a VRF. */
	other = one;
	KUNIT_EXPECT_TRUE(test, tcps_key_equal(&one, &other));
	other.scope = 7;
	KUNIT_EXPECT_FALSE(test, tcps_key_equal(&one, &other));
}

static void key_family(struct kunit *test)
{
	struct in6_addr mapped_a, mapped_b;
	struct tcps_key key;

	ipv6_addr_set_v4mapped(htonl(0x0a000001), &mapped_a);
	ipv6_addr_set_v4mapped(htonl(0x0a000002), &mapped_b);
	tcps_key_make(&key, &mapped_b, &mapped_a, htons(9), htons(8));
	KUNIT_EXPECT_TRUE(test, tcps_key_is_ipv4(&key));
	KUNIT_EXPECT_EQ(test, ntohl(key.addr[0].s6_addr32[3]), 0x0a000001);
	tcps_key_make(&key, &low, &high, htons(9), htons(8));
	KUNIT_EXPECT_FALSE(test, tcps_key_is_ipv4(&key));
}

static struct kunit_case key_cases[] = {
	KUNIT_CASE(key_symmetry),
	KUNIT_CASE(key_same_address),
	KUNIT_CASE(key_self),
	KUNIT_CASE(key_distinct),
	KUNIT_CASE(key_family),
	{}
};

static struct kunit_suite key_suite = {
	.name = "tcpstates_key",
	.test_cases = key_cases,
};
kunit_test_suite(key_suite);
