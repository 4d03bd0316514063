// SPDX-License-Identifier: GPL-2.0
/* tcpst report: an HTML page about many connections. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "base/output.h"
#include "cli/spool.h"
#include "cmd/commands.h"
#include "report/page.h"
#include "source/module.h"

#define LADDERS_MAX (TCPST_TROUBLE_MAX * TCPST_REPORT_WORST)

static size_t choose(const struct tcpst_report *report,
		     struct tcpst_history *histories)
{
	unsigned int kind, i;
	size_t n = 0, k;

	for (kind = 0; kind < TCPST_TROUBLE_MAX; kind++) {
		for (i = 0; i < report->worst[kind].n; i++) {
			const struct tcpst_flow *flow = &report->worst[kind].flow[i];
			const struct tcpst_history wanted = {
				.flow = flow->id, .netns = flow->netns,
			};

			for (k = 0; k < n &&
				    tcpst_history_compare(&histories[k], &wanted); k++)
				;
			if (k == n)
				histories[n++] = wanted;
		}
	}
	return n;
}

static int write_page(const struct tcpst_page *page, const char *name)
{
	FILE *file = tcpst_output_open(name);

	if (!file)
		return TCPST_FAILED;
	tcpst_page_write(file, page);
	return tcpst_output_close(file, name);
}

/* Read the source twice: the connections to draw are known only at its end. */
static int make(struct tcpst_report *report, struct tcpst_source *source,
		const struct tcpst_options *options)
{
	const char *capture = options->source.capture;
	struct tcpst_history_limits limits = { .most = TCPST_REPORT_RECORDS };
	struct tcpst_history histories[LADDERS_MAX] = { 0 };
	char module[TCPST_MODULE_VERSION];
	struct tcpst_page page = {
		.report = report,
		.histories = histories,
		.style = &options->style,
		.name = capture && strcmp(capture, "-") ? capture : NULL,
		.options = options,
		.module = !capture && tcpst_module_version(module) ?
			  module : NULL,
	};
	int error, status = TCPST_OK;
	size_t i;

	error = tcpst_report_gather(report, source, options);
	/* A capture that was cut off is still useful. */
	if (!error || (options->source.capture && report->flows)) {
		tcpst_peers_worst(&report->peers[TCPS_INITIATOR]);
		tcpst_peers_worst(&report->peers[TCPS_RESPONDER]);
		page.n = choose(report, histories);
		error |= tcpst_history_read(source, histories, page.n, &limits);
		page.counts = tcpst_source_counts(source);
		page.broken = error ? tcpst_source_error(source) : NULL;
		status = write_page(&page, options->output ?: "-");
	}
	if (error)
		status = tcpst_fail("%s", tcpst_source_error(source));
	for (i = 0; i < page.n; i++)
		tcpst_history_free(&histories[i]);
	return status;
}

/** tcpst_cmd_report() - write a page about many connections */
int tcpst_cmd_report(struct tcpst_options *options)
{
	struct tcpst_source *source = NULL;
	struct tcpst_report *report;
	int status;

	if (!options->output && isatty(STDOUT_FILENO))
		return tcpst_misuse("report does not write HTML to a terminal: use -o FILE.html");
	report = tcpst_alloc(1, sizeof(*report));
	options->style.utf8 = true;
	status = tcpst_spool(options);	/* it is read twice */
	if (!status)
		status = tcpst_source_open(&source, &options->source);
	if (!status) {
		status = make(report, source, options);
		tcpst_report_free(report);
	}
	tcpst_source_close(source);
	free(report);
	return status;
}
