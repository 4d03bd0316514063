// SPDX-License-Identifier: GPL-2.0
/* The flight recorder: a number is delivered or lost, exactly once. */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "../../../module/pages.h"
#include "../../../module/recorder.h"
#include "../../../module/ring.h"

/* As in recorder.c: a gap is given up after this many later numbers. */
#define PATIENCE 256

static struct tcps_recorder recorder;

static int recorder_test_init(struct kunit *test)
{
	tcps_recorder_init(&recorder, 64, false);
	return 0;
}

static void recorder_test_exit(struct kunit *test)
{
	tcps_recorder_exit(&recorder);
}

/* All octets of the ends derive from time and flow: a torn record shows. */
static u8 mark_of(const struct tcps_record *record)
{
	return record->time * 31 + record->flow * 7 + 1;
}

static bool put_at(u64 number, u64 time, u64 flow)
{
	struct tcps_record record = { .time = time, .flow = flow, .owned = BIT(1) };

	memset(&record.ends, mark_of(&record), sizeof(record.ends));
	record.owner[1].cookie = ~time;
	return tcps_recorder_write(&recorder, number, &record) == TCPS_RECORDED;
}

static bool put(u64 time, u64 flow)
{
	bool done;

	local_bh_disable();
	rcu_read_lock();
	done = put_at(tcps_recorder_reserve(&recorder, 1), time, flow);
	rcu_read_unlock();
	local_bh_enable();
	return done;
}

static bool whole(const struct tcps_record *record)
{
	u8 mark = mark_of(record);

	return !memchr_inv(&record->ends, mark, sizeof(record->ends)) &&
	       record->owner[1].cookie == ~record->time;
}

static void recorder_empty(struct kunit *test)
{
	struct tcps_record record;
	u64 cursor = 0, lost = 0;

	KUNIT_EXPECT_FALSE(test, tcps_recorder_read(&recorder, &cursor,
						    &record, &lost));
	KUNIT_EXPECT_EQ(test, cursor, 0);
	KUNIT_EXPECT_EQ(test, lost, 0);
	KUNIT_EXPECT_EQ(test, tcps_recorder_next(&recorder), 0);
	KUNIT_EXPECT_EQ(test, tcps_recorder_first(&recorder), 0);
	KUNIT_EXPECT_NULL(test, (void __force *)recorder.ring);
}

static void recorder_in_order(struct kunit *test)
{
	struct tcps_record record;
	u64 cursor = 0, lost = 0, i;

	for (i = 0; i < 64; i++)
		KUNIT_ASSERT_TRUE(test, put(i, 1));
	for (i = 0; i < 64; i++) {
		KUNIT_ASSERT_TRUE(test, tcps_recorder_read(&recorder, &cursor,
							   &record, &lost));
		KUNIT_EXPECT_EQ(test, record.time, i);
		KUNIT_EXPECT_EQ(test, cursor, i + 1);
		KUNIT_EXPECT_TRUE(test, whole(&record));
	}
	KUNIT_EXPECT_FALSE(test, tcps_recorder_read(&recorder, &cursor,
						    &record, &lost));
	KUNIT_EXPECT_EQ(test, lost, 0);
}

/* Numbers taken together: none is delivered before those before it are written. */
static void recorder_reserves(struct kunit *test)
{
	struct tcps_record record;
	u64 cursor = 0, lost = 0, first, i;

	local_bh_disable();
	rcu_read_lock();
	first = tcps_recorder_reserve(&recorder, 3);
	KUNIT_EXPECT_EQ(test, first, 0);
	KUNIT_EXPECT_EQ(test, tcps_recorder_next(&recorder), 3);
	for (i = 3; i--;) {
		KUNIT_EXPECT_FALSE(test, tcps_recorder_read(&recorder, &cursor,
							    &record, &lost));
		KUNIT_EXPECT_TRUE(test, put_at(first + i, i, 1));
	}
	rcu_read_unlock();
	local_bh_enable();
	for (i = 0; i < 3; i++) {
		KUNIT_ASSERT_TRUE(test, tcps_recorder_read(&recorder, &cursor,
							   &record, &lost));
		KUNIT_EXPECT_EQ(test, record.time, i);
	}
	KUNIT_EXPECT_EQ(test, lost, 0);
}

