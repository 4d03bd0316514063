/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The shadow state machine: one connection, two endpoints, driven by the segments that an
 * observer sees. Pure: no clock, no allocation, no kernel interface.
 *
 * It stores the facts known about each end, and how far each has sent. States, certainties
 * and the verdict are derived from that (know.c, verdict.c).
 */
#ifndef TCPS_CORE_FSM_H
#define TCPS_CORE_FSM_H

#include "hops.h"
#include "segment.h"
#include "stamp.h"
#include "state.h"

/*
 * endpoint.known and endpoint.proven: the facts about an end. A fact is proven if a
 * segment of the end itself shows it; otherwise it is presumed or inferred, and later
 * evidence may retract it.
 */
#define TCPS_KNOW_SYN		0x01	/* it sent its SYN: iss is known */
#define TCPS_KNOW_PEER_SYN	0x02	/* it has the peer's SYN */
#define TCPS_KNOW_SYN_ACKED	0x04	/* it has an ACK of its SYN */
#define TCPS_KNOW_FIN		0x08	/* it sent its FIN, which ends at snd_max */
#define TCPS_KNOW_PEER_FIN	0x10	/* it has the peer's FIN */
#define TCPS_KNOW_FIN_ACKED	0x20	/* it has an ACK of its FIN */
#define TCPS_KNOW_GONE		0x40	/* it is closed: its RST, a timer */
#define TCPS_KNOW_RESET		0x80	/* the peer's RST closed it */

/* While one of these two is set the others are ignored, but kept. */
#define TCPS_KNOW_OVERLAY	(TCPS_KNOW_GONE | TCPS_KNOW_RESET)

/* endpoint.flags */
#define TCPS_EP_SEEN		0x001	/* snd_nxt is known */
#define TCPS_EP_ACK		0x002	/* rcv_nxt is known */
#define TCPS_EP_SYN_ACK		0x004	/* sent a SYN-ACK */
#define TCPS_EP_ACTIVE		0x008	/* was in SYN_SENT, not in LISTEN */
#define TCPS_EP_PASSIVE		0x010	/* had the peer's FIN before it sent its own */
#define TCPS_EP_CROSSED		0x020	/* was in CLOSING */
#define TCPS_EP_FIN_CARRIES	0x040	/* its FIN carried an ACK of the peer's */
#define TCPS_EP_FIN_LATEST	0x080	/* its FIN carried rcv_nxt */
#define TCPS_EP_FIN_GAP		0x100	/* acknowledged the peer's FIN from beyond
					 * what it was seen to send
					 */
#define TCPS_EP_FIN_MISSED	0x200	/* its FIN passed, the peer did not receive it */
#define TCPS_EP_WENT_ON		0x400	/* sent more after a RST that closed its
					 * peer
					 */
#define TCPS_EP_TIMED		0x800	/* its segment of the handshake was seen when
					 * it was sent: for the responder the
					 * SYN-ACK, for the initiator its ACK
					 */

/**
 * struct tcps_endpoint - one end of a connection
 * @iss:     initial send sequence number (%TCPS_KNOW_SYN), or the first seen
 * @snd_nxt: next number it sends, as far as that is confirmed: by its segments
 *           in sequence, or by the peer's ACK of what it was seen to send
 *           (%TCPS_EP_SEEN)
 * @snd_max: the same with claims: from a segment ahead of a gap, or an ACK of data that
 *           were not seen; with %TCPS_KNOW_FIN the number after the FIN, which is confirmed
 *           if it is @snd_nxt; never before @snd_nxt
 * @rcv_nxt: highest acknowledgement number it sent (%TCPS_EP_ACK)
 * @wraps:   times @snd_nxt wrapped since @iss
 * @flags:   TCPS_EP_*
 * @wscale:  shift count of its window, %TCPS_WSCALE_NONE if not offered
 * @known:   facts, TCPS_KNOW_*
 * @proven:  those of @known that its own segments show
 * @syn_repeats: SYNs and SYN-ACKs retransmitted, up to 127
 * @syn_fin: its SYN had a FIN in it, which is valid once it is acknowledged
 * @fin_repeats: FINs retransmitted, up to 127
 * @fin_passed: it has sent a segment with the number after its FIN
 */
