/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Functions shared by the benchmarks: segments, hooks that process them, and time.
 *
 * They run in process context of a kernel with one processor (User Mode
 * Linux), and print what they measure as lines "bench: NAME VALUE", a line a
 * round; report.py takes medians.
 */
#ifndef TCPS_BENCH_H
#define TCPS_BENCH_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>
#include <linux/types.h>

struct tcps_ackwait_key;
struct tcps_observer;

/* Segments between two looks at the clock; that many fit a level 1 cache. */
#define BENCH_BATCH 64

/* Octets of a data segment; its content does not matter. */
#define BENCH_PAYLOAD 100

/* Number of rounds of each figure, alternating with those it is compared with. */
#define BENCH_ROUNDS 9

/**
 * struct bench_peer - somebody who is shown segments
 * @name:     in the output
 * @hook:     takes every segment
 * @priv:     its argument
 * @state:    its argument
 * @finish:   takes every segment after @hook, while connections are begun and
 *            ended; NULL: nothing to do. What a packet's departure causes
 * @select:   called before and after a run, NULL: nothing to do
 * @nxt:      next sequence number by flow and direction: what each has seen
 */
struct bench_peer {
	const char *name;
	nf_hookfn *hook;
	void *priv;
	struct nf_hook_state state;
	nf_hookfn *finish;
	void (*select)(bool on);
	u32 (*nxt)[2];
};

enum bench_peer_id {
	BENCH_EMPTY,
	BENCH_OFF,
	BENCH_ON,
	BENCH_CONNTRACK,
	BENCH_CONNTRACK_ON,
	BENCH_PEERS
};

/* Does it count the segments and octets of each connection? Both do, or neither. */
static inline bool bench_accounts(enum bench_peer_id id)
{
	return id == BENCH_ON || id == BENCH_CONNTRACK_ON;
}

static inline bool bench_is_conntrack(enum bench_peer_id id)
{
	return id == BENCH_CONNTRACK || id == BENCH_CONNTRACK_ON;
}

/**
 * struct bench_segment - a segment to be built
 * @flow:  number of the connection
 * @dir:   0: from the initiator
 * @flags: octet 13 of the TCP header
 * @seq:   sequence number
 * @ack:   acknowledgement number
 * @len:   octets of payload
 */
struct bench_segment {
	u32 flow;
	u8 dir;
	u8 flags;
	u32 seq;
	u32 ack;
	u16 len;
};

#define BENCH_FIN 0x01
#define BENCH_SYN 0x02
#define BENCH_ACK 0x10

/* segment_bench.c */
struct sk_buff *bench_skb_alloc(void);
void bench_skb_fill(struct sk_buff *skb, const struct bench_segment *segment);
u32 bench_slot(const struct tcps_ackwait_key *key, u32 flow);
u32 bench_iss(u32 flow, u32 dir);
u32 bench_random(u32 below);

/* peer_bench.c */
extern struct bench_peer bench_peers[BENCH_PEERS];
int bench_peers_init(void);
int bench_observers_init(void);
void bench_peers_exit(void);
struct tcps_observer *bench_observer(enum bench_peer_id id);
int bench_flows_open(u32 from, u32 to);
int bench_flows_open_of(bool accounting, u32 from, u32 to);
int bench_flow_open(struct bench_peer *peer, u32 flow);
void bench_flow_fin(struct bench_peer *peer, u32 flow);
void bench_flows_close(void);
void bench_show(struct bench_peer *peer, struct sk_buff *skb);
void bench_rcu_callbacks(void);

/* listener_bench.c */
struct socket *bench_listen_conntrack(void);
struct socket *bench_listen_tcpstates(void);
u64 bench_drain(struct socket *sock);

/* clock_bench.c */
void bench_clock_init(void);
u64 bench_ns(u64 cycles);
u64 bench_free_bytes(void);
void bench_report(const char *name, u64 value, unsigned int decimals);
u64 bench_mean_x100(u32 *cycles, unsigned int n, unsigned int each);

/* A timestamp later than all that was begun before. */
static __always_inline u64 bench_cycles(void)
{
	u32 low, high;

	asm volatile("lfence; rdtsc; lfence"
		     : "=a" (low), "=d" (high) : : "memory");
	return (u64)high << 32 | low;
}

/* Marks between which icount counts; see icount.c. */
extern bool bench_counting;

static __always_inline void bench_mark(void)
{
	if (unlikely(bench_counting))
		asm volatile("int3" : : : "memory");
}

/* The parts. */
int bench_packet(void);
int bench_profile(const char *name);
int bench_connection(void);
int bench_connection_count(void);
int bench_recorder(void);
void bench_recorder_fill(enum bench_peer_id id);
int bench_memory(void);
int bench_expiry(void);
int bench_drop(void);
int bench_retransmit(void);
int bench_scale(void);
int bench_count(void);

#endif /* TCPS_BENCH_H */