/* At every position in the ring a reader notices that it was overtaken by any distance. */
static void recorder_wraps(struct kunit *test)
{
	u64 total = 0, distance;

	for (distance = 1; distance <= 200; distance++) {
		u64 cursor = total, lost = 0, i, delivered = 0;
		struct tcps_record record;

		for (i = 0; i < distance; i++)
			put(total++, 1);
		KUNIT_EXPECT_EQ(test, tcps_recorder_first(&recorder),
				total > 64 ? total - 64 : 0);
		while (tcps_recorder_read(&recorder, &cursor, &record, &lost)) {
			KUNIT_EXPECT_EQ(test, record.time, cursor - 1);
			delivered++;
		}
		KUNIT_EXPECT_EQ(test, delivered, min_t(u64, distance, 64));
		KUNIT_EXPECT_EQ(test, lost, distance - delivered);
		KUNIT_EXPECT_EQ(test, cursor, total);
	}
}

/* From a number before the oldest, and from a future one. */
static void recorder_any_cursor(struct kunit *test)
{
	struct tcps_record record;
	u64 cursor = 0, lost = 0, i;

	for (i = 0; i < 100; i++)
		put(i, 1);
	KUNIT_EXPECT_TRUE(test, tcps_recorder_read(&recorder, &cursor, &record,
						   &lost));
	KUNIT_EXPECT_EQ(test, record.time, 36);
	KUNIT_EXPECT_EQ(test, lost, 36);
	cursor = 1000;
	lost = 0;
	KUNIT_EXPECT_FALSE(test, tcps_recorder_read(&recorder, &cursor,
						    &record, &lost));
	KUNIT_EXPECT_EQ(test, cursor, 1000);
	KUNIT_EXPECT_EQ(test, lost, 0);
	cursor = U64_MAX;
	KUNIT_EXPECT_FALSE(test, tcps_recorder_read(&recorder, &cursor,
						    &record, &lost));
}

static void recorder_resizes(struct kunit *test)
{
	struct tcps_record record;
	u64 cursor = 0, lost = 0, i;

	/* Before the first record there is nothing to lose. */
	KUNIT_ASSERT_EQ(test, tcps_recorder_resize(&recorder, 128), 0);
	for (i = 0; i < 100; i++)
		put(i, 1);
	KUNIT_EXPECT_EQ(test, tcps_recorder_first(&recorder), 0);
	KUNIT_ASSERT_EQ(test, tcps_recorder_resize(&recorder, 32), 0);
	KUNIT_EXPECT_EQ(test, tcps_recorder_first(&recorder), 100);
	KUNIT_EXPECT_FALSE(test, tcps_recorder_read(&recorder, &cursor,
						    &record, &lost));
	KUNIT_EXPECT_EQ(test, cursor, 100);
	KUNIT_EXPECT_EQ(test, lost, 100);
	for (; i < 110; i++)
		put(i, 1);
	while (tcps_recorder_read(&recorder, &cursor, &record, &lost))
		KUNIT_EXPECT_EQ(test, record.time, cursor - 1);
	KUNIT_EXPECT_EQ(test, cursor, 110);
	KUNIT_EXPECT_EQ(test, lost, 100);
}

