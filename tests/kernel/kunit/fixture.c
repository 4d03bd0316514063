// SPDX-License-Identifier: GPL-2.0
/* An observer for tests. */
#include "fixture.h"

#include "../../../module/expire.h"
#include "../../../module/finish.h"
#include "../../../module/notify.h"

/**
 * tcps_fixture_observer() - make an observer that only the test drives
 * @test: the test
 *
 * Its settings are the defaults. Return: the observer, to be freed by
 * tcps_fixture_release().
 */
struct tcps_observer *tcps_fixture_observer(struct kunit *test)
{
	struct tcps_observer *observer = kzalloc(sizeof(*observer), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, observer);
	observer->net = &init_net;
	tcps_settings_init(&observer->settings, false);
	tcps_recorder_init(&observer->recorder,
			   observer->settings.recorder_records, false);
	tcps_observer_init(observer);
	tcps_expire_init(observer);
	/* As if timers ran: the test pops due flows. */
	observer->expiring = 1;
	tcps_notify_init(observer);
	observer->stats = alloc_percpu(struct tcps_stats);
	KUNIT_ASSERT_NOT_NULL(test, (void __force *)observer->stats);
	KUNIT_ASSERT_EQ(test, tcps_table_init(&observer->table), 0);
	return observer;
}

/**
 * tcps_fixture_make_unprivileged() - make its namespace an unprivileged one
 * @test:     the test
 * @observer: the observer, without flows
 */
void tcps_fixture_make_unprivileged(struct kunit *test,
				    struct tcps_observer *observer)
{
	struct user_namespace *user = kunit_kzalloc(test, sizeof(*user),
						    GFP_KERNEL);
	struct net *net = kunit_kzalloc(test, sizeof(*net), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, user);
	KUNIT_ASSERT_NOT_NULL(test, net);
	net->user_ns = user;
	/* Used to look for listeners. */
	net->genl_sock = init_net.genl_sock;
	observer->net = net;
}

/**
 * tcps_fixture_end() - end a flow
 * @observer: the observer
 * @flow:     the flow; RCU read side, bottom halves off
 */
void tcps_fixture_end(struct tcps_observer *observer, struct tcps_flow *flow)
{
	spin_lock(&flow->lock);
	tcps_finish_flow(observer, flow, ktime_get_ns());
	spin_unlock(&flow->lock);
}

/* The latest tick at the head of a queue in any shard; false: all are empty. */
static bool latest_head(const struct tcps_table *table, unsigned int queue,
			u32 *tick)
{
	bool found = false;
	unsigned int i;

	for (i = 0; i < TCPS_SHARDS; i++) {
		const struct tcps_shard *shard = &table->shards[i];

		if (!(shard->used & BIT(queue)))
			continue;
		if (!found || (s32)(shard->head[queue] - *tick) > 0)
			*tick = shard->head[queue];
		found = true;
	}
	return found;
}

/**
 * tcps_fixture_end_all() - end all flows
 *
 * The test's clock may be far ahead of the kernel's, which other tests use.
 */
void tcps_fixture_end_all(struct tcps_observer *observer)
{
	unsigned int queue;
	u32 tick;

	for (queue = 0; queue < TCPS_QUEUE_MAX; queue++)
		while (latest_head(&observer->table, queue, &tick)) {
			struct tcps_flow *flow;

			local_bh_disable();
			rcu_read_lock();
			flow = tcps_table_pop(&observer->table, queue, tick, 0);
			if (flow)
				tcps_tracker_timeout(observer, flow,
						     ktime_get_ns());
			rcu_read_unlock();
			local_bh_enable();
		}
}

/** tcps_fixture_release() - free an observer with all its flows */
void tcps_fixture_release(struct tcps_observer *observer)
{
	tcps_expire_exit(observer);
	tcps_tracker_exit(observer);
	tcps_notify_exit(observer);
	tcps_recorder_exit(&observer->recorder);
	free_percpu(observer->stats);
	kfree(observer);
}

static unsigned int make_key(struct tcps_key *key, u16 port, unsigned int side)
{
	struct in6_addr client, server;

	ipv6_addr_set_v4mapped(htonl(0x0a090001), &client);
	ipv6_addr_set_v4mapped(htonl(0x0a090002), &server);
	if (!side)
		return tcps_key_make(key, &client, &server, htons(port),
				     htons(80));
	return tcps_key_make(key, &server, &client, htons(80), htons(port));
}

/**
 * tcps_fixture_pass() - process a segment that passes
 * @observer: the observer
 * @port:     of the client, which identifies the connection
 * @side:     0: the client sends, 1: the server does
 * @seg:      the segment
 * @why:      why it is examined
 * @now:      time, ns
 */
