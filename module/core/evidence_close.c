// SPDX-License-Identifier: GPL-2.0
/* Closing: FINs and their acknowledgement (RFC 9293 section 3.6). */
#include "evidence.h"

/* The FIN put down to an endpoint was somebody else's: it never closed. */
static void disprove_fin(struct tcps_conn *conn, unsigned int side, u32 nxt,
			 u64 now, struct tcps_step *step)
{
	struct tcps_endpoint *ep = &conn->ep[side];

	if (!tcps_conn_apply(conn, side, TCPS_EV_FIN_DISPROVED,
			     TCPS_CAUSE_FIN_IGNORED, now, step))
		return;
	tcps_conn_apply(conn, !side, TCPS_EV_PEER_FIN_DISPROVED,
			TCPS_CAUSE_FIN_IGNORED, now, step);
	ep->flags &= ~(TCPS_EP_FIN | TCPS_EP_FIN_CARRIES);
	tcps_endpoint_seek(ep, nxt);
	if (conn->first_fin == side)
		conn->first_fin = conn->ep[!side].flags & TCPS_EP_FIN ?
				  !side : TCPS_SIDE_NONE;
}

/*
 * A bare ACK tells where its sender stands, and a FIN where it ends. One that
 * acknowledges more than any before was sent after the FIN, for what a host has
 * received never shrinks; if it stands elsewhere, that FIN was not its own.
 */
static bool stands_before(const struct tcps_endpoint *ep,
			  const struct tcps_segment *seg)
{
	return (!seg->len || (seg->flags & TCPS_FLAG_FIN)) &&
	       tcps_segment_end(seg) != ep->nxt &&
	       (ep->flags & TCPS_EP_ACK) && tcps_seq_after(seg->ack, ep->acked);
}

/**
 * tcps_evidence_fin_doubt() - does a segment disprove a FIN seen before?
 * @conn: the connection
 * @dir:  the side that sent the segment
 * @seg:  a segment with ACK and without SYN
 * @now:  time, ns
 * @step: what it does
 *
 * A FIN that nobody acknowledged yet was forged if its alleged sender sends
 * beyond it, or is not there yet, or if its target acknowledges beyond it, or
 * never had a window for it: the sender could not have sent that far (RFC 9293
 * section 3.8.6). Old acknowledgements, overtaken by others, say nothing.
 */
void tcps_evidence_fin_doubt(struct tcps_conn *conn, unsigned int dir,
			     const struct tcps_segment *seg, u64 now,
			     struct tcps_step *step)
{
	const struct tcps_endpoint *from = &conn->ep[dir];
	const struct tcps_endpoint *to = &conn->ep[!dir];
	u32 end = tcps_segment_end(seg);

	if ((from->flags & (TCPS_EP_FIN | TCPS_EP_FIN_ACKED)) == TCPS_EP_FIN &&
	    (tcps_seq_after(end, from->nxt) || stands_before(from, seg)))
		disprove_fin(conn, dir, seg->seq, now, step);

	if ((to->flags & (TCPS_EP_FIN | TCPS_EP_FIN_ACKED)) == TCPS_EP_FIN &&
	    !((from->flags & TCPS_EP_ACK) &&
	      tcps_seq_before(seg->ack, from->acked)) &&
	    !tcps_seq_between(seg->ack, to->nxt,
			      seg->ack + tcps_conn_reach(conn, dir)))
		disprove_fin(conn, !dir, seg->ack, now, step);
}

/*
 * Did the endpoint send this after the peer's FIN had time to reach it? From
 * here to the endpoint and back took as long in the handshake; twice that is
 * allowed, since delays vary.
 */
static bool after_fin(const struct tcps_conn *conn, unsigned int side, u64 now)
{
	const struct tcps_stamp *own = conn->entered[side];
	const struct tcps_stamp *peer = conn->entered[!side];
	u64 from = 0, to, fin;

	if (side == conn->initiator) {
		if (!tcps_stamp_get(&peer[TCPS_SLOT_SYN_RECEIVED], &from) ||
		    !tcps_stamp_get(&own[TCPS_SLOT_ESTABLISHED], &to))
			return false;
	} else if (!tcps_stamp_get(&own[TCPS_SLOT_SYN_RECEIVED], &to)) {
		return false;
	}
	return to >= from && tcps_stamp_get(&peer[TCPS_SLOT_CLOSE_1], &fin) &&
	       now > conn->start + fin + 2 * (to - from);
}

