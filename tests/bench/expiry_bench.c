// SPDX-License-Identifier: GPL-2.0
/*
 * Cost of expiring 10,000 flows among 10,000 and among 1,000,000, and
 * how long one batch keeps the processor from others.
 */
#include "bench.h"

#include <linux/delay.h>
#include <linux/ktime.h>
#include <linux/sched.h>

#include "expire.h"
#include "observer.h"
#include "tracker.h"

#define EXPIRING 10000
#define MANY 1000000
#define ROUNDS 9

/* As in expire.c: flows ended between two chances for others to run. */
#define BATCH 64
#define BATCHES (EXPIRING / BATCH + 1)

static u32 times[BATCHES];

static unsigned int half_open(struct tcps_observer *observer)
{
	return tcps_table_class_count(&observer->table, TCPS_CLASS_HALF_OPEN);
}

/* Unanswered SYNs, from @first on. */
static int open_half(u32 first)
{
	struct bench_peer *peer = &bench_peers[BENCH_OFF];
	struct sk_buff *skb = bench_skb_alloc();
	u32 flow;

	if (!skb)
		return -ENOMEM;
	for (flow = first; flow < first + EXPIRING; flow++) {
		struct bench_segment segment = {
			.flow = flow,
			.flags = BENCH_SYN,
			.seq = bench_iss(flow, 0),
		};

		bench_skb_fill(skb, &segment);
		local_bh_disable();
		rcu_read_lock();
		bench_show(peer, skb);
		rcu_read_unlock();
		local_bh_enable();
	}
	kfree_skb(skb);
	return half_open(bench_observer(BENCH_OFF)) == EXPIRING ? 0 : -EINVAL;
}

/* The work itself, started as a change of the timeout starts it. */
static u64 expire_all(struct tcps_observer *observer)
{
	unsigned int *timeout =
		&observer->settings.timeout[TCPS_CLASS_HALF_OPEN];
	unsigned int usual = *timeout;
	u64 begin;

	/* Less than a sysctl takes: due is what has waited for two ticks. */
	msleep(20);
	WRITE_ONCE(*timeout, 0);
	begin = bench_cycles();
	tcps_expire_kick(observer);
	flush_delayed_work(&observer->expiry);
	bench_rcu_callbacks();
	begin = bench_cycles() - begin;
	WRITE_ONCE(*timeout, usual);
	return bench_ns(begin);
}

/* The same by hand, batch by batch. Return: batches. */
static unsigned int expire_batches(struct tcps_observer *observer)
{
	unsigned int batch, i;
	u64 now = ktime_get_ns();
	struct tcps_flow *flow;

	for (batch = 0; batch < BATCHES; batch++) {
		u64 begin = bench_cycles();

		local_bh_disable();
		rcu_read_lock();
		for (i = 0; i < BATCH; i++) {
			flow = tcps_table_pop(&observer->table,
					      TCPS_QUEUE_ONE_SIDED +
					      TCPS_CLASS_HALF_OPEN,
					      tcps_ticks(now), 0);
			if (!flow)
				break;
			tcps_tracker_timeout(observer, flow, now);
		}
		rcu_read_unlock();
		local_bh_enable();
		if (i < BATCH)
			break;
		bench_rcu_callbacks();
		times[batch] = bench_cycles() - begin;
		cond_resched();
	}
	return batch;
}

static int report_batches(struct tcps_observer *observer, u32 flows)
{
	unsigned int batch, n = expire_batches(observer);
	char name[64];
	u32 longest = 0;

	if (half_open(observer))
		return -EINVAL;
	for (batch = 0; batch < n; batch++)
		longest = max(longest, times[batch]);
	snprintf(name, sizeof(name), "expiry_longest.%u", flows);
	bench_report(name, bench_ns(longest), 0);
	snprintf(name, sizeof(name), "expiry.%u", flows);
	bench_report(name, bench_mean_x100(times, n, BATCH), 2);
	return 0;
}

static int rounds(u32 flows)
{
	struct tcps_observer *observer = bench_observer(BENCH_OFF);
	unsigned int round;
	char name[64];
	int err;
	u64 ns;

	for (round = 0; round <= ROUNDS; round++) {
		err = open_half(flows);
		if (err)
			return err;
		ns = expire_all(observer);
		if (half_open(observer))
			return -EINVAL;
		snprintf(name, sizeof(name), "expiry_work.%u",
			 flows + EXPIRING);
		if (round)
			bench_report(name, ns * 100 / EXPIRING, 2);
	}
	for (round = 0; round < ROUNDS; round++) {
		err = open_half(flows);
		if (err)
			return err;
		err = report_batches(observer, flows + EXPIRING);
		if (err)
			return err;
	}
	return 0;
}

int bench_expiry(void)
{
	struct bench_peer *peer = &bench_peers[BENCH_OFF];
	int err = rounds(0);
	u32 flow;

	for (flow = 0; flow < MANY - EXPIRING && !err; flow++) {
		err = bench_flow_open(peer, flow);
		if (!(flow & 0xff))
			cond_resched();
	}
	err = err ?: rounds(MANY - EXPIRING);
	bench_flows_close();
	return err;
}
