// SPDX-License-Identifier: GPL-2.0
/*
 * Making steps of records. The records of a segment become one arrow. Only segments
 * that matter for the states are recorded; the amount of payload between them
 * follows from their sequence numbers.
 */
#include "text/ladder.h"
#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "module/core/segment.h"
#include "module/core/seq.h"

static struct tcpst_step *insert(struct tcpst_ladder *ladder, size_t at)
{
	if (ladder->n == ladder->capacity) {
		ladder->capacity = ladder->capacity ? 2 * ladder->capacity : 32;
		ladder->step = tcpst_resize(ladder->step, ladder->capacity,
					    sizeof(*ladder->step));
	}
	memmove(&ladder->step[at + 1], &ladder->step[at],
		(ladder->n - at) * sizeof(*ladder->step));
	ladder->n++;
	ladder->step[at] = (struct tcpst_step){ 0 };
	return &ladder->step[at];
}

static void add_payload(struct tcpst_ladder *ladder, size_t at,
			const struct tcpst_event *event, unsigned int role,
			u64 octets)
{
	struct tcpst_step *step = insert(ladder, at);

	step->kind = TCPST_STEP_PAYLOAD;
	step->role = role;
	step->event = event;
	step->octets = octets;
}

/*
 * Is a number within what an end has sent, by the verdict? Others are of forged segments,
 * or of another connection. A SYN and a FIN have a number each. Until the verdict is known,
 * and beyond what can be compared, any number may be.
 */
static bool within(const struct tcpst_ladder *ladder, unsigned int role, u32 seq)
{
	u64 octets = ladder->flow->verdict.bytes[role];

	return !ladder->counted || !ladder->flow->iss_known[role] ||
	       octets >= 1U << 31 ||
	       seq - ladder->flow->iss[role] <= octets + 2;
}

/*
 * Does the verdict count all that the events show? While a connection is open and not every
 * segment is examined, it may lag behind, and behind what others saw: its socket, or a
 * capture beside the module.
 */
static bool counts_all(const struct tcpst_flow *flow, const struct tcpst_event *events,
		       size_t n)
{
	size_t i;

	for (i = 0; i < n && !flow->accounted; i++)
		if (events[i].type == TCPST_SEGMENT ||
		    events[i].cause == TCPS_CAUSE_RETRANSMIT)
			return false;
	return flow->accounted || !flow->live;
}

/* Advance an end's position to @to. Return: octets in segments that were not recorded. */
static u32 catch_up(struct tcpst_ladder *ladder, unsigned int role, u32 to)
{
	struct tcpst_positions *at = &ladder->at;
	u32 octets = 0;

	if (!within(ladder, role, to))
		return 0;
	if (at->known[role] && tcps_seq_after(to, at->next[role])) {
		octets = to - at->next[role];
		at->sum[role] += octets;
	}
	if (!at->known[role] || octets)
		at->next[role] = to;
	at->known[role] = true;
	return octets;
}

static void count_segment(struct tcpst_ladder *ladder,
			  const struct tcpst_event *event)
{
	struct tcpst_positions *at = &ladder->at;
	unsigned int control = !!(event->flags & TCPS_FLAG_SYN) +
			       !!(event->flags & TCPS_FLAG_FIN);
	u32 end = event->seq + event->len + control;
	unsigned int role = event->sender;

	if (!within(ladder, role, end) || !tcps_seq_after(end, at->next[role]))
		return;
	at->sum[role] += end - at->next[role] > control ?
			 end - at->next[role] - control : 0;
	at->next[role] = end;
}

/* If every segment is known: was all payload of this one seen before? */
static bool is_again(const struct tcpst_positions *at,
		     const struct tcpst_event *event)
{
	return event->type == TCPST_SEGMENT && event->len &&
	       at->known[event->sender] &&
	       !tcps_seq_after(event->seq + event->len, at->next[event->sender]);
}

/* The latest drop by this machine of any octet that is retransmitted here, or NULL. */
static const struct tcpst_event *find_drop(const struct tcpst_ladder *ladder,
					   const struct tcpst_event *again)
{
	size_t i;

	for (i = ladder->n; i-- > 0;) {
		const struct tcpst_event *event = ladder->step[i].event;

		if (ladder->step[i].kind == TCPST_STEP_ARROW && event->dropped &&
		    event->sender == again->sender &&
		    tcps_seq_after(event->seq + event->len, again->seq) &&
		    tcps_seq_after(again->seq + again->len, event->seq))
			return event;
	}
	return NULL;
}

/*
 * The initial number of an end turns out to be another one: its position until now was of
 * another connection. It may be a little lower if its SYN is seen late.
 */
