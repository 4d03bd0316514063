/* SPDX-License-Identifier: GPL-2.0 */
/* Which numbers can belong to a connection at all. For use inside core/. */
#ifndef TCPS_CORE_RANGE_H
#define TCPS_CORE_RANGE_H

#include "fsm.h"

/* tcps_range_distance(): the segment is out of all windows. */
#define TCPS_DISTANCE_MAX 0xffffffffU

u32 tcps_range_reach(const struct tcps_conn *conn, unsigned int side);
bool tcps_range_any(const struct tcps_conn *conn, unsigned int dir);
u32 tcps_range_distance(const struct tcps_conn *conn, const struct tcps_account *account,
			unsigned int dir, const struct tcps_segment *seg);

#endif /* TCPS_CORE_RANGE_H */
