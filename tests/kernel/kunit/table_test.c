// SPDX-License-Identifier: GPL-2.0
/* The flow table: lookup, queues in deadline order, limits, order of eviction. */
#include "fixture.h"

/* The queue of a SYN that has not been answered. */
#define UNANSWERED (TCPS_QUEUE_ONE_SIDED + TCPS_CLASS_HALF_OPEN)

static struct tcps_observer *observer;

static int table_test_init(struct kunit *test)
{
	observer = tcps_fixture_observer(test);
	return 0;
}

static void table_test_exit(struct kunit *test)
{
	tcps_fixture_release(observer);
}

static void syn(u16 port, u64 now)
{
	tcps_fixture_send(observer, port, 0, &(struct tcps_segment){
			.seq = 1000, .flags = TCPS_FLAG_SYN,
			.wscale = TCPS_WSCALE_NONE }, now);
}

/* The SYN is refused: CLOSED, and kept for a while. */
static void refuse(u16 port, u64 now)
{
	syn(port, now);
	tcps_fixture_send(observer, port, 1, &(struct tcps_segment){
			.ack = 1001, .flags = TCPS_FLAG_RST | TCPS_FLAG_ACK,
			.wscale = TCPS_WSCALE_NONE }, now);
}

static unsigned int in_class(enum tcps_class class)
{
	return tcps_table_class_count(&observer->table, class);
}

static void table_counts(struct kunit *test)
{
	u64 now = 100 * TCPS_SEC;

	syn(1, now);
	tcps_fixture_establish(observer, 2, now);
	tcps_fixture_establish(observer, 3, now);
	tcps_fixture_close(observer, 3, now);
	refuse(4, now);
	KUNIT_EXPECT_EQ(test, tcps_table_count(&observer->table), 4);
	KUNIT_EXPECT_EQ(test, in_class(TCPS_CLASS_HALF_OPEN), 1);
	KUNIT_EXPECT_EQ(test, in_class(TCPS_CLASS_ESTABLISHED), 1);
	KUNIT_EXPECT_EQ(test, in_class(TCPS_CLASS_TIME_WAIT), 1);
	KUNIT_EXPECT_EQ(test, in_class(TCPS_CLASS_CLOSED), 1);
	KUNIT_EXPECT_EQ(test, in_class(TCPS_CLASS_FIN), 0);
	KUNIT_EXPECT_EQ(test, in_class(TCPS_CLASS_HALF_CLOSED), 0);
}

/* Thousands of flows: the table grows, loses none, and empties again. */
static void table_grows(struct kunit *test)
{
	unsigned int port, found = 0;
	u64 now = 100 * TCPS_SEC;
	unsigned int failed;

	for (port = 1; port <= 5000; port++)
		syn(port, now);
	/* While it is resized it may reject flows, but counts them. */
	failed = tcps_fixture_count(observer, TCPS_STAT_INSERT_FAILED);
	for (port = 1; port <= 5000; port++)
		found += !!tcps_fixture_find(observer, port);
	KUNIT_EXPECT_EQ(test, found + failed, 5000);
	KUNIT_EXPECT_EQ(test, failed, 0);
	KUNIT_EXPECT_EQ(test, tcps_table_count(&observer->table), found);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(observer, TCPS_STAT_OPENED),
			found);
	tcps_fixture_expire(observer, now + 1000 * TCPS_SEC);
	KUNIT_EXPECT_EQ(test, tcps_table_count(&observer->table), 0);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(observer, TCPS_STAT_ENDED),
			found);
}

/* Not before the timeout, and at most two ticks after it. */
static void table_expires_on_time(struct kunit *test)
{
	u64 tick = 1ULL << TCPS_TICK_SHIFT;
	u64 now = 100 * TCPS_SEC + 12345, due = now + 60 * TCPS_SEC;

	tcps_fixture_establish(observer, 1, now);
	tcps_fixture_close(observer, 1, now);
	tcps_fixture_expire(observer, due - 1);
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer, 1));
	tcps_fixture_expire(observer, due + 2 * tick);
	KUNIT_EXPECT_NULL(test, tcps_fixture_find(observer, 1));
}

/* Ticks wrap after 52 days; timers continue across that. */
static void table_expires_across_wrap(struct kunit *test)
{
	u64 now = (1ULL << (32 + TCPS_TICK_SHIFT)) - 30 * TCPS_SEC;

	tcps_fixture_establish(observer, 1, now);
	tcps_fixture_close(observer, 1, now);
	tcps_fixture_expire(observer, now + 59 * TCPS_SEC);
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer, 1));
	tcps_fixture_expire(observer, now + 61 * TCPS_SEC);
	KUNIT_EXPECT_NULL(test, tcps_fixture_find(observer, 1));
}

