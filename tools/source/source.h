/* SPDX-License-Identifier: GPL-2.0 */
/* Where flows and events come from: the kernel, or a capture. */
#ifndef TCPST_SOURCE_H
#define TCPST_SOURCE_H

#include "cli/options.h"
#include "model/stats.h"

struct tcpst_replay_stats;
struct tcpst_source;

/**
 * struct tcpst_sink - who takes events
 * @event:   one that is wanted, in order
 * @lost:    that many, between the one before and the next, are gone for good
 * @resumed: reading fell behind and caught up from the recorder; none is lost
 * @flush:   no more is there for now
 * @arg:     passed to each
 */
struct tcpst_sink {
	void (*event)(const struct tcpst_event *event, void *arg);
	void (*lost)(u64 count, void *arg);
	void (*resumed)(void *arg);
	void (*flush)(void *arg);
	void *arg;
};

int tcpst_source_open(struct tcpst_source **sourcep,
		      const struct tcpst_options *options);
void tcpst_source_remark(struct tcpst_source *source);
void tcpst_source_close(struct tcpst_source *source);
const char *tcpst_source_error(const struct tcpst_source *source);
const struct tcpst_replay_stats *
tcpst_source_counts(const struct tcpst_source *source);

int tcpst_source_flows(struct tcpst_source *source,
		       const struct tcpst_wanted *wanted,
		       void (*take)(const struct tcpst_flow *flow, void *arg),
		       void *arg);
int tcpst_source_events(struct tcpst_source *source,
			const struct tcpst_wanted *wanted,
			const struct tcpst_since *since,
			const struct tcpst_sink *sink);
int tcpst_source_follow(struct tcpst_source *source,
			const struct tcpst_wanted *wanted,
			const struct tcpst_since *since, u64 duration,
			const struct tcpst_sink *sink);
int tcpst_source_stats(struct tcpst_source *source, struct tcpst_stats *stats);

#endif /* TCPST_SOURCE_H */
