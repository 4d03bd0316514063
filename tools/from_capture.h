/* SPDX-License-Identifier: GPL-2.0 */
/* A capture as a source. */
#ifndef TCPST_FROM_CAPTURE_H
#define TCPST_FROM_CAPTURE_H

#include "replay.h"
#include "source.h"

/**
 * struct tcpst_capture_request - what of a capture is wanted
 * @options: of the command line; they name the file
 * @wanted:  which events
 * @since:   time before which they are not, or a number
 * @counts:  filled in: what was read, and what became of it
 */
struct tcpst_capture_request {
	const struct tcpst_options *options;
	const struct tcpst_wanted *wanted;
	const struct tcpst_since *since;
	struct tcpst_replay_stats *counts;
};

int tcpst_capture_events(const struct tcpst_capture_request *request,
			 const struct tcpst_sink *sink, char error[256]);
int tcpst_capture_flows(const struct tcpst_options *options,
			void (*take)(const struct tcpst_flow *flow, void *arg),
			void *arg, char error[256]);
int tcpst_capture_stats(const struct tcpst_options *options,
			struct tcpst_stats *stats, char error[256]);

#endif /* TCPST_FROM_CAPTURE_H */
