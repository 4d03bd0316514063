// SPDX-License-Identifier: GPL-2.0
/* Closing: FINs and their acknowledgement (RFC 9293 section 3.6). */
#include "evidence.h"
#include "know.h"
#include "position.h"
#include "range.h"

/* Is this an old ACK, lower than one of the same end before? */
static bool old_ack(const struct tcps_input *in)
{
	return (in->from->flags & TCPS_EP_ACK) &&
	       tcps_seq_before(in->seg->ack, in->from->rcv_nxt);
}

/* It sent a FIN, which is not acknowledged yet. */
static bool fin_open(const struct tcps_endpoint *ep)
{
	return (ep->known & (TCPS_KNOW_FIN | TCPS_KNOW_FIN_ACKED)) ==
	       TCPS_KNOW_FIN;
}

/**
 * tcps_evidence_no_fin() - the FIN of an end was forged: it never closed
 * @in:   the segment that shows it
 * @side: the end
 */
void tcps_evidence_no_fin(const struct tcps_input *in, unsigned int side)
{
	struct tcps_endpoint *ep = &in->conn->ep[side];
	const struct tcps_endpoint *peer = &in->conn->ep[!side];

	tcps_know_apply(in, side, TCPS_EV_NO_FIN, TCPS_CAUSE_FIN_IGNORED);
	tcps_know_apply(in, !side, TCPS_EV_NO_PEER_FIN,
			TCPS_CAUSE_FIN_IGNORED);
	ep->flags &= ~(TCPS_EP_FIN_CARRIES | TCPS_EP_FIN_LATEST | TCPS_EP_FIN_GAP);
	ep->fin_passed = false;
	ep->syn_fin = false;
	if (ep->snd_nxt == ep->snd_max)
		tcps_position_seek(ep, ep->snd_max - 1);
	ep->snd_max = ep->snd_nxt;
	if (in->conn->first_fin == side)
		in->conn->first_fin = peer->known & TCPS_KNOW_FIN ?
				      !side : TCPS_SIDE_NONE;
}

/*
 * May an ACK of the FIN have been missed? Yes, if its sender was seen to send beyond it, or
 * acknowledges data that were not seen, or if the peer was never seen.
 */
static bool acked_unseen(const struct tcps_input *in)
{
	return in->from->fin_passed || tcps_position_missed(in->conn) ||
	       !(in->conn->heard & 1 << !in->dir) ||
	       (in->account &&
		tcps_seq_after(in->seg->ack, tcps_position_max(in->to)));
}

/*
 * A window probe has the number before the first unacknowledged one (section 3.8.6.1), and
 * an ACK may have the right edge of the window, although its sender is beyond it.
 */
static bool probes(const struct tcps_input *in)
{
	const struct tcps_segment *seg = in->seg;
	const struct tcps_account *account = in->account;

	if (tcps_segment_end(seg) != seg->seq)
		return false;
	if (seg->seq + 1 == in->from->snd_max && acked_unseen(in))
		return true;
	if (!(in->to->flags & TCPS_EP_ACK))
		return false;
	return seg->seq + 1 == in->to->rcv_nxt ||
	       (account && seg->seq == in->to->rcv_nxt +
				       account->window[!in->dir]);
}

/*
 * A bare ACK shows the position of its sender, and a FIN where it ends. One that
 * acknowledges more than any before was sent after the FIN, because acknowledgements never
 * decrease; if its number is another than that after the FIN, that FIN was forged. If the
 * sender may have acknowledged as much before, this proves nothing.
 */
static bool stands_before(const struct tcps_input *in, u32 end)
{
	const struct tcps_endpoint *from = in->from;
	const struct tcps_segment *seg = in->seg;

	return (!seg->len || (seg->flags & TCPS_FLAG_FIN)) &&
	       end != from->snd_max && (from->flags & TCPS_EP_ACK) &&
	       !in->conn->lowered && tcps_seq_after(seg->ack, from->rcv_nxt) &&
	       !probes(in);
}

