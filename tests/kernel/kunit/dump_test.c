// SPDX-License-Identifier: GPL-2.0
/*
 * Dumps: complete, flagged when the table is resized meanwhile, filtered; of
 * events from any number on.
 */
#include "dump.h"
#include "fixture.h"

static struct tcps_observer *observer;
static struct tcps_dump dump;

static int dump_test_init(struct kunit *test)
{
	observer = tcps_observer_of(&init_net);
	return tcps_dump_open(&dump);
}

static void dump_test_exit(struct kunit *test)
{
	tcps_dump_close(&dump);
	tcps_fixture_end_all(observer);
}

static void open_flows(u16 first, u16 last)
{
	u16 port;

	for (port = first; port <= last; port++)
		tcps_fixture_establish(observer, port, ktime_get_ns());
	/* It grows in the background. */
	flush_work(&observer->table.hash.run_work);
}

static void dump_complete(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, tcps_dump_all(&dump, 0), 0);
	KUNIT_EXPECT_EQ(test, dump.flows, 0);
	open_flows(1, 3000);
	KUNIT_ASSERT_EQ(test, tcps_dump_all(&dump, 0), 0);
	KUNIT_EXPECT_EQ(test, dump.flows, 3000);
	KUNIT_EXPECT_FALSE(test, dump.interrupted);
}

/* Between two messages the table was resized: the walk restarts. */
static void dump_interrupted(struct kunit *test)
{
	open_flows(1, 1000);
	KUNIT_ASSERT_EQ(test, tcps_dump_ask(&dump, 0), 0);
	KUNIT_ASSERT_EQ(test, tcps_dump_more(&dump), 0);
	KUNIT_ASSERT_FALSE(test, dump.done);
	KUNIT_EXPECT_FALSE(test, dump.interrupted);
	open_flows(1001, 5000);
	while (!dump.done)
		KUNIT_ASSERT_EQ(test, tcps_dump_more(&dump), 0);
	KUNIT_EXPECT_TRUE(test, dump.interrupted);
	KUNIT_EXPECT_GE(test, dump.flows, 5000);
	/* The next one is complete again. */
	KUNIT_ASSERT_EQ(test, tcps_dump_all(&dump, 0), 0);
	KUNIT_EXPECT_FALSE(test, dump.interrupted);
	KUNIT_EXPECT_EQ(test, dump.flows, 5000);
}

#define ENDED 200

/* End the flows in a range of the order of a dump. */
static unsigned int end_flows(unsigned int first, unsigned int last)
{
	unsigned int place = 0, ended = 0;
	struct rhashtable_iter iter;
	struct tcps_flow *flow;

	local_bh_disable();
	rhashtable_walk_enter(&observer->table.hash, &iter);
	rhashtable_walk_start(&iter);
	while (place++ < last) {
		flow = rhashtable_walk_next(&iter);
		if (IS_ERR_OR_NULL(flow))
			break;
		if (place < first)
			continue;
		tcps_fixture_end(observer, flow);
		ended++;
	}
	rhashtable_walk_stop(&iter);
	rhashtable_walk_exit(&iter);
	local_bh_enable();
	return ended;
}

/*
 * Between two messages the flow at which the dump paused has ended: those after it in its
 * bucket may be missed. The second message, of 32 KiB, was made when the first was read:
 * the pause is within the ENDED flows after those of the first, which are too few to shrink
 * the table.
 */
static void dump_flow_ends(struct kunit *test)
{
	unsigned int first;

	open_flows(1, 1000);
	KUNIT_ASSERT_EQ(test, tcps_dump_ask(&dump, 0), 0);
	KUNIT_ASSERT_EQ(test, tcps_dump_more(&dump), 0);
	KUNIT_ASSERT_FALSE(test, dump.done);
	first = dump.flows;
	KUNIT_ASSERT_EQ(test, end_flows(first + 1, first + ENDED), ENDED);
	while (!dump.done)
		KUNIT_ASSERT_EQ(test, tcps_dump_more(&dump), 0);
	KUNIT_EXPECT_TRUE(test, dump.interrupted);
	KUNIT_ASSERT_EQ(test, tcps_dump_all(&dump, 0), 0);
	KUNIT_EXPECT_FALSE(test, dump.interrupted);
	KUNIT_EXPECT_EQ(test, dump.flows, 1000 - ENDED);
}

