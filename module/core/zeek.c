// SPDX-License-Identifier: GPL-2.0
/*
 * conn_state of Zeek's conn.log. Zeek uses the control bits that each endpoint sent and
 * their order, and accepts them all; it checks neither sequence numbers nor answers. So its
 * states are kept separately, not derived from ours: Zeek counts a RST that our state
 * machine ignores.
 *
 * The originator is our initiator. Zeek's own is the sender of the first segment, unless
 * that is a SYN-ACK or the ports suggest otherwise; its documentation defines it as the end
 * that opened.
 */
#include "zeek.h"

/* Zeek's state of an endpoint. */
enum zeek_end {
	INACTIVE,	/* no segment of it was seen */
	PARTIAL,	/* only segments after a SYN that was not seen */
	SYN_SENT,	/* its SYN, unanswered */
	ESTABLISHED,	/* its SYN, answered or an answer */
	CLOSED,		/* a FIN */
	RESET,		/* a RST */
	CLOSED_RESET	/* a RST after its FIN, before that of the other */
};

/* conn->zeek: three bits per side, and one. */
#define SIDE_BITS 3
#define SIDE_MASK 7
#define AFTER_SYN 0x40	/* the originator sent more than SYN, data and RST */

static enum zeek_end get(const struct tcps_conn *conn, unsigned int side)
{
	return conn->zeek >> SIDE_BITS * side & SIDE_MASK;
}

static void set(struct tcps_conn *conn, unsigned int side, enum zeek_end end)
{
	conn->zeek &= ~(SIDE_MASK << SIDE_BITS * side);
	conn->zeek |= end << SIDE_BITS * side;
}

/** tcps_zeek_settled() - can @side be changed only by control bits? */
bool tcps_zeek_settled(const struct tcps_conn *conn, unsigned int side)
{
	enum zeek_end end = get(conn, side);

	return end != INACTIVE && end != SYN_SENT;
}

/* The first SYN of an endpoint. Each end's SYN establishes the other. */
static void take_syn(struct tcps_conn *conn, unsigned int dir,
		     const struct tcps_segment *seg)
{
	enum zeek_end to = get(conn, !dir);

	if (to == SYN_SENT)
		set(conn, !dir, ESTABLISHED);
	if (dir == conn->initiator && !(seg->flags & TCPS_FLAG_ACK) &&
	    to != ESTABLISHED && to != SYN_SENT)
		set(conn, dir, SYN_SENT);
	else
		set(conn, dir, ESTABLISHED);
}

/* The first segment of an endpoint, without control bits. */
static void take_first(struct tcps_conn *conn, unsigned int dir,
		       const struct tcps_segment *seg)
{
	enum zeek_end to = get(conn, !dir);

	/* Some hosts acknowledge a SYN before they answer it. */
	if (dir != conn->initiator && !seg->len && to == SYN_SENT)
		return;
	/* It answers a SYN-ACK: only the SYN was missed. */
	if ((seg->flags & TCPS_FLAG_ACK) && to == ESTABLISHED)
		set(conn, dir, ESTABLISHED);
	else
		set(conn, dir, PARTIAL);
}

/* @from: its state before the segment, which may have been a FIN as well. */
static void take_rst(struct tcps_conn *conn, unsigned int dir,
		     enum zeek_end from)
{
	switch (get(conn, dir)) {
	case CLOSED:
		/* Once both have closed, a RST changes nothing. */
		if (from != CLOSED || get(conn, !dir) != CLOSED)
			set(conn, dir, CLOSED_RESET);
		break;
	case RESET:
	case CLOSED_RESET:
		break;
	default:
		set(conn, dir, RESET);
	}
}

static void take_fin(struct tcps_conn *conn, unsigned int dir,
		     enum zeek_end from)
{
	if (from >= CLOSED)
		return;
	set(conn, dir, CLOSED);
	/* FIN, RST, then the other's FIN: a normal end after all. */
	if ((from == PARTIAL || from == ESTABLISHED) &&
	    get(conn, !dir) == CLOSED_RESET)
		set(conn, !dir, CLOSED);
}

