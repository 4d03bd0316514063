// SPDX-License-Identifier: GPL-2.0
/*
 * Resets (RFC 9293 section 3.5.2, RFC 5961 section 3): who sent one, whether
 * its target will have believed it, and what to do when that proves wrong.
 */
#include "evidence.h"
#include "table.h"

/* How long a segment may be overtaken by a later one, ns. */
#define TCPS_OVERTAKEN_NS 1000000000ULL

/*
 * Does the RST carry a number its target takes? In SYN-SENT it must
 * acknowledge the SYN. Else it must be the next number the target expects:
 * known if the target acknowledged a FIN, since nothing comes after that; else
 * it lies between what the target acknowledged and what was sent to it, and
 * where not every segment was seen nobody can tell, and it is believed until
 * disproved. In the handshake every ACK is awaited, so nothing is missed, save by
 * a capture that lost some: then it may stand as far ahead as its sender can
 * have come unseen.
 */
static bool acceptable(const struct tcps_conn *conn, unsigned int dir,
		       const struct tcps_segment *seg)
{
	const struct tcps_endpoint *from = &conn->ep[dir];
	const struct tcps_endpoint *to = &conn->ep[!dir];

	switch (to->state) {
	case TCPS_SYN_SENT:
		if ((from->flags & TCPS_EP_SYN_ACK) && seg->seq == from->nxt)
			return true;
		if (!(seg->flags & TCPS_FLAG_ACK))
			return false;
		return tcps_conn_covers_syn(to, seg->ack) ||
		       tcps_conn_marked(conn, dir, seg) ||
		       seg->ack == to->acked + 1;
	case TCPS_LISTEN:
		return tcps_seq_between(from->iss, seg->seq, from->nxt);
	case TCPS_SYN_RECEIVED:
		return !(to->flags & TCPS_EP_ACK) ||
		       tcps_seq_between(to->acked, seg->seq, from->nxt) ||
		       (conn->account && !(conn->flags & TCPS_CONN_TRACKED) &&
			seg->seq - to->acked < TCPS_UNSEEN_MAX);
	default:
		break;
	}
	/* It answers a SYN: its sender knows nothing of this connection. */
	if (tcps_conn_marked(conn, dir, seg))
		return true;
	/* Linux takes the number of the FIN as well, until TIME-WAIT. */
	if (from->flags & TCPS_EP_FIN_ACKED)
		return seg->seq == from->nxt ||
		       (seg->seq == from->nxt - 1 &&
			to->state != TCPS_TIME_WAIT);
	if (!(conn->flags & TCPS_CONN_TRACKED) || !(to->flags & TCPS_EP_ACK))
		return true;
	return tcps_seq_between(to->acked, seg->seq, from->nxt);
}

/*
 * Was all missed that came between the handshake and the RST? A capture may hold
 * nothing but SYNs, FINs and RSTs. Such a RST acknowledges more than was seen.
 */
static bool behind_unseen(const struct tcps_conn *conn, unsigned int dir,
			  const struct tcps_segment *seg)
{
	const struct tcps_endpoint *from = &conn->ep[dir];
	const struct tcps_endpoint *to = &conn->ep[!dir];

	return ((from->state == TCPS_SYN_SENT &&
		 to->state == TCPS_SYN_RECEIVED) ||
		(from->state == TCPS_SYN_RECEIVED &&
		 to->state == TCPS_SYN_SENT)) &&
	       (seg->flags & TCPS_FLAG_ACK) && seg->ack != to->nxt &&
	       seg->ack - to->nxt < TCPS_UNSEEN_MAX &&
	       seg->seq - from->nxt < TCPS_UNSEEN_MAX;
}

/* A number within the window, but not the next, draws a challenge ACK. */
static void ignore(struct tcps_conn *conn, unsigned int dir,
		   const struct tcps_segment *seg, struct tcps_step *step)
{
	const struct tcps_endpoint *to = &conn->ep[!dir];

	if (conn->account && (to->flags & TCPS_EP_ACK) &&
	    !(conn->flags & (TCPS_CONN_SYN_MARK | TCPS_CONN_DOUBT)) &&
	    tcps_seq_between(to->acked, seg->seq, conn->account->edge[!dir]))
		tcps_conn_expect(conn, !dir, TCPS_CONN_CHALLENGED);
	tcps_conn_note(conn, dir, TCPS_CAUSE_RST_IGNORED, step);
}

