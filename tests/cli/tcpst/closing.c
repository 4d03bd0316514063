// SPDX-License-Identifier: GPL-2.0
/*
 * Connections are reported when both ends have closed them, once, and again only if they
 * end otherwise; with a table and a recorder of the test's own behind it.
 */

#include <string.h>

#include "base/clock.h"
#include "base/stop.h"
#include "module/core/names.h"
#include "source/kernel/follow.h"

#define PART "closing"
#include "heard.h"

/* Events, in their order. */
enum what {
	OVER,		/* nothing more */
	CLOSES,		/* a flow that is in the table is over, by a transition */
	REOPENS,	/* it is not */
	ENDS,		/* it leaves the table, and the recorder has its end */
	PAUSE,		/* time passes */
};

struct step {
	enum what what;
	u64 flow;
	enum tcps_end end;
};

static struct {
	struct tcpst_flow table[4];
	struct tcpst_flow held[4];
	unsigned int n_held;
	const struct step *script;
	u64 clock;
	u64 seqno;
	unsigned int dumps;
} world;

static struct tcpst_flow *flow_of(u64 id)
{
	return &world.table[id - 1];
}

static void set(u64 id, enum tcps_end end)
{
	*flow_of(id) = (struct tcpst_flow){
		.id = id, .live = true,
		.verdict = {
			.end = end, .start = 100 * id,
			.state = { TCPS_TIME_WAIT, TCPS_CLOSED },
			.state_ns = { { [TCPS_ESTABLISHED] = 10 * id,
					[TCPS_TIME_WAIT] = 5000 } },
		},
	};
}

int tcpst_nl_flows(struct tcpst_nl *nl, const struct tcps_filter *filter,
		   void (*take)(const struct tcpst_flow *flow, void *arg),
		   void *arg, bool *interrupted)
{
	unsigned int i;

	(void)nl;
	world.dumps++;
	*interrupted = false;
	for (i = 0; i < 4; i++)
		if (world.table[i].id &&
		    (filter->ends & 1U << world.table[i].verdict.end))
			take(&world.table[i], arg);
	return 0;
}

static struct tcpst_event life_of(const struct tcpst_flow *flow)
{
	struct tcpst_event event = {
		.seqno = world.seqno++, .type = TCPST_LIFE, .time_ns = 9000,
		.flow = flow->id, .life = *flow,
	};

	event.life.live = false;
	return event;
}

int tcpst_nl_events(struct tcpst_nl *nl, const struct tcps_filter *filter,
		    const u64 *from, const struct tcpst_nl_sink *sink)
{
	unsigned int i;

	(void)nl;
	(void)filter;
	(void)from;
	for (i = 0; i < world.n_held; i++) {
		struct tcpst_event event = life_of(&world.held[i]);

		sink->event(&event, sink->arg);
	}
	sink->next(world.seqno, sink->arg);
	return 0;
}

int tcpst_nl_stats(struct tcpst_nl *nl, struct tcpst_stats *stats)
{
	(void)nl;
	stats->next = world.n_held;
	return 0;
}

int tcpst_nl_receive(struct tcpst_nl *nl, const struct tcpst_nl_sink *sink)
{
	const struct step *step = world.script++;
	struct tcpst_event event = {
		.type = TCPST_TRANSITION, .flow = step->flow,
		.from = TCPS_LAST_ACK, .to = TCPS_CLOSED,
	};

	(void)nl;
	if (step->what == ENDS) {
		flow_of(step->flow)->verdict.end = step->end;
		event = life_of(flow_of(step->flow));
		flow_of(step->flow)->id = 0;
	} else {
		set(step->flow, step->what == CLOSES ? step->end :
						       TCPS_END_STILL_OPEN);
		event.seqno = world.seqno++;
	}
	sink->event(&event, sink->arg);
	return 0;
}

bool tcpst_stop_asked(void)
{
	return false;
}

uint64_t tcpst_clock_steady(void)
{
	return world.clock;
}

enum tcpst_wait tcpst_stop_wait(int fd, uint64_t until_ns)
{
	(void)fd;
	if (world.script->what == OVER)
		return TCPST_WAIT_STOP;
	if (world.script->what != PAUSE)
		return TCPST_WAIT_READY;
	world.script++;
	if (!until_ns)
		return tcpst_stop_wait(fd, 0);
	world.clock = until_ns;
	return TCPST_WAIT_TIME;
}

static void take_event(const struct tcpst_event *event, void *arg)
{
	(void)arg;
	hear("%u:%s%s%s ", (unsigned int)event->flow,
	     tcps_end_name(event->life.verdict.end),
	     event->life.live ? "" : "!", event->life.corrects ? "*" : "");
}

