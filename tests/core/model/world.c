// SPDX-License-Identifier: GPL-2.0
/* The moves of a world. */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../../module/core/seq.h"
#include "graph.h"

#define NOW HOST_SEC
#define SEGMENTS 250

static const u32 isses[2] = { 1U << 28, 3U << 29 };

static struct bounds bounds;
static struct tcps_segment segments[SEGMENTS];
static u8 segment_from[SEGMENTS];
static unsigned int n_segments;

/* The world that a move is being tried on; host_emit() puts segments into it. */
static struct world *acting;

u32 host_random(u32 limit)
{
	(void)limit;	/* unused: only one octet at a time */
	return 0;
}

u32 world_iss(unsigned int host)
{
	return isses[host];
}

static u8 segment_number(unsigned int from, const struct tcps_segment *seg)
{
	unsigned int i;

	for (i = 0; i < n_segments; i++)
		if (segment_from[i] == from &&
		    !memcmp(&segments[i], seg, sizeof(*seg)))
			return (u8)i;
	if (i == SEGMENTS) {
		fprintf(stderr, "model: more than %u different segments\n", i);
		exit(2);
	}
	segments[i] = *seg;
	segment_from[i] = (u8)from;
	return (u8)n_segments++;
}

const struct tcps_segment *world_segment(u8 number, unsigned int *from)
{
	*from = segment_from[number];
	return &segments[number];
}

static bool beside(unsigned int host)
{
	return bounds.place == (host ? BESIDE_1 : BESIDE_0);
}

/* Do the segments of a host pass the observer? */
static bool heard(unsigned int host)
{
	return bounds.place != (host ? HEARS_0 : HEARS_1);
}

/* A full queue drops segments. */
static void put(struct half *half, u8 seg)
{
	if (half->n < WORLD_QUEUE)
		half->queue[half->n++] = seg;
}

static u8 take(struct half *half)
{
	u8 seg = half->queue[0];

	half->n--;
	memmove(half->queue, half->queue + 1, half->n);
	half->queue[half->n] = 0;
	return seg;
}

static bool put_late(struct half *half, u8 seg)
{
	unsigned int i;

	if (half->late_n == WORLD_LATE)
		return false;
	for (i = half->late_n; i && half->late[i - 1] > seg; i--)
		half->late[i] = half->late[i - 1];
	half->late[i] = seg;
	half->late_n++;
	return true;
}

static u8 take_late(struct half *half, unsigned int i)
{
	u8 seg = half->late[i];

	half->late_n--;
	memmove(half->late + i, half->late + i + 1, half->late_n - i);
	half->late[half->late_n] = 0;
	return seg;
}

void host_emit(struct host *host, const struct tcps_segment *seg)
{
	unsigned int from = host == &acting->host[1];
	u8 number = segment_number(from, seg);

	if (seg->flags & TCPS_FLAG_FIN && acting->truth.first_fin == 2)
		acting->truth.first_fin = from;
	if (seg->flags & TCPS_FLAG_RST)
		acting->truth.rst |= 1 << from;
	put(&acting->half[from][0], number);
}

static void arrive(struct world *world, u8 seg)
{
	unsigned int to = !segment_from[seg];
	struct host *host = &world->host[to];
	bool reset = host->reset;

	host_receive(host, &segments[seg], NOW);
	if (!reset && host->reset)
		world->truth.reset |= 1 << to;
}

/*
 * A move is made on a copy: begin() makes it, and returns the world to change; end() adds
 * the result.
 */
static struct world trial;
static const struct world *before;

static struct world *begin(void)
{
	trial = *before;
	acting = &trial;
	return &trial;
}

static void end(enum world_act act, unsigned int who, u8 seg, bool seen)
{
	struct edge edge = {
		.label = EDGE_SILENT, .act = act, .who = who, .seg = seg,
	};

	seen = seen && heard(who);
	if (!seen || trial.deaf)
		graph_add(&trial, &edge);
	if (!seen)
		return;
	trial.deaf = false;
	edge.label = seg;
	graph_add(&trial, &edge);
}

/* As begin(), for a fault of the network. */
static struct world *begin_fault(void)
{
	struct world *world = begin();

	if (!world->faults)
		return NULL;
	world->faults--;
	return world;
}

/* The RST of an abort may have an ACK or not; nothing else depends on that. */
static void abort_it(unsigned int i, u8 habit)
{
	struct host *host = &begin()->host[i];

	trial.truth.aborted |= 1 << i;
	host->habits |= habit;
	host_abort(host);
	host->habits &= ~HOST_PLAIN_RST;
	end(ACT_ABORT, i, 0, false);
}