/* A copy of the FIN had confirmed a position that its alleged sender has not reached. */
static void stand_before(const struct tcps_input *in)
{
	struct tcps_endpoint *from = in->from;

	if (!tcps_seq_before(in->seg->seq, from->snd_nxt))
		return;
	tcps_position_seek(from, in->seg->seq);
	from->snd_max = in->seg->seq;
}

/*
 * It sends data at the number of its FIN, or another FIN beyond one that was ahead of all
 * data seen. Other data beyond the FIN are more likely to be forged than the FIN.
 */
static bool sends_beyond(const struct tcps_input *in, u32 end)
{
	const struct tcps_endpoint *from = in->from;

	return tcps_seq_after(end, from->snd_max) &&
	       (tcps_seq_before(in->seg->seq, from->snd_max) ||
		((in->seg->flags & TCPS_FLAG_FIN) &&
		 from->snd_nxt != from->snd_max));
}

/*
 * It acknowledges data that were not sent, although every segment is examined: a host drops
 * that segment (section 3.10.7.4), so a FIN right after all data remains valid.
 */
static bool acks_unsent(const struct tcps_input *in)
{
	return in->account && in->to->snd_nxt == in->to->snd_max &&
	       tcps_seq_after(in->seg->ack, in->to->snd_max);
}

/**
 * tcps_evidence_fin_doubt() - does a segment disprove a FIN seen before?
 * @in: a segment with ACK and without SYN and RST
 *
 * A FIN that is not acknowledged yet was forged if the end it claims to be from sends
 * beyond it, or has not sent as far, or if its receiver acknowledges beyond it, or never
 * had a window for it: the sender could not have sent that far (RFC 9293 section 3.8.6).
 * Old ACKs, which arrive reordered, prove nothing.
 */
void tcps_evidence_fin_doubt(const struct tcps_input *in)
{
	u32 end = tcps_segment_end(in->seg);
	u32 ack = in->seg->ack;

	if (fin_open(in->from) && sends_beyond(in, end)) {
		tcps_evidence_no_fin(in, in->dir);
	} else if (fin_open(in->from) && stands_before(in, end)) {
		tcps_evidence_no_fin(in, in->dir);
		stand_before(in);
	}
	if (fin_open(in->to) && !old_ack(in) && !acks_unsent(in) &&
	    !tcps_seq_between(ack, in->to->snd_max,
			      ack + tcps_range_reach(in->conn, in->dir)))
		tcps_evidence_no_fin(in, !in->dir);
}

/*
 * Did the endpoint send this after the peer's FIN had time to reach it? Twice the
 * round-trip time from here to the endpoint in the handshake is allowed, since delays vary.
 */
static bool after_fin(const struct tcps_input *in)
{
	u64 leg, fin;

	return tcps_evidence_leg(in->conn, in->dir, &leg) &&
	       tcps_know_entered(in->conn, !in->dir, TCPS_SLOT_CLOSE_1, &fin) &&
	       in->now > in->conn->start + fin + 2 * leg;
}

/*
 * It has closed, continues to send, and does not acknowledge the peer's FIN: that did not
 * arrive in order, although it passed here. A bare ACK may have been sent before the FIN
 * passed; a retransmission usually was not, nor was a segment long enough after the FIN.
 */
static void lacks_fin(const struct tcps_input *in)
{
	struct tcps_endpoint *from = in->from;
	bool repeated = in->seg->flags & TCPS_FLAG_FIN;

	if (!(from->known & TCPS_KNOW_FIN) || !fin_open(in->to) ||
	    (!repeated && !after_fin(in)) ||
	    tcps_segment_end(in->seg) != from->snd_max || old_ack(in))
		return;
	in->to->flags |= TCPS_EP_FIN_MISSED;
	/* A retransmitted FIN proves more: that its ACK did not arrive either. */
	if (!repeated && (from->known & TCPS_KNOW_FIN_ACKED))
		tcps_know_apply(in, in->dir, TCPS_EV_LACKS_FIN,
				TCPS_CAUSE_ACK);
}

