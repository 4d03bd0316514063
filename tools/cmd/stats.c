// SPDX-License-Identifier: GPL-2.0
/* tcpst stats: counters. */
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "cmd/commands.h"
#include "module/core/names.h"
#include "source/source.h"
#include "text/json.h"
#include "text/tally_print.h"

static void line(const char *name, u64 count)
{
	char text[TCPST_TEXT_SIZE];

	tcpst_format_count(text, count);
	printf("  %-24s %15s\n", name, text);
}

static void line_of(const char *name, u64 count, u64 max)
{
	char text[TCPST_TEXT_SIZE], limit[TCPST_TEXT_SIZE];

	tcpst_format_count(text, count);
	tcpst_format_count(limit, max);
	printf("  %-24s %15s of at most %s\n", name, text, limit);
}

static const char *kind_of(const struct tcpst_stats *stats)
{
	return stats->recorded.is ? "recording" : "capture";
}

static void print_recorded(const struct tcpst_recorded *recorded,
			   const struct tcpst_style *style)
{
	char text[TCPST_TEXT_SIZE];

	tcpst_format_date(text, style, recorded->start);
	printf("Recorded on %s from %s on%s%s\n\n", recorded->host, text,
	       *recorded->module ? " by module " : " of a file",
	       recorded->module);
}

static void print_flows(const struct tcpst_stats *stats)
{
	bool limited = !stats->capture && !stats->chosen;
	unsigned int i;

	if (stats->chosen)
		puts("Matching flows only\n");
	if (stats->capture)
		printf("Flows when the %s ends, by class of timeouts\n",
		       kind_of(stats));
	else
		puts("Flows now, by class of timeouts");
	for (i = 0; i < TCPS_CLASS_MAX; i++) {
		if (i == TCPS_CLASS_HALF_OPEN && limited)
			line_of(tcps_class_name(i), stats->half_open,
				stats->max_half_open);
		else
			line(tcps_class_name(i), stats->classes[i]);
	}
	if (limited && stats->dropped)
		line_of("dropped", stats->dropped, stats->max_dropped);
	if (!limited)
		line("all", stats->flows);
	else
		line_of("all", stats->flows, stats->max_flows);
}

static void print_ends(const struct tcpst_stats *stats)
{
	unsigned int i = stats->capture ? TCPS_END_STILL_OPEN :
					  TCPS_END_STILL_OPEN + 1;
	u64 all = 0;

	if (stats->capture)
		printf("\nFlows of the %s, by how they ended\n",
		       kind_of(stats));
	else
		puts("\nFlows that ended");
	for (; i < TCPS_END_MAX; i++) {
		line(tcps_end_name(i), stats->ends[i]);
		all += stats->ends[i];
	}
	line("all", all);
}

static void print_text(const struct tcpst_stats *stats,
		       const struct tcpst_style *style)
{
	unsigned int i;

	if (stats->recorded.is)
		print_recorded(&stats->recorded, style);
	print_flows(stats);
	print_ends(stats);
	tcpst_tally_print(stdout, &stats->tally, style);
	if (stats->chosen)
		return;
	if (!stats->capture) {
		puts("\nEvents");
		line("recorded", stats->next);
		line("held by the recorder", stats->next - stats->first);
		line("memory used, KiB", stats->recorder_bytes >> 10);
		if (stats->max_recorders_bytes)
			line_of("by all recorders, KiB",
				stats->recorders_bytes >> 10,
				stats->max_recorders_bytes >> 10);
	}
	puts("\nCounters");
	for (i = 0; i < stats->n_counters; i++)
		line(stats->counters[i].name, stats->counters[i].value);
}

static void add_flow(const struct tcpst_flow *flow, void *arg)
{
	tcpst_stats_flow(arg, flow);
}

static void group_flow(const struct tcpst_flow *flow, void *arg)
{
	tcpst_groups_add(arg, flow);
}

/* Takes flows from any source. */
struct taker {
	void (*take)(const struct tcpst_flow *flow, void *arg);
	void *arg;
};

