// SPDX-License-Identifier: GPL-2.0
/* The flows of the full-screen view, and rates per second. */
#include "base/alloc.h"
#include "top/top.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

#define SECOND 1000000000ULL

/** tcpst_top_flows_clear() - remove all flows, before the table is read again */
void tcpst_top_flows_clear(struct tcpst_top *top)
{
	top->flows.n = 0;
}

/* When an end entered its state: after its time in all others. None is counted in CLOSED. */
static u64 entered(const struct tcps_verdict *verdict, unsigned int role)
{
	u64 at = verdict->start;
	unsigned int state;

	for (state = 0; state < TCPS_STATE_MAX; state++)
		if (state != verdict->state[role])
			at += verdict->state_ns[role][state];
	return at;
}

/** tcpst_top_flows_take() - add a flow; @arg is the view */
void tcpst_top_flows_take(const struct tcpst_flow *flow, void *arg)
{
	struct tcpst_top *top = arg;
	struct tcpst_top_flows *flows = &top->flows;
	struct tcpst_top_flow *taken;
	unsigned int role;

	if (flows->n == flows->capacity) {
		flows->capacity = flows->capacity ? 2 * flows->capacity : 256;
		flows->flow = tcpst_resize(flows->flow, flows->capacity,
					   sizeof(*flows->flow));
		top->list = tcpst_resize(top->list, flows->capacity,
					 sizeof(*top->list));
	}
	taken = &flows->flow[flows->n++];
	*taken = (struct tcpst_top_flow){ .flow = *flow };
	for (role = 0; role < 2; role++)
		taken->entered[role] = entered(&flow->verdict, role);
}

/*
 * Only transitions of the initiator are counted, so that each connection counts once:
 * segments of its peer change its state, too.
 */
static int kind_of(const struct tcpst_event *event)
{
	if (event->type != TCPST_TRANSITION || event->retract ||
	    event->endpoint != TCPS_INITIATOR)
		return -1;
	switch (event->to) {
	case TCPS_SYN_SENT:
		return TCPST_TOP_OPENED;
	case TCPS_FIN_WAIT_1:
	case TCPS_CLOSE_WAIT:
		return event->from == TCPS_ESTABLISHED ? TCPST_TOP_CLOSED : -1;
	case TCPS_CLOSED:
		if (event->from == TCPS_SYN_SENT)
			return TCPST_TOP_FAILED;
		return event->cause == TCPS_CAUSE_RST ? TCPST_TOP_RESET : -1;
	default:
		return -1;
	}
}

/** tcpst_top_count() - count an event for the rates */
void tcpst_top_count(struct tcpst_top *top, const struct tcpst_event *event)
{
	int kind = kind_of(event);

	if (kind >= 0)
		top->counted[kind]++;
}

/** tcpst_top_sample() - take the rates, once a second of the clock */
void tcpst_top_sample(struct tcpst_top *top)
{
	double seconds = (double)(top->clock - top->sample_at) / SECOND;
	unsigned int kind;

	if (!top->sample_at || top->clock < top->sample_at) {
		top->sample_at = top->clock;
		memcpy(top->sampled, top->counted, sizeof(top->sampled));
		return;
	}
	if (seconds < .95)	/* the tick came early */
		return;
	for (kind = 0; kind < TCPST_TOP_RATE_MAX; kind++) {
		double *rate = top->rate[kind];

		memmove(rate, rate + 1,
			(TCPST_TOP_HISTORY - 1) * sizeof(*rate));
		rate[TCPST_TOP_HISTORY - 1] =
			(double)(top->counted[kind] - top->sampled[kind]) /
			seconds;
	}
	if (top->n_rates < TCPST_TOP_HISTORY)
		top->n_rates++;
	top->sample_at = top->clock;
	memcpy(top->sampled, top->counted, sizeof(top->sampled));
}
