/* SPDX-License-Identifier: GPL-2.0 */
/* A capture as a source. */
#ifndef TCPST_CAPTURE_EVENTS_H
#define TCPST_CAPTURE_EVENTS_H

#include "model/query.h"
#include "model/stats.h"
#include "source/capture/replay.h"

/**
 * struct tcpst_capture - a capture, and what reading it came to
 * @paths:       its files, directories of files, or "-": standard input
 * @n_paths:     how many
 * @no_checksum: take segments whose checksum is wrong
 * @tunnels:     look for connections inside of tunnels
 * @counts:      what was read the last time
 * @error:       why it could not be read, or not to its end; "": it could
 */
struct tcpst_capture {
	const char *const *paths;
	unsigned int n_paths;
	bool no_checksum;
	bool tunnels;
	struct tcpst_replay_stats counts;
	char error[TCPST_REPLAY_ERROR];
};

int tcpst_capture_events(struct tcpst_capture *capture,
			 const struct tcpst_query *query,
			 const struct tcpst_sink *sink);
int tcpst_capture_flows(struct tcpst_capture *capture,
			void (*take)(const struct tcpst_flow *flow, void *arg),
			void *arg);
int tcpst_capture_stats(struct tcpst_capture *capture,
			const struct tcpst_query *query,
			struct tcpst_stats *stats);

#endif /* TCPST_CAPTURE_EVENTS_H */
