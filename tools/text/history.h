/* SPDX-License-Identifier: GPL-2.0 */
/* Records of selected flows, for their ladders. */
#ifndef TCPST_HISTORY_H
#define TCPST_HISTORY_H

#include "source/source.h"

/**
 * struct tcpst_history - transitions and notes of one flow
 * @flow:     its number
 * @netns:    its network namespace, as in struct tcpst_flow, NULL: there is only one
 * @n:        number of @event
 * @capacity: allocated size of @event
 * @left_out: number of records beyond the limit
 * @event:    in order
 */
struct tcpst_history {
	u64 flow;
	const char *netns;
	size_t n;
	size_t capacity;
	u64 left_out;
	struct tcpst_event *event;
};

/**
 * struct tcpst_history_limits - limits of the records
 * @most:  records per flow, 0: all
 * @until: time of the last record, ns since the epoch, 0: all
 * @segments: for captures, include every segment
 */
struct tcpst_history_limits {
	size_t most;
	u64 until;
	bool segments;
};

int tcpst_history_compare(const void *a, const void *b);
int tcpst_history_read(struct tcpst_source *source,
		       struct tcpst_history *histories, size_t n,
		       const struct tcpst_history_limits *limits);
void tcpst_history_free(struct tcpst_history *history);

#endif /* TCPST_HISTORY_H */
