// SPDX-License-Identifier: GPL-2.0
/* Histograms of durations: each is counted once, when it becomes known. */
#include "fixture.h"

#define MS 1000000ULL
#define NOW (100 * TCPS_SEC)

static struct tcps_observer *observer;

static int durations_test_init(struct kunit *test)
{
	observer = tcps_fixture_observer(test);
	return 0;
}

static void durations_test_exit(struct kunit *test)
{
	tcps_fixture_release(observer);
}

static void send(u16 port, unsigned int side, u8 flags, u32 seq, u32 ack, u64 ms)
{
	tcps_fixture_send(observer, port, side, &(struct tcps_segment){
		.flags = flags, .seq = seq, .ack = ack, .window = 1000,
		.wscale = TCPS_WSCALE_NONE }, NOW + ms * MS);
}

/* The number of all that were counted of a duration. */
static u64 counted(enum tcps_duration which, struct tcps_histogram *sum)
{
	unsigned int bin;
	u64 all = 0;

	tcps_durations_sum(&observer->durations, which, sum);
	for (bin = 0; bin < TCPS_HISTOGRAM_BINS; bin++)
		all += sum->bin[bin];
	return all;
}

/* @n of a duration, of which @in are in the bin of @ms. */
static void expect(struct kunit *test, enum tcps_duration which, u64 n, u64 in, u64 ms,
		   u64 longest_ms)
{
	struct tcps_histogram sum;

	KUNIT_EXPECT_EQ(test, counted(which, &sum), n);
	KUNIT_EXPECT_EQ(test, (u64)sum.bin[tcps_histogram_bin(ms * MS)], in);
	KUNIT_EXPECT_EQ(test, sum.longest, longest_ms * MS);
}

static void expect_n(struct kunit *test, u64 syn_to_syn_ack, u64 syn_ack_to_ack,
		     u64 lifetime)
{
	struct tcps_histogram sum;

	KUNIT_EXPECT_EQ(test, counted(TCPS_DURATION_SYN_TO_SYN_ACK, &sum), syn_to_syn_ack);
	KUNIT_EXPECT_EQ(test, counted(TCPS_DURATION_SYN_ACK_TO_ACK, &sum), syn_ack_to_ack);
	KUNIT_EXPECT_EQ(test, counted(TCPS_DURATION_LIFETIME, &sum), lifetime);
}

