// SPDX-License-Identifier: GPL-2.0
/*
 * A new connection between the same endpoints: when a SYN may begin one (RFC
 * 9293 section 3.6.1), and what then becomes of the old one.
 */
#include "evidence.h"

static bool over(const struct tcps_endpoint *ep)
{
	return ep->state == TCPS_CLOSED || ep->state == TCPS_TIME_WAIT;
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
