// SPDX-License-Identifier: GPL-2.0
/* ICMP errors: which of them quote a TCP segment, and its flow. */
#include <kunit/test.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>

#include "../../../module/parse.h"
#include "packet.h"

static enum tcps_parsed parse_error(struct kunit *test, const u8 *bytes,
				    unsigned int len, unsigned int linear,
				    bool ipv6, struct tcps_quote *quote)
{
	struct sk_buff *skb = tcps_packet_skb(bytes, len, linear);
	struct tcps_header header;
	enum tcps_parsed parsed;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	parsed = ipv6 ? tcps_parse_ipv6(skb, &header) :
			tcps_parse_ipv4(skb, &header);
	if (parsed == TCPS_PARSED_ICMP)
		parsed = tcps_parse_icmp(skb, ipv6, &header, quote);
	kfree_skb(skb);
	return parsed;
}

static const struct error {
	const char *name;
	bool ipv6;
	u8 type;
	u8 code;
	bool about;
	bool fatal;
} errors[] = {
	{ "port unreachable", false, ICMP_DEST_UNREACH, ICMP_PORT_UNREACH,
	  true, true },
	{ "host unreachable", false, ICMP_DEST_UNREACH, ICMP_HOST_UNREACH,
	  true, true },
	{ "fragmentation needed", false, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED,
	  true, false },
	{ "time exceeded", false, ICMP_TIME_EXCEEDED, 0, true, true },
	{ "parameter problem", false, ICMP_PARAMETERPROB, 0, true, true },
	{ "redirect", false, ICMP_REDIRECT, 0, false },
	{ "source quench", false, ICMP_SOURCE_QUENCH, 0, false },
	{ "echo request", false, ICMP_ECHO, 0, false },
	{ "v6 no route", true, ICMPV6_DEST_UNREACH, ICMPV6_NOROUTE,
	  true, true },
	{ "v6 packet too big", true, ICMPV6_PKT_TOOBIG, 0, true, false },
	{ "v6 time exceeded", true, ICMPV6_TIME_EXCEED, 0, true, true },
	{ "v6 parameter problem", true, ICMPV6_PARAMPROB, 0, true, true },
	{ "v6 echo request", true, ICMPV6_ECHO_REQUEST, 0, false },
	{ "v6 neighbour solicitation", true, 135, 0, false },
};

