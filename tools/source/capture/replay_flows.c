// SPDX-License-Identifier: GPL-2.0
/*
 * The flows of a replay. A lookup costs one access to an open-addressing hash table and
 * one to the flow. Deadlines are in a heap: most segments only postpone a deadline,
 * which is stored only in the flow; the heap is updated when the old deadline is
 * reached.
 */
#include "source/capture/replay_flows.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>

#include "base/alloc.h"

#define SLOTS_MIN 1024U

/* Memory of flows is allocated in chunks of the size of a huge page. */
#define CHUNK_SIZE (2U << 20)
#define CHUNK_FLOWS							\
	((CHUNK_SIZE - TCPST_CACHE_LINE) / sizeof(struct tcpst_replay_flow))

/**
 * struct tcpst_replay_chunk - flows that are allocated together
 * @next:    another chunk
 * @answers: segments of @flows that may be answered, by flow; NULL: not asked for yet
 * @flows:   the flows
 */
struct tcpst_replay_chunk {
	struct tcpst_replay_chunk *next;
	struct tcpst_answers *answers;
	struct tcpst_replay_flow flows[CHUNK_FLOWS]
		__attribute__((aligned(TCPST_CACHE_LINE)));
};

/** tcpst_replay_flows_init() - initialize, without flows */
void tcpst_replay_flows_init(struct tcpst_replay_flows *flows)
{
	*flows = (struct tcpst_replay_flows){ .mask = SLOTS_MIN - 1 };
	if (getrandom(flows->secret, sizeof(flows->secret), 0) !=
	    (ssize_t)sizeof(flows->secret))
		flows->secret[0] = (u64)(size_t)flows;
	flows->slots = tcpst_alloc(SLOTS_MIN, sizeof(*flows->slots));
}

/** tcpst_replay_flows_free() - free all memory */
void tcpst_replay_flows_free(struct tcpst_replay_flows *flows)
{
	while (flows->chunks) {
		struct tcpst_replay_chunk *next = flows->chunks->next;

		free(flows->chunks->answers);
		free(flows->chunks);
		flows->chunks = next;
	}
	free(flows->heap);
	free(flows->slots);
}

static void put_slot(struct tcpst_replay_flows *flows,
		     struct tcpst_replay_flow *flow)
{
	u32 i = flow->hash & flows->mask;

	while (flows->slots[i].flow)
		i = (i + 1) & flows->mask;
	flows->slots[i].flow = flow;
	flows->slots[i].hash = flow->hash;
	flow->listed = true;
}

/* Double the slots if two thirds are in use. */
static void grow_slots(struct tcpst_replay_flows *flows)
{
	struct tcpst_replay_slot *old = flows->slots;
	u32 size = flows->mask + 1, i;

	if (flows->n < size / 3 * 2)
		return;
	flows->slots = tcpst_alloc((size_t)size * 2, sizeof(*flows->slots));
	flows->mask = size * 2 - 1;
	for (i = 0; i < size; i++)
		if (old[i].flow)
			put_slot(flows, old[i].flow);
	free(old);
}

static void grow_heap(struct tcpst_replay_flows *flows)
{
	if (flows->n < flows->capacity)
		return;
	flows->capacity = flows->capacity ? flows->capacity * 2 : 256;
	flows->heap = tcpst_resize(flows->heap, flows->capacity,
				   sizeof(*flows->heap));
}

static void grow_free(struct tcpst_replay_flows *flows)
{
	struct tcpst_replay_chunk *chunk;
	size_t i;

	if (flows->free)
		return;
	chunk = tcpst_need(aligned_alloc(CHUNK_SIZE, CHUNK_SIZE));
	madvise(chunk, CHUNK_SIZE, MADV_HUGEPAGE);
	chunk->next = flows->chunks;
	chunk->answers = NULL;
	flows->chunks = chunk;
	for (i = CHUNK_FLOWS; i--;) {
		chunk->flows[i].next = flows->free;
		flows->free = &chunk->flows[i];
	}
}

/* Equal deadlines are ordered by flow, so that replays are deterministic. */
static bool sooner(const struct tcpst_replay_due *a,
		   const struct tcpst_replay_due *b)
{
	return a->at != b->at ? a->at < b->at : a->flow->id < b->flow->id;
}

static void place(struct tcpst_replay_flows *flows, u32 i,
		  struct tcpst_replay_due due)
{
	flows->heap[i] = due;
	due.flow->place = i;
}

static void move_up(struct tcpst_replay_flows *flows, u32 i)
{
	struct tcpst_replay_due due = flows->heap[i];

	for (; i; i = (i - 1) / 2) {
		if (!sooner(&due, &flows->heap[(i - 1) / 2]))
			break;
		place(flows, i, flows->heap[(i - 1) / 2]);
	}
	place(flows, i, due);
}

static void move_down(struct tcpst_replay_flows *flows, u32 i)
{
	struct tcpst_replay_due due = flows->heap[i];

	for (;;) {
		u32 child = 2 * i + 1;

		if (child >= flows->n)
			break;
		if (child + 1 < flows->n &&
		    sooner(&flows->heap[child + 1], &flows->heap[child]))
			child++;
		if (!sooner(&flows->heap[child], &due))
			break;
		place(flows, i, flows->heap[child]);
		i = child;
	}
	place(flows, i, due);
}

