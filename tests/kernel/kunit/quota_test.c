// SPDX-License-Identifier: GPL-2.0
/* The limit of all namespaces: which one gets space, and which one gives way. */
#include "../../../module/quota.h"
#include "fixture.h"

/* Quota left to the test; the rest is taken without flows. */
#define PLACES 96

#define NOW (100 * TCPS_SEC)

static struct tcps_observer *big, *small;
static unsigned int taken;

static int quota_test_init(struct kunit *test)
{
	big = tcps_fixture_observer(test);
	small = tcps_fixture_observer(test);
	tcps_observer_join(big);
	tcps_observer_join(small);
	taken = 0;
	return 0;
}

static void quota_test_exit(struct kunit *test)
{
	while (taken) {
		tcps_quota_give(false);
		taken--;
	}
	tcps_observer_leave(small);
	tcps_observer_leave(big);
	synchronize_rcu();
	tcps_fixture_release(small);
	tcps_fixture_release(big);
}

static void fill(struct kunit *test, struct tcps_observer *observer)
{
	u16 port;

	/* Flows of earlier tests may still wait for RCU; their quota is free already. */
	for (taken = 0; taken < TCPS_FIXTURE_MAX_FLOWS - PLACES; taken++)
		tcps_quota_take(false);
	for (port = 1; port <= PLACES; port++)
		tcps_fixture_establish(observer, port,
				       NOW + port * (TCPS_SEC / 100));
	KUNIT_ASSERT_EQ(test, tcps_table_count(&observer->table), PLACES);
	KUNIT_ASSERT_TRUE(test, tcps_quota_full(false));
}

/* A namespace below its share gets space up to it, even if all flows are open. */
static void quota_share(struct kunit *test)
{
	u16 port;

	fill(test, big);
	for (port = 1; port <= PLACES; port++)
		tcps_fixture_establish(small, port, NOW + TCPS_SEC);
	KUNIT_EXPECT_EQ(test, tcps_table_count(&small->table), PLACES / 2);
	KUNIT_EXPECT_EQ(test, tcps_table_count(&big->table), PLACES / 2);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(big,
				TCPS_STAT_EVICTED_FOR_OTHERS), PLACES / 2);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(big, TCPS_STAT_EVICTED_OPEN),
			PLACES / 2);
	/* Its latest flows are left. */
	KUNIT_EXPECT_NULL(test, tcps_fixture_find(big, 1));
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(big, PLACES));
	/* Once it has its share it is refused, which is counted as such. */
	KUNIT_EXPECT_NE(test, tcps_fixture_count(small, TCPS_STAT_TOTAL_FULL),
			0);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(small, TCPS_STAT_NO_MEMORY),
			0);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(small, TCPS_STAT_TABLE_FULL),
			0);
}

/* The largest namespace takes no space from others, but may evict its own closed flows. */
static void quota_largest(struct kunit *test)
{
	fill(test, big);
	tcps_fixture_establish(big, 1000, NOW + TCPS_SEC);
	KUNIT_EXPECT_NULL(test, tcps_fixture_find(big, 1000));
	KUNIT_EXPECT_NE(test, tcps_fixture_count(big, TCPS_STAT_TOTAL_FULL), 0);
	tcps_fixture_close(big, 7, NOW + TCPS_SEC);
	tcps_fixture_establish(big, 1000, NOW + TCPS_SEC);
	KUNIT_EXPECT_NULL(test, tcps_fixture_find(big, 7));
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(big, 1000));
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(big,
				TCPS_STAT_EVICTED_FOR_OTHERS), 0);
}

/* An unprivileged namespace takes no space from privileged ones. */
static void quota_unprivileged_refused(struct kunit *test)
{
	tcps_fixture_make_unprivileged(test, small);
	fill(test, big);
	tcps_fixture_establish(small, 1, NOW + TCPS_SEC);
	KUNIT_EXPECT_NULL(test, tcps_fixture_find(small, 1));
	KUNIT_EXPECT_NE(test, tcps_fixture_count(small, TCPS_STAT_TOTAL_FULL),
			0);
	KUNIT_EXPECT_EQ(test, tcps_table_count(&big->table), PLACES);
}

/* ... but gives way to them, and to other unprivileged ones. */
static void quota_unprivileged_gives_way(struct kunit *test)
{
	tcps_fixture_make_unprivileged(test, big);
	fill(test, big);
	tcps_fixture_establish(small, 1, NOW + TCPS_SEC);
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(small, 1));
	tcps_fixture_make_unprivileged(test, small);
	tcps_fixture_establish(small, 2, NOW + TCPS_SEC);
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(small, 2));
}

/* Unprivileged namespaces have half of the limit, together. */
static void quota_unprivileged(struct kunit *test)
{
	unsigned int n = 0;

	while (n <= TCPS_FIXTURE_MAX_FLOWS && !tcps_quota_full(true)) {
		tcps_quota_take(true);
		n++;
	}
	KUNIT_EXPECT_EQ(test, n, TCPS_FIXTURE_MAX_FLOWS / 2);
	KUNIT_EXPECT_FALSE(test, tcps_quota_full(false));
	tcps_quota_give(true);
	n--;
	KUNIT_EXPECT_FALSE(test, tcps_quota_full(true));
	while (n--)
		tcps_quota_give(true);
}

static struct kunit_case quota_cases[] = {
	KUNIT_CASE(quota_share),
	KUNIT_CASE(quota_largest),
	KUNIT_CASE(quota_unprivileged_refused),
	KUNIT_CASE(quota_unprivileged_gives_way),
	KUNIT_CASE(quota_unprivileged),
	{}
};

static struct kunit_suite quota_suite = {
	.name = "tcpstates_quota",
	.init = quota_test_init,
	.exit = quota_test_exit,
	.test_cases = quota_cases,
};
kunit_test_suite(quota_suite);
