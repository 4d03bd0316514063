/* SPDX-License-Identifier: GPL-2.0 */
/* The attempt to open another connection beside a flow between the same ends. */
#ifndef TCPS_ATTEMPT_H
#define TCPS_ATTEMPT_H

#include "core/place.h"
#include "table.h"

struct tcps_flow *tcps_attempt_lock(struct tcps_table *table,
				    struct tcps_flow *flow);
void tcps_attempt_unlock(struct tcps_flow *attempt);

/**
 * tcps_attempt_tuple() - a flow and the attempt beside it, without a stray segment
 * @flow:    the flow, locked
 * @attempt: of tcps_attempt_lock()
 */
static inline struct tcps_tuple
tcps_attempt_tuple(const struct tcps_flow *flow, const struct tcps_flow *attempt)
{
	return (struct tcps_tuple){
		.current_conn = &flow->conn,
		.current_account = tcps_flow_account(flow),
		.pending = attempt ? &attempt->conn : NULL,
		.pending_account = attempt ? tcps_flow_account(attempt) : NULL,
	};
}

#endif /* TCPS_ATTEMPT_H */
