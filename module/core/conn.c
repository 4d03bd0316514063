// SPDX-License-Identifier: GPL-2.0
/* What evidence does to a connection: states, stamps, positions, accounts. */
#include "conn.h"
#include "account.h"
#include "table.h"

/* Tolerance for old duplicates, which carry numbers below the window. */
#define TCPS_STALE_MAX 65536

/* The window scale that few go beyond: windows up to 32 MiB. */
#define TCPS_SCALE_USUAL 9

/* Of a state: the slots up to its own, which is the last of them; 0: it has none. */
const u8 tcps_conn_slots[TCPS_STATE_MAX] = {
	[TCPS_CLOSED] = TCPS_SLOT_CLOSED + 1,
	[TCPS_LISTEN] = 0,
	[TCPS_SYN_SENT] = 0,
	[TCPS_SYN_RECEIVED] = TCPS_SLOT_SYN_RECEIVED + 1,
	[TCPS_ESTABLISHED] = TCPS_SLOT_ESTABLISHED + 1,
	[TCPS_FIN_WAIT_1] = TCPS_SLOT_CLOSE_1 + 1,
	[TCPS_FIN_WAIT_2] = TCPS_SLOT_CLOSE_2 + 1,
	[TCPS_CLOSING] = TCPS_SLOT_CLOSE_2 + 1,
	[TCPS_TIME_WAIT] = TCPS_SLOT_TIME_WAIT + 1,
	[TCPS_CLOSE_WAIT] = TCPS_SLOT_CLOSE_1 + 1,
	[TCPS_LAST_ACK] = TCPS_SLOT_CLOSE_2 + 1,
};

/*
 * A step back is a correction: the endpoint never left the state it is taken
 * back to, so the time of entry stands and the later ones never happened. No
 * stamp is set beyond the slot of the present state, so a step forward finds
 * none to clear.
 */
static void stamp_entry(struct tcps_conn *conn, unsigned int side,
			enum tcps_state to, bool back, u64 now)
{
	struct tcps_stamp *entered = conn->entered[side];
	unsigned int end = tcps_conn_slots[conn->ep[side].state];
	unsigned int later = tcps_conn_slots[to];
	u64 before;

	if (later && !(back && tcps_stamp_get(&entered[later - 1], &before)))
		tcps_stamp_set(&entered[later - 1],
			       now > conn->start ? now - conn->start : 0);
	for (; later < end; later++)
		tcps_stamp_clear(&entered[later]);
}

static void set_state(struct tcps_conn *conn, unsigned int side,
		      enum tcps_state to, bool back, u64 now)
{
	struct tcps_endpoint *ep = &conn->ep[side];

	stamp_entry(conn, side, to, back, now);
	/* Which of its SYNs holds is no more in question. */
	if (ep->state == TCPS_SYN_SENT && tcps_conn_target(conn) != side)
		conn->flags &= ~TCPS_CONN_SYN_MARK;
	ep->state = to;
	switch (to) {
	case TCPS_SYN_SENT:
		ep->flags |= TCPS_EP_OPENED;
		break;
	case TCPS_ESTABLISHED:
		ep->flags |= TCPS_EP_WAS_ESTABLISHED;
		ep->flags &= ~(TCPS_EP_PASSIVE | TCPS_EP_CROSSED);
		break;
	case TCPS_FIN_WAIT_1:
	case TCPS_FIN_WAIT_2:
		ep->flags &= ~TCPS_EP_CROSSED;
		break;
	case TCPS_CLOSING:
		ep->flags |= TCPS_EP_CROSSED;
		break;
	case TCPS_CLOSE_WAIT:
		ep->flags |= TCPS_EP_PASSIVE | TCPS_EP_WAS_ESTABLISHED;
		ep->flags &= ~TCPS_EP_CROSSED;
		break;
	case TCPS_TIME_WAIT:
		conn->end = TCPS_END_FIN;
		break;
	default:
		break;
	}
}

static void record(struct tcps_step *step, const struct tcps_change *change)
{
	if (step->n < TCPS_STEP_MAX)
		step->change[step->n++] = *change;
}

/**
 * tcps_conn_move() - put an endpoint into a state, outside the table
 * @conn: the connection
 * @side: the endpoint
 * @to:   the state
 * @how:  cause, certainty and flags of the transition
 * @now:  time, ns
 * @step: where the transition is added
 */
void tcps_conn_move(struct tcps_conn *conn, unsigned int side,
		    enum tcps_state to, const struct tcps_change *how, u64 now,
		    struct tcps_step *step)
{
	struct tcps_change change = *how;

	change.side = side;
	change.from = conn->ep[side].state;
	change.to = to;
	if (change.from == change.to)
		return;
	set_state(conn, side, to, change.flags & TCPS_CHANGE_RETRACT, now);
	record(step, &change);
}

/**
 * tcps_conn_apply() - let a piece of evidence act on an endpoint
 * @conn:  the connection
 * @side:  the endpoint
 * @event: the evidence
 * @cause: what the transition is put down to
 * @now:   time, ns
 * @step:  where a transition is added
 *
 * Return: true if the state changed.
 */