static void take_lost(u64 count, void *arg)
{
	(void)count;
	(void)arg;
}

static void take_nothing(void *arg)
{
	(void)arg;
}

static const struct tcpst_sink sink = {
	.event = take_event, .lost = take_lost,
	.resumed = take_nothing, .flush = take_nothing,
};

static void begin(void)
{
	memset(&world, 0, sizeof(world));
	world.clock = 1;
}

static void run(const char *what, const struct step *script, u32 ends,
		const char *expected)
{
	struct tcpst_wanted wanted = {
		.filter = { .types = 1U << TCPST_LIFE, .ends = ends },
	};
	struct tcpst_query query = {
		.wanted = &wanted, .at_close = true,
		.since = { .kind = TCPST_SINCE_NOW },
	};

	begin();
	world.script = script;
	tcpst_follow(NULL, &query, &sink);
	check_heard(expected, what);
}

#define SCRIPT(...) ((const struct step[]){ __VA_ARGS__, { OVER, 0, 0 } })

static void test_follow(void)
{
	run("when it is closed, and once",
	    SCRIPT({ CLOSES, 1, TCPS_END_FIN }, { PAUSE, 0, 0 }, { PAUSE, 0, 0 },
		   { ENDS, 1, TCPS_END_FIN }, { PAUSE, 0, 0 }), 0, "1:fin ");
	check(world.dumps == 1, "the table is read once for that");
	run("one that is gone before the table is read",
	    SCRIPT({ CLOSES, 1, TCPS_END_FIN }, { ENDS, 1, TCPS_END_FIN },
		   { PAUSE, 0, 0 }), 0, "1:fin! ");
	run("several at once",
	    SCRIPT({ CLOSES, 2, TCPS_END_FIN }, { CLOSES, 1, TCPS_END_RESET },
		   { PAUSE, 0, 0 }, { ENDS, 2, TCPS_END_FIN },
		   { ENDS, 1, TCPS_END_RESET }), 0, "1:reset 2:fin ");
	run("one that ends otherwise is corrected",
	    SCRIPT({ CLOSES, 1, TCPS_END_RESET }, { PAUSE, 0, 0 }, { REOPENS, 1, 0 },
		   { PAUSE, 0, 0 }, { ENDS, 1, TCPS_END_TIMEOUT }), 0,
	    "1:reset 1:timeout!* ");
	run("one that ends the same after all is not",
	    SCRIPT({ CLOSES, 1, TCPS_END_RESET }, { PAUSE, 0, 0 }, { REOPENS, 1, 0 },
		   { CLOSES, 1, TCPS_END_RESET }, { PAUSE, 0, 0 },
		   { ENDS, 1, TCPS_END_RESET }), 0, "1:reset ");
	run("a correction passes the filter that let the first one pass",
	    SCRIPT({ CLOSES, 1, TCPS_END_RESET }, { PAUSE, 0, 0 },
		   { ENDS, 1, TCPS_END_TIMEOUT }), 1U << TCPS_END_RESET,
	    "1:reset 1:timeout!* ");
	run("what is not wanted is not reported",
	    SCRIPT({ CLOSES, 1, TCPS_END_FIN }, { PAUSE, 0, 0 },
		   { ENDS, 1, TCPS_END_FIN }), 1U << TCPS_END_RESET, "");
}

static void replay(struct tcpst_since since, bool at_close)
{
	struct tcpst_wanted wanted = { .filter.types = 1U << TCPST_LIFE };
	struct tcpst_query query = {
		.wanted = &wanted, .at_close = at_close, .since = since,
	};

	begin();
	set(1, TCPS_END_FIN);
	set(2, TCPS_END_STILL_OPEN);
	set(3, TCPS_END_RESET);
	set(4, TCPS_END_FIN);
	world.held[0] = world.table[3];	/* it ends while the table is read */
	world.n_held = 1;
	tcpst_follow_replay(NULL, &query, &sink);
}

static void test_replay(void)
{
	replay((struct tcpst_since){ .kind = TCPST_SINCE_ALL }, true);
	check_heard("4:fin! 1:fin 3:reset ", "the recorder first, then what is over in the table");
	replay((struct tcpst_since){ .kind = TCPST_SINCE_ALL }, false);
	check_heard("4:fin! ", "not for who wants what has ended");
	/* They closed at 110, 330 and 440; TIME-WAIT is no part of it. */
	replay((struct tcpst_since){ TCPST_SINCE_TIME, 330 }, true);
	check_heard("4:fin! 3:reset ", "since a time: by when they were closed");
	replay((struct tcpst_since){ TCPST_SINCE_TIME, 441 }, true);
	check_heard("", "since a time after that: none, though it is recorded later");
}

int main(void)
{
	test_follow();
	test_replay();
	return summary();
}
