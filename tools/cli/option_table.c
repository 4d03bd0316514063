// SPDX-License-Identifier: GPL-2.0
/* All options of all commands. */
#include "cli/option_table.h"
#include <stddef.h>

#include "cli/command.h"
#include "cli/option_keys.h"

#define TABLES (TCPST_LIST | TCPST_WATCH | TCPST_LIVES)
#define STREAMS (TCPST_WATCH | TCPST_LIVES)
#define SORTED (TCPST_LIST | TCPST_LIVES)
#define NOT_WATCH (TCPST_LIST | TCPST_LIVES | TCPST_SHOW | TCPST_STATS | \
		   TCPST_TOP | TCPST_REPORT)
#define EXACT (TCPST_LIST | TCPST_LIVES | TCPST_SHOW | TCPST_REPORT)
#define ALL (NOT_WATCH | TCPST_WATCH)
#define NAMED (TABLES | TCPST_SHOW | TCPST_TOP | TCPST_REPORT)
#define EVERY (ALL | TCPST_EXPORT)

const struct tcpst_option tcpst_option_table[] = {
	{ '4', "ipv4", NULL, TCPST_VALUE_NONE, EVERY, "IPv4 only" },
	{ '6', "ipv6", NULL, TCPST_VALUE_NONE, EVERY, "IPv6 only" },
	{ OPT_ADDR, "addr", "ADDR[/N],...", TCPST_VALUE_ANY, EVERY,
	  "address of either end" },
	{ OPT_PORT, "port", "PORT[-PORT],...", TCPST_VALUE_ANY, EVERY,
	  "port of either end" },
	{ OPT_INITIATOR, "initiator", "END,...", TCPST_VALUE_ANY, EVERY,
	  "initiator: ADDR[/N], :PORT or ADDR:PORT" },
	{ OPT_RESPONDER, "responder", "END,...", TCPST_VALUE_ANY, EVERY,
	  "responder, the same" },
	{ OPT_STATE, "state", "[ROLE:]STATE,...", TCPST_VALUE_STATES, EVERY,
	  "state of either end, or of the one named" },
	{ OPT_ENDPOINT, "endpoint", "ROLE", TCPST_VALUE_ROLE, TCPST_WATCH,
	  "transitions of the initiator, or the responder" },
	{ OPT_ENDPOINT, "endpoint", "ROLE", TCPST_VALUE_ROLE,
	  NOT_WATCH | TCPST_EXPORT,
	  "whose --state: initiator or responder" },
	{ OPT_END, "end", "END,...", TCPST_VALUE_ENDS,
	  EXACT | TCPST_STATS | TCPST_EXPORT,
	  "how it ended: fin, reset, refused, ..." },
	{ OPT_PID, "pid", "PID,...", TCPST_VALUE_ANY, EVERY,
	  "process that connected" },
	{ OPT_COMM, "comm", "COMMAND,...", TCPST_VALUE_ANY, EVERY,
	  "command of that process" },
	{ OPT_FLOW, "flow", "NUMBER,...", TCPST_VALUE_ANY, EVERY,
	  "flows of these numbers" },

	{ 'f', "follow", NULL, TCPST_VALUE_NONE, TCPST_LIVES,
	  "go on with those that end from now on" },
	{ OPT_SINCE, "since", "FROM", TCPST_VALUE_SINCE, STREAMS,
	  "replay the recorder first, from there on:\n"
	  "all, number of a record, 14:30, -10m" },
	{ OPT_SINCE, "since", "FROM", TCPST_VALUE_SINCE,
	  TCPST_STATS | TCPST_REPORT,
	  "of the recorder, only what is from there on:\n"
	  "all (default), number of a record, 14:30, -10m" },
	{ OPT_NOTES, "notes", NULL, TCPST_VALUE_NONE, TCPST_WATCH,
	  "segments of note that change no state, too" },
	{ OPT_DURATION, "duration", "TIME", TCPST_VALUE_ANY, STREAMS,
	  "stop after TIME, of a capture its own: 10s, 5m" },
	{ OPT_INTERVAL, "interval", "TIME", TCPST_VALUE_ANY, TCPST_TOP,
	  "look every so often: 1s (default), 500ms" },
	{ OPT_SORT, "sort", "[-]COLUMN,...", TCPST_VALUE_SORT, SORTED,
	  "sorted by these columns; after - downwards" },
	{ OPT_COUNT, "count", "N", TCPST_VALUE_ANY, TABLES,
	  "stop after N lines" },

	{ OPT_JSON, "json", NULL, TCPST_VALUE_NONE,
	  TABLES | TCPST_SHOW | TCPST_STATS,
	  "JSON Lines: one object a line, every member" },
	{ 'o', "output", "[+]COLUMN,...", TCPST_VALUE_COLUMNS, TABLES,
	  "these columns, or these as well (+)" },
	{ 'o', "output", "FILE", TCPST_VALUE_FILE, TCPST_REPORT,
	  "write the page there (-: standard output)" },
	{ OPT_LIST_COLUMNS, "list-columns", NULL, TCPST_VALUE_NONE, TABLES,
	  "say which columns there are" },
	{ OPT_RAW, "raw", NULL, TCPST_VALUE_NONE, TABLES,
	  "one blank between columns, others escaped" },
	{ OPT_CSV, "csv", NULL, TCPST_VALUE_NONE, TABLES,
	  "comma-separated values (RFC 4180)" },
	{ OPT_NOHEADINGS, "noheadings", NULL, TCPST_VALUE_NONE, TABLES,
	  "no line of headings" },
	{ OPT_BYTES, "bytes", NULL, TCPST_VALUE_NONE, EXACT,
	  "sizes in octets, not rounded" },
	{ OPT_NS, "ns", NULL, TCPST_VALUE_NONE,
	  EXACT | TCPST_STATS,
	  "durations in nanoseconds, not rounded" },
	{ OPT_TIME, "time", "FORM", TCPST_VALUE_TIME,
	  TABLES | TCPST_SHOW | TCPST_REPORT,
	  "times as local (default), iso, ns" },
	{ OPT_ABSOLUTE, "absolute", NULL, TCPST_VALUE_NONE,
	  TCPST_WATCH | TCPST_SHOW | TCPST_TOP | TCPST_REPORT,
	  "sequence numbers as they were sent" },
	{ 'n', "numeric", NULL, TCPST_VALUE_NONE, NAMED,
	  "addresses and ports as numbers (default)" },
	{ OPT_RESOLVE, "resolve", NULL, TCPST_VALUE_NONE, NAMED,
	  "names of hosts and services" },
	{ OPT_COLOR, "color", "WHEN", TCPST_VALUE_WHEN, TABLES | TCPST_SHOW | TCPST_TOP,
	  "auto (on a terminal), always, never" },

	{ OPT_LISTEN, "listen", "ADDR:PORT", TCPST_VALUE_ANY, TCPST_EXPORT,
	  "prometheus: answer GET /metrics there" },
	{ OPT_TO, "to", "HOST:PORT", TCPST_VALUE_ANY, TCPST_EXPORT,
	  "ipfix: the collector" },
	{ OPT_TCP, "tcp", NULL, TCPST_VALUE_NONE, TCPST_EXPORT,
	  "ipfix: by TCP (default)" },
	{ OPT_UDP, "udp", NULL, TCPST_VALUE_NONE, TCPST_EXPORT,
	  "ipfix: by UDP" },
	{ OPT_PEN, "pen", "NUMBER", TCPST_VALUE_ANY, TCPST_EXPORT,
	  "ipfix: enterprise that our elements are under\n"
	  "(default 32473, that of examples, RFC 5612)" },
	{ OPT_QUEUE, "queue", "N", TCPST_VALUE_ANY, TCPST_EXPORT,
	  "ipfix: flows kept for a collector that is down\n"
	  "(default 65536)" },

	{ OPT_SVG, "svg", "FILE", TCPST_VALUE_FILE, TCPST_SHOW,
	  "draw the ladder as SVG (-: standard output)" },
	{ 'r', "read", "FILE", TCPST_VALUE_FILE, EVERY,
	  "read a capture (-: standard input); several, or\n"
	  "a directory of them, in the order of time" },
	{ OPT_NO_CHECKSUM, "no-checksum", NULL, TCPST_VALUE_NONE, EVERY,
	  "... segments with a wrong checksum, too" },
	{ OPT_TUNNELS, "tunnels", NULL, TCPST_VALUE_NONE, EVERY,
	  "... connections inside of tunnels, too" },
	{ OPT_NETNS, "netns", "NAME|PID|PATH", TCPST_VALUE_NETNS, EVERY,
	  "in that network namespace" },
	{ 'h', "help", NULL, TCPST_VALUE_NONE, EVERY, "say this" },
	{ 'V', "version", NULL, TCPST_VALUE_NONE, EVERY, "say the version" },
};

const unsigned int tcpst_option_count =
	sizeof(tcpst_option_table) / sizeof(tcpst_option_table[0]);

_Static_assert(sizeof(tcpst_option_table) / sizeof(tcpst_option_table[0]) <=
	       TCPST_OPTIONS_MAX, "options");
