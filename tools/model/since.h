/* SPDX-License-Identifier: GPL-2.0 */
/* The first event that is wanted. */
#ifndef TCPST_SINCE_H
#define TCPST_SINCE_H

#include "model/event.h"

/* How the start is given. */
enum tcpst_since_kind {
	TCPST_SINCE_NOW,
	TCPST_SINCE_ALL,	/* everything in the recorder, or in the capture */
	TCPST_SINCE_SEQNO,
	TCPST_SINCE_TIME,	/* ns since the epoch */
	TCPST_SINCE_AGO,	/* ns before now, or before a capture ends */
	TCPST_SINCE_CLOCK,	/* s since midnight, of some day */
	TCPST_SINCE_LAST,	/* passed on to the source; only for the kernel */
};

/**
 * struct tcpst_since - the first event that is wanted
 * @kind:  how it is given
 * @value: number or time, according to @kind
 */
struct tcpst_since {
	enum tcpst_since_kind kind;
	u64 value;
};

bool tcpst_since_time(const struct tcpst_event *event, bool at_close, u64 time);
void tcpst_since_live(struct tcpst_since *since, u64 now);
void tcpst_since_capture(struct tcpst_since *since, u64 first, u64 last);

#endif /* TCPST_SINCE_H */
