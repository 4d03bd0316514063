// SPDX-License-Identifier: GPL-2.0
/*
 * Cost of a drop with net.tcpstates.drops: of data of a connection, which is a note, most of
 * them beyond the limit of notes; and of SYNs from random addresses, as a firewall drops them
 * in a flood, most of them beyond the limit of attempts.
 */
#include "bench.h"

#include <linux/ktime.h>
#include <linux/sched.h>

#include "drop.h"
#include "observer.h"

#define BATCHES 1000

/* As a kernel without names of reasons has it; it is only copied. */
#define REASON 2

static struct sk_buff *skbs[BENCH_BATCH];
static u32 times[BATCHES];

static void data(struct sk_buff *skb)
{
	const struct bench_segment segment = {
		.flags = BENCH_ACK, .len = BENCH_PAYLOAD,
		.seq = bench_peers[BENCH_OFF].nxt[0][0],
		.ack = bench_peers[BENCH_OFF].nxt[0][1],
	};

	bench_skb_fill(skb, &segment);
}

static void syn(struct sk_buff *skb)
{
	const struct bench_segment segment = {
		.flow = 1 + bench_random(1 << 20), .flags = BENCH_SYN,
		.seq = bench_random(1 << 30),
	};

	bench_skb_fill(skb, &segment);
}

static u32 run_batch(struct tcps_observer *observer)
{
	u64 begin, end;
	unsigned int i;

	local_bh_disable();
	rcu_read_lock();
	begin = bench_cycles();
	for (i = 0; i < BENCH_BATCH; i++)
		tcps_drop_segment(observer, skbs[i], (unsigned long)run_batch, REASON,
				  ktime_get_ns());
	end = bench_cycles();
	rcu_read_unlock();
	local_bh_enable();
	return end - begin;
}

static void run(const char *name, void (*fill)(struct sk_buff *skb))
{
	struct tcps_observer *observer = bench_observer(BENCH_OFF);
	unsigned int round, batch, i;

	for (round = 0; round <= BENCH_ROUNDS; round++) {
		for (batch = 0; batch < BATCHES; batch++) {
			for (i = 0; i < BENCH_BATCH; i++)
				fill(skbs[i]);
			times[batch] = run_batch(observer);
			cond_resched();
		}
		if (round)
			bench_report(name, bench_mean_x100(times, BATCHES, BENCH_BATCH), 2);
	}
}

int bench_drop(void)
{
	unsigned int i;
	int err;

	for (i = 0; i < BENCH_BATCH; i++) {
		skbs[i] = bench_skb_alloc();
		if (!skbs[i]) {
			err = -ENOMEM;
			goto free;
		}
	}
	err = bench_flow_open(&bench_peers[BENCH_OFF], 0);
	if (err)
		goto free;
	run("drop.data", data);
	run("drop.syn", syn);
	bench_flows_close();
free:
	while (i)
		kfree_skb(skbs[--i]);
	return err;
}
