// SPDX-License-Identifier: GPL-2.0
/* Filters from netlink attributes: every attribute valid, and invalid in every way. */
#include <kunit/test.h>
#include <net/netlink.h>

#include "../../../module/core/filter.h"
#include "../../../module/core/verdict.h"
#include "../../../module/filter_parse.h"
#include "../../../module/policy.h"
#include "../../../module/uapi/tcpstates.h"

/* One attribute of a filter, or two within an address or a port. */
struct item {
	u8 type;
	u8 len;
	u8 data[20];
};

#define U8_ITEM(t, v) { (t), 1, { (v) } }
#define U16_ITEM(t, v) { (t), 2, { (v) & 0xff, (v) >> 8 } }
#define U32_ITEM(t, v) { (t), 4, { (v) & 0xff, (v) >> 8 & 0xff,		\
				   (v) >> 16 & 0xff, (u32)(v) >> 24 } }

#define ADDR TCPSTATES_A_FILTER_ADDR_ADDR
#define PREFIX TCPSTATES_A_FILTER_ADDR_PREFIX
#define ADDR_SIDE TCPSTATES_A_FILTER_ADDR_SIDE
#define PORT_MIN TCPSTATES_A_FILTER_PORT_MIN
#define PORT_MAX TCPSTATES_A_FILTER_PORT_MAX
#define PORT_SIDE TCPSTATES_A_FILTER_PORT_SIDE

static const struct bad {
	const char *name;
	u8 nest;		/* attribute that contains the items, 0: the filter */
	struct item items[3];
	int err;
	const char *text;	/* our message, NULL: the kernel's */
} bads[] = {
	{ "family of neither", 0, { U8_ITEM(TCPSTATES_A_FILTER_FAMILY, 1) },
	  -EAFNOSUPPORT, "family is neither AF_INET nor AF_INET6" },
	{ "family too short", 0, { { TCPSTATES_A_FILTER_FAMILY, 0 } },
	  -EINVAL },
	{ "flow too short", 0, { U32_ITEM(TCPSTATES_A_FILTER_FLOW, 1) },
	  -EINVAL },
	{ "states beyond the last", 0,
	  { U32_ITEM(TCPSTATES_A_FILTER_STATES, 1 << TCPS_STATE_MAX) },
	  -EINVAL },
	{ "initiator states beyond", 0,
	  { U32_ITEM(TCPSTATES_A_FILTER_INITIATOR_STATES, 0x80000000) },
	  -EINVAL },
	{ "responder states beyond", 0,
	  { U32_ITEM(TCPSTATES_A_FILTER_RESPONDER_STATES, 0xffffffff) },
	  -EINVAL },
	{ "states too short", 0, { U16_ITEM(TCPSTATES_A_FILTER_STATES, 1) },
	  -EINVAL },
	{ "ends beyond the last", 0,
	  { U32_ITEM(TCPSTATES_A_FILTER_ENDS, 1 << TCPS_END_MAX) }, -EINVAL },
	{ "types beyond the last", 0,
	  { U32_ITEM(TCPSTATES_A_FILTER_TYPES, 8) }, -EINVAL },
	{ "endpoint of no role", 0,
	  { U8_ITEM(TCPSTATES_A_FILTER_ENDPOINT, TCPSTATES_ROLE_NONE) },
	  -ERANGE },
	{ "process zero", 0, { U32_ITEM(TCPSTATES_A_FILTER_PID, 0) },
	  -ERANGE },
	{ "command without end", 0,
	  { { TCPSTATES_A_FILTER_COMM, 4, "curl" } }, -EINVAL },
	{ "command too long", 0,
	  { { TCPSTATES_A_FILTER_COMM, 17, "sixteen-or-more!" } }, -EINVAL },
	{ "attribute unknown", 0, { U8_ITEM(TCPSTATES_A_FILTER_MAX + 1, 1) },
	  -EINVAL },
	{ "address not nested", 0, { { TCPSTATES_A_FILTER_ADDR, 4 } },
	  -EINVAL },
	{ "address missing", TCPSTATES_A_FILTER_ADDR, { U8_ITEM(PREFIX, 8) },
	  -EINVAL, "an address has 4 or 16 octets" },
	{ "address of 5 octets", TCPSTATES_A_FILTER_ADDR, { { ADDR, 5 } },
	  -EINVAL, "an address has 4 or 16 octets" },
	{ "address of no octets", TCPSTATES_A_FILTER_ADDR, { { ADDR, 0 } },
	  -EINVAL, "an address has 4 or 16 octets" },
	{ "address of 17 octets", TCPSTATES_A_FILTER_ADDR, { { ADDR, 17 } },
	  -EINVAL, "an address has 4 or 16 octets" },
	{ "prefix 33 of IPv4", TCPSTATES_A_FILTER_ADDR,
	  { { ADDR, 4 }, U8_ITEM(PREFIX, 33) },
	  -EINVAL, "prefix longer than the address" },
	{ "prefix 129 of IPv6", TCPSTATES_A_FILTER_ADDR,
	  { { ADDR, 16 }, U8_ITEM(PREFIX, 129) }, -ERANGE },
	{ "address of no side", TCPSTATES_A_FILTER_ADDR,
	  { { ADDR, 4 }, U8_ITEM(ADDR_SIDE, 3) }, -ERANGE },
	{ "port missing", TCPSTATES_A_FILTER_PORT, { U16_ITEM(PORT_MAX, 80) },
	  -EINVAL, "a port is missing" },
	{ "port too short", TCPSTATES_A_FILTER_PORT, { U8_ITEM(PORT_MIN, 80) },
	  -EINVAL },
	{ "ports backwards", TCPSTATES_A_FILTER_PORT,
	  { U16_ITEM(PORT_MIN, 80), U16_ITEM(PORT_MAX, 79) },
	  -EINVAL, "a range of ports ends before it starts" },
	{ "port of no side", TCPSTATES_A_FILTER_PORT,
	  { U16_ITEM(PORT_MIN, 80), U8_ITEM(PORT_SIDE, 3) }, -ERANGE },
};