/* The longest timeout that can be set still expires. */
static void table_expires_longest(struct kunit *test)
{
	u64 now = 100 * TCPS_SEC, longest = TCPS_TIMEOUT_LIMIT * TCPS_SEC;

	observer->settings.timeout[TCPS_CLASS_ESTABLISHED] = TCPS_TIMEOUT_LIMIT;
	tcps_fixture_establish(observer, 1, now);
	tcps_fixture_expire(observer, now + longest - TCPS_SEC);
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer, 1));
	tcps_fixture_expire(observer, now + longest + TCPS_SEC);
	KUNIT_EXPECT_NULL(test, tcps_fixture_find(observer, 1));
}

/* A flow whose timer is restarted is queued after those that already wait. */
static void table_restart_reorders(struct kunit *test)
{
	u64 now = 100 * TCPS_SEC;
	struct tcps_flow *flow;
	u32 age;

	syn(1, now);
	syn(2, now + 2 * TCPS_SEC);
	KUNIT_ASSERT_TRUE(test, tcps_table_oldest(&observer->table,
						  UNANSWERED,
						  tcps_ticks(now + 5 * TCPS_SEC),
						  &age));
	KUNIT_EXPECT_EQ(test, age, tcps_ticks(now + 5 * TCPS_SEC) -
				   tcps_ticks(now));
	syn(1, now + 4 * TCPS_SEC);	/* a retransmission restarts it */
	KUNIT_ASSERT_TRUE(test, tcps_table_oldest(&observer->table,
						  UNANSWERED,
						  tcps_ticks(now + 5 * TCPS_SEC),
						  &age));
	KUNIT_EXPECT_EQ(test, age, tcps_ticks(now + 5 * TCPS_SEC) -
				   tcps_ticks(now + 2 * TCPS_SEC));

	local_bh_disable();
	rcu_read_lock();
	flow = tcps_table_pop(&observer->table, UNANSWERED,
			      tcps_ticks(now + 5 * TCPS_SEC), 0);
	rcu_read_unlock();
	local_bh_enable();
	KUNIT_ASSERT_PTR_EQ(test, flow, tcps_fixture_find(observer, 2));
	/* Once popped, the test must end it. */
	local_bh_disable();
	rcu_read_lock();
	KUNIT_EXPECT_TRUE(test, tcps_tracker_timeout(observer, flow, now));
	rcu_read_unlock();
	local_bh_enable();
	KUNIT_EXPECT_NULL(test, tcps_fixture_find(observer, 2));
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer, 1));
}

/*
 * A flow in use keeps its position for a lap, but its timer runs from its latest segment;
 * flows behind it are delayed by at most a lap.
 */
static void table_restart_lazily(struct kunit *test)
{
	unsigned int timeout = 120, i;
	u64 now = 100 * TCPS_SEC;
	struct tcps_flow *flow;
	struct list_head *place;

	observer->settings.timeout[TCPS_CLASS_ESTABLISHED] = timeout;
	tcps_fixture_establish(observer, 1, now);
	/* Eight flows later: the next one in its shard. */
	for (i = 2; i <= 9; i++)
		tcps_fixture_establish(observer, i, now);
	flow = tcps_fixture_find(observer, 1);
	KUNIT_ASSERT_NOT_NULL(test, flow);
	place = flow->link.next;
	KUNIT_ASSERT_PTR_EQ(test, place, &tcps_fixture_find(observer, 9)->link);

	while (tcps_table_lap(tcps_ticks(now), timeout) == flow->lap) {
		tcps_fixture_sample(observer, 1, now);
		KUNIT_EXPECT_EQ(test, flow->seen, tcps_ticks(now));
		KUNIT_EXPECT_PTR_EQ(test, flow->link.next, place);
		now += TCPS_SEC / 10;
	}
	KUNIT_EXPECT_GT(test, now, 100 * TCPS_SEC);
	KUNIT_EXPECT_LE(test, now, 102 * TCPS_SEC + TCPS_SEC / 10);
	now -= TCPS_SEC / 10;

	tcps_fixture_expire(observer, 100 * TCPS_SEC + timeout * TCPS_SEC +
				      TCPS_SEC / 20);
	/* All but the one in use, and the one behind it. */
	KUNIT_EXPECT_EQ(test, tcps_table_count(&observer->table), 2);
	tcps_fixture_expire(observer, now + timeout * TCPS_SEC - TCPS_SEC / 20);
	KUNIT_EXPECT_EQ(test, tcps_table_count(&observer->table), 2);
	tcps_fixture_expire(observer, now + timeout * TCPS_SEC + TCPS_SEC / 20);
	KUNIT_EXPECT_EQ(test, tcps_table_count(&observer->table), 0);
}

