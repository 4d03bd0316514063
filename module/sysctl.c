// SPDX-License-Identifier: GPL-2.0
/* Sysctls, net.tcpstates.*: described in Documentation/sysctl.rst. */
#include "sysctl.h"

#include <linux/log2.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/user_namespace.h>

#include "compat.h"
#include "core/names.h"
#include "drop.h"
#include "expire.h"
#include "hooks.h"
#include "observer.h"
#include "pages.h"
#include "retransmit.h"
#include "ring.h"
#include "switch.h"

/* Serializes writes that have side effects, in all namespaces. */
static DEFINE_MUTEX(setting_mutex);

static unsigned int one = 1;
static unsigned int max_flows_limit = TCPS_MAX_FLOWS_LIMIT;
static unsigned int timeout_limit = TCPS_TIMEOUT_LIMIT;
static unsigned int sample_limit = TCPS_SAMPLE_LIMIT;
static unsigned int records_min = TCPS_RECORDS_MIN;
static unsigned int records_max = TCPS_RECORDS_MAX;

/* The observer of a timeout that an entry's data points at. */
static struct tcps_observer *observer_of_timeout(const unsigned int *timeout,
						 const char *name)
{
	unsigned int class = 0;

	while (class < TCPS_CLASS_MAX - 1 &&
	       strcmp(name + strlen("timeout_"), tcps_class_name(class)))
		class++;
	return container_of(timeout - class, struct tcps_observer,
			    settings.timeout[0]);
}

static int write_timeout(TCPS_SYSCTL_CONST struct ctl_table *table, int write,
			 void *buffer, size_t *lenp, loff_t *ppos)
{
	int err = proc_douintvec_minmax(table, write, buffer, lenp, ppos);

	if (!err && write)
		tcps_expire_kick(observer_of_timeout(table->data,
						     table->procname));
	return err;
}

/* A new sampling rate takes effect at once. */
static int write_sample(TCPS_SYSCTL_CONST struct ctl_table *table, int write,
			void *buffer, size_t *lenp, loff_t *ppos)
{
	int err = proc_douintvec_minmax(table, write, buffer, lenp, ppos);

	if (!err && write)
		tcps_hooks_charge(container_of(table->data,
					       struct tcps_observer,
					       settings.sample));
	return err;
}

static void set_accounting(u8 *accounting, u8 on)
{
	struct tcps_observer *observer = container_of(accounting,
						      struct tcps_observer,
						      settings.accounting);

	if (*accounting == on)
		return;
	/* All segments must be processed before a new flow relies on it. */
	if (on)
		static_branch_deferred_inc(&tcps_hooks_accounting);
	else
		WRITE_ONCE(*accounting, 0);
	/* After the setting was cleared; pairs with tcps_observer_epoch(). */
	smp_store_release(&observer->epoch, (observer->epoch + 1) % TCPS_EPOCHS);
	if (on) {
		/* After the epoch; pairs with tcps_observer_epoch(). */
		smp_store_release(accounting, 1);
	} else {
		static_branch_slow_dec_deferred(&tcps_hooks_accounting);
	}
}

static int write_accounting(TCPS_SYSCTL_CONST struct ctl_table *table, int write,
			    void *buffer, size_t *lenp, loff_t *ppos)
{
	u8 *accounting = table->data;
	struct ctl_table copy = *table;
	u8 value;
	int err;

	copy.data = &value;
	mutex_lock(&setting_mutex);
	value = *accounting;
	err = proc_dou8vec_minmax(&copy, write, buffer, lenp, ppos);
	if (!err && write)
		set_accounting(accounting, value);
	mutex_unlock(&setting_mutex);
	return err;
}

static int write_enabled(TCPS_SYSCTL_CONST struct ctl_table *table, int write,
			 void *buffer, size_t *lenp, loff_t *ppos)
{
	struct tcps_observer *observer = container_of(table->data,
						      struct tcps_observer,
						      settings.enabled);
	u8 value = READ_ONCE(observer->settings.enabled);
	struct ctl_table copy = *table;
	int err;

	copy.data = &value;
	err = proc_dou8vec_minmax(&copy, write, buffer, lenp, ppos);
	return err || !write ? err : tcps_switch_set(observer, value);
}

