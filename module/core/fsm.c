// SPDX-License-Identifier: GPL-2.0
/*
 * The shadow machine of a connection.
 *
 * It stands where an observer stands: on a host or between two. What an
 * endpoint sends proves its state. What it acknowledges proves what it
 * received. What passes on its way to an endpoint is presumed to arrive.
 * Silence proves nothing; a timer infers. A presumption that later evidence
 * contradicts is taken back.
 *
 * A segment may carry several pieces of evidence; they act in this order:
 * whether it belongs to the connection, whether it disproves a RST or a FIN,
 * the handshake, the positions, the acknowledgement of the peer's FIN, its own
 * FIN. The table (table.c) says what each piece does to an endpoint.
 */
#include "fsm.h"
#include "evidence.h"
#include "predict.h"
#include "zeek.h"

/* Open on both sides, nobody closing, nothing in question: data flows. */
static bool quiet(const struct tcps_conn *conn)
{
	const struct tcps_endpoint *ep = conn->ep;

	return ep[0].state == TCPS_ESTABLISHED &&
	       ep[1].state == TCPS_ESTABLISHED &&
	       !((ep[0].flags | ep[1].flags) & TCPS_EP_FIN) &&
	       !(conn->flags & (TCPS_CONN_SYN_MARK | TCPS_CONN_CHALLENGED));
}

/*
 * A FIN behind a gap did not fit, and then its number was acknowledged: it was
 * true. It acts late, but before what acknowledges it. Its window is forgotten,
 * and so is when it came, so it ends no round-trip time.
 */
static void astray_fin(struct tcps_conn *conn, unsigned int dir, u64 now,
		       struct tcps_step *step)
{
	const struct tcps_segment seg = {
		.seq = conn->account->astray_end - 1,
		.ack = conn->account->astray_ack,
		.flags = TCPS_FLAG_FIN | TCPS_FLAG_ACK,
		.wscale = TCPS_WSCALE_NONE,
	};

	if (!tcps_evidence_handshake(conn, dir, &seg, now, step))
		return;
	conn->account->packets[dir]++;
	tcps_evidence_fin_acked(conn, dir, &seg, now, step);
	tcps_endpoint_sent(&conn->ep[!dir], seg.ack, seg.ack);
	tcps_conn_acked(conn, dir, &seg);
	tcps_evidence_fin(conn, dir, &seg, now, step);
}

/* Does a segment belong to the connection, so that it may act on it? */
static bool belongs(struct tcps_conn *conn, unsigned int dir,
		    const struct tcps_segment *seg, u64 now,
		    struct tcps_step *step)
{
	bool fin = (conn->flags & (TCPS_CONN_ASTRAY_FIN | TCPS_CONN_DOUBT)) ==
		   TCPS_CONN_ASTRAY_FIN;

	if (tcps_conn_fits(conn, dir, seg))
		return true;
	if (!tcps_conn_regained(conn, dir, seg)) {
		tcps_conn_note(conn, dir, TCPS_CAUSE_INVALID, step);
		return false;
	}
	if (fin)
		astray_fin(conn, !dir, now, step);
	return true;
}

static void ack_segment(struct tcps_conn *conn, unsigned int dir,
			const struct tcps_segment *seg, u64 now,
			struct tcps_step *step)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	struct tcps_endpoint *to = &conn->ep[!dir];
	bool data;

	if (!belongs(conn, dir, seg, now, step))
		return;
	if ((conn->flags & TCPS_CONN_DOUBT) &&
	    !tcps_evidence_rst_doubt(conn, dir, seg, now, step))
		return;
	data = quiet(conn);
	if (!data) {
		tcps_evidence_fin_doubt(conn, dir, seg, now, step);
		if (!tcps_evidence_handshake(conn, dir, seg, now, step))
			return;
	}
	tcps_conn_account(conn, dir, seg, now);
	if (!data)
		tcps_evidence_challenge(conn, dir, seg, step);
	/* It acknowledges what was not seen, so not every segment is. */
	if (tcps_seq_after(seg->ack, to->nxt))
		conn->flags &= ~TCPS_CONN_TRACKED;
	if (!data)
		tcps_evidence_fin_acked(conn, dir, seg, now, step);
	tcps_endpoint_sent(from, seg->seq, seg->seq + seg->len);
	/* That the peer is so far ahead, it has to say itself. */
	if (!(to->flags & TCPS_EP_SEEN) ||
	    (s32)(seg->ack - to->nxt) < (s32)TCPS_UNSEEN_MAX) {
		tcps_endpoint_sent(to, seg->ack, seg->ack);
		tcps_conn_acked(conn, dir, seg);
	}
	if (seg->flags & TCPS_FLAG_FIN)
		tcps_evidence_fin(conn, dir, seg, now, step);
	if (tcps_fsm_class(conn) != TCPS_CLASS_TIME_WAIT)
		step->restart = true;
}

