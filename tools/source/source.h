/* SPDX-License-Identifier: GPL-2.0 */
/* Sources of flows and events: the kernel, or a file. */
#ifndef TCPST_SOURCE_H
#define TCPST_SOURCE_H

#include <stdio.h>

#include "model/query.h"
#include "model/stats.h"
#include "source/capture/replay_stats.h"

struct tcpst_extract;
struct tcpst_source;

/**
 * struct tcpst_source_options - options of a source
 * @netns:       network namespace: name, PID or path; NULL: this one
 * @all_netns:   read all network namespaces
 * @anonymize:   file of the key by which addresses are replaced; NULL: they are
 *               not replaced
 * @anonymize_ports: replace ports as well
 * @capture:     file to read instead of querying the kernel; NULL: none
 * @interface:   network interface to capture on, which becomes @capture; NULL: none
 * @more:        files to read together with @capture; @n_more: number of them
 * @no_checksum: accept segments of a capture whose checksum is wrong
 * @tunnels:     look for connections inside tunnels
 * @join:        Zeek's log, in which flows are looked up; NULL: none
 */
struct tcpst_source_options {
	const char *netns;
	bool all_netns;
	const char *anonymize;
	bool anonymize_ports;
	const char *capture;
	const char *interface;
	const char **more;
	unsigned int n_more;
	bool no_checksum;
	bool tunnels;
	const char *join;
};

int tcpst_source_capture(struct tcpst_source_options *options, u64 duration);
void tcpst_source_capture_end(void);
int tcpst_source_open(struct tcpst_source **sourcep,
		      const struct tcpst_source_options *options);
void tcpst_source_remark(struct tcpst_source *source);
void tcpst_source_close(struct tcpst_source *source);
const char *tcpst_source_error(const struct tcpst_source *source);
u64 tcpst_source_dropped(const struct tcpst_source *source);
const struct tcpst_replay_stats *
tcpst_source_counts(const struct tcpst_source *source);

int tcpst_source_flows(struct tcpst_source *source,
		       const struct tcpst_wanted *wanted,
		       void (*take)(const struct tcpst_flow *flow, void *arg),
		       void *arg);
int tcpst_source_scan(struct tcpst_source *source, const struct tcpst_wanted *wanted,
		      void (*take)(const struct tcpst_flow *flow, void *arg), void *arg);
int tcpst_source_events(struct tcpst_source *source,
			const struct tcpst_query *query,
			const struct tcpst_sink *sink);
int tcpst_source_follow(struct tcpst_source *source,
			const struct tcpst_query *query,
			const struct tcpst_sink *sink);
int tcpst_source_extract(struct tcpst_source *source,
			 const struct tcpst_extract *extract, FILE *to,
			 void (*comment)(char *text, size_t size,
					 const struct tcpst_event *event));
int tcpst_source_stats(struct tcpst_source *source,
		       const struct tcpst_query *query,
		       struct tcpst_stats *stats);

#endif /* TCPST_SOURCE_H */
