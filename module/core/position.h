/* SPDX-License-Identifier: GPL-2.0 */
/* How far the ends have sent and received, confirmed or claimed. For use inside core/. */
#ifndef TCPS_CORE_POSITION_H
#define TCPS_CORE_POSITION_H

#include "input.h"
#include "seq.h"

/*
 * Maximum of octets that may have been sent unseen: without full accounting only one
 * segment in many is examined. A number further ahead is not credible.
 */
#define TCPS_UNSEEN_MAX (1U << 26)

/* Tolerance for old duplicates, which carry numbers below the window. */
#define TCPS_STALE_MAX 65536

/* Maximum window of a SYN, which is never scaled (RFC 7323 section 2.2). */
#define TCPS_SYN_WINDOW_MAX 65535U

void tcps_position_seek(struct tcps_endpoint *ep, u32 nxt);
void tcps_position_begin(struct tcps_endpoint *ep, u32 iss, u32 nxt);
void tcps_position_lower(struct tcps_endpoint *ep, u32 iss);
void tcps_position_sent(const struct tcps_input *in);
void tcps_position_close(struct tcps_endpoint *ep);
void tcps_position_acked(const struct tcps_input *in);
void tcps_position_claimed(const struct tcps_input *in);
void tcps_position_account(const struct tcps_input *in);
u64 tcps_position_bytes(const struct tcps_conn *conn, unsigned int side);

/** tcps_position_max() - how far @ep may have sent at most */
static inline u32 tcps_position_max(const struct tcps_endpoint *ep)
{
	return tcps_seq_later(ep->snd_max, ep->snd_nxt);
}

/**
 * tcps_position_accepted() - prove that an end that acknowledges more is established
 * @ep: the end
 *
 * No host accepts data or a FIN before it has the ACK of its SYN (RFC 9293 section
 * 3.10.7.4): that it is established, which was presumed, is proven, if its SYN-ACK was
 * seen to be compared with. Its state does not change, so nothing is recorded.
 */
static inline void tcps_position_accepted(struct tcps_endpoint *ep)
{
	if (ep->known & ep->proven & TCPS_KNOW_SYN && ep->known & TCPS_KNOW_SYN_ACKED)
		ep->proven |= TCPS_KNOW_SYN_ACKED;
}

/**
 * tcps_position_next() - the number that an endpoint sends next
 * @ep: the endpoint
 *
 * Return: after its FIN, or as far as it has confirmed.
 */
static inline u32 tcps_position_next(const struct tcps_endpoint *ep)
{
	return ep->known & TCPS_KNOW_FIN ? ep->snd_max : ep->snd_nxt;
}

/**
 * tcps_position_seen() - how far has the sender of a segment sent, without a FIN?
 * @in: the segment
 *
 * Without accounting data are not all seen, but every FIN is: numbers that the peer has
 * acknowledged before the FIN were data.
 */
static inline u32 tcps_position_seen(const struct tcps_input *in)
{
	u32 next = tcps_position_next(in->from);

	if (!in->account && (in->to->flags & TCPS_EP_ACK) &&
	    tcps_seq_after(in->to->rcv_nxt, next))
		return in->to->rcv_nxt;
	return next;
}

/** tcps_position_missed() - was a segment missed although each is examined? */
static inline bool tcps_position_missed(const struct tcps_conn *conn)
{
	return (conn->flags & (TCPS_CONN_EVERY | TCPS_CONN_WHOLE)) ==
	       TCPS_CONN_EVERY;
}

/** tcps_position_covers_syn() - does @ack acknowledge the SYN of @ep? */
static inline bool tcps_position_covers_syn(const struct tcps_endpoint *ep,
					    u32 ack)
{
	return tcps_seq_after(ack, ep->iss) &&
	       !tcps_seq_after(ack, tcps_position_max(ep));
}

/** tcps_position_ahead() - is @seq ahead of @at by no more than can pass unseen? */
static inline bool tcps_position_ahead(u32 at, u32 seq)
{
	return seq - at < TCPS_UNSEEN_MAX;
}

/**
 * tcps_position_scale() - window scale of an endpoint
 * @conn: the connection
 * @side: the endpoint
 *
 * Where the handshake was not seen it is not known, and the largest is taken: a window
 * that is too large only causes doubt, one that is too small causes errors.
 */
static inline unsigned int tcps_position_scale(const struct tcps_conn *conn,
					       unsigned int side)
{
	const struct tcps_endpoint *ep = conn->ep;

	if (!(ep[0].known & ep[1].known & TCPS_KNOW_SYN))
		return TCPS_WSCALE_MAX;
	if (ep[0].wscale == TCPS_WSCALE_NONE ||
	    ep[1].wscale == TCPS_WSCALE_NONE)
		return 0;
	return ep[side].wscale;
}

/** tcps_position_window() - octets @side offers in @seg, one without SYN */
static inline u32 tcps_position_window(const struct tcps_conn *conn,
				       unsigned int side,
				       const struct tcps_segment *seg)
{
	return (u32)seg->window << tcps_position_scale(conn, side);
}

#endif /* TCPS_CORE_POSITION_H */
