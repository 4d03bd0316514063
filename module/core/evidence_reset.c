// SPDX-License-Identifier: GPL-2.0
/*
 * Resets (RFC 9293 section 3.5.2, RFC 5961 section 3): who sent one, whether its
 * target will have taken it, and what to do when that proves wrong.
 *
 * A RST is judged for each end apart. That its sender is gone, it says itself.
 * Whether its target takes it hangs on the number. Both lie over what is known of
 * the ends, and each is lifted by what the end itself sends afterwards.
 */
#include "evidence.h"
#include "know.h"
#include "position.h"

/* How long a segment may be overtaken, ns: at least, and where no leg is known. */
#define TCPS_OVERTAKEN_MIN_NS 200000000ULL
#define TCPS_OVERTAKEN_NS 1000000000ULL

/* Whom does a RST close? */
enum verdict {
	NOBODY,
	ITS_SENDER,
	BOTH
};

/* In SYN-SENT: one that acknowledges the SYN, or stands right after the SYN-ACK. */
static enum verdict judge_in_syn_sent(const struct tcps_input *in)
{
	const struct tcps_segment *seg = in->seg;
	u32 max = tcps_position_max(in->to);
	bool ack = seg->flags & TCPS_FLAG_ACK;

	if ((in->from->flags & TCPS_EP_SYN_ACK) &&
	    (seg->seq == in->from->snd_nxt ||
	     (ack && tcps_position_ahead(max, seg->ack) &&
	      tcps_position_ahead(in->from->snd_nxt, seg->seq))))
		return BOTH;
	if (ack && tcps_position_covers_syn(in->to, seg->ack))
		return BOTH;
	return NOBODY;
}

/*
 * By who has not finished opening: it gives up, at the number behind its SYN, or
 * further ahead if what came between was missed. At another number it refuses
 * what it was sent, and waits on (section 3.10.7.3).
 */
static enum verdict judge_of_syn_sent(const struct tcps_input *in)
{
	const struct tcps_segment *seg = in->seg;
	const struct tcps_endpoint *to = in->to;
	u32 max = tcps_position_max(in->from);

	if (tcps_seq_between(in->from->iss + 1, seg->seq, max))
		return BOTH;
	if (!tcps_position_ahead(max, seg->seq) ||
	    !(to->known & TCPS_KNOW_SYN))
		return NOBODY;
	if ((seg->flags & TCPS_FLAG_ACK) &&
	    !tcps_position_ahead(to->iss + 1, seg->ack))
		return NOBODY;
	return BOTH;
}

/* After its sender's FIN, nothing else can be its number (section 3.10.7.4). */
static enum verdict judge_after_fin(const struct tcps_input *in)
{
	const struct tcps_endpoint *from = in->from;
	u32 seq = in->seg->seq, rcv = in->to->rcv_nxt;

	if (seq == from->snd_max)
		return BOTH;
	/* Linux takes the number of the FIN as well, until TIME-WAIT. */
	if (seq == from->snd_max - 1)
		return tcps_know_below(in->conn, !in->dir) == TCPS_TIME_WAIT ?
		       ITS_SENDER : BOTH;
	if (tcps_seq_after(seq, from->snd_max) ||
	    tcps_seq_before(seq, from->iss))
		return NOBODY;
	return (in->to->flags & TCPS_EP_ACK) && tcps_seq_before(seq, rcv) ?
	       ITS_SENDER : BOTH;
}

/* How far ahead of what its sender was seen to send can a RST stand? */
static u32 unseen_limit(const struct tcps_input *in)
{
	u32 max = tcps_position_max(in->from);

	if (!(in->conn->flags & TCPS_CONN_WHOLE))
		return 1U << 30;
	return tcps_seq_after(in->account->edge[!in->dir], max) ?
	       in->account->edge[!in->dir] - max : 0;
}

/*
 * Does the RST carry a number that its target takes? The very next one, or one
 * that will be the next when all that is in flight has arrived. If it lies ahead
 * of anything seen, what lies between was missed, or is yet to come, or the RST is
 * forged and draws a challenge ACK (RFC 5961 section 3.2), which will tell.
 */
