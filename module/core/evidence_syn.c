// SPDX-License-Identifier: GPL-2.0
/*
 * The beginning of the handshake: SYN and SYN-ACK (RFC 9293 section 3.5), the
 * first ones, those sent again, with other numbers, or late.
 */
#include "evidence.h"

/*
 * A SYN with another number than those before: an old duplicate, or the latest
 * attempt. Which one holds, the SYN-ACK will say. The first, the latest and the
 * one before that are remembered.
 */
static void another_isn(struct tcps_conn *conn, unsigned int dir, u32 seq)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	bool marked = tcps_conn_awaited(conn, !dir);

	if (seq == from->iss || (marked && seq == conn->mark))
		return;
	if (marked)
		from->acked = conn->mark;
	conn->mark = seq;
	tcps_conn_expect(conn, !dir, TCPS_CONN_SYN_MARK);
}

static void repeat_syn(struct tcps_conn *conn, unsigned int dir,
		       const struct tcps_segment *seg, struct tcps_step *step)
{
	struct tcps_endpoint *from = &conn->ep[dir];

	tcps_conn_count(&from->syn_repeats);
	another_isn(conn, dir, seg->seq);
	tcps_conn_note(conn, dir, TCPS_CAUSE_SYN_REPEAT, step);
}

static void start_syn(struct tcps_conn *conn, unsigned int dir,
		      const struct tcps_segment *seg, u64 now,
		      struct tcps_step *step)
{
	struct tcps_endpoint *from = &conn->ep[dir];

	from->iss = seg->seq;
	from->nxt = tcps_segment_end(seg);
	from->acked = seg->seq;
	from->wscale = seg->wscale;
	from->flags |= TCPS_EP_SYN | TCPS_EP_SEEN;
	tcps_conn_apply(conn, dir, TCPS_EV_SYN, TCPS_CAUSE_SYN, now, step);
}

/* Is a SYN late, but the first one seen: overtaken by its own SYN-ACK? */
static bool overtaken_syn(const struct tcps_conn *conn, unsigned int dir)
{
	return (conn->ep[dir].flags & (TCPS_EP_OPENED | TCPS_EP_SYN_ACK)) ==
	       TCPS_EP_SYN_ACK;
}

/* Is it late because the answer has overtaken it, which was adopted? */
static bool answered_syn(const struct tcps_conn *conn, unsigned int dir)
{
	return (conn->flags & TCPS_CONN_ADOPTED) &&
	       (conn->flags & TCPS_CONN_ROLES) &&
	       !(conn->ep[dir].flags & TCPS_EP_ACK) &&
	       !conn->ep[dir].syn_repeats;
}

/*
 * Was an answer inferred from nothing but an ACK of the SYN? Some acknowledge a
 * SYN before they answer it, with whatever number, or before they send a SYN of
 * their own.
 */
static bool only_acked(const struct tcps_conn *conn, unsigned int dir)
{
	const struct tcps_endpoint *from = &conn->ep[dir];

	return from->state == TCPS_SYN_RECEIVED &&
	       tcps_endpoint_implied(from) && from->nxt == from->iss + 1 &&
	       conn->ep[!dir].state == TCPS_SYN_SENT;
}

/* Now it sends its SYN, or its SYN-ACK: there was none before. */
static void forget_answer(struct tcps_conn *conn, unsigned int dir,
			  enum tcps_cause cause, u64 now,
			  struct tcps_step *step)
{
	const struct tcps_change back = {
		.cause = cause,
		.certainty = TCPS_OBSERVED,
		.flags = TCPS_CHANGE_RETRACT,
	};

	tcps_conn_move(conn, dir, TCPS_LISTEN, &back, now, step);
	conn->ep[dir].flags &= ~(TCPS_EP_SYN | TCPS_EP_SEEN | TCPS_EP_ACK);
}

/**
 * tcps_evidence_syn() - a SYN without ACK
 * @conn: the connection
 * @dir:  the side that sent it
 * @seg:  the segment
 * @now:  time, ns
 * @step: what it does
 */
