// SPDX-License-Identifier: GPL-2.0
/*
 * A new connection between the same endpoints: when a SYN may begin one (RFC
 * 9293 section 3.6.1), and what then becomes of the old one. A SYN that may not
 * is set aside until its answer tells what became of it.
 */
#include "evidence.h"

static bool over(const struct tcps_endpoint *ep)
{
	return ep->state == TCPS_CLOSED || ep->state == TCPS_TIME_WAIT;
}

/**
 * tcps_evidence_set_aside() - keep a SYN that met an old connection
 * @conn: the connection, not in doubt
 * @dir:  the side that sent it
 * @seg:  a SYN without ACK
 * @now:  time, ns
 *
 * If it is the one kept, it was sent again. Its time is kept in the stamps that
 * the ends will need to close: one of the two is not closed until it is settled
 * what became of the SYN.
 */
void tcps_evidence_set_aside(struct tcps_conn *conn, unsigned int dir,
			     const struct tcps_segment *seg, u64 now)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	unsigned int side;

	if (tcps_conn_awaited(conn, !dir) && seg->seq == conn->mark) {
		if (from->again < TCPS_AGAIN_MAX)
			from->again++;
		conn->flags |= TCPS_CONN_CHALLENGED;
		return;
	}
	conn->mark = seg->seq;
	conn->mark_wscale = seg->wscale;
	from->again = 0;
	tcps_conn_expect(conn, !dir,
			 TCPS_CONN_SYN_MARK | TCPS_CONN_CHALLENGED);
	for (side = 0; side < 2; side++)
		if (conn->ep[side].state != TCPS_CLOSED)
			tcps_stamp_set(&conn->entered[side][TCPS_SLOT_CLOSED],
				       now - conn->start);
}

static u64 aside_since(const struct tcps_conn *conn, u64 now)
{
	unsigned int side = conn->ep[0].state == TCPS_CLOSED;
	u64 at;

	if (conn->ep[side].state == TCPS_CLOSED ||
	    !tcps_stamp_get(&conn->entered[side][TCPS_SLOT_CLOSED], &at))
		return now;
	return conn->start + at;
}

/* The marked SYN began the connection that comes next. */
static void take_aside(struct tcps_conn *conn, unsigned int dir, u64 now,
		       struct tcps_aside *aside)
{
	*aside = (struct tcps_aside){
		.at = aside_since(conn, now),
		.seg = {
			.seq = conn->mark,
			.flags = TCPS_FLAG_SYN,
			.wscale = conn->mark_wscale,
		},
		.side = dir,
		.repeats = conn->ep[dir].again,
	};
	if (conn->account)
		conn->account->packets[dir] -= 1 + aside->repeats;
}

/**
 * tcps_evidence_answered() - is a SYN-ACK the answer to a SYN set aside?
 * @conn: the connection
 * @dir:  the side that sent it
 * @seg:  a SYN-ACK
 * @now:  time, ns
 * @step: what it does
 *
 * Return: true if so. The old connection was gone, the SYN began a new one.
 */
bool tcps_evidence_answered(struct tcps_conn *conn, unsigned int dir,
			    const struct tcps_segment *seg, u64 now,
			    struct tcps_step *step)
{
	struct tcps_aside aside;

	if (conn->ep[!dir].state == TCPS_SYN_SENT ||
	    !tcps_conn_marked(conn, dir, seg) || seg->seq == conn->ep[dir].iss)
		return false;
	take_aside(conn, !dir, now, &aside);
	tcps_evidence_reopen(conn, dir, TCPS_CAUSE_SYN_ACK, now, step);
	step->aside = aside;
	return true;
}

/**
 * tcps_evidence_reopen() - the old connection is gone, a new one begins
 * @conn:  the connection; what is left of it closes
 * @dir:   the side whose segment says so
 * @cause: what that segment is
 * @now:   time, ns
 * @step:  what it does
 */
void tcps_evidence_reopen(struct tcps_conn *conn, unsigned int dir,
			  enum tcps_cause cause, u64 now,
			  struct tcps_step *step)
{
	unsigned int i;

	tcps_evidence_settle(conn);
	for (i = 0; i < 2; i++) {
		unsigned int side = i ? !dir : dir;

		if (over(&conn->ep[side]))
			tcps_conn_apply(conn, side, TCPS_EV_REUSE, cause, now,
					step);
		else
			tcps_conn_apply(conn, side, TCPS_EV_REMOVE, cause, now,
					step);
	}
	if (conn->end == TCPS_END_STILL_OPEN)
		conn->end = TCPS_END_TIMEOUT;
	step->reopen = true;
	step->aside.side = TCPS_SIDE_NONE;
}

/**
 * tcps_evidence_may_reopen() - may this SYN start a new connection?
 * @conn: the connection
 * @dir:  the side that sent it
 * @seg:  a SYN without ACK
 *
 * Not while either end holds the old one, save for TIME-WAIT, which a higher
 * sequence number ends (RFC 9293 section 3.6.1). A host in TIME-WAIT that
 * connects anew says so by sending. Where the number is not higher, timestamps
 * may still let the SYN in (RFC 6191): the SYN-ACK will tell.
 */
bool tcps_evidence_may_reopen(const struct tcps_conn *conn, unsigned int dir,
			      const struct tcps_segment *seg)
{
	const struct tcps_endpoint *from = &conn->ep[dir];
	const struct tcps_endpoint *to = &conn->ep[!dir];

	if (!over(from) || !(over(to) || to->state == TCPS_LISTEN))
		return false;
	if ((from->flags & TCPS_EP_SYN) && seg->seq == from->iss)
		return false;	/* an old duplicate */
	return to->state != TCPS_TIME_WAIT ||
	       tcps_seq_after(seg->seq, from->nxt);
}
