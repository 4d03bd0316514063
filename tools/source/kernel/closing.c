// SPDX-License-Identifier: GPL-2.0
/*
 * A closed connection stays in the table until TIME-WAIT is over, and one that was reset
 * as long as the RST may be retracted: a minute each. That is too long to wait for, so
 * its verdict is read from the table and reported at once. When the recorder has the
 * final verdict, it is reported only if it differs.
 */
#include "source/kernel/closing.h"

#include <glib.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/stop.h"
#include "model/outcome.h"

/* Delay of reading the table after a close: many flows may be closed meanwhile. */
#define PAUSE_NS 200000000ULL

/* The outcome reported for a flow. */
struct reported {
	gint64 flow;
	struct tcpst_outcome outcome;
};

/**
 * struct tcpst_closing - closed flows that are still in the table
 * @nl:       the module
 * @wanted:   flows wanted
 * @after:    flows closed before are not reported, ns since the epoch, 0: report all
 * @sink:     takes the reports
 * @reported: struct reported by flow, until the recorder has the flow's end
 * @ended:    the same for flows that ended after the table was read, while @n is not 0
 * @flow:     flows found in the table and not reported yet; @n: number of them
 * @capacity: allocated size of @flow
 * @due:      tcpst_clock_steady() when to read the table, 0: nothing was closed
 */
struct tcpst_closing {
	struct tcpst_nl *nl;
	const struct tcpst_wanted *wanted;
	u64 after;
	const struct tcpst_sink *sink;
	GHashTable *reported;
	GHashTable *ended;
	struct tcpst_flow *flow;
	size_t n;
	size_t capacity;
	u64 due;
};

static const struct reported *find(GHashTable *table, u64 flow)
{
	gint64 key = (gint64)flow;

	return g_hash_table_lookup(table, &key);
}

/* A table of struct reported, by flow. */
static GHashTable *new_table(void)
{
	return g_hash_table_new_full(g_int64_hash, g_int64_equal, free, NULL);
}

/**
 * tcpst_closing_new() - allocate, with nothing reported yet
 * @nl:    the module
 * @query: flows wanted, and since when, as an absolute time
 * @sink:  takes the reports
 */
struct tcpst_closing *tcpst_closing_new(struct tcpst_nl *nl,
					const struct tcpst_query *query,
					const struct tcpst_sink *sink)
{
	struct tcpst_closing *closing = tcpst_alloc(1, sizeof(*closing));

	closing->nl = nl;
	closing->wanted = query->wanted;
	closing->after = query->since.kind == TCPST_SINCE_TIME ?
			 query->since.value : 0;
	closing->sink = sink;
	closing->reported = new_table();
	closing->ended = new_table();
	return closing;
}

/** tcpst_closing_free() - free it; NULL is allowed */
void tcpst_closing_free(struct tcpst_closing *closing)
{
	if (!closing)
		return;
	g_hash_table_destroy(closing->reported);
	g_hash_table_destroy(closing->ended);
	free(closing->flow);
	free(closing);
}

static void take_flow(const struct tcpst_flow *flow, void *arg)
{
	struct tcpst_closing *closing = arg;

	if (flow->verdict.end == TCPS_END_STILL_OPEN ||
	    tcpst_flow_closed(flow) < closing->after ||
	    find(closing->reported, flow->id) || !tcpst_wanted_flow(closing->wanted, flow))
		return;
	if (closing->n == closing->capacity) {
		closing->capacity = closing->capacity ? 2 * closing->capacity : 64;
		closing->flow = tcpst_resize(closing->flow, closing->capacity,
					     sizeof(*closing->flow));
	}
	closing->flow[closing->n++] = *flow;
}

/**
 * tcpst_closing_collect() - find closed flows in the table, to be reported
 *
 * A flow that is missed because the table changed is found the next time.
 */
int tcpst_closing_collect(struct tcpst_closing *closing)
{
	const u32 over = ((1U << TCPS_END_MAX) - 1) & ~(1U << TCPS_END_STILL_OPEN);
	struct tcps_filter request;
	bool interrupted;

	closing->due = 0;
	closing->n = 0;
	tcpst_wanted_request(closing->wanted, false, &request);
	request.types = 0;
	request.ends = request.ends ? request.ends & over : over;
	if (!request.ends)
		return 0;
	return tcpst_nl_flows(closing->nl, &request, take_flow, closing,
			      &interrupted);
}

static int by_close(const void *a, const void *b)
{
	u64 first = tcpst_flow_closed(a), second = tcpst_flow_closed(b);

	return first < second ? -1 : first > second;
}

static void remember(GHashTable *table, const struct tcpst_flow *flow)
{
	struct reported *reported = tcpst_alloc(1, sizeof(*reported));

	*reported = (struct reported){
		.flow = (gint64)flow->id,
		.outcome = tcpst_outcome_of(&flow->verdict),
	};
	g_hash_table_add(table, reported);
}

/** tcpst_closing_report() - report the flows found, in the order in which they closed */
void tcpst_closing_report(struct tcpst_closing *closing)
{
	size_t i;

	if (closing->n)
		qsort(closing->flow, closing->n, sizeof(*closing->flow), by_close);
	for (i = 0; i < closing->n && !tcpst_stop_asked(); i++) {
		const struct tcpst_flow *flow = &closing->flow[i];
		struct tcpst_event event = {
			.type = TCPST_LIFE,
			.time_ns = tcpst_flow_closed(flow),
			.flow = flow->id,
			.ends = flow->ends,
			.endpoint = TCPS_ROLE_NONE,
			.owner = { flow->owner[0], flow->owner[1] },
			.life = *flow,
		};

		if (find(closing->ended, flow->id))
			continue;
		remember(closing->reported, flow);
		closing->sink->event(&event, closing->sink->arg);
	}
	closing->n = 0;
	g_hash_table_remove_all(closing->ended);
}

/**
 * tcpst_closing_ended() - take the end of a flow from the recorder
 * @closing: the flows reported
 * @event:   the end; marked if it corrects an earlier report
 *
 * Return: true if it must be reported.
 */
bool tcpst_closing_ended(struct tcpst_closing *closing, struct tcpst_event *event)
{
	const struct reported *reported = find(closing->reported, event->flow);
	bool agrees;

	if (!reported) {
		if (closing->n)		/* it ended after the table was read */
			remember(closing->ended, &event->life);
		return true;
	}
	agrees = tcpst_outcome_agrees(&reported->outcome, &event->life.verdict);
	event->life.corrects = !agrees;
	g_hash_table_remove(closing->reported, &reported->flow);
	return !agrees;
}

/** tcpst_closing_notice() - check whether a transition closed a connection */
void tcpst_closing_notice(struct tcpst_closing *closing,
			  const struct tcpst_event *event)
{
	if (event->type == TCPST_TRANSITION && !closing->due &&
	    (event->to == TCPS_CLOSED || event->to == TCPS_TIME_WAIT))
		closing->due = tcpst_clock_steady() + PAUSE_NS;
}

/** tcpst_closing_due() - tcpst_clock_steady() when to read the table; 0: never */
u64 tcpst_closing_due(const struct tcpst_closing *closing)
{
	return closing->due;
}
