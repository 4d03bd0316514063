/* SPDX-License-Identifier: GPL-2.0 */
/*
 * To which connection does a segment belong? Between two ports there may be, besides the
 * known connection, an attempt to open another one, and one of which a single segment was
 * seen. A connection is identified by the initial sequence numbers of both ends.
 */
#ifndef TCPS_CORE_PLACE_H
#define TCPS_CORE_PLACE_H

#include "fsm.h"

/**
 * struct tcps_stray - a segment that fits no known connection, kept for a while
 * @at:   time it was seen, ns
 * @seg:  the segment
 * @side: that sent it; %TCPS_SIDE_NONE: there is none
 */
struct tcps_stray {
	u64 at;
	struct tcps_segment seg;
	u8 side;
};

/**
 * struct tcps_tuple - the connections known between two ports
 * @current_conn:    the connection
 * @current_account: full accounting of it, or NULL
 * @pending:         the attempt to begin another one, or NULL
 * @pending_account: full accounting of that, or NULL
 * @stray:           a segment that fits neither, or NULL
 */
struct tcps_tuple {
	const struct tcps_conn *current_conn;
	const struct tcps_account *current_account;
	const struct tcps_conn *pending;
	const struct tcps_account *pending_account;
	const struct tcps_stray *stray;
};

/**
 * enum tcps_place - what a segment belongs to, and what the caller must do
 * @TCPS_PLACE_CURRENT:   the connection, which processes it
 * @TCPS_PLACE_PENDING:   the attempt, which processes it and may then succeed
 *                        (tcps_place_succeeds()) or be refused
 *                        (tcps_place_refused())
 * @TCPS_PLACE_ATTEMPT:   it begins an attempt; one that is pending ends
 * @TCPS_PLACE_SUCCESSOR: it begins the next connection; this one ends
 * @TCPS_PLACE_NEXT:      it and the stray belong to the next connection, which
 *                        begins with the stray; this one and the attempt end
 * @TCPS_PLACE_RESYNC:    it and the stray belong to this connection, of which many segments
 *                        were missed: it processes the stray, then this segment
 * @TCPS_PLACE_RESYNC_PENDING: they belong to the attempt, likewise
 * @TCPS_PLACE_STRAY:     none: it is kept instead of the stray, and noted
 * @TCPS_PLACE_REFUSAL:   it refuses the stray, which is dropped; noted
 */
enum tcps_place {
	TCPS_PLACE_CURRENT,
	TCPS_PLACE_PENDING,
	TCPS_PLACE_ATTEMPT,
	TCPS_PLACE_SUCCESSOR,
	TCPS_PLACE_NEXT,
	TCPS_PLACE_RESYNC,
	TCPS_PLACE_RESYNC_PENDING,
	TCPS_PLACE_STRAY,
	TCPS_PLACE_REFUSAL
};

enum tcps_place tcps_place_segment(const struct tcps_tuple *tuple,
				   unsigned int dir,
				   const struct tcps_segment *seg, u64 now);
void tcps_place_goes_on(struct tcps_conn *current_conn,
			const struct tcps_segment *seg,
			struct tcps_stray *stray);
bool tcps_place_quotes(const struct tcps_conn *pending, unsigned int side,
		       u32 seq);
bool tcps_place_succeeds(const struct tcps_conn *current_conn,
			 const struct tcps_conn *pending);
bool tcps_place_refused(const struct tcps_conn *pending);

#endif /* TCPS_CORE_PLACE_H */
