/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Replaying a capture through the state machine: the same that the module runs, with
 * full accounting, and timers driven by the clock of the capture.
 */
#ifndef TCPST_REPLAY_H
#define TCPST_REPLAY_H

#include "model/event.h"
#include "source/capture/capture.h"
#include "source/capture/replay_stats.h"

#define TCPST_REPLAY_ERROR TCPST_CAPTURE_ERROR

/**
 * struct tcpst_replay_ops - callbacks of a replay
 * @begin:   called with the time of the first frame, before all other callbacks. Returns
 *           the time at which the capture is taken to end;
 *           NULL: at its real end
 * @event:   called for each event, in order; NULL: not wanted
 * @segment: called for each segment of a flow, but not for recordings; NULL: not wanted
 * @segments: pass segments to @event, too
 * @answers: for captures: find out which segments RSTs and challenge ACKs answer
 * @at_close: pass on the life of a flow when both ends have closed, and again when it
 *           ends if the outcome differs; not for recordings
 * @lost:    called when @count events before the next one were lost; not called for
 *           captures; NULL: not wanted
 * @idle:    called for captures when all frames read so far have been processed, before
 *           reading that may block; NULL: not wanted
 * @stopped: called regularly; returns true to stop reading. NULL: never
 * @arg:     passed to each
 */
struct tcpst_replay_ops {
	u64 (*begin)(u64 time_ns, void *arg);
	void (*event)(const struct tcpst_event *event, void *arg);
	void (*segment)(const struct tcpst_placed *segment, void *arg);
	bool segments;
	bool answers;
	bool at_close;
	void (*lost)(u64 count, void *arg);
	void (*idle)(void *arg);
	bool (*stopped)(void *arg);
	void *arg;
};

int tcpst_replay_file(const struct tcpst_capture_options *options,
		      const struct tcpst_replay_ops *ops,
		      struct tcpst_replay_stats *stats,
		      char error[TCPST_REPLAY_ERROR]);

#endif /* TCPST_REPLAY_H */
