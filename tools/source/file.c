// SPDX-License-Identifier: GPL-2.0
/* A file as a source: events, flows and counters of a capture or recording. */
#include "source/file.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/pager.h"
#include "base/stop.h"
#include "model/held.h"
#include "source/capture/capture.h"

/* The clock is read only once in so many calls of pause_reading(). */
#define PAUSES 256

static bool stopped(void *arg)
{
	(void)arg;
	return tcpst_stop_asked();
}

static bool go_on(void *arg)
{
	(void)arg;
	return !tcpst_stop_asked();
}

static bool is_directory(const char *path)
{
	struct stat stat_;

	return !stat(path, &stat_) && S_ISDIR(stat_.st_mode);
}

/* Used until the type of the file is known. */
static const struct tcpst_input_ops patient = { .wait = go_on };

/*
 * Open the file to find out its type, if there is only one. Several files, or a
 * directory, are captures; if opening fails, the reader of captures reports why.
 */
static struct tcpst_input *open_only(const struct tcpst_file *file)
{
	struct tcpst_input *input = NULL;

	if (file->n_paths > 1 || is_directory(file->paths[0]) ||
	    tcpst_input_open(&input, file->paths[0], &patient))
		return NULL;
	return input;
}

/**
 * tcpst_file_is_recording() - is a file a recording?
 * @path: path of the file, which is not a pipe
 */
bool tcpst_file_is_recording(const char *path)
{
	struct tcpst_file file = { .paths = &path, .n_paths = 1 };
	struct tcpst_input *input;
	struct stat stat_;
	bool is;

	if (stat(path, &stat_) || !S_ISREG(stat_.st_mode))
		return false;
	input = open_only(&file);
	is = input && tcpst_recording_is(input);
	if (input)
		tcpst_input_close(input);
	return is;
}

/* A recording cannot be read with other files: its flows have numbers of their own. */
static int refuse_recording(struct tcpst_file *file)
{
	unsigned int i;

	for (i = 0; i < file->n_paths && file->n_paths > 1; i++)
		if (tcpst_file_is_recording(file->paths[i])) {
			snprintf(file->error, sizeof(file->error),
				 "%.200s: a recording cannot be read together with other files",
				 file->paths[i]);
			return -1;
		}
	return 0;
}

static int read_recording(struct tcpst_file *file, struct tcpst_input *input,
			  const struct tcpst_replay_ops *ops)
{
	char why[TCPST_REPLAY_ERROR];
	int result = tcpst_recording_read(input, ops, &file->recording, why);

	tcpst_input_close(input);
	file->error[0] = '\0';
	if (result)
		snprintf(file->error, sizeof(file->error), "%.200s: %.200s",
			 strcmp(file->paths[0], "-") ? file->paths[0] :
			 "standard input", why);
	return result;
}

/* @silent: nothing else is printed meanwhile, so that progress may be shown */
static int read_file(struct tcpst_file *file, bool silent,
		     const struct tcpst_replay_ops *takes)
{
	struct tcpst_capture_options how = {
		.paths = file->paths,
		.n_paths = file->n_paths,
		.decode = {
			.verify = !file->no_checksum,
			.tunnels = file->tunnels,
			.mark = takes->segment,
		},
		.headers = takes->segments,
		.progress = silent || !tcpst_pager_terminal(),
	};
	struct tcpst_replay_ops ops = *takes;

	if (!ops.stopped)
		ops.stopped = stopped;
	if (!strcmp(file->paths[0], "-"))
		rewind(stdin);	/* it may have been read before */
	if (refuse_recording(file))
		return -1;
	how.input = open_only(file);
	if (how.input && tcpst_recording_is(how.input))
		return read_recording(file, how.input, &ops);
	return tcpst_replay_file(&how, &ops, &file->counts, file->error);
}

/**
 * struct reader - passes events of a file to a sink
 * @query: the query
 * @since: first event wanted, as far as that is known
 * @last:  time of the last frame, ns; 0: not needed
 * @until: time at which the capture is taken to end, ns
 * @any:   there was an event, or the file is known to be a capture
 * @pauses: calls of pause_reading()
 * @flushed: when the sink was last flushed because of the interval
 * @held:  computes how long states lasted; NULL: not wanted
 * @sink:  takes the events
 */
