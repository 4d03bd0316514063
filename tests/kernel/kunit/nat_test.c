// SPDX-License-Identifier: GPL-2.0
/* NAT: the translated ends of a flow, from conntrack. */
#include <kunit/test.h>
#include <net/netfilter/nf_conntrack.h>

#include "../../../module/nat.h"

#if IS_ENABLED(CONFIG_NF_CONNTRACK)

#define CLIENT htonl(0x0a000001)
#define SERVER htonl(0x0a000002)
#define ROUTER htonl(0xc0a80001)
#define OTHER htonl(0x08080808)

static struct nf_conn *ct;
static struct tcps_key key;
static int client;

static void set_tuple(enum ip_conntrack_dir dir, __be32 src, u16 sport, __be32 dst,
		      u16 dport)
{
	ct->tuplehash[dir].tuple = (struct nf_conntrack_tuple){
		.src = { .u3.ip = src, .u.tcp.port = htons(sport),
			 .l3num = NFPROTO_IPV4 },
		.dst = { .u3.ip = dst, .u.tcp.port = htons(dport),
			 .protonum = IPPROTO_TCP, .dir = dir },
	};
}

static int nat_test_init(struct kunit *test)
{
	ct = kunit_kzalloc(test, sizeof(*ct), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, ct);
	client = tcps_key_make4(&key, CLIENT, SERVER, htons(1000), htons(80));
	set_tuple(IP_CT_DIR_ORIGINAL, CLIENT, 1000, ROUTER, 8080);
	set_tuple(IP_CT_DIR_REPLY, SERVER, 80, CLIENT, 1000);
	return 0;
}

static void nat_may(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, tcps_nat_may(NULL));
	KUNIT_EXPECT_FALSE(test, tcps_nat_may(ct));
	ct->status = IPS_DST_NAT_DONE;		/* source NAT may follow */
	KUNIT_EXPECT_TRUE(test, tcps_nat_may(ct));
	ct->status |= IPS_SRC_NAT_DONE | IPS_CONFIRMED;	/* no NAT */
	KUNIT_EXPECT_FALSE(test, tcps_nat_may(ct));
	ct->status |= IPS_SRC_NAT;
	KUNIT_EXPECT_TRUE(test, tcps_nat_may(ct));
}

static void expect_end(struct kunit *test, const struct tcps_nat *nat, int side,
		       __be32 addr, u16 port)
{
	KUNIT_EXPECT_TRUE(test, nat->known & BIT(side));
	KUNIT_EXPECT_TRUE(test, ipv6_addr_v4mapped(&nat->addr[side]));
	KUNIT_EXPECT_EQ(test, nat->addr[side].s6_addr32[3], addr);
	KUNIT_EXPECT_EQ(test, ntohs(nat->port[side]), port);
}

/* At the SYN only the destination is known, at the SYN-ACK the source as well. */
static void nat_note(struct kunit *test)
{
	struct tcps_nat nat = { .known = 0 };

	tcps_nat_note(&nat, &key.ends, NULL);
	KUNIT_EXPECT_EQ(test, nat.known, 0);
	tcps_nat_note(&nat, &key.ends, ct);
	KUNIT_EXPECT_EQ(test, nat.known, BIT(!client));
	expect_end(test, &nat, !client, ROUTER, 8080);
	set_tuple(IP_CT_DIR_REPLY, SERVER, 80, ROUTER, 61000);
	tcps_nat_note(&nat, &key.ends, ct);
	expect_end(test, &nat, client, ROUTER, 61000);
	expect_end(test, &nat, !client, ROUTER, 8080);
	/* Translation of a port alone is enough. */
	set_tuple(IP_CT_DIR_ORIGINAL, CLIENT, 1000, SERVER, 81);
	set_tuple(IP_CT_DIR_REPLY, SERVER, 80, CLIENT, 1000);
	tcps_nat_note(&nat, &key.ends, ct);
	KUNIT_EXPECT_EQ(test, nat.known, BIT(!client));
	expect_end(test, &nat, !client, SERVER, 81);
}

static void nat_foreign(struct kunit *test)
{
	struct tcps_nat nat = { .known = 0 };

	set_tuple(IP_CT_DIR_REPLY, OTHER, 80, CLIENT, 1000);
	tcps_nat_note(&nat, &key.ends, ct);
	set_tuple(IP_CT_DIR_REPLY, SERVER, 81, CLIENT, 1000);
	tcps_nat_note(&nat, &key.ends, ct);
	set_tuple(IP_CT_DIR_REPLY, SERVER, 80, CLIENT, 1000);
	set_tuple(IP_CT_DIR_ORIGINAL, OTHER, 1000, ROUTER, 8080);
	tcps_nat_note(&nat, &key.ends, ct);
	set_tuple(IP_CT_DIR_ORIGINAL, CLIENT, 1000, ROUTER, 8080);
	ct->tuplehash[IP_CT_DIR_ORIGINAL].tuple.dst.protonum = IPPROTO_UDP;
	tcps_nat_note(&nat, &key.ends, ct);
	KUNIT_EXPECT_EQ(test, nat.known, 0);
}

static void nat_packed(struct kunit *test)
{
	struct in6_addr from = { .s6_addr = { 0xfd, [15] = 1 } };
	struct in6_addr to = { .s6_addr = { 0xfd, [15] = 2 } };
	struct tcps_nat nat = { .known = 0 }, found;
	struct tcps_ends ends = key.ends;
	struct tcps_key six;

	KUNIT_EXPECT_FALSE(test, tcps_nat_pack(&nat, &ends));
	tcps_nat_note(&nat, &key.ends, ct);
	KUNIT_EXPECT_TRUE(test, tcps_nat_pack(&nat, &ends));
	tcps_nat_unpack(&ends, &found);
	KUNIT_EXPECT_EQ(test, found.known, BIT(!client));
	expect_end(test, &found, !client, ROUTER, 8080);
	KUNIT_EXPECT_EQ(test, ends.addr[client].s6_addr32[3], CLIENT);
	KUNIT_EXPECT_EQ(test, ends.addr[!client].s6_addr32[3], SERVER);
	tcps_key_make(&six, &from, &to, htons(1), htons(2));
	ends = six.ends;
	KUNIT_EXPECT_FALSE(test, tcps_nat_pack(&nat, &ends));
	KUNIT_EXPECT_EQ(test, memcmp(&ends, &six.ends, sizeof(ends)), 0);
}

static struct kunit_case nat_cases[] = {
	KUNIT_CASE(nat_may),
	KUNIT_CASE(nat_note),
	KUNIT_CASE(nat_foreign),
	KUNIT_CASE(nat_packed),
	{}
};

static struct kunit_suite nat_suite = {
	.name = "tcpstates_nat",
	.init = nat_test_init,
	.test_cases = nat_cases,
};
kunit_test_suite(nat_suite);

#endif
