// SPDX-License-Identifier: GPL-2.0
/*
 * Cost of a retransmission of a socket, at its tracepoint, with net.tcpstates.retransmits and
 * without: a note of its flow, most of them beyond the limit of notes.
 */
#include "bench.h"

#include <linux/ip.h>
#include <linux/net.h>
#include <linux/sched.h>
#include <net/inet_sock.h>
#include <net/tcp.h>
#include <trace/events/tcp.h>

#include "observer.h"
#include "retransmit.h"

#define BATCHES 1000

static u32 times[BATCHES];

/* A segment as it is queued, without a header, of flow 0; its ends become the socket's. */
static void prepare(struct sock *sk, struct sk_buff *skb)
{
	const struct bench_segment segment = {
		.flags = BENCH_ACK, .len = BENCH_PAYLOAD,
		.seq = bench_peers[BENCH_OFF].nxt[0][0],
		.ack = bench_peers[BENCH_OFF].nxt[0][1],
	};
	struct inet_sock *inet = inet_sk(sk);
	const struct tcphdr *tcp;

	bench_skb_fill(skb, &segment);
	tcp = tcp_hdr(skb);
	inet->inet_saddr = ip_hdr(skb)->saddr;
	inet->inet_daddr = ip_hdr(skb)->daddr;
	inet->inet_sport = tcp->source;
	inet->inet_dport = tcp->dest;
	tcp_sk(sk)->rcv_nxt = segment.ack;
	TCP_SKB_CB(skb)->seq = segment.seq;
	TCP_SKB_CB(skb)->end_seq = segment.seq + segment.len;
	TCP_SKB_CB(skb)->tcp_flags = TCPHDR_ACK;
}

static void release(struct socket *sock)
{
	struct inet_sock *inet = inet_sk(sock->sk);

	inet->inet_saddr = 0;
	inet->inet_daddr = 0;
	inet->inet_sport = 0;
	inet->inet_dport = 0;
	sock_release(sock);
}

static u32 run_batch(const struct sock *sk, const struct sk_buff *skb)
{
	u64 begin = bench_cycles();
	unsigned int i;

	for (i = 0; i < BENCH_BATCH; i++)
		trace_tcp_retransmit_skb(sk, skb);
	return bench_cycles() - begin;
}

static void run(const char *name, const struct sock *sk, const struct sk_buff *skb)
{
	unsigned int batch;

	for (batch = 0; batch < BATCHES; batch++) {
		times[batch] = run_batch(sk, skb);
		cond_resched();
	}
	bench_report(name, bench_mean_x100(times, BATCHES, BENCH_BATCH), 2);
}

int bench_retransmit(void)
{
	struct tcps_observer *observer = bench_observer(BENCH_OFF);
	struct sk_buff *skb = bench_skb_alloc();
	unsigned int round;
	struct socket *sock;
	int err;

	if (!skb)
		return -ENOMEM;
	err = sock_create_kern(&init_net, AF_INET, SOCK_STREAM, IPPROTO_TCP, &sock);
	if (err)
		goto free;
	err = bench_flow_open(&bench_peers[BENCH_OFF], 0);
	if (err)
		goto release;
	prepare(sock->sk, skb);
	for (round = 0; round < BENCH_ROUNDS && !err; round++) {
		run("retransmit.off", sock->sk, skb);
		err = tcps_retransmit_set(observer, true);
		if (err)
			break;
		run("retransmit.on", sock->sk, skb);
		err = tcps_retransmit_set(observer, false);
	}
	bench_flows_close();
release:
	release(sock);
free:
	kfree_skb(skb);
	return err;
}
