// SPDX-License-Identifier: GPL-2.0
/*
 * Cost of a whole connection, from its SYN until its memory is freed: nine
 * segments and the end by a timer. 64 connections are open at once, besides a
 * thousand that are established.
 *
 * Both are ended by hand: tcpstates as its expiry does it, nf_conntrack by
 * killing the connection, which spares it the search of its table. Events go
 * to a socket and are read when the clock does not run.
 *
 * Connections are forwarded, or of this host with itself ("local"): then tcpstates notes
 * the sockets and processes of both ends.
 */
#include "bench.h"

#include <linux/ktime.h>
#include <linux/net.h>
#include <linux/sched.h>
#include <linux/tcp.h>
#include <net/inet_sock.h>
#include <net/netfilter/nf_conntrack.h>
#include <net/netfilter/nf_conntrack_core.h>

#include "observer.h"
#include "tracker.h"

#define SEGMENTS 9
#define BATCHES 150
#define BACKGROUND 1000

static struct sk_buff *skbs[SEGMENTS][BENCH_BATCH];
static struct nf_conn *ended[BENCH_BATCH];
static u32 times[BATCHES];

/* Connections that go on at once; fewer where each step is counted. */
static unsigned int slots = BENCH_BATCH;
#define COUNTED 8

/* Sockets of the ends of local connections: one for each that goes on, and the server's. */
static struct socket *clients[BENCH_BATCH], *server;

static const struct {
	u8 dir;
	u8 flags;
	u16 len;
} script[SEGMENTS] = {
	{ 0, BENCH_SYN },
	{ 1, BENCH_SYN | BENCH_ACK },
	{ 0, BENCH_ACK },
	{ 0, BENCH_ACK, BENCH_PAYLOAD },
	{ 1, BENCH_ACK, BENCH_PAYLOAD },
	{ 0, BENCH_FIN | BENCH_ACK },
	{ 1, BENCH_ACK },
	{ 1, BENCH_FIN | BENCH_ACK },
	{ 0, BENCH_ACK },
};

static void build(u32 flow, unsigned int slot)
{
	u32 nxt[2] = { bench_iss(flow, 0), bench_iss(flow, 1) };
	unsigned int i;

	for (i = 0; i < SEGMENTS; i++) {
		struct bench_segment segment = {
			.flow = flow,
			.dir = script[i].dir,
			.flags = script[i].flags,
			.len = script[i].len,
			.seq = nxt[script[i].dir],
			.ack = i ? nxt[!script[i].dir] : 0,
		};

		bench_skb_fill(skbs[i][slot], &segment);
		nxt[segment.dir] += segment.len;
		if (segment.flags & (BENCH_SYN | BENCH_FIN))
			nxt[segment.dir]++;
	}
}

/*
 * Segments as sockets send them, each from the port of its socket; and the caller as a
 * process, because kernel threads are not noted.
 */
static void make_local(unsigned int slot)
{
	unsigned int i;

	for (i = 0; i < SEGMENTS; i++)
		skbs[i][slot]->sk = script[i].dir ? server->sk : clients[slot]->sk;
	inet_sk(clients[slot]->sk)->inet_num = ntohs(tcp_hdr(skbs[0][slot])->source);
	inet_sk(server->sk)->inet_num = ntohs(tcp_hdr(skbs[0][slot])->dest);
}

static void select_local(struct bench_peer *peer, bool on)
{
	unsigned int i, slot;

	peer->state.hook = on ? NF_INET_LOCAL_OUT : NF_INET_FORWARD;
	peer->state.out = on ? init_net.loopback_dev : NULL;
	if (on) {
		current->flags &= ~PF_KTHREAD;
		return;
	}
	current->flags |= PF_KTHREAD;
	for (i = 0; i < SEGMENTS; i++)
		for (slot = 0; slot < BENCH_BATCH; slot++)
			skbs[i][slot]->sk = NULL;
}

static void release_socket(struct socket **sock)
{
	if (!*sock)
		return;
	inet_sk((*sock)->sk)->inet_num = 0;
	sock_release(*sock);
	*sock = NULL;
}

