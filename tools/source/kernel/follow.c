// SPDX-License-Identifier: GPL-2.0
/*
 * Following the recorder. The multicast brings every event, numbered. A number
 * that is left out, or a socket that overflowed, means that some have been
 * missed: they are then asked for from the recorder, from the first one missing
 * on. What was overwritten there meanwhile is lost, and its number is known.
 *
 * A multicast leaves out process ids, because its listeners are in different pid
 * namespaces. Replies to requests contain them, so events of connections of this host
 * are requested, too.
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
 * struct tcpst_follow - where the reader stands
 * @nl:     the module
 * @wanted: which events are passed on
 * @sink:   where they go to
 * @closing: what is over and still in the table; NULL: that is not wanted
 * @held:   how long states last; NULL: that is not wanted
 * @after:  time before which events are not wanted, ns since the epoch
 * @next:   the first number not seen yet
 * @missed: a number was left out
 * @partly: an event came without what the recorder may have of it; all from that
 *          on is asked for
 * @lost:   numbers overwritten in the recorder, of the current reading
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
	/* A correction goes where the error went, even if it is not wanted itself. */
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

/* Does it have the user, but not the process? */
static bool lacks_pid(const struct tcpst_event *event)
{
	const struct tcpst_owner *owner = event->type == TCPST_LIFE ?
					  &event->life.owner : &event->owner;

	return owner->known && !owner->pid;
}

static void take_live(const struct tcpst_event *event, void *arg)
{
	struct tcpst_follow *follow = arg;

	/* All from the gap on comes from the recorder, in order. */
	if (event->seqno < follow->next || follow->missed || follow->partly)
		return;
	if (event->seqno > follow->next)
		follow->missed = true;
	else if (lacks_pid(event))
		follow->partly = true;
	else
		pass_on(follow, event);
}

/* Read what the recorder holds from @from on, or all of it. */
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
 * From the first event not seen yet on; @late: there is more to read than a listener
 * was sent. Without a filter, so that the numbers show whether any is missing.
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

/* What is over in the table. */
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
 * The table is read first: what ends meanwhile is then in the recorder. What the
 * recorder has is reported first, for that was closed first, by and large.
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
 * tcpst_follow_new() - a reader, who has read nothing so far
 * @nl:    the module
 * @query: which events; what it points to has to live as long
 * @sink:  takes them, and has to live as long
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

/** tcpst_follow_free() - forget the reader; it may be NULL */
void tcpst_follow_free(struct tcpst_follow *follow)
{
	if (!follow)
		return;
	tcpst_closing_free(follow->closing);
	tcpst_held_free(follow->held);
	free(follow);
}

/**
 * tcpst_follow_begin() - listen, and read what is wanted of the past
 * @follow: the reader
 * @since:  from where on
 */
int tcpst_follow_begin(struct tcpst_follow *follow, const struct tcpst_since *since)
{
	struct tcpst_stats stats;
	int error;

	/* First the ears, then the number: nothing falls between. */
	error = tcpst_nl_listen(follow->nl);
	if (!error)
		error = tcpst_nl_stats(follow->nl, &stats);
	if (!error)	/* a waiting reader sees that we listen */
		tcpst_sink_flush(follow->sink);
	if (!error && since->kind != TCPST_SINCE_NOW)
		error = replay_all(follow, since);
	if (!error && follow->next < stats.next)
		follow->next = stats.next;
	return error;
}

/** tcpst_follow_due() - tcpst_clock_steady() of the next turn, if nothing comes; 0: never */
u64 tcpst_follow_due(const struct tcpst_follow *follow)
{
	return follow->closing ? tcpst_closing_due(follow->closing) : 0;
}

/**
 * tcpst_follow_turn() - read what there is
 * @follow: the reader, begun
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

/* The sooner of two, 0 being never. */
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
 * tcpst_follow_replay() - what the recorder holds, and no more
 * @nl:    the module
 * @query: which events
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
 * tcpst_follow() - events as they happen, until asked to stop
 * @nl:    the module
 * @query: which events; those of the recorder come first
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