/* More flows are skipped than are visited in one batch. */
static void dump_filtered(struct kunit *test)
{
	u64 octets;

	open_flows(1, 3000);
	KUNIT_ASSERT_EQ(test, tcps_dump_all(&dump, 0), 0);
	octets = dump.octets;
	KUNIT_ASSERT_EQ(test, tcps_dump_all(&dump, 1234), 0);
	KUNIT_EXPECT_EQ(test, dump.flows, 1);
	KUNIT_EXPECT_LT(test, dump.octets, 2 * octets / 3000 + 100);
	KUNIT_ASSERT_EQ(test, tcps_dump_all(&dump, 3001), 0);
	KUNIT_EXPECT_EQ(test, dump.flows, 0);
	KUNIT_EXPECT_FALSE(test, dump.interrupted);
}

/* A client that closes in the middle of a dump leaks nothing. */
static void dump_abandoned(struct kunit *test)
{
	open_flows(1, 3000);
	KUNIT_ASSERT_EQ(test, tcps_dump_ask(&dump, 0), 0);
	KUNIT_ASSERT_EQ(test, tcps_dump_more(&dump), 0);
	KUNIT_EXPECT_FALSE(test, dump.done);
	KUNIT_EXPECT_GT(test, dump.flows, 0);
}

/* From a future number, as after a reload: the reply contains the end. */
static void dump_events_beyond(struct kunit *test)
{
	u64 end;

	open_flows(1, 10);
	end = tcps_recorder_next(&observer->recorder);
	KUNIT_ASSERT_EQ(test, tcps_dump_events(&dump, end - 1), 0);
	KUNIT_EXPECT_EQ(test, dump.next, end);
	KUNIT_ASSERT_EQ(test, tcps_dump_events(&dump, end), 0);
	KUNIT_EXPECT_EQ(test, dump.next, end);
	KUNIT_ASSERT_EQ(test, tcps_dump_events(&dump, end + 1), 0);
	KUNIT_EXPECT_EQ(test, dump.next, end);
	KUNIT_ASSERT_EQ(test, tcps_dump_events(&dump, U64_MAX), 0);
	KUNIT_EXPECT_EQ(test, dump.next, end);
}

/* A flow in each pair of states, or one less. */
static void count_pairs(bool begin)
{
	u8 pair[2];

	for (pair[0] = 0; pair[0] < TCPS_STATE_MAX; pair[0]++)
		for (pair[1] = 0; pair[1] < TCPS_STATE_MAX; pair[1]++)
			tcps_stats_flow(observer->stats, begin ? NULL : pair,
					begin ? pair : NULL);
}

/* The counters have space in one message, even if there is none that is 0. */
static void dump_stats(struct kunit *test)
{
	enum tcps_duration which;
	unsigned int bin;
	u64 ns;

	local_bh_disable();
	for (which = 0; which < TCPS_DURATION_MAX; which++)
		for (bin = 0, ns = 1; bin < TCPS_HISTOGRAM_BINS; ns *= 2)
			if (tcps_histogram_bin(ns) == bin) {
				tcps_observer_duration(observer, which, ns);
				bin++;
			}
	local_bh_enable();
	count_pairs(true);
	KUNIT_EXPECT_EQ(test, tcps_dump_stats(&dump), 0);
	count_pairs(false);
	KUNIT_EXPECT_GT(test, dump.octets, 8000);
}

static struct kunit_case dump_cases[] = {
	KUNIT_CASE(dump_complete),
	KUNIT_CASE(dump_interrupted),
	KUNIT_CASE(dump_flow_ends),
	KUNIT_CASE(dump_filtered),
	KUNIT_CASE(dump_abandoned),
	KUNIT_CASE(dump_events_beyond),
	KUNIT_CASE(dump_stats),
	{}
};

static struct kunit_suite dump_suite = {
	.name = "tcpstates_dump",
	.init = dump_test_init,
	.exit = dump_test_exit,
	.test_cases = dump_cases,
};
kunit_test_suite(dump_suite);
