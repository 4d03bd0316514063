/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Full accounting. Round-trip times: one measurement at a time and direction, from data of
 * a side to the ACK of it. And what the SYN of each side offers.
 */
#ifndef TCPS_CORE_ACCOUNT_H
#define TCPS_CORE_ACCOUNT_H

#include "fsm.h"
#include "seq.h"

/*
 * Minimum time between two measurements of a side. A thousand per second are enough; other
 * segments need no clock reading.
 */
#define TCPS_RTT_PAUSE_NS 1000000ULL

static inline bool tcps_account_begins(const struct tcps_account *account,
				       unsigned int dir, u64 now)
{
	return !(account->timing & 1 << dir) &&
	       (!account->rtt_at[dir] ||
		now >= account->rtt_at[dir] + TCPS_RTT_PAUSE_NS);
}

static inline bool tcps_account_ends(const struct tcps_account *account,
				     unsigned int dir,
				     const struct tcps_segment *seg)
{
	return (account->timing & 1 << !dir) && (seg->flags & TCPS_FLAG_ACK) &&
	       !tcps_seq_before(seg->ack, account->rtt_seq[!dir]);
}

/**
 * tcps_account_times() - does a round-trip time begin or end with a segment?
 * @account: full accounting
 * @dir:     the side that sent the segment
 * @seg:     a segment without SYN, FIN and RST
 * @now:     time, ns, or a little earlier
 *
 * If not, @account does not need the exact time of the segment.
 */
static inline bool tcps_account_times(const struct tcps_account *account,
				      unsigned int dir,
				      const struct tcps_segment *seg, u64 now)
{
	return (seg->len && tcps_account_begins(account, dir, now)) ||
	       tcps_account_ends(account, dir, seg);
}

/**
 * tcps_account_time() - end a measurement with a segment, and begin one
 * @account: full accounting
 * @dir:     the side that sent the segment
 * @seg:     the segment
 * @end:     number after it
 * @repeat:  a retransmission: not measured (Karn's algorithm)
 * @now:     time, ns
 */
static inline void tcps_account_time(struct tcps_account *account,
				     unsigned int dir,
				     const struct tcps_segment *seg, u32 end,
				     bool repeat, u64 now)
{
	if (tcps_account_ends(account, dir, seg)) {
		u64 sample = now - account->rtt_at[!dir];
		u64 *smooth = &account->rtt_ns[!dir];

		*smooth = *smooth ? *smooth - *smooth / 8 + sample / 8 : sample;
		account->rtt_at[!dir] = now;
		account->timing &= ~(1 << !dir);
	}
	if (end == seg->seq)
		return;
	if (repeat) {
		account->timing &= ~(1 << dir);
	} else if (tcps_account_begins(account, dir, now)) {
		account->timing |= 1 << dir;
		account->rtt_at[dir] = now;
		account->rtt_seq[dir] = end;
	}
}

/**
 * tcps_account_offer() - note what a side offers
 * @account: full accounting, or NULL
 * @side:    the side that sent the segment
 * @options: TCPS_OPTION_* of the segment, 0: it is no SYN
 *
 * What a later SYN offers does not count: a retransmission may leave out what the first
 * one tried.
 */
static inline void tcps_account_offer(struct tcps_account *account, unsigned int side,
				      u32 options)
{
	if (account && options && !account->options[side])
		account->options[side] = options;
}

#endif /* TCPS_CORE_ACCOUNT_H */
