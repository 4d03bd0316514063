// SPDX-License-Identifier: GPL-2.0
/*
 * Cost of a data segment of an established connection. Connection and direction
 * are picked at random for each; sequence numbers continue correctly.
 *
 * The segments of a batch are built just before, so the packet itself is in
 * the cache, as it is when the stack hands it to a hook; what is kept of the
 * connection is not, unless it is one of few.
 */
#include "bench.h"

#include <linux/netdevice.h>
#include <linux/sched.h>

#include "ackwait.h"
#include "hooks.h"
#include "observer.h"

#define BATCHES 1000

static const u32 sizes[] = { 1, 1000, 100000, 1000000 };

static struct sk_buff *skbs[BENCH_BATCH];
static u32 times[BATCHES];

/* Flows below this number have an unacknowledged FIN of the responder. */
static u32 closing;

static void next_segment(struct bench_peer *peer, struct sk_buff *skb,
			 u32 flows)
{
	struct bench_segment segment = {
		.flow = bench_random(flows),
		.dir = bench_random(2),
		.flags = BENCH_ACK,
		.len = BENCH_PAYLOAD,
	};
	u32 *nxt = peer->nxt[segment.flow];

	segment.ack = nxt[!segment.dir];
	/* The sender of the FIN is silent; the other end does not acknowledge it yet. */
	if (segment.flow < closing) {
		segment.dir = 0;
		segment.ack = nxt[1] - 1;
	}
	segment.seq = nxt[segment.dir];
	nxt[segment.dir] += BENCH_PAYLOAD;
	bench_skb_fill(skb, &segment);
}

static u32 run_batch(struct bench_peer *peer)
{
	u64 begin, end;
	unsigned int i;

	local_bh_disable();
	rcu_read_lock();
	begin = bench_cycles();
	for (i = 0; i < BENCH_BATCH; i++)
		peer->hook(peer->priv, skbs[i], &peer->state);
	end = bench_cycles();
	rcu_read_unlock();
	local_bh_enable();
	return end - begin;
}

static u64 run(struct bench_peer *peer, u32 flows)
{
	unsigned int batch, i;

	if (peer->select)
		peer->select(true);
	for (batch = 0; batch < BATCHES; batch++) {
		for (i = 0; i < BENCH_BATCH; i++)
			next_segment(peer, skbs[i], flows);
		times[batch] = run_batch(peer);
	}
	if (peer->select)
		peer->select(false);
	cond_resched();
	return bench_mean_x100(times, BATCHES, BENCH_BATCH);
}

/* Without samples: what the filter alone costs. */
static void rounds_off(u32 flows, const char *what)
{
	struct tcps_observer *observer = bench_observer(BENCH_OFF);
	unsigned int usual = observer->settings.sample;
	char name[64];

	observer->settings.sample = 65536;
	tcps_hooks_charge(observer);
	snprintf(name, sizeof(name), "packet.%s.unsampled.%u", what, flows);
	bench_report(name, run(&bench_peers[BENCH_OFF], flows), 2);
	observer->settings.sample = usual;
	tcps_hooks_charge(observer);
}

/* Those with accounting, or those without, which are compared with each other. */
static void rounds(bool accounting, u32 flows, const char *what)
{
	unsigned int round;
	enum bench_peer_id id;
	char name[64];

	for (id = 0; id < BENCH_PEERS; id++)
		if (bench_accounts(id) == accounting)
			run(&bench_peers[id], flows);
	for (round = 0; round < BENCH_ROUNDS; round++) {
		for (id = 0; id < BENCH_PEERS; id++) {
			struct bench_peer *peer = &bench_peers[id];

			if (bench_accounts(id) != accounting)
				continue;
			snprintf(name, sizeof(name), "packet.%s.%s.%u", what,
				 peer->name, flows);
			bench_report(name, run(peer, flows), 2);
		}
		if (!accounting)
			rounds_off(flows, what);
	}
}

