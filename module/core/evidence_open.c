// SPDX-License-Identifier: GPL-2.0
/*
 * The handshake: SYN, SYN-ACK and the ACK that completes it (RFC 9293 section
 * 3.5), with all that goes before, beside and after it.
 */
#include "evidence.h"

static bool over(const struct tcps_endpoint *ep)
{
	return ep->state == TCPS_CLOSED || ep->state == TCPS_TIME_WAIT;
}

static void mark_syn(struct tcps_conn *conn, unsigned int dir, u32 seq)
{
	conn->mark = seq;
	tcps_conn_expect(conn, !dir, TCPS_CONN_SYN_MARK);
}

/* The old connection is gone: what is left of it closes, a new one begins. */
static void reopen(struct tcps_conn *conn, unsigned int dir,
		   enum tcps_cause cause, u64 now, struct tcps_step *step)
{
	unsigned int i;

	tcps_evidence_settle(conn);
	for (i = 0; i < 2; i++) {
		unsigned int side = i ? !dir : dir;

		if (over(&conn->ep[side]))
			tcps_conn_apply(conn, side, TCPS_EV_REUSE, cause, now,
					step);
		else
			tcps_conn_apply(conn, side, TCPS_EV_REMOVE, cause, now,
					step);
	}
	if (conn->end == TCPS_END_STILL_OPEN)
		conn->end = TCPS_END_TIMEOUT;
	step->reopen = true;
}

static void repeat_syn(struct tcps_conn *conn, unsigned int dir,
		       const struct tcps_segment *seg, struct tcps_step *step)
{
	struct tcps_endpoint *from = &conn->ep[dir];

	tcps_conn_count(&from->syn_repeats);
	/* A new ISN: it holds once a SYN-ACK acknowledges it. */
	if (seg->seq != from->iss)
		mark_syn(conn, dir, seg->seq);
	tcps_conn_note(conn, dir, TCPS_CAUSE_SYN_REPEAT, step);
}

static void start_syn(struct tcps_conn *conn, unsigned int dir,
		      const struct tcps_segment *seg, u64 now,
		      struct tcps_step *step)
{
	struct tcps_endpoint *from = &conn->ep[dir];

	from->iss = seg->seq;
	from->nxt = tcps_segment_end(seg);
	from->wscale = seg->wscale;
	from->flags |= TCPS_EP_SYN | TCPS_EP_SEEN;
	tcps_conn_apply(conn, dir, TCPS_EV_SYN, TCPS_CAUSE_SYN, now, step);
}

/*
 * May this SYN start a new connection? Not while either end holds the old one,
 * save for TIME-WAIT, which a higher sequence number ends (RFC 9293 section
 * 3.6.1). A host in TIME-WAIT that connects anew says so by sending. Where the
 * number is not higher, timestamps may still let the SYN in (RFC 6191): the
 * SYN-ACK will tell.
 */