static void programs(unsigned int i)
{
	const struct host *host = &before->host[i];
	enum tcps_state state = host->state;
	bool open = state == TCPS_ESTABLISHED || state == TCPS_CLOSE_WAIT;

	if (state == TCPS_CLOSED && host->n == 1 &&
	    (!i || bounds.peer == PEER_CONNECTS)) {
		host_connect(&begin()->host[i], NOW);
		end(ACT_CONNECT, i, 0, false);
	}
	if (open && !host->closing && before->octets[i]) {
		begin()->octets[i]--;
		host_write(&trial.host[i], 1, NOW);
		end(ACT_WRITE, i, 0, false);
	}
	if (open && !host->closing && before->octets[i] &&
	    bounds.closes >> i & 1 && host->habits & HOST_GREEDY) {
		begin()->octets[i]--;
		trial.host[i].wrote++;
		host_close(&trial.host[i], NOW);
		end(ACT_FINISH, i, 0, false);
	}
	if (open && !host->closing && bounds.closes >> i & 1) {
		host_close(&begin()->host[i], NOW);
		end(ACT_CLOSE, i, 0, false);
	}
	if (bounds.aborts >> i & 1 && state != TCPS_CLOSED &&
	    state != TCPS_LISTEN && state != TCPS_SYN_SENT &&
	    state != TCPS_TIME_WAIT) {
		abort_it(i, 0);
		abort_it(i, HOST_PLAIN_RST);
	}
}

static void timers(unsigned int i)
{
	const struct host *host = &before->host[i];
	struct world *world;
	u32 octets;

	if (host->resend != HOST_NEVER && before->repeats[i]) {
		world = begin();
		world->repeats[i]--;
		world->host[i].resend = 0;
		host_timer(&world->host[i], NOW);
		end(ACT_TIMER, i, 0, false);
	}
	for (octets = 0; octets < 2 && before->probes[i]; octets++) {
		world = begin();
		world->probes[i]--;
		if (host_probe(&world->host[i], octets))
			end(ACT_PROBE, i, 0, false);
	}
	if (host->ack_due != HOST_NEVER) {
		world = begin();
		world->host[i].ack_due = 0;
		host_timer(&world->host[i], NOW);
		end(ACT_ACKNOWLEDGE, i, 0, false);
	}
	if (bounds.expires && host->wait != HOST_NEVER) {
		world = begin();
		world->host[i].wait = 0;
		host_timer(&world->host[i], NOW);
		world->truth.silent |= 1 << i;
		end(ACT_EXPIRE, i, 0, false);
	}
}

static void miss(unsigned int from)
{
	struct world *world = bounds.misses ? begin_fault() : NULL;
	u8 seg;

	if (!world)
		return;
	seg = take(&world->half[from][0]);
	put(&world->half[from][1], seg);
	end(ACT_MISS, from, seg, false);
}

static void pass(unsigned int from)
{
	struct world *world = begin();
	u8 seg = take(&world->half[from][0]);

	put(&world->half[from][1], seg);
	end(ACT_PASS, from, seg, true);
}

/* The first half of the path: from a host to the observer. */
static void leave(unsigned int from)
{
	const struct half *half = &before->half[from][0];
	struct world *world;
	unsigned int i;
	u8 seg;

	for (i = 0; i < half->late_n; i++) {
		world = begin();
		seg = take_late(&world->half[from][0], i);
		put(&world->half[from][1], seg);
		end(ACT_PASS_LATE, from, seg, true);
	}
	if (!half->n)
		return;
	pass(from);
	miss(from);
	world = begin_fault();
	if (!world)
		return;
	seg = take(&world->half[from][0]);
	if (put_late(&world->half[from][0], seg))
		end(ACT_DELAY, from, seg, false);
	world = begin_fault();
	seg = take(&world->half[from][0]);
	put(&world->half[from][1], seg);
	if (put_late(&world->half[from][0], seg))
		end(ACT_PASS_TWICE, from, seg, true);
}

/* The second half: from the observer to the other host. */
static void reach(unsigned int from)
{
	const struct half *half = &before->half[from][1];
	struct world *world;
	unsigned int i;
	u8 seg;

	for (i = 0; i < half->late_n; i++) {
		world = begin();
		seg = take_late(&world->half[from][1], i);
		arrive(world, seg);
		end(ACT_ARRIVE_LATE, from, seg, false);
	}
	if (!half->n)
		return;
	world = begin();
	seg = take(&world->half[from][1]);
	arrive(world, seg);
	end(ACT_ARRIVE, from, seg, false);
	world = begin_fault();
	if (!world)
		return;
	seg = take(&world->half[from][1]);
	if (put_late(&world->half[from][1], seg))
		end(ACT_DELAY, from, seg, false);
	world = begin_fault();
	seg = take(&world->half[from][1]);
	if (put_late(&world->half[from][1], seg)) {
		arrive(world, seg);
		end(ACT_ARRIVE_TWICE, from, seg, false);
	}
}