static void take_life(const struct tcpst_event *event, void *arg)
{
	const struct taker *taker = arg;

	taker->take(&event->life, taker->arg);
}

/* Read the flows in the table, and the ended ones in the recorder or the capture. */
static int each_flow(struct tcpst_source *source, struct taker *taker,
		     const struct tcpst_options *options)
{
	struct tcpst_wanted lives = options->wanted;
	struct tcpst_query query = {
		.wanted = &lives,
		.since = options->since,
	};
	struct tcpst_sink sink = {
		.event = take_life,
		.arg = taker,
	};
	int error = 0;

	lives.filter.types = 1U << TCPST_LIFE;
	/* A capture also reports the connections that are open when it ends. */
	if (!options->source.capture)
		error = tcpst_source_flows(source, &options->wanted,
					   taker->take, taker->arg);
	return error ? error : tcpst_source_events(source, &query, &sink);
}

/*
 * Reading a capture yields the selected flows together with its counters, which include
 * all flows. The kernel's counters and histograms include all flows ever; they are shown
 * unless flows are selected: then only flows still in the table and the recorder can be
 * counted. So are the durations if the module is an older one, without histograms.
 */
static int gather(struct tcpst_source *source, struct tcpst_stats *stats,
		  const struct tcpst_options *options)
{
	bool chosen = options->filtered ||
		      options->since.kind != TCPST_SINCE_ALL;
	struct tcpst_query query = tcpst_options_query(options);
	struct tcpst_stats counted = { .chosen = true };
	struct taker taker = { .take = add_flow, .arg = &counted };
	int error;

	error = tcpst_source_stats(source, &query, stats);
	if (options->source.capture) {
		stats->chosen = chosen;
		if (chosen)
			stats->n_counters = 0;
	}
	if (error || options->source.capture || (!chosen && stats->timed))
		return error;
	error = each_flow(source, &taker, options);
	if (!chosen) {
		if (stats->by_state)
			memcpy(counted.tally.pairs, stats->tally.pairs,
			       sizeof(counted.tally.pairs));
		stats->tally = counted.tally;
		return error;
	}
	counted.max_flows = stats->max_flows;
	counted.max_half_open = stats->max_half_open;
	counted.max_dropped = stats->max_dropped;
	counted.first = stats->first;
	counted.next = stats->next;
	counted.recorder_bytes = stats->recorder_bytes;
	counted.recorders_bytes = stats->recorders_bytes;
	counted.max_recorders_bytes = stats->max_recorders_bytes;
	*stats = counted;
	return error;
}

/* Show groups of all flows, open and ended. */
static int show_groups(const struct tcpst_options *options)
{
	const struct tcpst_group_options by = tcpst_options_groups(options);
	struct taker taker = { .take = group_flow };
	struct tcpst_source *source = NULL;
	struct tcpst_groups *groups;
	int status, error;

	status = tcpst_groups_open(&groups, &by);
	if (!status)
		status = tcpst_source_open(&source, &options->source);
	if (!status) {
		taker.arg = groups;
		error = each_flow(source, &taker, options);
		tcpst_groups_print(groups, error);
		if (error)
			status = tcpst_fail("%s", tcpst_source_error(source));
	}
	tcpst_source_close(source);
	tcpst_groups_close(groups);
	return status;
}

/** tcpst_cmd_stats() - show counters, or groups of flows */
int tcpst_cmd_stats(struct tcpst_options *options)
{
	struct tcpst_source *source = NULL;
	struct tcpst_stats stats = { 0 };
	int status, error;

	if (options->by)
		return show_groups(options);
	status = tcpst_source_open(&source, &options->source);
	if (!status) {
		error = gather(source, &stats, options);
		/* A damaged capture is still useful. */
		if (!error || (options->source.capture &&
			       stats.next > stats.first)) {
			if (options->json)
				tcpst_json_stats(stdout, &stats);
			else
				print_text(&stats, &options->style);
		}
		if (error)
			status = tcpst_fail("%s", tcpst_source_error(source));
	}
	tcpst_source_close(source);
	return status;
}
