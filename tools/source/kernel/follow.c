// SPDX-License-Identifier: GPL-2.0
/*
 * Following the recorder. The multicast delivers all events, numbered. A gap in the
 * numbers, or an overflow of the socket, means that events were missed: they are
 * then requested from the recorder, from the first missing one on. Events that were
 * overwritten there meanwhile are lost, and their number is known.
 *
 * Multicasts do not contain PIDs, because the listeners are in different PID
 * namespaces. Replies to requests do, so events of connections of this host are
 * requested as well.
 */
#include "source/kernel/follow.h"

#include <errno.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/stop.h"
#include "model/held.h"
#include "source/kernel/closing.h"

/**
 * struct tcpst_follow - state of a reader
 * @nl:     the module
 * @wanted: events to pass on
 * @sink:   takes them
 * @closing: closed flows that are still in the table; NULL: not wanted
 * @held:   computes how long states lasted; NULL: not wanted
 * @after:  events before this time are not wanted, ns since the epoch
 * @next:   first number not seen yet
 * @missed: there is a gap in the numbers
 * @partly: an event lacks a PID that the recorder may have; events are requested from
 *          that one on
 * @lost:   events overwritten in the recorder, in the current reading
 */
struct tcpst_follow {
	struct tcpst_nl *nl;
	const struct tcpst_wanted *wanted;
	const struct tcpst_sink *sink;
	struct tcpst_closing *closing;
	struct tcpst_held *held;
	u64 after;
	u64 next;
	bool missed;
	bool partly;
	u64 lost;
};

static bool is_wanted(const struct tcpst_follow *follow,
		      const struct tcpst_event *event)
{
	return tcpst_since_time(event, follow->closing, follow->after) &&
	       tcpst_wanted_event(follow->wanted, event);
}

static void pass_on(struct tcpst_follow *follow, const struct tcpst_event *recorded)
{
	struct tcpst_event event = *recorded;

	follow->next = event.seqno + 1;
	if (tcpst_stop_asked())
		return;
	if (follow->held)
		tcpst_held_take(follow->held, &event);
	if (follow->closing && event.type != TCPST_LIFE)
		tcpst_closing_notice(follow->closing, &event);
	else if (follow->closing &&
		 !tcpst_closing_ended(follow->closing, &event))
		return;
	/* A correction is passed on even if it does not match: the wrong report did. */
	if (is_wanted(follow, &event) ||
	    (event.type == TCPST_LIFE && event.life.corrects))
		follow->sink->event(&event, follow->sink->arg);
}

static void take_held(const struct tcpst_event *event, void *arg)
{
	struct tcpst_follow *follow = arg;

	if (event->seqno >= follow->next)
		pass_on(follow, event);
}

static void take_lost(u64 count, void *arg)
{
	struct tcpst_follow *follow = arg;

	follow->lost += count;
	tcpst_sink_lost(follow->sink, count);
}

static void take_next(u64 seqno, void *arg)
{
	struct tcpst_follow *follow = arg;

	if (seqno > follow->next)
		follow->next = seqno;
}

/*
 * Does the event have the user, but not the process? The process of the responder is
 * not known to the kernel either until it sends; from then on the event has the command.
 */
static bool lacks_pid(const struct tcpst_event *event)
{
	const struct tcpst_owner *initiator = &event->owner[TCPS_INITIATOR];
	const struct tcpst_owner *responder = &event->owner[TCPS_RESPONDER];

	return (initiator->known && !initiator->pid) ||
	       (*responder->comm && !responder->pid);
}

static void take_live(const struct tcpst_event *event, void *arg)
{
	struct tcpst_follow *follow = arg;

	/* Events from the gap on are read from the recorder, in order. */
	if (event->seqno < follow->next || follow->missed || follow->partly)
		return;
	if (event->seqno > follow->next)
		follow->missed = true;
	else if (lacks_pid(event))
		follow->partly = true;
	else
		pass_on(follow, event);
}

/* Read the recorder from @from on, or all of it. */
static int read_held(struct tcpst_follow *follow, const struct tcps_filter *filter,
		     const u64 *from)
{
	struct tcpst_nl_sink sink = {
		.event = take_held,
		.lost = take_lost,
		.next = take_next,
		.arg = follow,
	};

	follow->lost = 0;
	return tcpst_nl_events(follow->nl, filter, from, &sink);
}

static int replay(struct tcpst_follow *follow, const struct tcpst_since *since)
{
	bool numbered = since->kind == TCPST_SINCE_SEQNO;
	struct tcps_filter request;
	int error;

	tcpst_wanted_request(follow->wanted, true, &request);
	if (since->kind == TCPST_SINCE_TIME)
		follow->after = since->value;
	error = read_held(follow, &request, numbered ? &since->value : NULL);
	tcpst_sink_flush(follow->sink);
	return error;
}

/*
 * Read the recorder from the first event not seen yet; @late: the multicast has not
 * delivered all of them. Without a filter, so that gaps in the numbers are noticed.
 */
static int catch_up(struct tcpst_follow *follow, bool late)
{
	static const struct tcps_filter all;
	u64 from = follow->next;
	int error;

	error = read_held(follow, &all, &from);
	if (!error && late && !follow->lost)
		tcpst_sink_resumed(follow->sink);
	follow->missed = false;
	follow->partly = false;
	return error;
}

/* Find closed flows in the table. */
static int read_closing(struct tcpst_follow *follow)
{
	int error = tcpst_closing_collect(follow->closing);

	if (!error)
		tcpst_closing_report(follow->closing);
	tcpst_sink_flush(follow->sink);
	return error;
}

