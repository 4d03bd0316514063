/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Round-trip times under full accounting: one measurement at a time and
 * direction, from data of a side to the ACK of it.
 */
#ifndef TCPS_CORE_ACCOUNT_H
#define TCPS_CORE_ACCOUNT_H

#include "fsm.h"
#include "seq.h"

/** tcps_account_ends_rtt() - does an ACK of side @dir end the peer's? */
static inline bool tcps_account_ends_rtt(const struct tcps_account *account,
					 unsigned int dir,
					 const struct tcps_segment *seg)
{
	return account->rtt_at[!dir] && (seg->flags & TCPS_FLAG_ACK) &&
	       !tcps_seq_before(seg->ack, account->rtt_seq[!dir]);
}

/** tcps_account_end_rtt() - it does, at @now (RFC 6298 section 2) */
static inline void tcps_account_end_rtt(struct tcps_account *account,
					unsigned int dir, u64 now)
{
	u64 sample = now - account->rtt_at[!dir];
	u64 *smooth = &account->rtt_ns[!dir];

	*smooth = *smooth ? *smooth - *smooth / 8 + sample / 8 : sample;
	account->rtt_at[!dir] = 0;
}

/**
 * tcps_account_times() - does a round-trip time begin or end with a segment?
 * @account: full accounting
 * @dir:     the side that sent the segment
 * @seg:     a segment without SYN, FIN and RST
 *
 * If not, it does not matter to @account when exactly the segment was seen.
 */
static inline bool tcps_account_times(const struct tcps_account *account,
				      unsigned int dir,
				      const struct tcps_segment *seg)
{
	return (seg->len && !account->rtt_at[dir]) ||
	       tcps_account_ends_rtt(account, dir, seg);
}

#endif /* TCPS_CORE_ACCOUNT_H */
