/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Worlds: two conforming hosts (../fuzz/host.c), the segments in flight between them, and
 * an observer on the path. A world changes by moves: a program connects, writes, closes or
 * aborts, a retransmission timer expires, a segment passes the observer, arrives, is
 * delayed or duplicated. Only a segment that passes is seen; all other moves are silent.
 *
 * The worlds within given bounds and their moves are a graph. It is generated on demand;
 * worlds are numbered from 0.
 */
#ifndef TCPS_MODEL_WORLD_H
#define TCPS_MODEL_WORLD_H

#include "../fuzz/host.h"

#define WORLD_PATH 12
#define WORLD_QUEUE 6
#define WORLD_LATE 3

/* Where the observer is: next to a host, halfway, or halfway and seeing one direction. */
enum world_place { BESIDE_0, BESIDE_1, HALFWAY, HEARS_0, HEARS_1 };

/* Initial state of host 1. */
enum world_peer {
	PEER_LISTENS,
	PEER_CONNECTS,		/* both connect: simultaneous open */
	PEER_CLOSED,		/* nothing listens */
};

/* Kinds of segments that may be forged. */
#define FORGED_RST	0x01
#define FORGED_FIN	0x02
#define FORGED_ACK	0x04
#define FORGED_OCTET	0x08

/**
 * struct bounds - bounds of the worlds
 * @name:    name of these bounds
 * @place:   where the observer is
 * @peer:    initial state of host 1
 * @writes:  octets the program of each host may write, one at a time
 * @opens:   ... and has written before it connects, as data in the SYN (RFC 7413)
 * @probes:  keep-alives that each host may send
 * @closes:  bits by host: its program may close
 * @aborts:  bits by host: its program may abort
 * @faults:  how often a segment may be delayed (overtaken by any others, or lost),
 *           duplicated, or missed by the observer, in total
 * @midway:  the observer may start at any time
 * @misses:  the observer may miss segments, which take another path
 * @repeats: how often the retransmission timer of each host may expire
 * @forged:  FORGED_*: one segment of these kinds may pass that no host sent
 * @expires: TIME-WAIT may end
 * @older:   the observer has seen an older connection between the ports, which both
 *           hosts have forgotten
 * @lazy:    both hosts may delay ACKs, and send a FIN with the last octet
 * @judges:  stories and verdicts are judged: nothing is excluded here. They are judged if
 *           one of the worlds has a fault, a repeat and octets left: otherwise something
 *           may be impossible only because of the bounds
 * @accounted: the core sees each segment; otherwise only those that a flow waits for
 * @samples: ... or any of the others
 */
struct bounds {
	const char *name;
	enum world_place place;
	enum world_peer peer;
	u8 writes[2];
	u8 opens;
	u8 probes;
	u8 closes;
	u8 aborts;
	u8 faults;
	bool midway;
	bool misses;
	u8 repeats;
	u8 forged;
	bool expires;
	bool older;
	bool lazy;
	bool judges;
	bool accounted;
	bool samples;
};

/**
 * struct truth - what has really happened so far, as far as it is relevant
 * @path:      the states each host was in, in order, from CLOSED or LISTEN
 * @n:         number of states
 * @first_fin: host that sent the first FIN; 2: none
 * @aborted:   bits by host: it ended by ABORT
 * @reset:     bits by host: it accepted a RST
 * @silent:    bits by host: TIME-WAIT expired
 * @rst:       bits by host: it sent a RST
 * @octets:    octets each host has sent
 */
struct truth {
	u8 path[2][WORLD_PATH];
	u8 n[2];
	u8 first_fin;
	u8 aborted;
	u8 reset;
	u8 silent;
	u8 rst;
	u8 octets[2];
};

/* The kind of a move, for a trace. */
enum world_act {
	ACT_HABITS, ACT_CONNECT, ACT_WRITE, ACT_FINISH, ACT_CLOSE, ACT_ABORT,
	ACT_TIMER, ACT_PROBE, ACT_ACKNOWLEDGE, ACT_EXPIRE,
	ACT_PASS, ACT_PASS_LATE, ACT_PASS_TWICE, ACT_MISS, ACT_FORGE,
	ACT_DELAY, ACT_ARRIVE, ACT_ARRIVE_LATE, ACT_ARRIVE_TWICE,
};

#define EDGE_SILENT 0xff

/**
 * struct edge - one move
 * @to:    the world it leads to
 * @label: number of the segment that passes the observer, or %EDGE_SILENT
 * @act:   enum world_act
 * @who:   the host that acts, or whose segment it is
 * @seg:   number of the segment concerned
 */
struct edge {
	u32 to;
	u8 label;
	u8 act:6;
	u8 who:1;
	u8 seg;
};

/* world flags */
#define WORLD_FORGED	0x01	/* a forged segment has passed */
#define WORLD_RESTS	0x02	/* may be at rest: no move is required */
#define WORLD_SPARE	0x04	/* more faults might happen */

void world_graph_init(const struct bounds *bounds);
const struct edge *world_edges(u32 world, unsigned int *n);
u32 world_count(void);
u8 world_flags(u32 world);
u16 world_truth(u32 world);
const struct truth *world_truth_get(u16 truth);
const struct tcps_segment *world_segment(u8 number, unsigned int *from);
u32 world_iss(unsigned int host);

#endif /* TCPS_MODEL_WORLD_H */