static void durations_bins(struct kunit *test)
{
	static const struct {
		u64 ns;
		unsigned int bin;
	} cases[] = {
		{ 0, 0 }, { 999, 0 }, { 1000, 1 }, { 1999, 1 }, { 2000, 2 },
		{ 4999, 2 }, { 5000, 3 }, { 9999, 3 }, { 10000, 4 },
		{ 999999, 9 }, { 1000000, 10 },
		{ 1000000000000000ULL - 1, 36 }, { 1000000000000000ULL, 37 },
		{ U64_MAX, 37 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		KUNIT_EXPECT_EQ_MSG(test, tcps_histogram_bin(cases[i].ns), cases[i].bin,
				    "%llu ns", cases[i].ns);
}

/* No memory is taken before the first. */
static void durations_none(struct kunit *test)
{
	send(1, 0, TCPS_FLAG_SYN, 1000, 0, 0);
	KUNIT_EXPECT_TRUE(test, !observer->durations);
	expect_n(test, 0, 0, 0);
}

/* A handshake of 3 and 30 ms, a connection of 1 s; TIME-WAIT does not count. */
static void durations_connection(struct kunit *test)
{
	send(1, 0, TCPS_FLAG_SYN, 1000, 0, 0);
	send(1, 1, TCPS_FLAG_SYN | TCPS_FLAG_ACK, 5000, 1001, 3);
	expect(test, TCPS_DURATION_SYN_TO_SYN_ACK, 1, 1, 3, 3);
	expect_n(test, 1, 0, 0);
	send(1, 0, TCPS_FLAG_ACK, 1001, 5001, 33);
	expect(test, TCPS_DURATION_SYN_ACK_TO_ACK, 1, 1, 30, 30);
	expect_n(test, 1, 1, 0);
	tcps_fixture_close(observer, 1, NOW + 1000 * MS);
	expect_n(test, 1, 1, 0);
	tcps_fixture_expire(observer, NOW + 1000 * TCPS_SEC);
	expect(test, TCPS_DURATION_LIFETIME, 1, 1, 1000, 1000);

	/* A second one, faster: the longest stays. */
	tcps_fixture_establish(observer, 2, NOW + 2000 * TCPS_SEC);
	expect(test, TCPS_DURATION_SYN_TO_SYN_ACK, 2, 1, 3, 3);
	expect(test, TCPS_DURATION_SYN_TO_SYN_ACK, 2, 1, 0, 3);
	expect(test, TCPS_DURATION_SYN_ACK_TO_ACK, 2, 1, 30, 30);
}

/* Retransmissions, and a state that is retracted and entered again. */
static void durations_once(struct kunit *test)
{
	send(1, 0, TCPS_FLAG_SYN, 1000, 0, 0);
	send(1, 0, TCPS_FLAG_SYN, 1000, 0, 1000);
	send(1, 1, TCPS_FLAG_SYN | TCPS_FLAG_ACK, 5000, 1001, 1010);
	send(1, 0, TCPS_FLAG_ACK, 1001, 5001, 1020);
	expect_n(test, 1, 1, 0);
	/* The ACK was lost: the responder is back in SYN-RECEIVED. */
	send(1, 1, TCPS_FLAG_SYN | TCPS_FLAG_ACK, 5000, 1001, 2010);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(observer, TCPS_STAT_RETRACTIONS), 1);
	send(1, 0, TCPS_FLAG_ACK, 1001, 5001, 2020);
	expect(test, TCPS_DURATION_SYN_TO_SYN_ACK, 1, 1, 1010, 1010);
	expect(test, TCPS_DURATION_SYN_ACK_TO_ACK, 1, 1, 10, 10);
	/* A RST closes both ends, but the initiator continues. */
	send(1, 1, TCPS_FLAG_RST, 5001, 0, 2030);
	send(1, 0, TCPS_FLAG_ACK | TCPS_FLAG_PSH, 1001, 5001, 2040);
	expect_n(test, 1, 1, 0);
}

/* Where the first segment seen is a later one, less is known. */
static void durations_adopted(struct kunit *test)
{
	send(1, 1, TCPS_FLAG_SYN | TCPS_FLAG_ACK, 5000, 1001, 0);
	send(1, 0, TCPS_FLAG_ACK, 1001, 5001, 20);
	expect(test, TCPS_DURATION_SYN_ACK_TO_ACK, 1, 1, 20, 20);
	tcps_fixture_sample(observer, 2, NOW);
	expect_n(test, 0, 1, 0);
	tcps_fixture_end_all(observer);
	expect_n(test, 0, 1, 2);
}

/* A refused attempt has a lifetime, and one that expires. */
static void durations_attempts(struct kunit *test)
{
	send(1, 0, TCPS_FLAG_SYN, 1000, 0, 0);
	send(1, 1, TCPS_FLAG_RST | TCPS_FLAG_ACK, 0, 1001, 40);
	tcps_fixture_expire(observer, NOW + 61 * TCPS_SEC);
	expect(test, TCPS_DURATION_LIFETIME, 1, 1, 40, 40);
	send(2, 0, TCPS_FLAG_SYN, 1000, 0, 0);
	tcps_fixture_expire(observer, NOW + 130 * TCPS_SEC);
	expect(test, TCPS_DURATION_LIFETIME, 2, 1, 130000, 130000);
	expect_n(test, 0, 0, 2);
}

static struct kunit_case durations_cases[] = {
	KUNIT_CASE(durations_bins),
	KUNIT_CASE(durations_none),
	KUNIT_CASE(durations_connection),
	KUNIT_CASE(durations_once),
	KUNIT_CASE(durations_adopted),
	KUNIT_CASE(durations_attempts),
	{}
};

static struct kunit_suite durations_suite = {
	.name = "tcpstates_durations",
	.init = durations_test_init,
	.exit = durations_test_exit,
	.test_cases = durations_cases,
};
kunit_test_suite(durations_suite);
