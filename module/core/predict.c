// SPDX-License-Identifier: GPL-2.0
/*
 * Header prediction: the segments that carry data, handled without the state machine.
 *
 * Between open and close nearly every segment shows only three values: how far its sender
 * has sent and received, and its window. If the connection is established and nothing is in
 * doubt, there is no other evidence in it, so none is checked. The effect is exactly that
 * of ack_segment() (fsm.c); any other segment is left to that. The fuzzer applies both to
 * the same connection and compares.
 */
#include "predict.h"
#include "account.h"
#include "know.h"
#include "position.h"
#include "silence.h"
#include "zeek.h"

/* Wider than any window: beyond it sums of positions could wrap. */
#define PLAIN_MAX (1U << 30)

#define IN_QUESTION (TCPS_CONN_CHALLENGED | TCPS_CONN_STRAY)

#define FACTS (TCPS_KNOW_OPEN | TCPS_KNOW_FIN | TCPS_KNOW_PEER_FIN |	\
	       TCPS_KNOW_FIN_ACKED | TCPS_KNOW_OVERLAY)

/* Established, not closing, position known, and nothing claimed beyond it. */
static bool plain(const struct tcps_endpoint *ep)
{
	return (ep->known & FACTS) == TCPS_KNOW_OPEN &&
	       ep->snd_max == ep->snd_nxt && !ep->syn_fin &&
	       !(~ep->flags & (TCPS_EP_SEEN | TCPS_EP_ACK));
}

/*
 * In order: it is the next of its sender, acknowledges no less than before and no more than
 * was sent, and ends within the window its receiver has offered, or, where that is not
 * known, within what may have been missed.
 */
static bool in_order(const struct tcps_account *account, unsigned int dir,
		     const struct tcps_endpoint *from,
		     const struct tcps_endpoint *to,
		     const struct tcps_segment *seg, u32 end)
{
	u32 space_ahead, space_behind;

	if (tcps_seq_after(seg->seq, from->snd_nxt))
		return false;
	if (!account)
		return end - to->rcv_nxt < TCPS_UNSEEN_MAX &&
		       !tcps_seq_before(seg->ack, from->rcv_nxt);
	space_ahead = account->edge[!dir] - to->rcv_nxt;
	space_behind = account->edge[dir] - from->rcv_nxt;
	return end - to->rcv_nxt <= space_ahead &&
	       seg->ack - from->rcv_nxt <= space_behind &&
	       (space_ahead | space_behind | seg->len) < PLAIN_MAX;
}

/* As tcps_position_account() and tcps_position_acked() together. */
static void take_account(struct tcps_conn *conn, struct tcps_account *account,
			 unsigned int dir, const struct tcps_segment *seg,
			 u32 end, u64 now)
{
	account->packets[dir]++;
	tcps_account_time(account, dir, seg, end,
			  tcps_seq_before(seg->seq, conn->ep[dir].snd_nxt), now);
	account->window[dir] = tcps_position_window(conn, dir, seg);
	account->edge[dir] = tcps_seq_later(seg->ack + account->window[dir],
					    account->edge[dir]);
}

/* As tcps_position_sent(), for one that sent no FIN and claims nothing. */
static void advance(struct tcps_endpoint *ep, u32 end)
{
	if (!tcps_seq_after(end, ep->snd_nxt))
		return;
	if (end - ep->iss < ep->snd_nxt - ep->iss)
		tcps_position_seek(ep, end);	/* it wraps */
	else
		ep->snd_nxt = end;
	ep->snd_max = end;
}

/**
 * tcps_predict_segment() - process a segment if it is the one expected
 * @conn:    the connection
 * @dir:     the side that sent the segment, 0 or 1
 * @seg:     the segment; nothing in it is trusted
 * @now:     time, ns
 * @account: full accounting of the connection, or NULL
 *
 * Return: true if it was, and is processed: no change, and the timer of the connection's
 * class is to be restarted; false if nothing was done.
 */
bool tcps_predict_segment(struct tcps_conn *conn, unsigned int dir,
			  const struct tcps_segment *seg, u64 now,
			  struct tcps_account *account)
{
	struct tcps_endpoint *from = &conn->ep[dir];
	struct tcps_endpoint *to = &conn->ep[!dir];
	u32 end = seg->seq + seg->len;

	if ((seg->flags & (TCPS_FLAGS_CONTROL | TCPS_FLAG_ACK)) !=
	    TCPS_FLAG_ACK || !plain(from) || !plain(to) ||
	    (conn->flags & IN_QUESTION) || (seg->len && conn->unseen & TCPS_UNSEEN_OWN(dir)) ||
	    tcps_seq_after(seg->ack, to->snd_nxt) ||
	    !in_order(account, dir, from, to, seg, end))
		return false;
	tcps_silence_ends(conn, dir, seg, now);
	if (account)
		take_account(conn, account, dir, seg, end, now);
	if (tcps_seq_after(seg->ack, from->rcv_nxt)) {
		from->rcv_nxt = seg->ack;
		from->flags &= ~TCPS_EP_FIN_LATEST;
		tcps_position_accepted(from);
	}
	advance(from, end);
	tcps_zeek_step(conn, dir, seg);
	return true;
}
