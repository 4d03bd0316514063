// SPDX-License-Identifier: GPL-2.0
/*
 * The end of the handshake: the ACK that completes it (RFC 9293 section 3.5), other
 * segments that prove it, and ACKs that only look like it.
 */
#include "evidence.h"
#include "know.h"
#include "position.h"
#include "range.h"

/* An unacknowledged SYN-ACK is retransmitted within this time, ns (RFC 6298). */
#define TCPS_SYN_ACK_REPEATED_NS 3000000000ULL

/*
 * An end is ahead of what it was seen to send, although each segment is examined: segments
 * were missed, perhaps its FIN.
 */
static void missed_some(const struct tcps_input *in, unsigned int side)
{
	in->conn->flags &= ~TCPS_CONN_WHOLE;
	in->conn->unseen |= TCPS_UNSEEN_OWN(side);
}

/* Its SYN-ACK was missed, but segments after it are seen. */
static void unseen_answer(const struct tcps_input *in, unsigned int side,
			  u32 iss)
{
	struct tcps_endpoint *ep = &in->conn->ep[side];

	if (!(ep->known & TCPS_KNOW_SYN)) {
		tcps_position_begin(ep, iss, iss + 1);
		/* It is not known whether it offered window scaling: assume so. */
		ep->wscale = TCPS_WSCALE_MAX;
	}
	missed_some(in, side);
	tcps_know_apply(in, side, TCPS_EV_ANSWER_UNSEEN, TCPS_CAUSE_ACK);
}

/**
 * tcps_evidence_answer_implied() - is the SYN of an end known only from segments after it?
 * @conn: the connection
 * @side: the end
 *
 * Some hosts acknowledge a SYN before they answer it, with an arbitrary number. And a
 * server that accepted data in the SYN sends more right after its SYN-ACK (RFC 7413 section
 * 4.2.2), which may be reordered: the ISN may be lower.
 */
bool tcps_evidence_answer_implied(const struct tcps_conn *conn,
				  unsigned int side)
{
	const struct tcps_endpoint *ep = &conn->ep[side];

	return (ep->known & ~ep->proven & TCPS_KNOW_SYN) &&
	       (ep->known & TCPS_KNOW_PEER_SYN);
}

/*
 * The ACK acknowledges none of the numbers seen. Data after the SYN-ACK may have been
 * missed, together with an earlier ACK; and if there were several SYN-ACKs, not the first
 * but another may have arrived.
 */
static bool acks_unseen(const struct tcps_input *in, bool next)
{
	struct tcps_endpoint *to = in->to;
	u32 ack = in->seg->ack;

	if (in->conn->several) {
		if (!next)
			return false;
		tcps_position_begin(to, ack - 1, ack);
		return true;
	}
	if (tcps_evidence_answer_implied(in->conn, !in->dir)) {
		if (!next)
			return false;
		if (tcps_position_ahead(ack, to->iss)) {
			tcps_position_lower(to, ack - 1);
			return true;
		}
	}
	return tcps_position_ahead(to->snd_nxt, ack);
}

/*
 * May the peer's SYN that it acknowledges have been one without ACK? Yes, if one was seen,
 * or if the SYN of either end was not. Data are not sent before a SYN-ACK.
 */
static bool may_be_bare(const struct tcps_input *in)
{
	return in->to->flags & TCPS_EP_ACTIVE ||
	       (!(in->from->proven & in->to->proven & TCPS_KNOW_SYN) &&
		!in->seg->len);
}

/* A segment of the initiator after its SYN: it has received the SYN-ACK. */
static bool initiator_acks(const struct tcps_input *in)
{
	struct tcps_endpoint *from = in->from;
	struct tcps_endpoint *to = in->to;
	u32 seq = in->seg->seq;
	bool next = tcps_seq_between(from->iss + 1, seq,
				     tcps_position_max(from));
	bool covers = (to->known & TCPS_KNOW_SYN) &&
		      tcps_position_covers_syn(to, in->seg->ack);

	if (!next && !tcps_position_ahead(tcps_position_max(from), seq))
		return false;
	if (!next)
		missed_some(in, in->dir);
	if (!(to->known & TCPS_KNOW_SYN)) {
		unseen_answer(in, !in->dir, in->seg->ack - 1);
	} else if (!covers) {
		if (!acks_unseen(in, next))
			return false;
		missed_some(in, !in->dir);
	}
	if ((covers || in->conn->several) && next &&
	    in->dir == in->conn->initiator)
		from->flags |= TCPS_EP_TIMED;
	/* If neither number is one that was seen, it may be of an older connection. */
	tcps_know_apply(in, in->dir, may_be_bare(in) || (!next && !covers) ?
				     TCPS_EV_ACKS_BARE_SYN : TCPS_EV_ACKS_SYN,
			TCPS_CAUSE_ACK);
	if (!covers && (to->known & TCPS_KNOW_PEER_SYN))
		tcps_know_apply(in, !in->dir, TCPS_EV_SYN_ACKED,
				TCPS_CAUSE_ACK);
	return true;
}

