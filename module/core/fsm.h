/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The shadow state machine: one connection, two endpoints, driven by what an
 * observer sees pass. Pure: no clock, no allocation, no kernel interface.
 */
#ifndef TCPS_CORE_FSM_H
#define TCPS_CORE_FSM_H

#include "segment.h"
#include "state.h"
#include "stamp.h"

/* endpoint.flags */
#define TCPS_EP_SYN		0x0001	/* iss is known, from its SYN */
#define TCPS_EP_SEEN		0x0002	/* nxt is known */
#define TCPS_EP_ACK		0x0004	/* acked is known */
#define TCPS_EP_FIN		0x0008	/* sent a FIN, which ends at nxt */
#define TCPS_EP_FIN_ACKED	0x0010	/* an ACK of that FIN passed */
#define TCPS_EP_FIN_PROVEN	0x0020	/* ... and is known to have arrived */
#define TCPS_EP_FIN_CARRIES	0x0040	/* its FIN carried that ACK */
#define TCPS_EP_RST		0x0080	/* sent a RST that was believed */
#define TCPS_EP_SYN_ACK		0x0100	/* sent a SYN-ACK */
#define TCPS_EP_OPENED		0x0200	/* was in SYN_SENT, not in LISTEN */
#define TCPS_EP_PASSIVE		0x0400	/* was in CLOSE_WAIT */
#define TCPS_EP_CROSSED		0x0800	/* was in CLOSING */
#define TCPS_EP_WAS_ESTABLISHED	0x1000	/* finished the handshake once */
#define TCPS_EP_FIN_MISSED	0x2000	/* its FIN passed, the peer lacks it */
#define TCPS_EP_WENT_ON		0x4000	/* sent more after a RST in doubt */
#define TCPS_EP_FIN_TELLS	0x8000	/* a copy of its FIN carried that ACK */

/**
 * struct tcps_endpoint - one end of a connection
 * @iss:    initial send sequence number (%TCPS_EP_SYN)
 * @nxt:    highest sequence number it is known to have sent, plus one; with
 *          %TCPS_EP_FIN the number after the FIN (%TCPS_EP_SEEN)
 * @acked:  highest acknowledgement number it sent (%TCPS_EP_ACK); in SYN_SENT
 *          one more number of its SYN, or @iss
 * @wraps:  times @nxt went round the circle since @iss
 * @flags:  TCPS_EP_*
 * @state:  enum tcps_state
 * @saved:  its state before a RST that is in doubt
 * @wscale: shift count of its window, %TCPS_WSCALE_NONE if not offered
 * @again:  times its SYN that was set aside was sent again, saturating
 * @timed:  its part of the handshake was seen when it was sent: of the responder
 *          the SYN-ACK, of the initiator the ACK of it
 * @syn_repeats: SYNs and SYN-ACKs sent again, saturating
 * @fin_repeats: FINs sent again, saturating
 */
struct tcps_endpoint {
	u32 iss;
	u32 nxt;
	u32 acked;
	u16 wraps;
	u16 flags;
	u8 state:4;
	u8 saved:4;
	u8 wscale:4;
	u8 again:3;
	u8 timed:1;
	u8 syn_repeats;
	u8 fin_repeats;
};

/* endpoint.again saturates there. */
#define TCPS_AGAIN_MAX 7

/* conn.flags */
#define TCPS_CONN_ROLES		0x01	/* who is the initiator is known */
#define TCPS_CONN_ADOPTED	0x02	/* first seen in the middle */
#define TCPS_CONN_TRACKED	0x04	/* every segment is seen: nxt is exact */
#define TCPS_CONN_DOUBT		0x08	/* a RST was believed: mark is its seq */
#define TCPS_CONN_SYN_MARK	0x10	/* mark is a SYN's, not yet answered */
#define TCPS_CONN_CHALLENGED	0x20	/* a challenge ACK is to be expected */
#define TCPS_CONN_TARGET	0x40	/* the side that SYN was sent to, or what
					 * is to be challenged: 0 or 1
					 */
#define TCPS_CONN_ASTRAY_FIN	0x80	/* what went astray last was a FIN */

/* conn.first_fin and conn.reset_by: a side, or none. */
#define TCPS_SIDE_NONE 2

/**
 * struct tcps_account - what is kept of a connection under full accounting
 * @packets: segments sent by each side
 * @window:  latest window of each side, octets, scaled
 * @edge:    highest sequence number each side ever had room for
 * @rtt_ns:  smoothed time from data of a side to its ACK, as seen here; 0:
 *           not measured (RFC 6298 section 2, alpha = 1/8)
 * @rtt_at:  time the segment being timed was seen, or the last measurement
 *           ended, ns; 0: none yet
 * @rtt_seq: acknowledgement number that ends the measurement
 * @astray:  1 + the side whose latest segment did not fit; 0: none since one
 *           that did
 * @astray_end: the number after that segment
 * @astray_ack: what that segment acknowledges
 * @timing:  bits by side: a segment of it is being timed
 */
