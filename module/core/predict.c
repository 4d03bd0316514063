// SPDX-License-Identifier: GPL-2.0
/*
 * Header prediction: the segments that data consist of, dealt with at once.
 *
 * Between an open and a close nearly every segment says the same: its sender
 * sent this far, has got that far, has so much room. Of an open connection with
 * nothing in question no piece of evidence can find more in it than that, so
 * none is asked. What this does is exactly what ack_segment() (fsm.c) would do;
 * where that takes any thought, the segment is left to it. The fuzzer lets both
 * act on the same connection and compares.
 */
#include "predict.h"
#include "account.h"
#include "conn.h"
#include "zeek.h"

/* Wider than any window: beyond it sums of positions could wrap. */
#define PLAIN_MAX (1U << 30)

#define IN_QUESTION (TCPS_CONN_DOUBT | TCPS_CONN_SYN_MARK |		\
		     TCPS_CONN_CHALLENGED | TCPS_CONN_ASTRAY_FIN)

/* Open on both sides, nobody closing, positions known, nothing in question. */
static bool settled(const struct tcps_conn *conn,
		    const struct tcps_endpoint *from,
		    const struct tcps_endpoint *to)
{
	return from->state == TCPS_ESTABLISHED &&
	       to->state == TCPS_ESTABLISHED &&
	       !(conn->flags & IN_QUESTION) &&
	       !((from->flags | to->flags) & TCPS_EP_FIN) &&
	       !(~(from->flags & to->flags) & (TCPS_EP_SEEN | TCPS_EP_ACK));
}

/*
 * In order: it acknowledges no less than was acknowledged and no more than was
 * sent, and ends within the room its receiver has offered. Narrower than
 * tcps_conn_fits().
 */
static bool in_order(const struct tcps_account *account, unsigned int dir,
		     const struct tcps_endpoint *from,
		     const struct tcps_endpoint *to,
		     const struct tcps_segment *seg, u32 end)
{
	u32 room_ahead = account->edge[!dir] - to->acked;
	u32 room_behind = account->edge[dir] - from->acked;

	return end - to->acked <= room_ahead &&
	       seg->ack - from->acked <= room_behind &&
	       (room_ahead | room_behind | seg->len) < PLAIN_MAX;
}

/* As tcps_conn_account() and tcps_conn_acked() together. */
static void take_account(struct tcps_conn *conn, unsigned int dir,
			 const struct tcps_segment *seg, u32 end, u64 now)
{
	struct tcps_account *account = conn->account;
	u32 edge;

	account->packets[dir]++;
	account->astray = 0;
	tcps_account_time(account, dir, seg, end,
			  tcps_seq_before(seg->seq, conn->ep[dir].nxt), now);
	account->window[dir] = tcps_conn_window(conn, dir, seg);
	edge = seg->ack + account->window[dir];
	if (tcps_seq_after(edge, account->edge[dir]))
		account->edge[dir] = edge;
}

/* As tcps_endpoint_sent(), for one that sent no FIN. */
static void advance(struct tcps_endpoint *ep, u32 end)
{
	if (!tcps_seq_after(end, ep->nxt))
		return;
	if (end - ep->iss < ep->nxt - ep->iss)
		tcps_endpoint_seek(ep, end);	/* round the circle */
	else
		ep->nxt = end;
}

/**
 * tcps_predict_segment() - deal with a segment if it is what was to be expected
 * @conn: the connection
 * @dir:  the side that sent the segment, 0 or 1
 * @seg:  the segment; nothing in it is trusted
 * @now:  time, ns
 *
 * Return: true if it was, and all is done: no change, and the timer of the
 * connection's class starts anew; false if nothing was done.
 */
bool tcps_predict_segment(struct tcps_conn *conn, unsigned int dir,
			  const struct tcps_segment *seg, u64 now)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	struct tcps_endpoint *to = &conn->ep[!dir];
	u32 end = seg->seq + seg->len;

	if ((seg->flags & (TCPS_FLAGS_CONTROL | TCPS_FLAG_ACK)) !=
	    TCPS_FLAG_ACK || !settled(conn, from, to) ||
	    tcps_seq_after(seg->ack, to->nxt))
		return false;
	if (conn->account) {
		if ((conn->flags & TCPS_CONN_TRACKED) &&
		    !in_order(conn->account, dir, from, to, seg, end))
			return false;
		take_account(conn, dir, seg, end, now);
	}
	if (tcps_seq_after(seg->ack, from->acked))
		from->acked = seg->ack;
	advance(from, end);
	tcps_zeek_step(conn, dir, seg);
	return true;
}
