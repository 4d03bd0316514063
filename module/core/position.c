// SPDX-License-Identifier: GPL-2.0
/*
 * Positions: how far an end has sent. That is confirmed by its own segments in sequence,
 * and by the peer's ACK of data that were seen. A segment ahead of a gap, and an ACK of
 * data that were not seen, are claims: they limit what is possible, and are dropped if a
 * later segment of the end itself contradicts them, since SEG.SEQ shows its position.
 */
#include "position.h"
#include "account.h"
#include "know.h"

/**
 * tcps_position_seek() - set the confirmed position of an endpoint
 * @ep:  the endpoint, %TCPS_EP_SEEN
 * @nxt: the new position, less than 2^31 away
 */
void tcps_position_seek(struct tcps_endpoint *ep, u32 nxt)
{
	u64 position = (u64)ep->wraps << 32 | (u32)(ep->snd_nxt - ep->iss);
	u64 moved = position + (u64)(s32)(nxt - ep->snd_nxt);

	if (moved >> 63)	/* below the start */
		moved = (u32)(nxt - ep->iss);
	else if (moved >> 48)	/* at most 2^48 octets can be counted */
		moved |= (u64)0xffff << 32;
	ep->wraps = (u16)(moved >> 32);
	ep->snd_nxt = nxt;
}

/** tcps_position_begin() - an endpoint begins at @iss and has sent up to @nxt */
void tcps_position_begin(struct tcps_endpoint *ep, u32 iss, u32 nxt)
{
	ep->iss = iss;
	ep->snd_nxt = nxt;
	ep->snd_max = nxt;
	ep->wraps = 0;
	ep->flags |= TCPS_EP_SEEN;
}

/**
 * tcps_position_lower() - let the position of an endpoint count from a lower ISN
 * @ep:  the endpoint
 * @iss: the number; the position may wrap 2^32 by that
 */
void tcps_position_lower(struct tcps_endpoint *ep, u32 iss)
{
	if (ep->snd_nxt - iss < ep->snd_nxt - ep->iss && ep->wraps < 0xffff)
		ep->wraps++;
	ep->iss = iss;
}

/* Drop a claim that is below the confirmed position. */
static void settle_claims(struct tcps_endpoint *ep)
{
	ep->snd_max = tcps_position_max(ep);
}

/*
 * Does the end itself show that it is below a claimed position? A bare ACK has SND.NXT as
 * its number, unless it is an old one, or a keep-alive, which has the number before that
 * (RFC 9293 section 3.8.4). A FIN has it too, but sets the position by itself. The ACK of
 * the claim was not from the peer, either.
 */
static void yield_claims(const struct tcps_input *in)
{
	const struct tcps_segment *seg = in->seg;
	struct tcps_endpoint *from = in->from;
	struct tcps_endpoint *to = in->to;

	if (seg->len || (seg->flags & TCPS_FLAG_FIN) ||
	    !tcps_seq_before(seg->seq + 1, from->snd_max) ||
	    tcps_seq_before(seg->seq, from->snd_nxt) ||
	    ((from->flags & TCPS_EP_ACK) &&
	     tcps_seq_before(seg->ack, from->rcv_nxt)))
		return;
	from->snd_max = seg->seq;
	in->conn->unseen &= ~TCPS_UNSEEN_OWN(in->dir);
	if ((to->flags & TCPS_EP_ACK) &&
	    tcps_seq_after(to->rcv_nxt, from->snd_max)) {
		to->rcv_nxt = from->snd_max;
		in->conn->lowered = true;
	}
}

/*
 * May the last of the numbers ahead of all that was seen be that of a FIN? Where every
 * segment is examined, a gap shows that some were missed; and a flow of which not both SYNs
 * were seen may have begun long before. Else every FIN is seen, and the numbers are data.
 */
static bool fin_missed(const struct tcps_input *in)
{
	return in->account || !tcps_know_both_syns(in->conn);
}

/*
 * A bare ACK ahead of all data seen may come after a FIN; data show that neither the
 * numbers before them nor their own were a FIN. A single octet shows nothing: some hosts
 * send keep-alives with one arbitrary octet at the number of their FIN.
 */