/*
 * It has closed, goes on, and does not acknowledge the peer's FIN: that one did
 * not arrive in order, although it passed. A bare ACK may have been under way
 * already when the FIN passed; what is sent again, as a rule, was not, nor is
 * what comes long enough after the FIN.
 */
static void lacks_fin(struct tcps_conn *conn, unsigned int dir,
		      const struct tcps_segment *seg, u64 now,
		      struct tcps_step *step)
{
	const struct tcps_endpoint *from = &conn->ep[dir];
	struct tcps_endpoint *to = &conn->ep[!dir];
	bool repeated = seg->flags & TCPS_FLAG_FIN;

	if (!(from->flags & TCPS_EP_FIN) || (to->flags & TCPS_EP_FIN_ACKED) ||
	    (!repeated && !after_fin(conn, dir, now)) ||
	    tcps_segment_end(seg) != from->nxt ||
	    ((from->flags & TCPS_EP_ACK) &&
	     tcps_seq_before(seg->ack, from->acked)))
		return;
	to->flags |= TCPS_EP_FIN_MISSED;
	/* A FIN sent again says more: that its ACK did not arrive either. */
	if (!repeated && (from->flags & TCPS_EP_FIN_ACKED))
		tcps_conn_apply(conn, dir, TCPS_EV_PEER_FIN_DISPROVED,
				TCPS_CAUSE_ACK, now, step);
}

/*
 * The peer's FIN, said to have missed it, was only slow: it was not sent again
 * since its own was acknowledged, nor was anything else lacking. So it came
 * before the ACK sent after it, and the FINs did cross.
 */
static bool crossed_late(const struct tcps_endpoint *from,
			 const struct tcps_endpoint *to)
{
	return (to->flags & TCPS_EP_FIN_MISSED) &&
	       !(to->flags & TCPS_EP_FIN_TELLS) &&
	       (from->flags & TCPS_EP_FIN) &&
	       !(from->flags & TCPS_EP_FIN_PROVEN) &&
	       (from->state == TCPS_FIN_WAIT_1 ||
		from->state == TCPS_FIN_WAIT_2) &&
	       (to->flags & TCPS_EP_ACK) && to->acked == from->nxt &&
	       (from->flags & TCPS_EP_ACK) && from->acked == to->nxt - 1;
}

static void cross_late(struct tcps_conn *conn, unsigned int dir, u64 now,
		       struct tcps_step *step)
{
	static const struct tcps_change back = {
		.cause = TCPS_CAUSE_ACK,
		.certainty = TCPS_OBSERVED,
		.flags = TCPS_CHANGE_RETRACT,
	};

	tcps_conn_move(conn, dir, TCPS_FIN_WAIT_1, &back, now, step);
	tcps_conn_apply(conn, dir, TCPS_EV_ACKS_FIN, TCPS_CAUSE_ACK, now, step);
	conn->ep[dir].flags |= TCPS_EP_FIN_ACKED;
	tcps_conn_apply(conn, dir, TCPS_EV_FIN_ACKED, TCPS_CAUSE_ACK, now,
			step);
}

/* The ACK of its FIN did arrive: it crossed the FIN sent again. */
static void repeat_crossed(struct tcps_conn *conn, unsigned int dir, u64 now,
			   struct tcps_step *step)
{
	struct tcps_endpoint *from = &conn->ep[dir];

	from->flags |= TCPS_EP_FIN_ACKED;
	if (from->state == TCPS_FIN_WAIT_1)
		tcps_conn_apply(conn, dir, TCPS_EV_FIN_ACKED, TCPS_CAUSE_ACK,
				now, step);
}

/**
 * tcps_evidence_fin_acked() - does a segment acknowledge the peer's FIN?
 * @conn: the connection
 * @dir:  the side that sent the segment
 * @seg:  a segment with ACK and without SYN
 * @now:  time, ns
 * @step: what it does
 *
 * Only a number that covers the FIN proves that the FIN arrived and all data
 * before it: a FIN counts in order.
 */
