// SPDX-License-Identifier: GPL-2.0
/* Records of selected flows. */
#include "text/history.h"
#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "text/roles.h"

struct reading {
	struct tcpst_history *histories;
	size_t n;
	const struct tcpst_history_limits *limits;
};

/** tcpst_history_compare() - the order of two histories: for qsort() and bsearch() */
int tcpst_history_compare(const void *a, const void *b)
{
	const struct tcpst_history *first = a, *second = b;

	if (first->netns != second->netns)
		return strcmp(first->netns ? first->netns : "",
			      second->netns ? second->netns : "");
	return first->flow < second->flow ? -1 : first->flow > second->flow;
}

/* Swap the roles in earlier records if they turn out to be wrong. */
static void turn(struct tcpst_history *history, const struct tcpst_event *event)
{
	size_t i;

	if (!history->n ||
	    !tcpst_roles_turned(&history->event[0].ends, &event->ends))
		return;
	for (i = 0; i < history->n; i++)
		tcpst_roles_turn_event(&history->event[i]);
}

static void take_event(const struct tcpst_event *event, void *arg)
{
	const struct reading *reading = arg;
	struct tcpst_history wanted = {
		.flow = event->flow, .netns = event->life.netns,
	};
	struct tcpst_history *history;

	history = bsearch(&wanted, reading->histories, reading->n,
			  sizeof(*history), tcpst_history_compare);
	if (!history ||
	    (reading->limits->until && event->time_ns > reading->limits->until))
		return;
	turn(history, event);
	if (reading->limits->most && history->n == reading->limits->most) {
		history->left_out++;
		return;
	}
	if (history->n == history->capacity) {
		history->capacity = history->capacity ? 2 * history->capacity : 16;
		history->event = tcpst_resize(history->event,
					      history->capacity,
					      sizeof(*history->event));
	}
	history->event[history->n++] = *event;
}

/**
 * tcpst_history_read() - read the records of flows
 * @source:    the source
 * @histories: with their flows set and all else 0; sorted by this. Each must be freed
 *             by tcpst_history_free(), even on failure
 * @n:         number of @histories
 * @limits:    limits of the records
 *
 * Return: as tcpst_source_events().
 */
int tcpst_history_read(struct tcpst_source *source,
		       struct tcpst_history *histories, size_t n,
		       const struct tcpst_history_limits *limits)
{
	struct tcpst_wanted wanted = {
		.filter.types = 1U << TCPST_TRANSITION | 1U << TCPST_NOTE |
				(limits->segments ? 1U << TCPST_SEGMENT : 0),
	};
	struct tcpst_query query = {
		.wanted = &wanted,
		.since = { .kind = TCPST_SINCE_ALL },
	};
	struct reading reading = {
		.histories = histories, .n = n, .limits = limits,
	};
	struct tcpst_sink sink = {
		.event = take_event,
		.arg = &reading,
	};

	if (!n)
		return 0;
	if (n == 1)	/* then the kernel can filter */
		wanted.filter.flow = histories->flow;
	qsort(histories, n, sizeof(*histories), tcpst_history_compare);
	return tcpst_source_events(source, &query, &sink);
}

/** tcpst_history_free() - free the records */
void tcpst_history_free(struct tcpst_history *history)
{
	free(history->event);
}
