/* SPDX-License-Identifier: GPL-2.0 */
/* The headers of all segments that pass the interfaces of a network namespace. */
#ifndef TCPST_TAP_H
#define TCPST_TAP_H

#include "source/capture/header.h"

#define TCPST_TAP_ERROR 512

struct tcpst_tap;

/**
 * struct tcpst_tapped - a segment that passed an interface
 * @time_ns: when, ns since the Unix epoch
 * @place:   where: the same number for the same interface and direction
 * @packet:  the segment
 * @header:  its headers
 */
struct tcpst_tapped {
	u64 time_ns;
	u64 place;
	struct tcpst_packet packet;
	struct tcpst_header header;
};

int tcpst_tap_open(struct tcpst_tap **tapp, const char *filter,
		   char error[TCPST_TAP_ERROR]);
void tcpst_tap_read(struct tcpst_tap *tap,
		    void (*take)(const struct tcpst_tapped *tapped, void *arg),
		    void *arg);
u64 tcpst_tap_dropped(struct tcpst_tap *tap);
void tcpst_tap_close(struct tcpst_tap *tap);

#endif /* TCPST_TAP_H */