/**
 * tcps_fsm_step() - let a segment act on a connection
 * @conn: the connection
 * @dir:  the side that sent the segment, 0 or 1
 * @seg:  the segment; nothing in it is trusted
 * @now:  time, ns, not before the connection's start
 * @step: filled in: what it did
 *
 * Pure; the caller serializes. Segments without ACK, SYN and RST belong to no
 * connection (RFC 9293 section 3.10.7.4) and do nothing.
 */
void tcps_fsm_step(struct tcps_conn *conn, unsigned int dir,
		   const struct tcps_segment *seg, u64 now,
		   struct tcps_step *step)
{
	enum tcps_class before;

	step->n = 0;
	step->reopen = false;
	step->restart = tcps_predict_segment(conn, dir, seg, now);
	if (step->restart)
		return;

	conn->heard |= 1 << dir;
	before = tcps_fsm_class(conn);
	if (seg->flags & TCPS_FLAG_RST) {
		tcps_conn_account(conn, dir, seg, now);
		tcps_evidence_rst(conn, dir, seg, now, step);
	} else if ((seg->flags & TCPS_FLAGS_CONTROL) ==
		   (TCPS_FLAG_SYN | TCPS_FLAG_FIN)) {
		tcps_conn_note(conn, dir, TCPS_CAUSE_INVALID, step);
	} else if (seg->flags & TCPS_FLAG_SYN) {
		tcps_conn_account(conn, dir, seg, now);
		if (seg->flags & TCPS_FLAG_ACK)
			tcps_evidence_syn_ack(conn, dir, seg, now, step);
		else
			tcps_evidence_syn(conn, dir, seg, now, step);
	} else if (seg->flags & TCPS_FLAG_ACK) {
		ack_segment(conn, dir, seg, now, step);
	} else if (seg->flags & TCPS_FLAG_FIN) {
		tcps_conn_note(conn, dir, TCPS_CAUSE_INVALID, step);
	}
	if (!step->reopen)
		tcps_zeek_step(conn, dir, seg);
	if (tcps_fsm_class(conn) != before)
		step->restart = true;
}

static void adopt(struct tcps_conn *conn, unsigned int dir,
		  const struct tcps_segment *seg, u64 now,
		  struct tcps_step *step)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	struct tcps_endpoint *to = &conn->ep[!dir];

	conn->flags = TCPS_CONN_ADOPTED;
	tcps_conn_account(conn, dir, seg, now);
	tcps_endpoint_sent(from, seg->seq, seg->seq + seg->len);
	tcps_endpoint_sent(to, seg->ack, seg->ack);
	tcps_conn_apply(conn, dir, TCPS_EV_ADOPT_SENDER, TCPS_CAUSE_ADOPT, now,
			step);
	tcps_conn_apply(conn, !dir, TCPS_EV_ADOPT_RECEIVER, TCPS_CAUSE_ADOPT,
			now, step);
	tcps_conn_acked(conn, dir, seg);
	if (seg->flags & TCPS_FLAG_FIN)
		tcps_evidence_fin(conn, dir, seg, now, step);
}

/* The SYN was not seen, its answer is: who opened is known all the same. */
static void adopt_syn_ack(struct tcps_conn *conn, unsigned int dir,
			  const struct tcps_segment *seg, u64 now,
			  struct tcps_step *step)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	struct tcps_endpoint *to = &conn->ep[!dir];

	conn->initiator = !dir;
	conn->flags = TCPS_CONN_ADOPTED | TCPS_CONN_ROLES;
	tcps_conn_account(conn, dir, seg, now);
	to->iss = seg->ack - 1;
	to->nxt = seg->ack;
	to->acked = to->iss;
	to->flags = TCPS_EP_SYN | TCPS_EP_SEEN;
	from->iss = seg->seq;
	from->nxt = tcps_segment_end(seg);
	from->wscale = seg->wscale;
	to->wscale = tcps_conn_answered_scale(seg);
	from->flags = TCPS_EP_SYN | TCPS_EP_SEEN | TCPS_EP_SYN_ACK;
	tcps_conn_apply(conn, !dir, TCPS_EV_ADOPT_SYN, TCPS_CAUSE_ADOPT, now,
			step);
	from->state = TCPS_LISTEN;
	from->timed = true;
	tcps_conn_apply(conn, dir, TCPS_EV_SYN_ACK, TCPS_CAUSE_SYN_ACK, now,
			step);
	tcps_conn_acked(conn, dir, seg);
}

/**
 * tcps_fsm_opens() - may a connection be begun with such a segment?
 * @seg: the first segment seen
 *
 * Not with a RST, and not with one that makes no sense.
 */