static void forge_one(unsigned int from, u8 flags, u32 seq, u32 ack, u32 len)
{
	const struct tcps_segment seg = {
		.seq = seq,
		.ack = flags & TCPS_FLAG_ACK ? ack : 0,
		.len = len,
		.window = HOST_WINDOW,
		.flags = flags,
		.wscale = TCPS_WSCALE_NONE,
	};
	struct world *world = begin();
	u8 number = segment_number(from, &seg);

	world->forgeries--;
	world->forged = true;
	put(&world->half[from][1], number);
	end(ACT_FORGE, from, number, true);
}

/*
 * A third party spoofs a host: with the number that is expected, or one ahead in the
 * window, as if an octet had been lost.
 */
static void forge(unsigned int from)
{
	const struct host *target = &before->host[!from];
	u32 next = target->rcv, ack = target->max;
	unsigned int ahead;

	if (!before->forgeries || beside(from) || !next)
		return;
	for (ahead = 0; ahead < 2; ahead++, next++) {
		if (bounds.forged & FORGED_RST)
			forge_one(from, TCPS_FLAG_RST, next, 0, 0);
		if (bounds.forged & FORGED_FIN)
			forge_one(from, TCPS_FLAG_FIN | TCPS_FLAG_ACK, next,
				  ack, 0);
		if (bounds.forged & FORGED_OCTET)
			forge_one(from, TCPS_FLAG_ACK, next, ack, 1);
	}
	if (bounds.forged & FORGED_ACK) {
		forge_one(from, TCPS_FLAG_ACK, target->rcv, ack, 0);
		forge_one(from, TCPS_FLAG_ACK, target->rcv, ack + 1, 0);
	}
}

/*
 * A segment of a host passes an observer next to it at once, and one to that host arrives
 * at once when it passes: then nothing else can happen in between.
 */
static bool at_once(void)
{
	unsigned int i;

	for (i = 0; i < 2; i++) {
		if (!beside(i))
			continue;
		if (before->half[!i][1].n) {
			struct world *world = begin();
			u8 seg = take(&world->half[!i][1]);

			arrive(world, seg);
			end(ACT_ARRIVE, !i, seg, false);
			return true;
		}
		if (before->half[i][0].n) {
			pass(i);
			miss(i);
			return true;
		}
	}
	return false;
}

/* Both hosts have the same habits. */
static void choose_habits(u8 habits)
{
	struct world *world = begin();

	world->chosen = true;
	world->host[0].habits = world->host[1].habits = habits;
	end(ACT_HABITS, 0, 0, false);
}

/* Adds all moves of a world to the graph. */
void world_move(const struct world *world)
{
	unsigned int i;

	before = world;
	if (!world->chosen) {
		choose_habits(bounds.opens ? HOST_TFO_PART : 0);
		if (bounds.opens) {
			choose_habits(HOST_TFO);
			choose_habits(HOST_TFO | HOST_TFO_PART);
		}
		if (bounds.lazy)
			choose_habits(HOST_LAZY | HOST_GREEDY);
		return;
	}
	if (at_once())
		return;
	for (i = 0; i < 2; i++) {
		programs(i);
		timers(i);
		leave(i);
		reach(i);
		forge(i);
	}
}

static bool quiet(const struct host *host)
{
	if (host->ack_due != HOST_NEVER)
		return false;
	return host->state == TCPS_TIME_WAIT || host->state == TCPS_CLOSED ||
	       host->state == TCPS_LISTEN || host->resend == HOST_NEVER;
}

/* WORLD_* of a world. */
u8 world_flags_make(const struct world *world)
{
	u8 flags = world->forged ? WORLD_FORGED : 0;
	unsigned int i, under_way = 0;

	for (i = 0; i < 4; i++)
		under_way += world->half[i / 2][i % 2].n;
	if (!under_way && quiet(&world->host[0]) && quiet(&world->host[1]))
		flags |= WORLD_RESTS;
	if (bounds.judges && world->faults && world->repeats[0] &&
	    world->repeats[1] && (world->octets[0] || !bounds.writes[0]) &&
	    (world->octets[1] || !bounds.writes[1]))
		flags |= WORLD_SPARE;
	return flags;
}

void world_first(struct world *world, const struct bounds *which)
{
	bounds = *which;
	memset(world, 0, sizeof(*world));
	world->faults = bounds.faults;
	world->deaf = bounds.midway;
	world->forgeries = !!bounds.forged;
	world->repeats[0] = world->repeats[1] = bounds.repeats;
	world->truth.first_fin = 2;
	world->probes[0] = world->probes[1] = bounds.probes;
	world->octets[0] = bounds.writes[0];
	world->octets[1] = bounds.writes[1];
	host_init(&world->host[0], true, isses[0], 0);
	world->host[0].wrote += bounds.opens;
	world->truth.octets[0] = bounds.opens;
	host_init(&world->host[1], bounds.peer != PEER_LISTENS, isses[1], 0);
}
