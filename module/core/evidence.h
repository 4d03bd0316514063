/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Evidence from segments. Each function handles one kind of segment, derives the evidence
 * about each end from it, and applies that in the order in which it happened. For use
 * inside core/.
 */
#ifndef TCPS_CORE_EVIDENCE_H
#define TCPS_CORE_EVIDENCE_H

#include "input.h"

/* evidence_syn.c: SYN and SYN-ACK */
void tcps_evidence_syn(const struct tcps_input *in);
void tcps_evidence_syn_ack(const struct tcps_input *in);
void tcps_evidence_begin_syn(const struct tcps_input *in);
void tcps_evidence_begin_syn_ack(const struct tcps_input *in);
bool tcps_evidence_roles(const struct tcps_conn *conn, unsigned int dir,
			 const struct tcps_segment *seg);
bool tcps_evidence_precedes(const struct tcps_conn *conn, unsigned int dir,
			    const struct tcps_segment *seg);
bool tcps_evidence_answers_missed(const struct tcps_conn *conn, unsigned int dir,
				  const struct tcps_segment *seg);

/* evidence_open.c: the ACK that completes the handshake */
bool tcps_evidence_answer_implied(const struct tcps_conn *conn,
				  unsigned int side);
bool tcps_evidence_handshake(const struct tcps_input *in);
void tcps_evidence_challenge(const struct tcps_input *in);
void tcps_evidence_expect_challenge(struct tcps_conn *conn, unsigned int side);
bool tcps_evidence_leg(const struct tcps_conn *conn, unsigned int side,
		       u64 *leg);

/* evidence_close.c: FINs and their acknowledgement */
void tcps_evidence_fin_doubt(const struct tcps_input *in);
void tcps_evidence_syn_fin(const struct tcps_input *in);
void tcps_evidence_fin_acked(const struct tcps_input *in);
void tcps_evidence_takes_fin(const struct tcps_input *in, unsigned int side,
			     enum tcps_cause cause);
void tcps_evidence_fin(const struct tcps_input *in);
void tcps_evidence_no_fin(const struct tcps_input *in, unsigned int side);

/* evidence_reset.c: RSTs, and whether they are accepted */
void tcps_evidence_rst(const struct tcps_input *in);

/* evidence_revive.c: segments after a RST */
bool tcps_evidence_behind_fin(const struct tcps_endpoint *from, u32 seq);
bool tcps_evidence_outlived(const struct tcps_input *in, unsigned int side);
bool tcps_evidence_exact(const struct tcps_input *in);
void tcps_evidence_below(const struct tcps_input *in, enum tcps_evidence closes,
			 void (*evidence)(const struct tcps_input *in));
bool tcps_evidence_goes_on(const struct tcps_input *in);
void tcps_evidence_revive_syn(const struct tcps_input *in);
void tcps_evidence_revive_syn_ack(const struct tcps_input *in);

#endif /* TCPS_CORE_EVIDENCE_H */
