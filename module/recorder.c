// SPDX-License-Identifier: GPL-2.0
/*
 * The flight recorder.
 *
 * A writer takes a number, claims the slot of that number, fills it and
 * publishes it. No lock: two writers collide in a slot only if one of them was delayed
 * while the others wrapped around the ring; then the record of one is counted as lost.
 * Pages are allocated when the ring first reaches them, so a namespace without connections
 * has no ring and a quiet one a small one.
 *
 * A number is delivered, or counted as lost, exactly once to each reader. One that will
 * never have a record is marked as void by the writer that took it, so that no reader waits
 * for it.
 */
#include "recorder.h"

#include <linux/prefetch.h>

#include "ring.h"

/**
 * struct slot - where a record is kept
 * @stamp:  2 * number + 2 once the record is whole, 2 * number + 1 while it is
 *          being written, 0 before
 * @record: the record
 */
struct slot {
	atomic64_t stamp;
	struct tcps_record record;
} __aligned(64);

static_assert(sizeof(struct slot) == TCPS_RING_SLOT);

/*
 * A record that is incomplete when this many later ones were started is given up: each CPU
 * writes those of one step at a time, and does not sleep in it. So a mark that a number is
 * void is not needed any more when another replaces it.
 */
#define PENDING_MAX TCPS_RECORDER_VOIDS

static u64 writing(u64 number)
{
	return number * 2 + 1;
}

static u64 written(u64 number)
{
	return number * 2 + 2;
}

/**
 * tcps_recorder_init() - set up a recorder, without a ring yet
 * @recorder: the recorder
 * @records:  how many it will hold: a power of two
 * @unprivileged: of an unprivileged namespace
 */
void tcps_recorder_init(struct tcps_recorder *recorder, unsigned int records,
			bool unprivileged)
{
	unsigned int i;

	for (i = 0; i < TCPS_RECORDER_VOIDS; i++)
		atomic64_set(&recorder->voids[i], 0);
	atomic64_set(&recorder->next, 0);
	atomic64_set(&recorder->base, 0);
	atomic64_set(&recorder->lost, 0);
	RCU_INIT_POINTER(recorder->ring, NULL);
	spin_lock_init(&recorder->lock);
	recorder->want = records;
	recorder->unprivileged = unprivileged;
}

/** tcps_recorder_exit() - free the ring; no writer and no reader is left */
void tcps_recorder_exit(struct tcps_recorder *recorder)
{
	tcps_ring_free(rcu_dereference_protected(recorder->ring, 1));
	RCU_INIT_POINTER(recorder->ring, NULL);
}

/*
 * Replace the current ring, which is to be freed after an RCU grace period. Under the lock.
 */
static struct tcps_ring *ring_replace(struct tcps_recorder *recorder,
				      struct tcps_ring *ring)
{
	struct tcps_ring *old;

	old = rcu_dereference_protected(recorder->ring,
					lockdep_is_held(&recorder->lock));
	rcu_assign_pointer(recorder->ring, ring);
	/*
	 * A writer that takes a number from here on finds the new ring; lower numbers
	 * may be in the old one. Pairs with the increment in write().
	 */
	smp_mb();
	atomic64_set(&recorder->base, atomic64_read(&recorder->next));
	return old;
}

/**
 * tcps_recorder_resize() - change how many records are held
 * @recorder: the recorder
 * @records:  a power of two
 *
 * Process context; the caller serializes. Recorded events are dropped, and reported to
 * readers as lost. Return: 0 or -ENOMEM.
 */
int tcps_recorder_resize(struct tcps_recorder *recorder, unsigned int records)
{
	struct tcps_ring *ring, *old;

	/* Even if there is none yet: a large one may not be available in softirq later. */
	ring = tcps_ring_alloc(records, recorder->unprivileged, GFP_KERNEL);
	if (!ring)
		return -ENOMEM;
	spin_lock_bh(&recorder->lock);
	recorder->want = records;
	old = ring_replace(recorder, ring);
	spin_unlock_bh(&recorder->lock);
	if (old) {
		synchronize_rcu();
		tcps_ring_free(old);
	}
	return 0;
}

/* The ring is allocated with the first record. */
static struct tcps_ring *ring_get(struct tcps_recorder *recorder)
{
	struct tcps_ring *ring = rcu_dereference(recorder->ring);

	if (likely(ring))
		return ring;
	spin_lock(&recorder->lock);
	ring = rcu_dereference_protected(recorder->ring,
					 lockdep_is_held(&recorder->lock));
	if (!ring) {
		ring = tcps_ring_alloc(recorder->want, recorder->unprivileged,
				       GFP_ATOMIC | __GFP_NOWARN);
		if (ring)
			rcu_assign_pointer(recorder->ring, ring);
	}
	spin_unlock(&recorder->lock);
	return ring;
}

/*
 * A writer that was delayed while others took 256 numbers leaves the mark of a later number
 * alone: readers have given up its own number (PENDING_MAX). Pairs with is_void().
 */
