// SPDX-License-Identifier: GPL-2.0
/*
 * Resets (RFC 9293 section 3.5.2, RFC 5961 section 3): who sent one, and whether its
 * target accepts it.
 *
 * A RST is judged for each end separately. It proves that its sender has closed. Whether
 * its target accepts it depends on the number. Both are kept apart from the facts about
 * the ends, and each is retracted by later segments of the end itself
 * (evidence_revive.c).
 */
#include "evidence.h"
#include "know.h"
#include "position.h"
#include "range.h"

/* Which ends does a RST close? */
enum verdict {
	NOBODY,
	ITS_SENDER,
	BOTH
};

/* A RST to SYN-SENT: accepted if it acknowledges the SYN, or is right after the SYN-ACK. */
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

/* How far ahead of all that was seen of its sender can a RST be? */
static u32 unseen_limit(const struct tcps_input *in)
{
	u32 max = tcps_position_max(in->from);

	if (!(in->conn->flags & TCPS_CONN_WHOLE))
		return 1U << 30;
	return tcps_seq_later(in->account->edge[!in->dir], max) - max;
}

/*
 * A RST from SYN-SENT: the end gives up if the RST has the number after its SYN, or one
 * further ahead if segments in between were missed. With another number it refuses a
 * segment sent to it, and keeps waiting (section 3.10.7.3).
 */
static enum verdict judge_of_syn_sent(const struct tcps_input *in)
{
	const struct tcps_segment *seg = in->seg;
	const struct tcps_endpoint *to = in->to;
	u32 max = tcps_position_max(in->from);

	if (tcps_seq_between(in->from->iss + 1, seg->seq, max))
		return BOTH;
	if (!tcps_position_ahead(max, seg->seq) ||
	    !(to->known & TCPS_KNOW_SYN) || seg->seq - max > unseen_limit(in))
		return NOBODY;
	if ((seg->flags & TCPS_FLAG_ACK) &&
	    !tcps_position_ahead(to->iss + 1, seg->ack))
		return NOBODY;
	return BOTH;
}

/* After its sender's FIN, only the number after the FIN is valid (section 3.10.7.4). */
static enum verdict judge_after_fin(const struct tcps_input *in)
{
	const struct tcps_endpoint *from = in->from;
	u32 seq = in->seg->seq, rcv = in->to->rcv_nxt;

	if (seq == from->snd_max)
		return BOTH;
	/* Linux accepts the number of the FIN as well, until TIME-WAIT. */
	if (seq == from->snd_max - 1)
		return tcps_fsm_below(in->conn, !in->dir) == TCPS_TIME_WAIT ?
		       ITS_SENDER : BOTH;
	if (tcps_seq_after(seq, from->snd_max) ||
	    tcps_seq_before(seq, from->iss))
		return NOBODY;
	return (in->to->flags & TCPS_EP_ACK) && tcps_seq_before(seq, rcv) ?
	       ITS_SENDER : BOTH;
}

/*
 * Does the RST carry a number that its target accepts? That is the next one expected, or
 * will be once all data in flight have arrived. If it is ahead of everything seen, segments
 * in between were missed, or arrive later, or the RST is forged and will be answered by a
 * challenge ACK (RFC 5961 section 3.2).
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
	/* No number is below that of the SYN, if it was seen. */
	if (from->proven & TCPS_KNOW_SYN && tcps_seq_before(seq, from->iss) &&
	    !from->wraps)
		return NOBODY;
	if (!(to->flags & TCPS_EP_ACK))
		return tcps_seq_apart(seq, max) < TCPS_UNSEEN_MAX ? BOTH :
								    NOBODY;
	if (tcps_seq_between(to->rcv_nxt, seq, max))
		return BOTH;
	if (tcps_seq_after(seq, max) && seq - max <= unseen_limit(in))
		return BOTH;
	return NOBODY;
}

static bool acks_fin(const struct tcps_input *in)
{
	return (in->to->known & TCPS_KNOW_FIN) &&
	       (in->seg->flags & TCPS_FLAG_ACK) &&
	       in->seg->ack == in->to->snd_max;
}

/*
 * It aborts, and its RST does not acknowledge the peer's FIN: it has not received that, nor an
 * ACK of its own FIN that was sent after it, and will not, now that it is closed. The RST of a
 * closed port may acknowledge anything, but does not have the next number of the end.
 */
static bool lacks_fin(const struct tcps_input *in)
{
	const struct tcps_endpoint *from = in->from;

	return (from->known & ~from->proven & TCPS_KNOW_PEER_FIN) &&
	       (from->flags & TCPS_EP_SEEN) && (in->seg->flags & TCPS_FLAG_ACK) &&
	       tcps_seq_before(in->seg->ack, in->to->snd_max) &&
	       tcps_position_ahead(tcps_position_next(from), in->seg->seq);
}

static void has_no_fin(const struct tcps_input *in)
{
	tcps_know_apply(in, in->dir, TCPS_EV_RST_LACKS, TCPS_CAUSE_RST);
}

static void close_target(const struct tcps_input *in)
{
	if (tcps_fsm_state(in->conn, !in->dir) == TCPS_CLOSED)
		return;
	if (tcps_evidence_behind_fin(in->from, in->seg->seq) &&
	    !(in->from->flags & TCPS_EP_FIN_MISSED) &&
	    !(in->to->known & TCPS_KNOW_FIN_ACKED))
		tcps_know_apply(in, !in->dir, TCPS_EV_TAKES_FIN,
				TCPS_CAUSE_RST);
	tcps_know_apply(in, !in->dir, TCPS_EV_RESET, TCPS_CAUSE_RST);
}

