// SPDX-License-Identifier: GPL-2.0
/*
 * A thread that sends ended flows to an IPFIX collector.
 *
 * While the collector cannot be reached, flows wait in the queue. Flows in transit
 * when the connection broke are sent again. After each connect, all
 * templates are sent first, and over UDP again at intervals, because the collector
 * may have been restarted.
 */
#include "export/sender.h"
#include "base/alloc.h"

#include <inttypes.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/diag.h"
#include "base/stop.h"
#include "export/ipfix.h"
#include "export/signals.h"
#include "export/transport.h"

#define SECOND_NS 1000000000ULL
#define RETRY_NS SECOND_NS
#define REFRESH_NS (30 * SECOND_NS)
#define TICK_NS (SECOND_NS / 20)

/* Pause between datagrams: a collector that reads slowly would lose bursts. */
#define UDP_PAUSE_NS 500000

/* Message sizes: a datagram of IPv6 must not be fragmented; TCP has no such limit. */
#define UDP_MAX 1232
#define TCP_MAX 16384

/**
 * struct tcpst_sender - the thread and its data
 * @thread:    the thread
 * @queue:     queue of flows, filled by the other thread
 * @setup:     options
 * @ipfix:     encodes messages
 * @transport: sends them
 * @refresh:   when to send templates again
 * @progress:  when a message last arrived, or none was in transit
 * @arrived:   number of flows that have arrived
 * @down:      it was reported that the collector cannot be reached
 * @patience:  ns without progress after which to give up, once the queue is
 *             closed; set by the other thread before it closes the queue
 *
 * Times are those of tcpst_clock_steady(). All members but @patience belong to the
 * thread until it has ended.
 */
struct tcpst_sender {
	pthread_t thread;
	struct tcpst_queue *queue;
	struct tcpst_sender_setup setup;
	struct tcpst_ipfix *ipfix;
	struct tcpst_transport transport;
	u64 refresh;
	u64 progress;
	u64 arrived;
	bool down;
	atomic_ullong patience;
};

static void nap(u64 ns)
{
	struct timespec time = { .tv_nsec = (long)ns };

	nanosleep(&time, NULL);
}

static bool finished(const struct tcpst_sender *sender)
{
	if (!tcpst_queue_closed(sender->queue))
		return false;
	return !tcpst_queue_count(sender->queue) ||
	       tcpst_clock_steady() - sender->progress > sender->patience;
}

static bool give_up(struct tcpst_sender *sender, const char *why)
{
	if (!sender->down)
		tcpst_remark("collector %s: %s; queueing flows",
			     sender->setup.collector.text, why);
	sender->down = true;
	return false;
}

/* Release flows that are known to have arrived. */
static void settle(struct tcpst_sender *sender)
{
	size_t arrived = tcpst_transport_arrived(&sender->transport);

	tcpst_queue_release(sender->queue, arrived);
	sender->arrived += arrived;
	if (arrived || !tcpst_queue_count(sender->queue))
		sender->progress = tcpst_clock_steady();
	if (sender->down && !sender->transport.n) {
		tcpst_remark("collector %s is back; %" PRIu64 " flows dropped so far",
			     sender->setup.collector.text,
			     tcpst_queue_dropped(sender->queue));
		sender->down = false;
	}
}

/* Called by the transport while the collector does not read: give up? */
static bool hopeless(void *arg)
{
	struct tcpst_sender *sender = arg;

	settle(sender);
	return finished(sender);
}

static bool send_message(struct tcpst_sender *sender, size_t records)
{
	const u8 *octets;
	size_t length = tcpst_ipfix_finish(sender->ipfix, &octets);

	if (!length)
		return give_up(sender, tcpst_ipfix_error(sender->ipfix));
	tcpst_queue_take(sender->queue, records);
	while (!tcpst_transport_has_space(&sender->transport)) {
		if (hopeless(sender))
			return give_up(sender, "it accepts no data");
		if (!tcpst_transport_alive(&sender->transport))
			return give_up(sender, sender->transport.error);
		if (!tcpst_transport_has_space(&sender->transport))
			nap(TICK_NS);
	}
	return tcpst_transport_send(&sender->transport, octets, length,
				    records) ||
	       give_up(sender, sender->transport.error);
}

/* Send all preludes, or only the last, which changes. */
static bool send_preludes(struct tcpst_sender *sender, bool all)
{
	struct tcpst_ipfix_counts counts = {
		.exported = sender->arrived,
		.dropped = tcpst_queue_dropped(sender->queue),
	};
	unsigned int n = tcpst_ipfix_preludes(sender->ipfix), i = all ? 0 : n - 1;

	while (i < n) {
		switch (tcpst_ipfix_add_prelude(sender->ipfix, i, &counts)) {
		case TCPST_IPFIX_ADDED:
			i++;
			break;
		case TCPST_IPFIX_FULL:
			if (!send_message(sender, 0))
				return false;
			break;
		default:
			return give_up(sender,
				       tcpst_ipfix_error(sender->ipfix));
		}
	}
	sender->refresh = tcpst_clock_steady() + REFRESH_NS;
	return send_message(sender, 0);
}