/*
 * The sender's own FIN passed before this ACK of the peer's FIN, on the same path: if the
 * ACK arrives, that FIN has arrived, too.
 */
static bool crossed(const struct tcps_input *in)
{
	return (in->to->known & (TCPS_KNOW_FIN | TCPS_KNOW_PEER_FIN |
				 TCPS_KNOW_FIN_ACKED)) == TCPS_KNOW_FIN &&
	       (in->from->known & TCPS_KNOW_FIN) &&
	       !(in->from->flags & TCPS_EP_FIN_MISSED);
}

/*
 * The segment shows that its sender has the peer's FIN. If it is a FIN itself, it may be a
 * retransmission, sent first before the peer's arrived; and if it is ahead of all that was
 * seen of its sender, a FIN may have been missed. Data may be retransmitted, too, and a FIN
 * after them be lost; only an ACK without data has the next number to be sent.
 */
static void note_order(const struct tcps_input *in)
{
	bool gap = tcps_seq_after(in->seg->seq, tcps_position_seen(in));

	if (gap || in->seg->flags & TCPS_FLAG_FIN)
		in->conn->unseen |= TCPS_UNSEEN_OWN(in->dir);
	else if (in->seg->len)
		in->conn->unseen |= TCPS_UNSEEN_FIRST(in->dir);
	if (gap && in->account)
		in->from->flags |= TCPS_EP_FIN_GAP;
}

/**
 * tcps_evidence_takes_fin() - an end has the peer's FIN
 * @in:    the segment that shows it
 * @side:  the end
 * @cause: what it is
 *
 * If its own may have been missed before that, the FIN that is seen later may not be its
 * first.
 */
void tcps_evidence_takes_fin(const struct tcps_input *in, unsigned int side,
			     enum tcps_cause cause)
{
	struct tcps_conn *conn = in->conn;
	const struct tcps_endpoint *ep = &conn->ep[side];

	if (!(ep->known & TCPS_KNOW_FIN) &&
	    !(ep->proven & TCPS_KNOW_PEER_FIN) &&
	    conn->unseen & TCPS_UNSEEN_OWN(side))
		conn->unseen |= TCPS_UNSEEN_FIRST(side);
	tcps_know_apply(in, side, TCPS_EV_ACKS_FIN, cause);
}

/*
 * May the FIN that an end has received be an earlier transmission than the one seen,
 * without that ACK? Yes, if it passed before anything was seen, or was missed, as it may
 * have been if its sender was beyond it before it was seen.
 */
static bool other_fin(const struct tcps_input *in)
{
	const struct tcps_conn *conn = in->conn;

	return (conn->unseen & TCPS_UNSEEN_FIRST(!in->dir)) &&
	       ((conn->flags & TCPS_CONN_ADOPTED) ||
		!(in->from->flags & in->to->flags & TCPS_EP_TIMED) ||
		(in->to->flags & TCPS_EP_FIN_GAP) || tcps_position_missed(conn));
}

/**
 * tcps_evidence_fin_acked() - does a segment acknowledge the peer's FIN?
 * @in: a segment with ACK and without SYN and RST
 *
 * Only a number that covers the FIN proves that the FIN and all data before it arrived: a
 * FIN is accepted in order.
 */
