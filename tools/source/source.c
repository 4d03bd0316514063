// SPDX-License-Identifier: GPL-2.0
/* Sources of flows and events: one interface for the kernel and for files. */
#include "source/source.h"
#include "base/alloc.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/netns.h"
#include "source/anonymize.h"
#include "source/answering.h"
#include "source/beside.h"
#include "source/capture/interface.h"
#include "source/extract.h"
#include "source/file.h"
#include "source/findings.h"
#include "source/join.h"
#include "source/kernel/follow_all.h"
#include "source/kernel/netlink.h"
#include "source/kernel/news.h"
#include "source/kernel/table.h"
#include "source/mask.h"

/**
 * struct tcpst_source - an open source
 * @nl:       the module, NULL: it is a file
 * @file:     the capture or recording
 * @all_netns: read all network namespaces, not only that of @nl
 * @paths:    paths of its files
 * @news:     positions in the recorders, NULL: not wanted
 * @anonymizer: replaces addresses; NULL: they are not replaced
 * @join:     Zeek's log, in which flows are looked up; NULL: none
 * @remarked: the remarks about the file have been printed
 * @dropped:  packets that could not be captured beside the module in time
 * @error:    why segments could not be captured beside the module; "": no error
 */
struct tcpst_source {
	struct tcpst_nl *nl;
	struct tcpst_file file;
	bool all_netns;
	const char **paths;
	struct tcpst_news *news;
	struct tcpst_anonymizer *anonymizer;
	struct tcpst_join *join;
	bool remarked;
	u64 dropped;
	char error[TCPST_TAP_ERROR];
};

static int open_capture(struct tcpst_source *source,
			const struct tcpst_source_options *options)
{
	unsigned int i, n = options->n_more + 1;

	source->paths = tcpst_alloc(n, sizeof(*source->paths));
	source->paths[0] = options->capture;
	for (i = 1; i < n; i++)
		source->paths[i] = options->more[i - 1];
	source->file.paths = source->paths;
	source->file.n_paths = n;
	source->file.no_checksum = options->no_checksum;
	source->file.tunnels = options->tunnels;
	return TCPST_OK;
}

/**
 * tcpst_source_open() - open a source
 * @sourcep: set
 * @options: options; the names of files must live as long
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_source_open(struct tcpst_source **sourcep,
		      const struct tcpst_source_options *options)
{
	struct tcpst_source *source = tcpst_alloc(1, sizeof(*source));
	int status;

	*sourcep = source;
	if (options->anonymize) {
		status = tcpst_anonymizer_open(&source->anonymizer,
					       options->anonymize,
					       options->anonymize_ports);
		if (status)
			return status;
	}
	if (options->join) {
		status = tcpst_join_open(&source->join, options->join);
		if (status)
			return status;
	}
	if (options->capture)
		return open_capture(source, options);
	if (options->netns) {
		status = tcpst_netns_enter(options->netns);
		if (status)
			return status;
	}
	if (tcpst_nl_open(&source->nl, NULL))
		return tcpst_fail("%s", tcpst_nl_error(source->nl));
	source->all_netns = options->all_netns;
	if (!source->all_netns && !tcpst_nl_observed())
		tcpst_remark("net.tcpstates.enabled is 0: nothing is observed in this network namespace");
	return TCPST_OK;
}

static void remark_file(const struct tcpst_file *file)
{
	if (file->counts.packets)
		tcpst_findings_remark(&file->counts);
	if (file->recording.dropped)
		tcpst_remark("%" PRIu64 " packets were dropped while it was recorded: segments are missing",
			     file->recording.dropped);
	if (file->recording.cut)
		tcpst_remark("the recording was cut off: connections open at its end are shown in their last known state, and byte counts of those that began during it are unknown");
}

/**
 * tcpst_source_remark() - print the remarks about a file
 * @source: the source
 *
 * Only once, even if it is read several times. tcpst_source_close() does this, too;
 * it is for commands that continue for long after reading.
 */
void tcpst_source_remark(struct tcpst_source *source)
{
	if (source->nl || source->remarked)
		return;
	source->remarked = true;
	remark_file(&source->file);
}

/** tcpst_source_close() - close a source; NULL is allowed */
void tcpst_source_close(struct tcpst_source *source)
{
	if (!source)
		return;
	tcpst_source_remark(source);
	tcpst_join_close(source->join);
	tcpst_news_free(source->news);
	tcpst_nl_close(source->nl);
	free(source->anonymizer);
	free(source->paths);
	free(source);
}

/** tcpst_source_error() - why the latest call failed */
const char *tcpst_source_error(const struct tcpst_source *source)
{
	if (source->error[0])
		return source->error;
	return source->nl ? tcpst_nl_error(source->nl) : source->file.error;
}

/** tcpst_source_dropped() - packets dropped while segments were captured beside the module */
u64 tcpst_source_dropped(const struct tcpst_source *source)
{
	return source->dropped;
}

/**
 * tcpst_source_counts() - counts of the packets of a capture
 * @source: the source, whose events have been read
 *
 * Return: the counts of the last reading; NULL: it is not a capture.
 */
