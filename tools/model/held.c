// SPDX-License-Identifier: GPL-2.0
/*
 * How long an end was in the state that it leaves. A record has only the time of the
 * transition; the end entered the state at the transition before, if that was seen. A
 * retracted transition never happened: the end has been in the state before all along.
 */
#include "model/held.h"

#include <glib.h>
#include <stdlib.h>

#include "base/alloc.h"

/* A bound of 13 MB, for runs that last days. */
#define FLOWS_MAX 65536

/* When each end entered each state, ns since the epoch; 0: not seen, or retracted. */
struct entries {
	gint64 flow;
	u64 at[2][TCPS_STATE_MAX];
	u8 state[2];
};

struct tcpst_held {
	GHashTable *flows;
};

/** tcpst_held_new() - allocate, with no event seen yet */
struct tcpst_held *tcpst_held_new(void)
{
	struct tcpst_held *held = tcpst_alloc(1, sizeof(*held));

	held->flows = g_hash_table_new_full(g_int64_hash, g_int64_equal, free,
					    NULL);
	return held;
}

/** tcpst_held_free() - free it; NULL is allowed */
void tcpst_held_free(struct tcpst_held *held)
{
	if (!held)
		return;
	g_hash_table_destroy(held->flows);
	free(held);
}

static struct entries *entries_of(struct tcpst_held *held, u64 flow)
{
	gint64 key = (gint64)flow;
	struct entries *entries = g_hash_table_lookup(held->flows, &key);

	if (entries)
		return entries;
	if (g_hash_table_size(held->flows) >= FLOWS_MAX)
		g_hash_table_remove_all(held->flows);
	entries = tcpst_alloc(1, sizeof(*entries));
	*entries = (struct entries){
		.flow = key, .state = { TCPS_STATE_MAX, TCPS_STATE_MAX },
	};
	g_hash_table_add(held->flows, entries);
	return entries;
}

/**
 * tcpst_held_take() - process the next event
 * @held:  the events before
 * @event: if it is a transition, its @held and @held_ns are set
 */
void tcpst_held_take(struct tcpst_held *held, struct tcpst_event *event)
{
	unsigned int end = event->endpoint;
	struct entries *entries;
	u64 *at;

	if (event->type != TCPST_TRANSITION || end >= TCPS_ROLE_NONE)
		return;
	entries = entries_of(held, event->flow);
	at = entries->at[end];
	event->held = at[event->from] && event->time_ns >= at[event->from];
	if (event->held)
		event->held_ns = event->time_ns - at[event->from];
	if (event->retract)
		at[event->from] = 0;
	else
		at[event->to] = event->time_ns;
	entries->state[end] = event->to;
	if (entries->state[0] == TCPS_CLOSED && entries->state[1] == TCPS_CLOSED &&
	    event->cause == TCPS_CAUSE_TIMER)
		g_hash_table_remove(held->flows, &entries->flow);
}