struct tcps_endpoint {
	u32 iss;
	u32 snd_nxt;
	u32 snd_max;
	u32 rcv_nxt;
	u16 wraps;
	u16 flags:12;
	u16 wscale:4;
	u8 known;
	u8 proven;
	u8 syn_repeats:7;
	u8 syn_fin:1;
	u8 fin_repeats:7;
	u8 fin_passed:1;
};

/* conn.flags */
#define TCPS_CONN_ROLES		0x01	/* it is known which end is the initiator */
#define TCPS_CONN_ADOPTED	0x02	/* first seen in the middle */
#define TCPS_CONN_WHOLE		0x04	/* every segment was seen, so far */
#define TCPS_CONN_CHALLENGED	0x08	/* a challenge ACK is expected */
#define TCPS_CONN_TARGET	0x10	/* ... of this side, 0 or 1 */
#define TCPS_CONN_STRAY		0x20	/* an unexpected segment is kept, and
					 * the next ACK may confirm it
					 */
#define TCPS_CONN_OVER		0x40	/* ended; nothing changes it any more */
#define TCPS_CONN_EVERY		0x80	/* every segment that passed was examined:
					 * a gap means that some were missed
					 */

/*
 * conn.unseen: bits by side. A FIN of it may have been missed, sent before it had the
 * peer's; or the FIN seen may not be its first, so that the order is not certain.
 */
#define TCPS_UNSEEN_OWN(side)	(0x1 << (side))
#define TCPS_UNSEEN_FIRST(side)	(0x4 << (side))

/* conn.first_fin, conn.reset_by and others: a side, or none. */
#define TCPS_SIDE_NONE 2

/**
 * struct tcps_account - full accounting of a connection
 * @packets: segments sent by each side
 * @window:  latest window of each side, octets, scaled
 * @edge:    highest sequence number each side ever had space for; valid from the
 *           side's first ACK on, before that from the peer's SYN-ACK on
 * @rtt_ns:  smoothed time from data of a side to its ACK, as seen here; 0:
 *           not measured (RFC 6298 section 2, alpha = 1/8)
 * @rtt_at:  time the segment being timed was seen, or the last measurement
 *           ended, ns; 0: none yet
 * @rtt_seq: acknowledgement number that ends the measurement
 * @timing:  bits by side: a segment of it is being timed
 * @options: TCPS_OPTION_* of the first SYN or SYN-ACK of each side, 0: none was seen; the
 *           caller notes it (account.h)
 */
struct tcps_account {
	u64 packets[2];
	u64 rtt_at[2];
	u64 rtt_ns[2];
	u32 rtt_seq[2];
	u32 window[2];
	u32 edge[2];
	u8 timing;
	u32 options[2];
};

/**
 * struct tcps_conn - the shadow of one connection
 * @start:     time of the first segment, ns
 * @ep:        the two endpoints, by side
 * @mark:      sequence number of the RST that was accepted (@reset_by)
 * @heard_at:  by side, when it was last seen (silence.h)
 * @flags:     TCPS_CONN_*
 * @initiator: side that sent the first SYN, or, while roles are unknown, the
 *             first segment seen; a SYN-ACK seen late may swap them
 * @several:   SYN-ACKs with several numbers were seen
 * @heard:     bits by side: it has sent a segment
 * @first_fin: side that sent the first FIN, or %TCPS_SIDE_NONE
 * @reset_by:  side whose RST was accepted, or %TCPS_SIDE_NONE
 * @end:       enum tcps_end where the facts do not show it: %TCPS_END_STILL_OPEN
 *             unless a timer, a limit or an ICMP error ended it
 * @lowered:   a rcv_nxt was lowered by a segment of the peer: more than it may have
 *             been acknowledged
 * @unseen:    TCPS_UNSEEN_*
 * @zeek:      the states that Zeek would keep of both ends (zeek.c)
 * @unmarked:  @mark proves nothing: the RST was from a closed port (RFC 9293 section
 *             3.10.7.1)
 * @probes:    unanswered probes of each side (silence.h)
 * @hops:      distance of each side; the caller notes it (hops.h)
 * @entered:   per side, when it entered the state of each slot (stamp.h); last, for
 *             segments that change no state need all the rest, in fewer cache lines
 *
 * The caller serializes all calls on one connection. A caller that no longer passes
 * every segment calls tcps_fsm_gap().
 */