const struct tcpst_replay_stats *
tcpst_source_counts(const struct tcpst_source *source)
{
	return source->nl ? NULL : &source->file.counts;
}

/**
 * struct tour - reading several namespaces, one after the other
 * @source: the source; its @nl is that of the namespace being read
 * @read:   reads a namespace
 * @arg:    passed to @read
 */
struct tour {
	struct tcpst_source *source;
	int (*read)(struct tcpst_source *source, void *arg);
	void *arg;
};

static int visit(const struct tcpst_netns *netns, void *arg)
{
	struct tour *tour = arg;
	struct tcpst_source *source = tour->source;
	int error;

	tcpst_nl_close(source->nl);
	error = tcpst_nl_open(&source->nl, netns->name);
	return error ? error : tour->read(source, tour->arg);
}

/* Read the namespace, or all of them. */
static int read_all(struct tcpst_source *source,
		    int (*read)(struct tcpst_source *source, void *arg), void *arg)
{
	struct tour tour = { source, read, arg };
	struct tcpst_netns *netns;
	size_t n, closed;
	int error;

	if (!source->all_netns)
		return read(source, arg);
	netns = tcpst_netns_list(&n);
	error = tcpst_netns_each(netns, n, visit, &tour, &closed);
	tcpst_netns_free(netns, n);
	if (closed && !source->remarked)
		tcpst_netns_remark_closed(closed);
	source->remarked = true;
	return error;
}

/**
 * struct flow_reading - a callback that takes flows
 * @source: where they are read from
 * @wanted: flows wanted
 * @take:   called for each
 * @arg:    passed to @take
 */
struct flow_reading {
	struct tcpst_source *source;
	const struct tcpst_wanted *wanted;
	void (*take)(const struct tcpst_flow *flow, void *arg);
	void *arg;
};

static void pass_flow(const struct flow_reading *reading, struct tcpst_flow *flow)
{
	if (reading->source->join)
		tcpst_join_flow(reading->source->join, flow);
	if (reading->source->anonymizer)
		tcpst_anonymize_flow(reading->source->anonymizer, flow);
	reading->take(flow, reading->arg);
}

/* The flows of a file come in order. */
static void take_flow(const struct tcpst_flow *flow, void *arg)
{
	const struct flow_reading *reading = arg;
	struct tcpst_flow copy = *flow;

	if (tcpst_wanted_flow(reading->wanted, flow))
		pass_flow(reading, &copy);
}

/* Those of the module's table are kept, and matched, before they are passed on. */
static void take_kept(const struct tcpst_flow *flow, void *arg)
{
	struct tcpst_flow copy = *flow;

	pass_flow(arg, &copy);
}

static int read_flows(struct tcpst_source *source, void *arg)
{
	struct flow_reading *reading = arg;

	return source->nl ? tcpst_table_read(source->nl, reading->wanted, take_kept, reading) :
			    tcpst_file_flows(&source->file, take_flow, reading);
}

/**
 * tcpst_source_flows() - read the open flows, oldest first
 * @source: the source
 * @wanted: flows wanted
 * @take:   called for each
 * @arg:    passed to @take
 *
 * Network namespaces are read one after the other.
 *
 * Return: 0, or negative; then tcpst_source_error() returns the reason, and the flows
 * that could be read have been passed on.
 */
int tcpst_source_flows(struct tcpst_source *source,
		       const struct tcpst_wanted *wanted,
		       void (*take)(const struct tcpst_flow *flow, void *arg),
		       void *arg)
{
	struct flow_reading reading = { source, wanted, take, arg };

	return read_all(source, read_flows, &reading);
}

/**
 * tcpst_source_scan() - read the flows of the table once, in its order, without keeping them
 * @source: the module; of all network namespaces, only its own is read
 * @wanted: flows wanted
 * @take:   called for each
 * @arg:    passed to @take
 *
 * For sums over many flows: it takes no memory, and no second attempt if the table changes.
 *
 * Return: 0, 1: the table changed meanwhile, so that flows may be missing or duplicated;
 * or negative, see tcpst_source_error().
 */
int tcpst_source_scan(struct tcpst_source *source, const struct tcpst_wanted *wanted,
		      void (*take)(const struct tcpst_flow *flow, void *arg), void *arg)
{
	struct flow_reading reading = {
		.source = source, .wanted = wanted, .take = take, .arg = arg,
	};
	struct tcps_filter request;
	bool interrupted;
	int error;

	tcpst_wanted_request(wanted, false, &request);
	error = tcpst_nl_flows(source->nl, &request, take_flow, &reading, &interrupted);
	return error ? error : interrupted;
}

static int replay(struct tcpst_source *source, const struct tcpst_query *query,
		  const struct tcpst_sink *sink)
{
	if (!source->nl)
		return tcpst_file_events(&source->file, query, false, sink);
	if (query->since.kind == TCPST_SINCE_LAST)
		return tcpst_news_read(source->news, source->nl, query, sink);
	return tcpst_follow_replay(source->nl, query, sink);
}

