// SPDX-License-Identifier: GPL-2.0
/*
 * One-sided flows: kept as any other as long as there is space, and evicted before other
 * open flows when there is none.
 */
#include "fixture.h"

#define NOW (100 * TCPS_SEC)

static struct tcps_observer *observer;

static int one_sided_test_init(struct kunit *test)
{
	observer = tcps_fixture_observer(test);
	return 0;
}

static void one_sided_test_exit(struct kunit *test)
{
	tcps_fixture_release(observer);
}

static void sample(u16 port, unsigned int side, u8 flags, u64 now)
{
	tcps_fixture_pass(observer, port, side, &(struct tcps_segment){
			.seq = side ? 5001 : 1001, .ack = side ? 1001 : 5001,
			.flags = flags, .window = 1000,
			.wscale = TCPS_WSCALE_NONE },
			flags & TCPS_FLAGS_CONTROL ? TCPS_WHY_CONTROL :
						     TCPS_WHY_SAMPLED, now);
}

/* As from a host that spoofs source addresses: there is no answer. */
static void forge_fin(u16 port, u64 now)
{
	sample(port, 0, TCPS_FLAG_FIN | TCPS_FLAG_ACK, now);
}

static void forge_ack(u16 port, u64 now)
{
	sample(port, 0, TCPS_FLAG_ACK, now);
}

/* SYN and ACK, without any segment of the other side. */
static void forge_handshake(u16 port, u64 now)
{
	tcps_fixture_send(observer, port, 0, &(struct tcps_segment){
			.seq = 1000, .flags = TCPS_FLAG_SYN,
			.wscale = TCPS_WSCALE_NONE }, now);
	tcps_fixture_send(observer, port, 0, &(struct tcps_segment){
			.seq = 1001, .ack = 5001, .flags = TCPS_FLAG_ACK,
			.wscale = TCPS_WSCALE_NONE }, now);
}

static u8 queue_of(struct kunit *test, u16 port)
{
	struct tcps_flow *flow = tcps_fixture_find(observer, port);

	KUNIT_EXPECT_NOT_NULL(test, flow);
	return flow ? flow->queue : TCPS_QUEUE_NONE;
}

static unsigned int in_class(enum tcps_class class)
{
	return tcps_table_class_count(&observer->table, class);
}

static u64 evicted(void)
{
	return tcps_fixture_count(observer, TCPS_STAT_EVICTED_ONE_SIDED);
}

/* In a separate queue as long as the other side is silent, but counted in its class. */
static void one_sided_queues(struct kunit *test)
{
	forge_fin(1, NOW);
	forge_ack(2, NOW);
	forge_handshake(3, NOW);
	KUNIT_EXPECT_EQ(test, queue_of(test, 1),
			TCPS_QUEUE_ONE_SIDED + TCPS_CLASS_FIN);
	KUNIT_EXPECT_EQ(test, queue_of(test, 2),
			TCPS_QUEUE_ONE_SIDED + TCPS_CLASS_ESTABLISHED);
	KUNIT_EXPECT_EQ(test, queue_of(test, 3),
			TCPS_QUEUE_ONE_SIDED + TCPS_CLASS_ESTABLISHED);
	KUNIT_EXPECT_EQ(test, in_class(TCPS_CLASS_FIN), 1);
	KUNIT_EXPECT_EQ(test, in_class(TCPS_CLASS_ESTABLISHED), 2);
	/* More segments of the same side prove nothing. */
	forge_ack(2, NOW + TCPS_SEC);
	KUNIT_EXPECT_EQ(test, queue_of(test, 2),
			TCPS_QUEUE_ONE_SIDED + TCPS_CLASS_ESTABLISHED);
	/* The other side sends: a normal flow, although no state changed. */
	sample(2, 1, TCPS_FLAG_ACK, NOW + 2 * TCPS_SEC);
	sample(3, 1, TCPS_FLAG_ACK, NOW + 2 * TCPS_SEC);
	KUNIT_EXPECT_EQ(test, queue_of(test, 2), TCPS_CLASS_ESTABLISHED);
	KUNIT_EXPECT_EQ(test, queue_of(test, 3), TCPS_CLASS_ESTABLISHED);
	KUNIT_EXPECT_EQ(test, in_class(TCPS_CLASS_ESTABLISHED), 2);
}

/* Asymmetric routing: kept as long as others, and not on the slow path. */
static void one_sided_stays(struct kunit *test)
{
	u64 timeout = observer->settings.timeout[TCPS_CLASS_ESTABLISHED] *
		      TCPS_SEC;

	forge_handshake(1, NOW);
	KUNIT_ASSERT_NOT_NULL(test, tcps_fixture_find(observer, 1));
	KUNIT_EXPECT_FALSE(test, tcps_flow_is(tcps_fixture_find(observer, 1),
					      TCPS_FLOW_ACK_WAIT));
	tcps_fixture_expire(observer, NOW + timeout - TCPS_SEC);
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer, 1));
	sample(1, 0, TCPS_FLAG_ACK, NOW + timeout - TCPS_SEC);
	tcps_fixture_expire(observer, NOW + timeout + TCPS_SEC);
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer, 1));
	tcps_fixture_expire(observer, NOW + 2 * timeout);
	KUNIT_EXPECT_NULL(test, tcps_fixture_find(observer, 1));
}

