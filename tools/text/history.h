/* SPDX-License-Identifier: GPL-2.0 */
/* What is recorded of chosen flows, for their ladders. */
#ifndef TCPST_HISTORY_H
#define TCPST_HISTORY_H

#include "source/source.h"

/**
 * struct tcpst_history - transitions and notes of one flow
 * @flow:     its number
 * @netns:    network namespace that the number is of, as of struct tcpst_flow, NULL: there is one only
 * @n:        of @event
 * @capacity:     for how many there is memory
 * @left_out: how many there are more than were wanted
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
 * struct tcpst_history_limits - how much of it is wanted
 * @most:  records per flow, 0: all
 * @until: ns since the epoch of the last, 0: all
 * @segments: for captures, every segment as well
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
