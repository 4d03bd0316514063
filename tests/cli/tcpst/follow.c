// SPDX-License-Identifier: GPL-2.0
/*
 * Following the recorder, with a recorder of the test's own behind it: what
 * arrives must be every event once and in order, and every loss counted.
 */
#include <errno.h>

#include "base/clock.h"
#include "base/stop.h"
#include "source/kernel/follow.h"

#define PART "follow"
#include "heard.h"

/**
 * struct recorder - of the test
 * @first:  oldest number held
 * @next:   number of the next record
 * @script: what arrives: numbers of events, OVERFLOW, or WRITE + n, upon which
 *          n events are recorded, or FORGET + n, upon which n are overwritten
 * @dumps:  how often it was asked for
 * @owned:  the events are of this host, whose process is known
 * @served: their responder is of this host; its process is known from that event on
 */
static struct {
	u64 first;
	u64 next;
	const int *script;
	unsigned int dumps;
	bool stopped;
	bool owned;
	u64 served;
} recorder;

#define END (-1)
#define OVERFLOW (-2)
#define WRITE 1000
#define FORGET 2000

static struct tcpst_event event_of(u64 seqno)
{
	/* Every second one is of another flow. */
	struct tcpst_event event = {
		.seqno = seqno, .time_ns = seqno, .flow = 1 + seqno % 2,
	};

	event.owner[TCPS_INITIATOR].known = recorder.owned;
	event.owner[TCPS_INITIATOR].pid = recorder.owned;
	event.owner[TCPS_RESPONDER].known = recorder.served;
	if (recorder.served && seqno >= recorder.served) {
		event.owner[TCPS_RESPONDER].pid = 900;
		strcpy(event.owner[TCPS_RESPONDER].comm, "nginx");
	}
	return event;
}

int tcpst_nl_events(struct tcpst_nl *nl, const struct tcps_filter *filter,
		    const u64 *from, const struct tcpst_nl_sink *sink)
{
	u64 at = from ? *from : recorder.first;

	(void)nl;
	recorder.dumps++;
	if (at < recorder.first) {
		sink->lost(recorder.first - at, sink->arg);
		at = recorder.first;
	}
	for (; at < recorder.next; at++) {
		struct tcpst_event event = event_of(at);

		if (!filter->flow || filter->flow == event.flow)
			sink->event(&event, sink->arg);
	}
	sink->next(recorder.next, sink->arg);
	return 0;
}

/* These belong to a table; see closing.c. */
int tcpst_nl_flows(struct tcpst_nl *nl, const struct tcps_filter *filter,
		   void (*take)(const struct tcpst_flow *flow, void *arg),
		   void *arg, bool *interrupted)
{
	(void)nl;
	(void)filter;
	(void)take;
	(void)arg;
	(void)interrupted;
	return -EOPNOTSUPP;
}

int tcpst_nl_stats(struct tcpst_nl *nl, struct tcpst_stats *stats)
{
	(void)nl;
	stats->next = recorder.next;
	return 0;
}

int tcpst_nl_receive(struct tcpst_nl *nl, const struct tcpst_nl_sink *sink)
{
	(void)nl;
	for (; *recorder.script >= 0; recorder.script++) {
		struct tcpst_event event = event_of(*recorder.script);

		if (*recorder.script >= FORGET) {
			recorder.first += *recorder.script - FORGET;
		} else if (*recorder.script >= WRITE) {
			recorder.next += *recorder.script - WRITE;
		} else {
			if (event.seqno >= recorder.next)
				recorder.next = event.seqno + 1;
			event.owner[TCPS_INITIATOR].pid = 0;
			event.owner[TCPS_RESPONDER].pid = 0;
			sink->event(&event, sink->arg);
		}
	}
	if (*recorder.script == END)
		return 0;
	recorder.script++;
	return -ENOBUFS;
}

bool tcpst_stop_asked(void)
{
	return recorder.stopped;
}

uint64_t tcpst_clock_steady(void)
{
	return 1;
}

enum tcpst_wait tcpst_stop_wait(int fd, uint64_t until_ns)
{
	(void)fd;
	(void)until_ns;
	return *recorder.script == END ? TCPST_WAIT_TIME : TCPST_WAIT_READY;
}

