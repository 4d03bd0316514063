// SPDX-License-Identifier: GPL-2.0
/* The core, as used by its black-box tests. */
#include "shadow.h"

#include <string.h>

#include "../../module/core/class.h"

#define SEC 1000000000ULL

/* Numbers of a forgotten connection, far from those of others. */
#define OLDER_0 (5U << 29)
#define OLDER_1 (7U << 29)

static const u64 timeouts[TCPS_CLASS_MAX] = TCPS_CLASS_TIMEOUTS;

/* The shadow whose tuple is processing a segment, and its report. */
static struct shadow *shown;
static struct shadow_report *report;

static void judge(const struct tcps_conn *conn, u64 now,
		  struct shadow_verdict *verdict)
{
	struct tcps_verdict all;
	unsigned int side;

	tcps_verdict_make(&all, conn, now);
	verdict->start = all.start;
	for (side = 0; side < 2; side++) {
		verdict->state[side] = all.state[side ^ conn->initiator];
		verdict->octets[side] = all.bytes[side ^ conn->initiator];
	}
	verdict->end = all.end;
	verdict->initiator = all.roles_known ? conn->initiator : SHADOW_NOBODY;
	verdict->closed_first = all.closed_first == TCPS_ROLE_NONE ?
		SHADOW_NOBODY : all.closed_first ^ conn->initiator;
	verdict->reset_by = all.reset_by == TCPS_ROLE_NONE ?
		SHADOW_NOBODY : all.reset_by ^ conn->initiator;
}

static void began(struct tuple *tuple, bool pending)
{
	(void)tuple;
	(void)pending;
	report->another = report->there;
}

static void changed(struct tuple *tuple, bool pending,
		    const struct tcps_step *step)
{
	unsigned int i;

	if (step->restart)
		shown->deadline[pending] = tuple->now +
			timeouts[tcps_class_of(&tuple->conn[pending])] * SEC;
	if (pending != shown->older)
		return;
	for (i = 0; i < step->n && report->n < SHADOW_CHANGES; i++)
		report->change[report->n++] = step->change[i];
}

static void ended(struct tuple *tuple, bool pending)
{
	struct shadow_verdict verdict;

	judge(&tuple->conn[pending], tuple->now, &verdict);
	if (shown->ended)
		shown->ended(&verdict);
	if (!pending)
		shown->deadline[0] = shown->deadline[1];
	if (pending == shown->older)
		report->n = 0;
	if (!pending)
		shown->older = false;
}

static const struct tuple_ops ops = {
	.began = began, .changed = changed, .ended = ended,
};

/**
 * shadow_init() - start without a connection
 * @shadow:    filled in
 * @accounted: it sees each segment
 */
void shadow_init(struct shadow *shadow, bool accounted)
{
	memset(shadow, 0, sizeof(*shadow));
	shadow->tuple.accounted = accounted;
	shadow->tuple.stray.side = TCPS_SIDE_NONE;
}

/**
 * shadow_begin_older() - add a connection that both hosts have forgotten
 * @shadow: without a connection
 * @now:    time, ns
 */
void shadow_begin_older(struct shadow *shadow, u64 now)
{
	static const struct tcps_segment handshake[] = {
		{ .seq = OLDER_0, .window = 1000, .flags = TCPS_FLAG_SYN,
		  .wscale = TCPS_WSCALE_NONE },
		{ .seq = OLDER_1, .ack = OLDER_0 + 1, .window = 1000,
		  .flags = TCPS_FLAG_SYN | TCPS_FLAG_ACK,
		  .wscale = TCPS_WSCALE_NONE },
		{ .seq = OLDER_0 + 1, .ack = OLDER_1 + 1, .window = 1000,
		  .flags = TCPS_FLAG_ACK, .wscale = TCPS_WSCALE_NONE },
	};
	struct shadow_report ignored;
	unsigned int i;

	for (i = 0; i < 3; i++)
		shadow_segment(shadow, i % 2, &handshake[i], now, &ignored);
	shadow->older = true;
}

/**
 * shadow_looks() - does the core examine a segment?
 * @shadow: the state of the core
 * @seg:    the segment
 *
 * Without accounting it examines those that a flow waits for, and samples of the others:
 * here, none.
 */
