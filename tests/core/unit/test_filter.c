// SPDX-License-Identifier: GPL-2.0
/* Filters: each part alone, and all of them combined. */
#include "../../../module/core/filter.h"
#include "test.h"

static const u8 addr4[2][16] = { { 10, 0, 0, 1 }, { 192, 168, 7, 200 } };
static const u8 addr6[2][16] = {
	{ 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 },
	{ 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff },
};

static struct tcps_subject subject(bool ipv6)
{
	return (struct tcps_subject){
		.flow = 17,
		.addr = { ipv6 ? addr6[0] : addr4[0],
			  ipv6 ? addr6[1] : addr4[1] },
		.port = { 40000, 443 },
		.ipv6 = ipv6,
		.state = { TCPS_FIN_WAIT_2, TCPS_CLOSE_WAIT },
		.end = TCPS_END_RESET,
		.pid = { 321, 900 },
		.comm = { "curl", "nginx" },
	};
}

static bool matches(const struct tcps_filter *filter, bool ipv6)
{
	struct tcps_subject it = subject(ipv6);

	return tcps_filter_match(filter, &it);
}

#define YES(...) check(matches(&(struct tcps_filter){ __VA_ARGS__ }, false), \
		       #__VA_ARGS__ " does not match")
#define NO(...) check(!matches(&(struct tcps_filter){ __VA_ARGS__ }, false), \
		      #__VA_ARGS__ " matches")
#define BITS(state) (1U << (state))

static void test_addresses(void)
{
	struct tcps_filter filter = { .n_addrs = 1 };
	unsigned int prefix, side;

	for (side = 0; side < TCPS_FILTER_SIDE_MAX; side++)
		for (prefix = 0; prefix <= 32; prefix++) {
			filter.addrs[0] = (struct tcps_filter_addr){
				.addr = { 192, 168, 7, 200 },
				.prefix = prefix,
				.side = side,
			};
			check(matches(&filter, false) ==
			      (side != TCPS_FILTER_INITIATOR || !prefix),
			      "side %u, /%u", side, prefix);
			check(!matches(&filter, true), "the other family");
		}
	filter.addrs[0].side = TCPS_FILTER_EITHER;
	filter.addrs[0].prefix = 32;
	filter.addrs[0].addr[3] = 201;
	check(!matches(&filter, false), "one bit differs in /32");
	filter.addrs[0].prefix = 31;
	check(matches(&filter, false), "one bit differs beyond /31");
	filter.n_addrs = 2;
	filter.addrs[0].prefix = 32;
	filter.addrs[1] = (struct tcps_filter_addr){ .addr = { 10 },
						     .prefix = 8 };
	check(matches(&filter, false), "any of the addresses");

	filter = (struct tcps_filter){ .n_addrs = 1 };
	filter.addrs[0] = (struct tcps_filter_addr){
		.addr = { 0x20, 0x01, 0x0d, 0xb8 }, .ipv6 = true, .prefix = 127,
	};
	check(matches(&filter, true), "IPv6, /127");
	filter.addrs[0].prefix = 128;
	check(!matches(&filter, true), "IPv6, /128");
}

static void test_events(void)
{
	struct tcps_subject it = subject(false);
	struct tcps_filter filter = { .types = 1U << 2 };

	check(tcps_filter_match(&filter, &it), "types are for events");
	it.event = true;
	check(!tcps_filter_match(&filter, &it), "type 0");
	it.type = 2;
	check(tcps_filter_match(&filter, &it), "type 2");
	filter.endpoint = 1;
	check(tcps_filter_match(&filter, &it), "about the initiator");
	filter.endpoint = 2;
	check(!tcps_filter_match(&filter, &it), "not about the responder");
	it.endpoint = 2;
	check(tcps_filter_match(&filter, &it), "about both");
}

/* What is not known of an end matches nothing that is asked for. */
static void test_unknown_process(void)
{
	struct tcps_filter filter = { .comm = "nginx" };
	struct tcps_subject it = subject(false);

	it.pid[0] = 0;
	it.comm[0] = NULL;
	check(tcps_filter_match(&filter, &it), "only the responder is known");
	it.pid[1] = 0;
	it.comm[1] = NULL;
	check(!tcps_filter_match(&filter, &it), "neither is known");
	filter = (struct tcps_filter){ .pid = 900 };
	check(!tcps_filter_match(&filter, &it), "no process is known");
}

static void test_ports(void)
{
	struct tcps_filter filter = { .n_ports = 1 };

	filter.ports[0] = (struct tcps_filter_port){ .min = 443, .max = 443 };
	check(matches(&filter, false), "port");
	filter.ports[0].side = TCPS_FILTER_RESPONDER;
	check(matches(&filter, false), "port of the responder");
	filter.ports[0].side = TCPS_FILTER_INITIATOR;
	check(!matches(&filter, false), "not of the initiator");
	filter.ports[0].max = 40000;
	check(matches(&filter, false), "range");
	filter.ports[0].max = 39999;
	check(!matches(&filter, false), "below");
	filter.ports[0].min = filter.ports[0].max = 0;
	check(!matches(&filter, false), "port 0");
	filter.n_ports = 2;
	filter.ports[1] = (struct tcps_filter_port){ .min = 1, .max = 65535 };
	check(matches(&filter, false), "any of the ports");
}

void test_filter(void)
{
	YES(.flow = 0);
	YES(.flow = 17);
	NO(.flow = 18);
	YES(.ipv4 = true);
	NO(.ipv6 = true);
	YES(.ipv4 = true, .ipv6 = true);
	YES(.ends = BITS(TCPS_END_RESET) | BITS(TCPS_END_FIN));
	NO(.ends = BITS(TCPS_END_FIN));
	YES(.states = { BITS(TCPS_FIN_WAIT_2), BITS(TCPS_CLOSE_WAIT) });
	NO(.states = { BITS(TCPS_CLOSE_WAIT), BITS(TCPS_FIN_WAIT_2) });
	YES(.any_states = BITS(TCPS_CLOSE_WAIT));
	YES(.any_states = BITS(TCPS_FIN_WAIT_2));
	NO(.any_states = BITS(TCPS_CLOSED));
	YES(.pid = 321);
	NO(.pid = 322);
	YES(.pid = 900);
	YES(.comm = "curl");
	YES(.comm = "nginx");
	NO(.comm = "curl2");
	NO(.comm = "cur");
	NO(.comm = "nginx2");
	NO(.flow = 17, .pid = 1);
	test_addresses();
	test_ports();
	test_unknown_process();
	test_events();
}