struct reader {
	const struct tcpst_query *query;
	struct tcpst_since since;
	u64 last;
	u64 until;
	bool any;
	unsigned int pauses;
	u64 flushed;
	struct tcpst_held *held;
	const struct tcpst_sink *sink;
};

/*
 * Find the time of the last event of a recording, or of the last frame of a capture. If
 * the file is damaged, only its readable part counts; the damage is reported later.
 */
static bool note_frames(const struct tcpst_frame *frames, unsigned int n, void *arg)
{
	u64 *last = arg;

	/* Their clock never goes back. */
	*last = frames[n - 1].clock_ns;
	return !tcpst_stop_asked();
}

static bool wait_for_frame(bool known, void *arg)
{
	(void)known;
	return go_on(arg);
}

static void note_event(const struct tcpst_event *event, void *arg)
{
	u64 *last = arg;

	if (event->time_ns > *last)
		*last = event->time_ns;
}

static u64 last_time(const struct tcpst_file *file)
{
	u64 last = 0;
	const struct tcpst_replay_ops events = {
		.event = note_event,
		.stopped = stopped,
		.arg = &last,
	};
	struct tcpst_capture_ops frames = {
		.frames = note_frames,
		.wait = wait_for_frame,
		.arg = &last,
	};
	struct tcpst_capture_options how = {
		.paths = file->paths,
		.n_paths = file->n_paths,
		.progress = !tcpst_pager_terminal(),
	};
	struct tcpst_recording_findings recording;
	struct tcpst_capture_findings findings;
	char error[TCPST_CAPTURE_ERROR];

	if (!strcmp(file->paths[0], "-"))
		rewind(stdin);
	how.input = open_only(file);
	if (!how.input || !tcpst_recording_is(how.input)) {
		tcpst_capture_read(&how, &frames, &findings, error);
		return last;
	}
	tcpst_recording_read(how.input, &events, &recording, error);
	tcpst_input_close(how.input);
	return last;
}

static void prepare(struct reader *reader, const struct tcpst_file *file,
		    const struct tcpst_query *query)
{
	reader->query = query;
	reader->since = query->since;
	reader->until = UINT64_MAX;
	if (reader->since.kind == TCPST_SINCE_AGO)
		reader->last = last_time(file);
}

/* The duration begins at --since, if that is a point in time. */
static u64 begin(u64 time_ns, void *arg)
{
	struct reader *reader = arg;
	struct tcpst_since *since = &reader->since;
	u64 duration = reader->query->duration;

	tcpst_since_capture(since, time_ns, reader->last);
	if (since->kind == TCPST_SINCE_TIME && since->value > time_ns)
		time_ns = since->value;
	if (duration)
		reader->until = time_ns + duration;
	return reader->until;
}

static bool since_then(const struct reader *reader,
		       const struct tcpst_event *event)
{
	const struct tcpst_since *since = &reader->since;

	switch (since->kind) {
	case TCPST_SINCE_SEQNO:
		return event->seqno >= since->value;
	case TCPST_SINCE_TIME:
		return tcpst_since_time(event, reader->query->at_close,
					since->value);
	default:
		return true;
	}
}

static bool is_wanted(const struct reader *reader,
		      const struct tcpst_event *event)
{
	return since_then(reader, event) &&
	       tcpst_wanted_event(reader->query->wanted, event);
}

static void take_event(const struct tcpst_event *event, void *arg)
{
	struct reader *reader = arg;
	struct tcpst_event timed;

	reader->any = true;
	if (reader->held && event->type == TCPST_TRANSITION) {
		timed = *event;
		tcpst_held_take(reader->held, &timed);
		event = &timed;
	}
	if (!tcpst_stop_asked() && is_wanted(reader, event))
		reader->sink->event(event, reader->sink->arg);
}

static void take_lost(u64 count, void *arg)
{
	struct reader *reader = arg;

	tcpst_sink_lost(reader->sink, count);
}

/* Flush the sink at intervals while a file is read, too. */
static bool pause_reading(void *arg)
{
	struct reader *reader = arg;
	u64 interval = reader->query->interval, now;

	if (!interval || ++reader->pauses % PAUSES)
		return tcpst_stop_asked();
	now = tcpst_clock_steady();
	if (now - reader->flushed >= interval) {
		reader->flushed = now;
		if (reader->any)
			tcpst_sink_flush(reader->sink);
	}
	return tcpst_stop_asked();
}