/* Allocate a flow and put it in the heap, not in the hash table. */
static struct tcpst_replay_flow *take_flow(struct tcpst_replay_flows *flows,
					   const struct tcpst_replay_key *key,
					   u32 hash)
{
	struct tcpst_replay_flow *flow;

	grow_slots(flows);
	grow_heap(flows);
	grow_free(flows);
	flow = flows->free;
	flows->free = flow->next;
	flow->hash = hash;
	flow->key = *key;
	flow->deadline = UINT64_MAX;
	flow->queued = UINT64_MAX;
	flow->account = (struct tcps_account){ .packets = { 0 } };
	flow->listed = false;
	flow->attempt = NULL;
	flow->of = NULL;
	flow->reported = false;
	flow->stray.side = TCPS_SIDE_NONE;
	place(flows, flows->n++, (struct tcpst_replay_due){ flow->deadline,
							    flow });
	return flow;
}

/**
 * tcpst_replay_add() - add a flow
 * @flows: all flows
 * @key:   its ends; there must be no flow with them
 * @hash:  hash of @key
 *
 * Return: the flow; the caller opens its @conn and sets its deadline.
 */
struct tcpst_replay_flow *tcpst_replay_add(struct tcpst_replay_flows *flows,
					   const struct tcpst_replay_key *key,
					   u32 hash)
{
	struct tcpst_replay_flow *flow = take_flow(flows, key, hash);

	put_slot(flows, flow);
	return flow;
}

/**
 * tcpst_replay_add_attempt() - add a flow beside one with the same ends
 * @flows: all flows
 * @of:    that flow, in the hash table and without an attempt yet
 *
 * Return: as tcpst_replay_add().
 */
struct tcpst_replay_flow *
tcpst_replay_add_attempt(struct tcpst_replay_flows *flows,
			 struct tcpst_replay_flow *of)
{
	struct tcpst_replay_flow *flow = take_flow(flows, &of->key, of->hash);

	flow->of = of;
	of->attempt = flow;
	return flow;
}

/* Empty a slot, and move back later entries that collisions displaced. */
static void remove_slot(struct tcpst_replay_flows *flows, u32 i)
{
	u32 mask = flows->mask, next = i;

	for (;;) {
		u32 home;

		next = (next + 1) & mask;
		if (!flows->slots[next].flow)
			break;
		home = flows->slots[next].hash & mask;
		if (((next - home) & mask) < ((next - i) & mask))
			continue;
		flows->slots[i] = flows->slots[next];
		i = next;
	}
	flows->slots[i].flow = NULL;
}

/* Give the slot of a flow to its attempt, or empty it. */
static void give_up_slot(struct tcpst_replay_flows *flows,
			 struct tcpst_replay_flow *flow)
{
	u32 i = flow->hash & flows->mask;

	while (flows->slots[i].flow != flow)
		i = (i + 1) & flows->mask;
	if (!flow->attempt) {
		remove_slot(flows, i);
		return;
	}
	flows->slots[i].flow = flow->attempt;
	flow->attempt->of = NULL;
	flow->attempt->listed = true;
}

/** tcpst_replay_remove() - remove a flow that ended; its memory is reused */
void tcpst_replay_remove(struct tcpst_replay_flows *flows,
			 struct tcpst_replay_flow *flow)
{
	u32 at = flow->place;

	if (flow->of)
		flow->of->attempt = NULL;
	else
		give_up_slot(flows, flow);

	flows->n--;
	if (at != flows->n) {
		place(flows, at, flows->heap[flows->n]);
		move_up(flows, at);
		move_down(flows, flows->heap[at].flow->place);
	}
	flow->listed = false;
	flow->next = flows->free;
	flows->free = flow;
}

/** tcpst_replay_hasten() - move a flow in the heap to its deadline, which is earlier now */
void tcpst_replay_hasten(struct tcpst_replay_flows *flows,
			 struct tcpst_replay_flow *flow)
{
	flow->queued = flow->deadline;
	flows->heap[flow->place].at = flow->deadline;
	move_up(flows, flow->place);
}

/** tcpst_replay_due() - a flow whose deadline is not after @now, or NULL */
struct tcpst_replay_flow *tcpst_replay_due(struct tcpst_replay_flows *flows,
					   u64 now)
{
	while (flows->n && flows->heap[0].at <= now) {
		struct tcpst_replay_due *due = &flows->heap[0];

		if (due->flow->deadline == due->at)
			return due->flow;
		due->at = due->flow->deadline;
		due->flow->queued = due->at;
		move_down(flows, 0);
	}
	return NULL;
}

/**
 * tcpst_replay_answers() - segments of a flow that a RST or a challenge ACK may answer
 * @flow: the flow
 *
 * They are not part of the flow: most replays do not need them, and they would take memory
 * and cache lines. Those of the flow before in the same memory are still there.
 *
 * Return: the segments, by side.
 */
struct tcpst_answers *tcpst_replay_answers(const struct tcpst_replay_flow *flow)
{
	struct tcpst_replay_chunk *chunk =
		(void *)((uintptr_t)flow & ~(uintptr_t)(CHUNK_SIZE - 1));

	if (!chunk->answers)
		chunk->answers = tcpst_alloc(CHUNK_FLOWS, sizeof(*chunk->answers));
	return &chunk->answers[flow - chunk->flows];
}
