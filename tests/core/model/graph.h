/* SPDX-License-Identifier: GPL-2.0 */
/* How worlds are kept: each once, packed, with its moves. */
#ifndef TCPS_MODEL_GRAPH_H
#define TCPS_MODEL_GRAPH_H

#include "world.h"

/**
 * struct half - one half of the way of one direction
 * @queue:  number of the segments under way, in order
 * @late:   those that are overtaken by as many as will, in order of their number
 * @n:      in @queue
 * @late_n: in @late
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
 * @half:      the ways, by the host that sends: to the observer, and from it
 * @truth:     what has happened; the paths are filled in when it is packed
 * @faults:    how many more the network may make
 * @forgeries: how many more segments may be forged
 * @repeats:   how often the timer of each host may run out yet
 * @probes:    how many more keep-alives each host may send
 * @octets:    how many more the program of each host may write
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
