/* SPDX-License-Identifier: GPL-2.0 */
/* Counts of reading a capture. */
#ifndef TCPST_REPLAY_STATS_H
#define TCPST_REPLAY_STATS_H

#include "model/event.h"
#include "source/capture/findings.h"

/**
 * struct tcpst_replay_stats - counts of frames and flows
 * @packets:      frames in the capture
 * @segments:     TCP segments processed by the state machine
 * @icmp:         ICMP errors that quote a TCP segment
 * @not_tcp:      frames of other protocols
 * @fragments:    later IP fragments, ignored
 * @truncated:    frames cut off before the end of the headers
 * @malformed:    frames with malformed headers
 * @bad_checksum: segments ignored for their checksum
 * @duplicates:   segments ignored as duplicates
 * @unrelated:    segments that neither belong to a flow nor begin one
 * @flows:        flows begun
 * @most_flows:   maximum of simultaneous flows
 * @findings:     other findings
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
