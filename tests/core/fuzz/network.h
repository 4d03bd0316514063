/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Two conforming hosts (host.c), and a network between them that loses, duplicates, delays
 * and reorders. Somewhere on the path each segment passes the observer.
 */
#ifndef TCPS_FUZZ_NETWORK_H
#define TCPS_FUZZ_NETWORK_H

#include "host.h"

#define NETWORK_PACKETS 100
#define NETWORK_PLANS 8

/* Where the observer is. */
enum place { BESIDE_0, BESIDE_1, HALFWAY };

struct packet {
	u64 at;			/* HOST_NEVER: free */
	u64 order;		/* order in which it was sent */
	unsigned int from;
	unsigned int fin_sent;	/* FINs of its sender, when it was sent */
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
	bool accounted;		/* every segment is processed */
	unsigned int loss, twice, jitter;	/* per mille, per mille, ms */
	struct host host[2];
	struct packet packet[NETWORK_PACKETS];
	unsigned int used;	/* number in use */
	struct plan plan[NETWORK_PLANS];
	unsigned int plans;
};

extern struct network net;

/* A segment passes the observer. */
void network_tap(const struct packet *packet);

void network_init(unsigned long seed);
bool network_step(u64 until);
bool network_beside(unsigned int side);

#endif /* TCPS_FUZZ_NETWORK_H */