/**
 * tcps_evidence_doubt() - both ends are about to be closed on weak evidence
 * @conn: the connection
 * @mark: the sequence number that may prove it wrong
 */
void tcps_evidence_doubt(struct tcps_conn *conn, u32 mark)
{
	unsigned int side;

	for (side = 0; side < 2; side++) {
		conn->ep[side].saved = conn->ep[side].state;
		conn->ep[side].flags &= ~TCPS_EP_WENT_ON;
	}
	conn->mark = mark;
	conn->flags &= ~(TCPS_CONN_SYN_MARK | TCPS_CONN_CHALLENGED);
	conn->flags |= TCPS_CONN_DOUBT;
}

/**
 * tcps_evidence_settle() - no more doubt: what was believed is so
 * @conn: the connection, about to end
 *
 * A RST that was believed stands where its sender had got to.
 */
void tcps_evidence_settle(struct tcps_conn *conn)
{
	unsigned int side;

	for (side = 0; side < 2; side++)
		if (tcps_conn_reset_ahead(conn, side))
			tcps_endpoint_sent(&conn->ep[side], conn->mark,
					   conn->mark);
	conn->flags &= ~(TCPS_CONN_DOUBT | TCPS_CONN_SYN_MARK |
			 TCPS_CONN_CHALLENGED);
}

/*
 * A RST comes after all that its sender sent, a FIN included. Its target takes
 * it only at the number it expects: it has the sender's FIN if the RST lies
 * behind that, or where Linux takes it as well (see acceptable()).
 */
static bool behind_fin(const struct tcps_endpoint *from, u32 seq)
{
	return (from->flags & TCPS_EP_FIN) &&
	       (seq == from->nxt || seq == from->nxt - 1);
}

static void close_both(struct tcps_conn *conn, unsigned int dir,
		       const struct tcps_segment *seg, u64 now,
		       struct tcps_step *step)
{
	tcps_conn_apply(conn, dir, TCPS_EV_RST_SENT, TCPS_CAUSE_RST, now, step);
	if (behind_fin(&conn->ep[dir], seg->seq))
		tcps_conn_apply(conn, !dir, TCPS_EV_TAKES_FIN, TCPS_CAUSE_RST,
				now, step);
	tcps_conn_apply(conn, !dir, TCPS_EV_RST_PASSED, TCPS_CAUSE_RST, now,
			step);
}

/* What a RST was believed to have done, and has not. */
static const struct tcps_change taken_back = {
	.cause = TCPS_CAUSE_RST,
	.certainty = TCPS_OBSERVED,
	.flags = TCPS_CHANGE_RETRACT,
};

/*
 * One more RST: of a burst, and then the furthest number counts, for a closed
 * end answers old segments by old numbers; or of the other end, which had not
 * got the first when it sent its own, and may say in it that it has the FIN.
 */
static void another_rst(struct tcps_conn *conn, unsigned int dir,
			const struct tcps_segment *seg, u64 now,
			struct tcps_step *step)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	const struct tcps_endpoint *to = &conn->ep[!dir];

	if (conn->reset_by == dir) {
		if (!tcps_seq_between(seg->seq, conn->mark,
				      seg->seq + tcps_conn_reach(conn, !dir)))
			conn->mark = seg->seq;
	} else if ((to->flags & TCPS_EP_FIN) && seg->ack == to->nxt &&
		   (seg->flags & TCPS_FLAG_ACK) &&
		   (from->saved == TCPS_ESTABLISHED ||
		    from->saved == TCPS_FIN_WAIT_1) &&
		   !(from->flags & TCPS_EP_RST)) {
		tcps_conn_move(conn, dir, from->saved, &taken_back, now, step);
		tcps_conn_apply(conn, dir, TCPS_EV_ACKS_FIN, TCPS_CAUSE_RST,
				now, step);
		tcps_conn_apply(conn, dir, TCPS_EV_RST_SENT, TCPS_CAUSE_RST,
				now, step);
	}
	from->flags |= TCPS_EP_RST;
}

static bool both_closed(const struct tcps_conn *conn)
{
	return conn->ep[0].state == TCPS_CLOSED &&
	       conn->ep[1].state == TCPS_CLOSED;
}

/**
 * tcps_evidence_rst() - a RST
 * @conn: the connection
 * @dir:  the side that sent it
 * @seg:  the segment
 * @now:  time, ns
 * @step: what it does
 */