struct tcps_account {
	u64 packets[2];
	u64 rtt_at[2];
	u64 rtt_ns[2];
	u32 rtt_seq[2];
	u32 window[2];
	u32 edge[2];
	u32 astray_end;
	u32 astray_ack;
	u8 astray;
	u8 timing;
};

/**
 * struct tcps_conn - the shadow of one connection
 * @start:     time of the first segment, ns
 * @account:   full accounting, or NULL; owned by whoever owns the connection
 * @entered:   per side, when it entered the state of each slot (stamp.h)
 * @ep:        the two endpoints, by side
 * @mark:      a sequence number in doubt (%TCPS_CONN_DOUBT, _SYN_MARK)
 * @mark_wscale: shift count of the window in the marked SYN
 * @flags:     TCPS_CONN_*
 * @initiator: side that sent the first SYN, or, while roles are unknown, the
 *             first segment seen; a SYN-ACK seen late may turn them round
 * @end:       enum tcps_end as far as known
 * @heard:     bits by side: it has sent a segment
 * @several:   SYN-ACKs with several numbers were seen
 * @first_fin: side that sent the first FIN, or %TCPS_SIDE_NONE
 * @reset_by:  side whose RST was believed, or %TCPS_SIDE_NONE
 * @zeek:      what Zeek would have of both ends (zeek.c)
 *
 * The caller serializes all calls on one connection. An owner that stops
 * passing every segment clears %TCPS_CONN_TRACKED.
 */
struct tcps_conn {
	u64 start;
	struct tcps_account *account;
	struct tcps_stamp entered[2][TCPS_SLOT_MAX];
	struct tcps_endpoint ep[2];
	u32 mark;
	u8 flags;
	u8 initiator:1;
	u8 several:1;
	u8 heard:2;
	u8 end:3;
	u8 first_fin:2;
	u8 reset_by:2;
	u8 mark_wscale:4;
	u8 zeek;
};

/* change.flags */
#define TCPS_CHANGE_NOTE	0x01	/* no transition: a segment of note */
#define TCPS_CHANGE_RETRACT	0x02	/* takes back an earlier presumption */

/**
 * struct tcps_change - one transition, or one segment of note
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

/**
 * struct tcps_aside - a SYN set aside: it met an old connection, and turned out
 * to have begun a new one
 * @at:      time it was first seen, ns
 * @seg:     the SYN, without what was not kept: payload and window
 * @side:    that sent it; %TCPS_SIDE_NONE: there is none
 * @repeats: times it was sent again, as far as was counted
 */
struct tcps_aside {
	u64 at;
	struct tcps_segment seg;
	u8 side;
	u8 repeats;
};

/* The most changes one segment can make; the fuzzer asserts it. */
#define TCPS_STEP_MAX 12

/**
 * struct tcps_step - what one segment, or one timer, did
 * @n:       changes in @change, in the order they happened
 * @reopen:  the segment opens a new connection between the same endpoints: the
 *           old one has ended. Open a new one with the same segment; or, if
 *           there is one, with what was set aside (tcps_fsm_open_aside()), and
 *           let the segment act on that
 * @restart: the timer of the connection's class starts anew
 * @change:  the changes
 * @aside:   with @reopen: what the new connection began with
 */
struct tcps_step {
	u8 n;
	bool reopen;
	bool restart;
	struct tcps_change change[TCPS_STEP_MAX];
	struct tcps_aside aside;
};

bool tcps_fsm_opens(const struct tcps_segment *seg);
bool tcps_fsm_open(struct tcps_conn *conn, unsigned int dir,
		   const struct tcps_segment *seg, u64 now,
		   struct tcps_account *account, struct tcps_step *step);
void tcps_fsm_open_aside(struct tcps_conn *conn,
			 const struct tcps_aside *aside,
			 struct tcps_account *account, struct tcps_step *step);
void tcps_fsm_step(struct tcps_conn *conn, unsigned int dir,
		   const struct tcps_segment *seg, u64 now,
		   struct tcps_step *step);
void tcps_fsm_icmp(struct tcps_conn *conn, unsigned int dir, u32 seq,
		   bool fatal, u64 now, struct tcps_step *step);
void tcps_fsm_timeout(struct tcps_conn *conn, u64 now, struct tcps_step *step);
void tcps_fsm_remove(struct tcps_conn *conn, enum tcps_cause cause, u64 now,
		     struct tcps_step *step);

enum tcps_class tcps_fsm_class(const struct tcps_conn *conn);
bool tcps_fsm_awaits(const struct tcps_conn *conn);
bool tcps_fsm_ended(const struct tcps_conn *conn);
bool tcps_fsm_one_sided(const struct tcps_conn *conn);

#endif /* TCPS_CORE_FSM_H */