void tcps_fixture_pass(struct tcps_observer *observer, u16 port,
		       unsigned int side, const struct tcps_segment *seg,
		       enum tcps_why why, u64 now)
{
	struct tcps_packet packet = { .seg = *seg };

	packet.side = make_key(&packet.key, port, side);
	if (seg->flags & TCPS_FLAG_SYN)
		packet.options = TCPS_FIXTURE_OPTIONS(seg->seq);
	rcu_read_lock();
	tcps_tracker_segment(observer, &packet, why, now);
	rcu_read_unlock();
}

/** tcps_fixture_icmp() - an ICMP error quotes a segment of the client */
void tcps_fixture_icmp(struct tcps_observer *observer, u16 port, u64 now)
{
	struct tcps_quote quote = { .seq = 1001 };

	quote.side = make_key(&quote.key, port, 0);
	rcu_read_lock();
	tcps_tracker_icmp(observer, &quote, now);
	rcu_read_unlock();
}

/** tcps_fixture_sample() - the client repeats its ACK, which is sampled */
void tcps_fixture_sample(struct tcps_observer *observer, u16 port, u64 now)
{
	tcps_fixture_pass(observer, port, 0, &(struct tcps_segment){
		.flags = TCPS_FLAG_ACK, .seq = 1001, .ack = 5001,
		.window = 1000, .wscale = TCPS_WSCALE_NONE },
		TCPS_WHY_SAMPLED, now);
}

/** tcps_fixture_send() - a segment passes that is examined without sampling */
void tcps_fixture_send(struct tcps_observer *observer, u16 port,
		       unsigned int side, const struct tcps_segment *seg,
		       u64 now)
{
	tcps_fixture_pass(observer, port, side, seg,
			  seg->flags & TCPS_FLAGS_CONTROL ?
			  TCPS_WHY_CONTROL : TCPS_WHY_ACK_WAIT, now);
}

#define SEND(side, flag_bits, seq_no, ack_no)				\
	tcps_fixture_send(observer, port, side, &(struct tcps_segment){	\
		.flags = (flag_bits), .seq = (seq_no), .ack = (ack_no),	\
		.window = 1000, .wscale = TCPS_WSCALE_NONE }, now)

/** tcps_fixture_establish() - three segments: a connection is established */
void tcps_fixture_establish(struct tcps_observer *observer, u16 port, u64 now)
{
	SEND(0, TCPS_FLAG_SYN, 1000, 0);
	SEND(1, TCPS_FLAG_SYN | TCPS_FLAG_ACK, 5000, 1001);
	SEND(0, TCPS_FLAG_ACK, 1001, 5001);
}

/** tcps_fixture_close() - three more: the client is in TIME_WAIT */
void tcps_fixture_close(struct tcps_observer *observer, u16 port, u64 now)
{
	SEND(0, TCPS_FLAG_FIN | TCPS_FLAG_ACK, 1001, 5001);
	SEND(1, TCPS_FLAG_FIN | TCPS_FLAG_ACK, 5001, 1002);
	SEND(0, TCPS_FLAG_ACK, 1002, 5002);
}

/**
 * tcps_fixture_find() - the flow of a client's port, NULL: none
 *
 * Only the test ends flows, so it remains valid.
 */
struct tcps_flow *tcps_fixture_find(struct tcps_observer *observer, u16 port)
{
	struct tcps_flow *flow;
	struct tcps_key key;

	make_key(&key, port, 0);
	rcu_read_lock();
	flow = tcps_table_find(&observer->table, &key);
	rcu_read_unlock();
	return flow;
}

/** tcps_fixture_count() - a counter */
u64 tcps_fixture_count(struct tcps_observer *observer,
		       enum tcps_counter counter)
{
	struct tcps_stats sum;

	tcps_stats_sum(observer->stats, &sum);
	return sum.count[counter];
}

/** tcps_fixture_expire() - end due flows, as expire.c does */
void tcps_fixture_expire(struct tcps_observer *observer, u64 now)
{
	unsigned int queue;

	for (queue = 0; queue < TCPS_QUEUE_MAX; queue++) {
		u64 ns = observer->settings.timeout[tcps_queue_class(queue)] *
			 TCPS_SEC;
		struct tcps_flow *flow;

		local_bh_disable();
		rcu_read_lock();
		while ((flow = tcps_table_pop(&observer->table, queue,
					      tcps_ticks(now),
					      tcps_ticks(ns) + 1)))
			tcps_tracker_timeout(observer, flow, now);
		rcu_read_unlock();
		local_bh_enable();
	}
}