static void mark_void(atomic64_t *mark, u64 value)
{
	s64 old = atomic64_read(mark);

	while ((u64)old < value &&
	       !atomic64_try_cmpxchg_release(mark, &old, value))
		;
}

/*
 * Most records are transitions by a segment, half as large, and many are of flows that this
 * host forwards; all sizes are constants.
 */
static void copy_record(struct tcps_record *to, const struct tcps_record *from)
{
	if (from->type == TCPS_RECORD_TRANSITION && !from->by_icmp)
		memcpy(to, from, offsetofend(struct tcps_record, change));
	else
		memcpy(to, from, offsetof(struct tcps_record, owner));
	if (from->owned)
		memcpy(to->owner, from->owner, sizeof(to->owner));
}

/* How many records ahead of the one being written. */
#define AHEAD 2

/*
 * A ring is larger than the caches of a CPU, so a write to any of its slots would wait for
 * memory. Fetch one that is written soon, most likely by this CPU: as much of it as a
 * transition takes.
 */
static void prefetch_slot(const struct tcps_ring *ring, u64 number)
{
	const char *slot = tcps_ring_find(ring, number);

	if (!slot)
		return;
	prefetchw(slot);
	prefetchw(slot + L1_CACHE_BYTES);
}

/**
 * tcps_recorder_reserve() - take numbers for records
 * @recorder: the recorder
 * @n:        how many; a record must be written for each of them at once
 *
 * All CPUs write to the counter, so it is written once for all records of a step. Context:
 * RCU read side until the last is written, bottom halves off. Records of one flow are in
 * the order in which they happened, because its lock is held. Return: the first number.
 */
u64 tcps_recorder_reserve(struct tcps_recorder *recorder, unsigned int n)
{
	return atomic64_add_return(n, &recorder->next) - n;
}

/**
 * tcps_recorder_write() - write a record
 * @recorder: the recorder
 * @number:   of the record, reserved for it
 * @record:   the record
 *
 * Context: as tcps_recorder_reserve(). Return: %TCPS_RECORDED, or why it was lost.
 */
enum tcps_recorded tcps_recorder_write(struct tcps_recorder *recorder, u64 number,
				       const struct tcps_record *record)
{
	struct tcps_ring *ring = ring_get(recorder);
	struct slot *slot = ring ? tcps_ring_take(ring, number) : NULL;
	enum tcps_recorded lost = TCPS_RECORD_NO_MEMORY;
	u64 before;

	if (!slot)
		goto lost;
	lost = TCPS_RECORD_OVERTAKEN;
	before = atomic64_read(&slot->stamp);
	if (before & 1 || before > writing(number) ||
	    atomic64_cmpxchg(&slot->stamp, before, writing(number)) != before)
		goto lost;
	/* The claim is seen before any of the data; pairs with read(). */
	smp_wmb();
	copy_record(&slot->record, record);
	/* The data is seen before the stamp; pairs with read(). */
	atomic64_set_release(&slot->stamp, written(number));
	prefetch_slot(ring, number + AHEAD);
	return TCPS_RECORDED;
lost:
	mark_void(&recorder->voids[number % TCPS_RECORDER_VOIDS],
		  written(number));
	atomic64_inc(&recorder->lost);
	return lost;
}

static u64 base_of(const struct tcps_recorder *recorder)
{
	return atomic64_read(&recorder->base);
}

/* The oldest number that its ring still holds, given the next to be written. */
static u64 oldest(const struct tcps_recorder *recorder,
		  const struct tcps_ring *ring, u64 next)
{
	u64 capacity = ring->mask + 1;

	return max(base_of(recorder), next > capacity ? next - capacity : 0);
}

/**
 * tcps_recorder_first() - number of the oldest record still held
 * @recorder: the recorder
 *
 * Context: any, also sleeping. It may be overwritten before it is read.
 */
u64 tcps_recorder_first(struct tcps_recorder *recorder)
{
	struct tcps_ring *ring;
	u64 next = tcps_recorder_next(recorder);

	rcu_read_lock();
	ring = rcu_dereference(recorder->ring);
	if (ring)
		next = oldest(recorder, ring, next);
	rcu_read_unlock();
	return next;
}

enum outcome { DELIVERED, PENDING, GONE };

static enum outcome try_read(const struct tcps_ring *ring, u64 number,
			     struct tcps_record *record)
{
	struct slot *slot = tcps_ring_find(ring, number);
	u64 stamp;

	if (!slot)
		return PENDING;
	/* Pairs with the release in write(). */
	stamp = atomic64_read_acquire(&slot->stamp);
	if (stamp < written(number))
		return PENDING;
	if (stamp > written(number))
		return GONE;
	memcpy(record, &slot->record, sizeof(*record));
	/* The copy is done before the stamp is read again; pairs with write() */
	smp_rmb();
	return atomic64_read(&slot->stamp) == stamp ? DELIVERED : GONE;
}

