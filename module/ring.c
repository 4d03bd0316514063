// SPDX-License-Identifier: GPL-2.0
/* Memory of a ring of slots. */
#include "ring.h"

#include <linux/slab.h>

#include "pages.h"

static unsigned int pages_for(unsigned int slots)
{
	return DIV_ROUND_UP(slots, TCPS_RING_SLOTS_PER_PAGE);
}

/**
 * tcps_ring_alloc() - allocate a ring, without pages yet
 * @slots:        a power of two
 * @unprivileged: its pages count towards the limit of unprivileged namespaces
 * @gfp:          the locks of vmalloc are not for softirq, and in later kernels kvzalloc()
 *                falls back to it whatever the flags are; so it is used only if they allow
 *                to sleep
 *
 * Return: NULL if there is no memory.
 */
struct tcps_ring *tcps_ring_alloc(unsigned int slots, bool unprivileged, gfp_t gfp)
{
	struct tcps_ring *ring;
	size_t size = struct_size(ring, pages, pages_for(slots));

	if (gfpflags_allow_blocking(gfp))
		ring = kvzalloc(size, gfp);
	else
		ring = kzalloc(size, gfp);
	if (!ring)
		return NULL;
	ring->mask = slots - 1;
	ring->unprivileged = unprivileged;
	return ring;
}

/** tcps_ring_free() - free a ring, or nothing if it is NULL; nobody uses it any more */
void tcps_ring_free(struct tcps_ring *ring)
{
	unsigned int i;

	if (!ring)
		return;
	for (i = 0; i < pages_for(ring->mask + 1); i++)
		tcps_pages_free(ring->pages[i], ring->unprivileged);
	kvfree(ring);
}

/**
 * tcps_ring_is_large() - does the list of its pages exceed a cheap allocation?
 * @slots: how many it would have
 *
 * Such a ring cannot be allocated reliably without sleeping.
 */
bool tcps_ring_is_large(unsigned int slots)
{
	return pages_for(slots) * sizeof(char *) > PAGE_SIZE << PAGE_ALLOC_COSTLY_ORDER;
}

/**
 * tcps_ring_take() - the slot of a number, allocating its page if needed
 * @ring:   the ring
 * @number: the number
 *
 * Context: any; several CPUs may take slots of one page. Return: NULL if there is no memory.
 */
void *tcps_ring_take(struct tcps_ring *ring, u64 number)
{
	unsigned int page = (number & ring->mask) / TCPS_RING_SLOTS_PER_PAGE;
	void *slot = tcps_ring_find(ring, number);
	char *slots;

	if (likely(slot))
		return slot;
	slots = tcps_pages_alloc(ring->unprivileged);
	if (!slots)
		return NULL;
	/* Pairs with the address dependency of the readers. */
	if (cmpxchg(&ring->pages[page], NULL, slots))
		tcps_pages_free(slots, ring->unprivileged);
	else
		atomic_inc(&ring->used);
	return tcps_ring_find(ring, number);
}
