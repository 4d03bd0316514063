/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Included first if the module is built with TCPS_FAULTS=y (Kbuild): each call in it that
 * may run out of memory can be made to fail, also in softirq and in workers, but no call of
 * the rest of the kernel. The parameters are in faults.c.
 *
 * Each call is listed in the section tcps_faults of the module, which gives their number.
 */
#ifndef TCPS_CAMPAIGN_FAULTS_H
#define TCPS_CAMPAIGN_FAULTS_H

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

/* All headers that declare functions that are redefined here. */
#include <linux/gfp.h>
#include <linux/netfilter.h>
#include <linux/percpu.h>
#include <linux/percpu_counter.h>
#include <linux/proc_fs.h>
#include <linux/rhashtable.h>
#include <linux/seq_file.h>
#include <linux/shrinker.h>
#include <linux/slab.h>
#include <linux/sysctl.h>
#include <linux/tracepoint.h>
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

/*
 * Functions that are macros in some kernels, mostly since 6.10: the macros that replace
 * them cannot use their names.
 */
static inline void *tcps_real_kmalloc(size_t size, gfp_t flags)
{
	return kmalloc(size, flags);
}

static inline void *tcps_real_kzalloc(size_t size, gfp_t flags)
{
	return kzalloc(size, flags);
}

static inline void *tcps_real_kcalloc(size_t n, size_t size, gfp_t flags)
{
	return kcalloc(n, size, flags);
}

static inline void *tcps_real_kvzalloc(size_t size, gfp_t flags)
{
	return kvzalloc(size, flags);
}

static inline void *tcps_real_vcalloc(size_t n, size_t size)
{
	return vcalloc(n, size);
}

static inline unsigned long tcps_real_get_zeroed_page(gfp_t flags)
{
	return get_zeroed_page(flags);
}

static inline struct kmem_cache *
tcps_real_kmem_cache_create(const char *name, unsigned int size, unsigned int align,
			    slab_flags_t flags, void (*constructor)(void *))
{
	return kmem_cache_create(name, size, align, flags, constructor);
}

static inline void *tcps_real_kmem_cache_zalloc(struct kmem_cache *cache, gfp_t flags)
{
	return kmem_cache_zalloc(cache, flags);
}

static inline int tcps_real_rhashtable_init(struct rhashtable *table,
					    const struct rhashtable_params *params)
{
	return rhashtable_init(table, params);
}

static inline int tcps_real_percpu_counter_init(struct percpu_counter *counter, s64 amount,
						gfp_t flags)
{
	return percpu_counter_init(counter, amount, flags);
}

#undef kmalloc
#define kmalloc(...) TCPS_FAULT(NULL, tcps_real_kmalloc(__VA_ARGS__))
#undef kzalloc
#define kzalloc(...) TCPS_FAULT(NULL, tcps_real_kzalloc(__VA_ARGS__))
#undef kcalloc
#define kcalloc(...) TCPS_FAULT(NULL, tcps_real_kcalloc(__VA_ARGS__))
#undef kvzalloc
#define kvzalloc(...) TCPS_FAULT(NULL, tcps_real_kvzalloc(__VA_ARGS__))
#undef vcalloc
#define vcalloc(...) TCPS_FAULT(NULL, tcps_real_vcalloc(__VA_ARGS__))
#undef get_zeroed_page
#define get_zeroed_page(...) TCPS_FAULT(0, tcps_real_get_zeroed_page(__VA_ARGS__))
#undef kmem_cache_create
#define kmem_cache_create(...) TCPS_FAULT(NULL, tcps_real_kmem_cache_create(__VA_ARGS__))
#undef kmem_cache_zalloc
#define kmem_cache_zalloc(...) TCPS_FAULT(NULL, tcps_real_kmem_cache_zalloc(__VA_ARGS__))
#undef rhashtable_init
#define rhashtable_init(...) TCPS_FAULT(-ENOMEM, tcps_real_rhashtable_init(__VA_ARGS__))
#define genlmsg_new(...) TCPS_FAULT(NULL, genlmsg_new(__VA_ARGS__))
#undef alloc_percpu
#define alloc_percpu(type) TCPS_FAULT(NULL, (typeof(type) __percpu *)	\
	__alloc_percpu(sizeof(type), __alignof__(type)))
#undef alloc_percpu_gfp
#define alloc_percpu_gfp(type, gfp) TCPS_FAULT(NULL, (typeof(type) __percpu *) \
	__alloc_percpu_gfp(sizeof(type), __alignof__(type), gfp))
#undef percpu_counter_init
#define percpu_counter_init(...) \
	TCPS_FAULT(-ENOMEM, tcps_real_percpu_counter_init(__VA_ARGS__))
#define __seq_open_private(...) \
	TCPS_FAULT(NULL, __seq_open_private(__VA_ARGS__))
#define proc_create_data(...) TCPS_FAULT(NULL, proc_create_data(__VA_ARGS__))
#define proc_symlink(...) TCPS_FAULT(NULL, proc_symlink(__VA_ARGS__))
#undef proc_create_net
#define proc_create_net(name, mode, parent, ops, size) \
	TCPS_FAULT(NULL, proc_create_net_data(name, mode, parent, ops, size, \
					      NULL))
/* Those that module/compat.h uses. */
#ifdef TCPS_HAS_SYSCTL_SIZE
#define register_net_sysctl_sz(...) \
	TCPS_FAULT(NULL, register_net_sysctl_sz(__VA_ARGS__))
#else
#define register_net_sysctl(...) \
	TCPS_FAULT(NULL, register_net_sysctl(__VA_ARGS__))
#endif
#ifdef TCPS_HAS_SHRINKER_ALLOC
#define shrinker_alloc(...) TCPS_FAULT(NULL, shrinker_alloc(__VA_ARGS__))
#else
#define register_shrinker(...) TCPS_FAULT(-ENOMEM, register_shrinker(__VA_ARGS__))
#endif
#define register_pernet_subsys(...) \
	TCPS_FAULT(-ENOMEM, register_pernet_subsys(__VA_ARGS__))
#define nf_register_net_hooks(...) \
	TCPS_FAULT(-ENOMEM, nf_register_net_hooks(__VA_ARGS__))
#define genl_register_family(...) \
	TCPS_FAULT(-ENOMEM, genl_register_family(__VA_ARGS__))
#define tracepoint_probe_register(...) \
	TCPS_FAULT(-ENOMEM, tracepoint_probe_register(__VA_ARGS__))
#define rhashtable_insert_fast(...) \
	TCPS_FAULT(-ENOMEM, rhashtable_insert_fast(__VA_ARGS__))
#define rhashtable_lookup_insert_fast(...) \
	TCPS_FAULT(-ENOMEM, rhashtable_lookup_insert_fast(__VA_ARGS__))

#endif /* TCPS_CAMPAIGN_FAULTS_H */