bool shadow_looks(const struct shadow *shadow, const struct tcps_segment *seg)
{
	const struct tuple *tuple = &shadow->tuple;

	return tuple->accounted || !tuple->open ||
	       seg->flags & TCPS_FLAGS_CONTROL ||
	       tcps_class_conn_expects_ack(&tuple->conn[0]) ||
	       (tuple->pending && tcps_class_conn_expects_ack(&tuple->conn[1]));
}

/* Clear unused parts: shadows that behave the same must be equal. */
static void tidy(struct tuple *tuple)
{
	unsigned int i;

	for (i = 0; i < 2; i++) {
		if (i ? tuple->pending : tuple->open)
			continue;
		memset(&tuple->conn[i], 0, sizeof(tuple->conn[i]));
		memset(&tuple->account[i], 0, sizeof(tuple->account[i]));
	}
	if (tuple->stray.side == TCPS_SIDE_NONE) {
		memset(&tuple->stray, 0, sizeof(tuple->stray));
		tuple->stray.side = TCPS_SIDE_NONE;
	}
	tuple->ops = NULL;
}

/**
 * shadow_segment() - show the core a segment
 * @shadow: the state of the core
 * @from:   the side that sent the segment
 * @seg:    the segment
 * @now:    time, ns
 * @out:    filled in: its report
 */
void shadow_segment(struct shadow *shadow, unsigned int from,
		    const struct tcps_segment *seg, u64 now,
		    struct shadow_report *out)
{
	shown = shadow;
	report = out;
	report->n = 0;
	report->another = false;
	report->there = shadow->older ? shadow->tuple.pending :
					shadow->tuple.open;
	shadow->tuple.ops = &ops;
	tuple_segment(&shadow->tuple, from, seg, now);
	tidy(&shadow->tuple);
}

/* The timer of a flow expires; the attempt, if there is one, remains. */
static void expire(struct shadow *shadow, bool pending, u64 now)
{
	struct tuple *tuple = &shadow->tuple;
	struct shadow_verdict verdict;

	tuple_timeout(tuple, pending, now);
	judge(&tuple->conn[pending], now, &verdict);
	if (shadow->ended)
		shadow->ended(&verdict);
	if (!pending && tuple->pending) {
		tuple->conn[0] = tuple->conn[1];
		tuple->account[0] = tuple->account[1];
		shadow->deadline[0] = shadow->deadline[1];
	} else if (!pending) {
		tuple->open = false;
	}
	tuple->pending = false;
	tidy(tuple);
}

/** shadow_pass_time() - run the timers that expire before @now */
void shadow_pass_time(struct shadow *shadow, u64 now)
{
	const struct tuple *tuple = &shadow->tuple;

	if (tuple->pending && shadow->deadline[1] <= now)
		expire(shadow, true, shadow->deadline[1]);
	while (tuple->open && shadow->deadline[0] <= now)
		expire(shadow, false, shadow->deadline[0]);
}

static void forget(struct tcps_conn *conn, struct tcps_account *account)
{
	unsigned int i;

	memset(account->packets, 0, sizeof(account->packets));
	for (i = 0; i < 2; i++) {
		conn->ep[i].fin_repeats = 0;
		conn->ep[i].syn_repeats = !!conn->ep[i].syn_repeats;
	}
}

/** shadow_forget_counts() - clear counters, which affect no decision */
void shadow_forget_counts(struct shadow *shadow)
{
	struct tuple *tuple = &shadow->tuple;

	forget(&tuple->conn[0], &tuple->account[0]);
	forget(&tuple->conn[1], &tuple->account[1]);
}

/**
 * shadow_verdict() - the verdict of the core on its flow
 * @shadow:  the state of the core
 * @over:    no more segments come: as if all its timers had expired
 * @now:     time, ns
 * @verdict: filled in
 *
 * Return: false if it has none.
 */
bool shadow_verdict(const struct shadow *shadow, bool over, u64 now,
		    struct shadow_verdict *verdict)
{
	struct tcps_conn conn = shadow->tuple.conn[0];
	struct tcps_step step;

	if (!shadow->tuple.open)
		return false;
	if (over)
		tcps_fsm_timeout(&conn, now, &step);
	judge(&conn, now, verdict);
	return true;
}
