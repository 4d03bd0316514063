// SPDX-License-Identifier: GPL-2.0
/* tcpst export prometheus: ended flows and the module's counters as metrics. */
#include <stdio.h>

#include "base/diag.h"
#include "base/stop.h"
#include "cmd/export.h"
#include "export/http.h"
#include "export/metrics.h"
#include "export/survey.h"
#include "source/source.h"

/* Sources: of events, of the module's counters, and of dumps with --silence. */
enum { EVENTS, COUNTERS, FLOWS, SOURCES };

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

	if (event->life.verdict.end == TCPS_END_STILL_OPEN) {
		tcpst_metrics_still_open(&scrape->metrics, &event->life);
		return;
	}
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

/* Follow the flows that end; with --silence, dump the flow table at intervals meanwhile. */
static int follow(struct scrape *scrape, struct tcpst_options *options,
		  struct tcpst_source *sources[SOURCES], const struct tcpst_sink *sink)
{
	struct tcpst_survey *survey = NULL;
	int status = TCPST_OK;

	if (sources[FLOWS])
		status = tcpst_survey_start(&survey, &scrape->metrics, sources[FLOWS],
					    &options->wanted, options->export.silence);
	if (!status)
		status = tcpst_export_follow(sources[EVENTS], options, sink);
	tcpst_survey_stop(survey);
	return status;
}

static int serve(struct scrape *scrape, struct tcpst_options *options,
		 const struct tcpst_address *address,
		 struct tcpst_source *sources[SOURCES], const struct tcpst_sink *sink,
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
		status = follow(scrape, options, sources, sink);
		tcpst_source_remark(sources[EVENTS]);
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

/* How many sources are needed? A capture is read once. */
static unsigned int count_sources(const struct tcpst_options *options)
{
	if (options->source.capture)
		return 1;
	return options->export.silence ? SOURCES : FLOWS;
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
	struct tcpst_source *sources[SOURCES] = { NULL };
	unsigned int i, n = count_sources(options);
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
	/* A capture has no table: the flows that are open at its end are counted. */
	scrape.metrics.silence_known = options->source.capture && options->export.silence;
	status = tcpst_export_open(sources, n, options, &places);
	scrape.source = sources[COUNTERS];
	if (!status && options->export.listen)
		status = serve(&scrape, options, &address, sources, &sink, &places);
	else if (!status)
		status = follow(&scrape, options, sources, &sink);
	if (!status && !options->export.listen)
		print_page(stdout, &scrape);
	for (i = 0; i < n; i++)
		tcpst_source_close(sources[i]);
	tcpst_export_close(&places);
	return status;
}