/* Send as many flows as fit into one message. */
static bool send_flows(struct tcpst_sender *sender)
{
	const struct tcpst_flow *flow;
	size_t n = 0;

	while ((flow = tcpst_queue_peek(sender->queue, n))) {
		enum tcpst_ipfix_added added =
			tcpst_ipfix_add_flow(sender->ipfix, flow);

		if (added == TCPST_IPFIX_FULL)
			break;
		if (added != TCPST_IPFIX_ADDED)
			return give_up(sender,
				       tcpst_ipfix_error(sender->ipfix));
		n++;
	}
	if (n && !send_message(sender, n))
		return false;
	if (!sender->setup.tcp)
		nap(UDP_PAUSE_NS);
	return true;
}

static bool find(struct tcpst_sender *sender)
{
	if (!tcpst_transport_open(&sender->transport))
		return give_up(sender, sender->transport.error);
	if (!tcpst_ipfix_begin(sender->ipfix))
		return give_up(sender, tcpst_ipfix_error(sender->ipfix));
	return send_preludes(sender, true);
}

/* The connection is broken: send the messages in transit again. */
static void lose(struct tcpst_sender *sender)
{
	u64 until = tcpst_clock_steady() + RETRY_NS;

	if (sender->transport.fd >= 0 && sender->setup.tcp) {
		size_t arrived = tcpst_transport_arrived(&sender->transport);

		tcpst_queue_release(sender->queue, arrived);
		sender->arrived += arrived;
	}
	tcpst_transport_close(&sender->transport);
	tcpst_queue_rewind(sender->queue);
	while (tcpst_clock_steady() < until && !finished(sender))
		nap(TICK_NS);
}

static bool work(struct tcpst_sender *sender)
{
	u64 now = tcpst_clock_steady();

	if (!tcpst_transport_alive(&sender->transport))
		return give_up(sender, sender->transport.error);
	settle(sender);
	if (now >= sender->refresh && !send_preludes(sender, !sender->setup.tcp))
		return false;
	/* While messages are in transit, check soon whether they have arrived. */
	if (tcpst_queue_wait(sender->queue,
			     now + (sender->transport.n ? TICK_NS : SECOND_NS)))
		return send_flows(sender);
	if (tcpst_queue_closed(sender->queue))
		nap(TICK_NS);
	return true;
}

static void *run(void *arg)
{
	struct tcpst_sender *sender = arg;

	sender->progress = tcpst_clock_steady();
	while (!finished(sender)) {
		bool well = sender->transport.fd >= 0 ? work(sender) :
							find(sender);

		if (!well)
			lose(sender);
	}
	tcpst_transport_close(&sender->transport);
	return NULL;
}

/**
 * tcpst_sender_start() - start to send the flows of a queue
 * @senderp: set
 * @setup:   options; copied
 * @queue:   the queue; owned by the caller
 *
 * Signals are blocked in the thread, so that they interrupt the caller.
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_sender_start(struct tcpst_sender **senderp,
		       const struct tcpst_sender_setup *setup,
		       struct tcpst_queue *queue)
{
	struct tcpst_sender *sender = tcpst_alloc(1, sizeof(*sender));
	struct tcpst_ipfix_setup ipfix = {
		.pen = setup->pen,
		.domain = setup->domain,
		.max = setup->tcp ? TCP_MAX : UDP_MAX,
	};
	sigset_t signals;

	sender->setup = *setup;
	sender->queue = queue;
	sender->transport = (struct tcpst_transport){
		.address = &sender->setup.collector,
		.tcp = setup->tcp,
		.hopeless = hopeless,
		.arg = sender,
		.fd = -1,
	};
	sender->patience = ULLONG_MAX;
	sender->ipfix = tcpst_ipfix_new(&ipfix);
	tcpst_signals_block(&signals);
	if (pthread_create(&sender->thread, NULL, run, sender)) {
		tcpst_signals_restore(&signals);
		tcpst_ipfix_free(sender->ipfix);
		free(sender);
		return tcpst_fail("cannot start a thread");
	}
	tcpst_signals_restore(&signals);
	*senderp = sender;
	return TCPST_OK;
}

/**
 * tcpst_sender_finish() - send the remaining flows, and end the thread
 * @sender:      freed
 * @patience_ns: how long to wait without progress
 *
 * Return: number of flows that have arrived.
 */
u64 tcpst_sender_finish(struct tcpst_sender *sender, u64 patience_ns)
{
	u64 arrived;

	sender->patience = patience_ns;
	tcpst_queue_close(sender->queue);
	pthread_join(sender->thread, NULL);
	arrived = sender->arrived;
	tcpst_ipfix_free(sender->ipfix);
	free(sender);
	return arrived;
}
