/* SPDX-License-Identifier: GPL-2.0 */
/* The input of a step of the state machine. For use inside core/. */
#ifndef TCPS_CORE_INPUT_H
#define TCPS_CORE_INPUT_H

#include "fsm.h"

/**
 * struct tcps_input - a segment, or a timer, being processed
 * @conn:    the connection
 * @account: full accounting of it, or NULL
 * @seg:     the segment; NULL: a timer, a limit, an ICMP error
 * @now:     time, ns
 * @step:    where changes are added
 * @dir:     the side that sent @seg
 * @from:    that end
 * @to:      the other end
 */
struct tcps_input {
	struct tcps_conn *conn;
	struct tcps_account *account;
	const struct tcps_segment *seg;
	u64 now;
	struct tcps_step *step;
	unsigned int dir;
	struct tcps_endpoint *from;
	struct tcps_endpoint *to;
};

/**
 * tcps_input_begin() - start a step, without changes yet
 * @conn: the connection
 * @dir:  the side that the segment comes from
 * @now:  time, ns
 * @step: cleared, but for the states before it
 */
static inline struct tcps_input tcps_input_begin(struct tcps_conn *conn, unsigned int dir,
						 u64 now, struct tcps_step *step)
{
	step->n = 0;
	step->restart = false;
	tcps_fsm_states(conn, step->before);
	return (struct tcps_input){
		.conn = conn,
		.now = now,
		.step = step,
		.dir = dir,
		.from = &conn->ep[dir],
		.to = &conn->ep[!dir],
	};
}

#endif /* TCPS_CORE_INPUT_H */
