// SPDX-License-Identifier: GPL-2.0
/* A capture as a source: all its events, or what they come to. */
#include "from_capture.h"

#include "portrait.h"
#if __has_include("replay.h")
#include "replay.h"
#else
#include <stdio.h>
struct tcpst_replay_options { bool no_checksum; };
struct tcpst_replay_ops {
	void (*event)(const struct tcpst_event *event, void *arg);
	void *arg;
};
static int tcpst_replay_file(const char *path,
			     const struct tcpst_replay_options *how,
			     const struct tcpst_replay_ops *ops,
			     char error[256])
{
	(void)how;
	(void)ops;
	snprintf(error, 256, "%s: not built to read captures", path);
	return -1;
}
#endif
#include "stop.h"

static int read_file(const struct tcpst_options *options,
		     void (*event)(const struct tcpst_event *event, void *arg),
		     void *arg, char error[256])
{
	struct tcpst_replay_options how = {
		.no_checksum = options->no_checksum,
	};
	struct tcpst_replay_ops ops = { .event = event, .arg = arg };

	return tcpst_replay_file(options->capture, &how, &ops, error);
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

	failed = read_file(request->options, take_event, &reader, error);
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

	return read_file(options, take_flow, &reader, error);
}

struct tally {
	struct tcpst_stats *stats;
	u64 transitions;
	u64 notes;
	u64 retractions;
};

/* The class its states belong to, as the machine has it. */
static unsigned int class_of(const struct tcpst_flow *flow)
{
	struct tcps_conn conn = {
		.ep = { { .state = flow->verdict.state[TCPS_INITIATOR] },
			{ .state = flow->verdict.state[TCPS_RESPONDER] } },
	};

	return tcps_fsm_class(&conn);
}

static void count_life(struct tcpst_stats *stats,
		       const struct tcpst_flow *flow)
{
	unsigned int class;

	if (!tcpst_flow_is_open(flow)) {
		stats->ends[flow->verdict.end]++;
		return;
	}
	class = class_of(flow);
	stats->flows++;
	stats->classes[class]++;
	if (class == TCPS_CLASS_HALF_OPEN)
		stats->half_open++;
}

static void count_event(const struct tcpst_event *event, void *arg)
{
	struct tally *tally = arg;
	struct tcpst_stats *stats = tally->stats;

	stats->next = event->seqno + 1;
	switch (event->type) {
	case TCPST_LIFE:
		count_life(stats, &event->life);
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
	int failed;

	*stats = (struct tcpst_stats){ .capture = true };
	failed = read_file(options, count_event, &tally, error);
	tcpst_stats_count(stats, "transitions", tally.transitions);
	tcpst_stats_count(stats, "notes", tally.notes);
	tcpst_stats_count(stats, "retractions", tally.retractions);
	return failed;
}
