// SPDX-License-Identifier: GPL-2.0
/* The counting filter: the side that counts. */
#include "await.h"

#include <linux/math.h>
#include <linux/random.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#define LOCKS 64

struct tcps_await tcps_await __read_mostly;

/* Each protects the counts and bits of the groups that map to it. */
static spinlock_t locks[LOCKS];

static spinlock_t *lock_of(u32 slot)
{
	return &locks[slot / TCPS_AWAIT_GROUP % LOCKS];
}

static bool group_is_empty(u32 slot)
{
	return !memchr_inv(&tcps_await.counts[round_down(slot,
							 TCPS_AWAIT_GROUP)],
			   0, TCPS_AWAIT_GROUP);
}

/**
 * tcps_await_inc() - one more flow of a slot awaits an ACK
 * @slot: below %TCPS_AWAIT_SLOTS
 *
 * Context: softirq, or bottom halves off; a flow's lock may be held. The ACK
 * itself can only come after the segment it answers has left this hook, so
 * the bit needs no barrier of its own.
 */
void tcps_await_inc(u32 slot)
{
	u8 *count = &tcps_await.counts[slot];

	spin_lock(lock_of(slot));
	/* A count that reached the top stays: it only costs slow paths. */
	if (*count != U8_MAX) {
		WRITE_ONCE(*count, *count + 1);
		if (*count == 1)
			set_bit(slot / TCPS_AWAIT_GROUP, tcps_await.bits);
	}
	spin_unlock(lock_of(slot));
}

/** tcps_await_dec() - one less; undoes tcps_await_inc(), same context */
void tcps_await_dec(u32 slot)
{
	u8 *count = &tcps_await.counts[slot];

	spin_lock(lock_of(slot));
	if (*count != U8_MAX) {
		WRITE_ONCE(*count, *count - 1);
		if (group_is_empty(slot))
			clear_bit(slot / TCPS_AWAIT_GROUP, tcps_await.bits);
	}
	spin_unlock(lock_of(slot));
}

/** tcps_await_init() - set up the filter; -ENOMEM */
int tcps_await_init(void)
{
	unsigned int i;

	tcps_await.counts = vcalloc(TCPS_AWAIT_SLOTS, sizeof(u8));
	tcps_await.bits = vcalloc(BITS_TO_LONGS(TCPS_AWAIT_GROUPS),
				  sizeof(unsigned long));
	if (!tcps_await.counts || !tcps_await.bits) {
		tcps_await_exit();
		return -ENOMEM;
	}
	get_random_bytes(tcps_await.key, sizeof(tcps_await.key));
	tcps_await.key[1] |= 1;	/* factors: odd */
	tcps_await.key[3] |= 1;
	for (i = 0; i < LOCKS; i++)
		spin_lock_init(&locks[i]);
	return 0;
}

/** tcps_await_exit() - undo tcps_await_init(); no hook runs any more */
void tcps_await_exit(void)
{
	vfree(tcps_await.counts);
	tcps_await.counts = NULL;
	vfree(tcps_await.bits);
	tcps_await.bits = NULL;
}
