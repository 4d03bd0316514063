// SPDX-License-Identifier: GPL-2.0
/*
 * Two CPUs at once: segments of the same flows and of different ones, timers, evictions,
 * dumps, and settings that change. In any order, the counters of successes and failures
 * must add up in the end.
 */
#include <linux/kthread.h>
#include <linux/prandom.h>

#include "../../../module/ackwait.h"
#include "../../../module/expire.h"
#include "dump.h"
#include "fixture.h"

#define HAMMERS 4
#define STEPS 4000

/* Ports shared by all hammers, and the number of ports of each one alone. */
#define SHARED 40
#define OWN 1000

/**
 * struct hammer - a thread that sends segments
 * @done:   it has ended
 * @number: from 0
 * @cpu:    where it runs
 * @run:    its function
 * @random: its state of random numbers
 * @sent:   segments sent
 * @count:  the counter of its CPU before
 */
struct hammer {
	struct completion done;
	unsigned int number;
	unsigned int cpu;
	void (*run)(struct hammer *hammer);
	struct rnd_state random;
	u64 sent;
	u64 count;
};

static struct tcps_observer *observer;
static struct tcps_settings usual;
static struct tcps_stats before;
static u64 next_before, lost_before, lifetimes_before;
static unsigned int waiting_before;
static struct hammer hammers[HAMMERS];
static atomic_t hammering;

/* Groups of the filter with a waiting flow; a slot that overflowed once stays set. */
static unsigned int waiting(void)
{
	return bitmap_weight(tcps_ackwait.bits, TCPS_ACKWAIT_GROUPS);
}

/* Flows in the histogram of lifetimes. */
static u64 lifetimes(void)
{
	struct tcps_histogram sum;
	unsigned int bin;
	u64 all = 0;

	tcps_durations_sum(&observer->durations, TCPS_DURATION_LIFETIME, &sum);
	for (bin = 0; bin < TCPS_HISTOGRAM_BINS; bin++)
		all += sum.bin[bin];
	return all;
}

static int concurrent_test_init(struct kunit *test)
{
	observer = tcps_observer_of(&init_net);
	usual = observer->settings;
	tcps_stats_sum(observer->stats, &before);
	next_before = tcps_recorder_next(&observer->recorder);
	lost_before = atomic64_read(&observer->recorder.lost);
	waiting_before = waiting();
	lifetimes_before = lifetimes();
	return 0;
}

static void concurrent_test_exit(struct kunit *test)
{
	tcps_fixture_end_all(observer);
	observer->settings = usual;
}

/* Increase of a counter since the test began. */
static u64 more(enum tcps_counter counter)
{
	struct tcps_stats sum;

	tcps_stats_sum(observer->stats, &sum);
	return sum.count[counter] - before.count[counter];
}

static u32 any(struct hammer *hammer, u32 below)
{
	return prandom_u32_state(&hammer->random) % below;
}

static void send(struct hammer *hammer, u16 port, unsigned int side, u8 flags)
{
	bool data = !(flags & TCPS_FLAGS_CONTROL);

	tcps_fixture_send(observer, port, side, &(struct tcps_segment){
		.flags = flags,
		.seq = side ? 5001 : 1001, .ack = side ? 1001 : 5001,
		.len = data ? any(hammer, 3) : 0,
		.window = 1000, .wscale = TCPS_WSCALE_NONE }, ktime_get_ns());
	hammer->sent++;
}

static void any_segment(struct hammer *hammer, u16 port)
{
	static const u8 flags[] = {
		TCPS_FLAG_ACK, TCPS_FLAG_SYN, TCPS_FLAG_SYN | TCPS_FLAG_ACK,
		TCPS_FLAG_FIN | TCPS_FLAG_ACK, TCPS_FLAG_RST, TCPS_FLAG_ACK,
	};

	switch (any(hammer, 8)) {
	case 0:
		tcps_fixture_establish(observer, port, ktime_get_ns());
		hammer->sent += 3;
		break;
	case 1:
		tcps_fixture_close(observer, port, ktime_get_ns());
		hammer->sent += 3;
		break;
	default:
		send(hammer, port, any(hammer, 2),
		     flags[any(hammer, ARRAY_SIZE(flags))]);
	}
}

static u16 own_port(const struct hammer *hammer, unsigned int i)
{
	return SHARED + 1 + hammer->number * OWN + i % OWN;
}

static void send_anything(struct hammer *hammer)
{
	unsigned int i;

	for (i = 0; i < STEPS; i++) {
		any_segment(hammer, i % 2 ? 1 + any(hammer, SHARED) :
					    own_port(hammer, any(hammer, OWN)));
		if (!(i % 64))
			cond_resched();
	}
}