/* RSTOS0 allows only SYN, data and RST, each alone: is this another segment? */
static bool is_more(const struct tcps_segment *seg, enum zeek_end from)
{
	u8 control = seg->flags & TCPS_FLAGS_CONTROL;

	switch (control) {
	case 0:
		return !seg->len && (seg->flags & TCPS_FLAG_ACK);
	case TCPS_FLAG_SYN:
		return (seg->flags & TCPS_FLAG_ACK) && from == INACTIVE;
	default:
		return control != TCPS_FLAG_RST;
	}
}

/* Does the connection begin with this SYN, as for RSTOS0 it must? */
static bool begins(const struct tcps_conn *conn, unsigned int dir,
		   const struct tcps_segment *seg)
{
	return (seg->flags & TCPS_FLAG_SYN) && get(conn, !dir) == INACTIVE;
}

/**
 * tcps_zeek_control() - apply a segment that may change it to Zeek's view
 * @conn: the connection
 * @dir:  the side that sent the segment
 * @seg:  the segment
 */
void tcps_zeek_control(struct tcps_conn *conn, unsigned int dir,
		       const struct tcps_segment *seg)
{
	enum zeek_end from = get(conn, dir);
	u8 flags = seg->flags;

	if (dir == conn->initiator && from < CLOSED &&
	    (is_more(seg, from) ||
	     (from == INACTIVE && !begins(conn, dir, seg))))
		conn->zeek |= AFTER_SYN;

	if (from == INACTIVE && !(flags & TCPS_FLAGS_CONTROL))
		take_first(conn, dir, seg);
	if (from == INACTIVE && (flags & TCPS_FLAG_SYN))
		take_syn(conn, dir, seg);
	if ((flags & TCPS_FLAG_FIN) &&
	    !((flags & TCPS_FLAG_RST) && from != INACTIVE && from != SYN_SENT))
		take_fin(conn, dir, from);
	if (flags & TCPS_FLAG_RST)
		take_rst(conn, dir, from);
}

static enum tcps_zeek aborted(const struct tcps_conn *conn, enum zeek_end o,
			      enum zeek_end r, const u64 bytes[2])
{
	if (r >= RESET) {
		if (o == SYN_SENT || (o >= RESET && !bytes[0] && !bytes[1]))
			return TCPS_ZEEK_REJ;
		return o <= PARTIAL ? TCPS_ZEEK_RSTRH : TCPS_ZEEK_RSTR;
	}
	if (r > PARTIAL)
		return TCPS_ZEEK_RSTO;
	return conn->zeek & AFTER_SYN ? TCPS_ZEEK_OTH : TCPS_ZEEK_RSTOS0;
}

/**
 * tcps_zeek_state() - conn_state, as of now
 * @conn:  the connection
 * @bytes: octets of payload, by role
 */
enum tcps_zeek tcps_zeek_state(const struct tcps_conn *conn,
			       const u64 bytes[2])
{
	enum zeek_end o = get(conn, conn->initiator);
	enum zeek_end r = get(conn, !conn->initiator);

	if (r >= RESET || o >= RESET)
		return aborted(conn, o, r, bytes);
	if (o == CLOSED && r == CLOSED)
		return TCPS_ZEEK_SF;
	if (o == CLOSED)
		return r <= PARTIAL ? TCPS_ZEEK_SH : TCPS_ZEEK_S2;
	if (r == CLOSED)
		return o <= PARTIAL ? TCPS_ZEEK_SHR : TCPS_ZEEK_S3;
	if (o == SYN_SENT && r == INACTIVE)
		return TCPS_ZEEK_S0;
	if (o == ESTABLISHED && r == ESTABLISHED)
		return TCPS_ZEEK_S1;
	return TCPS_ZEEK_OTH;
}
