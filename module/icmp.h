/* SPDX-License-Identifier: GPL-2.0 */
/* ICMP errors: who sent one, and its type and code. Those that ended a flow are kept beside it. */
#ifndef TCPS_ICMP_H
#define TCPS_ICMP_H

#include <linux/in6.h>
#include <linux/list.h>
#include <linux/spinlock.h>

/**
 * struct tcps_icmp - an ICMP error about a segment
 * @from: who sent it; IPv4 as ::ffff:a.b.c.d
 * @type: of ICMP, or of ICMPv6 where @from is an address of IPv6
 * @code: of that type
 */
struct tcps_icmp {
	struct in6_addr from;
	u8 type;
	u8 code;
};

#define TCPS_ICMP_HASH_BITS 6

/* Most errors kept per namespace. */
#define TCPS_ICMP_MAX 1024

/**
 * struct tcps_icmp_errors - the errors that ended flows of a namespace
 * @lock:    protects all; softirq-safe; taken inside a flow's lock
 * @kept:    how many there are
 * @by_flow: by the number of the flow
 *
 * Few flows end in this way, so a flow has no space for it.
 */
struct tcps_icmp_errors {
	spinlock_t lock;
	unsigned int kept;
	struct hlist_head by_flow[1 << TCPS_ICMP_HASH_BITS];
};

void tcps_icmp_init(struct tcps_icmp_errors *errors);
bool tcps_icmp_keep(struct tcps_icmp_errors *errors, u64 flow,
		    const struct tcps_icmp *icmp);
bool tcps_icmp_find(struct tcps_icmp_errors *errors, u64 flow,
		    struct tcps_icmp *icmp);
void tcps_icmp_drop(struct tcps_icmp_errors *errors, u64 flow);
void tcps_icmp_exit(struct tcps_icmp_errors *errors);

#endif /* TCPS_ICMP_H */