static void follow_iss(struct tcpst_positions *at, const struct tcpst_event *event)
{
	unsigned int role;

	for (role = 0; role < 2; role++) {
		if (!event->iss_known[role])
			continue;
		if (at->known[role] && at->iss[role] - event->iss[role] > 0xffff)
			at->known[role] = false;
		at->iss[role] = event->iss[role];
	}
}

static void add_arrow(struct tcpst_ladder *ladder,
		      const struct tcpst_event *event)
{
	bool again = is_again(&ladder->at, event);
	u32 octets[2] = { 0, 0 };
	const struct tcpst_event *drop = NULL;
	struct tcpst_step *step;
	unsigned int role;

	if (event->cause == TCPS_CAUSE_RETRANSMIT)
		drop = find_drop(ladder, event);
	follow_iss(&ladder->at, event);
	if (tcpst_event_shows_position(event)) {
		octets[event->sender] = catch_up(ladder, event->sender, event->seq);
		if (event->flags & TCPS_FLAG_ACK)
			octets[!event->sender] = catch_up(ladder, !event->sender,
							  event->ack);
		count_segment(ladder, event);
	}
	for (role = 0; role < 2; role++)
		if (octets[role])
			add_payload(ladder, ladder->n, event, role,
				    octets[role]);
	step = insert(ladder, ladder->n);
	step->kind = TCPST_STEP_ARROW;
	step->role = event->sender;
	step->event = event;
	step->again = again;
	step->drop = drop;
}

static void add_mark(struct tcpst_ladder *ladder,
		     const struct tcpst_event *event)
{
	struct tcpst_step *step = insert(ladder, ladder->n);

	step->kind = TCPST_STEP_MARK;
	step->role = event->endpoint;
	step->event = event;
}

static bool is_arrow(const struct tcpst_event *event)
{
	return event->segment && event->cause != TCPS_CAUSE_ICMP &&
	       event->cause != TCPS_CAUSE_ICMP_IGNORED;
}

/* A dropped SYN has two records: its own and that of the drop. */
static bool same_step(const struct tcpst_event *a, const struct tcpst_event *b)
{
	if (a->time_ns != b->time_ns || is_arrow(a) != is_arrow(b))
		return false;
	if (!is_arrow(a))
		return a->cause == b->cause;
	return a->frame == b->frame && a->dropped <= b->dropped && a->sender == b->sender && a->seq == b->seq &&
	       a->ack == b->ack && a->flags == b->flags && a->len == b->len;
}

static void add_state(struct tcpst_ladder *ladder,
		      const struct tcpst_event *event)
{
	struct tcpst_step *step = &ladder->step[ladder->n - 1];
	struct tcpst_step_state state = {
		.role = event->endpoint,
		.state = event->to,
		.certainty = event->certainty,
		.retract = event->retract,
		.event = event,
	};

	if (step->kind == TCPST_STEP_MARK && step->role != event->endpoint)
		step->role = TCPS_ROLE_NONE;
	if (event->type != TCPST_TRANSITION || step->n == TCPST_STEP_STATES)
		return;
	tcpst_ladder_settle(ladder, &state);
	step->state[step->n++] = state;
}

/*
 * The step to insert payload before that no recorded sequence number shows: that with which
 * an end is closed for good.
 */
static size_t before_end(const struct tcpst_ladder *ladder)
{
	bool known[2] = { false, false };
	size_t i, at = ladder->n;
	unsigned int k;

	for (i = ladder->n; i-- > 0;) {
		const struct tcpst_step *step = &ladder->step[i];

		for (k = step->n; k-- > 0;) {
			if (!known[step->state[k].role] &&
			    step->state[k].state == TCPS_CLOSED)
				at = i;
			known[step->state[k].role] = true;
		}
	}
	return at;
}

/* The longest interval without records: there, sequence numbers have wrapped around. */
static struct tcpst_step *longest_gap(struct tcpst_ladder *ladder,
				      unsigned int role)
{
	struct tcpst_step *found = NULL;
	u64 since = ladder->flow->verdict.start, longest = 0;
	size_t i;

	for (i = 0; i < ladder->n; i++) {
		struct tcpst_step *step = &ladder->step[i];

		if (step->kind != TCPST_STEP_PAYLOAD) {
			since = step->event->time_ns;
		} else if (step->role == role &&
			   step->event->time_ns - since >= longest) {
			longest = step->event->time_ns - since;
			found = step;
		}
	}
	return found;
}

/*
 * Add payload that the recorded sequence numbers do not show: these have 32 bits and may
 * be old, while the verdict's count of octets has 64 bits and is current.
 */
static void add_rest(struct tcpst_ladder *ladder)
{
	const struct tcpst_positions *at = &ladder->at;
	unsigned int role;

	for (role = 0; role < 2; role++) {
		u64 octets = ladder->flow->verdict.bytes[role];
		struct tcpst_step *gap = longest_gap(ladder, role);
		u64 rest = octets > at->sum[role] ? octets - at->sum[role] : 0;

		if (gap) {
			gap->octets += rest & ~0xffffffffULL;
			rest &= 0xffffffff;
		}
		if (rest)
			add_payload(ladder, before_end(ladder), NULL, role,
				    rest);
	}
}