void tcps_evidence_fin_acked(struct tcps_conn *conn, unsigned int dir,
			     const struct tcps_segment *seg, u64 now,
			     struct tcps_step *step)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	struct tcps_endpoint *to = &conn->ep[!dir];
	bool crossed;

	if (!(to->flags & TCPS_EP_FIN))
		return;
	if (seg->ack != to->nxt) {
		lacks_fin(conn, dir, seg, now, step);
		return;
	}
	/*
	 * It has the FIN's segment, so it has the ACK which that carried, even
	 * if a repeated FIN of its own seemed to say otherwise.
	 */
	if ((from->flags & TCPS_EP_FIN) && (to->flags & TCPS_EP_FIN_CARRIES)) {
		from->flags |= TCPS_EP_FIN_PROVEN;
		repeat_crossed(conn, dir, now, step);
	} else if (crossed_late(from, to)) {
		cross_late(conn, dir, now, step);
	} else if (from->state == TCPS_FIN_WAIT_1 &&
		   (to->flags & TCPS_EP_ACK) && to->acked == from->nxt) {
		/* Likely so; if not, it will repeat its FIN once more. */
		repeat_crossed(conn, dir, now, step);
	}

	tcps_conn_apply(conn, dir,
			from->flags & TCPS_EP_FIN_ACKED ?
			TCPS_EV_ACKS_LAST_FIN : TCPS_EV_ACKS_FIN,
			TCPS_CAUSE_ACK, now, step);

	crossed = to->state == TCPS_FIN_WAIT_1 &&
		  (from->flags & (TCPS_EP_FIN | TCPS_EP_FIN_MISSED)) ==
		  TCPS_EP_FIN;
	to->flags |= TCPS_EP_FIN_ACKED;
	/* CLOSING by presumption: its own ACK shall say that it has the FIN. */
	if (to->state == TCPS_CLOSING && !(from->flags & TCPS_EP_FIN_ACKED))
		return;
	tcps_conn_apply(conn, !dir,
			crossed ? TCPS_EV_FIN_ACKED_CROSS : TCPS_EV_FIN_ACKED,
			TCPS_CAUSE_ACK, now, step);
}

static void repeat_fin(struct tcps_conn *conn, unsigned int dir, u64 now,
		       struct tcps_step *step)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	bool lacks = (conn->ep[!dir].flags &
		      (TCPS_EP_FIN_MISSED | TCPS_EP_FIN_ACKED)) ==
		     TCPS_EP_FIN_MISSED;
	bool retracted = false;

	tcps_conn_count(&from->fin_repeats);
	from->flags &= ~TCPS_EP_FIN_MISSED;
	if (!(from->flags & TCPS_EP_FIN_PROVEN)) {
		from->flags &= ~TCPS_EP_FIN_ACKED;
		retracted = tcps_conn_apply(conn, dir,
					    lacks && from->state == TCPS_CLOSING ?
					    TCPS_EV_FIN_REPEAT_LACKS :
					    TCPS_EV_FIN_REPEAT,
					    TCPS_CAUSE_FIN, now, step);
	}
	if (!retracted)
		tcps_conn_note(conn, dir, TCPS_CAUSE_FIN_REPEAT, step);
	step->restart = true;	/* 2MSL starts again (section 3.10.7.4) */
}

/* The ACK of a FIN was seen before it: overtaken, or the FIN is sent again. */
static void acked_before(struct tcps_conn *conn, unsigned int dir, u64 now,
			 struct tcps_step *step)
{
	tcps_conn_apply(conn, !dir,
			conn->ep[!dir].flags & TCPS_EP_FIN_ACKED ?
			TCPS_EV_ACKS_LAST_FIN : TCPS_EV_ACKS_FIN,
			TCPS_CAUSE_ACK, now, step);
	conn->ep[dir].flags |= TCPS_EP_FIN_ACKED;
	tcps_conn_apply(conn, dir, TCPS_EV_FIN_ACKED, TCPS_CAUSE_ACK, now,
			step);
}

/*
 * Does a FIN lie behind data that its sender has sent? Where not every segment
 * is looked at, how far the sender is may be what a forged one says: if its peer
 * acknowledged far less, and the FIN fits that, the FIN is right.
 */