static int receive(struct tcpst_follow *follow)
{
	struct tcpst_nl_sink sink = {
		.event = take_live,
		.arg = follow,
	};
	int error = tcpst_nl_receive(follow->nl, &sink);

	if (error == -ENOBUFS || follow->missed)
		error = catch_up(follow, true);
	else if (!error && follow->partly)
		error = catch_up(follow, false);
	tcpst_sink_flush(follow->sink);
	return error;
}

/*
 * The table is read first: flows that end meanwhile are then in the recorder. Those in
 * the recorder are reported first, because most of them closed earlier.
 */
static int replay_all(struct tcpst_follow *follow, const struct tcpst_since *since)
{
	int error = follow->closing ? tcpst_closing_collect(follow->closing) : 0;

	if (!error)
		error = replay(follow, since);
	if (!error && follow->closing) {
		tcpst_closing_report(follow->closing);
		tcpst_sink_flush(follow->sink);
	}
	return error;
}

/**
 * tcpst_follow_new() - allocate a reader
 * @nl:    the module
 * @query: events wanted; what it points to must live as long
 * @sink:  takes them; must live as long
 */
struct tcpst_follow *tcpst_follow_new(struct tcpst_nl *nl,
				      const struct tcpst_query *query,
				      const struct tcpst_sink *sink)
{
	struct tcpst_follow *follow = tcpst_alloc(1, sizeof(*follow));

	follow->nl = nl;
	follow->wanted = query->wanted;
	follow->sink = sink;
	if (query->at_close)
		follow->closing = tcpst_closing_new(nl, query, sink);
	if (query->held)
		follow->held = tcpst_held_new();
	return follow;
}

/** tcpst_follow_free() - free the reader; NULL is allowed */
void tcpst_follow_free(struct tcpst_follow *follow)
{
	if (!follow)
		return;
	tcpst_closing_free(follow->closing);
	tcpst_held_free(follow->held);
	free(follow);
}

/**
 * tcpst_follow_begin() - subscribe to the multicast, and read the past events wanted
 * @follow: the reader
 * @since:  first event wanted
 */
int tcpst_follow_begin(struct tcpst_follow *follow, const struct tcpst_since *since)
{
	struct tcpst_stats stats;
	int error;

	/* Subscribe before reading the next number, so that no event is missed. */
	error = tcpst_nl_listen(follow->nl);
	if (!error)
		error = tcpst_nl_stats(follow->nl, &stats);
	if (!error)	/* show the user that events are followed now */
		tcpst_sink_flush(follow->sink);
	if (!error && since->kind != TCPST_SINCE_NOW)
		error = replay_all(follow, since);
	if (!error && follow->next < stats.next)
		follow->next = stats.next;
	return error;
}

/** tcpst_follow_due() - tcpst_clock_steady() of the next turn without an event; 0: never */
u64 tcpst_follow_due(const struct tcpst_follow *follow)
{
	return follow->closing ? tcpst_closing_due(follow->closing) : 0;
}

/**
 * tcpst_follow_turn() - read the events that are available
 * @follow: the reader, after tcpst_follow_begin()
 * @ready:  poll() reports that there are events
 */
int tcpst_follow_turn(struct tcpst_follow *follow, bool ready)
{
	u64 due = tcpst_follow_due(follow);
	int error = 0;

	if (due && tcpst_clock_steady() >= due)
		error = read_closing(follow);
	if (!error && ready)
		error = receive(follow);
	return error == -EINTR ? 0 : error;
}

/* The earlier of two times, 0 being never. */
static u64 sooner(u64 a, u64 b)
{
	return !a || (b && b < a) ? b : a;
}

static int listen_on(struct tcpst_follow *follow, u64 until, u64 interval)
{
	for (;;) {
		u64 flush = interval ? tcpst_clock_steady() + interval : 0;
		u64 next = sooner(until, sooner(tcpst_follow_due(follow), flush));
		enum tcpst_wait wait = tcpst_stop_wait(tcpst_nl_fd(follow->nl),
						       next);
		int error;

		if (wait == TCPST_WAIT_STOP ||
		    (wait == TCPST_WAIT_TIME && next == until))
			return 0;
		if (interval)
			tcpst_sink_flush(follow->sink);
		error = tcpst_follow_turn(follow, wait == TCPST_WAIT_READY);
		if (error)
			return error;
	}
}

/**
 * tcpst_follow_replay() - read the recorder, without following it
 * @nl:    the module
 * @query: events wanted
 * @sink:  takes them
 */
int tcpst_follow_replay(struct tcpst_nl *nl, const struct tcpst_query *query,
			const struct tcpst_sink *sink)
{
	struct tcpst_follow *follow = tcpst_follow_new(nl, query, sink);
	int error = replay_all(follow, &query->since);

	tcpst_follow_free(follow);
	return error;
}

/**
 * tcpst_follow() - read events as they happen, until asked to stop
 * @nl:    the module
 * @query: events wanted; those of the recorder come first
 * @sink:  takes them
 */
int tcpst_follow(struct tcpst_nl *nl, const struct tcpst_query *query,
		 const struct tcpst_sink *sink)
{
	struct tcpst_follow *follow = tcpst_follow_new(nl, query, sink);
	u64 until = query->duration ? tcpst_clock_steady() + query->duration : 0;
	int error = tcpst_follow_begin(follow, &query->since);

	if (!error)
		error = listen_on(follow, until, query->interval);
	tcpst_follow_free(follow);
	return error;
}