/*
 * The first segment seen of a responder is not a SYN-ACK, so that was missed. If it
 * acknowledges more than the SYN contained, the initiator's ACK was missed, too.
 */
static bool responder_acks(const struct tcps_input *in)
{
	struct tcps_endpoint *to = in->to;
	u32 max = tcps_position_max(to);
	u32 ack = in->seg->ack;

	if (!(to->known & TCPS_KNOW_SYN) || !tcps_seq_after(ack, to->iss) ||
	    (tcps_seq_after(ack, max) &&
	     (!tcps_position_ahead(max, ack) ||
	      tcps_segment_end(in->seg) == in->seg->seq)))
		return false;
	unseen_answer(in, in->dir, in->seg->seq - 1);
	if (tcps_seq_after(ack, max)) {
		if (tcps_know_opening(to))
			tcps_know_apply(in, !in->dir, TCPS_EV_PEER_PROCEEDS,
					TCPS_CAUSE_ACK);
		tcps_know_apply(in, in->dir, TCPS_EV_PROCEEDS, TCPS_CAUSE_ACK);
	}
	return true;
}

/*
 * It continues without having retransmitted its SYN-ACK, which it would have done long ago
 * if it lacked the ACK. A bare ACK may just answer a retransmitted SYN (section 3.10.7.4).
 */
static bool continues_late(const struct tcps_input *in)
{
	const struct tcps_endpoint *from = in->from;
	u64 at;

	if (!(from->flags & TCPS_EP_SYN_ACK) || from->syn_repeats)
		return false;
	if (in->to->syn_repeats &&
	    tcps_segment_end(in->seg) == from->iss + 1)
		return false;
	return tcps_know_entered(in->conn, in->dir, TCPS_SLOT_SYN_RECEIVED, &at) &&
	       in->now >= in->conn->start + at + TCPS_SYN_ACK_REPEATED_NS;
}

/* If neither number is one that was seen, it may be of an older connection. */
static bool fits(const struct tcps_input *in)
{
	return (in->conn->flags & TCPS_CONN_WHOLE && in->conn->heard == 3) ||
	       !tcps_seq_after(in->seg->seq, in->from->snd_nxt) ||
	       !tcps_seq_after(in->seg->ack, tcps_position_max(in->to));
}

/* Of several SYN-ACKs, the peer that is not seen has received one with another number. */
static void take_other_number(const struct tcps_input *in)
{
	struct tcps_endpoint *from = in->from;
	u32 seq = in->seg->seq;

	if (tcps_range_any(in->conn, in->dir) &&
	    !tcps_seq_between(from->iss + 1, seq, tcps_position_max(from)) &&
	    !tcps_position_ahead(tcps_position_max(from), seq))
		tcps_position_begin(from, seq - 1, seq);
}

/*
 * Does a segment from SYN-RECEIVED show that its sender is past it? Yes, if it
 * acknowledges more than the SYN-ACK did. Data prove nothing, since with fast open they
 * may be sent before the ACK arrives (RFC 7413 section 4.2.2), but after some time they
 * allow it to be inferred.
 */
