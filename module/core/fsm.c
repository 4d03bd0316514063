// SPDX-License-Identifier: GPL-2.0
/*
 * The shadow machine of a connection.
 *
 * It observes at one of the hosts, or between them. A segment that an endpoint sends proves
 * its state. An acknowledgement proves what it received. A segment that passes on its way
 * to an endpoint is presumed to arrive. Silence proves nothing; a timer infers. A
 * presumption that later evidence contradicts is retracted.
 *
 * A segment may carry several pieces of evidence, applied in this order: whether its
 * sender is closed, whether it disproves a FIN, the handshake, the position of its
 * sender, the acknowledgement of the peer's FIN, its own FIN. The table in know.c lists the
 * facts that each piece shows.
 */
#include "fsm.h"
#include "class.h"
#include "evidence.h"
#include "know.h"
#include "position.h"
#include "silence.h"
#include "zeek.h"

#define CLOSING_FACTS (TCPS_KNOW_FIN | TCPS_KNOW_PEER_FIN |		\
		       TCPS_KNOW_FIN_ACKED | TCPS_KNOW_OVERLAY)

/* Established on both sides, neither closing, nothing in doubt: data transfer. */
static bool quiet(const struct tcps_conn *conn)
{
	u8 both = conn->ep[0].known & conn->ep[1].known;
	u8 any = conn->ep[0].known | conn->ep[1].known;

	return (both & TCPS_KNOW_OPEN) == TCPS_KNOW_OPEN &&
	       !(any & CLOSING_FACTS) && !(conn->flags & TCPS_CONN_CHALLENGED) &&
	       !(conn->ep[0].syn_fin | conn->ep[1].syn_fin);
}

/* Only 2MSL is left to wait, which only a retransmitted FIN restarts (3.10.7.4). */
static bool waits(const struct tcps_conn *conn)
{
	return ((conn->ep[0].known | conn->ep[1].known) & TCPS_KNOW_FIN) &&
	       tcps_class_of(conn) == TCPS_CLASS_TIME_WAIT;
}

static void ack_segment(const struct tcps_input *in)
{
	bool data;

	if (!tcps_evidence_goes_on(in))
		return;
	data = quiet(in->conn);
	if (!data) {
		tcps_evidence_fin_doubt(in);
		if (!tcps_evidence_handshake(in))
			return;
		tcps_evidence_challenge(in);
	}
	tcps_position_sent(in);
	if (!data) {
		tcps_evidence_syn_fin(in);
		tcps_evidence_fin_acked(in);
	}
	tcps_position_acked(in);
	if (in->seg->flags & TCPS_FLAG_FIN)
		tcps_evidence_fin(in);
	if (!waits(in->conn))
		in->step->restart = true;
}

static void take_segment(const struct tcps_input *in)
{
	u8 flags = in->seg->flags;

	tcps_position_account(in);
	if (flags & TCPS_FLAG_RST)
		tcps_evidence_rst(in);
	else if ((flags & (TCPS_FLAG_SYN | TCPS_FLAG_ACK)) == TCPS_FLAG_SYN)
		tcps_evidence_syn(in);
	else if (flags & TCPS_FLAG_SYN)
		tcps_evidence_syn_ack(in);
	else if (flags & TCPS_FLAG_ACK)
		ack_segment(in);
	else if (flags & TCPS_FLAG_FIN)
		tcps_know_note(in, in->dir, TCPS_CAUSE_INVALID);
}

/**
 * tcps_fsm_step() - process a segment of a connection
 * @conn:    the connection
 * @dir:     the side that sent the segment, 0 or 1
 * @seg:     the segment, found to be of this connection (place.h)
 * @now:     time, ns, not before the connection's start
 * @account: full accounting of the connection, or NULL
 * @step:    filled in: its changes
 *
 * Pure; the caller serializes. Segments without ACK, SYN and RST belong to no
 * connection (RFC 9293 section 3.10.7.4) and do nothing.
 */
void tcps_fsm_step(struct tcps_conn *conn, unsigned int dir,
		   const struct tcps_segment *seg, u64 now,
		   struct tcps_account *account, struct tcps_step *step)
{
	struct tcps_input in = tcps_input_begin(conn, dir, now, step);

