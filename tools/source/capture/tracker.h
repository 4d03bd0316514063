/* SPDX-License-Identifier: GPL-2.0 */
/* Assigning the frames of a capture to flows. */
#ifndef TCPST_TRACKER_H
#define TCPST_TRACKER_H

#include "source/capture/emit.h"
#include "source/capture/link.h"
#include "source/capture/replay_flows.h"
#include "source/capture/replay_stats.h"

/**
 * struct tcpst_tracker_frame - a frame to be processed
 * @read: the frame
 * @key:  key of the flow of its segment, or of the quoted one
 * @hash: hash of @key
 * @side: side that sent it, -1: both ends are the same
 * @guess: probably its flow, NULL: there probably is none
 */
struct tcpst_tracker_frame {
	const struct tcpst_frame *read;
	struct tcpst_replay_key key;
	u32 hash;
	int side;
	struct tcpst_replay_flow *guess;
};

/**
 * struct tcpst_tracker - the flows of one capture
 * @flows: live flows
 * @now:   time of the latest frame, ns; never goes back
 * @clock_sets: how often the clock of the capture was set
 * @stats: counts
 * @emit:  callbacks for the events, and the frame being processed
 */
struct tcpst_tracker {
	struct tcpst_replay_flows flows;
	u64 now;
	u32 clock_sets;
	struct tcpst_replay_stats *stats;
	struct tcpst_emit emit;
};

void tcpst_tracker_expire(struct tcpst_tracker *tracker);
void tcpst_tracker_take(struct tcpst_tracker *tracker,
			const struct tcpst_tracker_frame *frame);
void tcpst_tracker_finish(struct tcpst_tracker *tracker);

/**
 * tcpst_tracker_advance() - advance the time, and expire timers
 * @tracker: the tracker
 * @now:     time, ns; ignored if it is earlier than before
 */
static inline void tcpst_tracker_advance(struct tcpst_tracker *tracker, u64 now)
{
	if (now <= tracker->now)
		return;
	tracker->now = now;
	if (tcpst_replay_is_due(&tracker->flows, now))
		tcpst_tracker_expire(tracker);
}

#endif /* TCPST_TRACKER_H */
