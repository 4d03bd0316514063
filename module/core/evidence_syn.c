// SPDX-License-Identifier: GPL-2.0
/*
 * The beginning of the handshake: SYN and SYN-ACK (RFC 9293 section 3.5), the
 * first ones, retransmissions, and late ones.
 */
#include "evidence.h"
#include "know.h"
#include "position.h"

/**
 * tcps_evidence_begin_syn() - the first SYN of an end
 * @in: a SYN without ACK; a FIN in it counts when it is retransmitted or acknowledged
 *      (some stacks accept the SYN and not the FIN)
 */
void tcps_evidence_begin_syn(const struct tcps_input *in)
{
	const struct tcps_segment *seg = in->seg;

	tcps_position_begin(in->from, seg->seq, seg->seq + 1 + seg->len);
	in->from->snd_max = tcps_segment_end(seg);
	in->from->syn_fin = !!(seg->flags & TCPS_FLAG_FIN);
	in->from->wscale = seg->wscale;
	tcps_know_apply(in, in->dir, TCPS_EV_SYN, TCPS_CAUSE_SYN);
}

/* Has the peer acknowledged no SYN-ACK yet? Then another one may be valid. */
static bool unanswered(const struct tcps_input *in)
{
	return tcps_know_opening(in->to);
}

/*
 * Now it sends its SYN, or its SYN-ACK: earlier segments were not an answer, and data that
 * they acknowledged beyond the SYN of the peer were of another connection.
 */
static void forget_answer(const struct tcps_input *in, enum tcps_cause cause)
{
	struct tcps_endpoint *from = in->from;
	struct tcps_endpoint *to = in->to;
	u32 next = in->seg->flags & TCPS_FLAG_ACK ? in->seg->ack : to->iss + 1;

	tcps_know_apply(in, in->dir, TCPS_EV_NO_ANSWER, cause);
	from->flags &= ~(TCPS_EP_ACK | TCPS_EP_FIN_CARRIES | TCPS_EP_FIN_LATEST);
	in->conn->unseen &= ~TCPS_UNSEEN_OWN(in->dir);
	if (!to->syn_fin && tcps_seq_after(to->snd_nxt, next))
		tcps_position_begin(to, to->iss, next);
	if (in->conn->first_fin == in->dir)
		in->conn->first_fin = TCPS_SIDE_NONE;
}

/*
 * It retransmits its SYN: it has not received the SYN-ACK, if that was only inferred from
 * segments of its peer.
 */
static void repeat_syn(const struct tcps_input *in)
{
	in->from->syn_repeats = tcps_know_count(in->from->syn_repeats);
	if ((in->from->flags & TCPS_EP_ACK) ||
	    !tcps_know_apply(in, in->dir, TCPS_EV_SYN_AGAIN, TCPS_CAUSE_SYN)) {
		tcps_know_note(in, in->dir, TCPS_CAUSE_SYN_REPEAT);
		return;
	}
	tcps_know_apply(in, !in->dir, TCPS_EV_PEER_SYN_AGAIN, TCPS_CAUSE_SYN);
}

/**
 * tcps_evidence_precedes() - is a SYN of the handshake of an adopted connection?
 * @conn: the connection
 * @dir:  the side that sent the SYN
 * @seg:  the SYN, or SYN-ACK
 *
 * The connection was first seen in the middle, and the SYN, late or retransmitted, has a
 * number right before the first one seen of its sender; or equal to it, if that was a
 * keep-alive.
 */
bool tcps_evidence_precedes(const struct tcps_conn *conn, unsigned int dir,
			    const struct tcps_segment *seg)
{
	if ((conn->flags & (TCPS_CONN_ADOPTED | TCPS_CONN_ROLES)) !=
	    TCPS_CONN_ADOPTED)
		return false;
	if ((seg->flags & TCPS_FLAG_ACK) &&
	    conn->ep[!dir].iss + 1 - seg->ack >= TCPS_STALE_MAX)
		return false;
	return conn->ep[dir].iss - seg->seq < TCPS_STALE_MAX;
}

/*
 * The SYN or SYN-ACK of an end known only from segments after it, which may have been
 * acknowledged. A lower number that its peer acknowledged was of another connection.
 */