void tcps_evidence_syn(struct tcps_conn *conn, unsigned int dir,
		       const struct tcps_segment *seg, u64 now,
		       struct tcps_step *step)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	bool same = (from->flags & TCPS_EP_SYN) && seg->seq == from->iss;

	/* It goes on connecting: the RST, or the ICMP error, failed. */
	if ((conn->flags & TCPS_CONN_DOUBT) && same &&
	    from->saved == TCPS_SYN_SENT &&
	    (conn->reset_by != dir || tcps_evidence_outlived(conn, now)))
		tcps_evidence_revive(conn, dir, now, step);
	if (only_acked(conn, dir))
		forget_answer(conn, dir, TCPS_CAUSE_SYN, now, step);

	switch (from->state) {
	case TCPS_LISTEN:
		start_syn(conn, dir, seg, now, step);
		break;
	case TCPS_SYN_SENT:
		step->restart = true;
		if (same && answered_syn(conn, dir))
			break;
		repeat_syn(conn, dir, seg, step);
		break;
	default:
		if (tcps_evidence_may_reopen(conn, dir, seg)) {
			tcps_evidence_reopen(conn, dir, TCPS_CAUSE_SYN, now, step);
		} else if (same && overtaken_syn(conn, dir)) {
			/* It was no listener: simultaneous open. */
			from->flags |= TCPS_EP_OPENED;
		} else if (same) {
			tcps_conn_count(&from->syn_repeats);
			tcps_conn_note(conn, dir, TCPS_CAUSE_SYN_REPEAT, step);
		} else {
			if (!(conn->flags & TCPS_CONN_DOUBT))
				tcps_evidence_set_aside(conn, dir, seg, now);
			tcps_conn_note(conn, dir, TCPS_CAUSE_SYN_IGNORED, step);
		}
	}
}

/* Does a SYN-ACK answer a SYN of this connection, the first or a later one? */
static bool answers_syn(const struct tcps_conn *conn, unsigned int dir,
			const struct tcps_segment *seg)
{
	const struct tcps_endpoint *to = &conn->ep[!dir];

	if (!(to->flags & TCPS_EP_SYN))
		return false;
	return tcps_conn_covers_syn(to, seg->ack) ||
	       (to->state == TCPS_SYN_SENT &&
		(tcps_conn_marked(conn, dir, seg) ||
		 seg->ack == to->acked + 1));
}

/*
 * Of several SYNs with numbers of their own, the answered one holds, unless its
 * sender refuses the answer. So until it acknowledges it, the others are kept.
 */
static void choose_syn(struct tcps_conn *conn, unsigned int dir,
		       const struct tcps_segment *seg)
{
	struct tcps_endpoint *to = &conn->ep[!dir];
	u32 iss = to->iss;

	if (to->state != TCPS_SYN_SENT) {
		conn->flags &= ~TCPS_CONN_SYN_MARK;
		return;
	}
	if (tcps_conn_covers_syn(to, seg->ack))
		return;
	if (tcps_conn_marked(conn, dir, seg)) {
		to->iss = conn->mark;
		conn->mark = iss;
	} else {
		to->iss = to->acked;
		to->acked = iss;
	}
	to->nxt = seg->ack;
	to->wraps = 0;
}

/*
 * Has the sender of a repeated SYN-ACK shown that it finished the handshake?
 * It has if it acknowledged more than the SYN-ACK does, or if it sent data,
 * which a server does not before that; save for one that took data with the SYN
 * (RFC 7413 section 4.2.2).
 */
static bool handshake_proven(const struct tcps_endpoint *ep,
			     const struct tcps_endpoint *peer,
			     const struct tcps_segment *syn_ack)
{
	if ((ep->flags & TCPS_EP_ACK) &&
	    tcps_seq_after(ep->acked, syn_ack->ack))
		return true;
	return ep->nxt != tcps_segment_end(syn_ack) &&
	       syn_ack->ack == peer->iss + 1;
}

/* It sends a SYN-ACK again: it lacks the ACK, unless it has shown otherwise. */
static void take_back_ack(struct tcps_conn *conn, unsigned int dir,
			  const struct tcps_segment *seg, u64 now,
			  struct tcps_step *step)
{
	if (handshake_proven(&conn->ep[dir], &conn->ep[!dir], seg) ||
	    !tcps_conn_apply(conn, dir, TCPS_EV_SYN_ACK_REPEAT,
			     TCPS_CAUSE_SYN_ACK, now, step))
		tcps_conn_note(conn, dir, TCPS_CAUSE_SYN_ACK_REPEAT, step);
}

