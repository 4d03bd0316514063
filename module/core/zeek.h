/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Zeek's view of a connection: the state of each endpoint as Zeek keeps it,
 * from which conn_state follows. For use inside core/.
 */
#ifndef TCPS_CORE_ZEEK_H
#define TCPS_CORE_ZEEK_H

#include "fsm.h"
#include "verdict.h"

void tcps_zeek_control(struct tcps_conn *conn, unsigned int dir,
		       const struct tcps_segment *seg);
bool tcps_zeek_settled(const struct tcps_conn *conn, unsigned int side);
enum tcps_zeek tcps_zeek_state(const struct tcps_conn *conn,
			       const u64 bytes[2]);

/**
 * tcps_zeek_step() - apply a segment to Zeek's view
 * @conn: the connection
 * @dir:  the side that sent the segment
 * @seg:  the segment
 *
 * Data and ACKs of an endpoint whose SYN was seen change nothing.
 */
static inline void tcps_zeek_step(struct tcps_conn *conn, unsigned int dir,
				  const struct tcps_segment *seg)
{
	if ((seg->flags & TCPS_FLAGS_CONTROL) || !tcps_zeek_settled(conn, dir))
		tcps_zeek_control(conn, dir, seg);
}

#endif /* TCPS_CORE_ZEEK_H */