/* A setting that attaches a probe, set by @set. */
static int write_probed(TCPS_SYSCTL_CONST struct ctl_table *table, int write,
			void *buffer, size_t *lenp, loff_t *ppos,
			struct tcps_observer *observer,
			int (*set)(struct tcps_observer *observer, bool on))
{
	const u8 *setting = table->data;
	struct ctl_table copy = *table;
	u8 value;
	int err;

	copy.data = &value;
	mutex_lock(&setting_mutex);
	value = *setting;
	err = proc_dou8vec_minmax(&copy, write, buffer, lenp, ppos);
	if (!err && write)
		err = set(observer, value);
	mutex_unlock(&setting_mutex);
	return err;
}

static int write_drops(TCPS_SYSCTL_CONST struct ctl_table *table, int write,
		       void *buffer, size_t *lenp, loff_t *ppos)
{
	struct tcps_observer *observer = container_of(table->data,
						      struct tcps_observer,
						      settings.drops);

	return write_probed(table, write, buffer, lenp, ppos, observer,
			    tcps_drop_set);
}

static int write_retransmits(TCPS_SYSCTL_CONST struct ctl_table *table, int write,
			     void *buffer, size_t *lenp, loff_t *ppos)
{
	struct tcps_observer *observer = container_of(table->data,
						      struct tcps_observer,
						      settings.retransmits);

	return write_probed(table, write, buffer, lenp, ppos, observer,
			    tcps_retransmit_set);
}

/* Is the limit of all recorders enough for this many records? */
static bool records_fit(const struct tcps_observer *observer,
			unsigned int records)
{
	bool unprivileged = tcps_observer_is_unprivileged(observer);

	return records <= tcps_pages_limit(unprivileged) * TCPS_RING_SLOTS_PER_PAGE;
}

/* Rounded up to a power of two; recorded events are dropped. */
static int write_records(TCPS_SYSCTL_CONST struct ctl_table *table, int write,
			 void *buffer, size_t *lenp, loff_t *ppos)
{
	unsigned int *records = table->data;
	struct tcps_observer *observer =
		container_of(records, struct tcps_observer,
			     settings.recorder_records);
	struct ctl_table copy = *table;
	unsigned int value;
	int err;

	copy.data = &value;
	mutex_lock(&setting_mutex);
	value = *records;
	err = proc_douintvec_minmax(&copy, write, buffer, lenp, ppos);
	value = roundup_pow_of_two(value);
	if (!err && write && value != *records) {
		err = records_fit(observer, value) ?
		      tcps_recorder_resize(&observer->recorder, value) : -EINVAL;
		if (!err)
			*records = value;
	}
	mutex_unlock(&setting_mutex);
	return err;
}

#define UINT_ENTRY(name, field, low, high, handler)			\
	{ .procname = (name), .maxlen = sizeof(unsigned int),		\
	  .mode = 0644, .proc_handler = (handler),			\
	  .data = (void *)offsetof(struct tcps_settings, field),	\
	  .extra1 = (low), .extra2 = (high) }
#define TIMEOUT_ENTRY(name, class)					\
	UINT_ENTRY("timeout_" name, timeout[class], &one, &timeout_limit, \
		   write_timeout)
#define BOOL_ENTRY(name, field, handler)				\
	{ .procname = (name), .maxlen = sizeof(u8),			\
	  .mode = 0644, .proc_handler = (handler),			\
	  .data = (void *)offsetof(struct tcps_settings, field),	\
	  .extra1 = SYSCTL_ZERO, .extra2 = SYSCTL_ONE }

/* The entries an unprivileged namespace must not set come first. */
#define BOUNDED 7

