// SPDX-License-Identifier: GPL-2.0
/* The limit of all namespaces: who gets a place there, and at whose cost. */
#include "../../../module/quota.h"
#include "fixture.h"

/* Places that are left to the test; no flow takes the rest. */
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

	/* Those of the tests before may wait for RCU yet; their places do not. */
	for (taken = 0; taken < TCPS_FIXTURE_MAX_FLOWS - PLACES; taken++)
		tcps_quota_take(false);
	for (port = 1; port <= PLACES; port++)
		tcps_fixture_establish(observer, port,
				       NOW + port * (TCPS_SEC / 100));
	KUNIT_ASSERT_EQ(test, tcps_table_count(&observer->table), PLACES);
	KUNIT_ASSERT_TRUE(test, tcps_quota_full(false));
}

/* Who has less than its share gets a place, up to it, though all is open. */
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
	/* What is left of it is what came last. */
	KUNIT_EXPECT_NULL(test, tcps_fixture_find(big, 1));
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(big, PLACES));
	/* With its share it is refused, and that is counted for what it is. */
	KUNIT_EXPECT_NE(test, tcps_fixture_count(small, TCPS_STAT_TOTAL_FULL),
			0);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(small, TCPS_STAT_NO_MEMORY),
			0);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(small, TCPS_STAT_TABLE_FULL),
			0);
}

/* Who has most takes no place from others, but may spare what is over. */
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

/* An unprivileged namespace takes none from those that are not. */
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

/* ... but does give way to them, and to others like it. */
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

/* Unprivileged namespaces have half of what there is, together. */
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
