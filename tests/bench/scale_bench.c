// SPDX-License-Identifier: GPL-2.0
/*
 * Cost of reading all flows, few of them, and none, by netlink, including making and
 * taking the messages; and that of reading the counters. And the time to end all flows,
 * which is that of unloading.
 */
#include "bench.h"

#include <linux/ktime.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "../kernel/kunit/dump.h"
#include "netns.h"
#include "observer.h"

#define ROUNDS 5

/* One takes too little time to be measured alone. */
#define REQUESTS 1000

/* No connection has it. */
#define NO_PORT 9

static int open_flows(u32 from, u32 to)
{
	struct bench_peer *peer = &bench_peers[BENCH_OFF];
	int err = 0;
	u32 flow;

	for (flow = from; flow < to && !err; flow++) {
		err = bench_flow_open(peer, flow);
		if (!(flow & 0xff))
			cond_resched();
	}
	/* The table grows in the background. */
	flush_work(&bench_observer(BENCH_OFF)->table.hash.run_work);
	return err;
}

/* One dump. @port: 0 for all flows, which must then be reported. */
static int dump_flows(struct tcps_dump *dump, const char *what, u16 port,
		      u32 flows, bool report)
{
	u64 begin = bench_cycles();
	int err = tcps_dump_all(dump, port);
	char name[64];

	if (err)
		return err;
	if (dump->interrupted || dump->flows != (port ? 0 : flows))
		return -EIO;
	begin = bench_cycles() - begin;
	snprintf(name, sizeof(name), "dump.%s.%u", what, flows);
	if (report)
		bench_report(name, bench_ns(begin) * 100 / flows, 2);
	return 0;
}

/* A request of the counters, as `tcpst stats` makes. */
static int read_counters(struct tcps_dump *dump, u32 flows, bool report)
{
	u64 begin = bench_cycles();
	unsigned int i;
	char name[64];
	int err = 0;

	for (i = 0; i < REQUESTS && !err; i++)
		err = tcps_dump_stats(dump);
	if (err || !report)
		return err;
	begin = bench_cycles() - begin;
	snprintf(name, sizeof(name), "stats.%u", flows);
	bench_report(name, bench_ns(begin) * 100 / REQUESTS, 2);
	return 0;
}

static int dumps(u32 flows)
{
	struct tcps_dump dump;
	unsigned int round;
	int err = tcps_dump_open(&dump);

	if (err)
		return err;
	for (round = 0; round <= ROUNDS && !err; round++)
		err = dump_flows(&dump, "all", 0, flows, round) ?:
		      dump_flows(&dump, "none", NO_PORT, flows, round) ?:
		      read_counters(&dump, flows, round);
	tcps_dump_close(&dump);
	return err;
}

/* As unloading does; the other namespaces have no flows. */
static int unload(u32 flows)
{
	u64 begin = bench_cycles();
	char name[64];

	tcps_netns_exit();
	rcu_barrier();
	begin = bench_cycles() - begin;
	snprintf(name, sizeof(name), "unload.%u", flows);
	bench_report(name, bench_ns(begin) * 100 / flows, 2);
	return tcps_netns_init() ?: bench_observers_init();
}

int bench_scale(void)
{
	static const u32 sizes[] = { 100000, 1000000 };
	unsigned int i, round;
	u32 flows = 0;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(sizes) && !err; i++) {
		err = open_flows(flows, sizes[i]) ?: dumps(sizes[i]);
		flows = sizes[i];
	}
	for (round = 0; round < ROUNDS && !err; round++)
		err = unload(flows) ?: open_flows(0, flows);
	bench_flows_close();
	return err;
}