/* data is the offset in struct tcps_settings; made an address per namespace. */
static const struct ctl_table template[] = {
	UINT_ENTRY("max_flows", max_flows, &one, &max_flows_limit,
		   proc_douintvec_minmax),
	UINT_ENTRY("max_half_open", max_half_open, &one, &max_flows_limit,
		   proc_douintvec_minmax),
	UINT_ENTRY("max_dropped", max_dropped, SYSCTL_ZERO, &max_flows_limit,
		   proc_douintvec_minmax),
	UINT_ENTRY("recorder_records", recorder_records, &records_min,
		   &records_max, write_records),
	UINT_ENTRY("sample", sample, &one, &sample_limit, write_sample),
	BOOL_ENTRY("drops", drops, write_drops),
	BOOL_ENTRY("retransmits", retransmits, write_retransmits),
	TIMEOUT_ENTRY("half_open", TCPS_CLASS_HALF_OPEN),
	TIMEOUT_ENTRY("established", TCPS_CLASS_ESTABLISHED),
	TIMEOUT_ENTRY("fin", TCPS_CLASS_FIN),
	TIMEOUT_ENTRY("half_closed", TCPS_CLASS_HALF_CLOSED),
	TIMEOUT_ENTRY("time_wait", TCPS_CLASS_TIME_WAIT),
	TIMEOUT_ENTRY("closed", TCPS_CLASS_CLOSED),
	BOOL_ENTRY("accounting", accounting, write_accounting),
	BOOL_ENTRY("enabled", enabled, write_enabled),
};

/*
 * The timeouts are also the maximum that an unprivileged namespace may set: flows that it
 * keeps for longer take space from others.
 */
static const struct tcps_settings defaults = {
	.max_flows = 262144,
	.max_half_open = 65536,
	.max_dropped = 1024,
	.timeout = TCPS_CLASS_TIMEOUTS,
	.sample = 64,
	.recorder_records = 16384,
};

/**
 * tcps_settings_init() - set the defaults
 * @settings: filled in
 * @unprivileged: of an unprivileged namespace: less is recorded, since any user can create
 *                many of them
 */
void tcps_settings_init(struct tcps_settings *settings, bool unprivileged)
{
	*settings = defaults;
	if (unprivileged)
		settings->recorder_records = 4096;
}

/* Make an entry read-only, or lower its maximum, for an unprivileged namespace. */
static void restrict_entry(struct ctl_table *entry, unsigned int i)
{
	if (i < BOUNDED)
		entry->mode = 0444;
	else if (entry->extra2 == &timeout_limit)
		entry->extra2 = (u8 *)&defaults + (uintptr_t)template[i].data;
}

/**
 * tcps_sysctl_table() - the entries of a namespace
 * @observer: its observer, settings set up
 *
 * Process context. Return: the table, to be freed by kfree(); NULL if there is no memory.
 */
struct ctl_table *tcps_sysctl_table(struct tcps_observer *observer)
{
	struct ctl_table *table;
	unsigned int i;

	table = kcalloc(ARRAY_SIZE(template) + TCPS_SYSCTL_SENTINEL,
			sizeof(*table), GFP_KERNEL);
	if (!table)
		return NULL;
	for (i = 0; i < ARRAY_SIZE(template); i++) {
		table[i] = template[i];
		table[i].data = (u8 *)&observer->settings +
				(uintptr_t)template[i].data;
		/* They cost memory of the host; sampling and probes cost CPU time of all. */
		if (tcps_observer_is_unprivileged(observer))
			restrict_entry(&table[i], i);
	}
	return table;
}

/**
 * tcps_sysctl_register() - create the sysctls of a namespace
 * @observer: its observer, settings set up
 *
 * Process context. Return: 0 or -ENOMEM.
 */
int tcps_sysctl_register(struct tcps_observer *observer)
{
	struct ctl_table *table = tcps_sysctl_table(observer);

	if (!table)
		return -ENOMEM;
	observer->sysctl = tcps_register_sysctl(observer->net, "net/tcpstates",
						table, ARRAY_SIZE(template));
	if (!observer->sysctl) {
		kfree(table);
		return -ENOMEM;
	}
	return 0;
}

/** tcps_sysctl_unregister() - remove them; waits for writes in progress */
void tcps_sysctl_unregister(struct tcps_observer *observer)
{
	const struct ctl_table *table = observer->sysctl->ctl_table_arg;

	unregister_net_sysctl_table(observer->sysctl);
	kfree(table);
	mutex_lock(&setting_mutex);
	set_accounting(&observer->settings.accounting, 0);
	tcps_drop_set(observer, false);
	tcps_retransmit_set(observer, false);
	mutex_unlock(&setting_mutex);
}