static void late_syn(const struct tcps_input *in)
{
	struct tcps_endpoint *to = in->to;

	tcps_position_lower(in->from, in->seg->seq);
	in->from->proven |= TCPS_KNOW_SYN;
	if (!tcps_seq_after(to->rcv_nxt, in->seg->seq))
		to->flags &= ~TCPS_EP_ACK;
}

/**
 * tcps_evidence_syn() - a SYN without ACK, of this connection
 * @in: the segment
 */
void tcps_evidence_syn(const struct tcps_input *in)
{
	struct tcps_endpoint *from = in->from;
	bool known = from->known & TCPS_KNOW_SYN;

	if (tcps_evidence_precedes(in->conn, in->dir, in->seg)) {
		tcps_know_note(in, in->dir, TCPS_CAUSE_SYN_REPEAT);
		return;
	}
	tcps_evidence_revive_syn(in);
	if (tcps_evidence_answer_implied(in->conn, in->dir) && unanswered(in)) {
		forget_answer(in, TCPS_CAUSE_SYN);
		known = false;
	}
	if (!known) {
		tcps_evidence_begin_syn(in);
	} else if (!(from->proven & TCPS_KNOW_SYN)) {
		late_syn(in);
	} else if ((from->flags & (TCPS_EP_SYN_ACK | TCPS_EP_ACTIVE)) ==
		   TCPS_EP_SYN_ACK) {
		/* Seen after its own SYN-ACK (reordered): simultaneous open. */
		from->flags |= TCPS_EP_ACTIVE;
	} else {
		repeat_syn(in);
	}
	in->step->restart |= tcps_know_opening(from);
}

/*
 * Has the sender of a repeated SYN-ACK shown that it finished the handshake? It has if it
 * acknowledged more than the SYN-ACK does, or if it sent data, which a server does not do
 * before that, unless it accepted data in the SYN (RFC 7413 section 4.2.2).
 */
static bool handshake_proven(const struct tcps_input *in)
{
	const struct tcps_endpoint *from = in->from;
	const struct tcps_segment *seg = in->seg;

	if ((from->flags & TCPS_EP_ACK) &&
	    tcps_seq_after(from->rcv_nxt, seg->ack))
		return true;
	return tcps_seq_after(tcps_position_max(from), tcps_segment_end(seg)) &&
	       seg->ack == in->to->iss + 1;
}

/*
 * It retransmits its SYN-ACK: it lacks the ACK, unless it has shown otherwise. If it is the
 * initiator, its own ACK did not end the handshake, so that was not when it was seen.
 */
static void take_back_ack(const struct tcps_input *in)
{
	if (handshake_proven(in) ||
	    !tcps_know_apply(in, in->dir, TCPS_EV_SYN_ACK_AGAIN,
			     TCPS_CAUSE_SYN_ACK))
		tcps_know_note(in, in->dir, TCPS_CAUSE_SYN_ACK_REPEAT);
	if (in->dir == in->conn->initiator &&
	    !(in->from->known & TCPS_KNOW_SYN_ACKED))
		in->from->flags &= ~TCPS_EP_TIMED;
}

/* The SYN's window limits the data that follow the SYN-ACK. */
static void open_window(const struct tcps_input *in)
{
	struct tcps_account *account = in->account;

	if (account && !(in->to->flags & TCPS_EP_ACK))
		account->edge[!in->dir] = in->from->snd_nxt +
					  account->window[!in->dir];
}

static void first_syn_ack(const struct tcps_input *in)
{
	const struct tcps_segment *seg = in->seg;
	struct tcps_endpoint *from = in->from;
	struct tcps_endpoint *to = in->to;

	if (!tcps_know_opening(from))	/* else it counts on from its SYN */
		tcps_position_begin(from, seg->seq, seg->seq + 1 + seg->len);
	from->wscale = seg->wscale;
	from->flags |= TCPS_EP_SYN_ACK;
	/* If more is acknowledged than was seen, it was kept as a stray: its time is not exact. */
	if (in->dir != in->conn->initiator &&
	    !(in->conn->unseen & TCPS_UNSEEN_OWN(!in->dir)))
		from->flags |= TCPS_EP_TIMED;
	in->conn->unseen &= ~TCPS_UNSEEN_OWN(!in->dir);	/* not a FIN */
	in->conn->flags |= TCPS_CONN_ROLES;
	open_window(in);
	tcps_position_acked(in);
	tcps_know_apply(in, in->dir, TCPS_EV_SYN_ACK, TCPS_CAUSE_SYN_ACK);
	if (to->known & TCPS_KNOW_PEER_SYN)	/* simultaneous open */
		tcps_know_apply(in, !in->dir, TCPS_EV_SYN_ACKED,
				TCPS_CAUSE_SYN_ACK);
	if ((to->flags & TCPS_EP_SYN_ACK) &&
	    tcps_position_covers_syn(from, to->rcv_nxt))
		tcps_know_apply(in, in->dir, TCPS_EV_SYN_ACKED,
				TCPS_CAUSE_SYN_ACK);
	in->step->restart = true;
}

