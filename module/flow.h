/* SPDX-License-Identifier: GPL-2.0 */
/* A flow: our record of one connection. */
#ifndef TCPS_FLOW_H
#define TCPS_FLOW_H

#include <linux/list.h>
#include <linux/rhashtable-types.h>
#include <linux/spinlock.h>

#include "core/place.h"
#include "nat.h"
#include "owner.h"

struct tcps_ackwait_key;

/* Time unit of queues: a tick of 2^20 ns; wraps after 52 days. */
#define TCPS_TICK_SHIFT 20

static inline u32 tcps_ticks(u64 ns)
{
	return ns >> TCPS_TICK_SHIFT;
}

/*
 * Queues: one per enum tcps_class; then again one per class, for flows of which only one
 * side was ever seen; then one for attempts whose SYNs this machine dropped.
 */
#define TCPS_QUEUE_ONE_SIDED TCPS_CLASS_MAX
#define TCPS_QUEUE_DROPPED (2 * TCPS_CLASS_MAX)
#define TCPS_QUEUE_MAX (TCPS_QUEUE_DROPPED + 1)

/*
 * flow.marks. All are written under the flow's lock; a mark read without it is a
 * hint, or is read again under the lock.
 */
#define TCPS_FLOW_DEAD		0x01	/* removed from the table; must not be
					 * changed any more
					 */
#define TCPS_FLOW_ACK_WAIT	0x02	/* counted in the filter (ackwait.h) */
#define TCPS_FLOW_ATTEMPT	0x04	/* is to begin another connection beside
					 * one with the same key; found by
					 * tcps_table_find_attempt() only, until
					 * it takes that one's place
					 */
#define TCPS_FLOW_CHALLENGED	0x08	/* there is, or was, an attempt beside it */
#define TCPS_FLOW_STRAYED	0x10	/* an unexpected segment may be kept
					 * (stray.h)
					 */

/* In flow.marks as well: why this machine sent the RST that was accepted. */
#define TCPS_FLOW_RESET_SHIFT 5
#define TCPS_FLOW_RESET_MASK 0xe0
static_assert(TCPS_RESET_MAX <= 8);

/* Settings of accounting that a flow can distinguish: it has five bits for them. */
#define TCPS_EPOCHS 32

/* flow.queue while in no queue. */
#define TCPS_QUEUE_NONE TCPS_QUEUE_MAX

/** tcps_queue_class() - the class whose flows a queue, not NONE, holds */
static inline enum tcps_class tcps_queue_class(unsigned int queue)
{
	if (queue == TCPS_QUEUE_DROPPED)
		return TCPS_CLASS_HALF_OPEN;
	return queue < TCPS_QUEUE_ONE_SIDED ? queue :
					      queue - TCPS_QUEUE_ONE_SIDED;
}

/**
 * struct tcps_flow - one connection
 * @node:   in the table. RCU; linked while not @dead
 * @link:   in its shard's queue (table.c). Protected by the shard's lock
 * @rcu:    after removal
 * @key:    constant
 * @lock:   protects @conn, @marks, @seen, @lap and the parts behind the flow;
 *          softirq-safe.
 *          Taken before a shard's lock and before a bucket's
 * @id:     number in its namespace, from 1; constant. At a million flows a second, 54
 *          bits last for 570 years
 * @epoch:  of the setting accounting when it began (observer.h); constant
 * @owners: bit by side: a struct tcps_owner of it is behind the flow; constant
 * @accounted: a struct tcps_account is behind the flow; constant
 * @translated: a struct tcps_nat is behind the flow; constant
 * @unprivileged: of an unprivileged namespace; constant
 * @seen:   tick at which its timer started: when a segment of it was last processed.
 *          Protected by @lock, read without
 * @queue:  the queue it is in, or %TCPS_QUEUE_NONE. Protected by the shard's
 *          lock; a byte of its own, not a bit-field
 * @lap:    when it took its place in that queue (table.h). Protected by @lock
 * @marks:  TCPS_FLOW_*. Protected by @lock, read without; a byte of its own
 * @rst_ttl: time to live of the RST that was accepted last, 0: not known. Protected by
 *          @lock
 * @notes_full: when all its notes may be recorded again (note.c). Protected by @lock
 * @notes_left_out: notes since its last event that were not recorded, saturating. As
 *          @notes_full
 * @dropped: no segment of it has passed; this machine dropped each SYN (drop.c). As
 *          @notes_full
 * @conn:   the state machine
 *
 * Behind it in memory are the parts that it has, in this order: account, owners, translated
 * ends. Lives from tcps_flow_alloc() until an RCU grace period after removal.
 */
struct tcps_flow {
	struct rhash_head node;
	union {
		struct list_head link;
		struct rcu_head rcu;
	};
	struct tcps_key key;
	spinlock_t lock;
	u32 seen;
	u64 id:54;
	u64 epoch:5;
	u64 owners:2;
	u64 accounted:1;
	u64 translated:1;
	u64 unprivileged:1;
	u8 queue;
	u8 lap;
	u8 marks;
	u8 rst_ttl;
	u32 notes_full:20;
	u32 notes_left_out:11;
	u32 dropped:1;
	struct tcps_conn conn;
};

