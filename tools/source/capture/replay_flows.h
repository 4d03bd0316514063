/* SPDX-License-Identifier: GPL-2.0 */
/* The flows of a replay: lookup by ends and by deadline. */
#ifndef TCPST_REPLAY_FLOWS_H
#define TCPST_REPLAY_FLOWS_H

#include "model/answers.h"
#include "model/outcome.h"
#include "model/trail.h"
#include "module/core/place.h"
#include "source/capture/replay_key.h"

#define TCPST_CACHE_LINE 64

/**
 * struct tcpst_replay_flow - a live flow
 * @hash:     hash of @key
 * @listed:   it is in the hash table, not an attempt or free
 * @key:      its ends, by side
 * @deadline: when the timer of its class expires, ns
 * @queued:   deadline in the heap, not later than @deadline
 * @seen:     time of its last segment, ns
 * @trail:    summary of its segments, by side
 * @account:  accounting of @conn
 * @conn:     its state; what is after its @hops is not needed for most segments
 * @place:    index in the heap
 * @id:       number, from 1
 * @iface:    interface of its first segment
 * @frame:    number of the frame of its first segment
 * @timed:    the time stamp of that frame was right
 * @clock_sets: how often the clock of the capture had been set before it
 * @attempt:  attempt at the next connection between the same ends, or NULL
 * @of:       the flow whose attempt this is, or NULL
 * @stray:    a segment that fits neither; @stray_frame: number of its frame
 * @rst_ttl:  time to live of the RST accepted last, 0: not known
 * @error:    the ICMP error that ended it, if one did
 * @outcome:  outcome reported when both ends had closed, if @reported
 * @next:     next free flow
 */
struct tcpst_replay_flow {
	u32 hash;
	bool listed;
	struct tcpst_replay_key key;
	u64 deadline;
	u64 queued;
	u64 seen;
	struct tcpst_trail trail;
	struct tcps_account account;
	struct tcps_conn conn;
	u32 place;
	u64 id;
	const char *iface;
	u64 frame;
	bool timed;
	u32 clock_sets;
	struct tcpst_replay_flow *attempt;
	struct tcpst_replay_flow *of;
	struct tcps_stray stray;
	u64 stray_frame;
	u8 rst_ttl;
	struct tcpst_error error;
	struct tcpst_outcome outcome;
	bool reported;
	struct tcpst_replay_flow *next;
};

struct tcpst_replay_slot {
	struct tcpst_replay_flow *flow;
	u32 hash;
};

struct tcpst_replay_due {
	u64 at;
	struct tcpst_replay_flow *flow;
};

/**
 * struct tcpst_replay_flows - all live flows
 * @secret:   key of the hash, so that a capture cannot be crafted to collide
 * @slots:    hash table, open addressing; @mask: its size less one
 * @heap:     flows by deadline, which may be earlier than the real one; the first is the
 *            next that may be due
 * @n:        number of flows
 * @capacity: allocated size of @heap
 * @free:     list of free flows
 * @chunks:   all memory of flows
 */
struct tcpst_replay_flows {
	u64 secret[2];
	struct tcpst_replay_slot *slots;
	u32 mask;
	struct tcpst_replay_due *heap;
	u32 n;
	u32 capacity;
	struct tcpst_replay_flow *free;
	struct tcpst_replay_chunk *chunks;
};

void tcpst_replay_flows_init(struct tcpst_replay_flows *flows);
void tcpst_replay_flows_free(struct tcpst_replay_flows *flows);

struct tcpst_replay_flow *tcpst_replay_add(struct tcpst_replay_flows *flows,
					   const struct tcpst_replay_key *key,
					   u32 hash);
struct tcpst_replay_flow *
tcpst_replay_add_attempt(struct tcpst_replay_flows *flows,
			 struct tcpst_replay_flow *of);
void tcpst_replay_remove(struct tcpst_replay_flows *flows,
			 struct tcpst_replay_flow *flow);
