// SPDX-License-Identifier: GPL-2.0
/*
 * How many flows there are in all network namespaces together, and may be.
 *
 * Unprivileged namespaces, which any user can make, have half of all, together,
 * so that they cannot blind the host. Counted per CPU: connections that begin on
 * different processors do not meet here unless a limit is near.
 */
#include "quota.h"

#include <linux/percpu_counter.h>

/* Flows of all namespaces, and of these the ones of unprivileged namespaces. */
static struct percpu_counter all_flows, guest_flows;

static s64 all_max __read_mostly;
static s64 guest_max __read_mostly;

/**
 * tcps_quota_init() - no flow yet
 * @max_flows: the most there may be
 *
 * Return: 0 or -ENOMEM.
 */
int tcps_quota_init(unsigned int max_flows)
{
	int err;

	all_max = max_flows;
	guest_max = max_flows / 2;
	err = percpu_counter_init(&all_flows, 0, GFP_KERNEL);
	if (err)
		return err;
	err = percpu_counter_init(&guest_flows, 0, GFP_KERNEL);
	if (err)
		percpu_counter_destroy(&all_flows);
	return err;
}

/** tcps_quota_exit() - undo tcps_quota_init() */
void tcps_quota_exit(void)
{
	percpu_counter_destroy(&guest_flows);
	percpu_counter_destroy(&all_flows);
}

/**
 * tcps_quota_full() - is there no place for one more flow?
 * @guest: of an unprivileged namespace
 *
 * Context: any. Processors that ask at the same moment may all be told that there
 * is one, so there may be one flow more for each of them.
 */
bool tcps_quota_full(bool guest)
{
	return percpu_counter_compare(&all_flows, all_max) >= 0 ||
	       (guest && percpu_counter_compare(&guest_flows, guest_max) >= 0);
}

/** tcps_quota_take() - one more flow, of such a namespace; any context */
void tcps_quota_take(bool guest)
{
	percpu_counter_inc(&all_flows);
	if (guest)
		percpu_counter_inc(&guest_flows);
}

/** tcps_quota_give() - one less; any context */
void tcps_quota_give(bool guest)
{
	percpu_counter_dec(&all_flows);
	if (guest)
		percpu_counter_dec(&guest_flows);
}