/* A SYN-ACK acknowledges the SYN and its data, never more when it is retransmitted. */
static bool takes_more(const struct tcps_input *in)
{
	return (in->from->flags & TCPS_EP_ACK) &&
	       tcps_seq_after(in->seg->ack, in->from->rcv_nxt);
}

/*
 * With another number: a server that answers with SYN cookies has forgotten the first
 * (RFC 4987 section 3.6), or two machines answer. The initiator's ACK shows which one is
 * valid.
 */
static void other_syn_ack(const struct tcps_input *in)
{
	if (unanswered(in)) {
		in->conn->several = true;
		in->step->restart = true;
	}
	tcps_know_note(in, in->dir, TCPS_CAUSE_SYN_ACK_OTHER);
}

/* Reordered behind later segments: late, but not a retransmission. */
static void late_syn_ack(const struct tcps_input *in)
{
	struct tcps_endpoint *from = in->from;

	late_syn(in);
	from->wscale = in->seg->wscale;
	from->flags |= TCPS_EP_SYN_ACK;
	from->proven |= TCPS_KNOW_PEER_SYN;
	open_window(in);
	tcps_position_acked(in);
}

/* Another SYN-ACK of an end whose SYN is known. */
static void again_syn_ack(const struct tcps_input *in)
{
	struct tcps_endpoint *from = in->from;

	if (in->seg->seq != from->iss) {
		other_syn_ack(in);
		return;
	}
	if (takes_more(in) && !unanswered(in)) {
		tcps_know_note(in, in->dir, TCPS_CAUSE_INVALID);
		return;
	}
	/* The first of an end that had sent its SYN, reordered behind its ACK. */
	if (!(from->flags & TCPS_EP_SYN_ACK) &&
	    (from->flags & TCPS_EP_ACTIVE)) {
		late_syn_ack(in);
		return;
	}
	from->syn_repeats = tcps_know_count(from->syn_repeats);
	take_back_ack(in);
	tcps_position_acked(in);
	in->step->restart |= !(from->known & TCPS_KNOW_SYN_ACKED);
}

/**
 * tcps_evidence_roles() - does a SYN-ACK show the roles of an adopted flow?
 * @conn: the connection
 * @dir:  the side that sent it
 * @seg:  a SYN-ACK
 *
 * It does if its numbers are exactly the starts of both positions. If that swaps the roles,
 * both ends must be in the same state: otherwise the counts of states by role would be
 * wrong.
 */
bool tcps_evidence_roles(const struct tcps_conn *conn, unsigned int dir,
			 const struct tcps_segment *seg)
{
	const struct tcps_endpoint *from = &conn->ep[dir];
	const struct tcps_endpoint *to = &conn->ep[!dir];

	return (conn->flags & (TCPS_CONN_ADOPTED | TCPS_CONN_ROLES)) ==
	       TCPS_CONN_ADOPTED &&
	       !((from->known | to->known) & TCPS_KNOW_SYN) &&
	       tcps_fsm_state(conn, dir) == TCPS_ESTABLISHED &&
	       (dir != conn->initiator ||
		tcps_fsm_state(conn, !dir) == TCPS_ESTABLISHED) &&
	       seg->seq + 1 == from->iss && seg->ack == to->iss;
}

/* The answer to a SYN that was missed: assume that it offered window scaling, too. */
static unsigned int answered_scale(const struct tcps_segment *syn_ack)
{
	return syn_ack->wscale == TCPS_WSCALE_NONE ? TCPS_WSCALE_NONE :
						     TCPS_WSCALE_MAX;
}

