/* SPDX-License-Identifier: GPL-2.0 */
/* Clocks of captures that are read together, and how far they are apart. */
#ifndef TCPST_SKEW_H
#define TCPST_SKEW_H

#include "source/capture/packet.h"

struct tcpst_skew;

/**
 * struct tcpst_skew_place - where a frame was captured
 * @file:  number of the file
 * @iface: as of struct tcpst_raw
 */
struct tcpst_skew_place {
	unsigned int file;
	const char *iface;
};

/**
 * struct tcpst_skew_found - the two places whose clocks differ most
 * @ns:     how far that of @ahead is before that of @behind, ns; 0: none differ
 * @ahead:  a place
 * @behind: another
 * @shared: segments that are of both; 0: an answer of one is before what it answers in
 *          the other, so that it may be more
 */
struct tcpst_skew_found {
	u64 ns;
	struct tcpst_skew_place ahead;
	struct tcpst_skew_place behind;
	u64 shared;
};

struct tcpst_skew *tcpst_skew_open(void);
void tcpst_skew_note(struct tcpst_skew *skew, const struct tcpst_packet *packet,
		     const struct tcpst_skew_place *place, u64 time_ns);
void tcpst_skew_find(struct tcpst_skew *skew, struct tcpst_skew_found *found);
void tcpst_skew_close(struct tcpst_skew *skew);

#endif /* TCPST_SKEW_H */
