// SPDX-License-Identifier: GPL-2.0
/* A capture as a source: all its events, or what they come to. */
#include "from_capture.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "portrait.h"
#include "replay.h"
#include "stop.h"

static bool stopped(void *arg)
{
	(void)arg;
	return tcpst_stop_asked();
}

/* @silent: nothing is printed meanwhile, so that progress may be */
static int read_file(const struct tcpst_options *options, bool silent,
		     const struct tcpst_replay_ops *takes,
		     struct tcpst_replay_stats *counts, char error[256])
{
	struct tcpst_replay_options how = {
		.verify_checksums = !options->no_checksum,
		.progress = silent || !isatty(STDOUT_FILENO),
	};
	struct tcpst_replay_ops ops = *takes;

	ops.stopped = stopped;
	if (!strcmp(options->capture, "-"))
		rewind(stdin);	/* not the first time it is read, perhaps */
	return tcpst_replay_file(options->capture, &how, &ops, counts, error);
}

struct reader {
	const struct tcpst_capture_request *request;
	const struct tcpst_sink *sink;
};

static bool since_then(const struct tcpst_since *since,
		       const struct tcpst_event *event)
{
	switch (since->kind) {
	case TCPST_SINCE_SEQNO:
		return event->seqno >= since->value;
	case TCPST_SINCE_TIME:
		return event->time_ns >= since->value;
	default:
		return true;
	}
}

static void take_event(const struct tcpst_event *event, void *arg)
{
	const struct reader *reader = arg;

	if (!tcpst_stop_asked() && since_then(reader->request->since, event) &&
	    tcpst_wanted_event(reader->request->wanted, event))
		reader->sink->event(event, reader->sink->arg);
}

/* What is known of a capture that is still being made is not kept back. */
static void nothing_more(void *arg)
{
	const struct reader *reader = arg;

	reader->sink->flush(reader->sink->arg);
}

/**
 * tcpst_capture_events() - the events of a capture
 * @request: which
 * @sink:    who takes them
 * @error:   set if the capture could not be read, or not to its end
 */
int tcpst_capture_events(const struct tcpst_capture_request *request,
			 const struct tcpst_sink *sink, char error[256])
{
	struct reader reader = { .request = request, .sink = sink };
	int failed;

	failed = read_file(request->options, false,
			   &(struct tcpst_replay_ops){
				   .event = take_event,
				   .idle = nothing_more,
				   .arg = &reader,
			   }, request->counts, error);
	sink->flush(sink->arg);
	return failed;
}

struct flow_reader {
	void (*take)(const struct tcpst_flow *flow, void *arg);
	void *arg;
};

static void take_flow(const struct tcpst_event *event, void *arg)
{
	const struct flow_reader *reader = arg;

	if (event->type == TCPST_LIFE && tcpst_flow_is_open(&event->life))
		reader->take(&event->life, reader->arg);
}

/**
 * tcpst_capture_flows() - the flows that are open when a capture ends
 * @options: of the command line
 * @take:    called for each
 * @arg:     passed to @take
 * @error:   set if the capture could not be read, or not to its end
 */
int tcpst_capture_flows(const struct tcpst_options *options,
			void (*take)(const struct tcpst_flow *flow, void *arg),
			void *arg, char error[256])
{
	struct flow_reader reader = { .take = take, .arg = arg };
	struct tcpst_replay_stats counts;

	return read_file(options, true,
			 &(struct tcpst_replay_ops){
				 .event = take_flow,
				 .arg = &reader,
			 }, &counts, error);
}

struct tally {
	struct tcpst_stats *stats;
	u64 transitions;
	u64 notes;
	u64 retractions;
};

static void count_event(const struct tcpst_event *event, void *arg)
{
	struct tally *tally = arg;
	struct tcpst_stats *stats = tally->stats;

	stats->next = event->seqno + 1;
	switch (event->type) {
	case TCPST_LIFE:
		tcpst_stats_flow(stats, &event->life);
		break;
	case TCPST_NOTE:
		tally->notes++;
		break;
	default:
		tally->transitions++;
		tally->retractions += event->retract;
	}
}

/**
 * tcpst_capture_stats() - what the events of a capture come to
 * @options: of the command line
 * @stats:   filled in
 * @error:   set if the capture could not be read, or not to its end
 */
int tcpst_capture_stats(const struct tcpst_options *options,
			struct tcpst_stats *stats, char error[256])
{
	struct tally tally = { .stats = stats };
	struct tcpst_replay_stats counts;
	int failed;

	*stats = (struct tcpst_stats){ .capture = true };
	failed = read_file(options, true,
			   &(struct tcpst_replay_ops){
				   .event = count_event,
				   .arg = &tally,
			   }, &counts, error);
	tcpst_stats_count(stats, "packets", counts.packets);
	tcpst_stats_count(stats, "segments", counts.segments);
	tcpst_stats_count(stats, "icmp", counts.icmp);
	tcpst_stats_count(stats, "not_tcp", counts.not_tcp);
	tcpst_stats_count(stats, "fragments", counts.fragments);
	tcpst_stats_count(stats, "truncated", counts.truncated);
	tcpst_stats_count(stats, "malformed", counts.malformed);
	tcpst_stats_count(stats, "bad_checksum", counts.bad_checksum);
	tcpst_stats_count(stats, "unrelated", counts.unrelated);
	tcpst_stats_count(stats, "opened", counts.flows);
	tcpst_stats_count(stats, "transitions", tally.transitions);
	tcpst_stats_count(stats, "notes", tally.notes);
	tcpst_stats_count(stats, "retractions", tally.retractions);
	return failed;
}
