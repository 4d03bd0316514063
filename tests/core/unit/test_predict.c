// SPDX-License-Identifier: GPL-2.0
/*
 * Header prediction. Every segment of every test checks that it gives the same result as
 * the state machine (predict_check.h); here, that it is used where it should be, and at the
 * limits of what it accepts.
 */
#include "../../../module/core/account.h"
#include "../../../module/core/position.h"
#include "../../../module/core/predict.h"
#include "predict_check.h"
#include "test.h"

/**
 * struct talk - an open connection
 * @nxt: next number of each side
 */
struct talk {
	struct tcps_conn conn;
	struct tcps_account account;
	bool accounted;
	u32 nxt[2];
	u64 now;
};

static bool take(struct talk *talk, unsigned int dir,
		 const struct tcps_segment *seg)
{
	struct tcps_account *account = talk->accounted ? &talk->account : NULL;
	struct tcps_step step;

	if (tcps_predict_segment(&talk->conn, dir, seg, talk->now, account))
		return true;
	tcps_fsm_step(&talk->conn, dir, seg, talk->now, account, &step);
	return false;
}

static void send(struct talk *talk, unsigned int dir, u8 flags, u32 len)
{
	const struct tcps_segment seg = {
		.seq = talk->nxt[dir],
		.ack = flags & TCPS_FLAG_ACK ? talk->nxt[!dir] : 0,
		.len = len,
		.window = 60000,
		.flags = flags,
		.wscale = flags & TCPS_FLAG_SYN ? 10 : TCPS_WSCALE_NONE,
	};
	struct tcps_step step;

	if (!talk->now++)
		tcps_fsm_open(&talk->conn, dir, &seg, talk->now,
			      talk->accounted ? &talk->account : NULL, &step);
	else
		take(talk, dir, &seg);
	talk->nxt[dir] = tcps_segment_end(&seg);
}

static void begin(struct talk *talk, bool accounted, u32 iss)
{
	*talk = (struct talk){
		.accounted = accounted, .nxt = { iss, ~iss },
	};
	send(talk, 0, TCPS_FLAG_SYN, 0);
	send(talk, 1, TCPS_FLAG_SYN | TCPS_FLAG_ACK, 0);
	send(talk, 0, TCPS_FLAG_ACK, 0);
	send(talk, 1, TCPS_FLAG_ACK, 0);
}

/* Is a segment predicted that differs that much from the next one? */
static bool predicted(const struct talk *before, s32 seq, s32 ack, u32 len,
		      u8 flags)
{
	struct talk talk = *before;
	const struct tcps_segment seg = {
		.seq = talk.nxt[0] + (u32)seq,
		.ack = talk.nxt[1] + (u32)ack,
		.len = len,
		.window = 60000,
		.flags = flags,
		.wscale = TCPS_WSCALE_NONE,
	};

	talk.now++;
	return take(&talk, 0, &seg);
}

static void test_stream(bool accounted, u32 iss)
{
	unsigned long taken, i;
	struct talk talk;

	begin(&talk, accounted, iss);
	taken = predict_taken;
	for (i = 0; i < 200000; i++) {
		send(&talk, 0, TCPS_FLAG_ACK, 65535);
		send(&talk, 1, TCPS_FLAG_ACK | TCPS_FLAG_PSH, i & 1);
	}
	check(predict_taken - taken == 2 * i, "%lu of %lu predicted",
	      predict_taken - taken, 2 * i);
	/* Past 4 GiB: the sequence numbers wrap three times. */
	check(tcps_position_bytes(&talk.conn, 0) == i * 65535ULL, "%llu octets",
	      (unsigned long long)tcps_position_bytes(&talk.conn, 0));
	check(tcps_position_bytes(&talk.conn, 1) == i / 2, "%llu octets",
	      (unsigned long long)tcps_position_bytes(&talk.conn, 1));
	check(!accounted || talk.account.packets[0] == i + 2, "%llu segments",
	      (unsigned long long)talk.account.packets[0]);
}