/* There is no record of this number, and there will be none. */
static bool is_void(const struct tcps_recorder *recorder, u64 number, u64 next)
{
	return next - number >= PENDING_MAX ||
	       atomic64_read_acquire(&recorder->voids[number %
						      TCPS_RECORDER_VOIDS]) ==
	       written(number);
}

/* Without a ring there is no record to deliver, but void numbers can be skipped. */
static void skip_void(const struct tcps_recorder *recorder, u64 *cursor,
		      u64 *lost)
{
	u64 next = tcps_recorder_next(recorder);
	u64 from = *cursor;

	*cursor = max(from, base_of(recorder));
	if (*cursor < next && next - *cursor > PENDING_MAX)
		*cursor = next - PENDING_MAX;
	while (*cursor < next && is_void(recorder, *cursor, next))
		++*cursor;
	*lost += *cursor - from;
}

/**
 * tcps_recorder_read() - read the next record
 * @recorder: the recorder
 * @cursor:   number of the record to read; set to the number after the one delivered
 * @record:   filled in
 * @lost:     incremented by the records skipped: overwritten, or never written for lack of
 *            memory
 *
 * Context: any; never waits.
 *
 * Return: false if there is none yet.
 */
bool tcps_recorder_read(struct tcps_recorder *recorder, u64 *cursor,
			struct tcps_record *record, u64 *lost)
{
	enum outcome outcome = PENDING;
	struct tcps_ring *ring;
	u64 next, first;

	rcu_read_lock();
	ring = rcu_dereference(recorder->ring);
	if (!ring)
		skip_void(recorder, cursor, lost);
	while (ring && outcome != DELIVERED) {
		next = tcps_recorder_next(recorder);
		if (*cursor >= next)
			break;
		first = oldest(recorder, ring, next);
		if (*cursor < first) {
			*lost += first - *cursor;
			*cursor = first;
		}
		outcome = try_read(ring, *cursor, record);
		if (outcome == PENDING && !is_void(recorder, *cursor, next))
			break;
		if (outcome != DELIVERED)
			++*lost;
		++*cursor;
	}
	rcu_read_unlock();
	return outcome == DELIVERED;
}

/* One of this many latest numbers is assumed to have been recorded. */
#define RECENT 16

/**
 * tcps_recorder_latest() - when the latest event was recorded
 * @recorder: the recorder
 *
 * Context: any. Return: ns since the Unix epoch; %U64_MAX if it is not known, or
 * nothing is held.
 */
u64 tcps_recorder_latest(struct tcps_recorder *recorder)
{
	struct tcps_record record = { .time = U64_MAX };
	u64 number, next;
	struct tcps_ring *ring;

	rcu_read_lock();
	ring = rcu_dereference(recorder->ring);
	next = tcps_recorder_next(recorder);
	for (number = next; ring && number && next - number < RECENT; number--)
		if (try_read(ring, number - 1, &record) == DELIVERED)
			break;
	rcu_read_unlock();
	return record.time;
}

/** tcps_recorder_pages() - pages of memory that it has for records; any context */
unsigned int tcps_recorder_pages(struct tcps_recorder *recorder)
{
	struct tcps_ring *ring;
	unsigned int pages;

	rcu_read_lock();
	ring = rcu_dereference(recorder->ring);
	pages = ring ? atomic_read(&ring->used) : 0;
	rcu_read_unlock();
	return pages;
}

/* A ring that needs to sleep to be allocated: its successor is there before it is taken. */
static struct tcps_ring *successor(const struct tcps_recorder *recorder)
{
	unsigned int records = READ_ONCE(recorder->want);

	if (!tcps_ring_is_large(records))
		return NULL;
	return tcps_ring_alloc(records, recorder->unprivileged, GFP_KERNEL | __GFP_NOWARN);
}

/**
 * tcps_recorder_take() - take the ring of a recorder
 * @recorder: the recorder; it continues with an empty ring
 * @taken:    list that the ring is added to, for tcps_recorder_free()
 * @records:  filled in: how many it held, which readers count as lost
 *
 * Process context. Return: the number of its pages.
 */
unsigned int tcps_recorder_take(struct tcps_recorder *recorder,
				struct tcps_ring **taken, unsigned int *records)
{
	struct tcps_ring *spare = successor(recorder), *next = NULL, *ring;
	u64 first = tcps_recorder_first(recorder);

	spin_lock_bh(&recorder->lock);
	/* It may have been resized meanwhile. */
	if (spare && spare->mask + 1 == recorder->want)
		swap(spare, next);
	ring = ring_replace(recorder, next);
	*records = base_of(recorder) - min(first, base_of(recorder));
	spin_unlock_bh(&recorder->lock);
	tcps_ring_free(spare);
	if (!ring)
		return 0;
	ring->next = *taken;
	*taken = ring;
	return atomic_read(&ring->used);
}

/** tcps_recorder_free() - free the rings taken; after an RCU grace period */
void tcps_recorder_free(struct tcps_ring *taken)
{
	struct tcps_ring *ring;

	while ((ring = taken)) {
		taken = ring->next;
		tcps_ring_free(ring);
		cond_resched();
	}
}