/* A ring too large for an atomic allocation is allocated before it is needed. */
static void recorder_resizes_first(struct kunit *test)
{
	struct tcps_record record;
	u64 cursor = 0, lost = 0;

	KUNIT_ASSERT_EQ(test, tcps_recorder_resize(&recorder, 1U << 24), 0);
	KUNIT_EXPECT_TRUE(test, put(0, 1));
	KUNIT_EXPECT_TRUE(test, tcps_recorder_read(&recorder, &cursor,
						   &record, &lost));
	KUNIT_EXPECT_EQ(test, cursor, 1);
	KUNIT_EXPECT_EQ(test, lost, 0);
}

/* No memory for a ring: counted, and reported to readers. */
static void recorder_without_memory(struct kunit *test)
{
	struct tcps_record record;
	u64 cursor = 0, lost = 0, delivered = 0, i;

	recorder.want = 1U << 24;	/* too large for an atomic allocation */
	for (i = 0; i < 10; i++)
		KUNIT_EXPECT_FALSE(test, put(i, 1));
	KUNIT_EXPECT_EQ(test, atomic64_read(&recorder.lost), 10);
	KUNIT_EXPECT_FALSE(test, tcps_recorder_read(&recorder, &cursor,
						    &record, &lost));
	KUNIT_EXPECT_EQ(test, cursor, 10);
	KUNIT_EXPECT_EQ(test, lost, 10);
	recorder.want = 1024;
	/* The next one is not delayed because of these, nor because of more of them. */
	cursor = 0;
	lost = 0;
	KUNIT_EXPECT_TRUE(test, put(i++, 1));
	KUNIT_EXPECT_TRUE(test, tcps_recorder_read(&recorder, &cursor,
						   &record, &lost));
	KUNIT_EXPECT_EQ(test, record.time, 10);
	KUNIT_EXPECT_EQ(test, cursor, 11);
	KUNIT_EXPECT_EQ(test, lost, 10);
	cursor = 0;
	lost = 0;
	for (; i < 10 + PATIENCE; i++)
		KUNIT_EXPECT_TRUE(test, put(i, 1));
	while (tcps_recorder_read(&recorder, &cursor, &record, &lost)) {
		KUNIT_EXPECT_EQ(test, record.time, cursor - 1);
		delivered++;
	}
	KUNIT_EXPECT_EQ(test, delivered, PATIENCE);
	KUNIT_EXPECT_EQ(test, lost, 10);
	KUNIT_EXPECT_EQ(test, atomic64_read(&recorder.lost), 10);
}

/* If any number is lost before there is a ring, a reader continues at once. */
static void recorder_long_without_memory(struct kunit *test)
{
	struct tcps_record record;
	u64 cursor = 5, lost = 0, i;

	recorder.want = 1U << 24;
	for (i = 0; i < 10 * PATIENCE; i++)
		put(i, 1);
	KUNIT_EXPECT_FALSE(test, tcps_recorder_read(&recorder, &cursor,
						    &record, &lost));
	KUNIT_EXPECT_EQ(test, cursor, i);
	KUNIT_EXPECT_EQ(test, lost, i - 5);
	/* A number that is not used yet is waited for. */
	cursor = i + 1;
	KUNIT_EXPECT_FALSE(test, tcps_recorder_read(&recorder, &cursor,
						    &record, &lost));
	KUNIT_EXPECT_EQ(test, cursor, i + 1);
	KUNIT_EXPECT_EQ(test, lost, i - 5);
}

/*
 * A writer that was delayed while others took 256 numbers: its mark must not replace that
 * of the latest of these, for which a reader would then wait.
 */
static void recorder_delayed_mark(struct kunit *test)
{
	struct tcps_record record;
	u64 cursor = PATIENCE, lost = 0, i;

	recorder.want = 1U << 24;
	for (i = 0; i <= PATIENCE; i++)
		KUNIT_EXPECT_FALSE(test, put(i, 1));
	/* As if the writer of number 0 had been delayed: it repeats its write now. */
	atomic64_set(&recorder.next, 0);
	KUNIT_EXPECT_FALSE(test, put(0, 1));
	atomic64_set(&recorder.next, PATIENCE + 1);
	KUNIT_EXPECT_FALSE(test, tcps_recorder_read(&recorder, &cursor,
						    &record, &lost));
	KUNIT_EXPECT_EQ(test, cursor, PATIENCE + 1);
	KUNIT_EXPECT_EQ(test, lost, 1);
}