static void note_unseen(const struct tcps_input *in)
{
	const struct tcps_segment *seg = in->seg;
	struct tcps_conn *conn = in->conn;
	u32 end = tcps_segment_end(seg);

	if (end == seg->seq) {
		if (fin_missed(in) ?
		    tcps_seq_after(end, tcps_position_max(in->from)) :
		    in->to->known & TCPS_KNOW_FIN &&
		    tcps_seq_after(end, tcps_position_seen(in)))
			conn->unseen |= TCPS_UNSEEN_OWN(in->dir);
		return;
	}
	if (seg->len > 1 && !tcps_seq_before(end, tcps_position_max(in->from)))
		conn->unseen &= ~TCPS_UNSEEN_OWN(in->dir);
}

/* A segment without data: is its number within data that its sender has sent? */
static bool stands_behind(const struct tcps_input *in)
{
	return in->seg->seq == in->from->snd_max &&
	       in->account && !in->from->syn_fin &&
	       !(in->conn->unseen & TCPS_UNSEEN_OWN(in->dir));
}

/**
 * tcps_position_close() - confirm a FIN if everything before it is confirmed
 * @ep: the endpoint
 */
void tcps_position_close(struct tcps_endpoint *ep)
{
	if ((ep->known & TCPS_KNOW_FIN) && ep->snd_nxt + 1 == ep->snd_max)
		tcps_position_seek(ep, ep->snd_max);
}

/*
 * A segment after the FIN of its sender: data before the FIN (reordered), a number after
 * the FIN, or a retransmitted FIN; the latter confirms the FIN.
 */
static void before_fin(const struct tcps_input *in)
{
	struct tcps_endpoint *from = in->from;
	u32 end = tcps_segment_end(in->seg);

	if (in->seg->seq == from->snd_max && end == in->seg->seq) {
		from->fin_passed = true;
		/* The same ACK again answers what was not seen, perhaps the ACK of its FIN. */
		if ((from->flags & TCPS_EP_ACK) && in->seg->ack == from->rcv_nxt &&
		    !(from->known & (TCPS_KNOW_PEER_FIN | TCPS_KNOW_FIN_ACKED)))
			in->conn->unseen |= TCPS_UNSEEN_FIRST(in->dir);
	}
	if (end == from->snd_max) {
		tcps_position_seek(from, end);
	} else if (!tcps_seq_after(in->seg->seq, from->snd_nxt) &&
		   tcps_seq_between(from->snd_nxt, end, from->snd_max)) {
		tcps_position_seek(from, end);
		tcps_position_close(from);
	}
}

/*
 * A FIN in a SYN is ignored if its sender sends data at its number, or beyond, or has not
 * sent as far: a FIN that it sends again is used instead.
 */
static void drop_syn_fin(struct tcps_endpoint *from, u32 seq, u32 end)
{
	if (!from->syn_fin)
		return;
	if (end == seq && seq + 1 == from->snd_max)
		from->snd_max = seq;
	else if (!tcps_seq_after(end, from->snd_max) &&
		 (end == seq || end != from->snd_max))
		return;
	from->syn_fin = false;
}

/*
 * An end of which only a bare ACK was seen, in the middle, is one number further: the ACK
 * was a keep-alive, which has the number before, or a FIN was missed. Neither is a data
 * octet.
 */
static void pass_keep_alive(struct tcps_conn *conn, struct tcps_endpoint *ep,
			    u32 next)
{
	if (!(ep->flags & TCPS_EP_ACK) || ep->snd_max != ep->iss || ep->wraps ||
	    next != ep->iss + 1)
		return;
	tcps_position_begin(ep, next, next);
	conn->flags &= ~TCPS_CONN_WHOLE;
}

/**
 * tcps_position_sent() - note how far the sender of a segment has sent
 * @in: a segment with ACK and without SYN and RST that belongs to the connection
 *
 * Nothing is sent beyond a FIN, but data sent before it may be seen after it.
 */
