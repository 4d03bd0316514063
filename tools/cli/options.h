/* SPDX-License-Identifier: GPL-2.0 */
/* The command line. */
#ifndef TCPST_OPTIONS_H
#define TCPST_OPTIONS_H

#include "cli/since.h"
#include "model/match.h"
#include "text/table.h"

/**
 * struct tcpst_export_options - what the command line says to exporters
 * @listen: where to answer Prometheus, NULL: not said
 * @to:     IPFIX collector, NULL: not said
 * @tcp:    by TCP; @udp: by UDP
 * @pen:    Private Enterprise Number, 0: not said
 * @queue:  flows kept for a collector, 0: not said
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
 * struct tcpst_options - what the command line says
 * @command:  what to do
 * @operand:  what stands after it, NULL: nothing
 * @wanted:   filters
 * @filtered: there are any
 * @style:    how things are written
 * @table:    how tables are
 * @json:     JSON Lines instead of text
 * @list_columns: only say which columns there are
 * @help:     only say what options there are
 * @follow:   go on when the recorder has been read
 * @notes:    segments of note, too
 * @since:    from where on
 * @duration: ns after which to stop, of a capture's clock if there is one; 0:
 *            none
 * @interval: ns from one look of top to the next
 * @count:    lines after which to stop, 0: none
 * @sort:     columns in whose order lines are wanted, NULL: as they come
 * @netns:    network namespace: name, process or path; NULL: this one
 * @capture:  file to read instead of asking the kernel; NULL: none
 * @output:   file to write a report into; NULL: standard output
 * @svg:      file to draw a picture into; NULL: none
 * @no_checksum: take segments of it whose checksum is wrong
 * @export:  what exporters are told
 */
struct tcpst_options {
	const struct tcpst_command *command;
	const char *operand;
	struct tcpst_wanted wanted;
	bool filtered;
	struct tcpst_style style;
	struct tcpst_table_options table;
	bool json;
	bool list_columns;
	bool help;
	bool follow;
	bool notes;
	struct tcpst_since since;
	u64 duration;
	u64 interval;
	u64 count;
	const char *sort;
	const char *netns;
	const char *capture;
	const char *output;
	const char *svg;
	bool no_checksum;
	struct tcpst_export_options export;
};

/* What the argument of an option is; completion asks. */
enum tcpst_value {
	TCPST_VALUE_NONE,
	TCPST_VALUE_ANY,
	TCPST_VALUE_FILE,
	TCPST_VALUE_COLUMNS,
	TCPST_VALUE_SORT,
	TCPST_VALUE_STATES,
	TCPST_VALUE_ENDS,
	TCPST_VALUE_ROLE,
	TCPST_VALUE_TIME,
	TCPST_VALUE_WHEN,
	TCPST_VALUE_SINCE,
	TCPST_VALUE_NETNS,
};

/**
 * struct tcpst_option - one option
 * @key:      letter, or a number above all letters
 * @name:     after two hyphens; NULL: only the letter
 * @argument: name of its argument, NULL: it takes none
 * @value:    what the argument is
 * @commands: bits of enum tcpst_command_id that take it
 * @help:     what it does
 */
struct tcpst_option {
	int key;
	const char *name;
	const char *argument;
	enum tcpst_value value;
	unsigned int commands;
	const char *help;
};

#define TCPST_OPTIONS_MAX 64

extern const struct tcpst_option tcpst_option_table[];
extern const unsigned int tcpst_option_count;

int tcpst_options_read(struct tcpst_options *options, int argc, char **argv);
void tcpst_options_help(const struct tcpst_command *command);

#endif /* TCPST_OPTIONS_H */
