// SPDX-License-Identifier: GPL-2.0
/* The verdict, computed from the state of a connection. */
#include "verdict.h"
#include "class.h"
#include "know.h"
#include "position.h"
#include "zeek.h"

static unsigned int role_of(const struct tcps_conn *conn, unsigned int side)
{
	if (side > 1)
		return TCPS_ROLE_NONE;
	return side == conn->initiator ? TCPS_INITIATOR : TCPS_RESPONDER;
}

/*
 * Duration of the connection. One whose ends are both closed is kept for a while in case
 * that is retracted, which does not count.
 */
static u64 lasted(const struct tcps_conn *conn, u64 now)
{
	u64 until = now > conn->start ? now - conn->start : 0;
	u64 closed = 0, at;
	unsigned int side;

	if (tcps_class_of(conn) != TCPS_CLASS_CLOSED)
		return until;
	for (side = 0; side < 2; side++)
		if (tcps_know_entered(conn, side, TCPS_SLOT_CLOSED, &at) &&
		    at > closed)
			closed = at;
	return closed < until ? closed : until;
}

/* The state of a slot, out of those that share it. */
static enum tcps_state state_of_slot(const struct tcps_endpoint *ep,
				     unsigned int slot)
{
	bool passive = ep->flags & TCPS_EP_PASSIVE ||
		       !(ep->known & TCPS_KNOW_FIN);

	switch (slot) {
	case TCPS_SLOT_SYN_RECEIVED:
		return TCPS_SYN_RECEIVED;
	case TCPS_SLOT_ESTABLISHED:
		return TCPS_ESTABLISHED;
	case TCPS_SLOT_CLOSE_1:
		return passive ? TCPS_CLOSE_WAIT : TCPS_FIN_WAIT_1;
	case TCPS_SLOT_CLOSE_2:
		if (ep->flags & TCPS_EP_CROSSED)
			return TCPS_CLOSING;
		return passive ? TCPS_LAST_ACK : TCPS_FIN_WAIT_2;
	case TCPS_SLOT_TIME_WAIT:
		return TCPS_TIME_WAIT;
	default:
		return TCPS_CLOSED;
	}
}

/*
 * The time from each stamp to the next is spent in the state of the first. No time is
 * counted in CLOSED, where there is no connection.
 *
 * Return: a bit for each state that the end was in.
 */
static u16 fill_state_ns(u64 state_ns[TCPS_STATE_MAX],
			 const struct tcps_conn *conn, unsigned int side,
			 u64 end)
{
	const struct tcps_endpoint *ep = &conn->ep[side];
	enum tcps_state state = TCPS_CLOSED;
	u16 been = 0;
	u64 since = 0, at;
	unsigned int slot;

	if (ep->flags & TCPS_EP_ACTIVE)
		state = TCPS_SYN_SENT;
	else if (conn->flags & TCPS_CONN_ROLES)
		state = TCPS_LISTEN;
	for (slot = 0; slot < TCPS_SLOT_MAX; slot++) {
		if (!tcps_know_entered(conn, side, slot, &at))
			continue;
		state_ns[state] += at > since ? at - since : 0;
		been |= 1U << state;
		since = at;
		state = state_of_slot(ep, slot);
	}
	if (end > since)
		state_ns[state] += end - since;
	state_ns[TCPS_CLOSED] = 0;
	return (been | 1U << state) & ~(1U << TCPS_CLOSED);
}

/**
 * tcps_verdict_handshake() - the durations of both legs of the handshake
 * @conn: the connection; the caller serializes
 * @leg:  filled in: SYN to SYN-ACK, SYN-ACK to ACK, ns, or %TCPS_UNKNOWN_NS
 *
 * A segment that was not seen when it was sent has no time, although its state has one.
 */
void tcps_verdict_handshake(const struct tcps_conn *conn, u64 leg[2])
{
	unsigned int i = conn->initiator;
	u64 syn_ack, ack;

	leg[0] = TCPS_UNKNOWN_NS;
	leg[1] = TCPS_UNKNOWN_NS;
	if (!(conn->ep[!i].flags & TCPS_EP_TIMED) ||
	    !tcps_know_entered(conn, !i, TCPS_SLOT_SYN_RECEIVED, &syn_ack))
		return;
	if (!(conn->flags & TCPS_CONN_ADOPTED))
		leg[0] = syn_ack;
	if ((conn->ep[i].flags & TCPS_EP_TIMED) &&
	    tcps_know_entered(conn, i, TCPS_SLOT_ESTABLISHED, &ack) &&
	    ack >= syn_ack)
		leg[1] = ack - syn_ack;
}

/**
 * tcps_verdict_lifetime() - how long a connection lasted, ns
 * @conn: the connection; the caller serializes
 * @now:  the time at which it ended, or now if it has not, ns
 *
 * Until each end has entered TIME-WAIT or CLOSED.
 */