#define WRITERS 3
#define READERS 3
#define RECORDS 20000

struct worker {
	struct completion done;
	unsigned int number;
	u64 cursor;
	u64 lost;
	u64 delivered;
	u64 failed;
	u64 torn;
	u64 disordered;
	u64 latest[WRITERS + 1];
};

/* Writers that have not finished. */
static atomic_t writing;

static int write_many(void *data)
{
	struct worker *me = data;
	u64 i;

	for (i = 1; i <= RECORDS; i++) {
		me->failed += !put(i, me->number);
		if (!(i % 1024))
			cond_resched();
	}
	atomic_dec(&writing);
	kthread_complete_and_exit(&me->done, 0);
}

static void read_all(struct worker *me)
{
	struct tcps_record record;

	while (tcps_recorder_read(&recorder, &me->cursor, &record, &me->lost)) {
		me->delivered++;
		if (!whole(&record) || record.flow > WRITERS) {
			me->torn++;
			continue;
		}
		/* Records of one writer come in order. */
		if (record.flow < WRITERS &&
		    record.time <= me->latest[record.flow])
			me->disordered++;
		me->latest[record.flow] = record.time;
	}
}

static int read_many(void *data)
{
	struct worker *me = data;

	while (atomic_read(&writing)) {
		read_all(me);
		/* Some readers fall behind, some do not. */
		if (me->number)
			schedule_timeout_interruptible(me->number);
		else
			cond_resched();
	}
	kthread_complete_and_exit(&me->done, 0);
}

static void start(struct kunit *test, struct worker *worker,
		  int (*what)(void *data), unsigned int number)
{
	struct task_struct *task;

	init_completion(&worker->done);
	worker->number = number;
	task = kthread_run(what, worker, "tcps_test/%u", number);
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
}

static void run_concurrently(struct kunit *test, bool resize)
{
	struct worker *writers = kunit_kzalloc(test, sizeof(*writers) * WRITERS,
					       GFP_KERNEL);
	struct worker *readers = kunit_kzalloc(test, sizeof(*readers) * READERS,
					       GFP_KERNEL);
	u64 total, failed = 0;
	unsigned int i, size;

	KUNIT_ASSERT_NOT_NULL(test, writers);
	KUNIT_ASSERT_NOT_NULL(test, readers);
	atomic_set(&writing, WRITERS);
	for (i = 0; i < READERS; i++)
		start(test, &readers[i], read_many, i);
	for (i = 0; i < WRITERS; i++)
		start(test, &writers[i], write_many, i);
	for (size = 32; resize && atomic_read(&writing);
	     size = size == 4096 ? 32 : size * 2)
		KUNIT_EXPECT_EQ(test, tcps_recorder_resize(&recorder, size), 0);
	for (i = 0; i < WRITERS; i++) {
		wait_for_completion(&writers[i].done);
		failed += writers[i].failed;
	}
	/* Nothing waits for a number that was lost at the very end. */
	total = WRITERS * RECORDS;
	KUNIT_EXPECT_EQ(test, tcps_recorder_next(&recorder), total);
	KUNIT_EXPECT_EQ(test, atomic64_read(&recorder.lost), failed);
	for (i = 0; i < READERS; i++) {
		wait_for_completion(&readers[i].done);
		read_all(&readers[i]);
		KUNIT_EXPECT_EQ(test, readers[i].cursor, total);
		KUNIT_EXPECT_EQ(test, readers[i].delivered + readers[i].lost,
				total);
		KUNIT_EXPECT_GE(test, readers[i].delivered, 32);
		KUNIT_EXPECT_EQ(test, readers[i].torn, 0);
		KUNIT_EXPECT_EQ(test, readers[i].disordered, 0);
	}
}