static void test_edges(bool accounted)
{
	struct talk talk;

	begin(&talk, accounted, 1000);
	send(&talk, 0, TCPS_FLAG_ACK, 1000);
	send(&talk, 1, TCPS_FLAG_ACK, 1000);
	check(predicted(&talk, 0, 0, 100, TCPS_FLAG_ACK), "the next");
	check(predicted(&talk, 0, 0, 0, TCPS_FLAG_ACK), "a bare ACK");
	check(!predicted(&talk, 5000, 0, 100, TCPS_FLAG_ACK), "after a gap");
	check(predicted(&talk, 0, 0, 60000 << 10, TCPS_FLAG_ACK),
	      "to the edge of the window");
	check(predicted(&talk, 0, 0, (60000 << 10) + 1, TCPS_FLAG_ACK) ==
	      !accounted, "beyond it");
	check(!predicted(&talk, 0, 1, 100, TCPS_FLAG_ACK),
	      "an ACK of what was not seen");
	check(predicted(&talk, 0, -1000, 0, TCPS_FLAG_ACK), "an ACK again");
	check(!predicted(&talk, 0, -1001, 0, TCPS_FLAG_ACK), "an older ACK");
	check(!predicted(&talk, -1, 0, 0, TCPS_FLAG_ACK), "a keepalive");
	check(!predicted(&talk, 0, 0, 0, 0), "no ACK");
	check(!predicted(&talk, 0, 0, 0, TCPS_FLAG_ACK | TCPS_FLAG_FIN), "FIN");
	check(!predicted(&talk, 0, 0, 0, TCPS_FLAG_ACK | TCPS_FLAG_RST), "RST");
	check(!predicted(&talk, 0, 0, 0, TCPS_FLAG_ACK | TCPS_FLAG_SYN), "SYN");
	send(&talk, 1, TCPS_FLAG_ACK | TCPS_FLAG_FIN, 0);
	check(!predicted(&talk, 0, -1, 100, TCPS_FLAG_ACK), "after a FIN");
}

/* One measurement per millisecond, and no clock for segments that begin and end none. */
static void test_pace(void)
{
	struct tcps_segment data = {
		.flags = TCPS_FLAG_ACK, .len = 10, .window = 60000,
		.wscale = TCPS_WSCALE_NONE,
	};
	struct talk talk;
	u64 began;

	begin(&talk, true, 1000);	/* which times the SYNs */
	talk.now += 2000000;
	began = talk.now;
	send(&talk, 0, TCPS_FLAG_ACK, 10);
	check(talk.account.timing == 1 && talk.account.rtt_at[0] == began + 1,
	      "the first is timed");
	send(&talk, 1, TCPS_FLAG_ACK, 0);
	check(!talk.account.timing && talk.account.rtt_ns[0] == 1, "for 1 ns");
	send(&talk, 0, TCPS_FLAG_ACK, 10);
	check(!talk.account.timing, "the next is not");
	check(!tcps_account_times(&talk.account, 0, &data,
				  talk.account.rtt_at[0] - 1000),
	      "nor by a clock that is behind");
	check(!tcps_account_times(&talk.account, 0, &data,
				  talk.account.rtt_at[0] + 999999), "nor soon");
	check(tcps_account_times(&talk.account, 0, &data,
				 talk.account.rtt_at[0] + 1000000), "but then");
	talk.now = talk.account.rtt_at[0] + 999999;
	send(&talk, 0, TCPS_FLAG_ACK, 10);
	check(talk.account.timing == 1, "a millisecond later it is");
	talk.nxt[0] -= 10;
	send(&talk, 0, TCPS_FLAG_ACK, 10);
	check(!talk.account.timing, "a repeat is no measure");
}

void test_predict(void)
{
	test_stream(false, 0);
	test_stream(true, 0);
	test_stream(true, 0U - 2);
	test_edges(false);
	test_edges(true);
	test_pace();
	check(predict_left, "everything is predicted");
}