static void learn_roles(const struct tcps_input *in)
{
	const struct tcps_segment *seg = in->seg;
	struct tcps_endpoint *from = in->from;
	struct tcps_endpoint *to = in->to;

	in->conn->initiator = !in->dir;
	in->conn->flags |= TCPS_CONN_ROLES;
	tcps_position_lower(from, seg->seq);
	from->known |= TCPS_KNOW_SYN;
	from->proven |= TCPS_KNOW_SYN | TCPS_KNOW_PEER_SYN;
	from->flags |= TCPS_EP_SYN_ACK;
	from->wscale = seg->wscale;
	tcps_position_lower(to, seg->ack - 1);
	to->known |= TCPS_KNOW_SYN;
	to->flags |= TCPS_EP_ACTIVE;
	to->wscale = answered_scale(seg);
	/* It was in that state before anything was seen. */
	tcps_stamp_set(&in->conn->entered[in->dir][TCPS_SLOT_SYN_RECEIVED], 0);
}

/**
 * tcps_evidence_answers_missed() - does an end answer a SYN that was missed?
 * @conn: the connection
 * @dir:  the end
 * @seg:  a SYN-ACK: its own SYN again, with the ACK of its peer's (RFC 9293 figure 7)
 */
bool tcps_evidence_answers_missed(const struct tcps_conn *conn, unsigned int dir,
				  const struct tcps_segment *seg)
{
	const struct tcps_endpoint *from = &conn->ep[dir];

	return tcps_know_opening(from) && seg->seq == from->iss &&
	       !(conn->ep[!dir].flags & TCPS_EP_SEEN);
}

/* The SYN was missed, its SYN-ACK is seen. */
static void answer_unseen(const struct tcps_input *in, enum tcps_cause cause)
{
	const struct tcps_segment *seg = in->seg;

	tcps_position_begin(in->to, seg->ack - 1, seg->ack);
	in->to->wscale = answered_scale(seg);
	tcps_know_apply(in, !in->dir, TCPS_EV_SYN_ANSWERED, cause);
	first_syn_ack(in);
}

/**
 * tcps_evidence_begin_syn_ack() - a connection is first seen by its SYN-ACK
 * @in: the segment; its sender is the responder, so the roles are known
 */
void tcps_evidence_begin_syn_ack(const struct tcps_input *in)
{
	answer_unseen(in, TCPS_CAUSE_ADOPT);
}

static void take_syn_ack(const struct tcps_input *in)
{
	struct tcps_endpoint *from = in->from;
	u32 seq = in->seg->seq;

	if (tcps_evidence_roles(in->conn, in->dir, in->seg)) {
		learn_roles(in);
		take_back_ack(in);
		return;
	}
	if (tcps_evidence_answers_missed(in->conn, in->dir, in->seg)) {
		in->conn->flags &= ~TCPS_CONN_WHOLE;	/* the peer's SYN was missed */
		answer_unseen(in, TCPS_CAUSE_SYN_ACK);
		return;
	}
	if (!(in->to->known & TCPS_KNOW_SYN) ||
	    !tcps_position_covers_syn(in->to, in->seg->ack)) {
		tcps_know_note(in, in->dir, TCPS_CAUSE_INVALID);
		return;
	}
	if (tcps_evidence_answer_implied(in->conn, in->dir)) {
		/* Lower than the number assumed from data that came before it. */
		if ((from->iss - seq <= TCPS_SYN_WINDOW_MAX &&
		     (from->known & TCPS_KNOW_FIN || from->snd_nxt != from->iss + 1)) ||
		    (!unanswered(in) && from->iss == seq)) {
			late_syn_ack(in);
			return;
		}
		if (unanswered(in))
			forget_answer(in, TCPS_CAUSE_SYN_ACK);
	}
	if (!(from->known & TCPS_KNOW_SYN) ||
	    (tcps_know_opening(from) && seq == from->iss))
		first_syn_ack(in);
	else
		again_syn_ack(in);
}

/**
 * tcps_evidence_syn_ack() - a SYN with ACK, of this connection
 * @in: the segment; it may carry data and a FIN (RFC 7413)
 */
void tcps_evidence_syn_ack(const struct tcps_input *in)
{
	tcps_evidence_revive_syn_ack(in);
	take_syn_ack(in);
	if ((in->seg->flags & TCPS_FLAG_FIN) &&
	    in->seg->seq == in->from->iss)
		tcps_evidence_fin(in);
}