struct tcps_conn {
	u64 start;
	struct tcps_endpoint ep[2];
	u32 mark;
	u32 heard_at[2];
	u8 flags;
	u8 initiator:1;
	u8 several:1;
	u8 heard:2;
	u8 first_fin:2;
	u8 reset_by:2;
	u8 end:3;
	u8 lowered:1;
	u8 unseen:4;
	u8 zeek:7;
	u8 unmarked:1;
	u8 probes;
	struct tcps_hops hops;
	struct tcps_stamp entered[2][TCPS_SLOT_MAX];
};

/* change.flags */
#define TCPS_CHANGE_NOTE	0x01	/* no transition, but a note */
#define TCPS_CHANGE_RETRACT	0x02	/* retracts an earlier presumption */

/**
 * struct tcps_change - one transition, or one note
 * @side:      the endpoint it is about
 * @from:      enum tcps_state before
 * @to:        enum tcps_state after; the same for a note
 * @cause:     enum tcps_cause
 * @certainty: enum tcps_certainty
 * @flags:     TCPS_CHANGE_*
 */
struct tcps_change {
	u8 side;
	u8 from;
	u8 to;
	u8 cause;
	u8 certainty;
	u8 flags;
};

/* Maximum of changes by one segment; the fuzzer asserts it. */
#define TCPS_STEP_MAX 14

/**
 * struct tcps_step - the result of one segment, or one timer
 * @n:       changes in @change, in the order they happened
 * @restart: the timer of the connection's class is restarted
 * @before:  the states of both ends before it, as by tcps_fsm_states()
 * @change:  the changes
 */
struct tcps_step {
	u8 n;
	bool restart;
	u8 before[2];
	struct tcps_change change[TCPS_STEP_MAX];
};

/**
 * tcps_step_resets() - is a RST accepted?
 * @step: the step
 *
 * A RST that comes later is not what ended the connection.
 */
static inline bool tcps_step_resets(const struct tcps_step *step)
{
	unsigned int i;

	for (i = 0; i < step->n; i++)
		if (step->change[i].cause == TCPS_CAUSE_RST &&
		    !(step->change[i].flags & TCPS_CHANGE_NOTE))
			return true;
	return false;
}

bool tcps_fsm_opens(const struct tcps_segment *seg);
bool tcps_fsm_open(struct tcps_conn *conn, unsigned int dir,
		   const struct tcps_segment *seg, u64 now,
		   struct tcps_account *account, struct tcps_step *step);
void tcps_fsm_step(struct tcps_conn *conn, unsigned int dir,
		   const struct tcps_segment *seg, u64 now,
		   struct tcps_account *account, struct tcps_step *step);
void tcps_fsm_icmp(struct tcps_conn *conn, unsigned int dir, u32 seq,
		   bool fatal, u64 now, struct tcps_step *step);
void tcps_fsm_timeout(struct tcps_conn *conn, u64 now, struct tcps_step *step);
void tcps_fsm_remove(struct tcps_conn *conn, enum tcps_cause cause, u64 now,
		     struct tcps_step *step);
