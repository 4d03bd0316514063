// SPDX-License-Identifier: GPL-2.0
/* Two ports: acts on the results of tcps_place_segment(). */
#include "tuple.h"
#include "../../../module/core/predict.h"

static void changed(struct tuple *tuple, bool pending,
		    const struct tcps_step *step)
{
	if (tuple->ops && tuple->ops->changed)
		tuple->ops->changed(tuple, pending, step);
}

static bool begin(struct tuple *tuple, bool pending, unsigned int dir,
		  const struct tcps_segment *seg, u64 now)
{
	struct tcps_step step;

	if (!tcps_fsm_opens(seg))
		return false;
	tuple->account[pending] = (struct tcps_account){ .packets = { 0 } };
	tcps_fsm_open(&tuple->conn[pending], dir, seg, now,
		      tuple_account(tuple, pending), &step);
	if (pending)
		tuple->pending = true;
	else
		tuple->open = true;
	if (tuple->ops && tuple->ops->began)
		tuple->ops->began(tuple, pending);
	changed(tuple, pending, &step);
	return true;
}

/* End a flow; an attempt replaces the connection. */
static void finish(struct tuple *tuple, bool pending)
{
	if (tuple->ops && tuple->ops->ended)
		tuple->ops->ended(tuple, pending);
	if (!pending && tuple->pending) {
		tuple->conn[0] = tuple->conn[1];
		tuple->account[0] = tuple->account[1];
	} else if (!pending) {
		tuple->open = false;
	}
	tuple->pending = false;
	if (!pending)
		tuple->stray.side = TCPS_SIDE_NONE;
}

static enum tcps_cause cause_of(const struct tcps_segment *seg)
{
	if (!(seg->flags & TCPS_FLAG_SYN))
		return TCPS_CAUSE_ACK;
	return seg->flags & TCPS_FLAG_ACK ? TCPS_CAUSE_SYN_ACK : TCPS_CAUSE_SYN;
}

static void supersede(struct tuple *tuple, bool pending, unsigned int dir,
		      const struct tcps_segment *seg)
{
	struct tcps_step step;

	tcps_fsm_supersede(&tuple->conn[pending], dir, cause_of(seg), tuple->now,
			   &step);
	changed(tuple, pending, &step);
	finish(tuple, pending);
}

static void act(struct tuple *tuple, bool pending, unsigned int dir,
		const struct tcps_segment *seg)
{
	struct tcps_step step;

	tcps_fsm_step(&tuple->conn[pending], dir, seg, tuple->now,
		      tuple_account(tuple, pending), &step);
	changed(tuple, pending, &step);
}

static void act_on_attempt(struct tuple *tuple, unsigned int dir,
			   const struct tcps_segment *seg)
{
	struct tcps_step step;

	act(tuple, true, dir, seg);
	if (tcps_place_succeeds(&tuple->conn[0], &tuple->conn[1])) {
		supersede(tuple, false, dir, seg);
	} else if (tcps_place_refused(&tuple->conn[1])) {
		tcps_fsm_refused(&tuple->conn[0], dir, tuple->now, &step);
		changed(tuple, false, &step);
	} else if ((seg->flags & (TCPS_FLAG_SYN | TCPS_FLAG_ACK)) ==
		   TCPS_FLAG_SYN) {
		tcps_fsm_challenge(&tuple->conn[0], dir, &step);
		changed(tuple, false, &step);
	}
}

static void attempt(struct tuple *tuple, unsigned int dir,
		    const struct tcps_segment *seg)
{
	struct tcps_step step;

	if (tuple->pending)
		supersede(tuple, true, dir, seg);
	tcps_fsm_challenge(&tuple->conn[0], dir, &step);
	changed(tuple, false, &step);
	begin(tuple, true, dir, seg, tuple->now);
}

/* Keep a stray, which the next segment may confirm. */
static void take_stray(struct tuple *tuple, unsigned int dir,
		       const struct tcps_segment *seg, bool keep)
{
	struct tcps_step step;

	tcps_fsm_stray(&tuple->conn[0], dir, seg, &step);
	changed(tuple, false, &step);
	tuple->stray.side = TCPS_SIDE_NONE;
	if (keep)
		tuple->stray = (struct tcps_stray){
			.at = tuple->now, .seg = *seg, .side = dir,
		};
}