static void release_sockets(void)
{
	unsigned int slot;

	release_socket(&server);
	for (slot = 0; slot < BENCH_BATCH; slot++)
		release_socket(&clients[slot]);
}

static int create_sockets(void)
{
	unsigned int slot;
	int err = sock_create_kern(&init_net, AF_INET, SOCK_STREAM, IPPROTO_TCP, &server);

	for (slot = 0; slot < BENCH_BATCH && !err; slot++)
		err = sock_create_kern(&init_net, AF_INET, SOCK_STREAM, IPPROTO_TCP,
				       &clients[slot]);
	if (err)
		release_sockets();
	return err;
}

static void end_tcpstates(struct tcps_observer *observer)
{
	static const enum tcps_class classes[] = {
		TCPS_CLASS_TIME_WAIT, TCPS_CLASS_CLOSED,
	};
	u64 now = ktime_get_ns();
	struct tcps_flow *flow;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(classes); i++) {
		while ((flow = tcps_table_pop(&observer->table, classes[i],
					      tcps_ticks(now), 0)))
			tcps_tracker_timeout(observer, flow, now);
	}
}

static void end_conntrack(void)
{
	unsigned int i;

	for (i = 0; i < slots; i++) {
		nf_ct_kill(ended[i]);
		nf_ct_put(ended[i]);
	}
}

/* The last segment: who it belongs to is kept, to be ended. */
static void show_last(struct bench_peer *peer, unsigned int slot)
{
	struct sk_buff *skb = skbs[SEGMENTS - 1][slot];
	enum ip_conntrack_info info;

	nf_conntrack_in(skb, &peer->state);
	nf_conntrack_confirm(skb);
	ended[slot] = nf_ct_get(skb, &info);
	skb->_nfct = 0;
}

static u32 run_batch(struct bench_peer *peer, bool listened)
{
	enum bench_peer_id id = peer - bench_peers;
	nf_hookfn *hook = peer->finish ?: peer->hook;
	unsigned int last = SEGMENTS - bench_is_conntrack(id);
	unsigned int i, slot;
	u64 begin, end;

	local_bh_disable();
	rcu_read_lock();
	begin = bench_cycles();
	bench_mark();
	for (i = 0; i < last; i++)
		for (slot = 0; slot < slots; slot++)
			hook(peer->priv, skbs[i][slot], &peer->state);
	if (bench_is_conntrack(id)) {
		for (slot = 0; slot < slots; slot++)
			show_last(peer, slot);
		end_conntrack();
	} else if (id != BENCH_EMPTY) {
		end_tcpstates(bench_observer(id));
	}
	rcu_read_unlock();
	local_bh_enable();
	bench_rcu_callbacks();
	if (listened && !bench_is_conntrack(id))
		flush_delayed_work(&bench_observer(id)->notify);
	bench_mark();
	end = bench_cycles();
	return end - begin;
}

/* Flows whose numbers were not used before. */
static u32 next_flow = BACKGROUND;

static void build_batch(bool local)
{
	unsigned int slot;

	for (slot = 0; slot < slots; slot++) {
		build(next_flow++, slot);
		if (local)
			make_local(slot);
	}
}

static u64 run(struct bench_peer *peer, bool local, struct socket *listener, u64 *messages)
{
	unsigned int batch;

	if (peer->select)
		peer->select(true);
	if (local)
		select_local(peer, true);
	for (batch = 0; batch < BATCHES; batch++) {
		build_batch(local);
		times[batch] = run_batch(peer, listener);
		if (listener)
			*messages += bench_drain(listener);
	}
	if (local)
		select_local(peer, false);
	if (peer->select)
		peer->select(false);
	cond_resched();
	return bench_mean_x100(times, BATCHES, BENCH_BATCH);
}

