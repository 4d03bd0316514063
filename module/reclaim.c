// SPDX-License-Identifier: GPL-2.0
/*
 * Recorders give memory back: to one another if all together are near their
 * limit, and to the kernel if it is short of memory.
 *
 * A recorder frees all of its ring, and starts a new one with its next event; its readers
 * learn how many records they lost. Idle recorders go first, the longest idle before
 * others; then the largest, so that namespaces with smaller recorders keep theirs. For the
 * kernel only idle ones are freed.
 */
#include "reclaim.h"

#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/sched.h>

#include "compat.h"
#include "pages.h"

/* A recorder without an event for this long is idle. */
#define IDLE_NS (60ULL * NSEC_PER_SEC)

/* All namespaces. */
static LIST_HEAD(observers);

/* Protects the list; taken with no other lock of ours held. Sleeps. */
static DEFINE_MUTEX(observers_mutex);

/* Pages that the kernel has requested since the work ran. */
static atomic_long_t asked = ATOMIC_LONG_INIT(0);

static struct shrinker *shrinker;

static bool is_idle(struct tcps_recorder *recorder, u64 now, u64 *latest)
{
	*latest = tcps_recorder_latest(recorder);
	/* If the clock was set back, it is not idle. */
	return *latest < now && now - *latest >= IDLE_NS;
}

/* The next recorder to free; NULL: none. Under the mutex. */
static struct tcps_observer *pick(bool unprivileged, bool idle_only)
{
	struct tcps_observer *observer, *longest = NULL, *largest = NULL;
	u64 now = ktime_get_real_ns(), oldest = U64_MAX, latest;
	unsigned int most = 0;

	list_for_each_entry(observer, &observers, reclaim) {
		struct tcps_recorder *recorder = &observer->recorder;
		unsigned int pages = tcps_recorder_pages(recorder);

		if (!pages || tcps_observer_is_unprivileged(observer) != unprivileged)
			continue;
		if (is_idle(recorder, now, &latest) && latest < oldest) {
			longest = observer;
			oldest = latest;
		}
		if (pages > most) {
			largest = observer;
			most = pages;
		}
	}
	return longest || idle_only ? longest : largest;
}

/* Take rings until @pages pages have been taken. */
static void take(bool unprivileged, bool idle_only, long pages,
		 struct tcps_ring **taken)
{
	struct tcps_observer *observer;
	unsigned int records, got;

	mutex_lock(&observers_mutex);
	while (pages > 0 && (observer = pick(unprivileged, idle_only))) {
		got = tcps_recorder_take(&observer->recorder, taken, &records);
		tcps_stats_add(observer->stats, TCPS_STAT_RECORDS_RECLAIMED,
			       records);
		pages -= got;
		cond_resched();
	}
	mutex_unlock(&observers_mutex);
}

static void reclaim(struct work_struct *work)
{
	struct tcps_ring *taken = NULL;
	long wanted = atomic_long_xchg(&asked, 0);

	take(false, false, tcps_pages_excess(false), &taken);
	take(true, false, tcps_pages_excess(true), &taken);
	take(true, true, wanted, &taken);
	take(false, true, wanted, &taken);
	if (!taken)
		return;
	synchronize_rcu();
	tcps_recorder_free(taken);
}

static DECLARE_WORK(reclaim_work, reclaim);

/* Pages of idle recorders. */
static unsigned long count(struct shrinker *shrinker,
			   struct shrink_control *control)
{
	struct tcps_observer *observer;
	u64 now = ktime_get_real_ns(), latest;
	unsigned long pages = 0;

	/* Its holder may be waiting for memory itself. */
	if (!mutex_trylock(&observers_mutex))
		return 0;
	list_for_each_entry(observer, &observers, reclaim)
		if (is_idle(&observer->recorder, now, &latest))
			pages += tcps_recorder_pages(&observer->recorder);
	mutex_unlock(&observers_mutex);
	pages -= min_t(unsigned long, pages, atomic_long_read(&asked));
	return pages ?: SHRINK_EMPTY;
}

/* The work frees them after a grace period, which must not be waited for here. */
static unsigned long scan(struct shrinker *shrinker,
			  struct shrink_control *control)
{
	atomic_long_add(control->nr_to_scan, &asked);
	queue_work(system_unbound_wq, &reclaim_work);
	return control->nr_to_scan;
}

/**
 * tcps_reclaim_init() - set up the limit and the shrinker
 * @mib: memory that all recorders may have together, MiB
 *
 * Return: 0 or -ENOMEM.
 */
int tcps_reclaim_init(unsigned int mib)
{
	tcps_pages_init(mib, &reclaim_work);
	shrinker = tcps_shrinker_register(count, scan);
	return shrinker ? 0 : -ENOMEM;
}

/** tcps_reclaim_exit() - undo it, with no namespace left; process context */
void tcps_reclaim_exit(void)
{
	tcps_shrinker_unregister(shrinker);
	cancel_work_sync(&reclaim_work);
}

/** tcps_reclaim_join() - add a namespace; process context */
void tcps_reclaim_join(struct tcps_observer *observer)
{
	mutex_lock(&observers_mutex);
	list_add(&observer->reclaim, &observers);
	mutex_unlock(&observers_mutex);
}

/**
 * tcps_reclaim_leave() - remove a namespace
 * @observer: the namespace
 *
 * Its recorder is not reclaimed any more. Process context.
 */
void tcps_reclaim_leave(struct tcps_observer *observer)
{
	mutex_lock(&observers_mutex);
	list_del(&observer->reclaim);
	mutex_unlock(&observers_mutex);
}
