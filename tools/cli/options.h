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
 * @listen: address to serve Prometheus on, NULL: not given
 * @silence: ns between dumps of the flow table for metrics of silence, 0: none
 * @to:     IPFIX collector, NULL: not given
 * @tcp:    use TCP; @udp: use UDP
 * @pen:    Private Enterprise Number, 0: not given
 * @queue:  flows kept for a collector, 0: not given
 */
struct tcpst_export_options {
	const char *listen;
	u64 silence;
	const char *to;
	bool tcp;
	bool udp;
	u32 pen;
	u64 queue;
};

/**
 * struct tcpst_options - the options of the command line
 * @argc:     number of words of the command line
 * @argv:     these words, in their original order
 * @command:  the command
 * @operand:  its operand, NULL: none
 * @others:   further operands; @n_others: number of them
 * @wanted:   filters
 * @where:    arguments of --where, all of which must match; @n_where: number of them
 * @expression: the parsed --where, NULL: none
 * @filtered: there are any filters
 * @style:    style of the output
 * @table:    options of tables
 * @json:     print JSON Lines instead of text
 * @ascii:    print only ASCII, whatever the locale
 * @no_pager: do not use a pager
 * @list_columns: only list the columns
 * @help:     only print the help
 * @follow:   continue after the recorder has been read
 * @notes:    show notes, too
 * @segments: show every segment in the ladder
 * @since:    first event wanted
 * @duration: ns after which to stop, by the clock of the capture if there is one; 0:
 *            no limit
 * @interval: ns between updates of top
 * @count:    number of lines after which to stop, 0: no limit
 * @sort:     columns to sort by, NULL: unsorted
 * @by:       columns to group by, NULL: no groups
 * @source:   source of flows and events
 * @output:   output file of a report; NULL: standard output
 * @number:   number of the connection that compare shows in detail, 0: none
 * @filter:   only print a display filter for Wireshark
 * @svg:      output file of a picture; NULL: none
 * @pcap:     output file for the frames of connections; NULL: none
 * @thresholds: thresholds of check
 * @over:     ns over which check counts flows that ended, 0: not given
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