/* A lap later it is moved to the end. */
static void table_restart_moves(struct kunit *test)
{
	u64 now = 100 * TCPS_SEC;
	struct tcps_flow *flow;
	unsigned int i;

	observer->settings.timeout[TCPS_CLASS_ESTABLISHED] = 120;
	for (i = 1; i <= 9; i++)
		tcps_fixture_establish(observer, i, now);
	tcps_fixture_sample(observer, 1, now + 10 * TCPS_SEC);
	flow = tcps_fixture_find(observer, 9);
	KUNIT_EXPECT_PTR_EQ(test, flow->link.next,
			    &tcps_fixture_find(observer, 1)->link);
	tcps_fixture_expire(observer, now + 121 * TCPS_SEC);
	KUNIT_EXPECT_EQ(test, tcps_table_count(&observer->table), 1);
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer, 1));
}

/* Popped by a timer, but a segment came first: it continues. */
static void table_pop_loses_race(struct kunit *test)
{
	u64 now = 100 * TCPS_SEC;
	struct tcps_flow *flow;

	syn(1, now);
	local_bh_disable();
	rcu_read_lock();
	flow = tcps_table_pop(&observer->table, UNANSWERED,
			      tcps_ticks(now), 0);
	syn(1, now);
	KUNIT_EXPECT_PTR_EQ(test, flow, tcps_fixture_find(observer, 1));
	KUNIT_EXPECT_FALSE(test, tcps_tracker_timeout(observer, flow, now));
	rcu_read_unlock();
	local_bh_enable();
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer, 1));
	KUNIT_EXPECT_EQ(test, in_class(TCPS_CLASS_HALF_OPEN), 1);
}

/* Another CPU was first twice: the segment is counted, here both FINs. */
static void table_raced(struct kunit *test)
{
	u64 now = 100 * TCPS_SEC;
	struct tcps_flow *flow;

	tcps_fixture_establish(observer, 1, now);
	flow = tcps_fixture_find(observer, 1);
	KUNIT_ASSERT_NOT_NULL(test, flow);
	/* As while another CPU removes it. */
	tcps_flow_mark(flow, TCPS_FLOW_DEAD);
	tcps_fixture_close(observer, 1, now);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(observer, TCPS_STAT_RACED), 2);
	tcps_flow_unmark(flow, TCPS_FLOW_DEAD);
	tcps_fixture_close(observer, 1, now);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(observer, TCPS_STAT_RACED), 2);
}

/* An answer to a SYN, and nothing more. */
static void answer(u16 port, u64 now)
{
	tcps_fixture_send(observer, port, 1, &(struct tcps_segment){
			.seq = 5000, .ack = 1001,
			.flags = TCPS_FLAG_SYN | TCPS_FLAG_ACK,
			.wscale = TCPS_WSCALE_NONE }, now);
}

static u64 counted(enum tcps_counter counter)
{
	return tcps_fixture_count(observer, counter);
}

/* Unanswered flows are evicted first, oldest first, even if others are older. */
static void table_half_open_budget(struct kunit *test)
{
	u64 now = 100 * TCPS_SEC;

	observer->settings.max_half_open = 3;
	tcps_fixture_establish(observer, 9, now);
	syn(1, now + TCPS_SEC);
	answer(1, now + TCPS_SEC);
	syn(2, now + 2 * TCPS_SEC);
	syn(3, now + 3 * TCPS_SEC);
	syn(4, now + 4 * TCPS_SEC);
	KUNIT_EXPECT_NULL(test, tcps_fixture_find(observer, 2));
	KUNIT_EXPECT_EQ(test, counted(TCPS_STAT_EVICTED_UNANSWERED), 1);
	answer(3, now + 5 * TCPS_SEC);
	answer(4, now + 5 * TCPS_SEC);
	/* All were answered: the oldest is evicted. */
	syn(5, now + 6 * TCPS_SEC);
	KUNIT_EXPECT_NULL(test, tcps_fixture_find(observer, 1));
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer, 3));
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer, 4));
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer, 5));
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer, 9));
	KUNIT_EXPECT_EQ(test, in_class(TCPS_CLASS_HALF_OPEN), 3);
	KUNIT_EXPECT_EQ(test, counted(TCPS_STAT_EVICTED_HALF_OPEN), 1);
	KUNIT_EXPECT_EQ(test, counted(TCPS_STAT_TABLE_FULL), 0);
}