void tcps_position_sent(const struct tcps_input *in)
{
	struct tcps_endpoint *from = in->from;
	u32 seq = in->seg->seq;
	u32 end = seq + in->seg->len;

	if (!(from->flags & TCPS_EP_SEEN)) {
		tcps_position_begin(from, seq, end);
		return;
	}
	if (from->known & TCPS_KNOW_FIN) {
		before_fin(in);
		return;
	}
	drop_syn_fin(from, seq, end);
	note_unseen(in);
	pass_keep_alive(in->conn, from, seq);
	settle_claims(from);
	if (tcps_seq_after(seq, from->snd_max) &&
	    from->snd_max != from->snd_nxt) {
		/* Further than the claim before: two segments agree on it. */
		tcps_position_seek(from, from->snd_max);
		in->conn->flags &= ~TCPS_CONN_WHOLE;
	}
	if (end == seq && !stands_behind(in)) {
		yield_claims(in);
	} else if (tcps_seq_after(end, from->snd_nxt) &&
		   (!tcps_seq_after(seq, from->snd_nxt) ||
		    seq == from->snd_max)) {
		/* In sequence, or right after a claim: confirmed likewise. */
		tcps_position_seek(from, end);
	}
	from->snd_max = tcps_seq_later(end, from->snd_max);
	settle_claims(from);
}

/* Data that the peer acknowledges beyond all that was seen may have been missed. */
static void acked_ahead(const struct tcps_input *in, u32 ack)
{
	struct tcps_endpoint *to = in->to;
	bool heard = in->conn->heard & 1 << !in->dir;
	bool beyond;

	settle_claims(to);
	beyond = tcps_seq_after(ack, to->snd_max);
	pass_keep_alive(in->conn, to, ack);
	/* A bare ACK was ahead, and nothing filled the gap before it: that was missed. */
	if (heard && (beyond || in->conn->unseen & TCPS_UNSEEN_OWN(!in->dir)))
		in->conn->flags &= ~TCPS_CONN_WHOLE;
	if (!heard || (!beyond && (!(in->from->flags & TCPS_EP_ACK) ||
				   ack != in->from->rcv_nxt)))
		tcps_position_seek(to, ack);	/* the same again proves no more */
	if (!beyond)
		return;
	to->snd_max = ack;
	to->syn_fin = false;
	if (fin_missed(in))
		in->conn->unseen |= TCPS_UNSEEN_OWN(!in->dir);
}

/**
 * tcps_position_acked() - note the acknowledgement number of a segment
 * @in: a segment with ACK that belongs to the connection
 *
 * The right edge of the window never moves back, even if an old duplicate has a lower one
 * (RFC 9293 section 3.8.6 warns of shrinking it): data sent within it are acceptable.
 */
void tcps_position_acked(const struct tcps_input *in)
{
	struct tcps_account *account = in->account;
	struct tcps_endpoint *from = in->from;
	struct tcps_endpoint *to = in->to;
	bool first = !(from->flags & TCPS_EP_ACK);
	bool fin = to->known & TCPS_KNOW_FIN;
	u32 ack = in->seg->ack;
	bool known = !first && (to->flags & TCPS_EP_SEEN) &&
		     !tcps_seq_after(ack, tcps_position_max(to));

	/* A number that does not even acknowledge the SYN is of another connection. */
	if (first && (to->proven & TCPS_KNOW_SYN) && tcps_position_ahead(ack, to->iss))
		return;
	if (!(to->flags & TCPS_EP_SEEN)) {
		tcps_position_begin(to, ack, ack);
	} else if (tcps_seq_after(ack, to->snd_nxt)) {
		if (fin && tcps_seq_after(ack, to->snd_max))
			return;		/* there is nothing beyond the FIN */
		if (fin)
			tcps_position_seek(to, ack);
		else
			acked_ahead(in, ack);
		tcps_position_close(to);
	}
	if (first || tcps_seq_after(ack, from->rcv_nxt)) {
		from->rcv_nxt = ack;
		from->flags &= ~TCPS_EP_FIN_LATEST;
		/* If it acknowledges data ahead of that, it may be of an older connection. */
		if (known && !(in->seg->flags & TCPS_FLAG_SYN))
			tcps_position_accepted(from);
	}
	from->flags |= TCPS_EP_ACK;
	if (account) {
		u32 edge = ack + account->window[in->dir];

		account->edge[in->dir] =
			first ? edge : tcps_seq_later(edge, account->edge[in->dir]);
	}
}

