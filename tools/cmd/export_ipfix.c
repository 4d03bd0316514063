// SPDX-License-Identifier: GPL-2.0
/* tcpst export ipfix: ended flows for a collector. */
#include <inttypes.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/diag.h"
#include "base/stop.h"
#include "cmd/export.h"
#include "export/sender.h"
#include "source/source.h"

#define SECOND_NS 1000000000ULL

/* Reserved for examples and documentation (RFC 5612); default of --pen. */
#define EXAMPLE_PEN 32473
#define QUEUE_DEFAULT 65536

/*
 * How long to wait for the collector at the end: longer for a capture than if a signal
 * asked to stop, by a shutdown or Ctrl-C.
 */
#define PATIENCE_ASKED_NS (2 * SECOND_NS)
#define PATIENCE_CAPTURE_NS (10 * SECOND_NS)
#define TICK_NS (SECOND_NS / 10)

#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE 71
#endif

/* Number of this network namespace as observation domain; 1: the initial one. */
static u32 observation_domain(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	u64 cookie = 0;
	socklen_t size = sizeof(cookie);

	if (fd < 0)
		return 0;
	getsockopt(fd, SOL_SOCKET, SO_NETNS_COOKIE, &cookie, &size);
	close(fd);
	return (u32)cookie;
}

/**
 * struct handover - passing flows to the sender
 * @queue:  queue of the sender
 * @wait:   wait for space in the queue instead of dropping flows
 * @n:      number of flows to be sent
 */
struct handover {
	struct tcpst_queue *queue;
	bool wait;
	u64 n;
};

/* Wait until there is space, tcpst is asked to stop, or waiting is useless. */
static void wait_for_space(struct tcpst_queue *queue)
{
	u64 until = tcpst_clock_steady() + PATIENCE_CAPTURE_NS;

	while (!tcpst_stop_asked() &&
	       !tcpst_queue_wait_space(queue, tcpst_clock_steady() + TICK_NS))
		if (tcpst_clock_steady() > until)
			tcpst_stop();
}

static void hand_over(const struct tcpst_event *event, void *arg)
{
	struct handover *handover = arg;

	handover->n++;
	if (handover->wait)
		wait_for_space(handover->queue);
	tcpst_queue_put(handover->queue, &event->life);
}

static void report_lost(u64 lost, void *arg)
{
	(void)arg;
	tcpst_remark("%" PRIu64 " events were overwritten before they could be read: flows may be missing",
		     lost);
}

static int set_up(struct tcpst_sender_setup *setup,
		  const struct tcpst_export_options *export)
{
	if (export->listen || export->silence)
		return tcpst_misuse("--listen and --silence are options of export prometheus");
	if (!export->to)
		return tcpst_misuse("export ipfix requires --to HOST:PORT");
	if (export->tcp && export->udp)
		return tcpst_misuse("--tcp and --udp are mutually exclusive");
	setup->tcp = !export->udp;
	setup->pen = export->pen ? export->pen : EXAMPLE_PEN;
	return tcpst_address_parse("--to", export->to, &setup->collector);
}

static int send_flows(const struct tcpst_sender_setup *setup,
		      struct tcpst_source *source,
		      struct tcpst_options *options, struct tcpst_queue *queue,
		      const struct tcpst_export_places *places)
{
	struct handover handover = {
		.queue = queue,
		.wait = options->source.capture,
	};
	struct tcpst_sink sink = {
		.event = hand_over,
		.lost = report_lost,
		.arg = &handover,
	};
	struct tcpst_sender *sender;
	u64 arrived;
	int status;

	status = tcpst_export_go(places->home);
	if (!status)
		status = tcpst_sender_start(&sender, setup, queue);
	if (status)
		return status;
	status = tcpst_export_go(places->there);
	if (!status)
		status = tcpst_export_follow(source, options, &sink);
	arrived = tcpst_sender_finish(sender, tcpst_stop_asked() ?
				      PATIENCE_ASKED_NS : PATIENCE_CAPTURE_NS);
	tcpst_remark("%" PRIu64 " flows sent, %" PRIu64 " dropped", arrived,
		     handover.n - arrived);
	return arrived == handover.n ? status : TCPST_FAILED;
}

/** tcpst_export_ipfix() - send records to a collector until the end or asked to stop */
int tcpst_export_ipfix(struct tcpst_options *options)
{
	struct tcpst_sender_setup setup = { 0 };
	struct tcpst_source *source = NULL;
	struct tcpst_queue *queue;
	struct tcpst_export_places places;
	int status;

	status = set_up(&setup, &options->export);
	if (status)
		return status;
	queue = tcpst_queue_new(options->export.queue ? options->export.queue :
							QUEUE_DEFAULT);
	status = tcpst_export_open(&source, 1, options, &places);
	if (!status && !options->source.capture)
		setup.domain = observation_domain();
	if (!status)
		status = send_flows(&setup, source, options, queue, &places);
	tcpst_source_close(source);
	tcpst_export_close(&places);
	tcpst_queue_free(queue);
	return status;
}