u64 tcps_verdict_lifetime(const struct tcps_conn *conn, u64 now)
{
	u64 longest = 0, at;
	unsigned int side;

	for (side = 0; side < 2; side++) {
		const struct tcps_stamp *entered = conn->entered[side];

		if (!tcps_stamp_get(&entered[TCPS_SLOT_TIME_WAIT], &at) &&
		    !tcps_stamp_get(&entered[TCPS_SLOT_CLOSED], &at))
			at = lasted(conn, now);
		if (at > longest)
			longest = at;
	}
	return longest;
}

/*
 * Both ends are seen, from the beginning: may the other one have closed before this one,
 * whose FIN is seen? It may if its own was missed, and has the last number that this one
 * acknowledged with its FIN, and since.
 */
static bool may_be_second(const struct tcps_conn *conn, unsigned int side)
{
	return conn->heard == 3 && tcps_know_both_syns(conn) &&
	       tcps_position_missed(conn) &&
	       (conn->ep[side].flags & TCPS_EP_FIN_LATEST) &&
	       !(conn->ep[!side].known & TCPS_KNOW_FIN) &&
	       conn->unseen & TCPS_UNSEEN_OWN(!side);
}

/*
 * The side that closed first. Where every segment is seen, a FIN does not count while there
 * is a gap before it.
 */
static unsigned int closed_first(const struct tcps_conn *conn)
{
	unsigned int side = conn->first_fin;
	const struct tcps_endpoint *ep = &conn->ep[side & 1];

	if (side <= 1 && may_be_second(conn, side))
		return TCPS_SIDE_NONE;
	if (side > 1 || !(conn->flags & TCPS_CONN_WHOLE) ||
	    ep->snd_nxt == ep->snd_max)
		return side;
	ep = &conn->ep[!side];
	return (ep->known & TCPS_KNOW_FIN) && ep->snd_nxt == ep->snd_max ?
	       !side : TCPS_SIDE_NONE;
}

/* Time of the endpoint's FIN, with which FIN_WAIT_1 and LAST_ACK begin. */
static bool fin_sent_at(const struct tcps_conn *conn, unsigned int side,
			u64 *at)
{
	const struct tcps_endpoint *ep = &conn->ep[side];
	unsigned int slot = ep->flags & TCPS_EP_PASSIVE ? TCPS_SLOT_CLOSE_2 :
							  TCPS_SLOT_CLOSE_1;

	return (ep->known & TCPS_KNOW_FIN) &&
	       tcps_know_entered(conn, side, slot, at);
}

static u64 half_close(const struct tcps_conn *conn, u64 end)
{
	unsigned int side = closed_first(conn);
	u64 first, second;

	if (side > 1 || !fin_sent_at(conn, side, &first))
		return TCPS_UNKNOWN_NS;
	if (!fin_sent_at(conn, !side, &second) &&
	    !(conn->reset_by != TCPS_SIDE_NONE &&
	      tcps_know_entered(conn, conn->reset_by, TCPS_SLOT_CLOSED,
				&second)))
		second = end;
	return second > first ? second - first : 0;
}

/**
 * tcps_verdict_make() - summarise a connection
 * @verdict: filled in
 * @conn:    the connection; the caller serializes
 * @now:     the time of the summary, ns
 */
void tcps_verdict_make(struct tcps_verdict *verdict,
		       const struct tcps_conn *conn, u64 now)
{
	unsigned int i = conn->initiator;
	u64 end = lasted(conn, now);
	unsigned int role;
	u64 leg[2];

	tcps_verdict_handshake(conn, leg);
	*verdict = (struct tcps_verdict){
		.start = conn->start,
		.stop = conn->start + end,
		.syn_to_syn_ack = leg[0],
		.syn_ack_to_ack = leg[1],
		.half_close_ns = half_close(conn, end),
		.end = tcps_fsm_end(conn),
		.closed_first = role_of(conn, closed_first(conn)),
		.reset_by = role_of(conn, conn->reset_by),
		.roles_known = conn->flags & TCPS_CONN_ROLES,
		.adopted = conn->flags & TCPS_CONN_ADOPTED,
		.syn_repeats = conn->ep[i].syn_repeats,
		.syn_ack_repeats = conn->ep[!i].syn_repeats,
	};
	for (role = 0; role < 2; role++) {
		unsigned int side = role == TCPS_INITIATOR ? i : !i;

		verdict->state[role] = tcps_fsm_state(conn, side);
		verdict->fin_repeats[role] = conn->ep[side].fin_repeats;
		verdict->bytes[role] = tcps_position_bytes(conn, side);
		verdict->been[role] = fill_state_ns(verdict->state_ns[role],
						    conn, side, end);
	}
	verdict->zeek = tcps_zeek_state(conn, verdict->bytes);
}
