/* SPDX-License-Identifier: GPL-2.0 */
/* Generating the events of a replay. */
#ifndef TCPST_EMIT_H
#define TCPST_EMIT_H

#include "model/event.h"
#include "source/capture/frame.h"
#include "source/capture/replay_flows.h"

/**
 * struct tcpst_emit - callbacks for the events of a replay
 * @take:  called for each event, in order; NULL: not wanted
 * @segment: called for each segment of a flow; NULL: not wanted
 * @segments: pass segments to @take, too
 * @at_close: pass on the life of a flow when both ends have closed, and again when
 *           it ends if the outcome differs
 * @arg:   passed to @take and @segment
 * @event: the latest event; its seqno is that of the last record
 * @frame: the present frame, NULL: none
 * @answers: find out which segments RSTs and challenge ACKs answer
 * @drawn: the segment in that frame answers @drew and no other, if it is a RST or a
 *         challenge ACK
 * @error: ICMP error in that frame, or NULL
 */
struct tcpst_emit {
	void (*take)(const struct tcpst_event *event, void *arg);
	void (*segment)(const struct tcpst_placed *segment, void *arg);
	bool segments;
	bool at_close;
	void *arg;
	struct tcpst_event event;
	const struct tcpst_frame *frame;
	bool answers;
	bool drawn;
	struct tcpst_sent drew;
	const struct tcpst_error *error;
};

void tcpst_emit_step(struct tcpst_emit *emit,
		     struct tcpst_replay_flow *flow,
		     const struct tcps_step *step,
		     const struct tcps_segment *seg, unsigned int side,
		     u64 now);
void tcpst_emit_wanted(struct tcpst_emit *emit,
		       const struct tcpst_replay_flow *flow,
		       const struct tcps_segment *seg, unsigned int side,
		       u64 now);
void tcpst_emit_life(struct tcpst_emit *emit,
		     const struct tcpst_replay_flow *flow, u64 now);

/**
 * tcpst_emit_segment() - pass on a segment, whether it changed anything or not
 * @emit: the callbacks
 * @flow: the flow, after the segment
 * @seg:  the segment
 * @side: the side that sent it
 * @now:  time, ns
 *
 * Such an event is not a record and has no number of its own.
 */
static inline void tcpst_emit_segment(struct tcpst_emit *emit,
				      const struct tcpst_replay_flow *flow,
				      const struct tcps_segment *seg,
				      unsigned int side, u64 now)
{
	if (emit->segments)
		tcpst_emit_wanted(emit, flow, seg, side, now);
}

#endif /* TCPST_EMIT_H */