static void first_syn_ack(struct tcps_conn *conn, unsigned int dir,
			  const struct tcps_segment *seg, u64 now,
			  struct tcps_step *step)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	struct tcps_endpoint *to = &conn->ep[!dir];

	from->iss = seg->seq;
	from->nxt = tcps_segment_end(seg);
	from->wscale = seg->wscale;
	from->flags |= TCPS_EP_SYN | TCPS_EP_SEEN | TCPS_EP_SYN_ACK;
	from->timed = dir != conn->initiator;
	tcps_conn_acked(conn, dir, seg);
	choose_syn(conn, dir, seg);
	tcps_conn_apply(conn, dir, TCPS_EV_SYN_ACK, TCPS_CAUSE_SYN_ACK, now,
			step);
	if (to->state == TCPS_SYN_RECEIVED)	/* simultaneous open */
		tcps_conn_apply(conn, !dir, TCPS_EV_SYN_ACKED,
				TCPS_CAUSE_SYN_ACK, now, step);
	if ((to->flags & TCPS_EP_SYN_ACK) &&
	    tcps_conn_covers_syn(from, to->acked))
		tcps_conn_apply(conn, dir, TCPS_EV_SYN_ACKED,
				TCPS_CAUSE_SYN_ACK, now, step);
	step->restart = true;
}

/* A SYN-ACK takes the SYN and what came with it, never more the next time. */
static bool takes_more(const struct tcps_endpoint *from,
		       const struct tcps_segment *syn_ack)
{
	return (from->flags & TCPS_EP_ACK) &&
	       tcps_seq_after(syn_ack->ack, from->acked);
}

/*
 * While nobody acknowledged the first one, another may carry another number:
 * a server that answers with SYN cookies forgot the first (RFC 4987 section
 * 3.6). Which of them holds, the initiator's ACK will say.
 */
static void repeat_syn_ack(struct tcps_conn *conn, unsigned int dir,
			   const struct tcps_segment *seg,
			   struct tcps_step *step)
{
	struct tcps_endpoint *from = &conn->ep[dir];

	if (seg->seq != from->iss) {
		from->iss = seg->seq;
		from->nxt = tcps_segment_end(seg);
		from->wscale = seg->wscale;
		/* What the first one took, this one need not. */
		from->flags &= ~TCPS_EP_ACK;
		conn->several = true;
	}
	from->flags |= TCPS_EP_SYN_ACK;
	tcps_conn_acked(conn, dir, seg);
	choose_syn(conn, dir, seg);
	tcps_conn_count(&from->syn_repeats);
	tcps_conn_note(conn, dir, TCPS_CAUSE_SYN_ACK_REPEAT, step);
	step->restart = true;
}

/* Overtaken by what was sent after it: late, but no repeat. */
static bool late_syn_ack(struct tcps_conn *conn, unsigned int dir,
			 const struct tcps_segment *seg)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	u32 lower = tcps_endpoint_implied(from) ? TCPS_UNSEEN_MAX : 0;

	if ((from->flags & (TCPS_EP_SYN | TCPS_EP_SYN_ACK)) != TCPS_EP_SYN ||
	    from->state == TCPS_SYN_SENT || takes_more(from, seg) ||
	    tcps_conn_marked(conn, dir, seg) ||
	    from->iss - seg->seq > lower)
		return false;
	tcps_endpoint_lower(from, seg->seq);
	from->wscale = seg->wscale;
	from->flags |= TCPS_EP_SYN_ACK;
	tcps_conn_acked(conn, dir, seg);
	choose_syn(conn, dir, seg);
	return true;
}

/*
 * Is it the SYN-ACK of a connection first seen in the middle, right behind it?
 * It has exactly the numbers from which both positions count. If that turns the
 * roles round, both ends must be in the same state: otherwise who counts states
 * by role would be left with some that nobody is in.
 */
static bool tells_roles(const struct tcps_conn *conn, unsigned int dir,
			const struct tcps_segment *seg)
{
	const struct tcps_endpoint *from = &conn->ep[dir];
	const struct tcps_endpoint *to = &conn->ep[!dir];

	return (conn->flags & (TCPS_CONN_ADOPTED | TCPS_CONN_ROLES)) ==
	       TCPS_CONN_ADOPTED &&
	       !((from->flags | to->flags) & TCPS_EP_SYN) &&
	       from->state == TCPS_ESTABLISHED &&
	       (dir != conn->initiator || to->state == TCPS_ESTABLISHED) &&
	       seg->seq + 1 == from->iss && seg->ack == to->iss;
}

static void learn_roles(struct tcps_conn *conn, unsigned int dir,
			const struct tcps_segment *seg)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	struct tcps_endpoint *to = &conn->ep[!dir];

	conn->initiator = !dir;
	conn->flags |= TCPS_CONN_ROLES;
	tcps_endpoint_lower(from, seg->seq);
	from->flags |= TCPS_EP_SYN | TCPS_EP_SYN_ACK;
	from->wscale = seg->wscale;
	tcps_endpoint_lower(to, seg->ack - 1);
	to->flags |= TCPS_EP_SYN | TCPS_EP_OPENED;
	to->wscale = tcps_conn_answered_scale(seg);
	/* It was there before anything was seen. */
	tcps_stamp_set(&conn->entered[dir][TCPS_SLOT_SYN_RECEIVED], 0);
}