bool tcps_conn_apply(struct tcps_conn *conn, unsigned int side,
		     enum tcps_event event, enum tcps_cause cause, u64 now,
		     struct tcps_step *step)
{
	struct tcps_endpoint *ep = &conn->ep[side];
	const struct tcps_cell *cell = &tcps_table[ep->state][event];
	struct tcps_change how = {
		.cause = cause,
		.certainty = cell->certainty,
		.flags = cell->retract ? TCPS_CHANGE_RETRACT : 0,
	};

	if (!cell->defined || cell->next == ep->state)
		return false;
	if (ep->state == TCPS_LAST_ACK && event == TCPS_EV_FIN_ACKED)
		conn->end = TCPS_END_FIN;
	tcps_conn_move(conn, side, cell->next, &how, now, step);
	return true;
}

/**
 * tcps_conn_note() - record a segment of note that changes no state
 * @conn:  the connection
 * @side:  the endpoint that sent it
 * @cause: what makes it of note
 * @step:  where the note is added
 */
void tcps_conn_note(struct tcps_conn *conn, unsigned int side,
		    enum tcps_cause cause, struct tcps_step *step)
{
	struct tcps_change change = {
		.side = side,
		.from = conn->ep[side].state,
		.to = conn->ep[side].state,
		.cause = cause,
		.certainty = TCPS_OBSERVED,
		.flags = TCPS_CHANGE_NOTE,
	};

	record(step, &change);
}

/**
 * tcps_endpoint_seek() - set the position of an endpoint, forward or back
 * @ep:  the endpoint, %TCPS_EP_SEEN
 * @nxt: the new position, less than 2^31 away
 */
void tcps_endpoint_seek(struct tcps_endpoint *ep, u32 nxt)
{
	u64 position = (u64)ep->wraps << 32 | (u32)(ep->nxt - ep->iss);
	u64 moved = position + (u64)(s32)(nxt - ep->nxt);

	if (moved >> 63)	/* below the start */
		moved = (u32)(nxt - ep->iss);
	else if (moved >> 48)	/* 2^48 octets are all that can be counted */
		moved |= (u64)0xffff << 32;
	ep->wraps = (u16)(moved >> 32);
	ep->nxt = nxt;
}

/**
 * tcps_endpoint_sent() - take note of how far an endpoint has sent
 * @ep:  the endpoint
 * @seq: first number of a segment it sent
 * @end: number after that segment
 *
 * Nothing lies beyond a FIN, so a position that a FIN fixed stays.
 */
void tcps_endpoint_sent(struct tcps_endpoint *ep, u32 seq, u32 end)
{
	if (!(ep->flags & TCPS_EP_SEEN)) {
		ep->flags |= TCPS_EP_SEEN;
		ep->iss = seq;
		ep->nxt = end;
	} else if (tcps_seq_after(end, ep->nxt) && !(ep->flags & TCPS_EP_FIN)) {
		tcps_endpoint_seek(ep, end);
	}
}

/**
 * tcps_endpoint_lower() - let the position of an endpoint count from a lower ISN
 * @ep:  the endpoint
 * @iss: the number; the position may pass 2^32 by that
 */
void tcps_endpoint_lower(struct tcps_endpoint *ep, u32 iss)
{
	if (ep->nxt - iss < ep->nxt - ep->iss && ep->wraps < 0xffff)
		ep->wraps++;
	ep->iss = iss;
}

/** tcps_endpoint_bytes() - octets of payload @ep sent, each counted once */
u64 tcps_endpoint_bytes(const struct tcps_endpoint *ep)
{
	u64 bytes = (u64)ep->wraps << 32 | (u32)(ep->nxt - ep->iss);
	unsigned int control = !!(ep->flags & TCPS_EP_SYN) +
			       !!(ep->flags & TCPS_EP_FIN);

	if (!(ep->flags & TCPS_EP_SEEN) || bytes < control)
		return 0;
	return bytes - control;
}

/**
 * tcps_conn_reach() - how far from any number an endpoint acknowledges can
 * what was sent to it lie?
 * @conn: the connection
 * @side: the endpoint
 *
 * Twice the largest window its scale allows, since the acknowledgement may be
 * an old one, overtaken by others. Where the scale is not known, what is usual:
 * more would make every number credible.
 */
u32 tcps_conn_reach(const struct tcps_conn *conn, unsigned int side)
{
	unsigned int scale = tcps_conn_scale(conn, side);

	if (scale > TCPS_SCALE_USUAL &&
	    (conn->flags & (TCPS_CONN_ADOPTED | TCPS_CONN_ROLES)) !=
	    TCPS_CONN_ROLES)
		scale = TCPS_SCALE_USUAL;
	return (0x20000U << scale) + TCPS_STALE_MAX;
}

/**
 * tcps_conn_fits() - could a segment belong to this connection?
 * @conn: the connection
 * @dir:  the side that sent the segment
 * @seg:  a segment with ACK and without SYN
 *
 * The acceptability test of RFC 9293 section 3.10.7.4 and that of RFC 5961
 * section 5 for the acknowledgement, from the observer's position: it holds
 * only as far as every segment was seen, and says yes otherwise. What the
 * receiver's window would not take does not act on it, whoever sent it.
 */
