/* SPDX-License-Identifier: GPL-2.0 */
/* A query to a source of events, and the callbacks that take the events. */
#ifndef TCPST_QUERY_H
#define TCPST_QUERY_H

#include "model/match.h"
#include "model/since.h"

/**
 * struct tcpst_query - which events are wanted
 * @wanted:   which flows and kinds
 * @since:    the first event wanted
 * @duration: ns after which to stop, by the clock of the capture if there is one; 0:
 *            no limit
 * @interval: ns after which the sink is flushed even without an event; 0: never
 * @held:     @held_ns of transitions is wanted
 * @at_close: report the end of a flow when both ends have closed, not only after
 *            TIME-WAIT. If it then ends differently it is reported again
 */
struct tcpst_query {
	const struct tcpst_wanted *wanted;
	struct tcpst_since since;
	u64 duration;
	u64 interval;
	bool held;
	bool at_close;
};

/**
 * struct tcpst_sink - takes events; all but @event may be NULL
 * @event:   an event that is wanted, in order
 * @lost:    @count events between the last one and the next were lost
 * @resumed: reading fell behind and caught up from the recorder; nothing was lost
 * @flush:   no more events are available now
 * @arg:     passed to each
 * @next:    the sink that takes what this one has no callback for
 */
struct tcpst_sink {
	void (*event)(const struct tcpst_event *event, void *arg);
	void (*lost)(u64 count, void *arg);
	void (*resumed)(void *arg);
	void (*flush)(void *arg);
	void *arg;
	const struct tcpst_sink *next;
};

static inline void tcpst_sink_lost(const struct tcpst_sink *sink, u64 count)
{
	while (sink && !sink->lost)
		sink = sink->next;
	if (sink)
		sink->lost(count, sink->arg);
}

static inline void tcpst_sink_resumed(const struct tcpst_sink *sink)
{
	while (sink && !sink->resumed)
		sink = sink->next;
	if (sink)
		sink->resumed(sink->arg);
}

static inline void tcpst_sink_flush(const struct tcpst_sink *sink)
{
	while (sink && !sink->flush)
		sink = sink->next;
	if (sink)
		sink->flush(sink->arg);
}

#endif /* TCPST_QUERY_H */