void tcps_evidence_fin_acked(const struct tcps_input *in)
{
	struct tcps_endpoint *from = in->from;
	struct tcps_endpoint *to = in->to;

	if (!(to->known & TCPS_KNOW_FIN))
		return;
	if (in->seg->ack != to->snd_max) {
		lacks_fin(in);
		return;
	}
	/*
	 * It has received the segment with the FIN, and so the ACK in it, even if a
	 * retransmitted FIN of its own seemed to show otherwise. If it retransmits its FIN
	 * with this ACK, it received another FIN, sent before, without that ACK.
	 */
	if (from->known & TCPS_KNOW_FIN) {
		if (in->seg->flags & TCPS_FLAG_FIN)
			to->flags &= ~TCPS_EP_FIN_CARRIES;
		if (to->flags & TCPS_EP_FIN_CARRIES && !other_fin(in))
			tcps_know_apply(in, in->dir, TCPS_EV_HAS_FIN_ACK,
					TCPS_CAUSE_ACK);
		else if (!(from->known & TCPS_KNOW_PEER_FIN) &&
			 (to->flags & TCPS_EP_ACK) &&
			 to->rcv_nxt == from->snd_max)
			/* Likely; if not, it will retransmit its FIN. */
			tcps_know_apply(in, in->dir, TCPS_EV_FIN_ACKED,
					TCPS_CAUSE_ACK);
	} else if (!(from->proven & TCPS_KNOW_PEER_FIN)) {
		note_order(in);
	}
	tcps_evidence_takes_fin(in, in->dir, TCPS_CAUSE_ACK);
	tcps_know_apply(in, !in->dir, crossed(in) ? TCPS_EV_FIN_ACKED_CROSS :
						    TCPS_EV_FIN_ACKED,
			TCPS_CAUSE_ACK);
}

static void closes_with_syn(const struct tcps_input *in, unsigned int side)
{
	struct tcps_conn *conn = in->conn;
	struct tcps_endpoint *ep = &conn->ep[side];

	ep->syn_fin = false;
	tcps_know_apply(in, side, TCPS_EV_FIN, TCPS_CAUSE_FIN);
	tcps_position_seek(ep, ep->snd_max);
	if (conn->first_fin == TCPS_SIDE_NONE)
		conn->first_fin = side;
}

/*
 * Its sender is past the FIN in its SYN. Whether that was accepted is not known, but if
 * nothing is seen of its peer, nothing more will show it.
 */
static bool past_syn_fin(const struct tcps_input *in)
{
	const struct tcps_endpoint *from = in->from;

	return from->syn_fin && !(in->conn->heard & 1 << !in->dir) && !in->seg->len &&
	       in->seg->seq == from->snd_max;
}

/* It was acknowledged, and is the last number that its sender has sent. */
static bool syn_fin_taken(const struct tcps_endpoint *ep, u32 ack)
{
	return ep->syn_fin && (ep->known & TCPS_KNOW_PEER_SYN) && ack == ep->snd_max;
}

/**
 * tcps_evidence_syn_fin() - was the FIN in the SYN of an end accepted?
 * @in: a segment with ACK and without SYN and RST
 *
 * It was if it is acknowledged, now or by the SYN-ACK (RFC 9293 section 3.10.7.2: other
 * controls are queued), and is presumed to be if its sender is past it and nothing is seen
 * of the peer. The state of its sender changes once that has the peer's SYN.
 */
void tcps_evidence_syn_fin(const struct tcps_input *in)
{
	if (past_syn_fin(in)) {
		in->conn->unseen |= TCPS_UNSEEN_FIRST(in->dir);
		closes_with_syn(in, in->dir);
	}
	if (syn_fin_taken(in->to, in->seg->ack))
		closes_with_syn(in, !in->dir);
	if ((in->to->flags & TCPS_EP_ACK) && syn_fin_taken(in->from, in->to->rcv_nxt)) {
		bool later = in->to->known & TCPS_KNOW_FIN;

		in->conn->first_fin = in->dir;
		if (later)
			tcps_know_apply(in, !in->dir, TCPS_EV_FIN_LATER, TCPS_CAUSE_FIN);
		closes_with_syn(in, in->dir);
		tcps_evidence_takes_fin(in, !in->dir, TCPS_CAUSE_ACK);
		if (later)
			tcps_know_apply(in, !in->dir, TCPS_EV_FIN, TCPS_CAUSE_FIN);
		tcps_know_apply(in, in->dir, TCPS_EV_FIN_ACKED, TCPS_CAUSE_ACK);
	}
}