void tcps_fsm_supersede(struct tcps_conn *conn, unsigned int dir,
			enum tcps_cause cause, u64 now, struct tcps_step *step);
void tcps_fsm_refused(struct tcps_conn *conn, unsigned int dir, u64 now,
		      struct tcps_step *step);
void tcps_fsm_stray(struct tcps_conn *conn, unsigned int dir,
		    const struct tcps_segment *seg, struct tcps_step *step);
void tcps_fsm_challenge(struct tcps_conn *conn, unsigned int dir,
			struct tcps_step *step);
void tcps_fsm_resync(struct tcps_conn *conn, unsigned int side,
		     const struct tcps_segment *stray, unsigned int dir,
		     const struct tcps_segment *seg);
void tcps_fsm_gap(struct tcps_conn *conn);

enum tcps_end tcps_fsm_end(const struct tcps_conn *conn);
bool tcps_fsm_ended(const struct tcps_conn *conn);
bool tcps_fsm_one_sided(const struct tcps_conn *conn);

/* The state of an end that has both SYNs, from the facts about the FINs. */
static inline enum tcps_state tcps_fsm_closing(const struct tcps_endpoint *ep)
{
	u8 known = ep->known;

	if (!(known & TCPS_KNOW_FIN)) {
		if (known & TCPS_KNOW_PEER_FIN)
			return TCPS_CLOSE_WAIT;
		return known & TCPS_KNOW_SYN_ACKED ? TCPS_ESTABLISHED :
						     TCPS_SYN_RECEIVED;
	}
	if (!(known & TCPS_KNOW_PEER_FIN))
		return known & TCPS_KNOW_FIN_ACKED ? TCPS_FIN_WAIT_2 :
						     TCPS_FIN_WAIT_1;
	if (ep->flags & TCPS_EP_PASSIVE)
		return known & TCPS_KNOW_FIN_ACKED ? TCPS_CLOSED :
						     TCPS_LAST_ACK;
	/* Before TIME-WAIT its own ACK must prove that the FINs crossed. */
	return (known & TCPS_KNOW_FIN_ACKED) &&
	       (ep->proven & TCPS_KNOW_PEER_FIN) ? TCPS_TIME_WAIT :
						   TCPS_CLOSING;
}

/**
 * tcps_fsm_below() - the state of an end without the effect of a RST or timer
 * @conn: the connection
 * @side: the end
 */
static inline enum tcps_state tcps_fsm_below(const struct tcps_conn *conn,
					     unsigned int side)
{
	const struct tcps_endpoint *ep = &conn->ep[side];

	if (ep->known & TCPS_KNOW_PEER_SYN)
		return tcps_fsm_closing(ep);
	if (ep->known & TCPS_KNOW_SYN)
		return TCPS_SYN_SENT;
	/* An end that has not opened is presumed in LISTEN until it answers. */
	return side == conn->initiator || !(conn->flags & TCPS_CONN_ROLES) ?
	       TCPS_CLOSED : TCPS_LISTEN;
}

/**
 * tcps_fsm_state() - the state of an end (RFC 9293 section 3.3.2, figure 5)
 * @conn: the connection
 * @side: the end
 */
static inline enum tcps_state tcps_fsm_state(const struct tcps_conn *conn,
					     unsigned int side)
{
	if (conn->ep[side].known & TCPS_KNOW_OVERLAY)
		return TCPS_CLOSED;
	return tcps_fsm_below(conn, side);
}

/**
 * tcps_fsm_states() - the states of both ends
 * @conn:  the connection
 * @state: filled in: enum tcps_state of the initiator, and of the responder
 */
static inline void tcps_fsm_states(const struct tcps_conn *conn, u8 state[2])
{
	state[TCPS_INITIATOR] = tcps_fsm_state(conn, conn->initiator);
	state[TCPS_RESPONDER] = tcps_fsm_state(conn, !conn->initiator);
}

#endif /* TCPS_CORE_FSM_H */