/* Evicted after closed, TIME-WAIT and half-open flows, and before new ones are refused. */
static void one_sided_order(struct kunit *test)
{
	static const u16 order[] = { 6, 5, 3, 4, 1, 2 };
	u64 now = NOW;
	unsigned int i;

	observer->settings.max_flows = 9;
	forge_handshake(1, now);
	forge_ack(2, now + TCPS_SEC);
	forge_fin(3, now + 2 * TCPS_SEC);
	forge_fin(4, now + 3 * TCPS_SEC);
	tcps_fixture_send(observer, 5, 0, &(struct tcps_segment){
			.seq = 1000, .flags = TCPS_FLAG_SYN,
			.wscale = TCPS_WSCALE_NONE }, now);
	tcps_fixture_establish(observer, 6, now);
	tcps_fixture_close(observer, 6, now);
	/* Both ends of these have sent segments, and one closes. */
	tcps_fixture_establish(observer, 7, now);
	tcps_fixture_establish(observer, 8, now);
	forge_fin(8, now);
	tcps_fixture_establish(observer, 9, now);
	KUNIT_ASSERT_EQ(test, tcps_table_count(&observer->table), 9);

	now += 10 * TCPS_SEC;
	for (i = 0; i < ARRAY_SIZE(order); i++) {
		tcps_fixture_establish(observer, 100 + i, now);
		KUNIT_EXPECT_NULL_MSG(test, tcps_fixture_find(observer,
							      order[i]),
				      "%u", order[i]);
		KUNIT_EXPECT_EQ(test, evicted(), i < 2 ? 0 : i - 1);
		KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer,
							      100 + i));
	}
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(observer,
						 TCPS_STAT_TABLE_FULL), 0);
	tcps_fixture_establish(observer, 200, now);
	KUNIT_EXPECT_NULL(test, tcps_fixture_find(observer, 200));
	KUNIT_EXPECT_NE(test, tcps_fixture_count(observer,
						 TCPS_STAT_TABLE_FULL), 0);
	for (i = 7; i <= 9; i++)
		KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer, i));
}

/* Verdict and cause are those of any evicted flow. */
static void one_sided_recorded(struct kunit *test)
{
	struct tcps_record record;
	u64 cursor = 0, lost = 0;
	unsigned int causes = 0;
	struct tcps_stats sum;

	observer->settings.max_flows = 1;
	forge_ack(1, NOW);
	tcps_fixture_establish(observer, 2, NOW + TCPS_SEC);
	while (tcps_recorder_read(&observer->recorder, &cursor, &record,
				  &lost)) {
		if (record.flow != 1)
			continue;
		if (record.type == TCPS_RECORD_LIFE)
			KUNIT_EXPECT_EQ(test, (int)record.life.conn.end,
					(int)TCPS_END_EVICTED);
		else
			causes += record.change.change.cause ==
				  TCPS_CAUSE_EVICT;
	}
	KUNIT_EXPECT_EQ(test, causes, 2);
	tcps_stats_sum(observer->stats, &sum);
	KUNIT_EXPECT_EQ(test, sum.end[TCPS_END_EVICTED], 1);
	KUNIT_EXPECT_EQ(test, evicted(), 1);
}

/*
 * A flood of any size: connections that open have space, no handshake is evicted, and the
 * flood gets the rest of the table.
 */
static void one_sided_flood(struct kunit *test)
{
	unsigned int port, found = 0;

	observer->settings.max_flows = 64;
	for (port = 1; port <= 1000; port++)
		forge_fin(port, NOW + port);
	KUNIT_EXPECT_EQ(test, tcps_table_count(&observer->table), 60);

	for (port = 2001; port <= 2040; port++) {
		/* A handshake, while the flood continues. */
		tcps_fixture_send(observer, port, 0, &(struct tcps_segment){
				.seq = 1000, .flags = TCPS_FLAG_SYN,
				.wscale = TCPS_WSCALE_NONE }, NOW + TCPS_SEC);
		forge_fin(port + 1000, NOW + TCPS_SEC);
		forge_ack(port + 2000, NOW + TCPS_SEC);
		tcps_fixture_establish(observer, port, NOW + TCPS_SEC);
	}
	for (port = 2001; port <= 2040; port++)
		found += !!tcps_fixture_find(observer, port);
	KUNIT_EXPECT_EQ(test, found, 40);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(observer,
						 TCPS_STAT_TABLE_FULL), 0);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(observer,
					TCPS_STAT_EVICTED_HALF_OPEN), 0);
	KUNIT_EXPECT_LE(test, tcps_table_count(&observer->table), 64);
}

static struct kunit_case one_sided_cases[] = {
	KUNIT_CASE(one_sided_queues),
	KUNIT_CASE(one_sided_stays),
	KUNIT_CASE(one_sided_order),
	KUNIT_CASE(one_sided_recorded),
	KUNIT_CASE(one_sided_flood),
	{}
};

static struct kunit_suite one_sided_suite = {
	.name = "tcpstates_one_sided",
	.init = one_sided_test_init,
	.exit = one_sided_test_exit,
	.test_cases = one_sided_cases,
};
kunit_test_suite(one_sided_suite);
