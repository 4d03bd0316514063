// SPDX-License-Identifier: GPL-2.0
/* Storage of worlds: each once, packed, with its moves. */
#include "graph.h"

#include <stdlib.h>
#include <string.h>

#include "../../../module/core/seq.h"
#include "intern.h"

#define NOW HOST_SEC
#define UNSET 0xff

/* A host, without the contents of struct truth. Numbers count from those of the SYNs. */
struct packed_host {
	u8 una, nxt, max, wrote, rcv, queue[2];
	u8 flags;
};

struct packed {
	struct packed_host host[2];
	struct half half[2][2];
	u16 truth;
	u8 faults:4, forgeries:4;
	u8 repeats[2];
	u8 octets[2];
	u8 probes[2];
	u8 habits;
	u8 chosen:1, forged:1, deaf:1;
};

#define PACKED_QUEUED_FIN	0x01
#define PACKED_EARLY		0x02
#define PACKED_CLOSING		0x04
#define PACKED_SILENT		0x08
#define PACKED_RESET		0x10
#define PACKED_RESEND		0x20
#define PACKED_ACK_DUE		0x40
#define PACKED_WAIT		0x80

struct about {
	size_t edges;
	u16 n;
	u16 truth;
	u8 flags;
	bool moved;
};

static struct intern worlds, truths;
static struct about *about;
static size_t about_cap;
static struct edge *edges;
static size_t n_edges, edges_cap;
static struct world first;

static u8 relative(u32 number, u32 iss)
{
	return number ? (u8)(number - iss) : UNSET;
}

static u32 absolute(u8 number, u32 iss)
{
	return number == UNSET ? 0 : iss + number;
}

static void pack_host(struct packed_host *packed, const struct host *host,
		      u32 peer_iss)
{
	bool queued = host->queue[0] != host->queue[1] &&
		      !tcps_seq_before(host->queue[1], host->rcv) &&
		      (host->queue[1] != host->rcv || host->queued_fin);

	*packed = (struct packed_host){
		.una = (u8)(host->una - host->iss),
		.nxt = (u8)(host->nxt - host->iss),
		.max = (u8)(host->max - host->iss),
		.wrote = (u8)(host->wrote - host->iss),
		.rcv = relative(host->rcv, peer_iss),
		.queue = {
			relative(queued ? host->queue[0] : host->rcv, peer_iss),
			relative(queued ? host->queue[1] : host->rcv, peer_iss),
		},
		.flags = (queued && host->queued_fin ? PACKED_QUEUED_FIN : 0) |
			 (host->early ? PACKED_EARLY : 0) |
			 (host->closing ? PACKED_CLOSING : 0) |
			 (host->silent ? PACKED_SILENT : 0) |
			 (host->reset ? PACKED_RESET : 0) |
			 (host->resend != HOST_NEVER ? PACKED_RESEND : 0) |
			 (host->ack_due != HOST_NEVER ? PACKED_ACK_DUE : 0) |
			 (host->wait != HOST_NEVER ? PACKED_WAIT : 0),
	};
}

static void unpack_host(struct host *host, const struct packed_host *packed,
			u32 iss, u32 peer_iss, u8 habits)
{
	*host = (struct host){
		.habits = habits,
		.iss = iss,
		.una = iss + packed->una,
		.nxt = iss + packed->nxt,
		.max = iss + packed->max,
		.wrote = iss + packed->wrote,
		.rcv = absolute(packed->rcv, peer_iss),
		.queue = { absolute(packed->queue[0], peer_iss),
			   absolute(packed->queue[1], peer_iss) },
		.queued_fin = packed->flags & PACKED_QUEUED_FIN,
		.early = packed->flags & PACKED_EARLY,
		.closing = packed->flags & PACKED_CLOSING,
		.silent = packed->flags & PACKED_SILENT,
		.reset = packed->flags & PACKED_RESET,
		.resend = packed->flags & PACKED_RESEND ? NOW + 1 : HOST_NEVER,
		.ack_due = packed->flags & PACKED_ACK_DUE ? NOW + 1 :
							   HOST_NEVER,
		.wait = packed->flags & PACKED_WAIT ? NOW + 1 : HOST_NEVER,
	};
}