static enum verdict judge(const struct tcps_input *in)
{
	const struct tcps_endpoint *from = in->from;
	const struct tcps_endpoint *to = in->to;
	u32 seq = in->seg->seq;
	u32 max = tcps_position_max(from);

	if (tcps_know_opening(to))
		return judge_in_syn_sent(in);
	if (tcps_know_opening(from))
		return judge_of_syn_sent(in);
	if (from->known & TCPS_KNOW_FIN)
		return judge_after_fin(in);
	if (!(from->flags & TCPS_EP_SEEN))
		return BOTH;
	if (!(to->flags & TCPS_EP_ACK))
		return tcps_seq_apart(seq, max) < TCPS_UNSEEN_MAX ? BOTH :
								    NOBODY;
	if (tcps_seq_between(to->rcv_nxt, seq, max))
		return BOTH;
	if (tcps_seq_after(seq, max) && seq - max <= unseen_limit(in))
		return BOTH;
	return NOBODY;
}

/*
 * A RST comes after all that its sender sent, a FIN included. Its target takes
 * it only at the number it expects: it has the sender's FIN if the RST lies
 * behind that, or where Linux takes it as well.
 */
static bool behind_fin(const struct tcps_endpoint *from, u32 seq)
{
	return (from->known & TCPS_KNOW_FIN) &&
	       (seq == from->snd_max || seq == from->snd_max - 1);
}

static bool acks_fin(const struct tcps_input *in)
{
	return (in->to->known & TCPS_KNOW_FIN) &&
	       (in->seg->flags & TCPS_FLAG_ACK) &&
	       in->seg->ack == in->to->snd_max;
}

static void close_target(const struct tcps_input *in)
{
	if (tcps_fsm_state(in->conn, !in->dir) == TCPS_CLOSED)
		return;
	if (behind_fin(in->from, in->seg->seq) &&
	    !(in->from->flags & TCPS_EP_FIN_MISSED) &&
	    !(in->to->known & TCPS_KNOW_FIN_ACKED))
		tcps_know_apply(in, !in->dir, TCPS_EV_TAKES_FIN,
				TCPS_CAUSE_RST);
	tcps_know_apply(in, !in->dir, TCPS_EV_RESET, TCPS_CAUSE_RST);
}

/*
 * What an end says that is presumed closed: its state below is told, and closed
 * again. What changes nothing below is not told.
 */
static void report_below(const struct tcps_input *in, enum tcps_evidence closes,
			 void (*evidence)(const struct tcps_input *in))
{
	struct tcps_conn trial = *in->conn;
	struct tcps_step ignored = { .n = 0 };
	struct tcps_input copy = *in;
	const u8 lifted = 0xff & ~TCPS_KNOW_OVERLAY;
	enum tcps_state before = tcps_know_below(in->conn, in->dir);

	copy.conn = &trial;
	copy.step = &ignored;
	copy.account = NULL;
	copy.from = &trial.ep[in->dir];
	copy.to = &trial.ep[!in->dir];
	copy.from->known &= lifted;
	evidence(&copy);
	if (tcps_know_below(&trial, in->dir) == before) {
		evidence(in);
		return;
	}
	tcps_know_apply(in, in->dir, TCPS_EV_GOES_ON, TCPS_CAUSE_RST);
	evidence(in);
	tcps_know_apply(in, in->dir, closes, TCPS_CAUSE_RST);
}

static void has_fin(const struct tcps_input *in)
{
	if (tcps_seq_after(in->seg->seq, tcps_position_seen(in)))
		in->conn->unseen |= TCPS_UNSEEN_OWN(in->dir);
	tcps_know_apply(in, in->dir, TCPS_EV_ACKS_FIN, TCPS_CAUSE_RST);
}

