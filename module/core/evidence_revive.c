// SPDX-License-Identifier: GPL-2.0
/*
 * After a RST (RFC 9293 section 3.5.3, RFC 5961 section 3): segments of ends that are
 * presumed closed. They were sent before the RST arrived, or they show that the RST was
 * forged, or not accepted, and retract it.
 */
#include "evidence.h"
#include "know.h"
#include "position.h"
#include "range.h"

/* How long a RST may be ahead of segments sent before it, ns: minimum, and default. */
#define TCPS_OVERTAKEN_MIN_NS 200000000ULL
#define TCPS_OVERTAKEN_NS 1000000000ULL

/**
 * tcps_evidence_behind_fin() - is the number of a RST beyond the FIN of its sender?
 * @from: the sender
 * @seq:  sequence number of the RST
 *
 * A RST comes after all that its sender sent, a FIN included. Its target accepts it only
 * with the number that it expects: so it has received the sender's FIN if the RST is beyond
 * that, or has its number, which Linux accepts as well.
 */
bool tcps_evidence_behind_fin(const struct tcps_endpoint *from, u32 seq)
{
	return (from->known & TCPS_KNOW_FIN) &&
	       (seq == from->snd_max || seq == from->snd_max - 1);
}

/**
 * tcps_evidence_outlived() - is it too late for segments sent before the RST?
 * @in:   the segment that comes now
 * @side: the end
 *
 * Return: true if no more segments can come that @side sent before the RST arrived, or
 * before @side sent it.
 */
bool tcps_evidence_outlived(const struct tcps_input *in, unsigned int side)
{
	u64 limit = TCPS_OVERTAKEN_NS, at, leg;
	unsigned int by = in->conn->reset_by;

	/* Even if the RST turned out to be forged, an end may still be presumed closed by it. */
	if (by == TCPS_SIDE_NONE)
		by = side;
	if (tcps_evidence_leg(in->conn, side, &leg)) {
		limit = 2 * leg;
		if (limit < TCPS_OVERTAKEN_MIN_NS)
			limit = TCPS_OVERTAKEN_MIN_NS;
	}
	if (!tcps_know_entered(in->conn, by, TCPS_SLOT_CLOSED, &at))
		return true;
	return in->now > in->conn->start + at + limit;
}

/**
 * tcps_evidence_below() - record a change of state of an end that is presumed closed
 * @in:       the segment, sent by that end
 * @closes:   the evidence that closes it again, enum tcps_evidence
 * @evidence: applies the evidence of the segment
 *
 * The change is recorded as of the state that the end was really in, and then that it is
 * closed again; nothing is recorded if the state does not change.
 */
void tcps_evidence_below(const struct tcps_input *in, enum tcps_evidence closes,
			 void (*evidence)(const struct tcps_input *in))
{
	struct tcps_conn trial = *in->conn;
	struct tcps_step ignored = { .n = 0 };
	struct tcps_input copy = *in;
	const u8 lifted = 0xff & ~TCPS_KNOW_OVERLAY;
	enum tcps_state before = tcps_fsm_below(in->conn, in->dir);

	copy.conn = &trial;
	copy.step = &ignored;
	copy.account = NULL;
	copy.from = &trial.ep[in->dir];
	copy.to = &trial.ep[!in->dir];
	copy.from->known &= lifted;
	evidence(&copy);
	if (tcps_fsm_below(&trial, in->dir) == before) {
		evidence(in);
		return;
	}
	tcps_know_apply(in, in->dir, TCPS_EV_GOES_ON, TCPS_CAUSE_RST);
	evidence(in);
	tcps_know_apply(in, in->dir, closes, TCPS_CAUSE_RST);
}

/* The end @side is not closed after all. */
static void lift(const struct tcps_input *in, unsigned int side)
{
	struct tcps_conn *conn = in->conn;
	enum tcps_cause cause = TCPS_CAUSE_RST_IGNORED;

	if (conn->end == TCPS_END_UNREACHABLE)
		cause = TCPS_CAUSE_ICMP_IGNORED;
	else
		conn->end = TCPS_END_STILL_OPEN;
	/* It had the FIN only if it had accepted the RST after it. */
	if ((conn->ep[side].known & TCPS_KNOW_OVERLAY) &&
	    !(side == in->dir && in->seg->ack == conn->ep[!side].snd_max &&
	      conn->ep[side].known & TCPS_KNOW_FIN_ACKED))
		conn->ep[side].known &= ~TCPS_KNOW_PEER_FIN |
					conn->ep[side].proven;
	tcps_know_apply(in, side, side == in->dir ? TCPS_EV_GOES_ON :
						    TCPS_EV_LEFT_OPEN, cause);
	if (conn->reset_by == side && conn->ep[!side].known & TCPS_KNOW_GONE &&
	    conn->ep[!side].flags & TCPS_EP_SEEN) {
		conn->reset_by = !side;
		conn->mark = tcps_position_next(&conn->ep[!side]);
		conn->unmarked = false;
	} else if (conn->reset_by == side) {
		conn->reset_by = TCPS_SIDE_NONE;
	}
}

