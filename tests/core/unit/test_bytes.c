// SPDX-License-Identifier: GPL-2.0
/* 64-bit byte counts, from 32-bit sequence numbers. */
#include "../../../module/core/position.h"
#include "../../../module/core/verdict.h"
#include "test.h"

static void exchange(struct tcps_conn *conn, struct tcps_account *account,
		     unsigned int dir, u32 seq, u32 ack, u32 len, u8 flags,
		     u64 now)
{
	const struct tcps_segment seg = {
		.seq = seq,
		.ack = ack,
		.len = len,
		.flags = flags,
		.window = 65535,
		.wscale = flags & TCPS_FLAG_SYN ? 14 : TCPS_WSCALE_NONE,
	};
	struct tcps_step step;

	if (now)
		tcps_fsm_step(conn, dir, &seg, now, account, &step);
	else
		tcps_fsm_open(conn, dir, &seg, now, account, &step);
}

/* 20 GiB one way, in steps of the maximum distance between two samples. */
static void test_long(bool accounted, u32 iss)
{
	struct tcps_account accounts = { .packets = { 0 } };
	struct tcps_account *account = accounted ? &accounts : NULL;
	struct tcps_conn conn;
	struct tcps_verdict verdict;
	const u32 leap = 1U << 29;
	u64 sent = 0, last = 0;
	unsigned int i;

	exchange(&conn, account, 0, iss, 0, 0, TCPS_FLAG_SYN, 0);
	exchange(&conn, account, 1, 7, iss + 1, 0, TCPS_FLAG_SYN | TCPS_FLAG_ACK, 1);
	exchange(&conn, account, 0, iss + 1, 8, 0, TCPS_FLAG_ACK, 2);
	/* Windows are scaled from here on: 1 GiB. */
	exchange(&conn, account, 1, 8, iss + 1, 0, TCPS_FLAG_ACK, 2);
	for (i = 0; i < 40; i++) {
		exchange(&conn, account, 0, iss + 1 + (u32)sent, 8, leap, TCPS_FLAG_ACK,
			 3 + i);
		sent += leap;
		exchange(&conn, account, 1, 8, iss + 1 + (u32)sent, 0, TCPS_FLAG_ACK,
			 3 + i);
		/* An old duplicate does not reduce the count. */
		exchange(&conn, account, 0, iss + 1 + (u32)sent - leap, 8, leap,
			 TCPS_FLAG_ACK, 3 + i);
		tcps_verdict_make(&verdict, &conn, 3 + i);
		check(verdict.bytes[0] == sent && verdict.bytes[0] > last,
		      "%llu octets counted as %llu", (unsigned long long)sent,
		      (unsigned long long)verdict.bytes[0]);
		last = verdict.bytes[0];
	}
	exchange(&conn, account, 0, iss + 1 + (u32)sent, 8, 0,
		 TCPS_FLAG_FIN | TCPS_FLAG_ACK, 100);
	exchange(&conn, account, 1, 8, iss + 2 + (u32)sent, 0, TCPS_FLAG_ACK, 101);
	tcps_verdict_make(&verdict, &conn, 102);
	check(verdict.bytes[0] == sent, "the FIN is not an octet: %llu",
	      (unsigned long long)verdict.bytes[0]);
	check(verdict.state[0] == TCPS_FIN_WAIT_2, "state %u",
	      verdict.state[0]);
}

/*
 * 4 GiB, and the ACK of one octet more, which was missed: the number is again that of the
 * first segment, and yet the octet is not the probe of a keep-alive.
 */
static void test_full_circle(bool accounted)
{
	struct tcps_account accounts = { .packets = { 0 } };
	struct tcps_account *account = accounted ? &accounts : NULL;
	const u64 circle = 1ULL << 32;
	struct tcps_verdict verdict;
	struct tcps_conn conn;
	unsigned int i;

	for (i = 0; i < 8; i++) {
		exchange(&conn, account, 0, 5 + (i << 29), 8, 1U << 29, TCPS_FLAG_ACK, i);
		exchange(&conn, account, 1, 8, 5 + ((i + 1) << 29), 0, TCPS_FLAG_ACK, i + 1);
	}
	exchange(&conn, account, 1, 8, 6, 0, TCPS_FLAG_ACK, i);
	tcps_verdict_make(&verdict, &conn, i);
	check(verdict.bytes[0] == circle + 1, "4 GiB and an octet: %llu",
	      (unsigned long long)verdict.bytes[0]);
}

static u64 position(const struct tcps_endpoint *ep)
{
	return (u64)ep->wraps << 32 | (u32)(ep->snd_nxt - ep->iss);
}

static void test_seek(void)
{
	struct tcps_endpoint ep = { .flags = TCPS_EP_SEEN, .iss = 100,
				    .snd_nxt = 100 };
	unsigned int i;
	u64 at;

	tcps_position_seek(&ep, 300);
	tcps_position_seek(&ep, 200);
	check(position(&ep) == 100, "back");
	tcps_position_seek(&ep, 50);
	check(ep.wraps == 0, "below the start");
	ep = (struct tcps_endpoint){ .flags = TCPS_EP_SEEN };
	for (i = 0; i < 0x30000; i++) {
		at = position(&ep);
		tcps_position_seek(&ep, ep.snd_nxt + 0x7fffffff);
		if (position(&ep) < at && ep.wraps != 0xffff)
			break;
	}
	check(i == 0x30000 && ep.wraps == 0xffff, "full at %u", i);
}

void test_bytes(void)
{
	test_long(false, 0);
	test_long(true, 0);
	test_long(false, 0U - 1);
	test_long(true, 0x80000000U);
	test_full_circle(false);
	test_full_circle(true);
	test_seek();
}