static void bad_name(const struct bad *bad, char *name)
{
	strscpy(name, bad->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(bad, bads, bad_name);

static void put_items(struct kunit *test, struct sk_buff *skb,
		      const struct item *items, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n && items[i].type; i++)
		KUNIT_ASSERT_EQ(test, nla_put(skb, items[i].type, items[i].len,
					      items[i].data), 0);
}

/* A filter with one attribute, or with one nest, repeated @times times. */
static struct sk_buff *make_filter(struct kunit *test, u8 nest,
				   const struct item *items, unsigned int n,
				   unsigned int times)
{
	struct sk_buff *skb = nlmsg_new(4096, GFP_KERNEL);
	struct nlattr *filter;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	filter = nla_nest_start(skb, TCPSTATES_A_FLOW_FILTER);
	while (times--) {
		struct nlattr *inner = nest ? nla_nest_start(skb, nest) : NULL;

		put_items(test, skb, items, n);
		if (inner)
			nla_nest_end(skb, inner);
	}
	nla_nest_end(skb, filter);
	return skb;
}

/* As for a request: generic netlink validates it by the policy first. */
static int parse(const struct sk_buff *skb, struct tcps_filter *filter,
		 struct netlink_ext_ack *extack)
{
	const struct nlattr *attr = (const struct nlattr *)skb->data;
	int err = nla_validate(attr, skb->len,
			       ARRAY_SIZE(tcpstates_flow_nl_policy) - 1,
			       tcpstates_flow_nl_policy, extack);

	return err ?: tcps_filter_parse(attr, filter, extack);
}

static void netlink_bad_filter(struct kunit *test)
{
	const struct bad *param = test->param_value;
	struct sk_buff *skb = make_filter(test, param->nest, param->items,
					  ARRAY_SIZE(param->items), 1);
	struct netlink_ext_ack extack = {};
	struct tcps_filter filter;

	KUNIT_EXPECT_EQ(test, parse(skb, &filter, &extack), param->err);
	KUNIT_EXPECT_NOT_NULL(test, extack._msg);
	KUNIT_EXPECT_NOT_NULL(test, extack.bad_attr);
	if (param->text && extack._msg)
		KUNIT_EXPECT_STREQ(test, extack._msg, param->text);
	kfree_skb(skb);
}

static void netlink_no_filter(struct kunit *test)
{
	struct tcps_filter filter, zero = {};

	memset(&filter, 0xff, sizeof(filter));
	KUNIT_EXPECT_EQ(test, tcps_filter_parse(NULL, &filter, NULL), 0);
	KUNIT_EXPECT_EQ(test, memcmp(&filter, &zero, sizeof(zero)), 0);
}

static void netlink_good_filter(struct kunit *test)
{
	static const struct item items[] = {
		U8_ITEM(TCPSTATES_A_FILTER_FAMILY, AF_INET),
		{ TCPSTATES_A_FILTER_FLOW, 8, { 9, 0, 0, 0, 1 } },
		U32_ITEM(TCPSTATES_A_FILTER_STATES, 0x7ff),
		U32_ITEM(TCPSTATES_A_FILTER_INITIATOR_STATES, 1 << 4),
		U32_ITEM(TCPSTATES_A_FILTER_RESPONDER_STATES, 1 << 10),
		U32_ITEM(TCPSTATES_A_FILTER_ENDS, 0xff),
		U32_ITEM(TCPSTATES_A_FILTER_TYPES, 7),
		U8_ITEM(TCPSTATES_A_FILTER_ENDPOINT, TCPSTATES_ROLE_RESPONDER),
		U32_ITEM(TCPSTATES_A_FILTER_PID, 1234),
		{ TCPSTATES_A_FILTER_COMM, 16, "fifteen-letters" },
	};
	struct sk_buff *skb = make_filter(test, 0, items, ARRAY_SIZE(items), 1);
	struct netlink_ext_ack extack = {};
	struct tcps_filter filter;

	KUNIT_EXPECT_EQ(test, parse(skb, &filter, &extack), 0);
	KUNIT_EXPECT_TRUE(test, filter.ipv4);
	KUNIT_EXPECT_FALSE(test, filter.ipv6);
	KUNIT_EXPECT_EQ(test, filter.flow, 0x100000009ULL);
	KUNIT_EXPECT_EQ(test, filter.any_states, 0x7ffU);
	KUNIT_EXPECT_EQ(test, filter.states[TCPS_INITIATOR], 1U << 4);
	KUNIT_EXPECT_EQ(test, filter.states[TCPS_RESPONDER], 1U << 10);
	KUNIT_EXPECT_EQ(test, filter.ends, 0xffU);
	KUNIT_EXPECT_EQ(test, filter.types, 7U);
	KUNIT_EXPECT_EQ(test, filter.endpoint, TCPSTATES_ROLE_RESPONDER + 1);
	KUNIT_EXPECT_EQ(test, filter.pid, 1234U);
	KUNIT_EXPECT_STREQ(test, (const char *)filter.comm, "fifteen-letters");
	KUNIT_EXPECT_EQ(test, filter.n_addrs, 0);
	KUNIT_EXPECT_EQ(test, filter.n_ports, 0);
	kfree_skb(skb);
}

static void netlink_addresses(struct kunit *test)
{
	static const struct item whole[] = { { ADDR, 4, { 10, 1, 2, 3 } } };
	static const struct item prefix[] = {
		{ ADDR, 16, { 0xfd, [15] = 9 } }, U8_ITEM(PREFIX, 0),
		U8_ITEM(ADDR_SIDE, TCPSTATES_SIDE_RESPONDER),
	};
	struct netlink_ext_ack extack = {};
	struct tcps_filter filter;
	struct sk_buff *skb;

	skb = make_filter(test, TCPSTATES_A_FILTER_ADDR, whole, 1, 1);
	KUNIT_EXPECT_EQ(test, parse(skb, &filter, &extack), 0);
	KUNIT_EXPECT_EQ(test, filter.n_addrs, 1);
	KUNIT_EXPECT_FALSE(test, filter.addrs[0].ipv6);
	KUNIT_EXPECT_EQ(test, filter.addrs[0].prefix, 32);
	KUNIT_EXPECT_EQ(test, filter.addrs[0].addr[3], 3);
	KUNIT_EXPECT_EQ(test, filter.addrs[0].side, TCPS_FILTER_EITHER);
	kfree_skb(skb);

	skb = make_filter(test, TCPSTATES_A_FILTER_ADDR, prefix, 3, 16);
	KUNIT_EXPECT_EQ(test, parse(skb, &filter, &extack), 0);
	KUNIT_EXPECT_EQ(test, filter.n_addrs, 16);
	KUNIT_EXPECT_TRUE(test, filter.addrs[15].ipv6);
	KUNIT_EXPECT_EQ(test, filter.addrs[15].prefix, 0);
	KUNIT_EXPECT_EQ(test, filter.addrs[15].side, TCPS_FILTER_RESPONDER);
	kfree_skb(skb);

	skb = make_filter(test, TCPSTATES_A_FILTER_ADDR, prefix, 3, 17);
	KUNIT_EXPECT_EQ(test, parse(skb, &filter, &extack), -E2BIG);
	KUNIT_ASSERT_NOT_NULL(test, extack._msg);
	KUNIT_EXPECT_STREQ(test, extack._msg,
			   "at most 16 addresses in a filter");
	kfree_skb(skb);
}

static void netlink_ports(struct kunit *test)
{
	static const struct item one[] = { U16_ITEM(PORT_MIN, 443) };
	static const struct item range[] = {
		U16_ITEM(PORT_MIN, 1024), U16_ITEM(PORT_MAX, 65535),
		U8_ITEM(PORT_SIDE, TCPSTATES_SIDE_INITIATOR),
	};
	struct netlink_ext_ack extack = {};
	struct tcps_filter filter;
	struct sk_buff *skb;

	skb = make_filter(test, TCPSTATES_A_FILTER_PORT, one, 1, 1);
	KUNIT_EXPECT_EQ(test, parse(skb, &filter, &extack), 0);
	KUNIT_EXPECT_EQ(test, filter.n_ports, 1);
	KUNIT_EXPECT_EQ(test, filter.ports[0].min, 443);
	KUNIT_EXPECT_EQ(test, filter.ports[0].max, 443);
	kfree_skb(skb);

	skb = make_filter(test, TCPSTATES_A_FILTER_PORT, range, 3, 16);
	KUNIT_EXPECT_EQ(test, parse(skb, &filter, &extack), 0);
	KUNIT_EXPECT_EQ(test, filter.n_ports, 16);
	KUNIT_EXPECT_EQ(test, filter.ports[7].max, 65535);
	KUNIT_EXPECT_EQ(test, filter.ports[7].side, TCPS_FILTER_INITIATOR);
	kfree_skb(skb);

	skb = make_filter(test, TCPSTATES_A_FILTER_PORT, range, 3, 17);
	KUNIT_EXPECT_EQ(test, parse(skb, &filter, &extack), -E2BIG);
	KUNIT_ASSERT_NOT_NULL(test, extack._msg);
	KUNIT_EXPECT_STREQ(test, extack._msg,
			   "at most 16 port ranges in a filter");
	kfree_skb(skb);
}

static struct kunit_case netlink_cases[] = {
	KUNIT_CASE(netlink_no_filter),
	KUNIT_CASE(netlink_good_filter),
	KUNIT_CASE(netlink_addresses),
	KUNIT_CASE(netlink_ports),
	KUNIT_CASE_PARAM(netlink_bad_filter, bad_gen_params),
	{}
};

static struct kunit_suite netlink_suite = {
	.name = "tcpstates_netlink",
	.test_cases = netlink_cases,
};
kunit_test_suite(netlink_suite);
