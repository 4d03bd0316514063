// SPDX-License-Identifier: GPL-2.0
/* tcpst export prometheus: ended flows and the module's counters as metrics. */
#include <stdio.h>

#include "base/diag.h"
#include "base/stop.h"
#include "cmd/export.h"
#include "export/http.h"
#include "export/metrics.h"
#include "source/source.h"

/**
 * struct scrape - data of a page of metrics
 * @metrics: metrics counted by the main thread
 * @source:  source of the module's counters, used only by the server's thread;
 *           NULL: it is a capture
 * @stats:   counters of a capture
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
		 const struct tcpst_address *address,
		 struct tcpst_source *source, const struct tcpst_sink *sink,
		 const struct tcpst_export_places *places)
{
	struct tcpst_http_page page = { .print = print_page, .arg = scrape };
	struct tcpst_http *http = NULL;
	int status;

	status = tcpst_export_go(places->home);
	if (!status)
		status = tcpst_http_start(&http, address, &page);
	if (!status)
		status = tcpst_export_go(places->there);
	if (!status) {
		tcpst_remark("metrics are at http://%s/metrics", address->text);
		status = tcpst_export_follow(source, options, sink);
		tcpst_source_remark(source);
	}
	/*
	 * The metrics of a capture file are served until tcpst is asked to stop, those of an
	 * interface until capturing is stopped.
	 */
	while (!status && options->source.capture && !options->source.interface &&
	       !tcpst_stop_asked())
		tcpst_stop_wait(-1, 0);
	tcpst_http_stop(http);
	return status;
}

/** tcpst_export_prometheus() - serve metrics by HTTP, or print them */
int tcpst_export_prometheus(struct tcpst_options *options)
{
	static struct scrape scrape;
	struct tcpst_sink sink = {
		.event = count_event,
		.lost = count_lost,
		.arg = &scrape,
	};
	struct tcpst_source *sources[2] = { NULL, NULL };
	unsigned int n = options->source.capture ? 1 : 2;
	struct tcpst_export_places places;
	struct tcpst_address address;
	int status = TCPST_OK;

	if (options->export.to || options->export.tcp || options->export.udp ||
	    options->export.pen || options->export.queue)
		return tcpst_misuse("--to, --tcp, --udp, --pen and --queue are options of export ipfix");
	if (!options->export.listen && !options->source.capture)
		return tcpst_misuse("export prometheus requires --listen ADDR:PORT, or -r FILE");
	if (options->export.listen)
		status = tcpst_address_parse("--listen", options->export.listen,
					     &address);
	if (status)
		return status;
	tcpst_metrics_init(&scrape.metrics);
	scrape.stats.capture = options->source.capture;
	status = tcpst_export_open(sources, n, options, &places);
	scrape.source = sources[1];
	if (!status && options->export.listen)
		status = serve(&scrape, options, &address, sources[0], &sink, &places);
	else if (!status)
		status = tcpst_export_follow(sources[0], options, &sink);
	if (!status && !options->export.listen)
		print_page(stdout, &scrape);
	tcpst_source_close(sources[0]);
	tcpst_source_close(sources[1]);
	tcpst_export_close(&places);
	return status;
}
