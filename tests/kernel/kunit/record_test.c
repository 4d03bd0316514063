// SPDX-License-Identifier: GPL-2.0
/* The verdict of a flow: what its accounts become in a record. */
#include "fixture.h"

#include "../../../module/record.h"

#define NOW (100 * TCPS_SEC)

/* All bits of it. */
#define OFFER (0xffU << 24 | TCPS_OPTION_ACCURATE_ECN | 14U << TCPS_OPTION_WSCALE_SHIFT | 0xffff)

static struct tcps_observer *observer;

static int record_test_init(struct kunit *test)
{
	observer = tcps_fixture_observer(test);
	return 0;
}

static void record_test_exit(struct kunit *test)
{
	tcps_fixture_release(observer);
}

/* A flow that is in no table. */
static struct tcps_flow *make_flow(struct kunit *test, bool accounted)
{
	struct tcps_flow *flow = kunit_kzalloc(test, sizeof(*flow) +
					       sizeof(struct tcps_account), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, flow);
	flow->accounted = accounted;
	flow->conn.initiator = 1;
	flow->conn.reset_by = TCPS_SIDE_NONE;
	return flow;
}

static void take(struct tcps_record *record, const struct tcps_flow *flow)
{
	memset(record, 0xff, sizeof(*record));
	record->initiator = flow->conn.initiator;
	local_bh_disable();
	tcps_record_life(record, observer, flow, NOW);
	local_bh_enable();
}

static void record_account(struct kunit *test)
{
	struct tcps_flow *flow = make_flow(test, true);
	struct tcps_account *account = tcps_flow_account(flow);
	const struct tcps_record_life *life;
	struct tcps_record record;

	account->packets[0] = 0xffffffffffULL;
	account->packets[1] = 1;
	account->rtt_ns[0] = 0xfffffff * 1000ULL;
	account->options[0] = TCPS_OPTION_SEEN;
	account->options[1] = OFFER;
	take(&record, flow);
	life = &record.life;
	KUNIT_EXPECT_EQ(test, (u64)life->counts[0].packets, 0xffffffffffULL);
	KUNIT_EXPECT_EQ(test, (u64)life->counts[1].packets, 1ULL);
	KUNIT_EXPECT_EQ(test, (u64)life->times[0].rtt_us, 0xfffffffULL);
	KUNIT_EXPECT_EQ(test, (u64)life->times[1].rtt_us, 0ULL);
	KUNIT_EXPECT_EQ(test, tcps_record_options(&record, 0), TCPS_OPTION_SEEN);
	KUNIT_EXPECT_EQ(test, tcps_record_options(&record, 1), OFFER);

	/* One more than there is space for. */
	account->packets[0]++;
	account->packets[1] = U64_MAX;
	account->rtt_ns[0] += 1000;
	account->rtt_ns[1] = U64_MAX;
	account->options[0] = 0;
	take(&record, flow);
	KUNIT_EXPECT_EQ(test, (u64)life->counts[0].packets, 0xffffffffffULL);
	KUNIT_EXPECT_EQ(test, (u64)life->counts[1].packets, 0xffffffffffULL);
	KUNIT_EXPECT_EQ(test, (u64)life->times[0].rtt_us, 0xfffffffULL);
	KUNIT_EXPECT_EQ(test, (u64)life->times[1].rtt_us, 0xfffffffULL);
	KUNIT_EXPECT_EQ(test, tcps_record_options(&record, 0), 0U);
	KUNIT_EXPECT_EQ(test, tcps_record_options(&record, 1), OFFER);
}

static void record_by_icmp(struct kunit *test)
{
	struct tcps_flow *flow = make_flow(test, true);
	struct tcps_account *account = tcps_flow_account(flow);
	struct tcps_record record;

	flow->conn.end = TCPS_END_UNREACHABLE;
	account->packets[0] = 255;
	account->packets[1] = 256;
	account->options[1] = OFFER;
	take(&record, flow);
	KUNIT_EXPECT_TRUE(test, record.by_icmp);
	KUNIT_EXPECT_TRUE(test, ipv6_addr_any(&record.life.icmp_from));
	KUNIT_EXPECT_EQ(test, record.life.few[0], 255);
	KUNIT_EXPECT_EQ(test, record.life.few[1], 255);
	KUNIT_EXPECT_EQ(test, tcps_record_options(&record, 0), 0U);
	KUNIT_EXPECT_EQ(test, tcps_record_options(&record, 1), OFFER);
}

static void record_without_account(struct kunit *test)
{
	struct tcps_flow *flow = make_flow(test, false);
	struct tcps_record record;

	take(&record, flow);
	KUNIT_EXPECT_EQ(test, tcps_record_options(&record, 0), 0U);
	KUNIT_EXPECT_EQ(test, tcps_record_options(&record, 1), 0U);
	flow->conn.end = TCPS_END_UNREACHABLE;
	take(&record, flow);
	KUNIT_EXPECT_EQ(test, tcps_record_options(&record, 1), 0U);
}

static void expect_options(struct kunit *test, struct tcps_flow *flow, u32 initiator,
			   u32 responder)
{
	struct tcps_record record = {};

	KUNIT_ASSERT_NOT_NULL(test, flow);
	take(&record, flow);
	KUNIT_EXPECT_EQ(test, tcps_record_options(&record, flow->conn.initiator), initiator);
	KUNIT_EXPECT_EQ(test, tcps_record_options(&record, !flow->conn.initiator), responder);
}

/* Of a flow and of the attempt beside it, each has what its own SYNs offer. */
static void record_offers(struct kunit *test)
{
	const struct tcps_segment syn = {
		.flags = TCPS_FLAG_SYN, .seq = 3000000000U, .window = 1000,
		.wscale = TCPS_WSCALE_NONE,
	};
	struct tcps_flow *flow;

	tcps_fixture_establish(observer, 1, NOW);
	observer->settings.accounting = 1;
	tcps_fixture_establish(observer, 2, NOW);
	tcps_fixture_send(observer, 2, 0, &syn, NOW);
	rcu_read_lock();
	expect_options(test, tcps_fixture_find(observer, 1), 0, 0);
	flow = tcps_fixture_find(observer, 2);
	expect_options(test, flow, TCPS_FIXTURE_OPTIONS(1000), TCPS_FIXTURE_OPTIONS(5000));
	flow = flow ? tcps_table_find_attempt(&observer->table, &flow->key) : NULL;
	expect_options(test, flow, TCPS_FIXTURE_OPTIONS(3000000000U), 0);
	rcu_read_unlock();
}

static struct kunit_case record_cases[] = {
	KUNIT_CASE(record_account),
	KUNIT_CASE(record_by_icmp),
	KUNIT_CASE(record_without_account),
	KUNIT_CASE(record_offers),
	{}
};

static struct kunit_suite record_suite = {
	.name = "tcpstates_record",
	.init = record_test_init,
	.exit = record_test_exit,
	.test_cases = record_cases,
};
kunit_test_suite(record_suite);
