// SPDX-License-Identifier: GPL-2.0
/*
 * tcpst check: compare with thresholds. One line, and the exit status that monitoring
 * plugins have: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "cli/spool.h"
#include "cmd/commands.h"
#include "module/core/names.h"
#include "source/source.h"

#define SECOND_NS 1000000000ULL
#define OVER_DEFAULT (60 * SECOND_NS)
#define NAME_SIZE 32

/**
 * struct checking - state of counting
 * @thresholds: the thresholds
 * @over:       count flows that ended at most this long ago, ns
 * @lost:       some of these are no longer in the recorder
 */
struct checking {
	struct tcpst_thresholds *thresholds;
	u64 over;
	bool lost;
};

static void take_flow(const struct tcpst_flow *flow, void *arg)
{
	const struct checking *checking = arg;

	tcpst_threshold_flow(checking->thresholds, flow);
}

static void take_life(const struct tcpst_event *event, void *arg)
{
	const struct checking *checking = arg;

	tcpst_threshold_life(checking->thresholds, &event->life);
}

static void take_lost(u64 count, void *arg)
{
	struct checking *checking = arg;

	checking->lost |= count;
}

static int read_rates(struct tcpst_source *source,
		      const struct tcpst_options *options,
		      struct checking *checking)
{
	struct tcpst_wanted lives = options->wanted;
	struct tcpst_query query = {
		.wanted = &lives,
		.since = { TCPST_SINCE_AGO, checking->over },
		.at_close = true,
	};
	struct tcpst_sink sink = {
		.event = take_life,
		.lost = take_lost,
		.arg = checking,
	};

	lives.filter.types = 1U << TCPST_LIFE;
	if (!options->source.capture)
		tcpst_since_live(&query.since, options->style.now);
	return tcpst_source_events(source, &query, &sink);
}

static const char *name_of(char name[NAME_SIZE],
			   const struct tcpst_threshold *threshold)
{
	const char *word;
	char *at;

	switch (threshold->measure) {
	case TCPST_MEASURE_FLOWS:
		word = "flows";
		break;
	case TCPST_MEASURE_HALF_OPEN:
		word = "half_open";
		break;
	case TCPST_MEASURE_STATE:
		word = tcps_state_name(threshold->which);
		break;
	default:
		word = tcps_end_name(threshold->which);
	}
	snprintf(name, NAME_SIZE, "%s", word);
	for (at = name; *at; at++)
		*at = *at == '-' ? '_' : (char)tolower((unsigned char)*at);
	return name;
}

static const char *unit_of(const struct tcpst_threshold *threshold)
{
	return threshold->measure == TCPST_MEASURE_END ? "/s" : "";
}

/* 'name'=value;warn;crit;min: performance data of monitoring plugins. */
static void print_data(const struct tcpst_threshold *threshold, double seconds)
{
	char name[NAME_SIZE];
	unsigned int level;

	printf(" %s%s=%.15g", name_of(name, threshold),
	       *unit_of(threshold) ? "_per_second" : "",
	       tcpst_threshold_value(threshold, seconds));
	for (level = TCPST_LEVEL_WARNING; level <= TCPST_LEVEL_CRITICAL;
	     level++) {
		putchar(';');
		if (threshold->limited[level])
			printf("%.15g", threshold->limit[level]);
	}
	fputs(";0", stdout);
}

/* Print the measures that reach a limit; if none does, all of them. */
static enum tcpst_level print_line(const struct checking *checking)
{
	static const char *const words[] = { "OK", "WARNING", "CRITICAL" };
	const struct tcpst_thresholds *thresholds = checking->thresholds;
	double seconds = (double)checking->over / SECOND_NS;
	enum tcpst_level worst = TCPST_LEVEL_OK, level;
	char name[NAME_SIZE];
	const char *gap = "";
	unsigned int i;

	for (i = 0; i < thresholds->n; i++) {
		level = tcpst_threshold_level(&thresholds->threshold[i],
					      seconds);
		worst = level > worst ? level : worst;
	}
	printf("TCPST %s - ", words[worst]);
	for (i = 0; i < thresholds->n; i++) {
		const struct tcpst_threshold *threshold =
			&thresholds->threshold[i];

		level = tcpst_threshold_level(threshold, seconds);
		if (worst && !level)
			continue;
		printf("%s%s %.4g%s", gap, name_of(name, threshold),
		       tcpst_threshold_value(threshold, seconds),
		       unit_of(threshold));
		if (level)
			printf(" (limit %.4g%s)", threshold->limit[level],
			       unit_of(threshold));
		gap = ", ";
	}
	if (checking->lost)
		fputs("; actual values may be higher: the recorder does not reach back that far",
		      stdout);
	fputs(" |", stdout);
	for (i = 0; i < thresholds->n; i++)
		print_data(&thresholds->threshold[i], seconds);
	putchar('\n');
	return worst;
}

/* Open and ended flows are read one after the other, so a pipe is copied to a file. */
static int open_source(struct tcpst_source **source, struct tcpst_options *options)
{
	int status = tcpst_threshold_rates(&options->thresholds) ?
		     tcpst_spool(options) : TCPST_OK;

	return status ? status : tcpst_source_open(source, &options->source);
}

/** tcpst_cmd_check() - compare with thresholds */
int tcpst_cmd_check(struct tcpst_options *options)
{
	struct checking checking = {
		.thresholds = &options->thresholds,
		.over = options->over ? options->over : OVER_DEFAULT,
	};
	struct tcpst_source *source = NULL;
	int error;

	if (!options->thresholds.n) {
		tcpst_misuse("check requires --warn or --crit");
		return TCPST_LEVEL_UNKNOWN;
	}
	if (open_source(&source, options)) {
		puts("TCPST UNKNOWN - cannot read connections");
		return TCPST_LEVEL_UNKNOWN;
	}
	error = tcpst_source_flows(source, &options->wanted, take_flow,
				   &checking);
	if (!error && tcpst_threshold_rates(&options->thresholds))
		error = read_rates(source, options, &checking);
	if (error)
		printf("TCPST UNKNOWN - %s\n", tcpst_source_error(source));
	tcpst_source_close(source);
	return error ? TCPST_LEVEL_UNKNOWN : (int)print_line(&checking);
}
