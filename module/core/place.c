// SPDX-License-Identifier: GPL-2.0
/*
 * Which connection between two ports a segment belongs to, by its sequence numbers: those
 * of another connection are usually far from those of this one (RFC 9293 section 3.4.1).
 */
#include "place.h"
#include "evidence.h"
#include "know.h"
#include "position.h"
#include "range.h"

/* Maximum distance between a stray and a segment that confirms it. */
#define TCPS_CONTINUES_MAX (1U << 20)

/* Maximum of octets that may be missed of a connection that continues, each way. */
#define TCPS_GAP_MAX (1U << 29)

/* How long a stray is kept, ns. */
#define TCPS_STRAY_NS 60000000000ULL

static bool closed(const struct tcps_conn *conn, unsigned int side)
{
	enum tcps_state state = tcps_fsm_state(conn, side);

	return state == TCPS_CLOSED || state == TCPS_TIME_WAIT;
}

/* Neither end has the connection any more. */
static bool over(const struct tcps_conn *conn)
{
	return closed(conn, 0) && closed(conn, 1);
}

/*
 * Can the SYN of an end, which was not seen, be one with a lower number than the first seen?
 * It may have carried data that were acknowledged, but not when retransmitted. Once the end
 * was reset, another SYN is more likely of its next connection.
 */
static bool lower_syn(const struct tcps_endpoint *from, const struct tcps_segment *seg)
{
	if (from->proven & TCPS_KNOW_SYN || from->iss - seg->seq > TCPS_SYN_WINDOW_MAX)
		return false;
	return !(from->known & TCPS_KNOW_OVERLAY) ||
	       tcps_segment_end(seg) == from->iss + 1;
}

/* Is it a SYN of this connection, first or retransmitted, or that of its other end? */
static bool own_syn(const struct tcps_conn *conn, unsigned int dir,
		    const struct tcps_segment *seg)
{
	const struct tcps_endpoint *from = &conn->ep[dir];

	if (from->known & TCPS_KNOW_SYN) {
		if (tcps_evidence_answer_implied(conn, dir) &&
		    tcps_know_opening(&conn->ep[!dir]))
			return true;
		if (lower_syn(from, seg))
			return true;
		if (seg->seq != from->iss)
			return false;
		/* An end that was reset opens a new connection, unless it is still connecting. */
		return !(from->proven & TCPS_KNOW_SYN) ||
		       !(from->known & TCPS_KNOW_OVERLAY) || !over(conn) ||
		       conn->end == TCPS_END_UNREACHABLE ||
		       tcps_know_opening(from);
	}
	return tcps_fsm_state(conn, dir) == TCPS_LISTEN ||
	       tcps_evidence_precedes(conn, dir, seg);
}

/*
 * A SYN with another number. It begins the next connection at once if neither end has this
 * one, except in TIME-WAIT, which a higher number ends (RFC 9293 section 3.6.1). A host in
 * TIME-WAIT that connects again shows it by its SYN. If the number is not higher, the SYN
 * may still be accepted because of timestamps (RFC 6191), and an end in any other state
 * answers with a challenge ACK, unless it has forgotten the connection: the answer will
 * show it.
 */
static enum tcps_place place_syn(const struct tcps_tuple *tuple,
				 unsigned int dir,
				 const struct tcps_segment *seg)
{
	const struct tcps_conn *conn = tuple->current_conn;
	const struct tcps_endpoint *from = &conn->ep[dir];
	const struct tcps_conn *pending = tuple->pending;

	if (own_syn(conn, dir, seg))
		return TCPS_PLACE_CURRENT;
	if (pending && own_syn(pending, dir, seg))
		return TCPS_PLACE_PENDING;
	if (!closed(conn, dir) ||
	    !(closed(conn, !dir) ||
	      tcps_fsm_state(conn, !dir) == TCPS_LISTEN) ||
	    (tcps_fsm_state(conn, !dir) == TCPS_TIME_WAIT &&
	     !tcps_seq_after(seg->seq, tcps_position_next(from))))
		return TCPS_PLACE_ATTEMPT;
	return TCPS_PLACE_SUCCESSOR;
}

static bool answers(const struct tcps_conn *conn, unsigned int dir,
		    const struct tcps_segment *seg)
{
	const struct tcps_endpoint *to = &conn->ep[!dir];

	return (to->known & TCPS_KNOW_SYN) &&
	       tcps_position_covers_syn(to, seg->ack) &&
	       (to->wraps == 0 && seg->ack - to->iss < TCPS_GAP_MAX);
}