void tcpst_replay_hasten(struct tcpst_replay_flows *flows,
			 struct tcpst_replay_flow *flow);
struct tcpst_replay_flow *tcpst_replay_due(struct tcpst_replay_flows *flows,
					   u64 now);
struct tcpst_answers *tcpst_replay_answers(const struct tcpst_replay_flow *flow);

/**
 * tcpst_replay_find() - find the flow of a key, or NULL
 * @flows: all flows
 * @key:   its ends
 * @hash:  hash of @key
 */
static inline struct tcpst_replay_flow *
tcpst_replay_find(const struct tcpst_replay_flows *flows,
		  const struct tcpst_replay_key *key, u32 hash)
{
	const struct tcpst_replay_slot *slots = flows->slots;
	u32 i = hash & flows->mask;

	for (; slots[i].flow; i = (i + 1) & flows->mask)
		if (slots[i].hash == hash &&
		    tcpst_replay_key_same(&slots[i].flow->key, key))
			return slots[i].flow;
	return NULL;
}

/**
 * tcpst_replay_prefetch() - prefetch the slot that tcpst_replay_find() will read first
 * @flows: all flows
 * @hash:  hash of the key
 *
 * With many flows, cache misses are most of the cost of a segment.
 */
static inline void tcpst_replay_prefetch(const struct tcpst_replay_flows *flows, u32 hash)
{
	__builtin_prefetch(&flows->slots[hash & flows->mask]);
}

/**
 * tcpst_replay_guess() - find the flow that probably has a key, and prefetch it
 * @flows: all flows
 * @hash:  hash of the key, whose slot was prefetched some time before
 *
 * Only what is needed for all of its segments is prefetched.
 *
 * Return: the flow, which tcpst_replay_look() checks; NULL: there is none.
 */
static inline struct tcpst_replay_flow *
tcpst_replay_guess(const struct tcpst_replay_flows *flows, u32 hash)
{
	const struct tcpst_replay_slot *slots = flows->slots;
	u32 i = hash & flows->mask;
	struct tcpst_replay_flow *flow;
	size_t at;

	while (slots[i].flow && slots[i].hash != hash)
		i = (i + 1) & flows->mask;
	flow = slots[i].flow;
	if (!flow)
		return NULL;
#pragma GCC unroll 8
	for (at = 0; at < offsetof(struct tcpst_replay_flow, conn.entered);
	     at += TCPST_CACHE_LINE)
		__builtin_prefetch((const char *)flow + at, 1);
	return flow;
}

/**
 * tcpst_replay_look() - find the flow of a key, or NULL
 * @flows: all flows
 * @key:   its ends
 * @hash:  hash of @key
 * @guess: from tcpst_replay_guess(); flows may have ended or begun since then
 */
static inline struct tcpst_replay_flow *
tcpst_replay_look(const struct tcpst_replay_flows *flows,
		  const struct tcpst_replay_key *key, u32 hash,
		  struct tcpst_replay_flow *guess)
{
	if (guess && guess->listed && tcpst_replay_key_same(&guess->key, key))
		return guess;
	return tcpst_replay_find(flows, key, hash);
}

/**
 * tcpst_replay_delay() - set the deadline of a flow
 * @flows:    all flows
 * @flow:     the flow
 * @deadline: the deadline, ns
 */
static inline void tcpst_replay_delay(struct tcpst_replay_flows *flows,
				      struct tcpst_replay_flow *flow, u64 deadline)
{
	flow->deadline = deadline;
	if (deadline < flow->queued)
		tcpst_replay_hasten(flows, flow);
}

/** tcpst_replay_is_due() - may a deadline be not after @now? tcpst_replay_due() decides */
static inline bool tcpst_replay_is_due(const struct tcpst_replay_flows *flows, u64 now)
{
	return flows->n && flows->heap[0].at <= now;
}

#endif /* TCPST_REPLAY_FLOWS_H */