/*
 * An attacker who knew the filter's key could choose addresses that share the slots of
 * flows that wait for an ACK, and with enough of those, all slots: then every segment
 * is looked up, although its flow does not wait for an ACK.
 */
static void rounds_chosen(u32 flows)
{
	const struct tcps_ackwait_key *key =
		&bench_observer(BENCH_OFF)->ackwait;
	unsigned int round;
	char name[64];
	u32 flow;

	local_bh_disable();
	for (flow = 0; flow < flows; flow++)
		tcps_ackwait_inc(bench_slot(key, flow), false);
	local_bh_enable();
	snprintf(name, sizeof(name), "packet.chosen.off.%u", flows);
	run(&bench_peers[BENCH_OFF], flows);
	for (round = 0; round < BENCH_ROUNDS; round++)
		bench_report(name, run(&bench_peers[BENCH_OFF], flows), 2);
	local_bh_disable();
	for (flow = 0; flow < flows; flow++)
		tcps_ackwait_dec(bench_slot(key, flow), false);
	local_bh_enable();
}

/* One more flow in a hundred, or ten, waits for the ACK of a FIN. */
static void close_some(bool accounting, u32 from, u32 to)
{
	enum bench_peer_id id;
	u32 flow;

	for (id = BENCH_OFF; id < BENCH_PEERS; id++)
		for (flow = from; flow < to && bench_accounts(id) == accounting; flow++)
			bench_flow_fin(&bench_peers[id], flow);
	closing = to;
}

/* Check that the flows exist: otherwise the figures mean nothing. */
static int check(bool accounting, u32 flows)
{
	enum bench_peer_id id = accounting ? BENCH_ON : BENCH_OFF;
	u32 found = tcps_table_class_count(&bench_observer(id)->table,
					   TCPS_CLASS_ESTABLISHED);

	if (found == flows)
		return 0;
	pr_err("bench: %u of %u flows with accounting %s\n", found, flows,
	       bench_peers[id].name);
	return -EINVAL;
}

/* One of them alone, for a profiler to look at. */
int bench_profile(const char *name)
{
	enum bench_peer_id id = 0;
	unsigned int i;
	int err;

	while (id < BENCH_PEERS && strcmp(bench_peers[id].name, name))
		id++;
	if (id == BENCH_PEERS)
		return -EINVAL;
	for (i = 0; i < BENCH_BATCH; i++)
		skbs[i] = bench_skb_alloc();
	err = bench_flows_open(0, 1000);
	for (i = 0; i < 200 && !err; i++)
		bench_report(name, run(&bench_peers[id], 1000), 2);
	return err;
}

/* nf_conntrack has one hash table for all: only the flows that are compared are in it. */
static int established(bool accounting)
{
	unsigned int i, opened = 0;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		err = bench_flows_open_of(accounting, opened, sizes[i]) ?:
		      check(accounting, sizes[i]);
		if (err)
			break;
		opened = sizes[i];
		rounds(accounting, opened, "established");
		if (!accounting)
			rounds_chosen(opened);
	}
	bench_flows_close();
	return err;
}

static int ack_pending(bool accounting)
{
	unsigned int i;
	int err = 0;

	for (i = 1; i < ARRAY_SIZE(sizes) && !err; i++) {
		closing = 0;
		err = bench_flows_open_of(accounting, 0, sizes[i]);
		close_some(accounting, 0, sizes[i] / 100);
		rounds(accounting, sizes[i], "ack_pending1");
		close_some(accounting, sizes[i] / 100, sizes[i] / 10);
		rounds(accounting, sizes[i], "ack_pending10");
		bench_flows_close();
	}
	closing = 0;
	return err;
}

int bench_packet(void)
{
	unsigned int i;
	int err;

	for (i = 0; i < BENCH_BATCH; i++) {
		skbs[i] = bench_skb_alloc();
		if (!skbs[i])
			return -ENOMEM;
	}
	err = established(false) ?: established(true) ?:
	      ack_pending(false) ?: ack_pending(true);
	for (i = 0; i < BENCH_BATCH; i++)
		kfree_skb(skbs[i]);
	return err;
}
