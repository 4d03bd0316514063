/* SPDX-License-Identifier: GPL-2.0 */
/* A capture as a source. */
#ifndef TCPST_FROM_CAPTURE_H
#define TCPST_FROM_CAPTURE_H

#include "source/capture/replay.h"
#include "source/source.h"

/**
 * struct tcpst_capture_outcome - what reading a capture came to
 * @counts: what was read
 * @error:  why it could not be read, or not to its end; "": it could
 */
struct tcpst_capture_outcome {
	struct tcpst_replay_stats counts;
	char error[TCPST_REPLAY_ERROR];
};

/**
 * struct tcpst_capture_request - what of a capture is wanted
 * @options: of the command line; they name the file
 * @wanted:  which events
 * @since:   from where on
 */
struct tcpst_capture_request {
	const struct tcpst_options *options;
	const struct tcpst_wanted *wanted;
	const struct tcpst_since *since;
	struct tcpst_replay_stats *counts;
};

int tcpst_capture_events(const struct tcpst_capture_request *request,
			 const struct tcpst_sink *sink,
			 struct tcpst_capture_outcome *outcome);
int tcpst_capture_flows(const struct tcpst_options *options,
			void (*take)(const struct tcpst_flow *flow, void *arg),
			void *arg, struct tcpst_capture_outcome *outcome);
int tcpst_capture_stats(const struct tcpst_options *options,
			struct tcpst_stats *stats,
			struct tcpst_capture_outcome *outcome);

#endif /* TCPST_FROM_CAPTURE_H */