/* Closed flows first, then attempts, unanswered ones before others. */
static void table_eviction_order(struct kunit *test)
{
	static const u16 order[] = { 3, 7, 2, 4, 8, 5 };
	u64 now = 100 * TCPS_SEC;
	unsigned int i;

	observer->settings.max_flows = 8;
	syn(5, now);					/* answered, oldest */
	answer(5, now);
	tcps_fixture_establish(observer, 1, now);
	syn(4, now + TCPS_SEC);				/* not answered */
	tcps_fixture_establish(observer, 2, now + TCPS_SEC);
	tcps_fixture_close(observer, 2, now + TCPS_SEC);	/* TIME_WAIT */
	refuse(3, now + 2 * TCPS_SEC);			/* closed */
	tcps_fixture_establish(observer, 6, now + 4 * TCPS_SEC);
	refuse(7, now + 5 * TCPS_SEC);			/* closed, newer */
	syn(8, now + 6 * TCPS_SEC);			/* not answered, newer */

	for (i = 0; i < ARRAY_SIZE(order); i++) {
		tcps_fixture_establish(observer, 10 + i, now + 7 * TCPS_SEC);
		KUNIT_EXPECT_NULL_MSG(test, tcps_fixture_find(observer,
							      order[i]),
				      "%u", order[i]);
		KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer,
							      10 + i));
		if (i + 1 < ARRAY_SIZE(order))
			KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer,
								order[i + 1]));
	}
	KUNIT_EXPECT_EQ(test, counted(TCPS_STAT_TABLE_FULL), 0);
	/* Never an established one: a new flow is counted and not tracked. */
	tcps_fixture_establish(observer, 20, now + 9 * TCPS_SEC);
	KUNIT_EXPECT_NULL(test, tcps_fixture_find(observer, 20));
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer, 1));
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer, 6));
	KUNIT_EXPECT_NE(test, counted(TCPS_STAT_TABLE_FULL), 0);
	KUNIT_EXPECT_EQ(test, tcps_table_count(&observer->table), 8);
	KUNIT_EXPECT_EQ(test, counted(TCPS_STAT_EVICTED_CLOSED), 3);
	KUNIT_EXPECT_EQ(test, counted(TCPS_STAT_EVICTED_UNANSWERED), 2);
	KUNIT_EXPECT_EQ(test, counted(TCPS_STAT_EVICTED_HALF_OPEN), 1);
}

#define BUCKETS 64

/* The key of an IPv4 connection, or of an IPv6 one. */
static void key_of(struct tcps_key *key, bool ipv4, u16 port)
{
	memset(key, 0, sizeof(*key));
	if (ipv4) {
		key->addr[0].s6_addr16[5] = 0xffff;
		key->addr[1].s6_addr16[5] = 0xffff;
	}
	key->addr[0].s6_addr[15] = 1;
	key->addr[1].s6_addr[15] = 2;
	key->port[0] = htons(port);
	key->port[1] = htons(80);
}

/*
 * Flows that share a bucket are spread by another seed: a bucket that an attacker has
 * filled is spread by the next resize.
 */
static void table_hash_seed(struct kunit *test)
{
	rht_hashfn_t hash = observer->table.hash.p.hashfn;
	unsigned int ipv4, port, shared, spread;
	struct tcps_key key;

	for (ipv4 = 0; ipv4 < 2; ipv4++) {
		unsigned long buckets = 0;

		shared = 0;
		for (port = 1; port <= 64 * BUCKETS; port++) {
			key_of(&key, ipv4, port);
			if (hash(&key, sizeof(key), 1) % BUCKETS)
				continue;
			shared++;
			__set_bit(hash(&key, sizeof(key), 2) % BUCKETS,
				  &buckets);
		}
		spread = hweight_long(buckets);
		KUNIT_EXPECT_GT(test, shared, 16);
		KUNIT_EXPECT_GT(test, spread, shared / 4);
	}
}

static struct kunit_case table_cases[] = {
	KUNIT_CASE(table_counts),
	KUNIT_CASE(table_grows),
	KUNIT_CASE(table_expires_on_time),
	KUNIT_CASE(table_expires_across_wrap),
	KUNIT_CASE(table_expires_longest),
	KUNIT_CASE(table_restart_reorders),
	KUNIT_CASE(table_restart_lazily),
	KUNIT_CASE(table_restart_moves),
	KUNIT_CASE(table_pop_loses_race),
	KUNIT_CASE(table_raced),
	KUNIT_CASE(table_half_open_budget),
	KUNIT_CASE(table_eviction_order),
	KUNIT_CASE(table_hash_seed),
	{}
};

static struct kunit_suite table_suite = {
	.name = "tcpstates_table",
	.init = table_test_init,
	.exit = table_test_exit,
	.test_cases = table_cases,
};
kunit_test_suite(table_suite);
