// SPDX-License-Identifier: GPL-2.0
/* Matching of filters, part by part. */
#include <kunit/test.h>
#include <linux/pid_namespace.h>

#include "../../../module/core/filter.h"
#include "../../../module/core/verdict.h"
#include "../../../module/subject.h"

static const u8 client4[4] = { 10, 1, 0, 2 };
static const u8 server4[4] = { 10, 2, 0, 2 };

static struct tcps_subject flow_subject(void)
{
	return (struct tcps_subject){
		.flow = 7,
		.addr = { client4, server4 },
		.port = { 40000, 80 },
		.state = { TCPS_ESTABLISHED, TCPS_CLOSE_WAIT },
		.end = TCPS_END_FIN,
		.pid = { 123 },
		.comm = { "curl" },
	};
}

#define MATCH(...) \
	tcps_filter_match(&(struct tcps_filter){ __VA_ARGS__ }, &subject)

static void filter_plain_parts(struct kunit *test)
{
	struct tcps_subject subject = flow_subject();

	KUNIT_EXPECT_TRUE(test, MATCH());
	KUNIT_EXPECT_TRUE(test, MATCH(.flow = 7));
	KUNIT_EXPECT_FALSE(test, MATCH(.flow = 8));
	KUNIT_EXPECT_TRUE(test, MATCH(.ipv4 = true));
	KUNIT_EXPECT_FALSE(test, MATCH(.ipv6 = true));
	KUNIT_EXPECT_TRUE(test, MATCH(.ipv4 = true, .ipv6 = true));
	KUNIT_EXPECT_TRUE(test, MATCH(.ends = BIT(TCPS_END_FIN)));
	KUNIT_EXPECT_FALSE(test, MATCH(.ends = ~(u32)BIT(TCPS_END_FIN)));
	KUNIT_EXPECT_TRUE(test, MATCH(.pid = 123));
	KUNIT_EXPECT_FALSE(test, MATCH(.pid = 124));
	KUNIT_EXPECT_TRUE(test, MATCH(.comm = "curl"));
	KUNIT_EXPECT_FALSE(test, MATCH(.comm = "cur"));
	KUNIT_EXPECT_FALSE(test, MATCH(.comm = "curly"));
	subject.comm[0] = NULL;
	subject.pid[0] = 0;
	KUNIT_EXPECT_FALSE(test, MATCH(.comm = "curl"));
	KUNIT_EXPECT_FALSE(test, MATCH(.pid = 123));
	/* Parts for events are ignored for flows. */
	KUNIT_EXPECT_TRUE(test, MATCH(.types = 1, .endpoint = 1));
}

static void filter_states(struct kunit *test)
{
	struct tcps_subject subject = flow_subject();
	u32 established = BIT(TCPS_ESTABLISHED), wait = BIT(TCPS_CLOSE_WAIT);

	KUNIT_EXPECT_TRUE(test, MATCH(.any_states = established));
	KUNIT_EXPECT_TRUE(test, MATCH(.any_states = wait));
	KUNIT_EXPECT_FALSE(test, MATCH(.any_states = ~(wait | established)));
	KUNIT_EXPECT_TRUE(test, MATCH(.states = { established, wait }));
	KUNIT_EXPECT_FALSE(test, MATCH(.states = { wait, established }));
	KUNIT_EXPECT_FALSE(test, MATCH(.states = { 0, established }));
}

static void filter_ports(struct kunit *test)
{
	struct tcps_subject subject = flow_subject();

#define PORTS(low, high, which)						\
	MATCH(.n_ports = 1, .ports = { { (low), (high), (which) } })
	KUNIT_EXPECT_TRUE(test, PORTS(80, 80, TCPS_FILTER_EITHER));
	KUNIT_EXPECT_TRUE(test, PORTS(80, 80, TCPS_FILTER_RESPONDER));
	KUNIT_EXPECT_FALSE(test, PORTS(80, 80, TCPS_FILTER_INITIATOR));
	KUNIT_EXPECT_TRUE(test, PORTS(0, 80, TCPS_FILTER_EITHER));
	KUNIT_EXPECT_TRUE(test, PORTS(40000, 65535, TCPS_FILTER_INITIATOR));
	KUNIT_EXPECT_FALSE(test, PORTS(81, 39999, TCPS_FILTER_EITHER));
	/* Any of several. */
	KUNIT_EXPECT_TRUE(test, MATCH(.n_ports = 2,
				      .ports = { { 1, 2 }, { 80, 80 } }));
}

