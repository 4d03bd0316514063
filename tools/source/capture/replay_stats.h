/* SPDX-License-Identifier: GPL-2.0 */
/* What was read of a capture, counted. */
#ifndef TCPST_REPLAY_STATS_H
#define TCPST_REPLAY_STATS_H

#include "model/event.h"
#include "source/capture/findings.h"

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
 * @findings:     what else is to be reported
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

#endif /* TCPST_REPLAY_STATS_H */