static void repeat_fin(const struct tcps_input *in)
{
	struct tcps_endpoint *from = in->from;
	bool lacks = (in->to->flags & TCPS_EP_FIN_MISSED) && fin_open(in->to);
	bool old = old_ack(in);

	from->fin_repeats = tcps_know_count(from->fin_repeats);
	from->flags &= ~TCPS_EP_FIN_MISSED;
	/* Sent before the one with that ACK, it may be the one that its peer receives. */
	if (old)
		from->flags &= ~TCPS_EP_FIN_CARRIES;
	if (old ||
	    !tcps_know_apply(in, in->dir, lacks ? TCPS_EV_FIN_AGAIN_LACKS :
						  TCPS_EV_FIN_AGAIN,
			     TCPS_CAUSE_FIN))
		tcps_know_note(in, in->dir, TCPS_CAUSE_FIN_REPEAT);
	in->step->restart = true;	/* 2MSL starts again (section 3.10.7.4) */
}

/*
 * Is a FIN within data that its sender has sent? Its number cannot be that of data seen,
 * unless segments were missed, nor ever that of a SYN seen.
 */
static bool behind_data(const struct tcps_input *in, u32 end)
{
	const struct tcps_endpoint *from = in->from;

	if (tcps_seq_before(end, from->snd_nxt))
		return true;
	return end == from->snd_nxt &&
	       ((in->conn->flags & TCPS_CONN_WHOLE) ||
		((from->proven & TCPS_KNOW_SYN) && end == from->iss + 1));
}

/*
 * Two FINs of one end, one of them forged: most likely the one further from what its
 * receiver has acknowledged.
 */
static bool replaces_fin(const struct tcps_input *in, u32 end)
{
	struct tcps_endpoint *from = in->from;
	const struct tcps_endpoint *to = in->to;

	if (!fin_open(from) || !(to->flags & TCPS_EP_ACK) ||
	    end == to->rcv_nxt ||
	    end - to->rcv_nxt >= from->snd_max - to->rcv_nxt)
		return false;
	tcps_evidence_no_fin(in, in->dir);
	if (!tcps_seq_before(from->snd_nxt, end)) {
		tcps_position_seek(from, end - 1);
		from->snd_max = end - 1;
	}
	return true;
}

/*
 * It has acknowledged the peer's FIN, but sent its own before that: its FIN lacks that ACK,
 * or the ACK had the number after the FIN. The FINs crossed.
 */
static bool sent_before_ack(const struct tcps_input *in, u32 end)
{
	const struct tcps_endpoint *from = in->from;

	return (from->known & TCPS_KNOW_PEER_FIN) &&
	       (in->seg->ack != tcps_position_next(in->to) ||
		((from->flags & TCPS_EP_FIN_GAP) && from->snd_max == end));
}

/* Its FIN was acknowledged before it passed here, and by the peer's own FIN. */
static bool closed_before_peer(const struct tcps_input *in)
{
	return (in->to->known & TCPS_KNOW_FIN) &&
	       (in->to->flags & TCPS_EP_FIN_LATEST);
}

static void close_after(const struct tcps_input *in)
{
	struct tcps_conn *conn = in->conn;

	tcps_know_apply(in, !in->dir, TCPS_EV_FIN_LATER, TCPS_CAUSE_FIN);
	tcps_know_apply(in, in->dir, TCPS_EV_FIN, TCPS_CAUSE_FIN);
	tcps_evidence_takes_fin(in, !in->dir, TCPS_CAUSE_ACK);
	tcps_know_apply(in, !in->dir, TCPS_EV_FIN, TCPS_CAUSE_FIN);
	in->to->flags |= TCPS_EP_FIN_CARRIES;
	conn->first_fin = in->dir;
}

