// SPDX-License-Identifier: GPL-2.0
/* Unanswered probes of an end, and its unacknowledged octets. */
#include "../../../module/core/silence.h"
#include "test.h"

static struct tcps_conn conn;

static void send(unsigned int dir, u32 seq, u32 ack, u32 len, u8 flags)
{
	const struct tcps_segment seg = {
		.seq = seq,
		.ack = ack,
		.len = len,
		.flags = flags,
		.window = 65535,
		.wscale = TCPS_WSCALE_NONE,
	};
	struct tcps_step step;

	if (conn.heard)
		tcps_fsm_step(&conn, dir, &seg, 1, NULL, &step);
	else
		tcps_fsm_open(&conn, dir, &seg, 1, NULL, &step);
}

static void expect(const char *when, unsigned int own, u32 unacked)
{
	check(tcps_silence_probes(&conn, 0) == own, "%s: %u probes, not %u", when,
	      tcps_silence_probes(&conn, 0), own);
	check(tcps_silence_probes(&conn, 1) == 0, "%s: probes of the other", when);
	check(tcps_silence_unacked(&conn, 0) == unacked, "%s: %u unacknowledged, not %u",
	      when, tcps_silence_unacked(&conn, 0), unacked);
}

void test_silence(void)
{
	const struct tcps_step before = { .change = { { .cause = TCPS_CAUSE_RST } } };
	unsigned int i;

	conn = (struct tcps_conn){ .heard = 0 };
	send(0, 1000, 0, 0, TCPS_FLAG_SYN);
	expect("SYN", 0, TCPS_UNACKED_UNKNOWN);
	send(0, 1000, 0, 0, TCPS_FLAG_SYN);
	expect("SYN again", 1, TCPS_UNACKED_UNKNOWN);
	send(1, 5000, 1001, 0, TCPS_FLAG_SYN | TCPS_FLAG_ACK);
	expect("SYN-ACK", 0, 0);
	send(0, 1001, 5001, 0, TCPS_FLAG_ACK);
	send(0, 1001, 5001, 100, TCPS_FLAG_ACK);
	expect("data", 0, 100);
	for (i = 0; i < 20; i++)
		send(0, 1001, 5001, 100, TCPS_FLAG_ACK);
	expect("data, many times", 15, 100);
	send(1, 5001, 1101, 0, TCPS_FLAG_ACK);
	expect("ACK", 0, 0);
	send(0, 1101, 5001, 0, TCPS_FLAG_ACK);
	expect("an ACK is no probe", 0, 0);
	send(0, 1100, 5001, 0, TCPS_FLAG_ACK);
	send(0, 1100, 5001, 0, TCPS_FLAG_ACK);
	expect("keep-alives", 2, 0);
	send(0, 1101, 5001, 10, TCPS_FLAG_ACK);
	expect("more data is no answer", 2, 10);
	send(1, 5001, 1111, 0, TCPS_FLAG_ACK);
	send(0, 1111, 5001, 0, TCPS_FLAG_FIN | TCPS_FLAG_ACK);
	expect("a FIN is no octet", 0, 0);
	send(0, 1111, 5001, 0, TCPS_FLAG_FIN | TCPS_FLAG_ACK);
	expect("FIN again", 1, 0);
	send(0, 1111, 5001, 0, TCPS_FLAG_ACK);
	expect("an ACK that the FIN overtook is no probe", 1, 0);

	conn = (struct tcps_conn){ .heard = 0 };
	send(0, 1000, 0, 0, TCPS_FLAG_SYN | TCPS_FLAG_FIN);
	send(0, 1000, 0, 0, TCPS_FLAG_SYN | TCPS_FLAG_FIN);
	expect("SYN with FIN again", 1, TCPS_UNACKED_UNKNOWN);
	send(1, 5000, 0, 0, TCPS_FLAG_FIN);
	expect("without ACK and SYN it is no answer", 1, TCPS_UNACKED_UNKNOWN);
	send(1, 7000, 4711, 0, TCPS_FLAG_RST | TCPS_FLAG_ACK);
	expect("nor is a RST that is ignored", 1, TCPS_UNACKED_UNKNOWN);
	send(1, 0, 1001, 0, TCPS_FLAG_RST | TCPS_FLAG_ACK);
	check(tcps_silence_probes(&conn, 0) == 0, "one that is believed is");
	check(!tcps_step_resets(&before), "nor is the RST of an earlier step");
}
