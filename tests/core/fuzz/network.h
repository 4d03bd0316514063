/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Two honest hosts (host.c), and a network between them that loses, doubles, delays
 * and reorders. Somewhere on the way each segment passes the machine.
 */
#ifndef TCPS_FUZZ_NETWORK_H
#define TCPS_FUZZ_NETWORK_H

#include "host.h"

#define NETWORK_PACKETS 100
#define NETWORK_PLANS 8

/* Where the machine is. */
enum place { BESIDE_0, BESIDE_1, HALFWAY };

struct packet {
	u64 at;			/* HOST_NEVER: free */
	u64 order;		/* in which it was sent */
	unsigned int from;
	unsigned int fin_sent;	/* by its sender, when it was sent */
	enum tcps_state state;	/* of its sender, when it was sent */
	bool tapped;
	struct tcps_segment seg;
};

struct plan {
	u64 at;
	unsigned int side;
	enum { DO_CONNECT, DO_WRITE, DO_CLOSE, DO_ABORT } what;
	u32 octets;
};

struct network {
	u64 random;
	u64 now;
	u64 order;
	enum place place;
	bool accounted;		/* the machine is shown every segment */
	unsigned int loss, twice, jitter;	/* per mille, per mille, ms */
	struct host host[2];
	struct packet packet[NETWORK_PACKETS];
	unsigned int used;	/* none beyond are in use */
	struct plan plan[NETWORK_PLANS];
	unsigned int plans;
};

extern struct network net;

/* A segment passes the machine. */
void network_tap(const struct packet *packet);

void network_init(unsigned long seed);
bool network_step(u64 until);
bool network_beside(unsigned int side);

#endif /* TCPS_FUZZ_NETWORK_H */