static void has_fin(const struct tcps_input *in)
{
	if (tcps_seq_after(in->seg->seq, tcps_position_seen(in)))
		in->conn->unseen |= TCPS_UNSEEN_OWN(in->dir);
	tcps_evidence_takes_fin(in, in->dir, TCPS_CAUSE_RST);
}

/*
 * The target of a RST sends a RST itself, which does not acknowledge the number of the
 * first: if that is ahead of all that was seen, the first was forged.
 */
static bool not_taken(const struct tcps_input *in)
{
	u32 mark = in->conn->mark;

	return in->conn->reset_by != TCPS_SIDE_NONE && !in->conn->unmarked &&
	       (in->seg->flags & TCPS_FLAG_ACK) && in->seg->ack != mark &&
	       (in->to->flags & TCPS_EP_SEEN) && !tcps_evidence_behind_fin(in->to, mark) &&
	       tcps_seq_after(mark, tcps_position_max(in->to)) &&
	       ((in->conn->flags & TCPS_CONN_EVERY) || tcps_evidence_outlived(in, in->dir));
}

/* A RST from a closed port, of which nothing was seen, may have any number. */
static void set_mark(const struct tcps_input *in)
{
	in->conn->mark = in->seg->seq;
	in->conn->unmarked = !(in->from->flags & TCPS_EP_SEEN) &&
			     (in->seg->flags & TCPS_FLAG_ACK) &&
			     tcps_know_opening(in->to);
}

/*
 * Of several RSTs, may this one have reset the target rather than the previous one? Not if
 * that had exactly the number that the target expects, or if this one is beyond the FIN. A
 * closed end answers old segments with old numbers, without ACK.
 */
static bool may_have_reset(const struct tcps_input *in)
{
	const struct tcps_endpoint *from = in->from;
	const struct tcps_conn *conn = in->conn;
	u32 seq = in->seg->seq;

	if (((conn->flags & TCPS_CONN_EVERY) && tcps_evidence_exact(in)) ||
	    ((from->known & TCPS_KNOW_FIN) && tcps_seq_after(seq, from->snd_max)))
		return false;
	return conn->unmarked || in->seg->flags & TCPS_FLAG_ACK ||
	       !tcps_seq_between(seq, conn->mark,
				 seq + tcps_range_reach(conn, !in->dir));
}

/*
 * Another RST when both ends are closed already: one of a burst, or an answer to old data.
 * If it is from the other end, which had not received the first RST then, it may show that
 * it has received the FIN.
 */
static void another_rst(const struct tcps_input *in)
{
	struct tcps_endpoint *from = in->from;

	if (in->conn->reset_by == in->dir) {
		if (may_have_reset(in))
			set_mark(in);
		return;
	}
	if (acks_fin(in) && !(from->proven & TCPS_KNOW_PEER_FIN))
		tcps_evidence_below(in, TCPS_EV_RST, has_fin);
	else if (lacks_fin(in))
		tcps_evidence_below(in, TCPS_EV_RST, has_no_fin);
	if (not_taken(in)) {
		in->conn->reset_by = in->dir;
		set_mark(in);
	}
	from->known |= TCPS_KNOW_GONE;
	from->proven |= TCPS_KNOW_GONE;
}

/*
 * A host that aborts by a RST with ACK sends it with its next sequence number, which is not
 * before its own FIN. If it is, and nothing confirms the FIN, the FIN was forged.
 */
static bool stands_before_fin(const struct tcps_input *in)
{
	const struct tcps_endpoint *from = in->from;

	return (from->known & TCPS_KNOW_FIN) && from->snd_nxt != from->snd_max &&
	       (in->seg->flags & TCPS_FLAG_ACK) &&
	       tcps_seq_before(in->seg->seq, from->snd_max - 1);
}

/*
 * A claimed position of an end is confirmed by a RST of its own with that number, or by a
 * RST of its peer that acknowledges it.
 */
static void confirm(const struct tcps_input *in)
{
	struct tcps_endpoint *from = in->from;
	struct tcps_endpoint *to = in->to;
	u32 ack = in->seg->ack;

	if ((from->flags & TCPS_EP_SEEN) && in->seg->seq == from->snd_max) {
		/* What is between was missed, and may end in a FIN. */
		if (in->conn->unseen & TCPS_UNSEEN_OWN(in->dir))
			in->conn->flags &= ~TCPS_CONN_WHOLE;
		tcps_position_seek(from, from->snd_max);
	}
	if ((in->seg->flags & TCPS_FLAG_ACK) && (to->flags & TCPS_EP_SEEN) &&
	    tcps_seq_after(ack, to->snd_nxt) &&
	    !tcps_seq_after(ack, to->snd_max))
		tcps_position_seek(to, ack);
}

/* If it is answered by a challenge ACK, that is to be reported as one. */
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
	/* It has received the FIN, even if the RST is retracted. */
	if (acks_fin(in))
		has_fin(in);
	else if (lacks_fin(in))
		has_no_fin(in);
	if (conn->reset_by == TCPS_SIDE_NONE ||
	    (conn->reset_by != in->dir && not_taken(in))) {
		conn->reset_by = in->dir;
		set_mark(in);
		for (side = 0; side < 2; side++)
			conn->ep[side].flags &= ~TCPS_EP_WENT_ON;
	} else if (conn->reset_by == in->dir && verdict == BOTH) {
		set_mark(in);	/* it did not accept the one before */
	}
	conn->flags &= ~TCPS_CONN_CHALLENGED;
	if (!tcps_know_opening(in->to) || (in->from->flags & TCPS_EP_SYN_ACK)) {
		confirm(in);
		tcps_position_claimed(in);
	}
	tcps_know_apply(in, in->dir, TCPS_EV_RST, TCPS_CAUSE_RST);
	if (verdict == BOTH)
		close_target(in);
	in->step->restart = true;
}
