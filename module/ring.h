/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A ring of slots in pages that are allocated when they are first reached. What is in a
 * slot, and who may write to it, is known to its user (recorder.c).
 */
#ifndef TCPS_RING_H
#define TCPS_RING_H

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/gfp.h>
#include <linux/mm.h>

/* Octets of a slot: whole cache lines. */
#define TCPS_RING_SLOT 320U
#define TCPS_RING_SLOTS_PER_PAGE ((unsigned int)(PAGE_SIZE / TCPS_RING_SLOT))

/**
 * struct tcps_ring - slots by number
 * @next:  next ring in the list of rings to be freed
 * @mask:  number of slots - 1, of a power of two; constant
 * @used:  how many of @pages are not NULL
 * @unprivileged: its pages count towards the limit of unprivileged namespaces; constant
 * @pages: by number; NULL until first reached, then constant
 */
struct tcps_ring {
	struct tcps_ring *next;
	u64 mask;
	atomic_t used;
	bool unprivileged;
	char *pages[];
};

struct tcps_ring *tcps_ring_alloc(unsigned int slots, bool unprivileged, gfp_t gfp);
void tcps_ring_free(struct tcps_ring *ring);
bool tcps_ring_is_large(unsigned int slots);
void *tcps_ring_take(struct tcps_ring *ring, u64 number);

/**
 * tcps_ring_find() - the slot of a number
 * @ring:   the ring
 * @number: the number
 *
 * Context: any. Return: NULL if its page was not reached yet.
 */
static inline void *tcps_ring_find(const struct tcps_ring *ring, u64 number)
{
	unsigned int index = number & ring->mask;
	char *slots = READ_ONCE(ring->pages[index / TCPS_RING_SLOTS_PER_PAGE]);

	return likely(slots) ? slots + index % TCPS_RING_SLOTS_PER_PAGE * TCPS_RING_SLOT :
			       NULL;
}

#endif /* TCPS_RING_H */
