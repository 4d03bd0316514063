// SPDX-License-Identifier: GPL-2.0
/*
 * The lifetime of an observer: set up so that the hooks come last; torn down in reverse, in
 * phases: no new segments, no new readers, no timers, no flows, no memory.
 */
#include "netns.h"

#include "expire.h"
#include "hooks.h"
#include "notify.h"
#include "observer.h"
#include "procfs.h"
#include "reclaim.h"
#include "switch.h"
#include "sysctl.h"
#include "tracker.h"

unsigned int tcps_observer_id __read_mostly;

/* Set up everything but the files, the sysctls and the hooks. */
static int set_up(struct tcps_observer *observer)
{
	bool unprivileged = tcps_observer_is_unprivileged(observer);
	int err;

	tcps_settings_init(&observer->settings, unprivileged);
	tcps_recorder_init(&observer->recorder,
			   observer->settings.recorder_records, unprivileged);
	tcps_observer_init(observer);
	tcps_expire_init(observer);
	tcps_notify_init(observer);
	observer->stats = alloc_percpu(struct tcps_stats);
	if (!observer->stats)
		return -ENOMEM;
	err = tcps_table_init(&observer->table);
	if (err)
		free_percpu(observer->stats);
	else
		tcps_reclaim_join(observer);
	return err;
}

/* No hook runs any more, and the files and sysctls are gone. */
static void tear_down(struct tcps_observer *observer)
{
	tcps_expire_exit(observer);
	tcps_tracker_exit(observer);
	tcps_notify_exit(observer);
	tcps_reclaim_leave(observer);
	tcps_recorder_exit(&observer->recorder);
	free_percpu(observer->stats);
}

static int __net_init init_net_observer(struct net *net)
{
	struct tcps_observer *observer = tcps_observer_of(net);
	int err;

	observer->net = net;
	err = set_up(observer);
	if (err)
		return err;
	err = tcps_sysctl_register(observer);
	if (err)
		goto tear_down;
	err = tcps_procfs_register(net);
	if (err)
		goto unregister_sysctl;
	err = tcps_switch_open(observer);
	if (err)
		goto unregister_procfs;
	return 0;
unregister_procfs:
	tcps_procfs_unregister(net);
unregister_sysctl:
	tcps_sysctl_unregister(observer);
tear_down:
	tear_down(observer);
	return err;
}

/* The core waits for an RCU grace period before exit: no hook runs then. */
static void __net_exit pre_exit_net_observer(struct net *net)
{
	tcps_switch_close(tcps_observer_of(net));
}

static void __net_exit exit_net_observer(struct net *net)
{
	struct tcps_observer *observer = tcps_observer_of(net);

	tcps_procfs_unregister(net);
	tcps_sysctl_unregister(observer);
	tear_down(observer);
}

static struct pernet_operations netns_ops = {
	.init = init_net_observer,
	.pre_exit = pre_exit_net_observer,
	.exit = exit_net_observer,
	.id = &tcps_observer_id,
	.size = sizeof(struct tcps_observer),
};

/** tcps_netns_init() - observe all namespaces from now on */
int tcps_netns_init(void)
{
	int err = register_pernet_subsys(&netns_ops);

	/* Accounting may already have been on in namespaces whose setup was undone. */
	if (err)
		tcps_hooks_exit();
	return err;
}

/** tcps_netns_exit() - observe none; all flows are freed, or on RCU */
void tcps_netns_exit(void)
{
	unregister_pernet_subsys(&netns_ops);
	tcps_hooks_exit();
}
