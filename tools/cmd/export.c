// SPDX-License-Identifier: GPL-2.0
/* tcpst export: ended flows for Prometheus and for IPFIX collectors. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/stop.h"
#include "cmd/commands.h"
#include "export/http.h"
#include "export/metrics.h"
#include "export/sender.h"
#include "source/source.h"

#define SECOND_NS 1000000000ULL

/* For examples and documentation (RFC 5612); --pen names another. */
#define EXAMPLE_PEN 32473
#define QUEUE_DEFAULT 65536

/*
 * How long to wait for a collector at the end. A capture can wait, a machine that
 * shuts down, or who presses Ctrl-C, does not want to.
 */
#define PATIENCE_ASKED_NS (2 * SECOND_NS)
#define PATIENCE_CAPTURE_NS (10 * SECOND_NS)
#define TICK_NS (SECOND_NS / 10)

#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE 71
#endif

/**
 * struct places - network namespaces
 * @home:  the one we were started in, -1: it is the only one
 * @there: the one whose flows are wanted
 *
 * Flows may be those of another namespace, but Prometheus and the collector are
 * found in this one. A thread begins where the one that starts it is.
 */
struct places {
	int home;
	int there;
};

static int here(void)
{
	return open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
}

static int go(int place)
{
	if (place >= 0 && setns(place, CLONE_NEWNET))
		return tcpst_fail("cannot change the network namespace: %s",
				  strerror(errno));
	return TCPST_OK;
}

/* Leaves us there, where events are. */
static int open_sources(struct tcpst_source **sources, unsigned int n,
			const struct tcpst_options *options,
			struct places *places)
{
	int status = TCPST_OK;
	unsigned int i;

	*places = (struct places){ -1, -1 };
	if (options->source.netns)
		places->home = here();
	for (i = 0; i < n && !status; i++)
		status = tcpst_source_open(&sources[i], &options->source);
	if (options->source.netns)
		places->there = here();
	return status;
}

static void close_places(const struct places *places)
{
	if (places->home >= 0)
		close(places->home);
	if (places->there >= 0)
		close(places->there);
}

/* A number of this namespace; 1 is that of the machine itself. */
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

/* What goes on until somebody asks to stop, or the capture ends. */
static int follow(struct tcpst_source *source, struct tcpst_options *options,
		  const struct tcpst_sink *sink)
{
	struct tcpst_query query = {
		.wanted = &options->wanted,
		.since = { .kind = TCPST_SINCE_NOW },
	};

	options->wanted.filter.types = 1U << TCPST_LIFE;
	tcpst_stop_catch();
	if (tcpst_source_follow(source, &query, sink) &&
	    !tcpst_stop_asked())
		return tcpst_fail("%s", tcpst_source_error(source));
	return TCPST_OK;
}

/* Nothing is lost; nor is anything to be said at the end of a batch. */
static void ignore(void *arg)
{
	(void)arg;
}

/* --- Prometheus ---------------------------------------------------------- */

/**
 * struct scrape - what a page of metrics is made of
 * @metrics: counted by the main thread
 * @source:  asked for the module's counters by the server's thread, which is
 *           the only one to use it; NULL: it is a capture
 * @stats:   of a capture
 */
struct scrape {
	struct tcpst_metrics metrics;
	struct tcpst_source *source;
	struct tcpst_stats stats;
};

static void count_event(const struct tcpst_event *event, void *arg)
{
	struct scrape *scrape = arg;

	if (event->life.verdict.end == TCPS_END_STILL_OPEN)
		return;
	scrape->stats.ends[event->life.verdict.end]++;
	tcpst_metrics_life(&scrape->metrics, &event->life);
}

static void count_lost(u64 lost, void *arg)
{
	struct scrape *scrape = arg;

	tcpst_metrics_lost(&scrape->metrics, lost);
}

static void print_page(FILE *file, void *arg)
{
	struct scrape *scrape = arg;
	static const struct tcpst_wanted all;
	static const struct tcpst_query query = { .wanted = &all };
	struct tcpst_stats stats = { 0 };
	bool up = true;

	if (scrape->source)
		up = !tcpst_source_stats(scrape->source, &query, &stats);
	else
		stats = scrape->stats;
	tcpst_metrics_print(file, &scrape->metrics, up ? &stats : NULL);
}