/*
 * May an end that was not seen to answer the SYN do so with a SYN-ACK that acknowledges
 * more? Yes, if it accepted data in a SYN that was missed, and was retransmitted without
 * data (RFC 7413 section 4.1.3).
 */
static bool takes_missed(const struct tcps_conn *conn, unsigned int dir,
			 const struct tcps_segment *seg)
{
	const struct tcps_endpoint *to = &conn->ep[!dir];

	return !(conn->ep[dir].flags & TCPS_EP_SEEN) &&
	       !((conn->ep[0].known | conn->ep[1].known) & TCPS_KNOW_OVERLAY) &&
	       tcps_know_opening(to) &&
	       seg->ack - tcps_position_max(to) <= TCPS_SYN_WINDOW_MAX;
}

/*
 * Does a SYN-ACK with other numbers answer the SYN of another connection? It does if this
 * one is over, or if only its sender is ever seen: then only answers to SYNs are seen.
 * Otherwise it may be old, or wrong.
 */
static bool answers_another(const struct tcps_conn *conn, unsigned int dir)
{
	return over(conn) ||
	       (conn->heard == 1 << dir && !tcps_know_opening(&conn->ep[dir]));
}

/* Once the connection is over, the answer to a SYN is for another one. */
static enum tcps_place place_syn_ack(const struct tcps_tuple *tuple,
				     unsigned int dir,
				     const struct tcps_segment *seg)
{
	const struct tcps_conn *conn = tuple->current_conn;
	const struct tcps_endpoint *from = &conn->ep[dir];

	if (tuple->pending && (answers(tuple->pending, dir, seg) ||
			       tcps_evidence_answers_missed(tuple->pending,
							    dir, seg)))
		return TCPS_PLACE_PENDING;
	if (answers(conn, dir, seg) &&
	    (seg->ack == conn->ep[!dir].iss + 1 ||
	     !(from->known & TCPS_KNOW_SYN) || seg->seq == from->iss ||
	     tcps_know_opening(&conn->ep[!dir])))
		return TCPS_PLACE_CURRENT;
	if (tcps_evidence_answers_missed(conn, dir, seg) ||
	    tcps_evidence_roles(conn, dir, seg) ||
	    tcps_evidence_precedes(conn, dir, seg))
		return TCPS_PLACE_CURRENT;
	if (tuple->pending && takes_missed(tuple->pending, dir, seg))
		return TCPS_PLACE_STRAY;
	return answers_another(conn, dir) ? TCPS_PLACE_ATTEMPT :
						 TCPS_PLACE_STRAY;
}

/*
 * A bare ACK of an end that has not answered yet, ahead of all that was sent to it, or an
 * ACK after a refused SYN: it more likely belongs to an older connection than follows many
 * missed segments.
 */
static bool too_early(const struct tcps_conn *conn, unsigned int dir,
		      const struct tcps_segment *seg)
{
	const struct tcps_endpoint *from = &conn->ep[dir];
	const struct tcps_endpoint *to = &conn->ep[!dir];

	if (seg->len || (seg->flags & TCPS_FLAG_FIN))
		return false;
	if (tcps_know_opening(from))
		return (from->known & TCPS_KNOW_OVERLAY) &&
		       !tcps_seq_between(from->iss + 1, seg->seq,
					 tcps_position_max(from)) &&
		       !((to->known & TCPS_KNOW_SYN) &&
			 tcps_position_covers_syn(to, seg->ack));
	return !(from->known & TCPS_KNOW_PEER_SYN) &&
	       (to->known & TCPS_KNOW_SYN) &&
	       !tcps_position_covers_syn(to, seg->ack);
}

/*
 * An end whose RST had the number after all that it had sent, or that is the only one seen,
 * sends nothing beyond that. Where not all data are seen, it is not known how far it had
 * sent.
 */
static bool beyond_rst(const struct tcps_conn *conn, unsigned int dir,
		       const struct tcps_segment *seg)
{
	const struct tcps_endpoint *from = &conn->ep[dir];

	return conn->reset_by == dir && !conn->unmarked &&
	       (from->flags & TCPS_EP_SEEN) &&
	       ((conn->flags & TCPS_CONN_EVERY &&
		 conn->mark == tcps_position_max(from)) ||
		conn->heard == 1 << dir) &&
	       tcps_seq_after(seg->seq, conn->mark);
}

/*
 * An end that has confirmed its FIN sends nothing beyond it. If the other end is seen as
 * well, it will show to which connection the segment belongs.
 */
