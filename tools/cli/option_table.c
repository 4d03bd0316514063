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
/* Options that compare has as well, although it reads only its files. */
#define COMMON (EVERY | TCPST_COMPARE)
#define EVERY (ALL | TCPST_EXPORT | TCPST_CHECK | TCPST_SAVE)
/* Commands that end by themselves; with -i, when the capture ends. */
#define ONCE (TCPST_LIST | TCPST_SHOW | TCPST_STATS | TCPST_REPORT | \
	      TCPST_CHECK | TCPST_EXPORT | TCPST_TOP)
/* Commands that support --state; save would lose parts of connections with it. */
#define BY_STATE (ALL | TCPST_EXPORT | TCPST_CHECK)

const struct tcpst_option tcpst_option_table[] = {
	{ '4', "ipv4", NULL, TCPST_VALUE_NONE, COMMON, "IPv4 only" },
	{ '6', "ipv6", NULL, TCPST_VALUE_NONE, COMMON, "IPv6 only" },
	{ OPT_ADDR, "addr", "ADDR[/N],...", TCPST_VALUE_ANY, COMMON,
	  "address of either end" },
	{ OPT_PORT, "port", "PORT[-PORT],...", TCPST_VALUE_ANY, COMMON,
	  "port of either end" },
	{ OPT_INITIATOR, "initiator", "ENDPOINT,...", TCPST_VALUE_ANY, COMMON,
	  "initiator: ADDR[/N], :PORT or ADDR:PORT" },
	{ OPT_RESPONDER, "responder", "ENDPOINT,...", TCPST_VALUE_ANY, COMMON,
	  "responder, in the same form" },
	{ OPT_STATE, "state", "[ROLE:]STATE,...", TCPST_VALUE_STATES, BY_STATE,
	  "state of either end, or of the given end" },
	{ OPT_ENDPOINT, "endpoint", "ROLE", TCPST_VALUE_ROLE, TCPST_WATCH,
	  "only transitions of the initiator or responder" },
	{ OPT_ENDPOINT, "endpoint", "ROLE", TCPST_VALUE_ROLE,
	  NOT_WATCH | TCPST_EXPORT | TCPST_CHECK,
	  "end that --state is about: initiator, responder" },
	{ OPT_END, "end", "END,...", TCPST_VALUE_ENDS,
	  EXACT | TCPST_STATS | TCPST_EXPORT,
	  "how the connection ended: fin, reset, ..." },
	{ OPT_PID, "pid", "PID,...", TCPST_VALUE_ANY, EVERY,
	  "process at either end, if it runs here" },
	{ OPT_COMM, "comm", "COMMAND,...", TCPST_VALUE_ANY, EVERY,
	  "command of that process" },
	{ OPT_CGROUP, "cgroup", "PATH,...", TCPST_VALUE_CGROUP, EVERY,
	  "control group of either end's socket,\nor one above it" },
	{ OPT_FLOW, "flow", "NUMBER,...", TCPST_VALUE_ANY, EVERY,
	  "flow numbers" },
	{ OPT_WHERE, "where", "EXPRESSION", TCPST_VALUE_WHERE, EVERY,
	  "compare columns, see tcpst(8):\n"
	  "'end!=fin && synleg>100ms && rport in 1-99'" },

	{ 'f', "follow", NULL, TCPST_VALUE_NONE, TCPST_LIVES,
	  "keep running, show connections as they end" },
	{ 'f', "follow", NULL, TCPST_VALUE_NONE, TCPST_SHOW,
	  "draw the ladder while the connection lives;\n"
	  "without FLOW, of the next matching connection" },
	{ OPT_SINCE, "since", "FROM", TCPST_VALUE_SINCE, STREAMS,
	  "first show recorded events since then:\n"
	  "all, a record number, 14:30, -10m" },
	{ OPT_SINCE, "since", "FROM", TCPST_VALUE_SINCE,
	  TCPST_STATS | TCPST_REPORT | TCPST_SAVE,
	  "only use recorded events since then:\n"
	  "all (default), a record number, 14:30, -10m" },
	{ OPT_NOTES, "notes", NULL, TCPST_VALUE_NONE, TCPST_WATCH,
	  "also show notable segments (no transition)" },
	{ OPT_DURATION, "duration", "TIME", TCPST_VALUE_ANY,
	  STREAMS | TCPST_SAVE,
	  "stop after TIME (capture time with -r): 10s, 5m" },
	{ OPT_DURATION, "duration", "TIME", TCPST_VALUE_ANY, ONCE,
	  "with -i: how long to capture: 10s, 5m" },
	{ OPT_INTERVAL, "interval", "TIME", TCPST_VALUE_ANY, TCPST_TOP,
	  "refresh interval: 1s (default), 500ms" },
	{ OPT_SORT, "sort", "[-]COLUMN,...", TCPST_VALUE_SORT, SORTED,
	  "sort by these columns (-COLUMN: descending)" },
	{ OPT_SORT, "sort", "[-]COLUMN,...", TCPST_VALUE_ANY,
	  TCPST_STATS | TCPST_WATCH,
	  "with --by: sort by these (-COLUMN: descending)" },
	{ OPT_BY, "by", "COLUMN[/N],...", TCPST_VALUE_BY,
	  SORTED | TCPST_STATS,
	  "one line per group of equal values, with sums" },
	{ OPT_BY, "by", "COLUMN[/N],...", TCPST_VALUE_BY, TCPST_TOP,
	  "start grouped by these columns (key g)" },
	{ OPT_BY, "by", "COLUMN[/N],...", TCPST_VALUE_BY, TCPST_WATCH,
	  "at the end, one line per group of equal values" },
	{ OPT_COUNT, "count", "N", TCPST_VALUE_ANY, TABLES,
	  "stop after N lines" },
	{ OPT_COUNT, "count", "N", TCPST_VALUE_ANY, TCPST_COMPARE,
	  "show N connections at most" },
	{ OPT_NUMBER, "show", "N", TCPST_VALUE_ANY, TCPST_COMPARE,
	  "show connection N segment by segment" },
	{ OPT_COUNT, "count", "N", TCPST_VALUE_ANY, TCPST_STATS,
	  "with --by: stop after N lines" },

	{ OPT_JSON, "json", NULL, TCPST_VALUE_NONE,
	  TABLES | TCPST_SHOW | TCPST_STATS | TCPST_COMPARE,
	  "JSON Lines: one object per line" },
	{ 'o', "output", "[+]COLUMN,...", TCPST_VALUE_COLUMNS, TABLES,
	  "columns to show, or to add (+)" },
	{ 'o', "output", "FILE", TCPST_VALUE_FILE, TCPST_REPORT,
	  "output file (-: standard output)" },
	{ OPT_LIST_COLUMNS, "list-columns", NULL, TCPST_VALUE_NONE, TABLES,
	  "list the available columns" },
	{ OPT_RAW, "raw", NULL, TCPST_VALUE_NONE, TABLES,
	  "separate columns by one space, escape spaces" },
	{ OPT_CSV, "csv", NULL, TCPST_VALUE_NONE, TABLES,
	  "comma-separated values (RFC 4180)" },
	{ OPT_NOHEADINGS, "noheadings", NULL, TCPST_VALUE_NONE, TABLES,
	  "do not print headings" },
	{ OPT_BYTES, "bytes", NULL, TCPST_VALUE_NONE, EXACT,
	  "exact sizes in octets" },
	{ OPT_NS, "ns", NULL, TCPST_VALUE_NONE,
	  EXACT | TCPST_STATS | TCPST_COMPARE,
	  "exact durations in nanoseconds" },
	{ OPT_TIME, "time", "FORM", TCPST_VALUE_TIME,
	  TABLES | TCPST_SHOW | TCPST_REPORT,
	  "time format: local (default), iso, ns" },
	{ OPT_ABSOLUTE, "absolute", NULL, TCPST_VALUE_NONE,
	  TCPST_WATCH | TCPST_SHOW | TCPST_TOP | TCPST_REPORT,
	  "absolute sequence numbers" },
	{ 'n', "numeric", NULL, TCPST_VALUE_NONE, NAMED,
	  "numeric addresses and ports (default)" },
	{ OPT_RESOLVE, "resolve", NULL, TCPST_VALUE_NONE, NAMED,
	  "resolve host and service names" },
	{ OPT_COLOR, "color", "WHEN", TCPST_VALUE_WHEN, TABLES | TCPST_SHOW | TCPST_TOP,
	  "auto (on a terminal), always, never" },
	{ OPT_ASCII, "ascii", NULL, TCPST_VALUE_NONE,
	  TABLES | TCPST_SHOW | TCPST_STATS | TCPST_TOP | TCPST_COMPARE,
	  "draw lines and arrows in ASCII" },

	{ OPT_NO_PAGER, "no-pager", NULL, TCPST_VALUE_NONE,
	  TCPST_LIVES | TCPST_SHOW | TCPST_COMPARE,
	  "do not use a pager on a terminal" },

	{ OPT_WARN, "warn", "NAME=N[/s],...", TCPST_VALUE_ANY, TCPST_CHECK,
	  "warning at N or more: flows=1000,refused=5/s" },
	{ OPT_CRIT, "crit", "NAME=N[/s],...", TCPST_VALUE_ANY, TCPST_CHECK,
	  "critical at N or more, same syntax" },
	{ OPT_OVER, "over", "TIME", TCPST_VALUE_ANY, TCPST_CHECK,
	  "average rates over TIME: 60s (default)" },

	{ OPT_LISTEN, "listen", "ADDR:PORT", TCPST_VALUE_ANY, TCPST_EXPORT,
	  "prometheus: address to serve /metrics on" },
	{ OPT_SILENCE, "silence", "TIME", TCPST_VALUE_ANY, TCPST_EXPORT,
	  "prometheus: also export how long peers are\n"
	  "silent; dump the flow table every TIME: 30s" },
	{ OPT_TO, "to", "HOST:PORT", TCPST_VALUE_ANY, TCPST_EXPORT,
	  "ipfix: collector" },
	{ OPT_TCP, "tcp", NULL, TCPST_VALUE_NONE, TCPST_EXPORT,
	  "ipfix: use TCP (default)" },
	{ OPT_UDP, "udp", NULL, TCPST_VALUE_NONE, TCPST_EXPORT,
	  "ipfix: use UDP" },
	{ OPT_PEN, "pen", "NUMBER", TCPST_VALUE_ANY, TCPST_EXPORT,
	  "ipfix: Private Enterprise Number\n"
	  "(default 32473, for examples, RFC 5612)" },
	{ OPT_QUEUE, "queue", "N", TCPST_VALUE_ANY, TCPST_EXPORT,
	  "ipfix: flows to queue while collector is down\n"
	  "(default 65536)" },

	{ OPT_SEGMENTS, "segments", NULL, TCPST_VALUE_NONE, TCPST_SHOW,
	  "with -r or -i: an arrow for every segment" },
	{ OPT_SEGMENTS, "segments", NULL, TCPST_VALUE_NONE, TCPST_SAVE,
	  "also record the header of every segment,\n"
	  "without its payload" },
	{ OPT_EXPLAIN, "explain", NULL, TCPST_VALUE_NONE, TCPST_SHOW,
	  "explain each step of the ladder" },
	{ 'v', "verbose", NULL, TCPST_VALUE_NONE, TCPST_SHOW,
	  "with --explain: also what each state means" },
	{ OPT_QUIZ, "quiz", NULL, TCPST_VALUE_NONE, TCPST_SHOW,
	  "hide the states of the ladder and ask for them" },
	{ OPT_ANSWERS, "answers", NULL, TCPST_VALUE_NONE, TCPST_SHOW,
	  "like --quiz, with the answers at the end" },
	{ OPT_FILTER, "filter", NULL, TCPST_VALUE_NONE, TCPST_SHOW,
	  "print only a Wireshark display filter for it" },
	{ OPT_SVG, "svg", "FILE", TCPST_VALUE_FILE, TCPST_SHOW,
	  "draw the ladder as SVG (-: standard output)" },
	{ OPT_SVG, "svg", "FILE", TCPST_VALUE_FILE, TCPST_COMPARE,
	  "with --show: draw it as SVG (-: stdout)" },
	{ OPT_PCAP, "pcap", "FILE", TCPST_VALUE_FILE, SORTED | TCPST_SHOW,
	  "write frames of these connections as pcapng,\n"
	  "with comments (-: to standard output, alone)" },
	{ 'r', "read", "FILE", TCPST_VALUE_FILE, EVERY,
	  "read a capture or recording (-: standard\n"
	  "input); several captures, or a directory of\n"
	  "them, are merged by time" },
	{ 'i', "interface", "INTERFACE", TCPST_VALUE_INTERFACE, EVERY,
	  "capture on it until Ctrl-C or --duration,\n"
	  "without the module, otherwise like -r" },
	{ OPT_NO_CHECKSUM, "no-checksum", NULL, TCPST_VALUE_NONE, COMMON,
	  "also accept segments with a bad checksum" },
	{ OPT_TUNNELS, "tunnels", NULL, TCPST_VALUE_NONE, COMMON,
	  "also show connections inside tunnels" },
	{ OPT_JOIN, "join", "CONN.LOG", TCPST_VALUE_FILE, SORTED | TCPST_SHOW,
	  "look up connections in a Zeek log: ZEEKUID" },
	{ OPT_ANONYMIZE, "anonymize", "KEYFILE", TCPST_VALUE_FILE, COMMON,
	  "replace addresses, using the key in KEYFILE" },
	{ OPT_ANONYMIZE_PORTS, "anonymize-ports", NULL, TCPST_VALUE_NONE,
	  COMMON, "with --anonymize: also replace ports" },
	{ OPT_NETNS, "netns", "NAME|PID|PATH", TCPST_VALUE_NETNS, EVERY,
	  "network namespace to use" },
	{ OPT_ALL_NETNS, "all-netns", NULL, TCPST_VALUE_NONE,
	  TABLES | TCPST_STATS | TCPST_TOP | TCPST_REPORT | TCPST_CHECK,
	  "use all network namespaces, adds column NETNS" },
	{ 'h', "help", NULL, TCPST_VALUE_NONE, COMMON, "show this help" },
	{ 'V', "version", NULL, TCPST_VALUE_NONE, EVERY, "print version" },
};

const unsigned int tcpst_option_count =
	sizeof(tcpst_option_table) / sizeof(tcpst_option_table[0]);

_Static_assert(sizeof(tcpst_option_table) / sizeof(tcpst_option_table[0]) <=
	       TCPST_OPTIONS_MAX, "options");

/** tcpst_option_find() - find the first option with a key, NULL: there is none */
const struct tcpst_option *tcpst_option_find(int key)
{
	unsigned int i;

	for (i = 0; i < tcpst_option_count; i++)
		if (tcpst_option_table[i].key == key)
			return &tcpst_option_table[i];
	return NULL;
}
