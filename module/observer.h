/* SPDX-License-Identifier: GPL-2.0 */
/* The state of one network namespace. */
#ifndef TCPS_OBSERVER_H
#define TCPS_OBSERVER_H

#include <linux/mutex.h>
#include <linux/netfilter.h>
#include <linux/workqueue.h>
#include <net/genetlink.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "ackwait.h"
#include "durations.h"
#include "recorder.h"
#include "settings.h"
#include "stats.h"
#include "stray.h"
#include "table.h"

/* IPv4 and IPv6: LOCAL_OUT, LOCAL_IN, FORWARD. */
#define TCPS_HOOKS (IS_ENABLED(CONFIG_IPV6) ? 6 : 3)

/**
 * struct tcps_note_share - how many notes of third parties may be recorded (note.c)
 * @lock:     protects the rest; softirq-safe, taken inside a flow's lock
 * @recorded: notes of third parties, since the beginning
 * @others:   other records when @credit was computed
 * @credit:   other records not yet used up by notes, at most the size of the ring
 */
struct tcps_note_share {
	spinlock_t lock;
	u64 recorded;
	u64 others;
	u64 credit;
};

/**
 * struct tcps_observer - the state of observation of one namespace
 * @net:      the namespace, which outlives this
 * @settings: sysctls
 * @charge:   charge of a data segment against the credit until the next sample
 *            (sampler.h); READ_ONCE() on the packet path, see hooks.c
 * @ackwait:  hash key of its flows in the counting filter; constant
 * @epoch:    changes with the setting accounting: a flow that was created in this one had
 *            all its segments processed. Written by sysctl.c
 * @node:     in the list of all namespaces (observer.c). RCU
 * @dropping: in the list of namespaces with settings.drops (drop.c). RCU
 * @table:    flows
 * @errors:   ICMP errors that ended flows (icmp.c)
 * @strays:   segments that fit none of them, or NULL (stray.c)
 * @recorder: events
 * @reclaim:  in the list of namespaces whose recorders may free memory (reclaim.c)
 * @notes:    rate limit of notes
 * @stats:    counters
 * @durations: histograms of durations, or NULL (durations.c)
 * @expiry:   runs when the next timer is due (expire.c)
 * @expiring: @expiry is scheduled or runs
 * @notify:   multicasts new events (notify.c)
 * @notified: number of the next event to be multicast; only @notify touches it
 * @listened: there was a listener since @notified was set
 * @sysctl:   registration, NULL before and after
 * @switching: protects @switchable and settings.enabled; taken inside no other lock
 *            of ours; hooks come and go with it held (switch.c)
 * @switchable: it may be switched on and off: set up, and not being torn down
 * @hooks:    registered with netfilter while settings.enabled; its private pointer
 *            is this observer
 */
struct tcps_observer {
	struct net *net;
	struct tcps_settings settings;
	u32 charge;
	struct tcps_ackwait_key ackwait;
	u8 epoch;
	struct list_head node;
	struct list_head dropping;
	struct tcps_table table;
	struct tcps_icmp_errors errors;
	struct tcps_strays *strays;
	struct tcps_recorder recorder;
	struct list_head reclaim;
	struct tcps_note_share notes;
	struct tcps_stats __percpu *stats;
	struct tcps_durations __percpu *durations;
	struct delayed_work expiry;
	unsigned long expiring;
	struct delayed_work notify;
	u64 notified;
	bool listened;
	struct ctl_table_header *sysctl;
	struct mutex switching;
	bool switchable;
	struct nf_hook_ops hooks[TCPS_HOOKS];
};

extern unsigned int tcps_observer_id;

/** tcps_observer_of() - the observer of a namespace; any context */
static inline struct tcps_observer *tcps_observer_of(const struct net *net)
{
	return net_generic(net, tcps_observer_id);
}

/** tcps_observer_is_unprivileged() - can any user create the namespace? */
static inline bool
tcps_observer_is_unprivileged(const struct tcps_observer *observer)
{
	return observer->net->user_ns != &init_user_ns;
}

/**
 * tcps_observer_epoch() - the current epoch of the setting accounting
 * @observer: the namespace
 *
 * Context: any. A caller that reads the setting afterwards may find that of a later
 * epoch; then it assumes to have seen less than it has, never more.
 */
static inline u8 tcps_observer_epoch(const struct tcps_observer *observer)
{
	/* Pairs with the release in set_accounting(). */
	return smp_load_acquire(&observer->epoch);
}

void tcps_observer_init(struct tcps_observer *observer);
void tcps_observer_join(struct tcps_observer *observer);
void tcps_observer_leave(struct tcps_observer *observer);
struct tcps_observer *tcps_observer_largest(bool unprivileged);
void tcps_observer_ack_wait(struct tcps_observer *observer,
			    struct tcps_flow *flow, bool waits);

/**
 * tcps_observer_duration() - count a duration of a flow
 * @observer: the namespace
 * @which:    which duration
 * @ns:       the duration
 *
 * Context: bottom halves off.
 */
static inline void tcps_observer_duration(struct tcps_observer *observer,
					  enum tcps_duration which, u64 ns)
{
	if (unlikely(!tcps_durations_add(&observer->durations, which, ns)))
		tcps_stats_inc_bh(observer->stats, TCPS_STAT_DURATIONS_NO_MEMORY);
}

extern struct genl_family tcps_netlink_family;

/* Minimum interval between two checks of timers. */
#define TCPS_EXPIRE_PAUSE_MS 50

/**
 * tcps_observer_expire() - make sure that timers run, now that there is a flow
 * @observer: the namespace
 *
 * Context: any, after the flow was inserted. Cheap if they do already.
 */
static inline void tcps_observer_expire(struct tcps_observer *observer)
{
	/* The flow was counted, atomically, before; pairs with expire(). */
	smp_mb__after_atomic();
	if (test_bit(0, &observer->expiring) ||
	    test_and_set_bit(0, &observer->expiring))
		return;
	queue_delayed_work(system_power_efficient_wq, &observer->expiry,
			   msecs_to_jiffies(TCPS_EXPIRE_PAUSE_MS));
}

/*
 * The kernel knows only whether any namespace has a listener. In a namespace without one,
 * the next attempt waits this long.
 */
#define TCPS_NOTIFY_PAUSE_MS 100

/**
 * tcps_observer_notify() - there are new events: notify listeners, if any, soon
 * @observer: the namespace
 *
 * Context: any. A short delay lets events gather into one message.
 */
static inline void tcps_observer_notify(struct tcps_observer *observer)
{
	if (likely(!genl_has_listeners(&tcps_netlink_family, observer->net,
				       0))) {
		if (READ_ONCE(observer->listened))
			WRITE_ONCE(observer->listened, false);
		return;
	}
	/*
	 * The event is written before the work is found pending; it clears that
	 * before it reads (set_work_pool_and_clear_pending()).
	 */
	smp_mb();
	if (!delayed_work_pending(&observer->notify))
		queue_delayed_work(system_power_efficient_wq,
				   &observer->notify,
				   READ_ONCE(observer->listened) ? 1 :
				   msecs_to_jiffies(TCPS_NOTIFY_PAUSE_MS));
}

#endif /* TCPS_OBSERVER_H */