bool tcps_fsm_opens(const struct tcps_segment *seg)
{
	u8 flags = seg->flags;

	return !(flags & TCPS_FLAG_RST) &&
	       (flags & (TCPS_FLAG_SYN | TCPS_FLAG_ACK)) &&
	       (flags & (TCPS_FLAG_SYN | TCPS_FLAG_FIN)) !=
	       (TCPS_FLAG_SYN | TCPS_FLAG_FIN);
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
 * Return: false if no connection begins with such a segment; @conn is then of
 * no use.
 */
bool tcps_fsm_open(struct tcps_conn *conn, unsigned int dir,
		   const struct tcps_segment *seg, u64 now,
		   struct tcps_account *account, struct tcps_step *step)
{
	u8 flags = seg->flags;

	*conn = (struct tcps_conn){
		.start = now,
		.account = account,
		.ep = { { .wscale = TCPS_WSCALE_NONE },
			{ .wscale = TCPS_WSCALE_NONE } },
		.initiator = dir,
		.heard = 1 << dir,
		.first_fin = TCPS_SIDE_NONE,
		.reset_by = TCPS_SIDE_NONE,
	};
	step->n = 0;
	step->reopen = false;
	step->restart = true;

	if (!tcps_fsm_opens(seg))
		return false;

	if (!(flags & TCPS_FLAG_SYN)) {
		adopt(conn, dir, seg, now, step);
	} else if (flags & TCPS_FLAG_ACK) {
		adopt_syn_ack(conn, dir, seg, now, step);
	} else {
		struct tcps_endpoint *from = &conn->ep[dir];

		conn->flags = TCPS_CONN_ROLES |
			      (account ? TCPS_CONN_TRACKED : 0);
		tcps_conn_account(conn, dir, seg, now);
		conn->ep[!dir].state = TCPS_LISTEN;
		from->iss = seg->seq;
		from->nxt = tcps_segment_end(seg);
		from->acked = seg->seq;
		from->wscale = seg->wscale;
		from->flags = TCPS_EP_SYN | TCPS_EP_SEEN;
		tcps_conn_apply(conn, dir, TCPS_EV_SYN, TCPS_CAUSE_SYN, now,
				step);
	}
	tcps_zeek_step(conn, dir, seg);
	return true;
}

/**
 * tcps_fsm_open_aside() - begin a connection with a SYN that was set aside
 * @conn:    memory for it; written whole
 * @aside:   what a step that reopens has left
 * @account: as for tcps_fsm_open()
 * @step:    filled in: the first transitions, of the time @aside->at
 */
void tcps_fsm_open_aside(struct tcps_conn *conn,
			 const struct tcps_aside *aside,
			 struct tcps_account *account, struct tcps_step *step)
{
	tcps_fsm_open(conn, aside->side, &aside->seg, aside->at, account, step);
	conn->ep[aside->side].syn_repeats = aside->repeats;
	if (account)
		account->packets[aside->side] += aside->repeats;
}

/**
 * tcps_fsm_icmp() - an ICMP error that quotes a segment of this connection
 * @conn:  the connection
 * @dir:   the side that sent the quoted segment: the error goes to it
 * @seq:   sequence number of the quoted segment
 * @fatal: the error says that the destination cannot be reached; false for
 *         those that only advise (fragmentation needed, packet too big)
 * @now:   time, ns
 * @step:  filled in: what it did
 *
 * An error ends only an attempt to connect whose SYN it quotes; on a
 * synchronized connection it is a soft error (RFC 9293 section 3.9.2.2, RFC
 * 5927 section 4).
 */
void tcps_fsm_icmp(struct tcps_conn *conn, unsigned int dir, u32 seq,
		   bool fatal, u64 now, struct tcps_step *step)
{
	struct tcps_endpoint *ep = &conn->ep[dir];

	step->n = 0;
	step->reopen = false;
	step->restart = false;
	if (!fatal || ep->state != TCPS_SYN_SENT || seq != ep->iss ||
	    conn->ep[!dir].state != TCPS_LISTEN) {
		tcps_conn_note(conn, dir, TCPS_CAUSE_ICMP_IGNORED, step);
		return;
	}
	tcps_evidence_doubt(conn, seq);
	tcps_conn_apply(conn, dir, TCPS_EV_ICMP, TCPS_CAUSE_ICMP, now, step);
	tcps_conn_apply(conn, !dir, TCPS_EV_ICMP, TCPS_CAUSE_ICMP, now, step);
	conn->end = TCPS_END_UNREACHABLE;
	step->restart = true;
}

static enum tcps_end end_by_silence(const struct tcps_conn *conn)
{
	unsigned int side;

	for (side = 0; side < 2; side++)
		if (conn->ep[side].state == TCPS_SYN_RECEIVED)
			return TCPS_END_HALF_OPEN;
	return TCPS_END_TIMEOUT;
}

/**
 * tcps_fsm_timeout() - the timer of the connection's class has run out
 * @conn: the connection
 * @now:  time, ns
 * @step: filled in: what it did
 *
 * Afterwards nothing of the connection is left: it has ended.
 */
void tcps_fsm_timeout(struct tcps_conn *conn, u64 now, struct tcps_step *step)
{
	unsigned int i;

	step->n = 0;
	step->reopen = false;
	step->restart = false;
	tcps_evidence_settle(conn);
	if (conn->end == TCPS_END_STILL_OPEN)
		conn->end = end_by_silence(conn);
	for (i = 0; i < 2; i++)
		tcps_conn_apply(conn, i ? !conn->initiator : conn->initiator,
				TCPS_EV_TIMEOUT, TCPS_CAUSE_TIMER, now, step);
}

/**
 * tcps_fsm_remove() - the connection is no longer observed
 * @conn:  the connection
 * @cause: %TCPS_CAUSE_EVICT or %TCPS_CAUSE_STOP
 * @now:   time, ns
 * @step:  filled in: what it did
 */
void tcps_fsm_remove(struct tcps_conn *conn, enum tcps_cause cause, u64 now,
		     struct tcps_step *step)
{
	unsigned int i;

	step->n = 0;
	step->reopen = false;
	step->restart = false;
	tcps_evidence_settle(conn);
	if (conn->end == TCPS_END_STILL_OPEN)
		conn->end = TCPS_END_EVICTED;
	for (i = 0; i < 2; i++)
		tcps_conn_apply(conn, i ? !conn->initiator : conn->initiator,
				TCPS_EV_REMOVE, cause, now, step);
}

#define BIT_OF(state) (1U << (state))
#define OPENING (BIT_OF(TCPS_SYN_SENT) | BIT_OF(TCPS_SYN_RECEIVED) |	\
		 BIT_OF(TCPS_LISTEN))