static void filter_addresses(struct kunit *test)
{
	static const u8 addr6[16] = { 0xfd, 1, [15] = 2 };
	struct tcps_subject subject = flow_subject();
	unsigned int bits;

#define NET4(a, b, c, d, bits, which)					\
	MATCH(.n_addrs = 1, .addrs = { { { (a), (b), (c), (d) }, false,	\
					 (bits), (which) } })
	KUNIT_EXPECT_TRUE(test, NET4(10, 1, 0, 2, 32, TCPS_FILTER_EITHER));
	KUNIT_EXPECT_FALSE(test, NET4(10, 1, 0, 3, 32, TCPS_FILTER_EITHER));
	KUNIT_EXPECT_TRUE(test, NET4(10, 1, 0, 3, 31, TCPS_FILTER_EITHER));
	KUNIT_EXPECT_TRUE(test, NET4(10, 2, 0, 2, 32, TCPS_FILTER_RESPONDER));
	KUNIT_EXPECT_FALSE(test, NET4(10, 2, 0, 2, 32, TCPS_FILTER_INITIATOR));
	KUNIT_EXPECT_TRUE(test, NET4(255, 255, 255, 255, 0,
				     TCPS_FILTER_INITIATOR));
	/* A prefix of each length, the bit after it different. */
	for (bits = 0; bits < 32; bits++) {
		u32 other = 0x0a010002 ^ (0x80000000 >> bits);

#define WITHIN(len) NET4(other >> 24, other >> 16 & 0xff,		\
			 other >> 8 & 0xff, other & 0xff, (len),	\
			 TCPS_FILTER_INITIATOR)
		KUNIT_EXPECT_TRUE(test, WITHIN(bits));
		KUNIT_EXPECT_FALSE(test, WITHIN(bits + 1));
	}
	/* The families do not match each other, with any prefix length. */
	KUNIT_EXPECT_FALSE(test, MATCH(.n_addrs = 1,
				       .addrs = { { { 10, 1, 0, 2 }, true } }));
	subject.ipv6 = true;
	subject.addr[0] = addr6;
	subject.addr[1] = addr6;
	KUNIT_EXPECT_TRUE(test, MATCH(.n_addrs = 1, .addrs = {
				      { { 0xfd, 1, [15] = 2 }, true, 128 } }));
	KUNIT_EXPECT_FALSE(test, MATCH(.n_addrs = 1, .addrs = {
				       { { 0xfd, 1, [15] = 3 }, true, 128 } }));
	KUNIT_EXPECT_TRUE(test, MATCH(.n_addrs = 1, .addrs = {
				      { { 0xfd, 1, [15] = 3 }, true, 127 } }));
	KUNIT_EXPECT_FALSE(test, MATCH(.n_addrs = 1, .addrs = {
				       { { 0xfd, 1 }, false, 0 } }));
}

static void filter_events(struct kunit *test)
{
	struct tcps_subject subject = flow_subject();

	subject.event = true;
	subject.type = TCPS_RECORD_NOTE;
	subject.endpoint = TCPS_RESPONDER;
	KUNIT_EXPECT_TRUE(test, MATCH(.types = BIT(TCPS_RECORD_NOTE)));
	KUNIT_EXPECT_FALSE(test, MATCH(.types = BIT(TCPS_RECORD_LIFE)));
	KUNIT_EXPECT_TRUE(test, MATCH(.endpoint = TCPS_RESPONDER + 1));
	KUNIT_EXPECT_FALSE(test, MATCH(.endpoint = TCPS_INITIATOR + 1));
	subject.endpoint = TCPS_ROLE_NONE;
	KUNIT_EXPECT_TRUE(test, MATCH(.endpoint = TCPS_INITIATOR + 1));
}