static bool beyond_fin(const struct tcps_conn *conn, unsigned int dir,
		       const struct tcps_segment *seg)
{
	const struct tcps_endpoint *from = &conn->ep[dir];

	return (from->known & TCPS_KNOW_FIN) && from->fin_passed &&
	       conn->heard == 1 << dir &&
	       tcps_seq_after(tcps_segment_end(seg), from->snd_max);
}

/* How far is a segment from the next one expected after the stray? */
static u32 stray_distance(const struct tcps_stray *stray, unsigned int dir,
			  const struct tcps_segment *seg)
{
	u32 end = tcps_segment_end(&stray->seg);
	u32 seq, ack = 0;

	if (dir == stray->side) {
		if (seg->seq == stray->seg.seq && seg->ack == stray->seg.ack &&
		    tcps_segment_end(seg) == end)
			return TCPS_DISTANCE_MAX;	/* the same again */
		seq = tcps_seq_apart(seg->seq, end);
		if (seg->flags & stray->seg.flags & TCPS_FLAG_ACK)
			ack = tcps_seq_apart(seg->ack, stray->seg.ack);
	} else {
		if (!(seg->flags & TCPS_FLAG_ACK))
			return TCPS_DISTANCE_MAX;
		seq = tcps_seq_apart(seg->ack, end);
		if (stray->seg.flags & TCPS_FLAG_ACK)
			ack = tcps_seq_apart(seg->seq, stray->seg.ack);
	}
	if (seq > TCPS_CONTINUES_MAX || ack > TCPS_CONTINUES_MAX)
		return TCPS_DISTANCE_MAX;
	return seq > ack ? seq : ack;
}

static const struct tcps_stray *fresh_stray(const struct tcps_tuple *tuple,
					    u64 now)
{
	const struct tcps_stray *stray = tuple->stray;

	return stray && stray->side != TCPS_SIDE_NONE &&
	       now < stray->at + TCPS_STRAY_NS ? stray : NULL;
}

/* Is it an old ACK of data that the end was seen to send? */
static bool acks_known(const struct tcps_endpoint *to, u32 ack)
{
	if ((to->known & TCPS_KNOW_SYN) && !to->wraps &&
	    !tcps_seq_after(ack, to->iss))
		return false;
	return tcps_position_next(to) - ack < TCPS_UNSEEN_MAX;
}

/*
 * May this belong to the attempt, although it came before its SYN, or acknowledges data
 * that were missed?
 */
static bool of_attempt(const struct tcps_tuple *tuple, unsigned int dir,
		       const struct tcps_segment *seg)
{
	const struct tcps_conn *pending = tuple->pending;

	if (!pending)
		return false;
	if (seg->flags & TCPS_FLAG_SYN)
		return answers(pending, dir, seg) ||
		       takes_missed(pending, dir, seg);
	return tcps_range_distance(pending, tuple->pending_account, dir, seg) <=
	       TCPS_CONTINUES_MAX;
}

/*
 * Is a segment where this connection would be if many segments had been missed? Nothing is
 * sent beyond a FIN, or after the connection is over. From an end that was not seen to
 * answer the SYN, any number may be right.
 */
static bool goes_on(const struct tcps_conn *conn, unsigned int dir,
		    const struct tcps_segment *seg)
{
	const struct tcps_endpoint *from = &conn->ep[dir];
	const struct tcps_endpoint *to = &conn->ep[!dir];

	if (seg->flags & TCPS_FLAG_SYN)
		return takes_missed(conn, dir, seg);
	if ((from->known | to->known) & TCPS_KNOW_OVERLAY)
		return false;
	if (!(from->flags & TCPS_EP_SEEN))
		return tcps_know_opening(to) &&
		       tcps_position_ahead(tcps_position_max(to), seg->ack);
	return !(from->known & TCPS_KNOW_FIN) && (to->flags & TCPS_EP_SEEN) &&
	       seg->seq - from->snd_nxt < TCPS_GAP_MAX &&
	       (acks_known(to, seg->ack) ||
		(!(to->known & TCPS_KNOW_FIN_ACKED) &&
		 seg->ack - tcps_position_next(to) < TCPS_GAP_MAX));
}

/*
 * An end that has not answered the SYN continues with what it has: an older connection, which
 * the initiator has forgotten. As long as only that end shows it, the attempt stays what it
 * is: the initiator will refuse what it is sent, and repeat its SYN (RFC 9293 section 3.5.1).
 */
