/* SPDX-License-Identifier: GPL-2.0 */
/* The verdict: a summary of a connection, now or when it has ended. */
#ifndef TCPS_CORE_VERDICT_H
#define TCPS_CORE_VERDICT_H

#include "fsm.h"

/* An unknown duration. */
#define TCPS_UNKNOWN_NS UINT64_MAX
#ifndef UINT64_MAX
#define UINT64_MAX (~0ULL)
#endif

/**
 * struct tcps_verdict - the summary of a connection
 * @start:          time of the first segment, ns
 * @stop:           when the connection ended, ns; if it has not, the time of the verdict
 * @state_ns:       time in each state, by role; retracted transitions are not counted:
 *                  their time belongs to the state before
 * @been:           a bit for each enum tcps_state that an end was in, by role, even for 0
 *                  ns; not for CLOSED
 * @syn_to_syn_ack: first SYN to first SYN-ACK, or %TCPS_UNKNOWN_NS
 * @syn_ack_to_ack: first SYN-ACK to the initiator's ACK, or %TCPS_UNKNOWN_NS
 * @half_close_ns:  from the first FIN to the other end's, to @stop if there
 *                  was none, or %TCPS_UNKNOWN_NS if no FIN was sent
 * @bytes:          octets of payload, by role, each counted once
 * @state:          enum tcps_state, by role
 * @end:            enum tcps_end
 * @closed_first:   enum tcps_role that sent the first FIN
 * @reset_by:       enum tcps_role whose RST was accepted
 * @roles_known:    it is proven which end is the initiator
 * @adopted:        first seen in the middle
 * @syn_repeats:    SYNs retransmitted by the initiator
 * @syn_ack_repeats: SYN-ACKs retransmitted by the responder
 * @fin_repeats:    FINs retransmitted, by role
 * @zeek:           enum tcps_zeek
 *
 * Arrays by role are indexed by enum tcps_role, not by the side of a conn.
 */
struct tcps_verdict {
	u64 start;
	u64 stop;
	u64 state_ns[2][TCPS_STATE_MAX];
	u64 syn_to_syn_ack;
	u64 syn_ack_to_ack;
	u64 half_close_ns;
	u64 bytes[2];
	u16 been[2];
	u8 state[2];
	u8 end;
	u8 closed_first;
	u8 reset_by;
	bool roles_known;
	bool adopted;
	u8 syn_repeats;
	u8 syn_ack_repeats;
	u8 fin_repeats[2];
	u8 zeek;
};

void tcps_verdict_make(struct tcps_verdict *verdict,
		       const struct tcps_conn *conn, u64 now);
void tcps_verdict_handshake(const struct tcps_conn *conn, u64 leg[2]);
u64 tcps_verdict_lifetime(const struct tcps_conn *conn, u64 now);

/**
 * tcps_verdict_leg() - the leg of the handshake that a change completes
 * @conn:   the connection, after the step of the change
 * @change: the change
 * @ns:     filled in: the duration of the leg
 *
 * Inline, as most changes complete none. Return: enum tcps_duration; %TCPS_DURATION_MAX: it
 * completes none whose duration is known.
 */
static inline enum tcps_duration
tcps_verdict_leg(const struct tcps_conn *conn, const struct tcps_change *change, u64 *ns)
{
	enum tcps_duration which;
	unsigned int side;
	u64 leg[2];

	if (change->to == TCPS_SYN_RECEIVED) {
		which = TCPS_DURATION_SYN_TO_SYN_ACK;
		side = !conn->initiator;
	} else if (change->to == TCPS_ESTABLISHED) {
		which = TCPS_DURATION_SYN_ACK_TO_ACK;
		side = conn->initiator;
	} else {
		return TCPS_DURATION_MAX;
	}
	/* A note; or the end returns to a state, and what led to it was completed before. */
	if (change->side != side || change->flags)
		return TCPS_DURATION_MAX;
	tcps_verdict_handshake(conn, leg);
	*ns = leg[which];
	return *ns == TCPS_UNKNOWN_NS ? TCPS_DURATION_MAX : which;
}

#endif /* TCPS_CORE_VERDICT_H */
