// SPDX-License-Identifier: GPL-2.0
/* A capture as a source: all its events, or what they come to. */
#include "source/capture/events.h"

#include <stdio.h>
#include <string.h>

#include "base/pager.h"
#include "base/stop.h"
#include "source/capture/capture.h"

static bool stopped(void *arg)
{
	(void)arg;
	return tcpst_stop_asked();
}

/* @silent: nothing is printed meanwhile, so that progress may be */
static int read_file(struct tcpst_capture *capture, bool silent,
		     const struct tcpst_replay_ops *takes)
{
	struct tcpst_capture_options how = {
		.paths = capture->paths,
		.n_paths = capture->n_paths,
		.decode = {
			.verify = !capture->no_checksum,
			.tunnels = capture->tunnels,
		},
		.progress = silent || !tcpst_pager_terminal(),
	};
	struct tcpst_replay_ops ops = *takes;

	ops.stopped = stopped;
	if (!strcmp(capture->paths[0], "-"))
		rewind(stdin);	/* not the first time it is read, perhaps */
	return tcpst_replay_file(&how, &ops, &capture->counts, capture->error);
}

/**
 * struct reader - events on their way to who wants them
 * @query: which are wanted
 * @since: from where on, as far as that is known
 * @last:  time of the last frame, ns; 0: not asked for
 * @any:   it has told of something, or that it is a capture
 * @sink:  who takes them
 */
struct reader {
	const struct tcpst_query *query;
	struct tcpst_since since;
	u64 last;
	bool any;
	const struct tcpst_sink *sink;
};

static bool note_time(const struct tcpst_frame *frame, void *arg)
{
	u64 *last = arg;

	if (frame->clock_ns > *last)
		*last = frame->clock_ns;
	return !tcpst_stop_asked();
}

static bool go_on(bool known, void *arg)
{
	(void)known;
	(void)arg;
	return !tcpst_stop_asked();
}

/* Of a broken capture, of what can be read; who reads on says that it is. */
static u64 last_time(const struct tcpst_capture *capture)
{
	u64 last = 0;
	struct tcpst_capture_ops ops = {
		.frame = note_time,
		.wait = go_on,
		.arg = &last,
	};
	struct tcpst_capture_options how = {
		.paths = capture->paths,
		.n_paths = capture->n_paths,
		.progress = !tcpst_pager_terminal(),
	};
	struct tcpst_capture_findings findings;
	char error[TCPST_CAPTURE_ERROR];

	if (!strcmp(capture->paths[0], "-"))
		rewind(stdin);
	tcpst_capture_read(&how, &ops, &findings, error);
	return last;
}

static void prepare(struct reader *reader, const struct tcpst_capture *capture,
		    const struct tcpst_query *query)
{
	reader->query = query;
	reader->since = query->since;
	if (reader->since.kind == TCPST_SINCE_AGO)
		reader->last = last_time(capture);
}

/* Where a point in time is asked for, the duration counts from there. */
static u64 begin(u64 time_ns, void *arg)
{
	struct reader *reader = arg;
	struct tcpst_since *since = &reader->since;
	u64 duration = reader->query->duration;

	tcpst_since_capture(since, time_ns, reader->last);
	if (since->kind == TCPST_SINCE_TIME && since->value > time_ns)
		time_ns = since->value;
	return duration ? time_ns + duration : UINT64_MAX;
}

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

static bool is_wanted(const struct reader *reader,
		      const struct tcpst_event *event)
{
	return since_then(&reader->since, event) &&
	       tcpst_wanted_event(reader->query->wanted, event);
}

static void take_event(const struct tcpst_event *event, void *arg)
{
	struct reader *reader = arg;

	reader->any = true;
	if (!tcpst_stop_asked() && is_wanted(reader, event))
		reader->sink->event(event, reader->sink->arg);
}

/* What is known of a capture that is still being made is not kept back. */
static void nothing_more(void *arg)
{
	struct reader *reader = arg;

	reader->any = true;
	tcpst_sink_flush(reader->sink);
}

/**
 * tcpst_capture_events() - the events of a capture
 * @capture: which; told what it came to
 * @query:   which events
 * @sink:    who takes them
 *
 * Return: 0, or negative if it could not be read, or not to its end.
 */
int tcpst_capture_events(struct tcpst_capture *capture,
			 const struct tcpst_query *query,
			 const struct tcpst_sink *sink)
{
	struct reader reader = { .sink = sink };
	int failed;

	prepare(&reader, capture, query);
	failed = read_file(capture, false,
			   &(struct tcpst_replay_ops){
				   .begin = begin,
				   .event = take_event,
				   .idle = nothing_more,
				   .arg = &reader,
			   });
	/* Of what is no capture not even the headings are shown. */
	if (!failed || reader.any)
		tcpst_sink_flush(sink);
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
 * @capture: which; told what it came to
 * @take:    called for each
 * @arg:     passed to @take
 *
 * Return: 0, or negative if it could not be read, or not to its end.
 */
int tcpst_capture_flows(struct tcpst_capture *capture,
			void (*take)(const struct tcpst_flow *flow, void *arg),
			void *arg)
{
	struct flow_reader reader = { .take = take, .arg = arg };

	return read_file(capture, true,
			 &(struct tcpst_replay_ops){
				 .event = take_flow,
				 .arg = &reader,
			 });
}

struct tally {
	struct reader reader;
	struct tcpst_stats *stats;
	u64 transitions;
	u64 notes;
	u64 retractions;
};

static u64 begin_tally(u64 time_ns, void *arg)
{
	return begin(time_ns, &((struct tally *)arg)->reader);
}

static void count_event(const struct tcpst_event *event, void *arg)
{
	struct tally *tally = arg;
	struct tcpst_stats *stats = tally->stats;

	stats->next = event->seqno + 1;
	switch (event->type) {
	case TCPST_LIFE:
		if (is_wanted(&tally->reader, event))
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
 * @capture: which; told what it came to
 * @query:   which flows count
 * @stats:   filled in
 *
 * Return: 0, or negative if it could not be read, or not to its end.
 */
int tcpst_capture_stats(struct tcpst_capture *capture,
			const struct tcpst_query *query,
			struct tcpst_stats *stats)
{
	const struct tcpst_replay_stats *counts = &capture->counts;
	struct tally tally = { .stats = stats };
	int failed;

	*stats = (struct tcpst_stats){ .capture = true, .first = 1, .next = 1 };
	prepare(&tally.reader, capture, query);
	failed = read_file(capture, true,
			   &(struct tcpst_replay_ops){
				   .begin = begin_tally,
				   .event = count_event,
				   .arg = &tally,
			   });
	tcpst_stats_count(stats, "packets", counts->packets);
	tcpst_stats_count(stats, "segments", counts->segments);
	tcpst_stats_count(stats, "icmp", counts->icmp);
	tcpst_stats_count(stats, "not_tcp", counts->not_tcp);
	tcpst_stats_count(stats, "fragments", counts->fragments);
	tcpst_stats_count(stats, "truncated", counts->truncated);
	tcpst_stats_count(stats, "malformed", counts->malformed);
	tcpst_stats_count(stats, "bad_checksum", counts->bad_checksum);
	tcpst_stats_count(stats, "duplicates", counts->duplicates);
	tcpst_stats_count(stats, "unrelated", counts->unrelated);
	tcpst_stats_count(stats, "opened", counts->flows);
	tcpst_stats_count(stats, "transitions", tally.transitions);
	tcpst_stats_count(stats, "notes", tally.notes);
	tcpst_stats_count(stats, "retractions", tally.retractions);
	return failed;
}