static bool older(const struct tcps_conn *conn, const struct tcps_stray *stray,
		  unsigned int dir)
{
	return dir == stray->side && !(conn->ep[dir].flags & TCPS_EP_SEEN) &&
	       conn->heard & 1 << !dir &&
	       tcps_fsm_state(conn, !dir) == TCPS_SYN_SENT;
}

/*
 * A stray and another segment agree; @seg is the stray, or the other one if that is a
 * SYN-ACK. A SYN-ACK that does not answer the latest of several SYNs more likely answers
 * one that is already forgotten than the first.
 */
static enum tcps_place place_both(const struct tcps_tuple *tuple,
				  unsigned int dir,
				  const struct tcps_segment *seg)
{
	if (of_attempt(tuple, dir, seg))
		return TCPS_PLACE_RESYNC_PENDING;
	if (tuple->pending && seg->flags & TCPS_FLAG_SYN)
		return TCPS_PLACE_NEXT;
	return goes_on(tuple->current_conn, dir, seg) ? TCPS_PLACE_RESYNC :
							TCPS_PLACE_NEXT;
}

/* The RST of a closed end has the number that the refused segment acknowledges. */
static bool refuses(const struct tcps_stray *stray, unsigned int dir,
		    const struct tcps_segment *seg)
{
	return dir != stray->side && (stray->seg.flags & TCPS_FLAG_ACK) &&
	       seg->seq == stray->seg.ack;
}

/*
 * ... without an ACK (RFC 9293 section 3.10.7.1). With one, it aborts the connection to
 * which the segment belongs.
 */
static bool aborts(const struct tcps_stray *stray, unsigned int dir,
		   const struct tcps_segment *seg)
{
	return refuses(stray, dir, seg) && (seg->flags & TCPS_FLAG_ACK) &&
	       seg->ack == tcps_segment_end(&stray->seg);
}

/* Does a RST acknowledge the SYN of the attempt, or have its number? */
static bool resets(const struct tcps_conn *pending, unsigned int dir,
		   const struct tcps_segment *seg)
{
	const struct tcps_endpoint *from = &pending->ep[dir];

	if ((seg->flags & TCPS_FLAG_ACK) && answers(pending, dir, seg))
		return true;
	return (from->known & TCPS_KNOW_SYN) &&
	       tcps_seq_between(from->iss + 1, seg->seq,
				tcps_position_max(from));
}

/*
 * Does a RST acknowledge just the SYN of the attempt? Its own number, which is often zero,
 * then means nothing (RFC 9293 section 3.10.7.1).
 */
static bool refuses_syn(const struct tcps_conn *pending, unsigned int dir,
			const struct tcps_segment *seg)
{
	return (seg->flags & TCPS_FLAG_ACK) && answers(pending, dir, seg) &&
	       seg->ack == tcps_position_max(&pending->ep[!dir]);
}

/* Is it exactly the number that the other end of the connection expects? */
static bool expected(const struct tcps_conn *conn, unsigned int dir,
		     const struct tcps_segment *seg)
{
	const struct tcps_endpoint *to = &conn->ep[!dir];

	return (to->flags & TCPS_EP_ACK) && seg->seq == to->rcv_nxt;
}

static enum tcps_place place_rst(const struct tcps_tuple *tuple,
				 unsigned int dir,
				 const struct tcps_segment *seg, u64 now)
{
	const struct tcps_stray *stray = fresh_stray(tuple, now);

	if (tuple->pending && refuses_syn(tuple->pending, dir, seg))
		return TCPS_PLACE_PENDING;
	if (expected(tuple->current_conn, dir, seg))
		return TCPS_PLACE_CURRENT;
	if (tuple->pending && resets(tuple->pending, dir, seg))
		return TCPS_PLACE_PENDING;
	if (stray && aborts(stray, dir, seg))
		return place_both(tuple, stray->side, &stray->seg);
	return stray && refuses(stray, dir, seg) ? TCPS_PLACE_REFUSAL :
						   TCPS_PLACE_CURRENT;
}

/**
 * tcps_place_segment() - to which connection does a segment belong?
 * @tuple: the connections known between the two ports
 * @dir:   the side that sent the segment
 * @seg:   the segment; nothing in it is trusted
 * @now:   time, ns
 *
 * Pure; the caller serializes, and acts on the result (enum tcps_place). If no connection
 * between the two ports is known, the segment begins one (tcps_fsm_open()).
 */