/* Both are open: the RST or ICMP error presumed to close them did not. */
static void lift_both(const struct tcps_input *in)
{
	lift(in, in->dir);
	lift(in, !in->dir);
	in->conn->end = TCPS_END_STILL_OPEN;
}

/**
 * tcps_evidence_exact() - did the RST of an end have the number that its target expects?
 * @in: another segment of that end
 */
bool tcps_evidence_exact(const struct tcps_input *in)
{
	return (in->to->flags & TCPS_EP_ACK) && !in->conn->unmarked &&
	       in->to->rcv_nxt == in->conn->mark;
}

/*
 * The end that the RST claims to be from continues, so it was forged. If its number was not
 * the next that its target expected, the target did not accept it, either.
 */
static void lift_sender(const struct tcps_input *in)
{
	struct tcps_conn *conn = in->conn;
	bool exact = tcps_evidence_exact(in);
	bool alone = conn->reset_by == in->dir &&
		     !(in->to->known & TCPS_KNOW_GONE);

	lift(in, in->dir);
	if (alone && !exact)
		lift(in, !in->dir);
}

/**
 * tcps_evidence_revive_syn() - does a SYN show that its sender is still connecting?
 * @in: a SYN without ACK, of this connection
 *
 * The RST, or the ICMP error, failed. Its own RST may have overtaken it.
 */
void tcps_evidence_revive_syn(const struct tcps_input *in)
{
	struct tcps_endpoint *from = in->from;

	if (!(from->known & TCPS_KNOW_OVERLAY) || !tcps_know_opening(from) ||
	    in->seg->seq != from->iss)
		return;
	if (in->conn->end == TCPS_END_UNREACHABLE)
		lift_both(in);
	else if (!(from->known & TCPS_KNOW_GONE) || tcps_evidence_outlived(in, in->dir))
		lift(in, in->dir);
}

/**
 * tcps_evidence_revive_syn_ack() - does a SYN-ACK show that its sender continues?
 * @in: a SYN-ACK of this connection
 */
void tcps_evidence_revive_syn_ack(const struct tcps_input *in)
{
	if (!tcps_know_opening(in->to) ||
	    !tcps_position_covers_syn(in->to, in->seg->ack))
		return;
	if (in->conn->end == TCPS_END_UNREACHABLE)
		lift_both(in);
	else if ((in->from->known & TCPS_KNOW_OVERLAY) &&
		 in->seg->seq != in->from->iss)
		lift(in, in->dir);
	else if ((in->from->known & TCPS_KNOW_OVERLAY) &&
		 (!(in->from->flags & TCPS_EP_SYN_ACK) ||
		  tcps_evidence_outlived(in, in->dir)))
		lift(in, in->dir);
}

/* Sent before the RST of its sender: may it just have been reordered? */
static bool overtaken(const struct tcps_input *in)
{
	const struct tcps_endpoint *from = in->from;
	u32 end = tcps_segment_end(in->seg);
	u32 furthest = tcps_position_max(from);

	if (tcps_evidence_outlived(in, in->dir))
		return false;
	if (in->conn->reset_by == in->dir) {
		if (in->conn->unmarked)
			return false;
		furthest = in->conn->mark;
	} else if (!(from->flags & TCPS_EP_SEEN)) {
		return true;
	}
	/* It could not have sent so far ahead. */
	if (tcps_seq_after(furthest, end) &&
	    furthest - end > tcps_range_reach(in->conn, !in->dir))
		return false;
	/* Nothing follows a FIN; a RST beyond it was forged. */
	if ((in->seg->flags & TCPS_FLAG_FIN) && tcps_seq_before(end, furthest))
		return false;
	if (from->flags & TCPS_EP_SEEN)
		furthest = tcps_seq_later(tcps_position_max(from), furthest);
	return !tcps_seq_after(end, furthest);
}

/* An end that is open sends more, after a RST that closed its peer. */
static void note_more(const struct tcps_input *in)
{
	struct tcps_endpoint *from = in->from;

	if ((in->to->known & TCPS_KNOW_OVERLAY) &&
	    (from->flags & TCPS_EP_SEEN) &&
	    tcps_seq_after(tcps_segment_end(in->seg), from->snd_nxt))
		from->flags |= TCPS_EP_WENT_ON;
}

/* It acknowledges data that its peer sent after the RST. */
static bool answers_later(const struct tcps_input *in)
{
	return (in->to->flags & TCPS_EP_WENT_ON) &&
	       !tcps_seq_before(in->seg->ack, tcps_position_next(in->to));
}

/*
 * Would the target of the RST still accept its number, now or once data in flight have
 * arrived? Then its segments may have been in flight when the RST passed.
 */
