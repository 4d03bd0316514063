// SPDX-License-Identifier: GPL-2.0
/* The counting filter: the update side. */
#include "ackwait.h"

#include <linux/atomic.h>
#include <linux/math.h>
#include <linux/random.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#define LOCKS 64

struct tcps_ackwait tcps_ackwait __read_mostly;

/* Each protects the counts and bits of the groups that map to it. */
static spinlock_t locks[LOCKS];

/* Flows of unprivileged namespaces that are counted. */
static atomic_t unprivileged_flows = ATOMIC_INIT(0);

static spinlock_t *lock_of(u32 slot)
{
	return &locks[slot / TCPS_ACKWAIT_GROUP % LOCKS];
}

static bool group_is_empty(u32 slot)
{
	return !memchr_inv(&tcps_ackwait.counts[round_down(slot,
							   TCPS_ACKWAIT_GROUP)],
			   0, TCPS_ACKWAIT_GROUP);
}

/**
 * tcps_ackwait_inc() - count a flow of a slot as waiting for an ACK
 * @slot:  below %TCPS_ACKWAIT_SLOTS
 * @unprivileged: the flow is of an unprivileged namespace
 *
 * Context: softirq, or bottom halves off; a flow's lock may be held. The ACK
 * itself can only come after the segment it answers has left this hook, so
 * the bit needs no barrier of its own.
 *
 * Return: false if the slot is saturated, or the share of unprivileged namespaces used up:
 * then the flow is not counted, and tcps_ackwait_dec() must not be called for it. Its ACK
 * is seen only if it is sampled.
 */
bool tcps_ackwait_inc(u32 slot, bool unprivileged)
{
	u8 *count = &tcps_ackwait.counts[slot];
	bool counted;

	if (unprivileged &&
	    !atomic_add_unless(&unprivileged_flows, 1,
			       TCPS_ACKWAIT_UNPRIVILEGED_MAX))
		return false;
	spin_lock(lock_of(slot));
	counted = *count != U8_MAX;
	if (counted) {
		WRITE_ONCE(*count, *count + 1);
		if (*count == 1)
			set_bit(slot / TCPS_ACKWAIT_GROUP, tcps_ackwait.bits);
	}
	spin_unlock(lock_of(slot));
	if (unprivileged && !counted)
		atomic_dec(&unprivileged_flows);
	return counted;
}

/**
 * tcps_ackwait_dec() - undo tcps_ackwait_inc(); same arguments, same context
 * @slot:  the slot
 * @unprivileged: as for tcps_ackwait_inc()
 */
void tcps_ackwait_dec(u32 slot, bool unprivileged)
{
	u8 *count = &tcps_ackwait.counts[slot];

	spin_lock(lock_of(slot));
	WRITE_ONCE(*count, *count - 1);
	if (!*count && group_is_empty(slot))
		clear_bit(slot / TCPS_ACKWAIT_GROUP, tcps_ackwait.bits);
	spin_unlock(lock_of(slot));
	if (unprivileged)
		atomic_dec(&unprivileged_flows);
}

/** tcps_ackwait_key_init() - generate the hash key of a namespace; process context */
void tcps_ackwait_key_init(struct tcps_ackwait_key *key)
{
	get_random_bytes(key, sizeof(*key));
	/* An IPv4 address and port take 48 bits: no factor is ever zero. */
	key->ends |= 1ULL << 63;
	key->odd |= 1;
}

/** tcps_ackwait_init() - set up the filter; -ENOMEM */
int tcps_ackwait_init(void)
{
	unsigned int i;

	tcps_ackwait.counts = vcalloc(TCPS_ACKWAIT_SLOTS, sizeof(u8));
	tcps_ackwait.bits = vcalloc(BITS_TO_LONGS(TCPS_ACKWAIT_GROUPS),
				    sizeof(unsigned long));
	if (!tcps_ackwait.counts || !tcps_ackwait.bits) {
		tcps_ackwait_exit();
		return -ENOMEM;
	}
	for (i = 0; i < LOCKS; i++)
		spin_lock_init(&locks[i]);
	return 0;
}

/** tcps_ackwait_exit() - undo tcps_ackwait_init(); no hook runs any more */
void tcps_ackwait_exit(void)
{
	vfree(tcps_ackwait.counts);
	tcps_ackwait.counts = NULL;
	vfree(tcps_ackwait.bits);
	tcps_ackwait.bits = NULL;
}
