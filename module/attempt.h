/* SPDX-License-Identifier: GPL-2.0 */
/* The attempt to open another connection beside a flow between the same ends. */
#ifndef TCPS_ATTEMPT_H
#define TCPS_ATTEMPT_H

#include "table.h"

struct tcps_flow *tcps_attempt_lock(struct tcps_table *table,
				    struct tcps_flow *flow);
void tcps_attempt_unlock(struct tcps_flow *attempt);

#endif /* TCPS_ATTEMPT_H */
