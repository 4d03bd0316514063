/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a segment proves. Each function takes one kind of segment, decides
 * which events of the transition table it is for either endpoint, and applies
 * them in the order in which they happened. For use inside core/.
 */
#ifndef TCPS_CORE_EVIDENCE_H
#define TCPS_CORE_EVIDENCE_H

#include "conn.h"

/* evidence_anew.c: a new connection between the same endpoints */
void tcps_evidence_reopen(struct tcps_conn *conn, unsigned int dir,
			  enum tcps_cause cause, u64 now,
			  struct tcps_step *step);
void tcps_evidence_set_aside(struct tcps_conn *conn, unsigned int dir,
			     const struct tcps_segment *seg, u64 now);
bool tcps_evidence_answered(struct tcps_conn *conn, unsigned int dir,
			    const struct tcps_segment *seg, u64 now,
			    struct tcps_step *step);
bool tcps_evidence_may_reopen(const struct tcps_conn *conn, unsigned int dir,
			      const struct tcps_segment *seg);

/* evidence_syn.c: SYN and SYN-ACK */
void tcps_evidence_syn(struct tcps_conn *conn, unsigned int dir,
		       const struct tcps_segment *seg, u64 now,
		       struct tcps_step *step);
void tcps_evidence_syn_ack(struct tcps_conn *conn, unsigned int dir,
			   const struct tcps_segment *seg, u64 now,
			   struct tcps_step *step);
bool tcps_evidence_syn_refused(struct tcps_conn *conn, unsigned int dir,
			       const struct tcps_segment *seg, u64 now,
			       struct tcps_step *step);

/* evidence_open.c: the ACK that completes the handshake */
bool tcps_evidence_fits_open(const struct tcps_conn *conn, unsigned int dir,
			     const struct tcps_segment *seg);
bool tcps_evidence_handshake(struct tcps_conn *conn, unsigned int dir,
			     const struct tcps_segment *seg, u64 now,
			     struct tcps_step *step);
void tcps_evidence_challenge(struct tcps_conn *conn, unsigned int dir,
			     const struct tcps_segment *seg,
			     struct tcps_step *step);

/* evidence_close.c: FINs and their acknowledgement */
void tcps_evidence_fin_doubt(struct tcps_conn *conn, unsigned int dir,
			     const struct tcps_segment *seg, u64 now,
			     struct tcps_step *step);
void tcps_evidence_fin_acked(struct tcps_conn *conn, unsigned int dir,
			     const struct tcps_segment *seg, u64 now,
			     struct tcps_step *step);
void tcps_evidence_fin(struct tcps_conn *conn, unsigned int dir,
		       const struct tcps_segment *seg, u64 now,
		       struct tcps_step *step);

/* evidence_reset.c: RSTs, and whether they were believed */
void tcps_evidence_rst(struct tcps_conn *conn, unsigned int dir,
		       const struct tcps_segment *seg, u64 now,
		       struct tcps_step *step);
bool tcps_evidence_rst_doubt(struct tcps_conn *conn, unsigned int dir,
			     const struct tcps_segment *seg, u64 now,
			     struct tcps_step *step);
bool tcps_evidence_outlived(const struct tcps_conn *conn, u64 now);
void tcps_evidence_doubt(struct tcps_conn *conn, u32 mark);
void tcps_evidence_settle(struct tcps_conn *conn);
void tcps_evidence_revive(struct tcps_conn *conn, unsigned int dir, u64 now,
			  struct tcps_step *step);

#endif /* TCPS_CORE_EVIDENCE_H */