static bool wants_segments(const struct tcpst_query *query)
{
	return query->wanted->filter.types >> TCPST_SEGMENT & 1;
}

static int follow(struct tcpst_source *source, const struct tcpst_query *query,
		  const struct tcpst_sink *sink)
{
	struct tcpst_nl *failed;
	int error;

	if (!source->nl)
		return tcpst_file_events(&source->file, query, true, sink);
	if (wants_segments(query))
		return tcpst_beside_follow(source->nl, query, sink, &source->dropped,
					   source->error);
	if (!source->all_netns)
		return tcpst_follow(source->nl, query, sink);
	error = tcpst_follow_all(query, sink, &failed);
	if (failed) {
		tcpst_nl_close(source->nl);
		source->nl = failed;
	}
	return error;
}

/* Read events by @read, and process them if necessary. */
static int pass_events(struct tcpst_source *source, const struct tcpst_query *query,
		       const struct tcpst_sink *sink,
		       int (*read)(struct tcpst_source *source,
				   const struct tcpst_query *query,
				   const struct tcpst_sink *sink))
{
	struct tcpst_mask mask = { source->join, source->anonymizer, sink };
	struct tcpst_sink masked = tcpst_mask_sink(&mask), answered;
	struct tcpst_answering *answering;
	int error;

	if (source->join || source->anonymizer)
		sink = &masked;
	answering = tcpst_answering_new(query, sink);
	if (answering) {
		answered = tcpst_answering_sink(answering);
		sink = &answered;
	}
	error = read(source, query, sink);
	tcpst_answering_free(answering);
	return error;
}

struct event_reading {
	const struct tcpst_query *query;
	const struct tcpst_sink *sink;
};

static int read_events(struct tcpst_source *source, void *arg)
{
	const struct event_reading *reading = arg;

	return pass_events(source, reading->query, reading->sink, replay);
}

/**
 * tcpst_source_events() - read the events of the recorder, or of a capture
 * @source: the source
 * @query:  events wanted
 * @sink:   takes them
 *
 * Network namespaces are read one after the other.
 */
int tcpst_source_events(struct tcpst_source *source,
			const struct tcpst_query *query,
			const struct tcpst_sink *sink)
{
	struct event_reading reading = { query, sink };
	int error;

	if (query->since.kind == TCPST_SINCE_LAST && !source->news)
		source->news = tcpst_news_new();
	error = read_all(source, read_events, &reading);
	if (source->news)
		tcpst_news_began(source->news);
	return error;
}

/**
 * tcpst_source_follow() - read events as they happen; for captures, all of them
 * @source: the source
 * @query:  events wanted; its @since selects those from the recorder
 * @sink:   takes them
 */
int tcpst_source_follow(struct tcpst_source *source,
			const struct tcpst_query *query,
			const struct tcpst_sink *sink)
{
	return pass_events(source, query, sink, follow);
}

/**
 * tcpst_source_extract() - write the frames of selected flows of a capture
 * @source:  the capture, whose events or flows have been read
 * @extract: the selected flows
 * @to:      output file; the caller checks it for errors
 * @comment: makes the comment on a transition or a note
 *
 * Return: as tcpst_source_flows().
 */
int tcpst_source_extract(struct tcpst_source *source,
			 const struct tcpst_extract *extract, FILE *to,
			 void (*comment)(char *text, size_t size,
					 const struct tcpst_event *event))
{
	return tcpst_extract_write(extract, &source->file, to,
				   source->anonymizer, comment);
}

static int add_stats(struct tcpst_source *source, void *arg)
{
	struct tcpst_stats stats;
	int error = tcpst_nl_stats(source->nl, &stats);

	if (!error)
		tcpst_stats_sum(arg, &stats);
	return error;
}

/**
 * tcpst_source_stats() - read the counters of the kernel, or count a capture
 * @source: the source
 * @query:  for captures, flows to count
 * @stats:  filled in; for several network namespaces, their sums
 */
int tcpst_source_stats(struct tcpst_source *source,
		       const struct tcpst_query *query,
		       struct tcpst_stats *stats)
{
	if (!source->nl)
		return tcpst_file_stats(&source->file, query, stats);
	*stats = (struct tcpst_stats){ .by_state = true, .timed = true };
	return read_all(source, add_stats, stats);
}

/**
 * tcpst_source_capture() - begin to capture on a network interface
 * @options:  options; changed to read the capture from standard input
 * @duration: ns after which it ends, 0: no limit
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_source_capture(struct tcpst_source_options *options, u64 duration)
{
	const struct tcpst_interface_options interface = {
		.name = options->interface,
		.netns = options->netns,
		.tunnels = options->tunnels,
		.duration = duration,
	};

	options->capture = "-";
	options->netns = NULL;
	options->no_checksum = true;
	return tcpst_interface_open(&interface);
}

/** tcpst_source_capture_end() - stop capturing, if it was started */
void tcpst_source_capture_end(void)
{
	tcpst_interface_close();
}
