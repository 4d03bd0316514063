/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What evidence does to a connection: the only places where the state and the
 * position of an endpoint change. For use inside core/.
 */
#ifndef TCPS_CORE_CONN_H
#define TCPS_CORE_CONN_H

#include "fsm.h"
#include "seq.h"

/*
 * The most an endpoint can have sent unseen: one segment in many is looked at
 * where there is no full accounting. A number further ahead is no position.
 */
#define TCPS_UNSEEN_MAX (1U << 26)

extern const u8 tcps_conn_slots[TCPS_STATE_MAX];

bool tcps_conn_apply(struct tcps_conn *conn, unsigned int side,
		     enum tcps_event event, enum tcps_cause cause, u64 now,
		     struct tcps_step *step);
void tcps_conn_move(struct tcps_conn *conn, unsigned int side,
		    enum tcps_state to, const struct tcps_change *how, u64 now,
		    struct tcps_step *step);
void tcps_conn_note(struct tcps_conn *conn, unsigned int side,
		    enum tcps_cause cause, struct tcps_step *step);

void tcps_endpoint_seek(struct tcps_endpoint *ep, u32 nxt);
void tcps_endpoint_sent(struct tcps_endpoint *ep, u32 seq, u32 end);
void tcps_endpoint_lower(struct tcps_endpoint *ep, u32 iss);
u64 tcps_endpoint_bytes(const struct tcps_endpoint *ep);

u32 tcps_conn_reach(const struct tcps_conn *conn, unsigned int side);
bool tcps_conn_fits(const struct tcps_conn *conn, unsigned int dir,
		    const struct tcps_segment *seg);
bool tcps_conn_regained(struct tcps_conn *conn, unsigned int dir,
			const struct tcps_segment *seg);
void tcps_conn_acked(struct tcps_conn *conn, unsigned int dir,
		     const struct tcps_segment *seg);
void tcps_conn_account(struct tcps_conn *conn, unsigned int dir,
		       const struct tcps_segment *seg, u64 now);

/**
 * tcps_endpoint_implied() - is its ISN only what its first segment seen implies?
 * @ep: the endpoint
 *
 * A server that took data with the SYN sends more right behind its SYN-ACK (RFC
 * 7413 section 4.2.2), and any of that may overtake it: the ISN may be lower.
 */
static inline bool tcps_endpoint_implied(const struct tcps_endpoint *ep)
{
	return (ep->flags & (TCPS_EP_SYN | TCPS_EP_SYN_ACK | TCPS_EP_OPENED)) ==
	       TCPS_EP_SYN;
}

/** tcps_conn_covers_syn() - does @ack acknowledge the SYN of @ep? */
static inline bool tcps_conn_covers_syn(const struct tcps_endpoint *ep, u32 ack)
{
	return tcps_seq_after(ack, ep->iss) && !tcps_seq_after(ack, ep->nxt);
}

/** tcps_conn_expect() - @side was sent a marked SYN, or what it challenges */
static inline void tcps_conn_expect(struct tcps_conn *conn, unsigned int side,
				    u8 flag)
{
	conn->flags &= ~TCPS_CONN_TARGET;
	conn->flags |= flag | (side ? TCPS_CONN_TARGET : 0);
}

/** tcps_conn_target() - the side tcps_conn_expect() was told */
static inline unsigned int tcps_conn_target(const struct tcps_conn *conn)
{
	return !!(conn->flags & TCPS_CONN_TARGET);
}

/** tcps_conn_awaited() - is @side to answer the marked SYN? */
static inline bool tcps_conn_awaited(const struct tcps_conn *conn,
				     unsigned int side)
{
	return (conn->flags & TCPS_CONN_SYN_MARK) &&
	       tcps_conn_target(conn) == side;
}

/** tcps_conn_marked() - does a segment of @side acknowledge the marked SYN? */
static inline bool tcps_conn_marked(const struct tcps_conn *conn,
				    unsigned int side,
				    const struct tcps_segment *seg)
{
	return tcps_conn_awaited(conn, side) &&
	       (seg->flags & TCPS_FLAG_ACK) && seg->ack == conn->mark + 1;
}

/**
 * tcps_conn_entered() - when did an endpoint enter the state of a slot?
 * @conn: the connection
 * @side: the endpoint
 * @slot: the slot
 * @at:   filled in: time since the start, ns
 *
 * Return: false if it never did, or that was taken back. A stamp beyond the
 * present state is none: the room may hold the time of a SYN set aside.
 */
static inline bool tcps_conn_entered(const struct tcps_conn *conn,
				     unsigned int side, enum tcps_slot slot,
				     u64 *at)
{
	return slot < tcps_conn_slots[conn->ep[side].state] &&
	       tcps_stamp_get(&conn->entered[side][slot], at);
}

/**
 * tcps_conn_reset_ahead() - did an endpoint come as far as its RST unseen?
 * @conn: the connection
 * @side: the endpoint
 *
 * Return: true if a RST of it is in doubt that stands further than anything seen
 * of it. Where every segment is seen it sent nothing in between, whatever RST
 * came after the one that was believed.
 */
static inline bool tcps_conn_reset_ahead(const struct tcps_conn *conn,
					 unsigned int side)
{
	const struct tcps_endpoint *ep = &conn->ep[side];

	return (conn->flags & (TCPS_CONN_DOUBT | TCPS_CONN_TRACKED)) ==
	       TCPS_CONN_DOUBT && conn->reset_by == side &&
	       (ep->flags & TCPS_EP_SEEN) &&
	       conn->mark - ep->nxt < TCPS_UNSEEN_MAX;
}

/**
 * tcps_conn_scale() - window scale of an endpoint
 * @conn: the connection
 * @side: the endpoint
 *
 * Where the handshake was not seen it is not known, and the largest is taken: a
 * window too large only makes for doubt, one too small for error.
 */
static inline unsigned int tcps_conn_scale(const struct tcps_conn *conn,
					   unsigned int side)
{
	const struct tcps_endpoint *ep = conn->ep;

	if (!(ep[0].flags & ep[1].flags & TCPS_EP_SYN))
		return TCPS_WSCALE_MAX;
	if (ep[0].wscale == TCPS_WSCALE_NONE ||
	    ep[1].wscale == TCPS_WSCALE_NONE)
		return 0;
	return ep[side].wscale;
}

/**
 * tcps_conn_answered_scale() - the window scale of a SYN that was not seen
 * @syn_ack: its answer
 *
 * Whether the SYN offered a scale is not known: assume it did, if the answer does
 * (RFC 7323 section 2.2).
 */
static inline unsigned int
tcps_conn_answered_scale(const struct tcps_segment *syn_ack)
{
	return syn_ack->wscale == TCPS_WSCALE_NONE ? TCPS_WSCALE_NONE :
						     TCPS_WSCALE_MAX;
}

/** tcps_conn_window() - octets @side offers in @seg, one without SYN */
static inline u32 tcps_conn_window(const struct tcps_conn *conn,
				   unsigned int side,
				   const struct tcps_segment *seg)
{
	return (u32)seg->window << tcps_conn_scale(conn, side);
}

/** tcps_conn_count() - one more in a counter that saturates */
static inline void tcps_conn_count(u8 *counter)
{
	if (*counter < 255)
		++*counter;
}

#endif /* TCPS_CORE_CONN_H */