static void recorder_concurrent(struct kunit *test)
{
	run_concurrently(test, false);
}

static void recorder_concurrent_resize(struct kunit *test)
{
	run_concurrently(test, true);
}

/* Less than PATIENCE, so that no number is given up. */
#define BURST 200

static int write_burst(void *data)
{
	struct worker *me = data;
	u64 i;

	for (i = 1; i <= BURST; i++)
		me->failed += !put(i, me->number);
	kthread_complete_and_exit(&me->done, 0);
}

/*
 * A writer that takes its number while the ring is replaced: whichever ring it finds, the
 * reader must not wait for that number.
 */
static void recorder_resize_in_burst(struct kunit *test)
{
	struct worker *writer = kunit_kzalloc(test, sizeof(*writer),
					      GFP_KERNEL);
	struct tcps_record record;
	u64 cursor = 0, lost = 0, next;
	unsigned int round;

	KUNIT_ASSERT_NOT_NULL(test, writer);
	for (round = 0; round < 100; round++) {
		next = tcps_recorder_next(&recorder);
		start(test, writer, write_burst, 0);
		while (tcps_recorder_next(&recorder) == next)
			cond_resched();
		KUNIT_EXPECT_EQ(test, tcps_recorder_resize(&recorder, 512), 0);
		wait_for_completion(&writer->done);
		while (tcps_recorder_read(&recorder, &cursor, &record, &lost))
			;
		KUNIT_EXPECT_EQ(test, cursor, next + BURST);
	}
	KUNIT_EXPECT_EQ(test, writer->failed, 0);
}

static u64 put_many(unsigned int n)
{
	u64 written = 0;

	while (n--) {
		written += put(1, 1);
		if (!(n & 1023))
			cond_resched();
	}
	return written;
}

/*
 * Unprivileged users can create namespaces, so there is a common limit for all of them;
 * memory that one frees can be used by another.
 */
static void recorder_unprivileged_have_a_budget(struct kunit *test)
{
	unsigned int budget = tcps_pages_limit(true) * TCPS_RING_SLOTS_PER_PAGE;
	unsigned int round;

	for (round = 0; round < 2; round++) {
		tcps_recorder_exit(&recorder);
		tcps_recorder_init(&recorder, roundup_pow_of_two(2 * budget), true);
		KUNIT_EXPECT_EQ(test, put_many(budget + 5000), budget);
		KUNIT_EXPECT_EQ(test, atomic64_read(&recorder.lost), 5000);
	}
	tcps_recorder_exit(&recorder);
	tcps_recorder_init(&recorder, roundup_pow_of_two(2 * budget), false);
	KUNIT_EXPECT_EQ(test, put_many(budget + 5000), budget + 5000);
}

static struct kunit_case recorder_cases[] = {
	KUNIT_CASE(recorder_empty),
	KUNIT_CASE(recorder_in_order),
	KUNIT_CASE(recorder_reserves),
	KUNIT_CASE(recorder_wraps),
	KUNIT_CASE(recorder_any_cursor),
	KUNIT_CASE(recorder_resizes),
	KUNIT_CASE(recorder_resizes_first),
	KUNIT_CASE(recorder_without_memory),
	KUNIT_CASE(recorder_long_without_memory),
	KUNIT_CASE(recorder_delayed_mark),
	KUNIT_CASE(recorder_concurrent),
	KUNIT_CASE(recorder_concurrent_resize),
	KUNIT_CASE(recorder_resize_in_burst),
	KUNIT_CASE(recorder_unprivileged_have_a_budget),
	{}
};

static struct kunit_suite recorder_suite = {
	.name = "tcpstates_recorder",
	.init = recorder_test_init,
	.exit = recorder_test_exit,
	.test_cases = recorder_cases,
};
kunit_test_suite(recorder_suite);
