/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A capture through the machine: the same state machine that the module runs,
 * with full accounting, and timers driven by the clock of the capture.
 */
#ifndef TCPST_REPLAY_H
#define TCPST_REPLAY_H

#include "model/event.h"
#include "source/capture/capture.h"

#define TCPST_REPLAY_ERROR TCPST_CAPTURE_ERROR

/**
 * struct tcpst_replay_ops - who takes the events
 * @begin:   called with the time of the first frame, before all else. Returns
 *           when the capture shall be over: it is read as if it ended then;
 *           NULL: when it is
 * @event:   called for each, in the order in which they happened; NULL: nobody
 * @idle:    it is a capture, and all that was read is dealt with; more may be
 *           long in coming; NULL: nobody cares
 * @stopped: asked now and then: shall no more be read? NULL: never
 * @arg:     passed to each
 */
struct tcpst_replay_ops {
	u64 (*begin)(u64 time_ns, void *arg);
	void (*event)(const struct tcpst_event *event, void *arg);
	void (*idle)(void *arg);
	bool (*stopped)(void *arg);
	void *arg;
};

/**
 * struct tcpst_replay_stats - what was read, and what became of it
 * @packets:      frames in the capture
 * @segments:     TCP segments the machine has seen
 * @icmp:         ICMP errors that quote a TCP segment
 * @not_tcp:      frames of anything else
 * @fragments:    later IP fragments, passed by
 * @truncated:    cut off before the end of the headers
 * @malformed:    headers that make no sense
 * @bad_checksum: segments ignored for their checksum
 * @duplicates:   segments ignored as copies of another one
 * @unrelated:    segments of no flow that begin none
 * @flows:        flows begun
 * @most_flows:   flows at one time, at most
 * @findings:     what else is to be said
 */
struct tcpst_replay_stats {
	u64 packets;
	u64 segments;
	u64 icmp;
	u64 not_tcp;
	u64 fragments;
	u64 truncated;
	u64 malformed;
	u64 bad_checksum;
	u64 duplicates;
	u64 unrelated;
	u64 flows;
	u64 most_flows;
	struct tcpst_capture_findings findings;
};

int tcpst_replay_file(const struct tcpst_capture_options *options,
		      const struct tcpst_replay_ops *ops,
		      struct tcpst_replay_stats *stats,
		      char error[TCPST_REPLAY_ERROR]);

#endif /* TCPST_REPLAY_H */