static void error_name(const struct error *error, char *name)
{
	strscpy(name, error->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(error, errors, error_name);

static void icmp_error(struct kunit *test)
{
	const struct error *param = test->param_value;
	struct tcps_packet_spec spec = {
		TCPS_SPEC_FORTH, .ipv6 = param->ipv6, .seq = 12345,
	};
	unsigned int network = param->ipv6 ? 40 : 20;
	unsigned int enough = network + 8 + network + 8;
	u8 bytes[TCPS_PACKET_MAX];
	unsigned int len, whole;

	whole = tcps_packet_icmp(&spec, param->type, param->code, bytes);
	for (len = network; len <= whole; len++) {
		/* Eight octets of the quoted segment are enough. */
		bool found = param->about && len >= enough;
		struct tcps_quote quote;

		KUNIT_EXPECT_EQ_MSG(test,
				    parse_error(test, bytes, len, len,
						param->ipv6, &quote),
				    found ? TCPS_PARSED_ICMP :
					    TCPS_PARSED_OTHER,
				    "%u of %u octets", len, whole);
		KUNIT_EXPECT_EQ_MSG(test,
				    parse_error(test, bytes, len, network,
						param->ipv6, &quote),
				    found ? TCPS_PARSED_ICMP :
					    TCPS_PARSED_OTHER,
				    "%u of %u octets in a page", len, whole);
		if (!found)
			continue;
		KUNIT_EXPECT_EQ(test, quote.seq, 12345);
		KUNIT_EXPECT_EQ(test, quote.fatal, param->fatal);
		KUNIT_EXPECT_EQ(test, ntohs(quote.key.port[quote.side]),
				spec.sport);
		KUNIT_EXPECT_EQ(test, quote.key.addr[quote.side].s6_addr[15],
				spec.src);
	}
}

/* Quotes of packets other than TCP segments. */
static void icmp_other_quote(struct kunit *test)
{
	struct tcps_packet_spec spec = { TCPS_SPEC_FORTH };
	u8 bytes[TCPS_PACKET_MAX];
	struct tcps_quote quote;
	unsigned int len;

	len = tcps_packet_icmp(&spec, ICMP_DEST_UNREACH, 1, bytes);
	bytes[28 + 9] = IPPROTO_UDP;
	KUNIT_EXPECT_EQ(test, parse_error(test, bytes, len, len, false,
					  &quote), TCPS_PARSED_OTHER);
	len = tcps_packet_icmp(&spec, ICMP_DEST_UNREACH, 1, bytes);
	bytes[28] = 0x44;
	KUNIT_EXPECT_EQ(test, parse_error(test, bytes, len, len, false,
					  &quote), TCPS_PARSED_OTHER);
	bytes[28] = 0x65;
	KUNIT_EXPECT_EQ(test, parse_error(test, bytes, len, len, false,
					  &quote), TCPS_PARSED_OTHER);
	bytes[28] = 0x4f;
	KUNIT_EXPECT_EQ(test, parse_error(test, bytes, len, len, false,
					  &quote), TCPS_PARSED_OTHER);
	spec.frag_off = 5;
	len = tcps_packet_icmp(&spec, ICMP_DEST_UNREACH, 1, bytes);
	KUNIT_EXPECT_EQ(test, parse_error(test, bytes, len, len, false,
					  &quote), TCPS_PARSED_OTHER);
	spec = (struct tcps_packet_spec){ TCPS_SPEC_FORTH, .ipv6 = true };
	len = tcps_packet_icmp(&spec, ICMPV6_DEST_UNREACH, 0, bytes);
	bytes[48] = 0x40;
	KUNIT_EXPECT_EQ(test, parse_error(test, bytes, len, len, true,
					  &quote), TCPS_PARSED_OTHER);
}

/* Errors are kept for a limited number of flows, and not for removed flows. */
static void icmp_kept(struct kunit *test)
{
	struct tcps_icmp icmp = { .type = ICMP_DEST_UNREACH }, found;
	struct tcps_icmp_errors *errors;
	u64 flow;

	errors = kunit_kzalloc(test, sizeof(*errors), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, errors);
	tcps_icmp_init(errors);
	local_bh_disable();
	for (flow = 1; flow <= TCPS_ICMP_MAX; flow++) {
		icmp.code = flow % 16;
		KUNIT_EXPECT_TRUE(test, tcps_icmp_keep(errors, flow, &icmp));
	}
	KUNIT_EXPECT_FALSE(test, tcps_icmp_keep(errors, flow, &icmp));
	KUNIT_EXPECT_FALSE(test, tcps_icmp_find(errors, flow, &found));
	KUNIT_EXPECT_TRUE(test, tcps_icmp_find(errors, 77, &found));
	KUNIT_EXPECT_EQ(test, found.code, 77 % 16);
	icmp.code = 15;
	KUNIT_EXPECT_TRUE(test, tcps_icmp_keep(errors, 77, &icmp));
	KUNIT_EXPECT_TRUE(test, tcps_icmp_find(errors, 77, &found));
	KUNIT_EXPECT_EQ(test, found.code, 15);
	tcps_icmp_drop(errors, 77);
	tcps_icmp_drop(errors, 77);
	KUNIT_EXPECT_FALSE(test, tcps_icmp_find(errors, 77, &found));
	KUNIT_EXPECT_TRUE(test, tcps_icmp_keep(errors, flow, &icmp));
	KUNIT_EXPECT_EQ(test, errors->kept, TCPS_ICMP_MAX);
	local_bh_enable();
	tcps_icmp_exit(errors);
	KUNIT_EXPECT_EQ(test, errors->kept, 0);
}

static struct kunit_case icmp_cases[] = {
	KUNIT_CASE_PARAM(icmp_error, error_gen_params),
	KUNIT_CASE(icmp_other_quote),
	KUNIT_CASE(icmp_kept),
	{}
};

static struct kunit_suite icmp_suite = {
	.name = "tcpstates_icmp",
	.test_cases = icmp_cases,
};
kunit_test_suite(icmp_suite);
