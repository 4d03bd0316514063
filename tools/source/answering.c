// SPDX-License-Identifier: GPL-2.0
/*
 * Which segments RSTs and challenge ACKs answer, found out from the module's events. The
 * module does not record every segment, so others like a recorded one may have passed.
 * That is excluded only for those that are always recorded: SYN, RST and challenge ACKs. For
 * captures, all segments are known (source/capture/tracker.c).
 */
#include "source/answering.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/answers.h"

/* A bound of 15 MB, for runs that last days. */
#define FLOWS_MAX 65536

/**
 * struct flow - what is known about a flow
 * @id:      its number
 * @ends:    its ends
 * @answers: its recorded segments
 * @last:    the segment of the latest event, from @sender, which several events may have
 * @sender:  its role
 * @drawn:   it answers @drew
 */
struct flow {
	gint64 id;
	struct tcpst_addrs ends;
	struct tcpst_answers answers;
	struct tcpst_sent last;
	u8 sender;
	bool drawn;
	struct tcpst_sent drew;
};

/**
 * struct tcpst_answering - the flows
 * @flows: struct flow by its number
 * @sink:  takes the events
 */
struct tcpst_answering {
	GHashTable *flows;
	const struct tcpst_sink *sink;
};

/**
 * tcpst_answering_new() - allocate, with no event seen yet
 * @query: events wanted
 * @sink:  takes them; must live as long
 *
 * Return: NULL if those that are wanted are not all of a flow, which it takes to know.
 */
struct tcpst_answering *tcpst_answering_new(const struct tcpst_query *query,
					    const struct tcpst_sink *sink)
{
	const u32 needed = 1U << TCPST_TRANSITION | 1U << TCPST_NOTE;
	const struct tcpst_wanted *wanted = query->wanted;
	struct tcpst_answering *answering;

	if ((wanted->filter.types && (wanted->filter.types & needed) != needed) ||
	    wanted->filter.endpoint || wanted->where_events || tcpst_wanted_fate(wanted))
		return NULL;
	answering = tcpst_alloc(1, sizeof(*answering));
	answering->sink = sink;
	answering->flows = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, free);
	return answering;
}

static struct flow *flow_of(struct tcpst_answering *answering,
			    const struct tcpst_event *event)
{
	gint64 id = (gint64)event->flow;
	struct flow *flow = g_hash_table_lookup(answering->flows, &id);

	if (!flow) {
		if (g_hash_table_size(answering->flows) >= FLOWS_MAX)
			g_hash_table_remove_all(answering->flows);
		flow = tcpst_alloc(1, sizeof(*flow));
		flow->id = id;
		flow->ends = event->ends;
		g_hash_table_insert(answering->flows, &flow->id, flow);
	}
	/* Its roles turned out to be wrong, or it is one of another network namespace. */
	if (memcmp(flow->ends.addr, event->ends.addr, sizeof(flow->ends.addr)) ||
	    memcmp(flow->ends.port, event->ends.port, sizeof(flow->ends.port)))
		*flow = (struct flow){ .id = id, .ends = event->ends };
	return flow;
}

static bool is_latest(const struct flow *flow, const struct tcpst_event *event)
{
	const struct tcpst_sent *last = &flow->last;

	return last->time_ns == event->time_ns && flow->sender == event->sender &&
	       last->seq == event->seq && last->ack == event->ack &&
	       last->flags == event->flags && last->len == event->len;
}

static bool is_always_recorded(const struct tcpst_event *event)
{
	return event->flags & (TCPS_FLAG_SYN | TCPS_FLAG_RST) ||
	       event->cause == TCPS_CAUSE_CHALLENGE_ACK;
}

static void note_segment(struct flow *flow, const struct tcpst_event *event)
{
	struct tcpst_answers *answers = &flow->answers;

	flow->sender = event->sender;
	flow->last = (struct tcpst_sent){
		.time_ns = event->time_ns, .seq = event->seq, .ack = event->ack,
		.len = event->len, .flags = event->flags,
	};
	if (event->notes_left_out) {
		tcpst_answers_doubt(answers, 0);
		tcpst_answers_doubt(answers, 1);
	}
	flow->drawn = tcpst_answers_take(answers, event->sender, &flow->last, &flow->drew);
	if (!is_always_recorded(event))
		tcpst_answers_doubt(answers, event->sender);
}

static void find_answered(struct tcpst_answering *answering, struct tcpst_event *event)
{
	struct flow *flow = flow_of(answering, event);

	/* What this machine drops is not answered, or not for sure. */
	if (event->dropped) {
		tcpst_answers_doubt(&flow->answers, event->sender);
		return;
	}
	if (!is_latest(flow, event))
		note_segment(flow, event);
	event->drawn = flow->drawn && tcpst_answers_shown(event);
	if (event->drawn)
		event->answers = flow->drew;
}

static void take_event(const struct tcpst_event *event, void *arg)
{
	struct tcpst_answering *answering = arg;
	struct tcpst_event copy;

	if (event->type == TCPST_LIFE)
		g_hash_table_remove(answering->flows, &event->flow);
	/* Those of a capture have been found in it. */
	if (event->type >= TCPST_LIFE || event->frame || !event->segment) {
		answering->sink->event(event, answering->sink->arg);
		return;
	}
	copy = *event;
	find_answered(answering, &copy);
	answering->sink->event(&copy, answering->sink->arg);
}

static void take_lost(u64 count, void *arg)
{
	struct tcpst_answering *answering = arg;

	g_hash_table_remove_all(answering->flows);
	tcpst_sink_lost(answering->sink, count);
}

/** tcpst_answering_sink() - a sink that passes events on, with what they answer */
struct tcpst_sink tcpst_answering_sink(struct tcpst_answering *answering)
{
	return (struct tcpst_sink){
		.event = take_event,
		.lost = take_lost,
		.arg = answering,
		.next = answering->sink,
	};
}

/** tcpst_answering_free() - free it; NULL is allowed */
void tcpst_answering_free(struct tcpst_answering *answering)
{
	if (!answering)
		return;
	g_hash_table_destroy(answering->flows);
	free(answering);
}