static void send_syns(struct hammer *hammer)
{
	unsigned int i;

	for (i = 0; i < OWN; i++) {
		tcps_fixture_send(observer, own_port(hammer, i), 0,
				  &(struct tcps_segment){
					.seq = 1000, .flags = TCPS_FLAG_SYN,
					.wscale = TCPS_WSCALE_NONE },
				  ktime_get_ns());
		hammer->sent++;
		if (!(i % 64))
			cond_resched();
	}
}

static int hammer_thread(void *data)
{
	struct hammer *hammer = data;

	hammer->run(hammer);
	atomic_dec(&hammering);
	kthread_complete_and_exit(&hammer->done, 0);
}

static u64 examined_by(unsigned int cpu)
{
	return per_cpu_ptr(observer->stats, cpu)->count[TCPS_STAT_EXAMINED];
}

/* Start a hammer on each CPU; the test's own thread continues meanwhile. */
static void start(struct kunit *test, void (*run)(struct hammer *hammer))
{
	unsigned int i, cpu = cpumask_first(cpu_online_mask);
	struct task_struct *task;

	atomic_set(&hammering, HAMMERS);
	for (i = 0; i < HAMMERS; i++) {
		struct hammer *hammer = &hammers[i];

		*hammer = (struct hammer){ .number = i, .cpu = cpu, .run = run,
					   .count = examined_by(cpu) };
		init_completion(&hammer->done);
		prandom_seed_state(&hammer->random, 4711 + i);
		task = kthread_create(hammer_thread, hammer, "tcps_hammer/%u",
				      i);
		KUNIT_ASSERT_FALSE(test, IS_ERR(task));
		kthread_bind(task, cpu);
		wake_up_process(task);
		cpu = cpumask_next(cpu, cpu_online_mask);
		if (cpu >= nr_cpu_ids)
			cpu = cpumask_first(cpu_online_mask);
	}
}

static u64 finish(struct kunit *test)
{
	u64 sent = 0;
	unsigned int i;

	for (i = 0; i < HAMMERS; i++) {
		wait_for_completion(&hammers[i].done);
		sent += hammers[i].sent;
		/* Each CPU counts separately. */
		KUNIT_EXPECT_GE(test, examined_by(hammers[i].cpu),
				hammers[i].count + hammers[i].sent);
	}
	return sent;
}

/*
 * Wait until nothing runs any more: no timers, and no resize, during which a walk misses
 * flows that are not moved yet.
 */
static void settle(void)
{
	cancel_delayed_work_sync(&observer->expiry);
	while (flush_work(&observer->table.hash.run_work))
		;
	clear_bit(0, &observer->expiring);
}

static unsigned int in_queues(void)
{
	unsigned int class, sum = 0;

	for (class = 0; class < TCPS_CLASS_MAX; class++)
		sum += tcps_table_class_count(&observer->table, class);
	return sum;
}

/* The counts by state must match a walk over the table. */
static void check_pairs(struct kunit *test)
{
	static u32 found[TCPS_STATE_MAX][TCPS_STATE_MAX];
	struct rhashtable_iter iter;
	struct tcps_flow *flow;
	struct tcps_stats sum;
	u8 state[2];

	memset(found, 0, sizeof(found));
	rhashtable_walk_enter(&observer->table.hash, &iter);
	rhashtable_walk_start(&iter);
	while ((flow = rhashtable_walk_next(&iter))) {
		if (IS_ERR(flow)) {	/* resized: it begins again */
			memset(found, 0, sizeof(found));
			continue;
		}
		tcps_fsm_states(&flow->conn, state);
		found[state[0]][state[1]]++;
	}
	rhashtable_walk_stop(&iter);
	rhashtable_walk_exit(&iter);
	tcps_stats_sum(observer->stats, &sum);
	KUNIT_EXPECT_EQ(test, memcmp(found, sum.flows, sizeof(found)), 0);
}

static u64 ended_by_reason(void)
{
	struct tcps_stats sum;
	unsigned int i;
	u64 ends = 0;

	tcps_stats_sum(observer->stats, &sum);
	for (i = 0; i < TCPS_END_MAX; i++)
		ends += sum.end[i] - before.end[i];
	return ends;
}

/* Every event has a number; a reader gets it, or it is reported to it as lost. */
static void check_recorder(struct kunit *test)
{
	struct tcps_recorder *recorder = &observer->recorder;
	u64 cursor = next_before, lost = 0, delivered = 0;
	u64 next = tcps_recorder_next(recorder);
	struct tcps_record record;

	KUNIT_EXPECT_EQ(test, next - next_before,
			more(TCPS_STAT_TRANSITIONS) + more(TCPS_STAT_NOTES) -
			more(TCPS_STAT_NOTES_LEFT_OUT) +
			more(TCPS_STAT_ENDED));
	KUNIT_EXPECT_EQ(test, atomic64_read(&recorder->lost) - lost_before,
			more(TCPS_STAT_RECORD_LOST));
	while (tcps_recorder_read(recorder, &cursor, &record, &lost))
		delivered++;
	KUNIT_EXPECT_EQ(test, delivered + lost, next - next_before);
	KUNIT_EXPECT_EQ(test, cursor, next);
}