static void rounds(const struct bench_peer *only, struct socket *listener)
{
	unsigned int round;
	char name[64];
	enum bench_peer_id id;
	u64 messages = 0;

	for (round = 0; round <= BENCH_ROUNDS; round++) {
		for (id = 0; id < BENCH_PEERS; id++) {
			struct bench_peer *peer = &bench_peers[id];
			u64 ns;

			if (only && only != peer)
				continue;
			ns = run(peer, false, listener, &messages);
			snprintf(name, sizeof(name), "connection.%s%s",
				 peer->name, listener ? ".listened" : "");
			if (round)
				bench_report(name, ns, 2);
			if (id != BENCH_OFF || listener)
				continue;
			ns = run(peer, true, NULL, NULL);
			if (round)
				bench_report("connection.off.local", ns, 2);
		}
	}
	if (listener) {
		snprintf(name, sizeof(name), "messages.%s", only->name);
		bench_report(name, messages, 0);
	}
}

/* All connections have ended, and each end was recorded. */
static int check(enum bench_peer_id id)
{
	struct tcps_observer *observer = bench_observer(id);
	struct tcps_stats sum;

	tcps_stats_sum(observer->stats, &sum);
	pr_info("bench: info %s: %lu opened, %lu transitions, %llu records, %lu lost\n",
		bench_peers[id].name, sum.count[TCPS_STAT_OPENED],
		sum.count[TCPS_STAT_TRANSITIONS],
		tcps_recorder_next(&observer->recorder),
		sum.count[TCPS_STAT_RECORD_LOST]);
	if (tcps_table_count(&observer->table) == BACKGROUND &&
	    !sum.count[TCPS_STAT_RECORD_LOST])
		return 0;
	pr_err("bench: %u flows are left\n",
	       tcps_table_count(&observer->table));
	return -EINVAL;
}

static int alloc_segments(void)
{
	unsigned int i, slot;

	for (i = 0; i < SEGMENTS; i++) {
		for (slot = 0; slot < BENCH_BATCH; slot++) {
			skbs[i][slot] = bench_skb_alloc();
			if (!skbs[i][slot])
				return -ENOMEM;
		}
	}
	return 0;
}

static void free_segments(void)
{
	unsigned int i, slot;

	for (i = 0; i < SEGMENTS; i++)
		for (slot = 0; slot < BENCH_BATCH; slot++)
			kfree_skb(skbs[i][slot]);
}

static void count(struct bench_peer *peer, bool local)
{
	unsigned int i;

	for (i = 0; i < 3; i++) {
		build_batch(local);
		if (i)
			pr_info("bench: count instructions.connection.%s%s %u\n",
				peer->name, local ? ".local" : "", slots);
		else
			pr_info("bench: count warmup\n");
		if (peer->select)
			peer->select(true);
		if (local)
			select_local(peer, true);
		run_batch(peer, false);
		if (local)
			select_local(peer, false);
		if (peer->select)
			peer->select(false);
	}
}

/* Instructions of a whole connection, beside as many as bench_count() has. */
int bench_connection_count(void)
{
	enum bench_peer_id id;
	int err = create_sockets();

	if (err)
		return err;
	err = alloc_segments();
	bench_recorder_fill(BENCH_OFF);
	bench_recorder_fill(BENCH_ON);
	slots = COUNTED;
	for (id = BENCH_OFF; id < BENCH_PEERS && !err; id++) {
		count(&bench_peers[id], false);
		if (id == BENCH_OFF)
			count(&bench_peers[id], true);
	}
	slots = BENCH_BATCH;
	free_segments();
	release_sockets();
	return err;
}

int bench_connection(void)
{
	struct socket *listener;
	int err = alloc_segments();

	if (err)
		return err;
	err = bench_flows_open(0, BACKGROUND);
	if (err)
		return err;
	err = create_sockets();
	if (err)
		return err;
	rounds(NULL, NULL);
	release_sockets();

	listener = bench_listen_conntrack();
	if (IS_ERR(listener))
		return PTR_ERR(listener);
	rounds(&bench_peers[BENCH_CONNTRACK], listener);
	sock_release(listener);

	listener = bench_listen_tcpstates();
	if (IS_ERR(listener))
		return PTR_ERR(listener);
	rounds(&bench_peers[BENCH_OFF], listener);
	sock_release(listener);

	err = check(BENCH_OFF) ?: check(BENCH_ON);
	bench_flows_close();
	free_segments();
	return err;
}