	in.account = account;
	in.seg = seg;
	/* Other segments belong to no connection, or may belong to any. */
	if ((seg->flags & (TCPS_FLAG_SYN | TCPS_FLAG_ACK)) &&
	    !(seg->flags & TCPS_FLAG_RST))
		tcps_silence_ends(conn, dir, seg, now);
	conn->heard |= 1 << dir;
	take_segment(&in);
	if (tcps_step_resets(step))
		tcps_silence_ends(conn, dir, seg, now);
	tcps_zeek_step(conn, dir, seg);
	if (step->n && !step->restart)
		step->restart = tcps_class_of_states(step->before[0], step->before[1]) !=
				tcps_class_of(conn);
}

/**
 * tcps_fsm_stray() - note a segment between the ends that is not of this connection
 * @conn: the connection
 * @dir:  the side that seems to have sent it
 * @seg:  the segment
 * @step: filled in: a note
 *
 * No state changes. The caller, which keeps it until another one confirms it
 * (tcps_place_segment()), must examine the next ACK.
 */
void tcps_fsm_stray(struct tcps_conn *conn, unsigned int dir,
		    const struct tcps_segment *seg, struct tcps_step *step)
{
	struct tcps_input in = tcps_input_begin(conn, dir, conn->start, step);

	conn->flags |= TCPS_CONN_STRAY;
	tcps_zeek_step(conn, dir, seg);	/* which does not check numbers */
	if (seg->flags & TCPS_FLAG_RST)
		tcps_know_note(&in, dir, TCPS_CAUSE_RST_IGNORED);
	else if (tcps_fsm_state(conn, !dir) == TCPS_SYN_SENT &&
		 !(seg->flags & (TCPS_FLAG_SYN | TCPS_FLAG_FIN)))
		tcps_know_note(&in, dir, TCPS_CAUSE_CHALLENGE_ACK);
	else
		tcps_know_note(&in, dir, TCPS_CAUSE_INVALID);
}

/**
 * tcps_fsm_challenge() - note a SYN of another connection between the ends
 * @conn: the connection
 * @dir:  the side that sent it
 * @step: filled in: a note
 *
 * An end that has the connection answers with a challenge ACK (RFC 5961 section 4.2),
 * so its next segment must be examined.
 */
void tcps_fsm_challenge(struct tcps_conn *conn, unsigned int dir,
			struct tcps_step *step)
{
	struct tcps_input in = tcps_input_begin(conn, dir, conn->start, step);

	tcps_evidence_expect_challenge(conn, !dir);
	tcps_know_note(&in, dir, TCPS_CAUSE_SYN_IGNORED);
}

/**
 * tcps_fsm_gap() - not every segment of the connection was seen
 * @conn: the connection
 */
void tcps_fsm_gap(struct tcps_conn *conn)
{
	conn->flags &= ~(TCPS_CONN_WHOLE | TCPS_CONN_EVERY);
}

/**
 * tcps_fsm_resync() - accept an unexpected segment: many segments were missed
 * @conn:  the connection
 * @side:  the side that sent it
 * @stray: the segment; it is processed next
 * @dir:   the side that sent the segment that confirms it
 * @seg:   that segment
 *
 * Both positions continue from those of the stray. The data it acknowledges may end in a
 * FIN that was missed, unless the other end sends more from there; for a SYN-ACK, which was
 * kept, the same mark means that it comes too late for round-trip times.
 */
void tcps_fsm_resync(struct tcps_conn *conn, unsigned int side,
		     const struct tcps_segment *stray, unsigned int dir,
		     const struct tcps_segment *seg)
{
	struct tcps_endpoint *from = &conn->ep[side];
	struct tcps_endpoint *to = &conn->ep[!side];
	bool ahead = (to->flags & TCPS_EP_SEEN) && !(to->known & TCPS_KNOW_FIN) &&
		     tcps_seq_after(stray->ack, to->snd_nxt);

	conn->flags &= ~(TCPS_CONN_WHOLE | TCPS_CONN_STRAY);
	if ((from->flags & TCPS_EP_SEEN) &&
	    tcps_seq_after(stray->seq, from->snd_nxt))
		tcps_position_seek(from, stray->seq);
	if (ahead)
		tcps_position_seek(to, stray->ack);
	if (stray->flags & TCPS_FLAG_SYN ||
	    (ahead && (dir == side || seg->seq != stray->ack ||
		       tcps_segment_end(seg) == seg->seq)))
		conn->unseen |= TCPS_UNSEEN_OWN(!side);
}