/* The subject of a record: by role, for either side as the initiator. */
static void filter_subject(struct kunit *test)
{
	unsigned int initiator;

	for (initiator = 0; initiator < 2; initiator++) {
		struct tcps_record record = {
			.flow = 3, .type = TCPS_RECORD_LIFE,
			.initiator = initiator, .owned = BIT(initiator) | BIT(!initiator),
		};
		struct tcps_subject subject;

		ipv6_addr_set_v4mapped(htonl(0x0a010002),
				       &record.ends.addr[initiator]);
		ipv6_addr_set_v4mapped(htonl(0x0a020002),
				       &record.ends.addr[!initiator]);
		record.ends.port[initiator] = htons(40000);
		record.ends.port[!initiator] = htons(80);
		record.life.conn.initiator = initiator;
		record.life.conn.reset_by = TCPS_SIDE_NONE;
		record.life.conn.ep[initiator].known = (u8)~TCPS_KNOW_OVERLAY;
		record.life.conn.ep[initiator].proven = (u8)~TCPS_KNOW_OVERLAY;
		record.life.conn.ep[!initiator].known = TCPS_KNOW_GONE;
		record.owner[initiator].pid = 5;
		record.owner[initiator].pid_ns = task_active_pid_ns(current)->ns.inum % 1024;
		strscpy(record.owner[initiator].comm, "nc", TASK_COMM_LEN);
		record.owner[!initiator].pid = 6;
		record.owner[!initiator].pid_ns = record.owner[initiator].pid_ns;
		tcps_subject_record(&record, &subject);
		KUNIT_EXPECT_EQ(test, memcmp(subject.addr[0], client4, 4), 0);
		KUNIT_EXPECT_EQ(test, memcmp(subject.addr[1], server4, 4), 0);
		KUNIT_EXPECT_EQ(test, subject.port[0], 40000);
		KUNIT_EXPECT_EQ(test, subject.port[1], 80);
		KUNIT_EXPECT_EQ(test, subject.state[0], TCPS_TIME_WAIT);
		KUNIT_EXPECT_EQ(test, subject.state[1], TCPS_CLOSED);
		KUNIT_EXPECT_EQ(test, subject.end, TCPS_END_FIN);
		KUNIT_EXPECT_EQ(test, subject.pid[0], 5U);
		KUNIT_EXPECT_STREQ(test, subject.comm[0], "nc");
		KUNIT_EXPECT_EQ(test, subject.pid[1], 6U);
		KUNIT_EXPECT_STREQ(test, subject.comm[1], "");
		KUNIT_EXPECT_FALSE(test, subject.ipv6);
	}
}

/* A transition also has the owners, so that it can be filtered. */
static void filter_owner(struct kunit *test, unsigned int side)
{
	struct tcps_record record = {
		.type = TCPS_RECORD_TRANSITION, .owned = BIT(side),
	};
	struct tcps_owner *owner = &record.owner[side];
	struct tcps_subject subject;

	*owner = (struct tcps_owner){ .cookie = 9, .pid = 5, .comm = "nc" };
	owner->pid_ns = task_active_pid_ns(current)->ns.inum % 1024;
	tcps_subject_record(&record, &subject);
	KUNIT_EXPECT_TRUE(test, MATCH(.pid = 5));
	KUNIT_EXPECT_TRUE(test, MATCH(.comm = "nc"));
	KUNIT_EXPECT_FALSE(test, MATCH(.pid = 6));
	owner->pid = 0;	/* the socket is known, the process is not */
	tcps_subject_record(&record, &subject);
	KUNIT_EXPECT_FALSE(test, MATCH(.pid = 5));
	KUNIT_EXPECT_FALSE(test, MATCH(.comm = "nc"));
	owner->pid = 5;
	owner->pid_ns++;	/* the reader is in another pid namespace */
	tcps_subject_record(&record, &subject);
	KUNIT_EXPECT_FALSE(test, MATCH(.pid = 5));
	KUNIT_EXPECT_TRUE(test, MATCH(.comm = "nc"));
	owner->pid_ns--;
	record.owned = 0;
	tcps_subject_record(&record, &subject);
	KUNIT_EXPECT_FALSE(test, MATCH(.pid = 5));
}

static void filter_owners(struct kunit *test)
{
	filter_owner(test, 0);
	filter_owner(test, 1);
}

static struct kunit_case filter_cases[] = {
	KUNIT_CASE(filter_plain_parts),
	KUNIT_CASE(filter_states),
	KUNIT_CASE(filter_ports),
	KUNIT_CASE(filter_addresses),
	KUNIT_CASE(filter_events),
	KUNIT_CASE(filter_subject),
	KUNIT_CASE(filter_owners),
	{}
};

static struct kunit_suite filter_suite = {
	.name = "tcpstates_filter",
	.test_cases = filter_cases,
};
kunit_test_suite(filter_suite);
