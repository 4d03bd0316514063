/* SPDX-License-Identifier: GPL-2.0 */
/* Storage of worlds: each once, packed, with its moves. */
#ifndef TCPS_MODEL_GRAPH_H
#define TCPS_MODEL_GRAPH_H

#include "world.h"

/**
 * struct half - one half of the path in one direction
 * @queue:  numbers of the segments in flight, in order
 * @late:   delayed ones, which any others may overtake, sorted by number
 * @n:      number in @queue
 * @late_n: number in @late
 */
struct half {
	u8 queue[WORLD_QUEUE];
	u8 late[WORLD_LATE];
	u8 n;
	u8 late_n;
};

/**
 * struct world - one world
 * @host:      both hosts
 * @half:      the paths, by sending host: to the observer, and from it
 * @truth:     the truth; its paths are filled in when it is packed
 * @faults:    faults that the network may still make
 * @forgeries: segments that may still be forged
 * @repeats:   how often the timer of each host may still expire
 * @probes:    keep-alives that each host may still send
 * @octets:    octets that the program of each host may still write
 * @chosen:    the habits of the hosts are chosen
 * @forged:    a forged segment has passed
 * @deaf:      the observer does not listen yet
 */
struct world {
	struct host host[2];
	struct half half[2][2];
	struct truth truth;
	u8 faults;
	u8 forgeries;
	u8 repeats[2];
	u8 probes[2];
	u8 octets[2];
	bool chosen;
	bool forged;
	bool deaf;
};

void graph_add(const struct world *world, const struct edge *how);

/* world.c */
void world_first(struct world *world, const struct bounds *which);
void world_move(const struct world *world);
u8 world_flags_make(const struct world *world);

#endif /* TCPS_MODEL_GRAPH_H */