/* Can nothing any more come from @side that it sent before it had the RST? */
static bool outlived(const struct tcps_input *in, unsigned int side)
{
	u64 limit = TCPS_OVERTAKEN_NS, at, leg;
	unsigned int by = in->conn->reset_by;

	/* Where the RST proved to be nobody's, an end may yet be closed by it. */
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

/*
 * The target of a RST aborts by itself, and has not come to the number of that RST:
 * where this lies ahead of all that was seen, it was nobody's.
 */
static bool not_taken(const struct tcps_input *in)
{
	u32 mark = in->conn->mark;

	return (in->seg->flags & TCPS_FLAG_ACK) && in->seg->ack != mark &&
	       (in->to->flags & TCPS_EP_SEEN) && !behind_fin(in->to, mark) &&
	       tcps_seq_after(mark, tcps_position_max(in->to)) &&
	       ((in->conn->flags & TCPS_CONN_EVERY) || outlived(in, in->dir));
}

/*
 * One more RST, of who is closed already: of a burst, or in answer to old data.
 * If it is of the other end, which had not got the first when it sent its own, it
 * may say that it has the FIN.
 */
static void another_rst(const struct tcps_input *in)
{
	struct tcps_endpoint *from = in->from;
	u32 seq = in->seg->seq;

	if (in->conn->reset_by == in->dir) {
		/*
		 * A closed end answers old segments by old numbers, without
		 * an ACK.
		 */
		if (in->seg->flags & TCPS_FLAG_ACK ||
		    !tcps_seq_between(seq, in->conn->mark,
				      seq + tcps_position_reach(in->conn,
								!in->dir)))
			in->conn->mark = seq;
		return;
	}
	if (acks_fin(in) && !(from->proven & TCPS_KNOW_PEER_FIN))
		report_below(in, TCPS_EV_RST, has_fin);
	if (not_taken(in)) {
		in->conn->reset_by = in->dir;
		in->conn->mark = seq;
	}
	from->known |= TCPS_KNOW_GONE;
	from->proven |= TCPS_KNOW_GONE;
}

/*
 * By a RST that carries an ACK a host aborts, where it stands: not before its own
 * FIN. One that nothing confirms was not its own.
 */
static bool stands_before_fin(const struct tcps_input *in)
{
	const struct tcps_endpoint *from = in->from;

	return (from->known & TCPS_KNOW_FIN) && from->snd_nxt != from->snd_max &&
	       (in->seg->flags & TCPS_FLAG_ACK) &&
	       tcps_seq_before(in->seg->seq, from->snd_max - 1);
}

/*
 * What is claimed of an end is confirmed by a RST of its own that stands there, or
 * by one that acknowledges it.
 */
static void confirm(const struct tcps_input *in)
{
	struct tcps_endpoint *from = in->from;
	struct tcps_endpoint *to = in->to;
	u32 ack = in->seg->ack;

	if ((from->flags & TCPS_EP_SEEN) && in->seg->seq == from->snd_max)
		tcps_position_seek(from, from->snd_max);
	if ((in->seg->flags & TCPS_FLAG_ACK) && (to->flags & TCPS_EP_SEEN) &&
	    tcps_seq_after(ack, to->snd_nxt) &&
	    !tcps_seq_after(ack, to->snd_max))
		tcps_position_seek(to, ack);
}

/* The answer to it is told as a challenge ACK, if it draws one. */
static void ignore(const struct tcps_input *in)
{
	if (in->account && (in->to->flags & TCPS_EP_ACK) &&
	    tcps_seq_between(in->to->rcv_nxt, in->seg->seq,
			     in->account->edge[!in->dir]))
		tcps_evidence_expect_challenge(in->conn, !in->dir);
	tcps_know_note(in, in->dir, TCPS_CAUSE_RST_IGNORED);
}

/**
 * tcps_evidence_rst() - a RST
 * @in: the segment
 */
void tcps_evidence_rst(const struct tcps_input *in)
{
	struct tcps_conn *conn = in->conn;
	unsigned int side;
	enum verdict verdict;

	if (in->from->known & TCPS_KNOW_OVERLAY &&
	    tcps_fsm_state(conn, !in->dir) == TCPS_CLOSED) {
		another_rst(in);
		return;
	}
	if (stands_before_fin(in))
		tcps_evidence_no_fin(in, in->dir);
	verdict = judge(in);
	if (verdict == NOBODY ||
	    (verdict == ITS_SENDER &&
	     tcps_fsm_state(conn, in->dir) == TCPS_CLOSED)) {
		ignore(in);
		return;
	}
	/* That it has the FIN stays true, whatever comes of the RST. */
	if (acks_fin(in))
		has_fin(in);
	if (conn->reset_by == TCPS_SIDE_NONE ||
	    (conn->reset_by != in->dir && not_taken(in))) {
		conn->reset_by = in->dir;
		conn->mark = in->seg->seq;
		for (side = 0; side < 2; side++)
			conn->ep[side].flags &= ~TCPS_EP_WENT_ON;
	}
	conn->flags &= ~TCPS_CONN_CHALLENGED;
	if (!tcps_know_opening(in->to) || (in->to->flags & TCPS_EP_ACK) ||
	    (in->from->flags & TCPS_EP_SYN_ACK)) {
		confirm(in);
		tcps_position_claimed(in);
	}
	tcps_know_apply(in, in->dir, TCPS_EV_RST, TCPS_CAUSE_RST);
	if (verdict == BOTH)
		close_target(in);
	in->step->restart = true;
}

/* The end @side is not closed after all. */
static void lift(const struct tcps_input *in, unsigned int side)
{
	struct tcps_conn *conn = in->conn;
	enum tcps_cause cause = TCPS_CAUSE_RST_IGNORED;

	if (conn->end == TCPS_END_UNREACHABLE)
		cause = TCPS_CAUSE_ICMP_IGNORED;
	/* It had the FIN only if it had taken the RST behind it. */
	if ((conn->ep[side].known & TCPS_KNOW_OVERLAY) &&
	    !(conn->ep[side].known & TCPS_KNOW_FIN_ACKED))
		conn->ep[side].known &= ~TCPS_KNOW_PEER_FIN |
					conn->ep[side].proven;
	tcps_know_apply(in, side, side == in->dir ? TCPS_EV_GOES_ON :
						    TCPS_EV_LEFT_OPEN, cause);
	if (conn->reset_by == side && conn->ep[!side].known & TCPS_KNOW_GONE &&
	    conn->ep[!side].flags & TCPS_EP_SEEN) {
		conn->reset_by = !side;
		conn->mark = tcps_position_next(&conn->ep[!side]);
	} else if (conn->reset_by == side) {
		conn->reset_by = TCPS_SIDE_NONE;
	}
	in->step->restart = true;
}

/* Both are open: what was to close them was nothing. */
static void lift_both(const struct tcps_input *in)
{
	lift(in, in->dir);
	lift(in, !in->dir);
	in->conn->reset_by = TCPS_SIDE_NONE;
	in->conn->end = TCPS_END_STILL_OPEN;
}

/*
 * The alleged sender goes on, so the RST was not its own. If its number was not
 * the next that its target expected, that did not take it, either.
 */
static void lift_sender(const struct tcps_input *in)
{
	struct tcps_conn *conn = in->conn;
	bool exact = (in->to->flags & TCPS_EP_ACK) &&
		     in->to->rcv_nxt == conn->mark;
	bool alone = conn->reset_by == in->dir &&
		     !(in->to->known & TCPS_KNOW_GONE);

	lift(in, in->dir);
	if (alone && !exact)
		lift(in, !in->dir);
}

/**
 * tcps_evidence_revive_syn() - does a SYN say that its sender goes on connecting?
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
	else if (!(from->known & TCPS_KNOW_GONE) || outlived(in, in->dir))
		lift(in, in->dir);
}

/**
 * tcps_evidence_revive_syn_ack() - does a SYN-ACK say that its sender goes on?
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
		  outlived(in, in->dir)))
		lift(in, in->dir);
}

/* Sent before the RST of its sender, which may have overtaken it. */
static bool overtaken(const struct tcps_input *in)
{
	const struct tcps_endpoint *from = in->from;
	u32 end = tcps_segment_end(in->seg);
	u32 furthest = tcps_position_max(from);

	if (outlived(in, in->dir))
		return false;
	if (in->conn->reset_by == in->dir)
		furthest = in->conn->mark;
	else if (!(from->flags & TCPS_EP_SEEN))
		return true;
	/* It could not have sent so far ahead. */
	if (tcps_seq_after(furthest, end) &&
	    furthest - end > tcps_position_reach(in->conn, !in->dir))
		return false;
	/* A FIN is the last; a RST beyond it was not its own. */
	if ((in->seg->flags & TCPS_FLAG_FIN) && tcps_seq_before(end, furthest))
		return false;
	if ((from->flags & TCPS_EP_SEEN) &&
	    tcps_seq_after(tcps_position_max(from), furthest))
		furthest = tcps_position_max(from);
	return !tcps_seq_after(end, furthest);
}

/* It acknowledges what its peer sent only after it had the RST. */
static bool answers_later(const struct tcps_input *in)
{
	return (in->to->flags & TCPS_EP_WENT_ON) &&
	       !tcps_seq_before(in->seg->ack, tcps_position_next(in->to));
}

/*
 * Would the target of the RST take its number yet, now or once what is in flight
 * has arrived? Then what it sends may have been on its way when the RST passed.
 */
static bool may_take(const struct tcps_input *in)
{
	u32 ack = in->seg->ack, mark = in->conn->mark;

	if (!(in->to->flags & TCPS_EP_SEEN))
		return false;
	if (behind_fin(in->to, mark) && ack == in->to->snd_max)
		return true;
	return tcps_seq_between(ack, mark,
				ack + tcps_position_reach(in->conn, in->dir));
}

/*
 * A challenge ACK says that the RST was not at the number it should have been; where
 * data pass unseen, if it was sent after the RST had time to arrive.
 */
static bool challenges(const struct tcps_input *in)
{
	const struct tcps_segment *seg = in->seg;
	u32 mark = in->conn->mark;

	return !seg->len && !(seg->flags & TCPS_FLAG_FIN) &&
	       (in->from->flags & TCPS_EP_ACK) &&
	       seg->ack == in->from->rcv_nxt && seg->ack != mark &&
	       tcps_seq_after(mark, tcps_position_max(in->to)) &&
	       !behind_fin(in->to, mark) &&
	       (in->account || outlived(in, in->dir));
}

static void before_reset(const struct tcps_input *in)
{
	struct tcps_endpoint *from = in->from;
	u32 end = in->seg->seq + in->seg->len;
	bool more;

	if (!tcps_evidence_handshake(in))
		return;
	/* What was sent after its own RST, and before that arrived, reached it. */
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
 * tcps_evidence_goes_on() - does a segment say that its sender is not closed?
 * @in: a segment with ACK and without SYN and RST
 *
 * Who sent a RST sends nothing more, so anything from it disproves that, save for
 * what the RST may have overtaken. Its target may have sent while the RST was on
 * its way: that says nothing as long as the target would take the RST's number,
 * but how far it had come. Each end is lifted by itself.
 *
 * Return: true if the segment is to act as any other.
 */
bool tcps_evidence_goes_on(const struct tcps_input *in)
{
	struct tcps_conn *conn = in->conn;
	u8 closed = in->from->known & TCPS_KNOW_OVERLAY;

	if (!closed)
		return true;
	if (conn->end == TCPS_END_UNREACHABLE) {
		lift_both(in);
		return true;
	}
	if (closed & TCPS_KNOW_GONE) {
		if (overtaken(in) && !answers_later(in)) {
			/* Its peer's FIN, if one comes, may not be the first. */
			if (in->seg->flags & TCPS_FLAG_FIN)
				conn->unseen |= TCPS_UNSEEN_FIRST(!in->dir);
			if (conn->reset_by != in->dir ||
			    !tcps_know_opening(in->from))
				tcps_position_sent(in);
			else if (tcps_position_covers_syn(in->to, in->seg->ack))
				tcps_position_acked(in);
			return false;
		}
		lift_sender(in);
		return true;
	}
	if (challenges(in)) {
		lift_both(in);
		return true;
	}
	if (may_take(in) && !outlived(in, in->dir)) {
		report_below(in, TCPS_EV_RESET, before_reset);
		return false;
	}
	lift(in, in->dir);
	return true;
}
