/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All that differs between kernels 6.1 and 7.2. Features are probed where a
 * stable update may have brought them back, versions are asked where not.
 */
#ifndef TCPS_COMPAT_H
#define TCPS_COMPAT_H

#include <linux/version.h>
#include <linux/netfilter.h>
#include <linux/sched.h>
#include <linux/sysctl.h>
#include <net/genetlink.h>
#include <net/net_namespace.h>

/* Sysctl tables end by their size since 6.6, by an empty entry before. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
#define TCPS_SYSCTL_SENTINEL 0
#define tcps_register_sysctl(net, path, table, n) \
	register_net_sysctl_sz(net, path, table, n)
#else
#define TCPS_SYSCTL_SENTINEL 1
#define tcps_register_sysctl(net, path, table, n) \
	register_net_sysctl(net, path, table)
#endif

/* Handlers take a const table since 6.11. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0)
#define TCPS_SYSCTL_CONST const
#else
#define TCPS_SYSCTL_CONST
#endif

/*
 * Who may listen: the flag of a multicast group that asks for CAP_NET_ADMIN
 * in the namespace's user namespace came with 6.7, and to the stable kernels
 * as a flag of another name.
 */
#ifdef GENL_MCAST_CAP_NET_ADMIN
#define TCPS_MCGRP_CAP GENL_MCAST_CAP_NET_ADMIN
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 7, 0)
#define TCPS_MCGRP_CAP GENL_UNS_ADMIN_PERM
#else
#error "this kernel cannot restrict who listens to events: update it (6.1.68 or later)"
#endif

/* Attributes of a dump request: genl_info_dump() came with 6.6. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
#define tcps_dump_attrs(cb) (genl_info_dump(cb)->attrs)
#else
#define tcps_dump_attrs(cb) (genl_dumpit_info(cb)->attrs)
#endif

/* Does nf_dup (TEE) send a copy right now? Kept by the task since 6.16. */
static inline bool tcps_in_nf_dup(void)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 16, 0)
	return current->in_nf_duplicate;
#else
	return this_cpu_read(nf_skb_duplicated);
#endif
}

#endif /* TCPS_COMPAT_H */
