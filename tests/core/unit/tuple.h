/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Two ports, and the successive connections between them: what the module does for flows
 * and the capture reader for frames, for tests that need no more.
 */
#ifndef TCPS_TEST_TUPLE_H
#define TCPS_TEST_TUPLE_H

#include "../../../module/core/place.h"

struct tuple;

/**
 * struct tuple_ops - callbacks; each may be NULL
 * @began:   a flow began; its changes follow
 * @changed: a segment or a timer changed a flow
 * @ended:   a flow has ended; its state is still there
 */
struct tuple_ops {
	void (*began)(struct tuple *tuple, bool pending);
	void (*changed)(struct tuple *tuple, bool pending,
			const struct tcps_step *step);
	void (*ended)(struct tuple *tuple, bool pending);
};

/**
 * struct tuple - the connections between two ports
 * @conn:      the connection, and the attempt to open another one
 * @account:   full accounting of each
 * @stray:     a segment that fits neither
 * @accounted: every segment is seen
 * @open:      there is a connection
 * @pending:   there is an attempt; only if @open
 * @ops:       callbacks
 * @arg:       for @ops
 * @now:       time of the last segment, ns
 */
struct tuple {
	struct tcps_conn conn[2];
	struct tcps_account account[2];
	struct tcps_stray stray;
	bool accounted;
	bool open;
	bool pending;
	const struct tuple_ops *ops;
	void *arg;
	u64 now;
};

bool tuple_segment(struct tuple *tuple, unsigned int dir,
		   const struct tcps_segment *seg, u64 now);
void tuple_icmp(struct tuple *tuple, unsigned int dir, u32 seq, bool fatal,
		u64 now);
void tuple_timeout(struct tuple *tuple, bool pending, u64 now);

/** tuple_account() - full accounting of a flow, or NULL */
static inline struct tcps_account *tuple_account(struct tuple *tuple,
						 bool pending)
{
	return tuple->accounted ? &tuple->account[pending] : NULL;
}

#endif /* TCPS_TEST_TUPLE_H */