static void past_syn_received(const struct tcps_input *in)
{
	enum tcps_evidence evidence = TCPS_EV_PEER_PROCEEDS;

	if ((in->from->flags & TCPS_EP_ACK) &&
	    tcps_seq_after(in->seg->ack, in->from->rcv_nxt)) {
		if (in->from->proven & TCPS_KNOW_SYN && fits(in))
			evidence = TCPS_EV_PROCEEDS;
	} else if (!continues_late(in)) {
		return;
	}
	tcps_know_apply(in, in->dir, evidence, TCPS_CAUSE_ACK);
	if (!tcps_know_opening(in->to))
		return;
	tcps_know_apply(in, !in->dir, TCPS_EV_PEER_PROCEEDS, TCPS_CAUSE_ACK);
	/* Until now every ACK is examined: it was missed, and so may be a FIN after it. */
	in->conn->unseen |= TCPS_UNSEEN_OWN(!in->dir);
}

/**
 * tcps_evidence_handshake() - evidence of an ACK about an unfinished handshake
 * @in: a segment with ACK and without SYN and RST
 *
 * Return: false if the segment does not belong to this connection attempt, and so proves
 * nothing.
 */
bool tcps_evidence_handshake(const struct tcps_input *in)
{
	struct tcps_endpoint *from = in->from;
	struct tcps_endpoint *to = in->to;

	if (tcps_know_opening(from)) {
		if (!initiator_acks(in)) {
			tcps_know_note(in, in->dir, TCPS_CAUSE_INVALID);
			return false;
		}
	} else if (!(from->known & TCPS_KNOW_PEER_SYN)) {
		if (!responder_acks(in)) {
			/* The answer of an older connection of that port. */
			tcps_know_note(in, in->dir, TCPS_CAUSE_CHALLENGE_ACK);
			return false;
		}
	} else if (!(from->known & TCPS_KNOW_SYN_ACKED)) {
		take_other_number(in);
		past_syn_received(in);
	}
	if ((to->known & (TCPS_KNOW_PEER_SYN | TCPS_KNOW_SYN_ACKED)) ==
	    TCPS_KNOW_PEER_SYN && tcps_position_covers_syn(to, in->seg->ack))
		tcps_know_apply(in, !in->dir, TCPS_EV_SYN_ACKED,
				TCPS_CAUSE_ACK);
	return true;
}

/** tcps_evidence_expect_challenge() - @side is likely to send a challenge ACK */
void tcps_evidence_expect_challenge(struct tcps_conn *conn, unsigned int side)
{
	conn->flags &= ~TCPS_CONN_TARGET;
	conn->flags |= TCPS_CONN_CHALLENGED | (side ? TCPS_CONN_TARGET : 0);
}

/**
 * tcps_evidence_challenge() - is this the expected challenge ACK?
 * @in: a segment with ACK and without SYN and RST
 *
 * RFC 5961 sections 3.2 and 4.2: it repeats the latest numbers of its sender.
 */
void tcps_evidence_challenge(const struct tcps_input *in)
{
	struct tcps_conn *conn = in->conn;
	const struct tcps_endpoint *from = in->from;
	const struct tcps_segment *seg = in->seg;

	if (!(conn->flags & TCPS_CONN_CHALLENGED) ||
	    !!(conn->flags & TCPS_CONN_TARGET) != in->dir ||
	    tcps_know_opening(from))
		return;
	/* Challenge ACK or not, its sender continues. */
	conn->flags &= ~TCPS_CONN_CHALLENGED;
	if (!seg->len && !(seg->flags & TCPS_FLAG_FIN) &&
	    (!(conn->flags & TCPS_CONN_WHOLE) ||
	     ((from->flags & TCPS_EP_ACK) && seg->ack == from->rcv_nxt)))
		tcps_know_note(in, in->dir, TCPS_CAUSE_CHALLENGE_ACK);
}

/**
 * tcps_evidence_leg() - round-trip time from here to an end
 * @conn: the connection
 * @side: the end
 * @leg:  filled in: that in the handshake, ns
 *
 * Return: false if that was not seen.
 */
bool tcps_evidence_leg(const struct tcps_conn *conn, unsigned int side,
		       u64 *leg)
{
	u64 from = 0, to;

	if (side == conn->initiator) {
		if (!tcps_know_entered(conn, !side, TCPS_SLOT_SYN_RECEIVED,
				       &from) ||
		    !tcps_know_entered(conn, side, TCPS_SLOT_ESTABLISHED, &to))
			return false;
	} else if (!tcps_know_entered(conn, side, TCPS_SLOT_SYN_RECEIVED,
				      &to)) {
		return false;
	}
	if (to < from)
		return false;
	*leg = to - from;
	return true;
}