/* Its latest ACK may cover a FIN of the peer that was missed. */
static bool may_be_second(const struct tcps_input *in)
{
	return !(in->from->known & TCPS_KNOW_PEER_FIN) &&
	       (in->conn->unseen & TCPS_UNSEEN_OWN(!in->dir)) &&
	       (in->from->flags & TCPS_EP_ACK) &&
	       in->from->rcv_nxt == tcps_position_max(in->to);
}

static void close_now(const struct tcps_input *in, u32 end)
{
	bool before = sent_before_ack(in, end);
	bool proven = in->from->proven & TCPS_KNOW_PEER_FIN;

	if (before)
		tcps_know_apply(in, in->dir, TCPS_EV_FIN_LATER,
				TCPS_CAUSE_FIN);
	else
		in->from->flags &= ~TCPS_EP_FIN_GAP;
	/* With that ACK in it, it may be a retransmission, or sent after the peer's. */
	if ((before && in->seg->ack == tcps_position_next(in->to)) ||
	    may_be_second(in))
		in->conn->unseen |= TCPS_UNSEEN_FIRST(in->dir);
	tcps_know_apply(in, in->dir, TCPS_EV_FIN, TCPS_CAUSE_FIN);
	if (before && proven)
		tcps_know_apply(in, in->dir, TCPS_EV_ACKS_FIN,
				TCPS_CAUSE_ACK);
	else if (before)
		tcps_know_apply(in, in->dir, TCPS_EV_TAKES_FIN,
				TCPS_CAUSE_RST);
}

/**
 * tcps_evidence_fin() - a FIN
 * @in: a segment with FIN and ACK, its ACK already processed
 */
void tcps_evidence_fin(const struct tcps_input *in)
{
	struct tcps_conn *conn = in->conn;
	struct tcps_endpoint *from = in->from;
	struct tcps_endpoint *to = in->to;
	u32 end = tcps_segment_end(in->seg);
	bool acked = (to->flags & TCPS_EP_ACK) && end == to->rcv_nxt;

	if (from->known & TCPS_KNOW_FIN) {
		if (end == from->snd_max)
			repeat_fin(in);
		else if (!replaces_fin(in, end))
			tcps_know_note(in, in->dir, TCPS_CAUSE_FIN_IGNORED);
		if (from->known & TCPS_KNOW_FIN)
			return;
	}
	if (behind_data(in, end) || !(from->known & TCPS_KNOW_PEER_SYN)) {
		tcps_know_note(in, in->dir, TCPS_CAUSE_FIN_IGNORED);
		return;
	}
	if (acked && closed_before_peer(in))
		close_after(in);
	else
		close_now(in, end);
	if (acked || !tcps_seq_after(in->seg->seq, from->snd_nxt))
		tcps_position_seek(from, end);
	from->snd_max = end;
	from->syn_fin = false;
	tcps_position_close(from);
	if ((to->known & TCPS_KNOW_FIN) && in->seg->ack == to->snd_max)
		from->flags |= TCPS_EP_FIN_CARRIES;
	if ((from->flags & TCPS_EP_ACK) && in->seg->ack == from->rcv_nxt)
		from->flags |= TCPS_EP_FIN_LATEST;
	if (tcps_know_opening(to))		/* it accepts no FIN yet */
		from->flags |= TCPS_EP_FIN_MISSED;
	if (conn->first_fin == TCPS_SIDE_NONE)
		conn->first_fin = in->dir;
	if (acked) {	/* its ACK was seen first: reordered, or the FIN was lost */
		/* ... or sent again: its peer may have closed before anything was seen. */
		if (!tcps_know_both_syns(conn))
			conn->unseen |= TCPS_UNSEEN_OWN(!in->dir);
		tcps_evidence_takes_fin(in, !in->dir, TCPS_CAUSE_ACK);
		tcps_know_apply(in, in->dir, TCPS_EV_FIN_ACKED,
				TCPS_CAUSE_ACK);
	}
}
