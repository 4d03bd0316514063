// SPDX-License-Identifier: GPL-2.0
/*
 * tcpst save: record connections and events in a file. First the table of flows, then
 * the events in the recorder, then events as they happen, and at the end the table again
 * with the events while it was read, so that there are no gaps.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/diag.h"
#include "base/stop.h"
#include "cmd/commands.h"
#include "source/module.h"
#include "source/recording/writer.h"
#include "source/source.h"

/* Interval of flushing the file, ns. */
#define FLUSH_NS 1000000000ULL

/**
 * struct save - a recording being made
 * @writer:  writes it
 * @capture: the source is a file
 * @any:     there was an event; the last one has number @seqno
 * @flushed: when the file was last flushed, tcpst_clock_steady()
 * @last:    time of the latest event, ns since the epoch
 * @error:   negative errno of the first failed write
 */
struct save {
	struct tcpst_writer *writer;
	bool capture;
	bool any;
	u64 seqno;
	u64 flushed;
	u64 last;
	int error;
};

static void flush(struct save *save)
{
	save->flushed = tcpst_clock_steady();
	save->error = tcpst_writer_flush(save->writer);
	if (save->error)
		tcpst_stop();
}

static void take_flow(const struct tcpst_flow *flow, void *arg)
{
	const struct save *save = arg;

	tcpst_writer_flow(save->writer, flow);
}

/* A file reports connections that are open at its end like ended ones. */
static bool is_left(const struct tcpst_flow *flow)
{
	return tcpst_flow_is_open(flow) ||
	       flow->verdict.end == TCPS_END_STILL_OPEN;
}

static void take_event(const struct tcpst_event *event, void *arg)
{
	struct save *save = arg;

	save->any = true;
	save->seqno = event->seqno;
	if (event->time_ns > save->last)
		save->last = event->time_ns;
	if (save->capture && event->type == TCPST_LIFE &&
	    is_left(&event->life))
		tcpst_writer_flow(save->writer, &event->life);
	else if (event->type == TCPST_SEGMENT)
		tcpst_writer_segment(save->writer, event);
	else
		tcpst_writer_event(save->writer, event);
}

static void take_lost(u64 count, void *arg)
{
	const struct save *save = arg;

	tcpst_writer_lost(save->writer, count);
	tcpst_remark("%" PRIu64 " events were overwritten in the recorder before they could be read",
		     count);
}

static void take_flush(void *arg)
{
	struct save *save = arg;

	if (tcpst_clock_steady() - save->flushed >= FLUSH_NS)
		flush(save);
}

/* Filters select connections with all their events. */
static int read_table(struct save *save, struct tcpst_source *source,
		      const struct tcpst_options *options)
{
	tcpst_writer_table(save->writer, tcpst_clock_real());
	return tcpst_source_flows(source, &options->wanted, take_flow, save);
}

/* @wanted: with segments, which are captured only as long as events are followed */
static int record_live(struct save *save, struct tcpst_source *source,
		       const struct tcpst_options *options,
		       const struct tcpst_wanted *wanted,
		       const struct tcpst_sink *sink)
{
	struct tcpst_query query = tcpst_options_query(options);
	int error;

	query.interval = FLUSH_NS;
	query.wanted = wanted;
	tcpst_stop_catch();
	error = read_table(save, source, options);
	if (!error)
		error = tcpst_source_follow(source, &query, sink);
	if (save->error || (error && !tcpst_stop_asked()))
		return error;
	/* The rest does not take long; a second signal ends it. */
	tcpst_stop_forget();
	query.wanted = &options->wanted;
	if (save->any)
		query.since = (struct tcpst_since){ TCPST_SINCE_SEQNO,
						    save->seqno + 1 };
	error = read_table(save, source, options);
	if (!error)
		error = tcpst_source_events(source, &query, sink);
	return error;
}

/* All kinds of events, and segments if asked for. */
static struct tcpst_wanted wanted_of(const struct tcpst_options *options)
{
	struct tcpst_wanted wanted = options->wanted;

	if (options->segments)
		wanted.filter.types = 1U << TCPST_TRANSITION | 1U << TCPST_NOTE |
				      1U << TCPST_LIFE | 1U << TCPST_SEGMENT;
	return wanted;
}

static int record(struct save *save, struct tcpst_source *source,
		  const struct tcpst_options *options)
{
	const struct tcpst_sink sink = {
		.event = take_event,
		.lost = take_lost,
		.flush = take_flush,
		.arg = save,
	};
	const struct tcpst_wanted wanted = wanted_of(options);
	struct tcpst_query query = tcpst_options_query(options);
	char module[TCPST_MODULE_VERSION];
	int error;

	query.wanted = &wanted;
	save->capture = options->source.capture;
	tcpst_writer_start(save->writer, tcpst_clock_real(),
			   !save->capture && tcpst_module_version(module) ?
			   module : NULL, options->segments);
	if (save->capture)
		error = tcpst_source_events(source, &query, &sink);
	else
		error = record_live(save, source, options, &wanted, &sink);
	/* If the source could not be read completely, the part read is still a whole recording. */
	if (!save->error) {
		tcpst_writer_end(save->writer,
				 save->capture ? save->last : tcpst_clock_real(),
				 tcpst_source_dropped(source));
		flush(save);
	}
	return error;
}

/** tcpst_cmd_save() - record connections and their events in a file */
int tcpst_cmd_save(struct tcpst_options *options)
{
	bool standard = !strcmp(options->operand, "-");
	struct tcpst_source *source = NULL;
	struct save save = { .error = 0 };
	int status, error, fd = STDOUT_FILENO;

	status = tcpst_source_open(&source, &options->source);
	if (!status && !standard)
		fd = open(options->operand,
			  O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (!status && fd < 0)
		status = tcpst_fail("cannot write %s: %s", options->operand,
				    strerror(errno));
	if (!status) {
		save.writer = tcpst_writer_open(fd);
		error = record(&save, source, options);
		tcpst_writer_close(save.writer);
		if (!standard && close(fd) && !save.error)
			save.error = -errno;
		if (save.error)
			status = tcpst_fail("cannot write %s: %s", standard ?
					    "standard output" : options->operand,
					    strerror(-save.error));
		else if (error)
			status = tcpst_fail("%s", tcpst_source_error(source));
	}
	tcpst_source_close(source);
	return status;
}