static bool behind_data(const struct tcps_conn *conn, unsigned int dir, u32 end)
{
	const struct tcps_endpoint *from = &conn->ep[dir];
	const struct tcps_endpoint *to = &conn->ep[!dir];
	u32 reach = tcps_conn_reach(conn, !dir);

	if (!tcps_seq_before(end, from->nxt))
		return false;
	if (conn->account)
		return true;
	return from->nxt - end < TCPS_UNSEEN_MAX &&
	       (!(to->flags & TCPS_EP_ACK) ||
		from->nxt - to->acked <= reach ||
		!tcps_seq_between(to->acked, end, to->acked + reach));
}

/**
 * tcps_evidence_fin() - a FIN
 * @conn: the connection
 * @dir:  the side that sent it
 * @seg:  a segment with FIN and ACK, its ACK already dealt with
 * @now:  time, ns
 * @step: what it does
 */
void tcps_evidence_fin(struct tcps_conn *conn, unsigned int dir,
		       const struct tcps_segment *seg, u64 now,
		       struct tcps_step *step)
{
	static const struct tcps_change back = {
		.cause = TCPS_CAUSE_FIN,
		.certainty = TCPS_OBSERVED,
		.flags = TCPS_CHANGE_RETRACT,
	};
	struct tcps_endpoint *from = &conn->ep[dir];
	struct tcps_endpoint *to = &conn->ep[!dir];
	u32 end = tcps_segment_end(seg);
	bool acked = (to->flags & TCPS_EP_ACK) && end == to->acked;
	bool sent_before_ack;

	if ((to->flags & TCPS_EP_FIN) && seg->ack == to->nxt)
		from->flags |= TCPS_EP_FIN_TELLS;
	if (from->flags & TCPS_EP_FIN) {
		if (end == from->nxt) {
			repeat_fin(conn, dir, now, step);
			return;
		}
		/* One of the two is forged: the one further off, most likely. */
		if (!(from->flags & TCPS_EP_FIN_ACKED) &&
		    (to->flags & TCPS_EP_ACK) && end != to->acked &&
		    end - to->acked < from->nxt - to->acked)
			tcps_endpoint_seek(from, end);
		tcps_conn_note(conn, dir, TCPS_CAUSE_FIN_IGNORED, step);
		return;
	}
	/*
	 * What lies behind data cannot be the end. It can be the last number
	 * seen: an ACK that followed the FIN has overtaken it, or it was lost
	 * before it came here. If it is acknowledged, that was no data which
	 * was seen.
	 */
	if (behind_data(conn, dir, end) ||
	    (acked && (!conn->account || conn->flags & TCPS_CONN_TRACKED)) ||
	    ((to->flags & TCPS_EP_ACK) && tcps_seq_before(end, to->acked))) {
		tcps_conn_note(conn, dir, TCPS_CAUSE_FIN_IGNORED, step);
		return;
	}
	/*
	 * It acknowledged the peer's FIN, but not with its own, which was so
	 * sent before and overtaken: the FINs crossed.
	 */
	sent_before_ack = from->state == TCPS_CLOSE_WAIT &&
			  seg->ack != to->nxt;
	if (sent_before_ack)
		tcps_conn_move(conn, dir, TCPS_ESTABLISHED, &back, now, step);
	if (!tcps_conn_apply(conn, dir, TCPS_EV_FIN, TCPS_CAUSE_FIN, now,
			     step)) {
		tcps_conn_note(conn, dir, TCPS_CAUSE_FIN_IGNORED, step);
		return;
	}
	if (sent_before_ack)
		tcps_conn_apply(conn, dir, TCPS_EV_ACKS_FIN, TCPS_CAUSE_ACK,
				now, step);
	tcps_endpoint_seek(from, end);
	from->flags |= TCPS_EP_FIN;
	if ((to->flags & TCPS_EP_FIN) && seg->ack == to->nxt)
		from->flags |= TCPS_EP_FIN_CARRIES;
	if (to->state == TCPS_SYN_SENT)		/* where nothing is taken yet */
		from->flags |= TCPS_EP_FIN_MISSED;
	if (conn->first_fin == TCPS_SIDE_NONE)
		conn->first_fin = dir;
	if (acked)
		acked_before(conn, dir, now, step);
}
