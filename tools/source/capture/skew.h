/* SPDX-License-Identifier: GPL-2.0 */
/* Clock skew between capture points that are read together. */
#ifndef TCPST_SKEW_H
#define TCPST_SKEW_H

#include "source/capture/packet.h"

struct tcpst_skew;

/**
 * struct tcpst_skew_place - a capture point
 * @file:  number of the file
 * @iface: as in struct tcpst_raw
 */
struct tcpst_skew_place {
	unsigned int file;
	const char *iface;
};

/**
 * struct tcpst_skew_found - the two capture points with the largest skew
 * @ns:     how far the clock of @ahead is ahead of that of @behind, ns; 0: no skew
 * @ahead:  one capture point
 * @behind: the other
 * @shared: number of segments captured at both; 0: the skew was derived from a SYN-ACK that
 *          precedes its SYN, so it may be larger
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
