/* SPDX-License-Identifier: GPL-2.0 */
/* The verdict: what is to be said of a connection, now or when it has ended. */
#ifndef TCPS_CORE_VERDICT_H
#define TCPS_CORE_VERDICT_H

#include "fsm.h"

/* Index of the roles in the verdict's arrays; not of the sides of a conn. */
enum tcps_role {
	TCPS_INITIATOR,
	TCPS_RESPONDER,
	TCPS_ROLE_NONE
};

/** enum tcps_zeek - conn_state of Zeek's conn.log */
enum tcps_zeek {
	TCPS_ZEEK_S0,		/* SYN, no answer */
	TCPS_ZEEK_S1,		/* established, not terminated */
	TCPS_ZEEK_SF,		/* normal establishment and termination */
	TCPS_ZEEK_REJ,		/* rejected */
	TCPS_ZEEK_S2,		/* established, only the originator closed */
	TCPS_ZEEK_S3,		/* established, only the responder closed */
	TCPS_ZEEK_RSTO,		/* established, the originator aborted */
	TCPS_ZEEK_RSTR,		/* the responder aborted */
	TCPS_ZEEK_RSTOS0,	/* SYN, then RST by the originator, no SYN-ACK */
	TCPS_ZEEK_RSTRH,	/* SYN-ACK, then RST by the responder, no SYN */
	TCPS_ZEEK_SH,		/* SYN, then FIN by the originator, no SYN-ACK */
	TCPS_ZEEK_SHR,		/* SYN-ACK, then FIN by the responder, no SYN */
	TCPS_ZEEK_OTH,		/* no SYN seen, just midstream traffic */
	TCPS_ZEEK_MAX
};

/* A duration that is not known. */
#define TCPS_UNKNOWN_NS UINT64_MAX
#ifndef UINT64_MAX
#define UINT64_MAX (~0ULL)
#endif

/**
 * struct tcps_verdict - all there is to say of a connection
 * @start:          time of the first segment, ns
 * @stop:           when the connection ended, ns; the time the verdict speaks
 *                  of if it has not
 * @state_ns:       time in each state, by role; presumptions taken back do
 *                  not count, the state they are taken back to does
 * @syn_to_syn_ack: first SYN to first SYN-ACK, or %TCPS_UNKNOWN_NS
 * @syn_ack_to_ack: first SYN-ACK to the initiator's ACK, or %TCPS_UNKNOWN_NS
 * @half_close_ns:  from the first FIN to the other end's, to @stop if there
 *                  was none, or %TCPS_UNKNOWN_NS if nobody sent a FIN
 * @bytes:          octets of payload, by role, each counted once
 * @state:          enum tcps_state, by role
 * @end:            enum tcps_end
 * @closed_first:   enum tcps_role that sent the first FIN
 * @reset_by:       enum tcps_role whose RST was believed
 * @roles_known:    who is the initiator is proven
 * @adopted:        first seen in the middle
 * @syn_repeats:    SYNs sent again by the initiator
 * @syn_ack_repeats: SYN-ACKs sent again by the responder
 * @fin_repeats:    FINs sent again, by role
 * @zeek:           enum tcps_zeek
 */
struct tcps_verdict {
	u64 start;
	u64 stop;
	u64 state_ns[2][TCPS_STATE_MAX];
	u64 syn_to_syn_ack;
	u64 syn_ack_to_ack;
	u64 half_close_ns;
	u64 bytes[2];
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

#endif /* TCPS_CORE_VERDICT_H */