static void check_sums(struct kunit *test, u64 sent)
{
	unsigned int flows = tcps_table_count(&observer->table);

	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_EXAMINED), sent);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_OPENED) - more(TCPS_STAT_ENDED),
			flows);
	KUNIT_EXPECT_EQ(test, in_queues(), flows);
	check_pairs(test);
	KUNIT_EXPECT_EQ(test, ended_by_reason(), more(TCPS_STAT_ENDED));
	check_recorder(test);

	tcps_fixture_end_all(observer);
	KUNIT_EXPECT_EQ(test, tcps_table_count(&observer->table), 0);
	KUNIT_EXPECT_EQ(test, in_queues(), 0);
	check_pairs(test);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_OPENED), more(TCPS_STAT_ENDED));
	KUNIT_EXPECT_EQ(test, lifetimes() - lifetimes_before, more(TCPS_STAT_ENDED));
	/* No flow is left, so none waits for an ACK. */
	KUNIT_EXPECT_EQ(test, waiting(), waiting_before);
	check_recorder(test);
}

/* Everything at once. */
static void concurrent_anything(struct kunit *test)
{
	struct tcps_settings *settings = &observer->settings;
	unsigned int class, turns = 0;
	struct tcps_dump dump;
	u64 sent;

	KUNIT_ASSERT_EQ(test, tcps_dump_open(&dump), 0);
	settings->max_flows = 600;
	settings->max_half_open = 100;
	/* Less than a sysctl accepts: flows are due after two ticks. */
	for (class = 0; class < TCPS_CLASS_MAX; class++)
		settings->timeout[class] = class != TCPS_CLASS_ESTABLISHED ?
					   0 : 1;
	start(test, send_anything);
	while (atomic_read(&hammering)) {
		KUNIT_EXPECT_EQ(test, tcps_dump_all(&dump, turns % 3), 0);
		tcps_expire_kick(observer);
		WRITE_ONCE(settings->accounting, ++turns % 2);
		cond_resched();
	}
	sent = finish(test);
	settle();
	tcps_dump_close(&dump);
	KUNIT_EXPECT_GT(test, more(TCPS_STAT_OPENED), 0);
	KUNIT_EXPECT_GT(test, turns, 0);
	/* Each CPU may exceed the limit by one. */
	KUNIT_EXPECT_LE(test, tcps_table_count(&observer->table),
			600 + HAMMERS);
	check_sums(test, sent);
}

/* SYNs beyond the limit evict each other and nothing else. */
static void concurrent_flood(struct kunit *test)
{
	u64 sent, opened;
	u16 port;

	observer->settings.max_half_open = 100;
	for (port = 1; port <= SHARED; port++)
		tcps_fixture_establish(observer, port, ktime_get_ns());
	start(test, send_syns);
	sent = finish(test);
	settle();
	opened = more(TCPS_STAT_OPENED) - SHARED;
	KUNIT_EXPECT_EQ(test, opened + more(TCPS_STAT_TABLE_FULL) +
			more(TCPS_STAT_INSERT_FAILED) +
			more(TCPS_STAT_NO_MEMORY), sent);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_EVICTED_UNANSWERED),
			more(TCPS_STAT_ENDED));
	KUNIT_EXPECT_EQ(test, opened - more(TCPS_STAT_ENDED),
			tcps_table_class_count(&observer->table,
					       TCPS_CLASS_HALF_OPEN));
	for (port = 1; port <= SHARED; port++)
		KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer, port));
	check_sums(test, sent + 3 * SHARED);
}

/* A table full of established flows: new ones are not tracked, but counted. */
static void concurrent_full(struct kunit *test)
{
	u64 sent;
	u16 port;

	observer->settings.max_flows = SHARED;
	for (port = 1; port <= SHARED; port++)
		tcps_fixture_establish(observer, port, ktime_get_ns());
	start(test, send_syns);
	sent = finish(test);
	settle();
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_TABLE_FULL), sent);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_OPENED), SHARED);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_ENDED), 0);
	for (port = 1; port <= SHARED; port++)
		KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer, port));
	check_sums(test, sent + 3 * SHARED);
}

static struct kunit_case concurrent_cases[] = {
	KUNIT_CASE(concurrent_anything),
	KUNIT_CASE(concurrent_flood),
	KUNIT_CASE(concurrent_full),
	{}
};

static struct kunit_suite concurrent_suite = {
	.name = "tcpstates_concurrent",
	.init = concurrent_test_init,
	.exit = concurrent_test_exit,
	.test_cases = concurrent_cases,
};
kunit_test_suite(concurrent_suite);
