// SPDX-License-Identifier: GPL-2.0
/*
 * Marks for icount, which runs this kernel step by step and counts the
 * instructions between two marks: the figure that has no noise.
 */
#include "bench.h"

#include <linux/sched.h>

#define FLOWS 1000
#define SEGMENTS 64

bool bench_counting;

static struct sk_buff *skbs[SEGMENTS];

static void count_data(struct bench_peer *peer)
{
	unsigned int i;

	for (i = 0; i < SEGMENTS; i++) {
		u32 flow = bench_random(FLOWS), dir = bench_random(2);
		u32 *nxt = peer->nxt[flow];
		struct bench_segment segment = {
			.flow = flow,
			.dir = dir,
			.flags = BENCH_ACK,
			.len = BENCH_PAYLOAD,
			.seq = nxt[dir],
			.ack = nxt[!dir],
		};

		nxt[dir] += BENCH_PAYLOAD;
		bench_skb_fill(skbs[i], &segment);
	}
	if (peer->select)
		peer->select(true);
	local_bh_disable();
	rcu_read_lock();
	bench_mark();
	for (i = 0; i < SEGMENTS; i++)
		peer->hook(peer->priv, skbs[i], &peer->state);
	bench_mark();
	rcu_read_unlock();
	local_bh_enable();
	if (peer->select)
		peer->select(false);
}

int bench_count(void)
{
	enum bench_peer_id id;
	unsigned int i;
	int err;

	for (i = 0; i < SEGMENTS; i++) {
		skbs[i] = bench_skb_alloc();
		if (!skbs[i])
			return -ENOMEM;
	}
	err = bench_flows_open(0, FLOWS);
	for (id = 0; id < BENCH_PEERS && !err; id++) {
		/* Once to warm up; where samples are taken, often enough. */
		pr_info("bench: count warmup\n");
		count_data(&bench_peers[id]);
		for (i = 0; i < (id == BENCH_OFF ? 16 : 2); i++) {
			pr_info("bench: count instructions.%s %u\n",
				bench_peers[id].name, SEGMENTS);
			count_data(&bench_peers[id]);
		}
	}
	if (!err)
		err = bench_connection_count();
	bench_flows_close();
	for (i = 0; i < SEGMENTS; i++)
		kfree_skb(skbs[i]);
	return err;
}
