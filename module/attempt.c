// SPDX-License-Identifier: GPL-2.0
/*
 * The attempt to open another connection beside a flow between the same ends.
 *
 * Its lock is taken only with that of the flow that it challenges held, or by a timer, an
 * eviction or a reader, which hold no other. Sparse cannot express a lock that depends on a
 * pointer, so this one is not annotated.
 */
#include "attempt.h"

/**
 * tcps_attempt_lock() - the attempt beside a flow, locked
 * @table: the table
 * @flow:  the flow, locked
 *
 * Context: RCU read side, bottom halves off. Return: NULL if there is none.
 */
struct tcps_flow *tcps_attempt_lock(struct tcps_table *table,
				    struct tcps_flow *flow)
{
	struct tcps_flow *attempt;

	if (!tcps_flow_is(flow, TCPS_FLOW_CHALLENGED))
		return NULL;
	attempt = tcps_table_find_attempt(table, &flow->key);
	if (!attempt)
		return NULL;
	spin_lock_nested(&attempt->lock, SINGLE_DEPTH_NESTING);
	if (!tcps_flow_is(attempt, TCPS_FLOW_DEAD) &&
	    tcps_flow_is(attempt, TCPS_FLOW_ATTEMPT)) {
		__release(&attempt->lock);
		return attempt;
	}
	spin_unlock(&attempt->lock);
	return NULL;
}

/** tcps_attempt_unlock() - undo tcps_attempt_lock(); @attempt may be NULL */
void tcps_attempt_unlock(struct tcps_flow *attempt)
{
	if (attempt) {
		__acquire(&attempt->lock);
		spin_unlock(&attempt->lock);
	}
}
