/* SPDX-License-Identifier: GPL-2.0 */
/* A flow as it was at one moment. */
#ifndef TCPS_SNAPSHOT_H
#define TCPS_SNAPSHOT_H

#include "recorder.h"
#include "table.h"

struct tcps_observer;

/**
 * struct tcps_snapshot - a flow as it was at one moment
 * @record:  as the verdict record of a flow that ended then
 * @class:   enum tcps_class
 * @age:     ticks since its timer started
 * @nat:     its translated ends
 */
struct tcps_snapshot {
	struct tcps_record record;
	u8 class;
	u32 age;
	struct tcps_nat nat;
};

bool tcps_snapshot_take(struct tcps_observer *observer, struct tcps_flow *flow,
			u64 now, struct tcps_snapshot *snapshot);

#endif /* TCPS_SNAPSHOT_H */