#define TIME_WAITING (BIT_OF(TCPS_TIME_WAIT) | BIT_OF(TCPS_CLOSED))
#define HALF_CLOSED (BIT_OF(TCPS_FIN_WAIT_2) | BIT_OF(TCPS_CLOSE_WAIT))
#define GONE (BIT_OF(TCPS_CLOSED) | BIT_OF(TCPS_LISTEN))

/**
 * tcps_fsm_class() - the class of timeouts a connection belongs to
 * @conn: the connection
 */
enum tcps_class tcps_fsm_class(const struct tcps_conn *conn)
{
	unsigned int states = BIT_OF(conn->ep[0].state) |
			      BIT_OF(conn->ep[1].state);

	if (!(states & ~GONE))
		return TCPS_CLASS_CLOSED;
	if (states & OPENING)
		return TCPS_CLASS_HALF_OPEN;
	if (!(states & ~TIME_WAITING))
		return TCPS_CLASS_TIME_WAIT;
	if (states == BIT_OF(TCPS_ESTABLISHED))
		return TCPS_CLASS_ESTABLISHED;
	if (states == HALF_CLOSED)
		return TCPS_CLASS_HALF_CLOSED;
	/* A FIN or its ACK is outstanding, or has passed unseen. */
	return TCPS_CLASS_FIN;
}

/**
 * tcps_fsm_awaits() - may the next plain ACK change the connection?
 * @conn: the connection
 *
 * While false, a segment without SYN, FIN and RST does nothing to it.
 */
bool tcps_fsm_awaits(const struct tcps_conn *conn)
{
	enum tcps_class class = tcps_fsm_class(conn);

	return class == TCPS_CLASS_HALF_OPEN || class == TCPS_CLASS_FIN ||
	       (conn->flags & (TCPS_CONN_DOUBT | TCPS_CONN_SYN_MARK |
			       TCPS_CONN_CHALLENGED | TCPS_CONN_ASTRAY_FIN));
}

/**
 * tcps_fsm_ended() - is nothing left that a segment or a timer could change?
 * @conn: the connection
 */
bool tcps_fsm_ended(const struct tcps_conn *conn)
{
	return tcps_fsm_class(conn) == TCPS_CLASS_CLOSED &&
	       !(conn->flags & TCPS_CONN_DOUBT);
}

/**
 * tcps_fsm_one_sided() - has one side alone ever sent anything?
 * @conn: the connection
 *
 * Then nothing proves that the other exists: the directions may be routed
 * differently, or the segments be forged.
 */
bool tcps_fsm_one_sided(const struct tcps_conn *conn)
{
	return conn->heard != 3;
}
