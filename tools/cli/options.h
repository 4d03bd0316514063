/* SPDX-License-Identifier: GPL-2.0 */
/* The options of the command line. */
#ifndef TCPST_OPTIONS_H
#define TCPST_OPTIONS_H

#include "cli/command.h"
#include "model/query.h"
#include "model/threshold.h"
#include "source/source.h"
#include "text/group.h"
#include "text/table.h"

/**
 * struct tcpst_export_options - options of exporters
 * @listen: where to answer Prometheus, NULL: not given
 * @to:     IPFIX collector, NULL: not given
 * @tcp:    by TCP; @udp: by UDP
 * @pen:    Private Enterprise Number, 0: not given
 * @queue:  flows kept for a collector, 0: not given
 */
struct tcpst_export_options {
	const char *listen;
	const char *to;
	bool tcp;
	bool udp;
	u32 pen;
	u64 queue;
};

/**
 * struct tcpst_options - the options of the command line
 * @argc:     words of the command line
 * @argv:     these words, as they were typed
 * @command:  what to do
 * @operand:  what stands after it, NULL: nothing
 * @others:   more of that, where there may be several; @n_others: how many
 * @wanted:   filters
 * @where:    expressions, all of which must hold; @n_where: how many
 * @expression: them parsed, NULL: there are none
 * @filtered: there are any filters
 * @style:    how things are written
 * @table:    how tables are
 * @json:     JSON Lines instead of text
 * @ascii:    nothing else, whatever the locale has
 * @no_pager: not through a pager, though it is a terminal
 * @list_columns: only list the columns
 * @help:     only list the options
 * @follow:   go on when the recorder has been read
 * @notes:    notes, too
 * @segments: the ladder is to have every segment
 * @since:    from where on
 * @duration: ns after which to stop, of a capture's clock if there is one; 0:
 *            none
 * @interval: ns from one look of top to the next
 * @count:    lines after which to stop, 0: none
 * @sort:     columns in whose order lines are wanted, NULL: as they come
 * @by:       columns by which flows are put together, NULL: each by itself
 * @source:   where flows and events come from
 * @output:   file to write a report into; NULL: standard output
 * @number:   of the connection that compare shows in detail, 0: none
 * @filter:   a display filter of Wireshark is wanted, nothing else
 * @svg:      file to draw a picture into; NULL: none
 * @pcap:     file to write the frames of connections into; NULL: none
 * @thresholds: what check compares with
 * @over:     ns in which check counts what ended, 0: not given
 * @export:  options of exporters
 */
struct tcpst_options {
	int argc;
	char **argv;
	const struct tcpst_command *command;
	const char *operand;
	char **others;
	unsigned int n_others;
	struct tcpst_wanted wanted;
	const char **where;
	unsigned int n_where;
	struct tcpst_where *expression;
	bool filtered;
	struct tcpst_style style;
	struct tcpst_table_options table;
	bool json;
	bool ascii;
	bool no_pager;
	bool list_columns;
	bool help;
	bool follow;
	bool notes;
	bool segments;
	struct tcpst_since since;
	u64 duration;
	u64 interval;
	u64 count;
	const char *sort;
	const char *by;
	struct tcpst_source_options source;
	const char *output;
	const char *svg;
	const char *pcap;
	u64 number;
	bool filter;
	struct tcpst_thresholds thresholds;
	u64 over;
	struct tcpst_export_options export;
};

/** tcpst_options_groups() - the groups that the command line asks for, with --by */
static inline struct tcpst_group_options
tcpst_options_groups(const struct tcpst_options *options)
{
	return (struct tcpst_group_options){
		.kind = options->command->id == TCPST_WATCH ?
			&tcpst_group_events : &tcpst_group_flows,
		.by = options->by,
		.sort = options->sort,
		.count = options->count,
		.style = &options->style,
		.table = options->json ? NULL : &options->table,
	};
}

/** tcpst_options_query() - the events that the command line asks for */
static inline struct tcpst_query
tcpst_options_query(const struct tcpst_options *options)
{
	return (struct tcpst_query){
		.wanted = &options->wanted,
		.since = options->since,
		.duration = options->duration,
	};
}

#endif /* TCPST_OPTIONS_H */
