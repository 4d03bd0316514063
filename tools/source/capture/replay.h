/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A capture through the machine: the same state machine that the module runs,
 * with full accounting, and timers driven by the clock of the capture.
 */
#ifndef TCPST_REPLAY_H
#define TCPST_REPLAY_H

#include "model/event.h"
#include "source/capture/capture.h"
#include "source/capture/replay_stats.h"

#define TCPST_REPLAY_ERROR TCPST_CAPTURE_ERROR

/**
 * struct tcpst_replay_ops - callbacks of a replay
 * @begin:   called with the time of the first frame, before all else. Returns
 *           when the capture shall be over: it is read as if it ended then;
 *           NULL: when it is
 * @event:   called for each, in the order in which they happened; NULL: not wanted
 * @segment: called for each segment of a flow, but not for recordings; NULL: not wanted
 * @segments: each segment is wanted as an event, too
 * @at_close: the life of a flow is wanted when both ends have closed, and again when it
 *           ends if it then ended otherwise; not for recordings
 * @lost:    that many between the one before and the next are lost; not called for
 *           captures; NULL: not wanted
 * @idle:    called for captures when all that was read is processed; more may be long
 *           in coming; NULL: not wanted
 * @stopped: called now and then; true: read no more. NULL: never
 * @arg:     passed to each
 */
struct tcpst_replay_ops {
	u64 (*begin)(u64 time_ns, void *arg);
	void (*event)(const struct tcpst_event *event, void *arg);
	void (*segment)(const struct tcpst_placed *segment, void *arg);
	bool segments;
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
