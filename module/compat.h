/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All that differs between kernels 6.1 and 7.2. Kbuild searches the kernel's headers for
 * each feature (TCPS_HAS_...), so that nothing depends on version numbers: a stable update
 * may backport a change.
 */
#ifndef TCPS_COMPAT_H
#define TCPS_COMPAT_H

#include <linux/netfilter.h>
#include <linux/sched.h>
#include <linux/shrinker.h>
#include <linux/slab.h>
#include <linux/sysctl.h>
#include <net/dropreason.h>
#include <net/genetlink.h>
#include <net/net_namespace.h>

/* Its header does not compile for a kernel that is built without it. */
#if IS_ENABLED(CONFIG_NF_CONNTRACK)
#include <net/netfilter/nf_conntrack.h>
#endif

/* Since 6.6 a sysctl table is registered with its size; before, an empty entry ended it. */
#ifdef TCPS_HAS_SYSCTL_SIZE
#define TCPS_SYSCTL_SENTINEL 0
#define tcps_register_sysctl(net, path, table, n) \
	register_net_sysctl_sz(net, path, table, n)
#else
#define TCPS_SYSCTL_SENTINEL 1
#define tcps_register_sysctl(net, path, table, n) \
	register_net_sysctl(net, path, table)
#endif

/* Handlers take a const table since 6.11. */
#ifdef TCPS_HAS_SYSCTL_CONST
#define TCPS_SYSCTL_CONST const
#else
#define TCPS_SYSCTL_CONST
#endif

/*
 * Listening to a multicast group requires CAP_NET_ADMIN in the namespace's user
 * namespace. Groups have their own flags since 6.8, and in stable kernels with a
 * backport (6.1.68); before that they had those of commands.
 */
#ifdef TCPS_HAS_MCGRP_ADMIN
#define TCPS_MCGRP_ADMIN GENL_MCAST_CAP_NET_ADMIN
#else
#define TCPS_MCGRP_ADMIN GENL_UNS_ADMIN_PERM
#endif

/* Attributes of a dump request: genl_info_dump() came with 6.6. */
#ifdef TCPS_HAS_DUMP_INFO
#define tcps_dump_attrs(cb) (genl_info_dump(cb)->attrs)
#else
#define tcps_dump_attrs(cb) (genl_dumpit_info(cb)->attrs)
#endif

/* Does nf_dup (TEE) send a copy right now? Kept by the task since 6.16. */
static inline bool tcps_in_nf_dup(void)
{
#ifdef TCPS_HAS_TASK_NF_DUP
	return current->in_nf_duplicate;
#else
	return this_cpu_read(nf_skb_duplicated);
#endif
}

/*
 * Arguments of skb:kfree_skb, after the probe's private data. It has the receiving socket
 * since 6.11.
 */
#ifdef TCPS_HAS_DROP_CONST_SOCKET
#define TCPS_DROP_ARGS struct sk_buff *skb, void *where, \
		       enum skb_drop_reason reason, const struct sock *rx_sk
#elif defined(TCPS_HAS_DROP_SOCKET)
#define TCPS_DROP_ARGS struct sk_buff *skb, void *where, \
		       enum skb_drop_reason reason, struct sock *rx_sk
#else
#define TCPS_DROP_ARGS struct sk_buff *skb, void *where, \
		       enum skb_drop_reason reason
#endif

/*
 * Arguments of tcp:tcp_retransmit_skb. Since 6.16 it also reports retransmissions that
 * could not be sent.
 */
#ifdef TCPS_HAS_RETRANSMIT_ERR
#define TCPS_RETRANSMIT_ARGS const struct sock *sk, const struct sk_buff *skb, int err
#else
#define TCPS_RETRANSMIT_ARGS const struct sock *sk, const struct sk_buff *skb
#endif

/**
 * tcps_drop_reason_name() - the kernel's name of a drop reason
 * @reason: its number
 *
 * Subsystems have reasons of their own since 6.4. RCU read side. Return: NULL if it
 * has no name.
 */
static inline const char *tcps_drop_reason_name(u32 reason)
{
#ifdef TCPS_HAS_DROP_SUBSYS
	u32 subsys = (reason & SKB_DROP_REASON_SUBSYS_MASK) >>
		     SKB_DROP_REASON_SUBSYS_SHIFT;
	const struct drop_reason_list *list;

	reason &= ~SKB_DROP_REASON_SUBSYS_MASK;
	if (subsys >= SKB_DROP_REASON_SUBSYS_NUM)
		return NULL;
	list = rcu_dereference(drop_reasons_by_subsys[subsys]);
	return list && reason < list->n_reasons ? list->reasons[reason] : NULL;
#else
	return reason < SKB_DROP_REASON_MAX ? drop_reasons[reason] : NULL;
#endif
}

/*
 * Register a shrinker with the default cost; NULL: -ENOMEM. Since 6.7 shrinkers are
 * allocated by the kernel.
 */
typedef unsigned long (*tcps_shrink_fn)(struct shrinker *shrinker,
					struct shrink_control *control);

static inline struct shrinker *tcps_shrinker_register(tcps_shrink_fn count,
						      tcps_shrink_fn scan)
{
	struct shrinker *shrinker;

#ifdef TCPS_HAS_SHRINKER_ALLOC
	shrinker = shrinker_alloc(0, "tcpstates");
#else
	shrinker = kzalloc(sizeof(*shrinker), GFP_KERNEL);
#endif
	if (!shrinker)
		return NULL;
	shrinker->count_objects = count;
	shrinker->scan_objects = scan;
	shrinker->seeks = DEFAULT_SEEKS;
#ifdef TCPS_HAS_SHRINKER_ALLOC
	shrinker_register(shrinker);
#else
	if (register_shrinker(shrinker, "tcpstates")) {
		kfree(shrinker);
		return NULL;
	}
#endif
	return shrinker;
}

static inline void tcps_shrinker_unregister(struct shrinker *shrinker)
{
#ifdef TCPS_HAS_SHRINKER_ALLOC
	shrinker_free(shrinker);
#else
	unregister_shrinker(shrinker);
	kfree(shrinker);
#endif
}

/*
 * The head of a function that generates the parameters of a KUnit case: later kernels pass
 * the test to it.
 */
#ifdef TCPS_HAS_KUNIT_PARAM_TEST
#define TCPS_KUNIT_PARAMS(name, prev, desc)				\
	const void *name(struct kunit *test, const void *prev, char *desc)
#else
#define TCPS_KUNIT_PARAMS(name, prev, desc)				\
	const void *name(const void *prev, char *desc)
#endif

#endif /* TCPS_COMPAT_H */
