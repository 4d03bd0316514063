// SPDX-License-Identifier: GPL-2.0
/*
 * The connections that are open at one moment of a recording: those of the table
 * recorded last, updated by later transitions. Of a connection that began after
 * that table, only transitions are known: no octets, no round trips.
 */
#include "source/recording/open.h"

#include <glib.h>
#include <stdlib.h>

#include "base/alloc.h"

/**
 * struct tcpst_open - the open connections
 * @flows:   struct flow, by number
 * @time_ns: when the last table was read; earlier events are ignored
 */
struct tcpst_open {
	GHashTable *flows;
	u64 time_ns;
};

/**
 * struct flow - an open connection
 * @flow:  its data
 * @as_of: time of the data; earlier events are ignored
 * @moved: there was a transition since
 * @since: by role, time up to which the time in its state has been counted
 */
struct flow {
	struct tcpst_flow flow;
	u64 as_of;
	bool moved;
	u64 since[2];
};

/** tcpst_open_make() - allocate, with no open connections */
struct tcpst_open *tcpst_open_make(void)
{
	struct tcpst_open *open = tcpst_alloc(1, sizeof(*open));

	open->flows = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL,
					    free);
	return open;
}

/** tcpst_open_table() - begin a new table, read at @time_ns; its flows follow */
void tcpst_open_table(struct tcpst_open *open, u64 time_ns)
{
	g_hash_table_remove_all(open->flows);
	open->time_ns = time_ns;
}

static struct flow *add(struct tcpst_open *open, const struct tcpst_flow *flow,
			u64 as_of)
{
	struct flow *added = tcpst_alloc(1, sizeof(*added));

	added->flow = *flow;
	added->as_of = as_of;
	added->since[0] = as_of;
	added->since[1] = as_of;
	g_hash_table_replace(open->flows, &added->flow.id, added);
	return added;
}

/** tcpst_open_flow() - add a flow of the table, or one that was open when a capture ended */
void tcpst_open_flow(struct tcpst_open *open, const struct tcpst_flow *flow)
{
	add(open, flow, flow->verdict.stop ? flow->verdict.stop :
					     open->time_ns);
}

/* Add a flow that is not in the table, from its first transition. */
static struct flow *begin(struct tcpst_open *open,
			  const struct tcpst_event *event)
{
	struct tcpst_flow flow = {
		.id = event->flow,
		.ends = event->ends,
		.owner = { event->owner[0], event->owner[1] },
		.iface = event->iface,
		.tunnel = event->tunnel,
		.verdict = {
			.start = event->time_ns,
			TCPST_VERDICT_UNKNOWN,
			.roles_known = event->iss_known[TCPS_INITIATOR],
		},
	};

	return add(open, &flow, event->time_ns);
}

static u64 passed(u64 from, u64 to)
{
	return to > from ? to - from : 0;
}

/* After a retraction, the end has been in its earlier state all along. */
static void change_state(struct flow *known, const struct tcpst_event *event)
{
	struct tcps_verdict *verdict = &known->flow.verdict;
	unsigned int role = event->endpoint;
	u8 was = event->retract ? event->to : event->from;

	if (role > 1 || event->to >= TCPS_STATE_MAX || was >= TCPS_STATE_MAX)
		return;
	if (was != TCPS_CLOSED)
		verdict->state_ns[role][was] += passed(known->since[role],
						       event->time_ns);
	known->since[role] = event->time_ns;
	verdict->state[role] = event->to;
	if (event->to != TCPS_CLOSED)
		verdict->been[role] |= (u16)(1U << event->to);
}

/** tcpst_open_event() - update the connections by an event */
void tcpst_open_event(struct tcpst_open *open, const struct tcpst_event *event)
{
	struct flow *known = g_hash_table_lookup(open->flows, &event->flow);
	unsigned int role;

	if (event->type == TCPST_LIFE) {
		g_hash_table_remove(open->flows, &event->flow);
		return;
	}
	if (event->type != TCPST_TRANSITION ||
	    event->time_ns < (known ? known->as_of : open->time_ns))
		return;
	if (!known)
		known = begin(open, event);
	for (role = 0; role < 2; role++)
		if (event->iss_known[role]) {
			known->flow.iss_known[role] = true;
			known->flow.iss[role] = event->iss[role];
		}
	known->moved = true;
	known->flow.seen_ns = event->time_ns;
	change_state(known, event);
}

static gint by_id(gconstpointer a, gconstpointer b)
{
	const struct flow *first = *(struct flow *const *)a;
	const struct flow *second = *(struct flow *const *)b;

	return first->flow.id < second->flow.id ? -1 : 1;
}

/* Bring the flow up to @time_ns; for a capture that has already been done. */
static void stop(struct flow *known, u64 time_ns)
{
	struct tcps_verdict *verdict = &known->flow.verdict;
	unsigned int role;

	known->flow.live = false;
	if (verdict->stop)
		return;
	verdict->stop = time_ns > verdict->start ? time_ns : verdict->start;
	for (role = 0; role < 2; role++)
		if (verdict->state[role] < TCPS_STATE_MAX &&
		    verdict->state[role] != TCPS_CLOSED)
			verdict->state_ns[role][verdict->state[role]] +=
				passed(known->since[role], time_ns);
}

/**
 * tcpst_open_finish() - pass on the open connections, ordered by number
 * @open:    the connections; empty afterwards
 * @time_ns: time of the end, ns since the epoch
 * @take:    called for each
 * @arg:     passed to @take
 */
void tcpst_open_finish(struct tcpst_open *open, u64 time_ns,
		       void (*take)(const struct tcpst_flow *flow, void *arg),
		       void *arg)
{
	GPtrArray *flows = g_ptr_array_new();
	GHashTableIter iter;
	gpointer value;
	guint i;

	g_hash_table_iter_init(&iter, open->flows);
	while (g_hash_table_iter_next(&iter, NULL, &value))
		g_ptr_array_add(flows, value);
	g_ptr_array_sort(flows, by_id);
	for (i = 0; i < flows->len; i++) {
		struct flow *known = flows->pdata[i];

		stop(known, time_ns);
		/* If it closed, its verdict was cut off; how it ended is not known. */
		if (!known->moved || tcpst_flow_is_open(&known->flow))
			take(&known->flow, arg);
	}
	g_ptr_array_free(flows, true);
	g_hash_table_remove_all(open->flows);
}

/** tcpst_open_free() - free it */
void tcpst_open_free(struct tcpst_open *open)
{
	g_hash_table_destroy(open->flows);
	free(open);
}