/* The stray and this segment agree: many segments were missed of their connection. */
static void accept_stray(struct tuple *tuple, bool pending, unsigned int dir,
			 const struct tcps_segment *seg)
{
	const struct tcps_stray stray = tuple->stray;

	tuple->stray.side = TCPS_SIDE_NONE;
	tcps_fsm_resync(&tuple->conn[pending], stray.side, &stray.seg, dir, seg);
	act(tuple, pending, stray.side, &stray.seg);
}

/* ... or they belong to the next connection, which begins with the stray. */
static void begin_next(struct tuple *tuple, unsigned int dir,
		       const struct tcps_segment *seg)
{
	const struct tcps_stray stray = tuple->stray;

	if (tuple->pending)
		supersede(tuple, true, dir, seg);
	supersede(tuple, false, dir, seg);
	begin(tuple, false, stray.side, &stray.seg, stray.at);
	act(tuple, false, dir, seg);
}

/**
 * tuple_segment() - process a segment
 * @tuple: the connections
 * @dir:   the side that sent it
 * @seg:   the segment
 * @now:   time, ns
 *
 * Return: false if no connection was known, and none begins with it.
 */
bool tuple_segment(struct tuple *tuple, unsigned int dir,
		   const struct tcps_segment *seg, u64 now)
{
	struct tcps_tuple known = {
		.current_conn = &tuple->conn[0],
		.current_account = tuple_account(tuple, false),
		.pending = tuple->pending ? &tuple->conn[1] : NULL,
		.pending_account = tuple_account(tuple, true),
		.stray = &tuple->stray,
	};

	tuple->now = now;
	if (!tuple->open) {
		tuple->stray.side = TCPS_SIDE_NONE;
		return begin(tuple, false, dir, seg, now);
	}
	if (tcps_predict_segment(&tuple->conn[0], dir, seg, now,
				 tuple_account(tuple, false)))
		return true;
	switch (tcps_place_segment(&known, dir, seg, now)) {
	case TCPS_PLACE_CURRENT:
		tcps_place_goes_on(&tuple->conn[0], seg, &tuple->stray);
		act(tuple, false, dir, seg);
		break;
	case TCPS_PLACE_PENDING:
		act_on_attempt(tuple, dir, seg);
		break;
	case TCPS_PLACE_ATTEMPT:
		attempt(tuple, dir, seg);
		break;
	case TCPS_PLACE_SUCCESSOR:
		if (tuple->pending)
			supersede(tuple, true, dir, seg);
		supersede(tuple, false, dir, seg);
		begin(tuple, false, dir, seg, now);
		break;
	case TCPS_PLACE_NEXT:
		begin_next(tuple, dir, seg);
		break;
	case TCPS_PLACE_RESYNC:
		accept_stray(tuple, false, dir, seg);
		act(tuple, false, dir, seg);
		break;
	case TCPS_PLACE_RESYNC_PENDING:
		accept_stray(tuple, true, dir, seg);
		act_on_attempt(tuple, dir, seg);
		break;
	case TCPS_PLACE_STRAY:
		take_stray(tuple, dir, seg, true);
		break;
	case TCPS_PLACE_REFUSAL:
		take_stray(tuple, dir, seg, false);
		break;
	}
	return true;
}

/** tuple_icmp() - process an ICMP error that quotes a segment */
void tuple_icmp(struct tuple *tuple, unsigned int dir, u32 seq, bool fatal,
		u64 now)
{
	bool pending = tuple->pending &&
		       tcps_place_quotes(&tuple->conn[1], dir, seq);
	struct tcps_step step;

	tuple->now = now;
	tcps_fsm_icmp(&tuple->conn[pending], dir, seq, fatal, now, &step);
	changed(tuple, pending, &step);
}

/** tuple_timeout() - let the timer of a flow expire */
void tuple_timeout(struct tuple *tuple, bool pending, u64 now)
{
	struct tcps_step step;

	tuple->now = now;
	tcps_fsm_timeout(&tuple->conn[pending], now, &step);
	changed(tuple, pending, &step);
}