enum tcps_place tcps_place_segment(const struct tcps_tuple *tuple,
				   unsigned int dir,
				   const struct tcps_segment *seg, u64 now)
{
	const struct tcps_stray *stray = fresh_stray(tuple, now);
	u32 here, pending = TCPS_DISTANCE_MAX, next = TCPS_DISTANCE_MAX;
	u8 flags = seg->flags;
	enum tcps_place place;

	if (flags & TCPS_FLAG_RST)
		return place_rst(tuple, dir, seg, now);
	if ((flags & (TCPS_FLAG_SYN | TCPS_FLAG_ACK)) == TCPS_FLAG_SYN)
		return place_syn(tuple, dir, seg);
	if (!(flags & TCPS_FLAG_ACK))
		return TCPS_PLACE_CURRENT;
	if (stray)
		next = stray_distance(stray, dir, seg);
	if (flags & TCPS_FLAG_SYN) {
		place = place_syn_ack(tuple, dir, seg);
		return place == TCPS_PLACE_STRAY && next != TCPS_DISTANCE_MAX &&
		       !(stray->seg.flags & TCPS_FLAG_SYN) ?
		       place_both(tuple, dir, seg) : place;
	}
	here = too_early(tuple->current_conn, dir, seg) ||
	       beyond_rst(tuple->current_conn, dir, seg) ||
	       beyond_fin(tuple->current_conn, dir, seg) ? TCPS_DISTANCE_MAX :
	       tcps_range_distance(tuple->current_conn, tuple->current_account, dir,
				   seg);
	if (tuple->pending)
		pending = tcps_range_distance(tuple->pending, tuple->pending_account,
					      dir, seg);
	if (pending < here && pending <= next)
		return TCPS_PLACE_PENDING;
	if (next < here) {
		place = place_both(tuple, stray->side, &stray->seg);
		return place == TCPS_PLACE_NEXT &&
		       older(tuple->current_conn, stray, dir) ? TCPS_PLACE_STRAY :
								place;
	}
	return here == TCPS_DISTANCE_MAX ? TCPS_PLACE_STRAY :
					   TCPS_PLACE_CURRENT;
}

/**
 * tcps_place_goes_on() - forget the stray after a segment of the connection
 * @current_conn: the connection
 * @seg:          the segment
 * @stray:        the stray; forgotten if the connection continues at its position, which
 *                 shows that the stray did not belong to it
 */
void tcps_place_goes_on(struct tcps_conn *current_conn,
			const struct tcps_segment *seg,
			struct tcps_stray *stray)
{
	if (seg->flags & (TCPS_FLAG_SYN | TCPS_FLAG_RST) || over(current_conn))
		return;
	current_conn->flags &= ~TCPS_CONN_STRAY;
	stray->side = TCPS_SIDE_NONE;
}

/** tcps_place_quotes() - is @seq the number of the SYN of @side in an attempt? */
bool tcps_place_quotes(const struct tcps_conn *pending, unsigned int side,
		       u32 seq)
{
	const struct tcps_endpoint *ep = &pending->ep[side];

	return (ep->known & TCPS_KNOW_SYN) && ep->iss == seq;
}

/**
 * tcps_place_succeeds() - has an attempt replaced the connection?
 * @current_conn: the connection
 * @pending:      the attempt, after it processed a segment
 *
 * It has once both of its ends have sent a segment: an end that answers the SYN has
 * forgotten the older connection, or would have sent a challenge ACK. If only that end is
 * seen, it has once that end sends more than its SYN-ACK. If the connection has not
 * finished its handshake either, only the initiator's ACK shows which one it has (RFC 9293
 * figure 8).
 */
bool tcps_place_succeeds(const struct tcps_conn *current_conn,
			 const struct tcps_conn *pending)
{
	const struct tcps_endpoint *answering =
		&pending->ep[!pending->initiator];
	const struct tcps_endpoint *opening = &pending->ep[pending->initiator];
	bool unfinished = tcps_know_opening(&current_conn->ep[0]) ||
			  tcps_know_opening(&current_conn->ep[1]);

	if (opening->known & TCPS_KNOW_PEER_SYN)
		return true;
	if (!(answering->proven & TCPS_KNOW_PEER_SYN) ||
	    (tcps_fsm_one_sided(pending) &&
	     tcps_position_max(answering) == answering->iss + 1) ||
	    (pending->ep[0].known & pending->ep[1].known & TCPS_KNOW_OVERLAY))
		return false;
	return !unfinished || over(current_conn);
}

/**
 * tcps_place_refused() - was an attempt refused?
 * @pending: the attempt, after it processed a segment
 */
bool tcps_place_refused(const struct tcps_conn *pending)
{
	return tcps_fsm_end(pending) == TCPS_END_REFUSED;
}
