// SPDX-License-Identifier: GPL-2.0
/* Notes that third parties cause: their share of the recorder. */
#include "../../../module/note.h"
#include "fixture.h"

#define NOW (100 * TCPS_SEC)

static struct tcps_observer *observer;

static int note_test_init(struct kunit *test)
{
	observer = tcps_fixture_observer(test);
	return 0;
}

static void note_test_exit(struct kunit *test)
{
	tcps_fixture_release(observer);
}

static u64 recorded(void)
{
	return tcps_recorder_next(&observer->recorder);
}

static u64 counted(enum tcps_counter counter)
{
	return tcps_fixture_count(observer, counter);
}

/* How many notes were left out according to the latest record. */
static unsigned int left_out(struct kunit *test)
{
	struct tcps_record record;
	u64 cursor = recorded() - 1, lost = 0;

	KUNIT_ASSERT_TRUE(test, tcps_recorder_read(&observer->recorder,
						   &cursor, &record, &lost));
	KUNIT_ASSERT_NE(test, (int)record.type, (int)TCPS_RECORD_LIFE);
	return record.change.notes_left_out;
}

/* 1,500 errors that quote one flow: 16 notes, then one per second, the others counted. */
static void note_flow(struct kunit *test)
{
	unsigned int i;
	u64 before;

	tcps_fixture_establish(observer, 1, NOW);
	before = recorded();
	for (i = 0; i < 1500; i++)
		tcps_fixture_icmp(observer, 1, NOW + i);
	KUNIT_EXPECT_EQ(test, recorded() - before, 16);
	KUNIT_EXPECT_EQ(test, counted(TCPS_STAT_NOTES), 1500);
	KUNIT_EXPECT_EQ(test, counted(TCPS_STAT_NOTES_LEFT_OUT), 1484);
	KUNIT_EXPECT_EQ(test, left_out(test), 0);

	tcps_fixture_icmp(observer, 1, NOW + 2 * TCPS_SEC);
	KUNIT_EXPECT_EQ(test, recorded() - before, 17);
	KUNIT_EXPECT_EQ(test, left_out(test), 1484);
	tcps_fixture_icmp(observer, 1, NOW + 4 * TCPS_SEC);
	KUNIT_EXPECT_EQ(test, recorded() - before, 18);
	KUNIT_EXPECT_EQ(test, left_out(test), 0);
	/* A minute later as many at once as at first. */
	for (i = 0; i < 100; i++)
		tcps_fixture_icmp(observer, 1, NOW + 60 * TCPS_SEC);
	KUNIT_EXPECT_EQ(test, recorded() - before, 34);
}

/* A new flow has all its notes at any time after boot, also before a number of bits wraps. */
static void note_uptime(struct kunit *test)
{
	const struct tcps_segment syn = {
		.flags = TCPS_FLAG_SYN, .seq = 1000, .window = 1000,
		.wscale = TCPS_WSCALE_NONE,
	};
	unsigned int bits, half, i;
	u16 port = 0;

	for (bits = 36; bits < 56; bits++) {
		for (half = 0; half < 40; half++) {
			u64 now = (1ULL << bits) - half * TCPS_SEC / 2;

			port++;
			for (i = 0; i < 17; i++)
				tcps_fixture_send(observer, port, 0, &syn, now);
		}
	}
	KUNIT_EXPECT_EQ(test, counted(TCPS_STAT_NOTES), 16 * port);
	KUNIT_EXPECT_EQ(test, counted(TCPS_STAT_NOTES_LEFT_OUT), 0);
}

/* Transitions and the verdict are never left out. */
static void note_transition(struct kunit *test)
{
	unsigned int i;
	u64 before;

	tcps_fixture_establish(observer, 1, NOW);
	for (i = 0; i < 100; i++)
		tcps_fixture_icmp(observer, 1, NOW);
	before = recorded();
	tcps_fixture_close(observer, 1, NOW);
	KUNIT_EXPECT_GE(test, recorded() - before, 6);
	KUNIT_EXPECT_EQ(test, left_out(test), 0);
}

/* Admitted before the number of the one before it is taken, as within a step: no more. */
static void note_at_once(struct kunit *test)
{
	struct tcps_flow *flow[2];
	unsigned int i, admitted = 0;

	for (i = 0; i < 2; i++) {
		tcps_fixture_establish(observer, i + 1, NOW);
		flow[i] = tcps_fixture_find(observer, i + 1);
		KUNIT_ASSERT_NOT_NULL(test, flow[i]);
	}
	tcps_fixture_icmp(observer, 1, NOW);	/* the others are counted */
	observer->notes.credit = 24;	/* one note (SHARE) */
	for (i = 0; i < 10; i++) {
		spin_lock_bh(&flow[i % 2]->lock);
		admitted += tcps_note_admit(observer, flow[i % 2], TCPS_CAUSE_ICMP_IGNORED, NOW);
		spin_unlock_bh(&flow[i % 2]->lock);
	}
	KUNIT_EXPECT_EQ(test, admitted, 1);
}

/* Errors that quote many flows: at most the namespace's share of notes. */
static void note_share(struct kunit *test)
{
	unsigned int ring = observer->settings.recorder_records, i, round;
	unsigned int flows = ring / 50;
	u64 before, others;
	u16 port;

	for (port = 1; port <= flows; port++)
		tcps_fixture_establish(observer, port, NOW);
	before = recorded();
	for (round = 0; round < 10; round++)
		for (port = 1; port <= flows; port++)
			tcps_fixture_icmp(observer, port, NOW + round);
	KUNIT_EXPECT_EQ(test, recorded() - before, ring / 24);

	/* Other records fill the ring, and the errors continue. */
	before = recorded();
	others = 0;
	for (i = 0; others < ring; i++) {
		u64 at = recorded();

		port = 10000 + i;
		tcps_fixture_establish(observer, port, NOW);
		others += recorded() - at;
		for (round = 0; round < 4; round++)
			tcps_fixture_icmp(observer, port, NOW);
	}
	KUNIT_EXPECT_LE(test, recorded() - before - others, ring / 10);
	KUNIT_EXPECT_GT(test, recorded() - before - others, ring / 30);
}

static struct kunit_case note_cases[] = {
	KUNIT_CASE(note_flow),
	KUNIT_CASE(note_uptime),
	KUNIT_CASE(note_transition),
	KUNIT_CASE(note_at_once),
	KUNIT_CASE(note_share),
	{}
};

static struct kunit_suite note_suite = {
	.name = "tcpstates_note",
	.init = note_test_init,
	.exit = note_test_exit,
	.test_cases = note_cases,
};
kunit_test_suite(note_suite);
