// SPDX-License-Identifier: GPL-2.0
/* The strays of a namespace; their memory is allocated with the first. */
#include "stray.h"

#include <linux/hash.h>
#include <linux/slab.h>

static unsigned int slot_of(u64 flow)
{
	return hash_64(flow, ilog2(TCPS_STRAYS));
}

/* Allocated with the first stray of a namespace; NULL: no memory. */
static struct tcps_strays *get(struct tcps_strays **strays)
{
	struct tcps_strays *fresh, *old;

	/* Pairs with cmpxchg() below: a visible pointer has its lock initialised. */
	old = smp_load_acquire(strays);
	if (old)
		return old;
	fresh = kzalloc(sizeof(*fresh), GFP_ATOMIC | __GFP_NOWARN);
	if (!fresh)
		return NULL;
	spin_lock_init(&fresh->lock);
	old = cmpxchg(strays, NULL, fresh);
	if (!old)
		return fresh;
	kfree(fresh);
	return old;
}

/**
 * tcps_stray_keep() - keep a segment until another one confirms it
 * @strays: of the namespace
 * @flow:   id of the flow with the same ends
 * @stray:  the segment
 *
 * Context: softirq or bottom halves off, the flow locked.
 */
enum tcps_stray_kept tcps_stray_keep(struct tcps_strays **strays, u64 flow,
				     const struct tcps_stray *stray)
{
	struct tcps_strays *all = get(strays);
	unsigned int slot = slot_of(flow);
	enum tcps_stray_kept kept;

	if (!all)
		return TCPS_STRAY_LOST;
	spin_lock(&all->lock);
	kept = all->slots[slot].flow && all->slots[slot].flow != flow ?
	       TCPS_STRAY_REPLACED : TCPS_STRAY_KEPT;
	all->slots[slot].flow = flow;
	all->slots[slot].stray = *stray;
	spin_unlock(&all->lock);
	return kept;
}

/**
 * tcps_stray_find() - the stray between the ends of a flow
 * @strays: of the namespace
 * @flow:   id of the flow
 * @stray:  filled in
 *
 * Context: as tcps_stray_keep(). Return: false if there is none.
 */
bool tcps_stray_find(struct tcps_strays **strays, u64 flow,
		     struct tcps_stray *stray)
{
	unsigned int slot = slot_of(flow);
	struct tcps_strays *all;
	bool found;

	all = smp_load_acquire(strays); /* pairs with cmpxchg() in get() */
	if (!all)
		return false;
	spin_lock(&all->lock);
	found = all->slots[slot].flow == flow;
	if (found)
		*stray = all->slots[slot].stray;
	spin_unlock(&all->lock);
	return found;
}

/** tcps_stray_drop() - forget the stray of a flow; as tcps_stray_keep() */
void tcps_stray_drop(struct tcps_strays **strays, u64 flow)
{
	unsigned int slot = slot_of(flow);
	struct tcps_strays *all;

	all = smp_load_acquire(strays); /* pairs with cmpxchg() in get() */
	if (!all)
		return;
	spin_lock(&all->lock);
	if (all->slots[slot].flow == flow)
		all->slots[slot].flow = 0;
	spin_unlock(&all->lock);
}

/** tcps_stray_exit() - free all; process context, no user is left */
void tcps_stray_exit(struct tcps_strays *strays)
{
	kfree(strays);
}