/**
 * tcps_evidence_syn_ack() - a SYN with ACK
 * @conn: the connection
 * @dir:  the side that sent it
 * @seg:  the segment
 * @now:  time, ns
 * @step: what it does
 */
void tcps_evidence_syn_ack(struct tcps_conn *conn, unsigned int dir,
			   const struct tcps_segment *seg, u64 now,
			   struct tcps_step *step)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	struct tcps_endpoint *to = &conn->ep[!dir];

	if ((conn->flags & TCPS_CONN_DOUBT) && (to->flags & TCPS_EP_SYN) &&
	    to->saved == TCPS_SYN_SENT && tcps_conn_covers_syn(to, seg->ack))
		tcps_evidence_revive(conn, dir, now, step);

	if (tcps_evidence_answered(conn, dir, seg, now, step))
		return;
	if (tells_roles(conn, dir, seg)) {
		learn_roles(conn, dir, seg);
		take_back_ack(conn, dir, seg, now, step);
		return;
	}
	if (!answers_syn(conn, dir, seg)) {
		tcps_conn_note(conn, dir, TCPS_CAUSE_INVALID, step);
		return;
	}
	if (only_acked(conn, dir))
		forget_answer(conn, dir, TCPS_CAUSE_SYN_ACK, now, step);
	else if (late_syn_ack(conn, dir, seg))
		return;
	switch (from->state) {
	case TCPS_LISTEN:
		conn->flags |= TCPS_CONN_ROLES;
		first_syn_ack(conn, dir, seg, now, step);
		return;
	case TCPS_SYN_SENT:
		if (seg->seq == from->iss) {
			first_syn_ack(conn, dir, seg, now, step);
			return;
		}
		break;
	case TCPS_SYN_RECEIVED:
		if (to->state != TCPS_SYN_SENT &&
		    (seg->seq != from->iss || takes_more(from, seg)))
			break;
		repeat_syn_ack(conn, dir, seg, step);
		return;
	default:
		break;
	}
	if (!(from->flags & TCPS_EP_SYN) || seg->seq != from->iss ||
	    takes_more(from, seg)) {
		tcps_conn_note(conn, dir, TCPS_CAUSE_INVALID, step);
		return;
	}
	tcps_conn_count(&from->syn_repeats);
	take_back_ack(conn, dir, seg, now, step);
}

/**
 * tcps_evidence_syn_refused() - does a RST refuse the answer to an old SYN?
 * @conn: the connection
 * @dir:  the side that sent it
 * @seg:  a RST
 * @now:  time, ns
 * @step: what it does
 *
 * In SYN-SENT an ACK of none of its numbers draws a RST, and the state stays
 * (RFC 9293 section 3.10.7.3, figure 8); who had answered listens on. With one
 * number known such a RST says that its sender is closed. With several known it
 * waits for the answer to another.
 *
 * Return: true if that is what it says.
 */
bool tcps_evidence_syn_refused(struct tcps_conn *conn, unsigned int dir,
			       const struct tcps_segment *seg, u64 now,
			       struct tcps_step *step)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	struct tcps_endpoint *to = &conn->ep[!dir];

	if (from->state != TCPS_SYN_SENT || to->state != TCPS_SYN_RECEIVED ||
	    !tcps_conn_awaited(conn, !dir) || (seg->flags & TCPS_FLAG_ACK) ||
	    (to->flags & (TCPS_EP_OPENED | TCPS_EP_ACK)) != TCPS_EP_ACK ||
	    seg->seq != to->acked)
		return false;
	tcps_conn_apply(conn, !dir, TCPS_EV_SYN_ACK_REFUSED, TCPS_CAUSE_RST,
			now, step);
	to->flags &= ~(TCPS_EP_SYN | TCPS_EP_SEEN | TCPS_EP_SYN_ACK |
		       TCPS_EP_ACK);
	conn->several = false;
	from->iss = conn->mark;
	from->nxt = conn->mark + 1;
	if (from->acked == from->iss)
		conn->flags &= ~TCPS_CONN_SYN_MARK;
	conn->mark = from->acked;
	from->acked = from->iss;
	step->restart = true;
	return true;
}
