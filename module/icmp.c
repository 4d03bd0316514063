// SPDX-License-Identifier: GPL-2.0
/* The ICMP errors that ended flows, kept until the flows are removed. */
#include "icmp.h"

#include <linux/hash.h>
#include <linux/slab.h>

/* One error, in its hash list. */
struct kept {
	struct hlist_node node;
	u64 flow;
	struct tcps_icmp icmp;
};

/** tcps_icmp_init() - set up an empty table; before the namespace has a flow */
void tcps_icmp_init(struct tcps_icmp_errors *errors)
{
	unsigned int i;

	spin_lock_init(&errors->lock);
	errors->kept = 0;
	for (i = 0; i < ARRAY_SIZE(errors->by_flow); i++)
		INIT_HLIST_HEAD(&errors->by_flow[i]);
}

static struct hlist_head *list_of(struct tcps_icmp_errors *errors, u64 flow)
{
	return &errors->by_flow[hash_64(flow, TCPS_ICMP_HASH_BITS)];
}

static struct kept *find(struct tcps_icmp_errors *errors, u64 flow)
{
	struct kept *kept;

	hlist_for_each_entry(kept, list_of(errors, flow), node)
		if (kept->flow == flow)
			return kept;
	return NULL;
}

/**
 * tcps_icmp_keep() - keep the error that ended a flow
 * @errors: of the namespace
 * @flow:   number of the flow
 * @icmp:   the error; it replaces an earlier one
 *
 * Context: softirq or bottom halves off, the flow locked. Return: false if there are too
 * many, or no memory.
 */
bool tcps_icmp_keep(struct tcps_icmp_errors *errors, u64 flow,
		    const struct tcps_icmp *icmp)
{
	struct kept *kept;

	spin_lock(&errors->lock);
	kept = find(errors, flow);
	if (!kept && errors->kept < TCPS_ICMP_MAX) {
		kept = kmalloc(sizeof(*kept), GFP_ATOMIC | __GFP_NOWARN);
		if (kept) {
			kept->flow = flow;
			hlist_add_head(&kept->node, list_of(errors, flow));
			errors->kept++;
		}
	}
	if (kept)
		kept->icmp = *icmp;
	spin_unlock(&errors->lock);
	return kept;
}

/**
 * tcps_icmp_find() - the error that ended a flow
 * @errors: of the namespace
 * @flow:   number of the flow
 * @icmp:   filled in
 *
 * Context: as tcps_icmp_keep(). Return: false if it is not kept.
 */
bool tcps_icmp_find(struct tcps_icmp_errors *errors, u64 flow,
		    struct tcps_icmp *icmp)
{
	struct kept *kept;

	spin_lock(&errors->lock);
	kept = find(errors, flow);
	if (kept)
		*icmp = kept->icmp;
	spin_unlock(&errors->lock);
	return kept;
}

/** tcps_icmp_drop() - forget the error of a flow that is removed; as tcps_icmp_keep() */
void tcps_icmp_drop(struct tcps_icmp_errors *errors, u64 flow)
{
	struct kept *kept;

	spin_lock(&errors->lock);
	kept = find(errors, flow);
	if (kept) {
		hlist_del(&kept->node);
		errors->kept--;
	}
	spin_unlock(&errors->lock);
	kfree(kept);
}

/** tcps_icmp_exit() - forget all; no flow and no user is left */
void tcps_icmp_exit(struct tcps_icmp_errors *errors)
{
	struct hlist_node *next;
	struct kept *kept;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(errors->by_flow); i++)
		hlist_for_each_entry_safe(kept, next, &errors->by_flow[i], node)
			kfree(kept);
	tcps_icmp_init(errors);
}
