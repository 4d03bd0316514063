// SPDX-License-Identifier: GPL-2.0
/* The core, as its tests from outside see it. */
#include "shadow.h"

#include <string.h>

void shadow_init(struct shadow *shadow, bool accounted)
{
	memset(shadow, 0, sizeof(*shadow));
	shadow->accounted = accounted;
}

/**
 * shadow_looks() - is the core shown such a segment?
 * @shadow: what it holds
 * @seg:    the segment
 *
 * Without accounting it is shown those that a flow waits for, and one of the
 * others now and then: here, none.
 */
bool shadow_looks(const struct shadow *shadow, const struct tcps_segment *seg)
{
	return shadow->accounted || !shadow->open ||
	       seg->flags & TCPS_FLAGS_CONTROL || tcps_fsm_awaits(&shadow->conn);
}

static void add(struct shadow_report *report, const struct tcps_step *step)
{
	unsigned int i;

	for (i = 0; i < step->n && report->n < SHADOW_CHANGES; i++)
		report->change[report->n++] = step->change[i];
}

/* With the first segment, or with what was set aside before it. */
static void begin(struct shadow *shadow, unsigned int from,
		  const struct tcps_segment *seg, u64 now,
		  const struct tcps_aside *aside, struct shadow_report *report)
{
	struct tcps_account *account = shadow->accounted ? &shadow->account :
							   NULL;
	struct tcps_step step;

	memset(&shadow->account, 0, sizeof(shadow->account));
	memset(&shadow->conn, 0, sizeof(shadow->conn));
	shadow->open = tcps_fsm_opens(seg);
	if (!shadow->open)
		return;
	if (!aside) {
		tcps_fsm_open(&shadow->conn, from, seg, now, account, &step);
		add(report, &step);
		return;
	}
	tcps_fsm_open_aside(&shadow->conn, aside, account, &step);
	add(report, &step);
	tcps_fsm_step(&shadow->conn, from, seg, now, &step);
	add(report, &step);
}

/**
 * shadow_segment() - show the core a segment
 * @shadow: what it holds
 * @from:   the side that sent the segment
 * @seg:    the segment
 * @now:    time, ns
 * @report: filled in: what it says
 */
void shadow_segment(struct shadow *shadow, unsigned int from,
		    const struct tcps_segment *seg, u64 now,
		    struct shadow_report *report)
{
	struct tcps_step step;

	report->n = 0;
	report->another = false;
	if (!shadow->open) {
		begin(shadow, from, seg, now, NULL, report);
	} else {
		shadow->conn.account = shadow->accounted ? &shadow->account :
							   NULL;
		tcps_fsm_step(&shadow->conn, from, seg, now, &step);
		if (step.reopen) {
			const struct tcps_aside aside = step.aside;

			report->another = true;
			begin(shadow, from, seg, now,
			      aside.side == TCPS_SIDE_NONE ? NULL : &aside,
			      report);
		} else {
			add(report, &step);
		}
	}
	shadow->conn.account = NULL;
}

/** shadow_forget_counts() - clear what is only counted, and decides nothing */
void shadow_forget_counts(struct shadow *shadow)
{
	unsigned int i;

	memset(shadow->account.packets, 0, sizeof(shadow->account.packets));
	for (i = 0; i < 2; i++) {
		struct tcps_endpoint *ep = &shadow->conn.ep[i];

		ep->fin_repeats = 0;
		ep->syn_repeats = !!ep->syn_repeats;
	}
}

/**
 * shadow_verdict() - what the core says of its flow
 * @shadow:  what it holds
 * @over:    nothing more comes: as when all its timers have run out
 * @now:     time, ns
 * @verdict: filled in
 *
 * Return: false if it has none.
 */
bool shadow_verdict(const struct shadow *shadow, bool over, u64 now,
		    struct shadow_verdict *verdict)
{
	struct tcps_conn conn = shadow->conn;
	struct tcps_account account = shadow->account;
	struct tcps_verdict all;
	struct tcps_step step;
	unsigned int side;

	if (!shadow->open)
		return false;
	conn.account = shadow->accounted ? &account : NULL;
	if (over)
		tcps_fsm_timeout(&conn, now, &step);
	tcps_verdict_make(&all, &conn, now);
	for (side = 0; side < 2; side++) {
		verdict->state[side] = all.state[side ^ conn.initiator];
		verdict->octets[side] = all.bytes[side ^ conn.initiator];
	}
	verdict->end = all.end;
	verdict->initiator = all.roles_known ? conn.initiator : SHADOW_NOBODY;
	verdict->closed_first = all.closed_first == TCPS_ROLE_NONE ?
		SHADOW_NOBODY : all.closed_first ^ conn.initiator;
	verdict->reset_by = all.reset_by == TCPS_ROLE_NONE ?
		SHADOW_NOBODY : all.reset_by ^ conn.initiator;
	return true;
}
