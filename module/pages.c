// SPDX-License-Identifier: GPL-2.0
/*
 * Memory of the recorders of all network namespaces together.
 *
 * It is allocated while a packet is recorded, mostly in softirq context, where no
 * control group can be charged; so it is bounded here. Unprivileged namespaces have
 * an eighth for themselves, and the others the rest: neither takes from the other.
 */
#include "pages.h"

#include <linux/atomic.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/workqueue.h>

/* Pages in use; [1]: of unprivileged namespaces. */
static atomic_long_t used[2];

/* Limit of each; constant. */
static long limit[2] __read_mostly;

/* Started when a limit is near; constant. */
static struct work_struct *reclaim_work __read_mostly;

/**
 * tcps_pages_init() - set the limits
 * @mib:     limit in MiB
 * @reclaim: frees some when a limit is near (tcps_pages_excess())
 */
void tcps_pages_init(unsigned int mib, struct work_struct *reclaim)
{
	long all = (long)mib << (20 - PAGE_SHIFT);

	limit[1] = all / 8;
	limit[0] = all - limit[1];
	reclaim_work = reclaim;
}

/* Reclaim starts before the limit is reached, so that no event is lost meanwhile. */
static long enough(bool unprivileged)
{
	return limit[unprivileged] - limit[unprivileged] / 8;
}

/**
 * tcps_pages_alloc() - a page for records
 * @unprivileged: of an unprivileged namespace
 *
 * Context: any. Return: a zeroed page; NULL at the limit, or if there is no memory.
 */
void *tcps_pages_alloc(bool unprivileged)
{
	long now = atomic_long_inc_return(&used[unprivileged]);
	void *page = NULL;

	if (now > limit[unprivileged] - limit[unprivileged] / 16)
		queue_work(system_unbound_wq, reclaim_work);
	if (now <= limit[unprivileged])
		page = (void *)get_zeroed_page(GFP_ATOMIC | __GFP_NOWARN);
	if (!page)
		atomic_long_dec(&used[unprivileged]);
	return page;
}

/** tcps_pages_free() - give a page back, or NULL; same @unprivileged; any context */
void tcps_pages_free(void *page, bool unprivileged)
{
	if (!page)
		return;
	free_page((unsigned long)page);
	atomic_long_dec(&used[unprivileged]);
}

/** tcps_pages_count() - pages in use now; any context */
unsigned long tcps_pages_count(bool unprivileged)
{
	return max(atomic_long_read(&used[unprivileged]), 0L);
}

/** tcps_pages_limit() - the limit, in pages; any context */
unsigned long tcps_pages_limit(bool unprivileged)
{
	return limit[unprivileged];
}

/** tcps_pages_excess() - pages to be freed to be no longer near the limit */
unsigned long tcps_pages_excess(bool unprivileged)
{
	return max(atomic_long_read(&used[unprivileged]) - enough(unprivileged), 0L);
}
