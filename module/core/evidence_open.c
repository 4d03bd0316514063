// SPDX-License-Identifier: GPL-2.0
/*
 * The end of the handshake: the ACK that completes it (RFC 9293 section 3.5),
 * what stands in for it, and what is no such ACK though it looks like one.
 */
#include "evidence.h"

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
 * SYN-ACK may have been missed, and an earlier ACK with it; and of several
 * SYN-ACKs an earlier one than the latest may have arrived.
 */
static bool acks_unseen(struct tcps_conn *conn, unsigned int dir,
			const struct tcps_segment *seg, bool next, bool *missed)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	struct tcps_endpoint *to = &conn->ep[!dir];

	if (to->state != TCPS_SYN_RECEIVED || to->nxt != to->iss + 1)
		return false;
	if (!conn->several && seg->ack - to->nxt < TCPS_UNSEEN_MAX &&
	    seg->seq - (from->iss + 1) < TCPS_UNSEEN_MAX) {
		conn->flags &= ~TCPS_CONN_TRACKED;
		tcps_endpoint_sent(to, seg->ack, seg->ack);
		*missed = true;
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
	bool missed = false;

	if (to->flags & TCPS_EP_SYN) {
		if (next && tcps_endpoint_implied(to) &&
		    to->iss + 1 - seg->ack < TCPS_UNSEEN_MAX)
			tcps_endpoint_lower(to, seg->ack - 1);
		if (!tcps_conn_covers_syn(to, seg->ack) &&
		    !acks_unseen(conn, dir, seg, next, &missed))
			return false;
	} else {
		if (!next)
			return false;
		unseen_syn_ack(conn, !dir, seg->ack - 1, now, step);
	}
	from->timed = !missed && dir == conn->initiator;
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
 * tcps_evidence_fits_open() - could a segment be of the handshake that ended?
 * @conn: the connection, in doubt
 * @dir:  the side that sent it
 * @seg:  a segment with ACK and without SYN
 *
 * Return: false if the connection ended in SYN-SENT and the segment does not
 * acknowledge the SYN, or is not the initiator's next.
 */
bool tcps_evidence_fits_open(const struct tcps_conn *conn, unsigned int dir,
			     const struct tcps_segment *seg)
{
	const struct tcps_endpoint *from = &conn->ep[dir];
	const struct tcps_endpoint *to = &conn->ep[!dir];

	if (from->saved == TCPS_SYN_SENT)
		return seg->seq == from->nxt || seg->seq == from->iss + 1 ||
		       ((to->flags & TCPS_EP_SYN) &&
			tcps_conn_covers_syn(to, seg->ack));
	return to->saved != TCPS_SYN_SENT ||
	       tcps_conn_covers_syn(to, seg->ack);
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