void tcps_evidence_rst(struct tcps_conn *conn, unsigned int dir,
		       const struct tcps_segment *seg, u64 now,
		       struct tcps_step *step)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	struct tcps_endpoint *to = &conn->ep[!dir];
	bool finished = conn->end == TCPS_END_FIN;
	bool unseen = behind_unseen(conn, dir, seg);
	bool answer = tcps_conn_marked(conn, dir, seg);
	bool refused;

	if (both_closed(conn)) {
		if (conn->flags & TCPS_CONN_DOUBT)
			another_rst(conn, dir, seg, now, step);
		return;
	}
	if (tcps_evidence_syn_refused(conn, dir, seg, now, step))
		return;
	if (!unseen && !acceptable(conn, dir, seg)) {
		ignore(conn, dir, seg, step);
		return;
	}
	refused = to->state == TCPS_SYN_SENT && from->state == TCPS_LISTEN;
	/* That it has the FIN stays true, whatever comes of the RST. */
	if ((to->flags & TCPS_EP_FIN) && (seg->flags & TCPS_FLAG_ACK) &&
	    seg->ack == to->nxt)
		tcps_conn_apply(conn, dir, TCPS_EV_ACKS_FIN, TCPS_CAUSE_RST,
				now, step);
	/* In answer to a SYN its numbers are not of this connection. */
	tcps_evidence_doubt(conn, answer && from->flags & TCPS_EP_SEEN ?
			    from->nxt - 1 : seg->seq);
	from->flags |= TCPS_EP_RST;
	if (unseen)
		conn->flags &= ~TCPS_CONN_TRACKED;
	if (seg->flags & TCPS_FLAG_ACK && to->flags & TCPS_EP_SEEN &&
	    !answer && (to->state != TCPS_SYN_SENT || unseen) &&
	    seg->ack - to->nxt < TCPS_UNSEEN_MAX)
		tcps_endpoint_sent(to, seg->ack, seg->ack);
	close_both(conn, dir, seg, now, step);
	conn->reset_by = dir;
	if (!finished)
		conn->end = refused ? TCPS_END_REFUSED : TCPS_END_RESET;
	step->restart = true;
}

/**
 * tcps_evidence_revive() - the connection goes on: take back its end
 * @conn: the connection, in doubt
 * @dir:  the side whose segment proves it
 * @now:  time, ns
 * @step: where the transitions back are added
 */
void tcps_evidence_revive(struct tcps_conn *conn, unsigned int dir, u64 now,
			  struct tcps_step *step)
{
	bool icmp = conn->end == TCPS_END_UNREACHABLE;
	struct tcps_change how = {
		.cause = icmp ? TCPS_CAUSE_ICMP_IGNORED : TCPS_CAUSE_RST_IGNORED,
		.flags = TCPS_CHANGE_RETRACT,
	};
	unsigned int i;

	conn->flags &= ~TCPS_CONN_DOUBT;
	if (conn->end != TCPS_END_FIN)
		conn->end = TCPS_END_STILL_OPEN;
	conn->reset_by = TCPS_SIDE_NONE;
	for (i = 0; i < 2; i++) {
		unsigned int side = i ? !dir : dir;

		conn->ep[side].flags &= ~TCPS_EP_RST;
		how.certainty = i ? TCPS_PRESUMED : TCPS_OBSERVED;
		tcps_conn_move(conn, side, conn->ep[side].saved, &how, now,
			       step);
	}
	step->restart = true;
}

/**
 * tcps_evidence_outlived() - can nothing sent before a RST come any more?
 * @conn: the connection, in doubt about a RST
 * @now:  time, ns
 */
bool tcps_evidence_outlived(const struct tcps_conn *conn, u64 now)
{
	u64 at;

	if (!tcps_stamp_get(&conn->entered[conn->reset_by][TCPS_SLOT_CLOSED],
			    &at))
		return true;
	return now > conn->start + at + TCPS_OVERTAKEN_NS;
}

/*
 * What the target sent before the RST came to it, and what passes here only
 * after that one, still tells how far it had come.
 */