/* Show at once the events so far of a capture that is still being written. */
static void nothing_more(void *arg)
{
	struct reader *reader = arg;

	reader->any = true;
	tcpst_sink_flush(reader->sink);
}

/* Transitions and notes show them; without types, events of all are wanted. */
static bool wants_answers(const struct tcpst_query *query)
{
	u32 types = query->wanted->filter.types;

	return !types || types & (1U << TCPST_TRANSITION | 1U << TCPST_NOTE);
}

/**
 * tcpst_file_events() - read the events of a file
 * @file:  the file; its counts are filled in
 * @query:   events wanted
 * @follow:  report events as they happen: with @at_close of the query, the end of a flow
 *           is not delayed until TIME-WAIT is over
 * @sink:    takes the events
 *
 * Return: 0, or negative if it could not be read, or not completely.
 */
int tcpst_file_events(struct tcpst_file *file,
			 const struct tcpst_query *query, bool follow,
			 const struct tcpst_sink *sink)
{
	struct reader reader = {
		.sink = sink, .flushed = tcpst_clock_steady(),
		.held = query->held ? tcpst_held_new() : NULL,
	};
	int failed;

	prepare(&reader, file, query);
	failed = read_file(file, false,
			   &(struct tcpst_replay_ops){
				   .begin = begin,
				   .event = take_event,
				   .segments = query->wanted->filter.types >>
					       TCPST_SEGMENT & 1,
				   .answers = wants_answers(query),
				   .at_close = follow && query->at_close,
				   .lost = take_lost,
				   .idle = nothing_more,
				   .stopped = pause_reading,
				   .arg = &reader,
			   });
	tcpst_held_free(reader.held);
	file->until = reader.until;
	/* If the file is not a capture, not even a heading is printed. */
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
 * tcpst_file_flows() - read the flows that are open when a capture ends
 * @file:  the file; its counts are filled in
 * @take:    called for each
 * @arg:     passed to @take
 *
 * Return: 0, or negative if it could not be read, or not completely.
 */
int tcpst_file_flows(struct tcpst_file *file,
			void (*take)(const struct tcpst_flow *flow, void *arg),
			void *arg)
{
	struct flow_reader reader = { .take = take, .arg = arg };

	file->until = UINT64_MAX;
	return read_file(file, true,
			 &(struct tcpst_replay_ops){
				 .event = take_flow,
				 .arg = &reader,
			 });
}

/**
 * tcpst_file_replay() - read all of a file, including segments
 * @file: the file; its counts are filled in
 * @ops:  callbacks; @stopped is not called
 *
 * Return: 0, or negative if it could not be read, or not completely.
 */
int tcpst_file_replay(struct tcpst_file *file,
		      const struct tcpst_replay_ops *ops)
{
	return read_file(file, true, ops);
}

struct tally {
	struct reader reader;
	struct tcpst_stats *stats;
	u64 transitions;
	u64 notes;
	u64 retractions;
	u64 lost;
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

static void count_lost(u64 count, void *arg)
{
	((struct tally *)arg)->lost += count;
}

static void count_frames(struct tcpst_stats *stats,
			 const struct tcpst_replay_stats *counts)
{
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
}

/**
 * tcpst_file_stats() - count the flows and events of a capture
 * @file:  the file; its counts are filled in
 * @query:   flows to count
 * @stats:   filled in
 *
 * Return: 0, or negative if it could not be read, or not completely.
 */
int tcpst_file_stats(struct tcpst_file *file,
			const struct tcpst_query *query,
			struct tcpst_stats *stats)
{
	const struct tcpst_replay_stats *counts = &file->counts;
	struct tally tally = { .stats = stats };
	int failed;

	*stats = (struct tcpst_stats){ .capture = true, .first = 1, .next = 1 };
	prepare(&tally.reader, file, query);
	failed = read_file(file, true,
			   &(struct tcpst_replay_ops){
				   .begin = begin_tally,
				   .event = count_event,
				   .lost = count_lost,
				   .arg = &tally,
			   });
	stats->recorded = file->recording.recorded;
	if (!file->recording.recorded.is)
		count_frames(stats, counts);
	tcpst_stats_count(stats, "transitions", tally.transitions);
	tcpst_stats_count(stats, "notes", tally.notes);
	tcpst_stats_count(stats, "retractions", tally.retractions);
	if (file->recording.recorded.is)
		tcpst_stats_count(stats, "lost", tally.lost);
	return failed;
}
