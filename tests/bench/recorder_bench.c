// SPDX-License-Identifier: GPL-2.0
/*
 * Cost of one event: written without a listener; written, packed into a
 * message and put into a listener's socket; and read there.
 */
#include "bench.h"

#include <linux/err.h>
#include <linux/net.h>
#include <linux/sched.h>

#include "observer.h"

/* As many as one message holds, many times over. */
#define EVENTS 1024
#define BATCHES 100

static u32 times[BATCHES];

static void fill(struct tcps_record *record)
{
	memset(record, 0, sizeof(*record));
	record->type = TCPS_RECORD_TRANSITION;
	record->flow = 1;
	record->ends.addr[0].s6_addr32[2] = htonl(0xffff);
	record->ends.addr[0].s6_addr32[3] = htonl(0x0a000001);
	record->ends.addr[1].s6_addr32[2] = htonl(0xffff);
	record->ends.addr[1].s6_addr32[3] = htonl(0xc0a80001);
	record->ends.port[0] = htons(1024);
	record->ends.port[1] = htons(443);
	record->change.change = (struct tcps_change){
		.side = 0,
		.from = TCPS_SYN_SENT,
		.to = TCPS_ESTABLISHED,
		.cause = TCPS_CAUSE_ACK,
	};
	record->change.iss_known = 3;
}

static u32 run_batch(struct tcps_observer *observer,
		     const struct tcps_record *record,
		     struct socket *listener, bool read)
{
	u64 begin, end;
	unsigned int i;

	begin = bench_cycles();
	local_bh_disable();
	rcu_read_lock();
	for (i = 0; i < EVENTS; i++) {
		tcps_recorder_write(&observer->recorder,
				    tcps_recorder_reserve(&observer->recorder, 1), record);
		tcps_observer_notify(observer);
	}
	rcu_read_unlock();
	local_bh_enable();
	if (listener)
		flush_delayed_work(&observer->notify);
	if (read)
		bench_drain(listener);
	end = bench_cycles();
	if (listener && !read)
		bench_drain(listener);
	return end - begin;
}

static u64 run(struct socket *listener, bool read)
{
	struct tcps_observer *observer = bench_observer(BENCH_OFF);
	struct tcps_record record;
	unsigned int batch;

	fill(&record);
	for (batch = 0; batch < BATCHES; batch++)
		times[batch] = run_batch(observer, &record, listener, read);
	cond_resched();
	return bench_mean_x100(times, BATCHES, EVENTS);
}

/*
 * Write as many records as the ring holds: on a machine that has run for a while its pages
 * are all there.
 */
void bench_recorder_fill(enum bench_peer_id id)
{
	struct tcps_observer *observer = bench_observer(id);
	unsigned int left = observer->settings.recorder_records;
	struct tcps_record record;

	fill(&record);
	for (; left >= EVENTS; left -= EVENTS)
		run_batch(observer, &record, NULL, false);
}

int bench_recorder(void)
{
	struct socket *listener;
	unsigned int round;

	run(NULL, false);	/* the ring gets its memory */
	for (round = 0; round < BENCH_ROUNDS; round++) {
		bench_report("event.unheard", run(NULL, false), 2);
		listener = bench_listen_tcpstates();
		if (IS_ERR(listener))
			return PTR_ERR(listener);
		bench_report("event.heard", run(listener, false), 2);
		bench_report("event.read", run(listener, true), 2);
		sock_release(listener);
	}
	return 0;
}
