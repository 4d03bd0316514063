// SPDX-License-Identifier: GPL-2.0
/*
 * Memory, by what the system has less afterwards: a million flows, and
 * namespaces in which nothing happens.
 */
#include "bench.h"

#include <linux/delay.h>
#include <linux/err.h>
#include <linux/nsproxy.h>
#include <linux/rhashtable.h>
#include <linux/sched.h>

#include "netns.h"
#include "observer.h"

#define FLOWS 1000000
#define NAMESPACES 256

static int flows_of(enum bench_peer_id id)
{
	struct bench_peer *peer = &bench_peers[id];
	u64 before = bench_free_bytes();
	char name[64];
	int err = 0;
	u32 flow;

	for (flow = 0; flow < FLOWS && !err; flow++) {
		err = bench_flow_open(peer, flow);
		if (!(flow & 0xff)) {
			bench_rcu_callbacks();
			cond_resched();
		}
	}
	/* The hash table grows, and gives the old one back, in the background. */
	msleep(200);
	bench_rcu_callbacks();
	msleep(200);
	snprintf(name, sizeof(name), "memory.flow.%s", peer->name);
	bench_report(name, (before - bench_free_bytes()) * 100 / FLOWS, 2);
	return err;
}

/*
 * Memory of starting to observe so many namespaces. They exist before, so that
 * their own memory is not in the difference.
 */
static int idle_namespaces(void)
{
	static struct net *nets[NAMESPACES];
	unsigned int i, made = 0;
	int err = 0;
	u64 before;

	tcps_netns_exit();
	while (made < NAMESPACES && !err) {
		struct net *net = copy_net_ns(CLONE_NEWNET, &init_user_ns,
					      &init_net);

		if (IS_ERR(net))
			err = PTR_ERR(net);
		else
			nets[made++] = net;
	}
	msleep(200);
	before = bench_free_bytes();
	err = tcps_netns_init() ?: err;
	msleep(200);
	if (!err) {
		/* That which the kernel began with is one more. */
		bench_report("memory.namespace",
			     (before - bench_free_bytes()) / (made + 1), 0);
		err = bench_observers_init();
	}
	for (i = 0; i < made; i++)
		put_net(nets[i]);
	return err;
}

int bench_memory(void)
{
	enum bench_peer_id id;
	int err = 0;

	bench_report("memory.flow_object", sizeof(struct tcps_flow), 0);
	for (id = BENCH_OFF; id < BENCH_PEERS && !err; id++) {
		err = flows_of(id);
		bench_flows_close();
		msleep(200);
	}
	return err ?: idle_namespaces();
}