static void fill_truth(struct truth *truth, const struct world *world)
{
	unsigned int i;

	*truth = world->truth;
	for (i = 0; i < 2; i++) {
		const struct host *host = &world->host[i];
		u32 sent = host->max - host->iss;

		truth->n[i] = (u8)host->n;
		memset(truth->path[i], 0, WORLD_PATH);
		memcpy(truth->path[i], host->history, host->n);
		if (sent && host->closing && host->max == host->wrote + 1)
			sent--;
		truth->octets[i] = sent ? (u8)(sent - 1) : 0;
	}
}

static u32 add(const struct world *world)
{
	struct truth truth;
	struct packed packed;
	unsigned int i;
	bool is_new;
	u32 number;

	fill_truth(&truth, world);
	memset(&packed, 0, sizeof(packed));
	packed.truth = (u16)intern_add(&truths, &truth, sizeof(truth), NULL);
	for (i = 0; i < 2; i++)
		pack_host(&packed.host[i], &world->host[i], world_iss(!i));
	memcpy(packed.half, world->half, sizeof(packed.half));
	packed.faults = world->faults;
	packed.forgeries = world->forgeries;
	packed.repeats[0] = world->repeats[0];
	packed.repeats[1] = world->repeats[1];
	packed.octets[0] = world->octets[0];
	packed.octets[1] = world->octets[1];
	packed.probes[0] = world->probes[0];
	packed.probes[1] = world->probes[1];
	packed.habits = world->host[0].habits;
	packed.chosen = world->chosen;
	packed.deaf = world->deaf;
	packed.forged = world->forged;
	number = intern_add(&worlds, &packed, sizeof(packed), &is_new);
	if (!is_new)
		return number;
	about = model_grow(about, &about_cap, number + 1, sizeof(*about));
	about[number] = (struct about){
		.truth = packed.truth,
		.flags = world_flags_make(world),
	};
	return number;
}

static void unpack(struct world *world, u32 number)
{
	struct packed packed;
	unsigned int i;

	memcpy(&packed, intern_get(&worlds, number, NULL), sizeof(packed));
	memset(world, 0, sizeof(*world));
	world->truth = *world_truth_get(packed.truth);
	for (i = 0; i < 2; i++) {
		struct host *host = &world->host[i];

		unpack_host(host, &packed.host[i], world_iss(i), world_iss(!i),
			    packed.habits);
		host->n = world->truth.n[i];
		memcpy(host->history, world->truth.path[i], host->n);
		host->state = host->history[host->n - 1];
	}
	memcpy(world->half, packed.half, sizeof(packed.half));
	world->faults = packed.faults;
	world->forgeries = packed.forgeries;
	world->repeats[0] = packed.repeats[0];
	world->repeats[1] = packed.repeats[1];
	world->octets[0] = packed.octets[0];
	world->octets[1] = packed.octets[1];
	world->probes[0] = packed.probes[0];
	world->probes[1] = packed.probes[1];
	world->chosen = packed.chosen;
	world->deaf = packed.deaf;
	world->forged = packed.forged;
}

/** graph_add() - add a move to @world, of the world whose moves are being generated */
void graph_add(const struct world *world, const struct edge *how)
{
	struct edge edge = *how;

	edge.to = add(world);
	edges = model_grow(edges, &edges_cap, n_edges + 1, sizeof(*edges));
	edges[n_edges++] = edge;
}

/** world_edges() - the moves of a world; valid until the next call */
const struct edge *world_edges(u32 number, unsigned int *n)
{
	struct world world;
	size_t at;

	if (!about[number].moved) {
		unpack(&world, number);
		at = n_edges;
		world_move(&world);
		about[number].edges = at;
		about[number].n = (u16)(n_edges - at);
		about[number].moved = true;
	}
	*n = about[number].n;
	return edges + about[number].edges;
}

u32 world_count(void)
{
	return worlds.n;
}

u8 world_flags(u32 world)
{
	return about[world].flags;
}

u16 world_truth(u32 world)
{
	return about[world].truth;
}

const struct truth *world_truth_get(u16 truth)
{
	return intern_get(&truths, truth, NULL);
}

void world_graph_init(const struct bounds *bounds)
{
	intern_init(&worlds);
	intern_init(&truths);
	world_first(&first, bounds);
	add(&first);
}
