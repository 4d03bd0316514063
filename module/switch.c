// SPDX-License-Identifier: GPL-2.0
/*
 * Whether a namespace is observed. Where it is not, no hook is registered: its
 * packets cost nothing, and it has no flows. Its recorder, counters and settings
 * stay, and may be read and written.
 */
#include "switch.h"

#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>

#include "evict.h"
#include "hooks.h"

static bool enabled_at_first = true;
module_param_named(enabled, enabled_at_first, bool, 0644);
MODULE_PARM_DESC(enabled,
		 "observe network namespaces from their beginning; each has net.tcpstates.enabled (default Y)");

static int start(struct tcps_observer *observer)
{
	int err = tcps_hooks_register(observer);

	if (err)
		return err;
	tcps_observer_join(observer);
	WRITE_ONCE(observer->settings.enabled, 1);
	return 0;
}

/* Hooks may run, and readers use the namespace, until an RCU grace period has passed. */
static void stop(struct tcps_observer *observer)
{
	tcps_observer_leave(observer);
	tcps_hooks_unregister(observer);
	WRITE_ONCE(observer->settings.enabled, 0);
}

/**
 * tcps_switch_open() - start observing a new namespace, if that is the default
 * @observer: the namespace, otherwise set up
 *
 * Process context. Return: 0 or an error of netfilter; then no hook is registered, and a
 * grace period has passed since one may have been.
 */
int tcps_switch_open(struct tcps_observer *observer)
{
	int err = 0;

	mutex_lock(&observer->switching);
	if (READ_ONCE(enabled_at_first))
		err = start(observer);
	if (!err)
		observer->switchable = true;
	mutex_unlock(&observer->switching);
	if (err)
		synchronize_net();
	return err;
}

/**
 * tcps_switch_set() - start or stop observing a namespace
 * @observer: the namespace
 * @enabled:  start
 *
 * When it is switched off, its flows end as evicted. Process context; waits for packets
 * that are in the hooks. Return: 0, an error of netfilter, or -ENODEV if the namespace is
 * being set up or torn down.
 */
int tcps_switch_set(struct tcps_observer *observer, bool enabled)
{
	int err = 0;

	mutex_lock(&observer->switching);
	if (!observer->switchable) {
		err = -ENODEV;
	} else if (enabled && !observer->settings.enabled) {
		err = start(observer);
	} else if (!enabled && observer->settings.enabled) {
		stop(observer);
		/* No new flow after this; and the list entry may be reused. */
		synchronize_net();
		tcps_evict_all(observer);
	}
	mutex_unlock(&observer->switching);
	return err;
}

/**
 * tcps_switch_close() - stop observing a namespace that is torn down
 * @observer: the namespace
 *
 * Process context. Hooks may run until an RCU grace period has passed. Flows are kept, and
 * freed with the table.
 */
void tcps_switch_close(struct tcps_observer *observer)
{
	mutex_lock(&observer->switching);
	observer->switchable = false;
	if (observer->settings.enabled)
		stop(observer);
	mutex_unlock(&observer->switching);
}
