/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Included before all else where the module is built with TCPS_FAULTS=y (Kbuild): each
 * call in it that may find no memory can be made to fail, also in softirq and in
 * workers, and nothing else of the kernel is. faults.c says how it is told to.
 *
 * Each call is listed in the section tcps_faults of the module, by which it is known
 * how many there are.
 */
#ifndef TCPS_CAMPAIGN_FAULTS_H
#define TCPS_CAMPAIGN_FAULTS_H

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

/* All that declares what gets another meaning here. */
#include <linux/gfp.h>
#include <linux/netfilter.h>
#include <linux/percpu.h>
#include <linux/proc_fs.h>
#include <linux/rhashtable.h>
#include <linux/seq_file.h>
#include <linux/shrinker.h>
#include <linux/slab.h>
#include <linux/sysctl.h>
#include <linux/vmalloc.h>
#include <net/genetlink.h>
#include <net/net_namespace.h>

/**
 * struct tcps_fault - a call that may fail
 * @file:   where it is
 * @line:   where it is
 * @calls:  times it was made
 * @failed: bit 0: it has failed
 */
struct tcps_fault {
	const char *file;
	int line;
	atomic_t calls;
	unsigned long failed;
};

bool tcps_fault_now(struct tcps_fault *fault);

#define TCPS_FAULT(failure, call) ({					\
	static struct tcps_fault fault_ = {				\
		.file = __FILE__, .line = __LINE__			\
	};								\
	static struct tcps_fault *listed_				\
		__used __section("tcps_faults") = &fault_;		\
	tcps_fault_now(&fault_) ? (typeof(call))(failure) : (call);	\
})

#define kzalloc(...) TCPS_FAULT(NULL, kzalloc(__VA_ARGS__))
#define kcalloc(...) TCPS_FAULT(NULL, kcalloc(__VA_ARGS__))
#define kvzalloc(...) TCPS_FAULT(NULL, kvzalloc(__VA_ARGS__))
#define vcalloc(...) TCPS_FAULT(NULL, vcalloc(__VA_ARGS__))
#define get_zeroed_page(...) TCPS_FAULT(0, get_zeroed_page(__VA_ARGS__))
#define kmem_cache_create(...) TCPS_FAULT(NULL, kmem_cache_create(__VA_ARGS__))
#define kmem_cache_zalloc(...) TCPS_FAULT(NULL, kmem_cache_zalloc(__VA_ARGS__))
#define genlmsg_new(...) TCPS_FAULT(NULL, genlmsg_new(__VA_ARGS__))
#undef alloc_percpu
#define alloc_percpu(type) TCPS_FAULT(NULL, (typeof(type) __percpu *)	\
	__alloc_percpu(sizeof(type), __alignof__(type)))
#define __seq_open_private(...) \
	TCPS_FAULT(NULL, __seq_open_private(__VA_ARGS__))
#define proc_create_data(...) TCPS_FAULT(NULL, proc_create_data(__VA_ARGS__))
#undef proc_create_net
#define proc_create_net(name, mode, parent, ops, size) \
	TCPS_FAULT(NULL, proc_create_net_data(name, mode, parent, ops, size, \
					      NULL))
#define register_net_sysctl(...) \
	TCPS_FAULT(NULL, register_net_sysctl(__VA_ARGS__))
#define register_shrinker(...) TCPS_FAULT(-ENOMEM, register_shrinker(__VA_ARGS__))
#define register_pernet_subsys(...) \
	TCPS_FAULT(-ENOMEM, register_pernet_subsys(__VA_ARGS__))
#define nf_register_net_hooks(...) \
	TCPS_FAULT(-ENOMEM, nf_register_net_hooks(__VA_ARGS__))
#define genl_register_family(...) \
	TCPS_FAULT(-ENOMEM, genl_register_family(__VA_ARGS__))
#define rhashtable_init(...) TCPS_FAULT(-ENOMEM, rhashtable_init(__VA_ARGS__))
#define rhashtable_insert_fast(...) \
	TCPS_FAULT(-ENOMEM, rhashtable_insert_fast(__VA_ARGS__))
#define rhashtable_lookup_insert_fast(...) \
	TCPS_FAULT(-ENOMEM, rhashtable_lookup_insert_fast(__VA_ARGS__))

#endif /* TCPS_CAMPAIGN_FAULTS_H */
