// SPDX-License-Identifier: GPL-2.0
/* tcpst watch: transitions as they happen. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/stop.h"
#include "cmd/commands.h"
#include "source/source.h"
#include "text/json.h"
#include "text/width.h"

/*
 * A line without ENDPOINT, which the address implies, takes 80 columns; with short names
 * of states, 71.
 */
#define WIDE 100
#define WIDE_COLUMNS "TIME,FLOW,ENDPOINT,ADDRESS,TRANSITION,FOR,CAUSE"
#define WIDTH 90
#define COLUMNS "TIME,FLOW,ENDPOINT,ADDRESS,TRANSITION,CAUSE"
#define NARROW_WIDTH 71
#define NARROW_COLUMNS "TIME,FLOW,ADDRESS,TRANSITION,CAUSE"
#define NARROWEST_COLUMNS "FLOW,ADDRESS,TRANSITION"

struct watch {
	struct tcpst_table *table;	/* NULL: JSON, or groups */
	struct tcpst_groups *groups;	/* NULL: no groups */
	u64 left;			/* lines, 0: no limit */
};

static void take_event(const struct tcpst_event *event, void *arg)
{
	struct watch *watch = arg;

	if (watch->groups) {
		tcpst_groups_add(watch->groups, event);
		return;
	}
	if (watch->table)
		tcpst_table_add(watch->table, event);
	else
		tcpst_json_event(stdout, event);
	if (watch->left && !--watch->left)
		tcpst_stop();
}

static void take_lost(u64 count, void *arg)
{
	struct watch *watch = arg;

	if (watch->table)
		tcpst_table_flush(watch->table);
	else if (!watch->groups)
		tcpst_json_lost(stdout, count);
	tcpst_remark("%" PRIu64 " events were overwritten in the recorder before they could be read",
		     count);
}

static void take_resumed(void *arg)
{
	struct watch *watch = arg;

	if (watch->table)
		tcpst_table_flush(watch->table);
	tcpst_remark("could not keep up with events; caught up from the recorder, none were lost");
}

static void take_flush(void *arg)
{
	struct watch *watch = arg;

	if (watch->table)
		tcpst_table_flush(watch->table);
	else
		tcpst_flush();
}

/* Flows are numbered by namespace, whose name takes eight columns and a blank. */
#define NETNS "NETNS,"
#define NETNS_WIDTH 9

static const char *default_columns(bool all_netns)
{
	unsigned int more = all_netns ? NETNS_WIDTH : 0;
	const char *columns = NETNS NARROWEST_COLUMNS;

	/* Without a terminal, the columns are the same as in earlier versions. */
	if (tcpst_width_terminal() >= WIDE + more)
		columns = NETNS WIDE_COLUMNS;
	else if (tcpst_width_fits(WIDTH + more))
		columns = NETNS COLUMNS;
	else if (tcpst_width_fits(NARROW_WIDTH + more))
		columns = NETNS NARROW_COLUMNS;
	return all_netns ? columns : columns + strlen(NETNS);
}

/* Open the output: lines as they arrive, or groups at the end. */
static int open_output(struct watch *watch, struct tcpst_options *options)
{
	const struct tcpst_group_options by = tcpst_options_groups(options);

	if (options->by)
		return tcpst_groups_open(&watch->groups, &by);
	options->table.steady = true;
	return options->json ? TCPST_OK :
	       tcpst_table_open(&watch->table, &tcpst_event_fields,
				default_columns(options->source.all_netns),
				&options->table);
}

/** tcpst_cmd_watch() - show transitions as they happen, or groups of them */
int tcpst_cmd_watch(struct tcpst_options *options)
{
	struct watch watch = { .left = options->count };
	struct tcpst_sink sink = {
		.event = take_event,
		.lost = take_lost,
		.resumed = take_resumed,
		.flush = take_flush,
		.arg = &watch,
	};
	struct tcpst_source *source = NULL;
	struct tcpst_query query = { 0 };
	int status;

	options->wanted.filter.types = 1U << TCPST_TRANSITION |
				       (options->notes ? 1U << TCPST_NOTE : 0);
	status = open_output(&watch, options);
	if (!status)
		status = tcpst_source_open(&source, &options->source);
	if (!status) {
		tcpst_stop_catch();
		query = tcpst_options_query(options);
		query.held = true;
		if (tcpst_source_follow(source, &query, &sink) &&
		    !tcpst_stop_asked())
			status = TCPST_FAILED;
		if (watch.groups)
			tcpst_groups_print(watch.groups, status);
		tcpst_table_close(watch.table, status);
		if (status)
			tcpst_fail("%s", tcpst_source_error(source));
	}
	tcpst_groups_close(watch.groups);
	tcpst_source_close(source);
	return status;
}
