// SPDX-License-Identifier: GPL-2.0
/*
 * Number and limit of the flows of all network namespaces together.
 *
 * Unprivileged namespaces, which any user can create, may have half of the limit, together,
 * so that they cannot blind the host. Counted per CPU: CPUs do not contend here unless a
 * limit is near.
 */
#include "quota.h"

#include <linux/percpu_counter.h>

/* Flows of all namespaces, and those of unprivileged namespaces among them. */
static struct percpu_counter all_flows, unprivileged_flows;

static s64 all_max __read_mostly;
static s64 unprivileged_max __read_mostly;

/**
 * tcps_quota_init() - set up the counters and limits
 * @max_flows: the limit
 *
 * Return: 0 or -ENOMEM.
 */
int tcps_quota_init(unsigned int max_flows)
{
	int err;

	all_max = max_flows;
	unprivileged_max = max_flows / 2;
	err = percpu_counter_init(&all_flows, 0, GFP_KERNEL);
	if (err)
		return err;
	err = percpu_counter_init(&unprivileged_flows, 0, GFP_KERNEL);
	if (err)
		percpu_counter_destroy(&all_flows);
	return err;
}

/** tcps_quota_exit() - undo tcps_quota_init() */
void tcps_quota_exit(void)
{
	percpu_counter_destroy(&unprivileged_flows);
	percpu_counter_destroy(&all_flows);
}

/**
 * tcps_quota_full() - is there no quota left for one more flow?
 * @unprivileged: of an unprivileged namespace
 *
 * Context: any. CPUs that call it at the same moment may all get false, so the limit may be
 * exceeded by one flow per CPU.
 */
bool tcps_quota_full(bool unprivileged)
{
	return percpu_counter_compare(&all_flows, all_max) >= 0 ||
	       (unprivileged &&
		percpu_counter_compare(&unprivileged_flows, unprivileged_max) >= 0);
}

/** tcps_quota_take() - count a flow; any context */
void tcps_quota_take(bool unprivileged)
{
	percpu_counter_inc(&all_flows);
	if (unprivileged)
		percpu_counter_inc(&unprivileged_flows);
}

/** tcps_quota_give() - undo tcps_quota_take(); any context */
void tcps_quota_give(bool unprivileged)
{
	percpu_counter_dec(&all_flows);
	if (unprivileged)
		percpu_counter_dec(&unprivileged_flows);
}