static void take_event(const struct tcpst_event *event, void *arg)
{
	(void)arg;
	hear("%u%s%s ", (unsigned int)event->seqno,
	     event->owner[TCPS_INITIATOR].pid ? "p" : "",
	     event->owner[TCPS_RESPONDER].pid ? "r" : "");
}

static void take_lost(u64 count, void *arg)
{
	(void)arg;
	hear("(%u lost) ", (unsigned int)count);
}

static void take_resumed(void *arg)
{
	(void)arg;
	hear("(none lost) ");
}

static void take_flush(void *arg)
{
	(void)arg;
}

static void run(const char *what, u64 first, u64 next,
		struct tcpst_since since, u64 flow, const int *script,
		const char *expected)
{
	static const struct tcpst_sink sink = {
		.event = take_event, .lost = take_lost,
		.resumed = take_resumed, .flush = take_flush,
	};
	struct tcpst_wanted wanted = { .filter = { .flow = flow } };
	struct tcpst_query query = { .wanted = &wanted, .since = since };

	recorder.first = first;
	recorder.next = next;
	recorder.script = script;
	recorder.dumps = 0;
	tcpst_follow(NULL, &query, &sink);
	check_heard(expected, what);
}

#define SCRIPT(...) ((const int[]){ __VA_ARGS__, END })

int main(void)
{
	struct tcpst_since now = { TCPST_SINCE_NOW, 0 };
	struct tcpst_since all = { TCPST_SINCE_ALL, 0 };
	struct tcpst_since two = { TCPST_SINCE_SEQNO, 2 };
	struct tcpst_since time = { TCPST_SINCE_TIME, 8 };

	run("events come through", 0, 10, now, 0, SCRIPT(10, 11, 12),
	    "10 11 12 ");
	check(!recorder.dumps, "without asking the recorder");
	run("older ones are not for who looks now", 0, 10, now, 0,
	    SCRIPT(7, 8, 9, 10), "10 ");
	run("the recorder comes first, once", 5, 10, all, 0,
	    SCRIPT(8, 9, 10, 11), "5 6 7 8 9 10 11 ");
	run("from a time on", 5, 10, time, 0, SCRIPT(10), "8 9 10 ");
	run("from a number on, that is overwritten", 5, 8, two, 0, SCRIPT(8),
	    "(3 lost) 5 6 7 8 ");
	run("a gap is filled in from the recorder", 0, 10, now, 0,
	    SCRIPT(10, 13, 14), "10 11 12 13 14 (none lost) ");
	run("an overflow is", 0, 10, now, 0,
	    SCRIPT(10, WRITE + 4, OVERFLOW, 13, 14, 15),
	    "10 11 12 13 14 (none lost) 15 ");
	run("what the recorder has overwritten is counted", 0, 10, now, 0,
	    SCRIPT(10, WRITE + 9, FORGET + 14, OVERFLOW, 19, 20),
	    "10 (3 lost) 14 15 16 17 18 19 20 ");
	run("a filter makes no gaps", 0, 10, now, 1, SCRIPT(10, 11, 12, 13),
	    "10 12 ");
	run("and hides none", 0, 10, all, 1, SCRIPT(10, 13, 14),
	    "0 2 4 6 8 10 12 14 (none lost) ");
	recorder.owned = true;
	run("what a multicast leaves out is asked for", 0, 10, now, 0,
	    SCRIPT(10, 11, 12), "10p 11p 12p ");
	check(recorder.dumps == 1, "once for all that came together");
	run("a gap among matching ones is one all the same", 0, 10, now, 0,
	    SCRIPT(12, 13), "10p 11p 12p 13p (none lost) ");
	recorder.owned = false;
	recorder.served = 12;
	run("the process of the responder is asked for", 0, 10, now, 0,
	    SCRIPT(10, 11, 12, 13), "10 11 12r 13r ");
	check(recorder.dumps == 1, "not before the kernel knows it");
	recorder.served = 20;
	run("which it may never", 0, 10, now, 0, SCRIPT(10, 11), "10 11 ");
	check(!recorder.dumps, "then the recorder is not asked");
	return summary();
}