static bool may_reopen(const struct tcps_conn *conn, unsigned int dir,
		       const struct tcps_segment *seg)
{
	const struct tcps_endpoint *from = &conn->ep[dir];
	const struct tcps_endpoint *to = &conn->ep[!dir];

	if (!over(from) || !(over(to) || to->state == TCPS_LISTEN))
		return false;
	if ((from->flags & TCPS_EP_SYN) && seg->seq == from->iss)
		return false;	/* an old duplicate */
	return to->state != TCPS_TIME_WAIT ||
	       tcps_seq_after(seg->seq, from->nxt);
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
		if (may_reopen(conn, dir, seg)) {
			reopen(conn, dir, TCPS_CAUSE_SYN, now, step);
		} else if (same && overtaken_syn(conn, dir)) {
			/* It was no listener: simultaneous open. */
			from->flags |= TCPS_EP_OPENED;
		} else if (same) {
			tcps_conn_count(&from->syn_repeats);
			tcps_conn_note(conn, dir, TCPS_CAUSE_SYN_REPEAT, step);
		} else {
			if (!(conn->flags & TCPS_CONN_DOUBT)) {
				mark_syn(conn, dir, seg->seq);
				conn->flags |= TCPS_CONN_CHALLENGED;
			}
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
	       (to->state == TCPS_SYN_SENT && tcps_conn_marked(conn, dir, seg));
}

/* Of several SYNs with numbers of their own, the answered one holds. */
static void choose_syn(struct tcps_conn *conn, unsigned int dir,
		       const struct tcps_segment *seg)
{
	struct tcps_endpoint *to = &conn->ep[!dir];

	if (to->state == TCPS_SYN_SENT && tcps_conn_marked(conn, dir, seg)) {
		to->iss = conn->mark;
		to->nxt = seg->ack;
		to->wraps = 0;
	}
	conn->flags &= ~TCPS_CONN_SYN_MARK;
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

/*
 * Is its ISN only what its first segment seen implies? A server that took data
 * with the SYN sends more right behind its SYN-ACK (RFC 7413 section 4.2.2),
 * and any of that may overtake it: the ISN may be lower.
 */
static bool implied(const struct tcps_endpoint *ep)
{
	return (ep->flags & (TCPS_EP_SYN | TCPS_EP_SYN_ACK | TCPS_EP_OPENED)) ==
	       TCPS_EP_SYN;
}

/* The position counts from a lower number, and may pass 2^32 by that. */
static void lower_iss(struct tcps_endpoint *ep, u32 iss)
{
	if (ep->nxt - iss < ep->nxt - ep->iss && ep->wraps < 0xffff)
		ep->wraps++;
	ep->iss = iss;
}

/* Overtaken by what was sent after it: late, but no repeat. */
static bool late_syn_ack(struct tcps_conn *conn, unsigned int dir,
			 const struct tcps_segment *seg)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	u32 lower = implied(from) ? TCPS_UNSEEN_MAX : 0;

	if ((from->flags & (TCPS_EP_SYN | TCPS_EP_SYN_ACK)) != TCPS_EP_SYN ||
	    from->state == TCPS_SYN_SENT || takes_more(from, seg) ||
	    tcps_conn_marked(conn, dir, seg) ||
	    from->iss - seg->seq > lower)
		return false;
	lower_iss(from, seg->seq);
	from->wscale = seg->wscale;
	from->flags |= TCPS_EP_SYN_ACK;
	tcps_conn_acked(conn, dir, seg);
	choose_syn(conn, dir, seg);
	return true;
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

	if (to->state != TCPS_SYN_SENT && tcps_conn_marked(conn, dir, seg) &&
	    seg->seq != from->iss) {
		reopen(conn, dir, TCPS_CAUSE_SYN_ACK, now, step);
		return;
	}
	if (!answers_syn(conn, dir, seg)) {
		tcps_conn_note(conn, dir, TCPS_CAUSE_INVALID, step);
		return;
	}
	if (late_syn_ack(conn, dir, seg))
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
	if (handshake_proven(from, to, seg) ||
	    !tcps_conn_apply(conn, dir, TCPS_EV_SYN_ACK_REPEAT,
			     TCPS_CAUSE_SYN_ACK, now, step))
		tcps_conn_note(conn, dir, TCPS_CAUSE_SYN_ACK_REPEAT, step);
}

/* Its SYN-ACK did not pass here, but the peer acknowledges it. */
static void unseen_syn_ack(struct tcps_conn *conn, unsigned int side, u32 iss,
			   u64 now, struct tcps_step *step)
{
	struct tcps_endpoint *ep = &conn->ep[side];

	if (!(ep->flags & TCPS_EP_SYN)) {
		ep->iss = iss;
		ep->nxt = iss + 1;
		ep->flags |= TCPS_EP_SYN | TCPS_EP_SEEN;
		/* Whether it offered a scale is not known: assume it did. */
		ep->wscale = TCPS_WSCALE_MAX;
	}
	conn->flags &= ~TCPS_CONN_TRACKED;
	conn->flags |= TCPS_CONN_ROLES;
	tcps_conn_apply(conn, side, TCPS_EV_SYN_ACK_UNSEEN, TCPS_CAUSE_ACK,
			now, step);
}

/*
 * The ACK acknowledges none of the numbers seen. What was sent behind the
 * SYN-ACK may have been missed; and of several SYN-ACKs an earlier one than the
 * latest may have arrived.
 */
static bool acks_unseen(struct tcps_conn *conn, unsigned int dir,
			const struct tcps_segment *seg, bool next)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	struct tcps_endpoint *to = &conn->ep[!dir];

	if (to->state != TCPS_SYN_RECEIVED || to->nxt != to->iss + 1)
		return false;
	if (!conn->several && seg->ack - to->nxt < TCPS_UNSEEN_MAX &&
	    seg->seq - (from->iss + 1) < TCPS_UNSEEN_MAX) {
		conn->flags &= ~TCPS_CONN_TRACKED;
		tcps_endpoint_sent(to, seg->ack, seg->ack);
		return true;
	}
	if (!next)
		return false;
	to->iss = seg->ack - 1;
	to->nxt = seg->ack;
	return true;
}