static int serve(struct scrape *scrape, struct tcpst_options *options,
		 struct tcpst_source *source, const struct tcpst_sink *sink,
		 const struct places *places)
{
	struct tcpst_http_page page = { .print = print_page, .arg = scrape };
	struct tcpst_address address;
	struct tcpst_http *http = NULL;
	int status;

	status = tcpst_address_parse("--listen", options->export.listen,
				     &address);
	if (!status)
		status = go(places->home);
	if (!status)
		status = tcpst_http_start(&http, &address, &page);
	if (!status)
		status = go(places->there);
	if (!status) {
		tcpst_remark("metrics are at http://%s/metrics", address.text);
		status = follow(source, options, sink);
		tcpst_source_remark(source);
	}
	/* What a capture told can be asked for until somebody asks to stop. */
	while (!status && options->source.capture && !tcpst_stop_asked())
		tcpst_stop_wait(-1, 0);
	tcpst_http_stop(http);
	return status;
}

static int export_prometheus(struct tcpst_options *options)
{
	static struct scrape scrape;
	struct tcpst_sink sink = {
		.event = count_event,
		.lost = count_lost,
		.resumed = ignore,
		.flush = ignore,
		.arg = &scrape,
	};
	struct tcpst_source *sources[2] = { NULL, NULL };
	unsigned int n = options->source.capture ? 1 : 2;
	struct places places;
	int status;

	if (options->export.to || options->export.tcp || options->export.udp)
		return tcpst_misuse("--to, --tcp and --udp are options of export ipfix");
	if (!options->export.listen && !options->source.capture)
		return tcpst_misuse("export prometheus requires --listen ADDR:PORT, or -r FILE");
	tcpst_metrics_init(&scrape.metrics);
	scrape.stats.capture = options->source.capture;
	status = open_sources(sources, n, options, &places);
	scrape.source = sources[1];
	if (!status && options->export.listen)
		status = serve(&scrape, options, sources[0], &sink, &places);
	else if (!status)
		status = follow(sources[0], options, &sink);
	if (!status && !options->export.listen)
		print_page(stdout, &scrape);
	tcpst_source_close(sources[0]);
	tcpst_source_close(sources[1]);
	close_places(&places);
	return status;
}

/* --- IPFIX --------------------------------------------------------------- */

/**
 * struct handover - flows on their way to the sender
 * @queue:  the way
 * @wait:   for space, rather than drop
 * @n:      flows that were to be sent
 */
struct handover {
	struct tcpst_queue *queue;
	bool wait;
	u64 n;
};

/* Until there is space, or somebody wants to stop, or no use in waiting on. */
static void wait_for_space(struct tcpst_queue *queue)
{
	u64 until = tcpst_stop_clock() + PATIENCE_CAPTURE_NS;

	while (!tcpst_stop_asked() &&
	       !tcpst_queue_wait_space(queue, tcpst_stop_clock() + TICK_NS))
		if (tcpst_stop_clock() > until)
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
	if (export->listen)
		return tcpst_misuse("--listen is an option of export prometheus");
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
		      const struct places *places)
{
	struct handover handover = {
		.queue = queue,
		.wait = options->source.capture,
	};
	struct tcpst_sink sink = {
		.event = hand_over,
		.lost = report_lost,
		.resumed = ignore,
		.flush = ignore,
		.arg = &handover,
	};
	struct tcpst_sender *sender;
	u64 arrived;
	int status;

	status = go(places->home);
	if (!status)
		status = tcpst_sender_start(&sender, setup, queue);
	if (status)
		return status;
	status = go(places->there);
	if (!status)
		status = follow(source, options, &sink);
	arrived = tcpst_sender_finish(sender, tcpst_stop_asked() ?
				      PATIENCE_ASKED_NS : PATIENCE_CAPTURE_NS);
	tcpst_remark("%" PRIu64 " flows sent, %" PRIu64 " dropped", arrived,
		     handover.n - arrived);
	return arrived == handover.n ? status : TCPST_FAILED;
}

static int export_ipfix(struct tcpst_options *options)
{
	struct tcpst_sender_setup setup = { 0 };
	struct tcpst_source *source = NULL;
	struct tcpst_queue *queue;
	struct places places;
	int status;

	status = set_up(&setup, &options->export);
	if (status)
		return status;
	queue = tcpst_queue_new(options->export.queue ? options->export.queue :
							QUEUE_DEFAULT);
	status = open_sources(&source, 1, options, &places);
	if (!status && !options->source.capture)
		setup.domain = observation_domain();
	if (!status)
		status = send_flows(&setup, source, options, queue, &places);
	tcpst_source_close(source);
	close_places(&places);
	tcpst_queue_free(queue);
	return status;
}

/** tcpst_cmd_export() - give what is seen to other programs */
int tcpst_cmd_export(struct tcpst_options *options)
{
	if (!strcmp(options->operand, "prometheus"))
		return export_prometheus(options);
	if (!strcmp(options->operand, "ipfix"))
		return export_ipfix(options);
	return tcpst_misuse("export: unknown format '%s', valid are prometheus, ipfix",
			    options->operand);
}
