/* SPDX-License-Identifier: GPL-2.0 */
/* The flows of a capture, and what its frames do to them. */
#ifndef TCPST_TRACKER_H
#define TCPST_TRACKER_H

#include "source/capture/emit.h"
#include "source/capture/link.h"
#include "source/capture/replay_flows.h"
#include "source/capture/replay_stats.h"

/**
 * struct tcpst_tracker_frame - a frame that was read and is still to be processed
 * @result: what it holds
 * @packet: of a segment, or of a quoted one
 * @key:    of its flow
 * @hash:   of @key
 * @side:   that sent it, -1: no flow
 * @time:   ns since the Unix epoch
 * @number: its place in the capture
 * @iface:  its interface
 */
struct tcpst_tracker_frame {
	enum tcpst_link_result result;
	int side;
	u32 hash;
	u64 time;
	u64 number;
	const char *iface;
	struct tcpst_replay_key key;
	struct tcpst_packet packet;
};

/**
 * struct tcpst_tracker - the flows of one capture
 * @flows: live flows
 * @now:   time of the latest frame, ns; never goes back
 * @stats: what was done
 * @emit:  passes on the events
 * @frame: the one being processed, or NULL
 */
struct tcpst_tracker {
	struct tcpst_replay_flows flows;
	u64 now;
	struct tcpst_replay_stats *stats;
	struct tcpst_emit emit;
	const struct tcpst_tracker_frame *frame;
};

void tcpst_tracker_advance(struct tcpst_tracker *tracker, u64 now);
void tcpst_tracker_take(struct tcpst_tracker *tracker,
			const struct tcpst_tracker_frame *frame);
void tcpst_tracker_finish(struct tcpst_tracker *tracker);

#endif /* TCPST_TRACKER_H */
