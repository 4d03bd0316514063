// SPDX-License-Identifier: GPL-2.0
/* Which sides of a connection have sent a segment. */
#include "../../../module/core/fsm.h"
#include "test.h"

static void hear(struct tcps_conn *conn, unsigned int dir, u32 seq, u32 ack,
		 u8 flags)
{
	const struct tcps_segment seg = {
		.seq = seq,
		.ack = ack,
		.flags = flags,
		.window = 65535,
		.wscale = TCPS_WSCALE_NONE,
	};
	struct tcps_step step;

	if (conn->heard)
		tcps_fsm_step(conn, dir, &seg, 1, NULL, &step);
	else
		tcps_fsm_open(conn, dir, &seg, 1, NULL, &step);
}

/* Segments of one side prove nothing about the other. */
static void test_opened(unsigned int dir)
{
	struct tcps_conn conn = { .heard = 0 };

	hear(&conn, dir, 0, 0, TCPS_FLAG_SYN);
	hear(&conn, dir, 1, 501, TCPS_FLAG_ACK);
	hear(&conn, dir, 1, 501, TCPS_FLAG_FIN | TCPS_FLAG_ACK);
	check(tcps_fsm_one_sided(&conn), "side %u alone opened", dir);
	hear(&conn, !dir, 500, 1, TCPS_FLAG_SYN | TCPS_FLAG_ACK);
	check(!tcps_fsm_one_sided(&conn), "side %u was answered", dir);
}

static void test_adopted(unsigned int dir)
{
	struct tcps_conn conn = { .heard = 0 };

	hear(&conn, dir, 1000, 2000, TCPS_FLAG_FIN | TCPS_FLAG_ACK);
	check(tcps_fsm_one_sided(&conn), "side %u alone was adopted", dir);
	hear(&conn, !dir, 2000, 1001, TCPS_FLAG_ACK);
	check(!tcps_fsm_one_sided(&conn), "side %u had a peer", dir);
}

void test_sides(void)
{
	unsigned int dir;

	for (dir = 0; dir < 2; dir++) {
		test_opened(dir);
		test_adopted(dir);
	}
}
