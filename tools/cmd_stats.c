// SPDX-License-Identifier: GPL-2.0
/* tcpst stats: counters. */
#include <inttypes.h>
#include <stdio.h>

#include "../module/core/names.h"
#include "commands.h"
#include "json.h"
#include "say.h"
#include "source.h"

static void line(const char *name, u64 count)
{
	char text[TCPST_TEXT_SIZE];

	tcpst_format_count(text, count);
	printf("  %-28s %15s\n", name, text);
}

static void line_of(const char *name, u64 count, u64 max)
{
	char text[TCPST_TEXT_SIZE], limit[TCPST_TEXT_SIZE];

	tcpst_format_count(text, count);
	tcpst_format_count(limit, max);
	printf("  %-28s %15s of %s\n", name, text, limit);
}

static void print_table(const struct tcpst_stats *stats)
{
	unsigned int i;

	puts(stats->capture ? "Flows open at the end" : "Flows now");
	if (stats->capture) {
		line("all", stats->flows);
	} else {
		line_of("all", stats->flows, stats->max_flows);
		line_of("half-open, of all", stats->half_open,
			stats->max_half_open);
	}
	puts("by class of timeouts");
	for (i = 0; i < TCPS_CLASS_MAX; i++)
		line(tcps_class_name(i), stats->classes[i]);
	puts("\nFlows ended");
	for (i = TCPS_END_STILL_OPEN + 1; i < TCPS_END_MAX; i++)
		line(tcps_end_name(i), stats->ends[i]);
	if (!stats->capture) {
		puts("\nRecorder");
		line("events recorded", stats->next);
		line("events held", stats->next - stats->first);
	}
	if (stats->n_counters)
		puts("\nCounters");
	for (i = 0; i < stats->n_counters; i++)
		line(stats->counters[i].name, stats->counters[i].value);
}

/** tcpst_cmd_stats() - show counters */
int tcpst_cmd_stats(struct tcpst_options *options)
{
	struct tcpst_source *source = NULL;
	struct tcpst_stats stats;
	int status, error;

	status = tcpst_source_open(&source, options);
	if (!status) {
		error = tcpst_source_stats(source, &stats);
		if (error && !(options->capture && stats.next)) {
			status = TCPST_FAILED;
		} else {
			if (options->json)
				tcpst_json_stats(stdout, &stats);
			else
				print_table(&stats);
			status = error ? TCPST_FAILED : TCPST_OK;
		}
		if (status)
			tcpst_fail("%s", tcpst_source_error(source));
	}
	tcpst_source_close(source);
	return status;
}