static bool initiator_acks(struct tcps_conn *conn, unsigned int dir,
			   const struct tcps_segment *seg, u64 now,
			   struct tcps_step *step)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	struct tcps_endpoint *to = &conn->ep[!dir];

	bool next = seg->seq == from->nxt || seg->seq == from->iss + 1;

	if (to->flags & TCPS_EP_SYN) {
		if (next && implied(to) &&
		    to->iss + 1 - seg->ack < TCPS_UNSEEN_MAX)
			lower_iss(to, seg->ack - 1);
		if (!tcps_conn_covers_syn(to, seg->ack) &&
		    !acks_unseen(conn, dir, seg, next))
			return false;
	} else {
		if (!next)
			return false;
		unseen_syn_ack(conn, !dir, seg->ack - 1, now, step);
	}
	tcps_conn_apply(conn, dir, TCPS_EV_ACKS_SYN, TCPS_CAUSE_ACK, now, step);
	return true;
}

/*
 * Does a segment from SYN-RECEIVED say that its sender is past it? So it does
 * if it acknowledges more than the SYN-ACK did, or if it sends. A server that
 * took data with the SYN may send before it has the ACK; only acknowledging
 * more proves it there (RFC 7413 section 4.2.2).
 */
static bool proceeds(const struct tcps_endpoint *from,
		     const struct tcps_endpoint *to,
		     const struct tcps_segment *seg)
{
	if (!(from->flags & TCPS_EP_ACK))
		return false;
	if (tcps_seq_after(seg->ack, from->acked))
		return true;
	return from->acked == to->iss + 1 &&
	       tcps_seq_after(tcps_segment_end(seg), from->iss + 1);
}

/**
 * tcps_evidence_handshake() - what an ACK says of an unfinished handshake
 * @conn: the connection
 * @dir:  the side that sent it
 * @seg:  a segment with ACK and without SYN
 * @now:  time, ns
 * @step: what it does
 *
 * Return: false if the segment fits no open of this connection, and so says
 * nothing else either.
 */
bool tcps_evidence_handshake(struct tcps_conn *conn, unsigned int dir,
			     const struct tcps_segment *seg, u64 now,
			     struct tcps_step *step)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	struct tcps_endpoint *to = &conn->ep[!dir];

	switch (from->state) {
	case TCPS_SYN_SENT:
		if (!initiator_acks(conn, dir, seg, now, step)) {
			tcps_conn_note(conn, dir, TCPS_CAUSE_INVALID, step);
			return false;
		}
		break;
	case TCPS_LISTEN:
		if (!(to->flags & TCPS_EP_SYN) ||
		    !tcps_conn_covers_syn(to, seg->ack)) {
			/* An older connection of that port answers. */
			tcps_conn_note(conn, dir, TCPS_CAUSE_CHALLENGE_ACK,
				       step);
			return false;
		}
		unseen_syn_ack(conn, dir, seg->seq - 1, now, step);
		break;
	case TCPS_SYN_RECEIVED:
		if (proceeds(from, to, seg)) {
			tcps_conn_apply(conn, dir, TCPS_EV_PROCEEDS,
					TCPS_CAUSE_ACK, now, step);
			tcps_conn_apply(conn, !dir, TCPS_EV_PEER_PROCEEDS,
					TCPS_CAUSE_ACK, now, step);
		}
		break;
	default:
		break;
	}
	if (to->state == TCPS_SYN_RECEIVED && tcps_conn_covers_syn(to, seg->ack))
		tcps_conn_apply(conn, !dir, TCPS_EV_SYN_ACKED, TCPS_CAUSE_ACK,
				now, step);
	return true;
}

/**
 * tcps_evidence_challenge() - is this the challenge ACK that was to be expected?
 * @conn: the connection
 * @dir:  the side that sent the segment
 * @seg:  a segment with ACK and without SYN
 * @step: where the note is added
 *
 * RFC 5961 sections 3.2 and 4.2: it repeats what its sender already said.
 */
void tcps_evidence_challenge(struct tcps_conn *conn, unsigned int dir,
			     const struct tcps_segment *seg,
			     struct tcps_step *step)
{
	const struct tcps_endpoint *from = &conn->ep[dir];
	bool bare = !seg->len && !(seg->flags & TCPS_FLAG_FIN);

	if (!(conn->flags & TCPS_CONN_CHALLENGED) ||
	    tcps_conn_target(conn) != dir || from->state == TCPS_SYN_SENT)
		return;
	/* Whatever it is, its sender goes on: it did not take a new SYN. */
	conn->flags &= ~(TCPS_CONN_CHALLENGED | TCPS_CONN_SYN_MARK);
	if (bare && (!(conn->flags & TCPS_CONN_TRACKED) ||
		     ((from->flags & TCPS_EP_ACK) && seg->ack == from->acked)))
		tcps_conn_note(conn, dir, TCPS_CAUSE_CHALLENGE_ACK, step);
}