/* The bits of @notes_full, and the maximum of @notes_left_out. */
#define TCPS_FLOW_NOTES_FULL_MASK 0xfffff
#define TCPS_FLOW_LEFT_OUT_MAX 0x7ff

/* The limit stated in Documentation/design.rst, which applies without spinlock debugging. */
static_assert(sizeof(spinlock_t) > 4 || sizeof(struct tcps_flow) <= 224);

/*
 * Of a flow with accounting, which begins at a cache line, finding it reads the first line,
 * and a segment of data writes the next two, and the account.
 */
static_assert(sizeof(spinlock_t) > 4 || sizeof(void *) < 8 ||
	      (offsetof(struct tcps_flow, lock) == 64 &&
	       offsetof(struct tcps_flow, conn.entered) <= 192));

/**
 * struct tcps_flow_parts - what a flow has behind it
 * @owners:     bit by side: an owner
 * @accounted:  an account
 * @translated: the translated ends
 */
struct tcps_flow_parts {
	u8 owners;
	bool accounted;
	bool translated;
};

/** tcps_flow_is() - does a flow have one of these TCPS_FLOW_*? */
static inline bool tcps_flow_is(const struct tcps_flow *flow, u8 marks)
{
	return READ_ONCE(flow->marks) & marks;
}

/** tcps_flow_mark() - give a flow a mark; under its lock, or before it is published */
static inline void tcps_flow_mark(struct tcps_flow *flow, u8 mark)
{
	WRITE_ONCE(flow->marks, flow->marks | mark);
}

/** tcps_flow_unmark() - clear a mark of a flow; under its lock */
static inline void tcps_flow_unmark(struct tcps_flow *flow, u8 mark)
{
	WRITE_ONCE(flow->marks, flow->marks & ~mark);
}

/** tcps_flow_reset() - why this machine sent the RST that was accepted, enum tcps_reset */
static inline u8 tcps_flow_reset(const struct tcps_flow *flow)
{
	return READ_ONCE(flow->marks) >> TCPS_FLOW_RESET_SHIFT;
}

/** tcps_flow_set_reset() - note why the accepted RST was sent; under its lock */
static inline void tcps_flow_set_reset(struct tcps_flow *flow, u8 reset)
{
	WRITE_ONCE(flow->marks, (flow->marks & ~TCPS_FLOW_RESET_MASK) |
				reset << TCPS_FLOW_RESET_SHIFT);
}

/** tcps_flow_account() - full accounting of a flow, or NULL; under its lock */
static inline struct tcps_account *
tcps_flow_account(const struct tcps_flow *flow)
{
	return flow->accounted ? (void *)(flow + 1) : NULL;
}

/* Where the owners are, if there are any, and then the translated ends. */
static inline struct tcps_owner *tcps_flow_owners(const struct tcps_flow *flow)
{
	void *parts = (void *)(flow + 1);

	return parts + (flow->accounted ? sizeof(struct tcps_account) : 0);
}

/** tcps_flow_owner() - who is at an end, or NULL if there is no space; under its lock */
static inline struct tcps_owner *
tcps_flow_owner(const struct tcps_flow *flow, unsigned int side)
{
	if (!(flow->owners & BIT(side)))
		return NULL;
	return tcps_flow_owners(flow) + (side & flow->owners);
}

/** tcps_flow_owner_pending() - may the process of an end still send? under the flow's lock */
static inline bool tcps_flow_owner_pending(const struct tcps_flow *flow)
{
	const struct tcps_owner *owner = tcps_flow_owners(flow);

	return (flow->owners && tcps_owner_pending(owner)) ||
	       (flow->owners == (BIT(0) | BIT(1)) && tcps_owner_pending(owner + 1));
}

/** tcps_flow_nat() - the translated ends of a flow, or NULL; under its lock */
static inline struct tcps_nat *tcps_flow_nat(const struct tcps_flow *flow)
{
	return flow->translated ? (void *)(tcps_flow_owners(flow) +
					   hweight8(flow->owners)) : NULL;
}

int tcps_flow_init(unsigned int max_total);
void tcps_flow_exit(void);
struct tcps_flow *tcps_flow_alloc(struct tcps_flow_parts parts, bool unprivileged);
void tcps_flow_free(struct tcps_flow *flow);
void tcps_flow_free_rcu(struct tcps_flow *flow);
void tcps_flow_note_owner(struct tcps_flow *flow, unsigned int side, struct sock *sk);
u8 tcps_flow_copy_owners(const struct tcps_flow *flow, struct tcps_owner owner[2]);
enum tcps_end tcps_flow_end(const struct tcps_flow *flow);
u32 tcps_flow_slot(const struct tcps_flow *flow,
		   const struct tcps_ackwait_key *key);
unsigned int tcps_flow_queue(const struct tcps_flow *flow,
			     enum tcps_class class);

#endif /* TCPS_FLOW_H */