/* First seen in the middle. */
static void adopt(const struct tcps_input *in)
{
	in->conn->flags &= ~TCPS_CONN_ROLES;
	in->conn->flags |= TCPS_CONN_ADOPTED;
	tcps_position_sent(in);
	tcps_position_begin(in->to, in->seg->ack, in->seg->ack);
	in->conn->unseen |= TCPS_UNSEEN_OWN(!in->dir);
	if (in->seg->len <= 1)	/* it may be the number after its FIN, or a keep-alive */
		in->conn->unseen |= TCPS_UNSEEN_OWN(in->dir);
	tcps_know_apply(in, in->dir, TCPS_EV_ADOPT_SENDER, TCPS_CAUSE_ADOPT);
	tcps_know_apply(in, !in->dir, TCPS_EV_ADOPT_RECEIVER,
			TCPS_CAUSE_ADOPT);
	tcps_position_acked(in);
	if (in->seg->flags & TCPS_FLAG_FIN)
		tcps_evidence_fin(in);
}

/**
 * tcps_fsm_opens() - may a connection begin with a segment?
 * @seg: the first segment seen
 *
 * Not with a RST, nor with a segment that has neither SYN nor ACK.
 */
bool tcps_fsm_opens(const struct tcps_segment *seg)
{
	return !(seg->flags & TCPS_FLAG_RST) &&
	       (seg->flags & (TCPS_FLAG_SYN | TCPS_FLAG_ACK));
}

/**
 * tcps_fsm_open() - begin a connection with the first segment seen of it
 * @conn:    memory for it; written whole
 * @dir:     the side that sent the segment, 0 or 1
 * @seg:     the segment
 * @now:     time, ns
 * @account: for full accounting, zeroed, or NULL
 * @step:    filled in: the first transitions
 *
 * Return: false if no connection can begin with that segment; @conn is then invalid.
 */
bool tcps_fsm_open(struct tcps_conn *conn, unsigned int dir,
		   const struct tcps_segment *seg, u64 now,
		   struct tcps_account *account, struct tcps_step *step)
{
	bool syn = seg->flags & TCPS_FLAG_SYN;
	bool ack = seg->flags & TCPS_FLAG_ACK;
	struct tcps_input in;

	*conn = (struct tcps_conn){
		.start = now,
		.ep = { { .wscale = TCPS_WSCALE_NONE },
			{ .wscale = TCPS_WSCALE_NONE } },
		.flags = TCPS_CONN_ROLES |
			 (account ? TCPS_CONN_WHOLE | TCPS_CONN_EVERY : 0),
		.initiator = syn && ack ? !dir : dir,
		.heard = 1 << dir,
		.first_fin = TCPS_SIDE_NONE,
		.reset_by = TCPS_SIDE_NONE,
	};
	in = tcps_input_begin(conn, dir, now, step);
	step->restart = true;
	if (!tcps_fsm_opens(seg))
		return false;
	in.account = account;
	in.seg = seg;
	tcps_position_account(&in);
	if (!syn) {
		adopt(&in);
	} else if (ack) {
		conn->flags |= TCPS_CONN_ADOPTED;
		tcps_evidence_begin_syn_ack(&in);
		if (seg->flags & TCPS_FLAG_FIN)
			tcps_evidence_fin(&in);
	} else {
		tcps_evidence_begin_syn(&in);
	}
	tcps_zeek_step(conn, dir, seg);
	return true;
}

/**
 * tcps_fsm_icmp() - process an ICMP error that quotes a segment of a connection
 * @conn:  the connection
 * @dir:   the side that sent the quoted segment: the error goes to it
 * @seq:   sequence number of the quoted segment
 * @fatal: the error reports that the destination cannot be reached; false for
 *         those that only advise (fragmentation needed, packet too big)
 * @now:   time, ns
 * @step:  filled in: its changes
 *
 * An error ends only an attempt to connect whose SYN it quotes; on a
 * synchronized connection it is a soft error (RFC 9293 section 3.9.2.2, RFC
 * 5927 section 4).
 */
void tcps_fsm_icmp(struct tcps_conn *conn, unsigned int dir, u32 seq,
		   bool fatal, u64 now, struct tcps_step *step)
{
	struct tcps_input in = tcps_input_begin(conn, dir, now, step);

	if (!fatal || tcps_fsm_state(conn, dir) != TCPS_SYN_SENT ||
	    seq != in.from->iss ||
	    tcps_fsm_state(conn, !dir) != TCPS_LISTEN) {
		tcps_know_note(&in, dir, TCPS_CAUSE_ICMP_IGNORED);
		return;
	}
	tcps_know_apply(&in, dir, TCPS_EV_ICMP, TCPS_CAUSE_ICMP);
	tcps_know_apply(&in, !dir, TCPS_EV_ICMP, TCPS_CAUSE_ICMP);
	conn->end = TCPS_END_UNREACHABLE;
	step->restart = true;
}