/**
 * tcps_position_claimed() - note the acknowledgement number of an accepted RST
 * @in: the segment
 *
 * That is a claim. With full accounting it shows nothing new.
 */
void tcps_position_claimed(const struct tcps_input *in)
{
	struct tcps_endpoint *to = in->to;

	if (in->account || !(in->seg->flags & TCPS_FLAG_ACK) ||
	    !(to->flags & TCPS_EP_SEEN) || to->known & TCPS_KNOW_FIN ||
	    !tcps_position_ahead(tcps_position_max(to), in->seg->ack))
		return;
	to->snd_max = in->seg->ack;
	if (!(in->conn->heard & 1 << !in->dir))	/* the last of it may be a FIN */
		in->conn->unseen |= TCPS_UNSEEN_OWN(!in->dir);
}

/**
 * tcps_position_account() - count a segment, under full accounting
 * @in: the segment, before it changes the positions
 */
void tcps_position_account(const struct tcps_input *in)
{
	struct tcps_account *account = in->account;
	const struct tcps_segment *seg = in->seg;

	if (!account)
		return;
	account->packets[in->dir]++;
	tcps_account_time(account, in->dir, seg, tcps_segment_end(seg),
			  (in->from->flags & TCPS_EP_SEEN) &&
			  tcps_seq_before(seg->seq, in->from->snd_nxt),
			  in->now);
	if (seg->flags & TCPS_FLAG_RST)
		return;
	if (!(seg->flags & TCPS_FLAG_SYN))
		account->window[in->dir] =
			tcps_position_window(in->conn, in->dir, seg);
	else if (!(in->from->known & TCPS_KNOW_SYN_ACKED))
		account->window[in->dir] = seg->window;	/* never scaled */
}

/*
 * May the last number that an end has sent be that of a FIN? Yes, if the peer has
 * acknowledged that number, or the end has sent it without data, and no segments of the end
 * are seen; or if segments were missed, and the peer has closed.
 */
static bool may_be_fin(const struct tcps_conn *conn, unsigned int side)
{
	if (!(conn->unseen & TCPS_UNSEEN_OWN(side)) ||
	    (conn->ep[side].known & TCPS_KNOW_FIN))
		return false;
	return !(conn->heard & 1 << side) ||
	       (tcps_position_missed(conn) &&
		(conn->ep[!side].known & TCPS_KNOW_FIN));
}

/* How far has an end sent, claims included? */
static u32 claimed_next(const struct tcps_conn *conn, unsigned int side)
{
	const struct tcps_endpoint *ep = &conn->ep[side];
	u32 max = tcps_position_max(ep);

	/* Where not all data are seen, its RST shows it. */
	if (!(conn->flags & TCPS_CONN_EVERY) && conn->reset_by == side &&
	    !conn->unmarked && (ep->flags & TCPS_EP_SEEN) &&
	    !(ep->known & TCPS_KNOW_FIN) &&
	    tcps_position_ahead(max, conn->mark))
		return conn->mark;
	return max;
}

/**
 * tcps_position_bytes() - octets of payload an end sent, each counted once
 * @conn: the connection
 * @side: the end
 *
 * Where every segment was seen, only confirmed octets; elsewhere claims are included until
 * the end itself shows less. A number that may be of a FIN is not counted.
 */
u64 tcps_position_bytes(const struct tcps_conn *conn, unsigned int side)
{
	const struct tcps_endpoint *ep = &conn->ep[side];
	u64 bytes = (u64)ep->wraps << 32 | (u32)(ep->snd_nxt - ep->iss);
	u32 claimed = claimed_next(conn, side) - ep->snd_nxt;
	unsigned int control = !!(ep->known & TCPS_KNOW_SYN) +
			       may_be_fin(conn, side);

	if (!(conn->flags & TCPS_CONN_WHOLE)) {
		bytes += claimed;
		claimed = 0;
	}
	control += (ep->known & TCPS_KNOW_FIN) && !claimed;
	if (!(ep->flags & TCPS_EP_SEEN) || bytes < control)
		return 0;
	return bytes - control;
}
