// SPDX-License-Identifier: GPL-2.0
/* Which numbers can belong to a connection, as far as an observer knows? */
#include "range.h"
#include "know.h"
#include "position.h"

/* The widest range of numbers that can be distinguished from those before and after it. */
#define TCPS_SPAN_MAX (1U << 29)

/* Window scale that is rarely exceeded: windows up to 32 MiB. */
#define TCPS_SCALE_USUAL 9

/**
 * tcps_range_reach() - how far from an acknowledgement number of an endpoint can
 * segments to it be?
 * @conn: the connection
 * @side: the endpoint
 *
 * Twice the largest window its scale allows, since the acknowledgement may be
 * an old one, overtaken by others. Where the scale is not known, the usual maximum: with
 * more, every number would seem valid.
 */
u32 tcps_range_reach(const struct tcps_conn *conn, unsigned int side)
{
	unsigned int scale = tcps_position_scale(conn, side);

	if (scale > TCPS_SCALE_USUAL &&
	    (conn->flags & (TCPS_CONN_ADOPTED | TCPS_CONN_ROLES)) !=
	    TCPS_CONN_ROLES)
		scale = TCPS_SCALE_USUAL;
	if (scale >= TCPS_WSCALE_MAX)		/* no more can be compared */
		return 1U << 30;
	return (0x20000U << scale) + TCPS_STALE_MAX;
}

/* Range of numbers that an end can send: lowest and highest, around @base. */
struct range {
	u32 base;
	u32 low;
	u32 high;
};

/*
 * Which numbers can @side, the sender, send in this connection? The acceptability test of
 * RFC 9293 section 3.10.7.4 from the observer's position: as narrow as the receiver's
 * window where every segment is seen, elsewhere as wide as may have been missed. No number
 * is below that of a SYN that was seen, nor beyond a FIN.
 */
static bool sendable(const struct tcps_conn *conn,
		     const struct tcps_account *account, unsigned int side,
		     struct range *range)
{
	const struct tcps_endpoint *from = &conn->ep[side];
	const struct tcps_endpoint *to = &conn->ep[!side];
	bool whole = account && (conn->flags & TCPS_CONN_WHOLE);
	u32 max = tcps_position_max(from);
	u32 span;

	if (!(from->flags & TCPS_EP_SEEN))
		return false;
	range->base = from->snd_nxt;
	if (to->flags & TCPS_EP_ACK)
		range->low = to->rcv_nxt;
	else
		range->low = from->iss + !!(from->known & TCPS_KNOW_SYN);
	range->high = range->low;
	/* The edge of the window is known from the SYN on, or from an ACK on. */
	if (whole && (to->flags & TCPS_EP_ACK ||
		      (from->flags & TCPS_EP_SYN_ACK &&
		       !(conn->flags & TCPS_CONN_ADOPTED))))
		span = account->edge[!side] - range->low + 1;
	else
		span = TCPS_UNSEEN_MAX + tcps_range_reach(conn, !side);
	/* With twice that, comparisons would fail. */
	if (span > TCPS_SPAN_MAX)
		span = TCPS_SPAN_MAX;
	range->high += span;
	range->low -= span + TCPS_STALE_MAX;
	range->high = tcps_seq_later(max, range->high);
	if ((from->proven & TCPS_KNOW_SYN) && !from->wraps &&
	    from->snd_nxt - from->iss < 1U << 31 &&
	    tcps_seq_before(range->low, from->iss))
		range->low = from->iss;
	if (from->known & TCPS_KNOW_FIN_ACKED)
		range->high = from->snd_max;
	return true;
}

/* Is a number exactly the next one of @from? Most are, and need no range. */
static bool is_next(const struct tcps_endpoint *from, const struct tcps_endpoint *to,
		    u32 seq)
{
	return (from->flags & TCPS_EP_SEEN) && seq == from->snd_nxt && seq != from->iss &&
	       !((to->flags & TCPS_EP_ACK) && tcps_seq_after(to->rcv_nxt, seq));
}

/* Distance of the range from @seq to @end from its sender's position. */
static u32 distance_to(const struct range *range, u32 seq, u32 end, u32 len)
{
	if (end - range->low > range->high - range->low + len)
		return TCPS_DISTANCE_MAX;
	return tcps_seq_apart(seq, range->base);
}

/**
 * tcps_range_any() - may an end have used any of several SYN-ACKs?
 * @conn: the connection
 * @dir:  the end
 *
 * It may as long as nothing is seen of its peer, whose ACK shows which one it received.
 */
bool tcps_range_any(const struct tcps_conn *conn, unsigned int dir)
{
	return conn->several && conn->heard == 1 << dir &&
	       tcps_know_opening(&conn->ep[!dir]);
}

/**
 * tcps_range_distance() - how well does a segment fit a connection?
 * @conn:    the connection
 * @account: full accounting of it, or NULL
 * @dir:     the side that sent the segment
 * @seg:     the segment
 *
 * Return: 0: it is exactly the next one; the greater, the further its numbers are from
 * that; %TCPS_DISTANCE_MAX: it cannot be of this connection (RFC 9293 section 3.10.7.4, and
 * RFC 5961 section 5 for the acknowledgement).
 */
u32 tcps_range_distance(const struct tcps_conn *conn, const struct tcps_account *account,
			unsigned int dir, const struct tcps_segment *seg)
{
	const struct tcps_endpoint *from = &conn->ep[dir];
	const struct tcps_endpoint *to = &conn->ep[!dir];
	struct range range;
	u32 seq = 0, ack = 0;

	if (!is_next(from, to, seg->seq) && !tcps_range_any(conn, dir) &&
	    sendable(conn, account, dir, &range))
		seq = distance_to(&range, seg->seq, seg->seq + seg->len,
				  seg->len);
	/* Of several SYN-ACKs it may acknowledge any. */
	if ((seg->flags & TCPS_FLAG_ACK) && !is_next(to, from, seg->ack) &&
	    !(conn->several && tcps_know_opening(from)) &&
	    sendable(conn, account, !dir, &range)) {
		/* A SYN is acknowledged by the number after it. */
		if (range.low == to->iss)
			range.low += !!(to->known & TCPS_KNOW_SYN);
		ack = distance_to(&range, seg->ack, seg->ack, 0);
	}
	return seq > ack ? seq : ack;
}
