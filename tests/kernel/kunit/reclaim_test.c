// SPDX-License-Identifier: GPL-2.0
/* Reclaim of recorders: the order, and the report to readers. */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/ktime.h>
#include <linux/sched.h>

#include "../../../module/pages.h"
#include "../../../module/reclaim.h"
#include "../../../module/ring.h"
#include "fixture.h"

static struct tcps_observer *observers[3];

static int reclaim_test_init(struct kunit *test)
{
	struct tcps_observer *host = tcps_observer_of(&init_net);
	unsigned int i;

	/* Pages left by other suites count, too. */
	KUNIT_ASSERT_EQ(test, tcps_recorder_resize(&host->recorder,
						   host->settings.recorder_records), 0);
	for (i = 0; i < ARRAY_SIZE(observers); i++) {
		observers[i] = tcps_fixture_observer(test);
		tcps_reclaim_join(observers[i]);
	}
	return 0;
}

static void reclaim_test_exit(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(observers); i++) {
		tcps_reclaim_leave(observers[i]);
		tcps_fixture_release(observers[i]);
	}
}

/* Write records, all of that age. Return: how many were lost. */
static unsigned int fill(struct tcps_observer *observer, unsigned int n,
			 unsigned int age_s)
{
	struct tcps_record record = {
		.time = ktime_get_real_ns() - (u64)age_s * NSEC_PER_SEC,
	};
	unsigned int lost = 0;

	while (n--) {
		local_bh_disable();
		rcu_read_lock();
		lost += tcps_recorder_write(&observer->recorder,
					    tcps_recorder_reserve(&observer->recorder, 1),
					    &record) !=
			TCPS_RECORDED;
		rcu_read_unlock();
		local_bh_enable();
		if (!(n % 1024))
			cond_resched();
	}
	return lost;
}

static unsigned int pages_of(unsigned int i)
{
	return tcps_recorder_pages(&observers[i]->recorder);
}

static u64 reclaimed(unsigned int i)
{
	return tcps_fixture_count(observers[i], TCPS_STAT_RECORDS_RECLAIMED);
}

static void wait_for_reclaim(void)
{
	while (tcps_pages_excess(false))
		msleep(20);
}

/*
 * More than half of the limit, about an eighth, and then the rest until reclaim starts:
 * less than the first has, and less than its own ring.
 */
static void fill_all(struct kunit *test, unsigned int age_of_second)
{
	unsigned int limit = tcps_pages_limit(false);
	unsigned int records = rounddown_pow_of_two(limit * TCPS_RING_SLOTS_PER_PAGE);
	unsigned int large = DIV_ROUND_UP(records, TCPS_RING_SLOTS_PER_PAGE);
	unsigned int rest;

	KUNIT_ASSERT_EQ(test, tcps_recorder_resize(&observers[0]->recorder, records), 0);
	KUNIT_EXPECT_EQ(test, fill(observers[0], records, 0), 0);
	KUNIT_EXPECT_EQ(test, fill(observers[1], records / 8, age_of_second), 0);
	KUNIT_EXPECT_EQ(test, pages_of(0), large);
	KUNIT_EXPECT_EQ(test, pages_of(1),
			DIV_ROUND_UP(records / 8, TCPS_RING_SLOTS_PER_PAGE));
	KUNIT_EXPECT_EQ(test, tcps_pages_excess(false), 0);
	KUNIT_ASSERT_EQ(test, tcps_recorder_resize(&observers[2]->recorder, records), 0);
	rest = limit - limit / 16 + 1 - tcps_pages_count(false);
	KUNIT_ASSERT_LT(test, rest, large);
	KUNIT_EXPECT_EQ(test, fill(observers[2], rest * TCPS_RING_SLOTS_PER_PAGE, 0), 0);
	wait_for_reclaim();
}

static void expect_given_up(struct kunit *test, unsigned int i)
{
	struct tcps_recorder *recorder = &observers[i]->recorder;
	u64 cursor = 0, lost = 0, next = tcps_recorder_next(recorder);
	struct tcps_record record;

	KUNIT_EXPECT_EQ(test, pages_of(i), 0);
	KUNIT_EXPECT_EQ(test, reclaimed(i), next);
	KUNIT_EXPECT_EQ(test, tcps_recorder_first(recorder), next);
	KUNIT_EXPECT_FALSE(test, tcps_recorder_read(recorder, &cursor, &record,
						    &lost));
	KUNIT_EXPECT_EQ(test, cursor, next);
	KUNIT_EXPECT_EQ(test, lost, next);
	/* It starts again. */
	KUNIT_EXPECT_EQ(test, fill(observers[i], 1, 0), 0);
	KUNIT_EXPECT_TRUE(test, tcps_recorder_read(recorder, &cursor, &record,
						   &lost));
	KUNIT_EXPECT_EQ(test, cursor, next + 1);
	KUNIT_EXPECT_EQ(test, lost, next);
}

/* Of those in use the largest is reclaimed; the others stay complete. */
static void reclaim_largest(struct kunit *test)
{
	fill_all(test, 0);
	expect_given_up(test, 0);
	KUNIT_EXPECT_EQ(test, reclaimed(1), 0);
	KUNIT_EXPECT_EQ(test, reclaimed(2), 0);
	KUNIT_EXPECT_EQ(test, tcps_recorder_first(&observers[1]->recorder), 0);
	KUNIT_EXPECT_EQ(test, tcps_recorder_first(&observers[2]->recorder), 0);
}

/* One without an event in the last minute is reclaimed before that. */
static void reclaim_idle(struct kunit *test)
{
	fill_all(test, 3600);
	expect_given_up(test, 1);
	KUNIT_EXPECT_EQ(test, reclaimed(0), 0);
	KUNIT_EXPECT_EQ(test, reclaimed(2), 0);
}

static struct kunit_case reclaim_cases[] = {
	KUNIT_CASE(reclaim_largest),
	KUNIT_CASE(reclaim_idle),
	{}
};

static struct kunit_suite reclaim_suite = {
	.name = "tcpstates_reclaim",
	.init = reclaim_test_init,
	.exit = reclaim_test_exit,
	.test_cases = reclaim_cases,
};
kunit_test_suite(reclaim_suite);
