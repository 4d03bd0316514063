/* SPDX-License-Identifier: GPL-2.0 */
/* The end of a connection as it was reported, to compare with a later verdict. */
#ifndef TCPST_OUTCOME_H
#define TCPST_OUTCOME_H

#include <stdbool.h>

#include "module/core/verdict.h"

/**
 * struct tcpst_outcome - the reported end of a connection
 * @end:          enum tcps_end
 * @reset_by:     as in its verdict
 * @closed_first: as in its verdict
 */
struct tcpst_outcome {
	u8 end;
	u8 reset_by;
	u8 closed_first;
};

/** tcpst_outcome_of() - the end that a verdict reports */
static inline struct tcpst_outcome
tcpst_outcome_of(const struct tcps_verdict *verdict)
{
	return (struct tcpst_outcome){
		.end = verdict->end,
		.reset_by = verdict->reset_by,
		.closed_first = verdict->closed_first,
	};
}

/** tcpst_outcome_agrees() - does a later verdict report the same? */
static inline bool tcpst_outcome_agrees(const struct tcpst_outcome *outcome,
					const struct tcps_verdict *verdict)
{
	return outcome->end == verdict->end &&
	       outcome->reset_by == verdict->reset_by &&
	       outcome->closed_first == verdict->closed_first;
}

#endif /* TCPST_OUTCOME_H */