static void before_rst(struct tcps_conn *conn, unsigned int dir,
		       const struct tcps_segment *seg, u64 now,
		       struct tcps_step *step)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	const struct tcps_endpoint *to = &conn->ep[!dir];
	bool behind = behind_fin(to, conn->mark);
	bool acks_syn = from->saved == TCPS_SYN_SENT &&
			(to->flags & TCPS_EP_SYN) && seg->seq == from->nxt &&
			tcps_conn_covers_syn(to, seg->ack);
	bool acks_fin = (from->saved == TCPS_ESTABLISHED ||
			 from->saved == TCPS_FIN_WAIT_1) &&
			(to->flags & TCPS_EP_FIN) && seg->ack == to->nxt;
	bool fin = (seg->flags & TCPS_FLAG_FIN) &&
		   !(from->flags & TCPS_EP_FIN) &&
		   tcps_seq_after(tcps_segment_end(seg), from->nxt) &&
		   tcps_table[from->saved][TCPS_EV_FIN].defined;

	/* That it took the FIN which the RST lies behind, was presumed. */
	if (from->state != TCPS_CLOSED ||
	    !(acks_syn || fin || (acks_fin && !behind)))
		return;
	tcps_conn_move(conn, dir, from->saved, &taken_back, now, step);
	if (acks_syn) {
		from->timed = dir == conn->initiator;
		tcps_conn_apply(conn, dir, TCPS_EV_ACKS_SYN, TCPS_CAUSE_ACK,
				now, step);
	}
	tcps_evidence_fin_acked(conn, dir, seg, now, step);
	if (fin) {
		tcps_evidence_fin(conn, dir, seg, now, step);
		from->flags |= TCPS_EP_WENT_ON;
	}
	from->saved = from->state;
	if (behind)
		tcps_conn_apply(conn, dir, TCPS_EV_TAKES_FIN, TCPS_CAUSE_RST,
				now, step);
	tcps_conn_apply(conn, dir, TCPS_EV_RST_PASSED, TCPS_CAUSE_RST, now,
			step);
}

/*
 * Does the alleged sender of the RST acknowledge what its target sent after it?
 */
static bool answered(struct tcps_conn *conn, unsigned int dir,
		     const struct tcps_segment *seg)
{
	struct tcps_endpoint *target = &conn->ep[!conn->reset_by];
	u32 end = tcps_segment_end(seg);

	if (dir == conn->reset_by)
		return (target->flags & TCPS_EP_WENT_ON) &&
		       !tcps_seq_before(seg->ack, target->nxt);
	if ((target->flags & (TCPS_EP_SEEN | TCPS_EP_FIN)) == TCPS_EP_SEEN &&
	    end != seg->seq && tcps_seq_after(end, target->nxt)) {
		tcps_endpoint_sent(target, seg->seq, end);
		target->flags |= TCPS_EP_WENT_ON;
	}
	return false;
}

/**
 * tcps_evidence_rst_doubt() - does a segment disprove a RST seen before?
 * @conn: the connection, in doubt
 * @dir:  the side that sent the segment
 * @seg:  a segment with ACK and without SYN
 * @now:  time, ns
 * @step: what it does
 *
 * Who sent a RST sends nothing more, so anything from the alleged sender
 * disproves it; save for what the RST may have overtaken, which lies before it.
 * Its target may have sent while the RST was on its way: that says nothing as
 * long as the target would take the RST's number, now or once what is in flight
 * has arrived. Outside its window it will not, and a second later nothing is on
 * its way any more. And if the alleged sender acknowledges what the target sent
 * only after the RST, it was there to get it. An attempt to connect that was
 * refused, or whose destination could not be reached, goes on only by what its
 * handshake could hold: a port has had connections before, and their segments
 * stray.
 *
 * Return: true if the connection goes on.
 */
bool tcps_evidence_rst_doubt(struct tcps_conn *conn, unsigned int dir,
			     const struct tcps_segment *seg, u64 now,
			     struct tcps_step *step)
{
	if (!tcps_evidence_fits_open(conn, dir, seg)) {
		tcps_conn_note(conn, dir, TCPS_CAUSE_INVALID, step);
		return false;
	}
	if (conn->reset_by < 2) {
		unsigned int target = !conn->reset_by;
		u32 at = dir == target ? seg->ack : tcps_segment_end(seg);

		if (tcps_seq_between(at, conn->mark,
				     at + tcps_conn_reach(conn, target)) &&
		    !tcps_evidence_outlived(conn, now)) {
			if (dir == target)
				before_rst(conn, dir, seg, now, step);
			if (!answered(conn, dir, seg))
				return false;
		}
	}
	tcps_evidence_revive(conn, dir, now, step);
	return true;
}