/*
 * Remove payload that the verdict does not count: the number of a FIN that was not seen, or
 * numbers that a forged segment claimed.
 */
static void remove_excess(struct tcpst_ladder *ladder, unsigned int role)
{
	u64 octets = ladder->flow->verdict.bytes[role];
	u64 excess = ladder->at.sum[role] > octets ? ladder->at.sum[role] - octets : 0;
	size_t i;

	for (i = ladder->n; i-- > 0 && excess;) {
		struct tcpst_step *step = &ladder->step[i];
		u64 removed = step->octets < excess ? step->octets : excess;

		if (step->kind != TCPST_STEP_PAYLOAD || step->role != role)
			continue;
		step->octets -= removed;
		excess -= removed;
		if (step->octets)
			continue;
		ladder->n--;
		memmove(step, step + 1, (ladder->n - i) * sizeof(*step));
	}
}

static void find_base(struct tcpst_ladder *ladder,
		      const struct tcpst_event *events, size_t n)
{
	unsigned int role;
	size_t i;

	for (role = 0; role < 2; role++) {
		bool known = ladder->flow->iss_known[role];

		ladder->base[role] = ladder->flow->iss[role];
		for (i = 0; i < n && !known; i++) {
			known = events[i].iss_known[role];
			ladder->base[role] = events[i].iss[role];
		}
		/* Otherwise, sequence numbers are absolute. */
		if (!known)
			ladder->base[role] = 0;
	}
}

static void find_before(struct tcpst_ladder *ladder,
			const struct tcpst_event *events, size_t n)
{
	unsigned int role;
	size_t i;

	for (role = 0; role < 2; role++) {
		ladder->before[role] = ladder->flow->verdict.state[role];
		for (i = 0; i < n; i++) {
			if (events[i].endpoint != role)
				continue;
			/* First seen in the middle: the state before is not known. */
			ladder->before[role] =
				events[i].cause == TCPS_CAUSE_ADOPT ?
				TCPS_STATE_MAX : events[i].from;
			break;
		}
	}
	ladder->cut = n && events[0].time_ns > ladder->flow->verdict.start;
}

/**
 * tcpst_ladder_begin() - begin a ladder, without steps
 * @ladder: initialized; to be freed by tcpst_ladder_free()
 * @flow:   the flow; must live as long as @ladder
 * @events: its first transitions and notes, as many as are known
 * @n:      number of @events
 */
void tcpst_ladder_begin(struct tcpst_ladder *ladder,
			const struct tcpst_flow *flow,
			const struct tcpst_event *events, size_t n)
{
	*ladder = (struct tcpst_ladder){ .flow = flow };
	find_base(ladder, events, n);
	find_before(ladder, events, n);
}

/**
 * tcpst_ladder_add() - add the next event of the flow
 * @ladder: the ladder
 * @event:  the event; must live as long as @ladder
 *
 * The event becomes a new step or part of the last one.
 */
void tcpst_ladder_add(struct tcpst_ladder *ladder,
		      const struct tcpst_event *event)
{
	if (!ladder->latest || !same_step(ladder->latest, event)) {
		if (is_arrow(event))
			add_arrow(ladder, event);
		else
			add_mark(ladder, event);
	} else if (event->dropped) {
		ladder->step[ladder->n - 1].event = event;
	}
	add_state(ladder, event);
	tcpst_ladder_settle_proven(ladder, event->proven, event);
	ladder->latest = event;
}

/**
 * tcpst_ladder_build() - make a ladder of the records of one flow
 * @ladder: initialized; to be freed by tcpst_ladder_free()
 * @flow:   the flow; must live as long as @ladder
 * @events: its transitions and notes, in order; must live as long as well
 * @n:      number of @events
 */
void tcpst_ladder_build(struct tcpst_ladder *ladder,
			const struct tcpst_flow *flow,
			const struct tcpst_event *events, size_t n)
{
	unsigned int role;
	size_t i;

	tcpst_ladder_begin(ladder, flow, events, n);
	ladder->counted = counts_all(flow, events, n);
	for (i = 0; i < n; i++)
		tcpst_ladder_add(ladder, &events[i]);
	for (role = 0; role < 2 && ladder->counted; role++)
		remove_excess(ladder, role);
	if (!ladder->cut)
		add_rest(ladder);
	tcpst_ladder_settle_proven(ladder, flow->proven, NULL);
	tcpst_ladder_fold(ladder);
}

/** tcpst_ladder_free() - free the steps */
void tcpst_ladder_free(struct tcpst_ladder *ladder)
{
	free(ladder->step);
}