bool tcps_conn_fits(const struct tcps_conn *conn, unsigned int dir,
		    const struct tcps_segment *seg)
{
	const struct tcps_endpoint *from = &conn->ep[dir];
	const struct tcps_endpoint *to = &conn->ep[!dir];
	const struct tcps_account *account = conn->account;
	u32 end = seg->seq + seg->len;
	u32 room;

	if (!account || !(conn->flags & TCPS_CONN_TRACKED))
		return true;
	if (to->flags & TCPS_EP_ACK) {
		room = account->edge[!dir] - to->acked + 1;
		if (!tcps_seq_between(to->acked - room - TCPS_STALE_MAX, end,
				      to->acked + room + seg->len))
			return false;
	}
	if (from->flags & TCPS_EP_ACK) {
		room = account->edge[dir] - from->acked + 1;
		if (!tcps_seq_between(from->acked - room - TCPS_STALE_MAX,
				      seg->ack, from->acked + room))
			return false;
	}
	return true;
}

/**
 * tcps_conn_regained() - does a segment that does not fit show that many were
 * missed?
 * @conn: the connection, every segment of which was thought to be seen
 * @dir:  the side that sent the segment
 * @seg:  a segment with ACK and without SYN, for which tcps_conn_fits() is false
 *
 * A capture may have lost more than a window of segments, or leave them out on
 * purpose. Then no segment fits any more, but what one end sends the other
 * acknowledges. A forged number nobody acknowledges: its target answers with
 * numbers that fit. If the one that did not fit was a FIN, it is remembered by
 * %TCPS_CONN_ASTRAY_FIN.
 *
 * Return: true if so. The positions are then where the two ends have them, and
 * not every segment is taken to be seen.
 */
bool tcps_conn_regained(struct tcps_conn *conn, unsigned int dir,
			const struct tcps_segment *seg)
{
	struct tcps_account *account = conn->account;
	u32 end = tcps_segment_end(seg);

	if (account->astray != 1 + !dir ||
	    !tcps_seq_between(account->astray_end - tcps_conn_reach(conn, dir),
			      seg->ack, account->astray_end) ||
	    !tcps_seq_between(account->astray_ack - TCPS_STALE_MAX, end,
			      account->astray_ack +
			      tcps_conn_reach(conn, !dir))) {
		account->astray = 1 + dir;
		account->astray_end = end;
		account->astray_ack = seg->ack;
		conn->flags &= ~TCPS_CONN_ASTRAY_FIN;
		if (seg->flags & TCPS_FLAG_FIN)
			conn->flags |= TCPS_CONN_ASTRAY_FIN;
		return false;
	}
	conn->flags &= ~TCPS_CONN_TRACKED;
	tcps_endpoint_sent(&conn->ep[!dir], seg->ack, seg->ack);
	return true;
}

/**
 * tcps_conn_acked() - take note of the acknowledgement in a segment
 * @conn: the connection
 * @dir:  the side that sent the segment
 * @seg:  the segment, found to belong to the connection
 *
 * The edge of the window never moves back, whatever an old duplicate says
 * (RFC 9293 section 3.8.6 warns of shrinking it): what was sent within it is
 * in order.
 */
void tcps_conn_acked(struct tcps_conn *conn, unsigned int dir,
		     const struct tcps_segment *seg)
{
	struct tcps_endpoint *ep = &conn->ep[dir];
	struct tcps_account *account = conn->account;
	bool first = !(ep->flags & TCPS_EP_ACK);

	if (first || tcps_seq_after(seg->ack, ep->acked))
		ep->acked = seg->ack;
	ep->flags |= TCPS_EP_ACK;
	if (account) {
		u32 edge = seg->ack + account->window[dir];

		if (first || tcps_seq_after(edge, account->edge[dir]))
			account->edge[dir] = edge;
	}
}

/**
 * tcps_conn_account() - count a segment, under full accounting
 * @conn: the connection
 * @dir:  the side that sent the segment
 * @seg:  the segment, before it acts on the positions
 * @now:  time, ns
 */
void tcps_conn_account(struct tcps_conn *conn, unsigned int dir,
		       const struct tcps_segment *seg, u64 now)
{
	const struct tcps_endpoint *from = &conn->ep[dir];
	struct tcps_account *account = conn->account;

	if (!account)
		return;
	account->packets[dir]++;
	account->astray = 0;
	conn->flags &= ~TCPS_CONN_ASTRAY_FIN;
	tcps_account_time(account, dir, seg, tcps_segment_end(seg),
			  (from->flags & TCPS_EP_SEEN) &&
			  tcps_seq_before(seg->seq, from->nxt), now);
	if (seg->flags & TCPS_FLAG_RST)
		return;
	if (!(seg->flags & TCPS_FLAG_SYN))
		account->window[dir] = tcps_conn_window(conn, dir, seg);
	else if (!(conn->ep[dir].flags & TCPS_EP_WAS_ESTABLISHED))
		account->window[dir] = seg->window;	/* never scaled */
}