static bool may_take(const struct tcps_input *in)
{
	u32 ack = in->seg->ack, mark = in->conn->mark;

	if (!(in->to->flags & TCPS_EP_SEEN) || in->conn->unmarked)
		return false;
	if (tcps_evidence_behind_fin(in->to, mark) && ack == in->to->snd_max)
		return true;
	return tcps_seq_between(ack, mark,
				ack + tcps_range_reach(in->conn, in->dir));
}

/*
 * A challenge ACK shows that the RST did not have the expected number; where not all data
 * are seen, only if it was sent after the RST had time to arrive.
 */
static bool challenges(const struct tcps_input *in)
{
	const struct tcps_segment *seg = in->seg;
	u32 mark = in->conn->mark;

	return !seg->len && !(seg->flags & TCPS_FLAG_FIN) &&
	       !in->conn->unmarked &&
	       (in->from->flags & TCPS_EP_ACK) &&
	       seg->ack == in->from->rcv_nxt &&
	       tcps_seq_after(mark, tcps_position_max(in->to)) &&
	       !tcps_evidence_behind_fin(in->to, mark) &&
	       (in->account || tcps_evidence_outlived(in, in->dir));
}

/*
 * It acknowledges a SYN-ACK, which was missed, of the end that seemed to refuse its SYN: a
 * closed port sends none, so the RST was forged.
 */
static bool was_answered(const struct tcps_input *in)
{
	return in->conn->unmarked && tcps_know_opening(in->from) &&
	       !(in->to->known & TCPS_KNOW_SYN);
}

/* Its RST arrived before its FIN (reordered), or was forged: it has closed in either case. */
static void before_own_rst(const struct tcps_input *in)
{
	tcps_position_sent(in);
	tcps_evidence_fin_acked(in);
	tcps_position_acked(in);
	tcps_evidence_fin(in);
}

static void before_reset(const struct tcps_input *in)
{
	struct tcps_endpoint *from = in->from;
	u32 end = in->seg->seq + in->seg->len;
	bool more;

	if (!tcps_evidence_handshake(in))
		return;
	/* It sends more, after the ACK of its SYN and before the RST: that ACK has arrived. */
	if (!(from->known & TCPS_KNOW_SYN_ACKED) &&
	    (in->to->flags & TCPS_EP_ACK) &&
	    tcps_position_covers_syn(from, in->to->rcv_nxt) &&
	    tcps_seq_after(end, tcps_position_next(from)))
		tcps_know_apply(in, in->dir, TCPS_EV_SYN_ACKED,
				TCPS_CAUSE_ACK);
	more = tcps_seq_after(end, tcps_position_max(from));
	tcps_position_sent(in);
	tcps_evidence_fin_acked(in);
	tcps_position_acked(in);
	if ((in->seg->flags & TCPS_FLAG_FIN) &&
	    !(from->known & TCPS_KNOW_FIN)) {
		tcps_evidence_fin(in);
		more = from->known & TCPS_KNOW_FIN;
	}
	if (more)
		from->flags |= TCPS_EP_WENT_ON;
}

/**
 * tcps_evidence_goes_on() - does a segment show that its sender is not closed?
 * @in: a segment with ACK and without SYN and RST
 *
 * An end that sent a RST sends nothing more, so any segment from it disproves the RST,
 * unless it may just have been reordered. The target may have sent while the RST was in
 * flight: that shows only its position, as long as it would still accept the RST's number.
 * Each end is revived separately.
 *
 * Return: true if the segment is to be processed as any other.
 */
bool tcps_evidence_goes_on(const struct tcps_input *in)
{
	struct tcps_conn *conn = in->conn;
	u8 closed = in->from->known & TCPS_KNOW_OVERLAY;

	if (!closed) {
		note_more(in);
		return true;
	}
	if (conn->end == TCPS_END_UNREACHABLE) {
		lift_both(in);
		return true;
	}
	if (closed & TCPS_KNOW_GONE) {
		if (overtaken(in) && !answers_later(in)) {
			/* Its peer's FIN, if one comes, may not be the first. */
			if (in->seg->flags & TCPS_FLAG_FIN)
				conn->unseen |= TCPS_UNSEEN_FIRST(!in->dir);
			if ((in->seg->flags & TCPS_FLAG_FIN) &&
			    (in->from->known & TCPS_KNOW_SYN_ACKED))
				tcps_evidence_below(in, TCPS_EV_RST,
						    before_own_rst);
			else if (conn->reset_by != in->dir ||
			    !tcps_know_opening(in->from))
				tcps_position_sent(in);
			else if (tcps_position_covers_syn(in->to, in->seg->ack))
				tcps_position_acked(in);
			return false;
		}
		lift_sender(in);
		note_more(in);
		return true;
	}
	if (challenges(in) || was_answered(in)) {
		lift_both(in);
		return true;
	}
	if (may_take(in) && !answers_later(in) &&
	    !tcps_evidence_outlived(in, in->dir)) {
		tcps_evidence_below(in, TCPS_EV_RESET, before_reset);
		return false;
	}
	lift(in, in->dir);
	return true;
}
