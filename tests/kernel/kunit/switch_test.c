// SPDX-License-Identifier: GPL-2.0
/* Switching off a namespace: the end of its flows, of all classes. */
#include "../../../module/core/verdict.h"
#include "../../../module/evict.h"
#include "../../../module/switch.h"
#include "fixture.h"

#define NOW (100 * TCPS_SEC)

static struct tcps_observer *observer;

static int switch_test_init(struct kunit *test)
{
	observer = tcps_fixture_observer(test);
	return 0;
}

static void switch_test_exit(struct kunit *test)
{
	tcps_fixture_release(observer);
}

#define SYN(port)							\
	tcps_fixture_send(observer, port, 0, &(struct tcps_segment){	\
		.flags = TCPS_FLAG_SYN, .seq = 1000, .window = 1000,	\
		.wscale = TCPS_WSCALE_NONE }, NOW)

/* Two of each of three classes, and more than one batch. */
static unsigned int make_flows(struct kunit *test)
{
	u16 port;

	for (port = 1; port <= 100; port++)
		SYN(port);
	for (port = 101; port <= 102; port++)
		tcps_fixture_establish(observer, port, NOW);
	for (port = 103; port <= 104; port++) {
		tcps_fixture_establish(observer, port, NOW);
		tcps_fixture_close(observer, port, NOW);
	}
	KUNIT_ASSERT_EQ(test, tcps_table_count(&observer->table), 104);
	return 104;
}

/* Each has a verdict; if not both ends are closed, with the reason. */
static void expect_verdicts(struct kunit *test, unsigned int flows,
			    unsigned int closed)
{
	u64 cursor = tcps_recorder_first(&observer->recorder), lost = 0;
	unsigned int by_end[TCPS_END_MAX] = {};
	struct tcps_record *record = kunit_kzalloc(test, sizeof(*record),
						   GFP_KERNEL);
	struct tcps_verdict verdict;

	KUNIT_ASSERT_NOT_NULL(test, record);
	while (tcps_recorder_read(&observer->recorder, &cursor, record, &lost))
		if (record->type == TCPS_RECORD_LIFE) {
			tcps_verdict_make(&verdict, &record->life.conn,
					  record->time);
			by_end[verdict.end]++;
		}
	KUNIT_EXPECT_EQ(test, lost, 0);
	KUNIT_EXPECT_EQ(test, by_end[TCPS_END_FIN], closed);
	KUNIT_EXPECT_EQ(test, by_end[TCPS_END_EVICTED], flows - closed);
}

static void switch_ends_all(struct kunit *test)
{
	unsigned int flows = make_flows(test);

	tcps_evict_all(observer);
	KUNIT_EXPECT_EQ(test, tcps_table_count(&observer->table), 0);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(observer,
				TCPS_STAT_EVICTED_DISABLED), flows);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(observer, TCPS_STAT_ENDED),
			flows);
	expect_verdicts(test, flows, 2);
	/* Again: nothing is left, and new flows can begin. */
	tcps_evict_all(observer);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(observer, TCPS_STAT_ENDED),
			flows);
	tcps_fixture_establish(observer, 1, NOW + TCPS_SEC);
	KUNIT_EXPECT_EQ(test, tcps_table_count(&observer->table), 1);
}

/* It cannot be switched before it is set up, and while it is torn down. */
static void switch_refuses(struct kunit *test)
{
	unsigned int flows = make_flows(test);

	KUNIT_EXPECT_EQ(test, tcps_switch_set(observer, true), -ENODEV);
	KUNIT_EXPECT_EQ(test, tcps_switch_set(observer, false), -ENODEV);
	tcps_switch_close(observer);
	KUNIT_EXPECT_EQ(test, tcps_switch_set(observer, true), -ENODEV);
	KUNIT_EXPECT_EQ(test, observer->settings.enabled, 0);
	KUNIT_EXPECT_EQ(test, tcps_table_count(&observer->table), flows);
}

/* The host's namespace: on, off, on, by its sysctl; repeating changes nothing. */
static void switch_host(struct kunit *test)
{
	struct tcps_observer *host = tcps_observer_of(&init_net);
	unsigned int i;

	KUNIT_ASSERT_EQ(test, host->settings.enabled, 1);
	for (i = 0; i < 2; i++) {
		KUNIT_EXPECT_EQ(test, tcps_switch_set(host, false), 0);
		KUNIT_EXPECT_EQ(test, host->settings.enabled, 0);
		KUNIT_EXPECT_EQ(test, tcps_table_count(&host->table), 0);
	}
	for (i = 0; i < 2; i++) {
		KUNIT_EXPECT_EQ(test, tcps_switch_set(host, true), 0);
		KUNIT_EXPECT_EQ(test, host->settings.enabled, 1);
	}
}

static struct kunit_case switch_cases[] = {
	KUNIT_CASE(switch_ends_all),
	KUNIT_CASE(switch_refuses),
	KUNIT_CASE(switch_host),
	{}
};

static struct kunit_suite switch_suite = {
	.name = "tcpstates_switch",
	.init = switch_test_init,
	.exit = switch_test_exit,
	.test_cases = switch_cases,
};
kunit_test_suite(switch_suite);
