// SPDX-License-Identifier: GPL-2.0
/* The command line: one table feeds the parser, the help and the completion. */
#include "options.h"

#include <getopt.h>
#include <langinfo.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "commands.h"
#include "parse.h"
#include "say.h"

/* Options without a letter. */
enum {
	OPT_JSON = 256,
	OPT_LIST_COLUMNS,
	OPT_RAW,
	OPT_CSV,
	OPT_NOHEADINGS,
	OPT_BYTES,
	OPT_NS,
	OPT_RESOLVE,
	OPT_TIME,
	OPT_COLOR,
	OPT_ABSOLUTE,
	OPT_PORT,
	OPT_ADDR,
	OPT_INITIATOR,
	OPT_RESPONDER,
	OPT_FLOW,
	OPT_STATE,
	OPT_ENDPOINT,
	OPT_END,
	OPT_PID,
	OPT_COMM,
	OPT_SINCE,
	OPT_NOTES,
	OPT_DURATION,
	OPT_COUNT,
	OPT_NETNS,
	OPT_NO_CHECKSUM,
	OPT_SVG,
	OPT_INTERVAL,
	OPT_LISTEN,
	OPT_TO,
	OPT_TCP,
	OPT_UDP,
	OPT_PEN,
	OPT_QUEUE,
};

#define TABLES (TCPST_LIST | TCPST_WATCH | TCPST_LIVES)
#define FLOWS (TCPST_LIST | TCPST_LIVES)
#define STREAMS (TCPST_WATCH | TCPST_LIVES)
#define MANY (TABLES | TCPST_REPORT)
#define CHOICE (MANY | TCPST_TOP)
#define ALL (CHOICE | TCPST_SHOW | TCPST_STATS)
#define SOUGHT (CHOICE | TCPST_EXPORT)
#define EVERY (ALL | TCPST_EXPORT)

const struct tcpst_option tcpst_option_table[] = {
	{ '4', "ipv4", NULL, TCPST_VALUE_NONE, SOUGHT, "IPv4 only" },
	{ '6', "ipv6", NULL, TCPST_VALUE_NONE, SOUGHT, "IPv6 only" },
	{ OPT_ADDR, "addr", "ADDR[/N],...", TCPST_VALUE_ANY, SOUGHT,
	  "address of either end" },
	{ OPT_PORT, "port", "PORT[-PORT],...", TCPST_VALUE_ANY, SOUGHT,
	  "port of either end" },
	{ OPT_INITIATOR, "initiator", "END,...", TCPST_VALUE_ANY, SOUGHT,
	  "initiator: ADDR[/N], :PORT or ADDR:PORT" },
	{ OPT_RESPONDER, "responder", "END,...", TCPST_VALUE_ANY, SOUGHT,
	  "responder, the same" },
	{ OPT_STATE, "state", "[ROLE:]STATE,...", TCPST_VALUE_STATES, TABLES,
	  "state of either end, or of the one named" },
	{ OPT_ENDPOINT, "endpoint", "ROLE", TCPST_VALUE_ROLE, TCPST_WATCH,
	  "transitions of the initiator, or the responder" },
	{ OPT_END, "end", "END,...", TCPST_VALUE_ENDS,
	  FLOWS | TCPST_EXPORT,
	  "how it ended: fin, reset, refused, ..." },
	{ OPT_PID, "pid", "PID", TCPST_VALUE_ANY, FLOWS,
	  "process that connected" },
	{ OPT_COMM, "comm", "COMMAND", TCPST_VALUE_ANY, FLOWS,
	  "command of that process" },
	{ OPT_FLOW, "flow", "NUMBER", TCPST_VALUE_ANY, TABLES,
	  "one flow" },

	{ 'f', "follow", NULL, TCPST_VALUE_NONE, TCPST_LIVES,
	  "go on with those that end from now on" },
	{ OPT_SINCE, "since", "FROM", TCPST_VALUE_SINCE, STREAMS,
	  "replay the recorder first, from there on:\n"
	  "all, number of a record, 14:30, -10m" },
	{ OPT_NOTES, "notes", NULL, TCPST_VALUE_NONE, TCPST_WATCH,
	  "segments of note that change no state, too" },
	{ OPT_DURATION, "duration", "TIME", TCPST_VALUE_ANY, STREAMS,
	  "stop after TIME: 10s, 5m, 2h" },
	{ OPT_INTERVAL, "interval", "TIME", TCPST_VALUE_ANY, TCPST_TOP,
	  "look every so often: 1s (default), 500ms" },
	{ OPT_COUNT, "count", "N", TCPST_VALUE_ANY, STREAMS,
	  "stop after N lines" },

	{ OPT_JSON, "json", NULL, TCPST_VALUE_NONE, ALL,
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
	{ OPT_BYTES, "bytes", NULL, TCPST_VALUE_NONE,
	  FLOWS | TCPST_SHOW | TCPST_REPORT,
	  "sizes in octets, not rounded" },
	{ OPT_NS, "ns", NULL, TCPST_VALUE_NONE,
	  FLOWS | TCPST_SHOW | TCPST_REPORT,
	  "durations in nanoseconds, not rounded" },
	{ OPT_TIME, "time", "FORM", TCPST_VALUE_TIME, MANY | TCPST_SHOW,
	  "times as local (default), iso, ns" },
	{ OPT_ABSOLUTE, "absolute", NULL, TCPST_VALUE_NONE,
	  TCPST_WATCH | TCPST_SHOW | TCPST_REPORT,
	  "sequence numbers as they were sent" },
	{ 'n', "numeric", NULL, TCPST_VALUE_NONE, MANY | TCPST_SHOW,
	  "addresses and ports as numbers (default)" },
	{ OPT_RESOLVE, "resolve", NULL, TCPST_VALUE_NONE, MANY | TCPST_SHOW,
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
	  "read a capture (-: standard input)" },
	{ OPT_NO_CHECKSUM, "no-checksum", NULL, TCPST_VALUE_NONE, EVERY,
	  "... segments with a wrong checksum, too" },
	{ OPT_NETNS, "netns", "NAME|PID|PATH", TCPST_VALUE_NETNS, EVERY,
	  "in that network namespace" },
	{ 'h', "help", NULL, TCPST_VALUE_NONE, EVERY, "say this" },
	{ 'V', "version", NULL, TCPST_VALUE_NONE, EVERY, "say the version" },
};

const unsigned int tcpst_option_count =
	sizeof(tcpst_option_table) / sizeof(tcpst_option_table[0]);

#define OPTIONS_MAX 64

static const struct tcpst_option *option_of(int key)
{
	unsigned int i;

	for (i = 0; i < tcpst_option_count; i++)
		if (tcpst_option_table[i].key == key)
			return &tcpst_option_table[i];
	return NULL;
}

/** tcpst_options_help() - print usage of a command, NULL: of all of them */
void tcpst_options_help(const struct tcpst_command *command)
{
	unsigned int i, taken = command ? command->id : TCPST_LIST;

	if (command) {
		printf("Usage: tcpst %s [OPTION]...%s%s\n%s\n\n", command->name,
		       command->operand ? " " : "",
		       command->operand ? command->operand : "",
		       command->help);
	} else {
		puts("Usage: tcpst [COMMAND] [OPTION]...\n"
		     "The states of both ends of every TCP connection that passes.\n");
		for (i = 0; i < tcpst_command_count; i++)
			printf("  %-6s %-4s  %s\n", tcpst_commands[i].name,
			       tcpst_commands[i].operand ?
			       tcpst_commands[i].operand : "",
			       tcpst_commands[i].help);
		puts("\n`tcpst COMMAND --help` tells the options of a command. Those of list:\n");
	}
	for (i = 0; i < tcpst_option_count; i++) {
		const struct tcpst_option *option = &tcpst_option_table[i];
		char text[64], letter[8] = "    ";
		const char *line = option->help;
		int length;

		if (!(option->commands & taken))
			continue;
		if (option->key < 256)
			snprintf(letter, sizeof(letter), "-%c, ", option->key);
		snprintf(text, sizeof(text), "%s--%s%s%s", letter,
			 option->name, option->argument ? " " : "",
			 option->argument ? option->argument : "");
		printf("  %-30s", text);
		while (line) {
			length = (int)strcspn(line, "\n");
			printf(" %.*s\n", length, line);
			line = line[length] ? line + length + 1 : NULL;
			if (line)
				printf("%32s", "");
		}
	}
}

static int set_time(struct tcpst_options *options, const char *text)
{
	if (!strcmp(text, "local"))
		options->style.time = TCPST_TIME_LOCAL;
	else if (!strcmp(text, "iso"))
		options->style.time = TCPST_TIME_ISO;
	else if (!strcmp(text, "ns"))
		options->style.time = TCPST_TIME_NS;
	else
		return tcpst_misuse("--time takes local, iso or ns, not '%s'",
				    text);
	return TCPST_OK;
}

static int set_color(struct tcpst_options *options, const char *text)
{
	if (!strcmp(text, "always"))
		options->style.color = true;
	else if (!strcmp(text, "never"))
		options->style.color = false;
	else if (strcmp(text, "auto"))
		return tcpst_misuse("--color takes auto, always or never, not '%s'",
				    text);
	return TCPST_OK;
}

static int set_number(u64 *value, const char *option, const char *text)
{
	int status = tcpst_parse_number(option, text, UINT64_MAX, value);

	if (!status && !*value)
		return tcpst_misuse("%s takes a number above 0", option);
	return status;
}

static int set_pid(struct tcps_filter *filter, const char *text)
{
	u64 pid;
	int status = tcpst_parse_number("--pid", text, INT_MAX, &pid);

	filter->pid = (u32)pid;
	return status;
}

static int set_comm(struct tcps_filter *filter, const char *text)
{
	if (!*text || strlen(text) >= sizeof(filter->comm))
		return tcpst_misuse("--comm takes a command of at most %zu octets",
				    sizeof(filter->comm) - 1);
	snprintf(filter->comm, sizeof(filter->comm), "%s", text);
	return TCPST_OK;
}

static int set_export(struct tcpst_export_options *export, int key,
		      const char *text)
{
	u64 pen = 0;
	int status;

	switch (key) {
	case OPT_LISTEN:
		export->listen = text;
		return TCPST_OK;
	case OPT_TO:
		export->to = text;
		return TCPST_OK;
	case OPT_TCP:
		export->tcp = true;
		return TCPST_OK;
	case OPT_UDP:
		export->udp = true;
		return TCPST_OK;
	case OPT_PEN:
		status = tcpst_parse_number("--pen", text, UINT32_MAX, &pen);
		export->pen = (u32)pen;
		return status;
	default:
		return tcpst_parse_number("--queue", text, 1U << 24,
					  &export->queue);
	}
}

static int set_endpoint(struct tcps_filter *filter, const char *text)
{
	u8 role;
	int status = tcpst_parse_role(text, &role);

	filter->endpoint = role + 1;
	return status;
}

static int set_filter(struct tcpst_wanted *wanted, int key, const char *text)
{
	struct tcps_filter *filter = &wanted->filter;

	switch (key) {
	case '4':
		filter->ipv4 = true;
		return TCPST_OK;
	case '6':
		filter->ipv6 = true;
		return TCPST_OK;
	case OPT_ADDR:
		return tcpst_parse_addrs("--addr", text, filter);
	case OPT_PORT:
		return tcpst_parse_ports("--port", text, filter);
	case OPT_INITIATOR:
		return tcpst_parse_ends("--initiator", text,
					TCPS_FILTER_INITIATOR,
					&wanted->end[TCPS_INITIATOR]);
	case OPT_RESPONDER:
		return tcpst_parse_ends("--responder", text,
					TCPS_FILTER_RESPONDER,
					&wanted->end[TCPS_RESPONDER]);
	case OPT_STATE:
		return tcpst_parse_states(text, filter);
	case OPT_ENDPOINT:
		return set_endpoint(filter, text);
	case OPT_END:
		return tcpst_parse_verdicts(text, filter);
	case OPT_PID:
		return set_pid(filter, text);
	case OPT_COMM:
		return set_comm(filter, text);
	default:
		return set_number(&filter->flow, "--flow", text);
	}
}

static int set_output(struct tcpst_options *options, int key,
		      const char *text)
{
	switch (key) {
	case OPT_JSON:
		options->json = true;
		break;
	case 'o':
		options->table.chosen = text;
		options->output = text;
		break;
	case OPT_LIST_COLUMNS:
		options->list_columns = true;
		break;
	case OPT_RAW:
		options->table.layout = TCPST_LAYOUT_RAW;
		break;
	case OPT_CSV:
		options->table.layout = TCPST_LAYOUT_CSV;
		break;
	case OPT_NOHEADINGS:
		options->table.headings = false;
		break;
	case OPT_BYTES:
		options->style.bytes = true;
		break;
	case OPT_NS:
		options->style.ns = true;
		break;
	case OPT_TIME:
		return set_time(options, text);
	case OPT_ABSOLUTE:
		options->style.absolute = true;
		break;
	case 'n':
		options->style.resolve = false;
		break;
	case OPT_RESOLVE:
		options->style.resolve = true;
		break;
	default:
		return set_color(options, text);
	}
	return TCPST_OK;
}

static int set_option(struct tcpst_options *options, int key,
		      const char *text)
{
	switch (key) {
	case 'f':
		options->follow = true;
		return TCPST_OK;
	case OPT_SINCE:
		return tcpst_parse_since(text, options->style.now,
					 &options->since);
	case OPT_NOTES:
		options->notes = true;
		return TCPST_OK;
	case OPT_DURATION:
		return tcpst_parse_duration("--duration", text,
					    &options->duration);
	case OPT_INTERVAL:
		return tcpst_parse_duration("--interval", text,
					    &options->interval);
	case OPT_COUNT:
		return set_number(&options->count, "--count", text);
	case 'r':
		options->capture = text;
		return TCPST_OK;
	case OPT_NO_CHECKSUM:
		options->no_checksum = true;
		return TCPST_OK;
	case OPT_LISTEN:
	case OPT_TO:
	case OPT_TCP:
	case OPT_UDP:
	case OPT_PEN:
	case OPT_QUEUE:
		return set_export(&options->export, key, text);
	case OPT_NETNS:
		options->netns = text;
		return TCPST_OK;
	case OPT_SVG:
		options->svg = text;
		return TCPST_OK;
	case 'h':
		options->help = true;
		return TCPST_OK;
	default:
		if (key == '4' || key == '6' ||
		    (key >= OPT_PORT && key <= OPT_COMM))
			return set_filter(&options->wanted, key, text);
		return set_output(options, key, text);
	}
}

/* Keys given, by the order of the table. */
struct given {
	bool option[OPTIONS_MAX];
};

/* One key may mean different things to different commands. */
static bool takes(const struct tcpst_command *command, int key)
{
	unsigned int i;

	for (i = 0; i < tcpst_option_count; i++)
		if (tcpst_option_table[i].key == key &&
		    (tcpst_option_table[i].commands & command->id))
			return true;
	return false;
}

static int check_taken(const struct tcpst_options *options,
		       const struct given *given)
{
	unsigned int i;

	for (i = 0; i < tcpst_option_count; i++)
		if (given->option[i] &&
		    !takes(options->command, tcpst_option_table[i].key))
			return tcpst_misuse("%s does not take --%s",
					    options->command->name,
					    tcpst_option_table[i].name);
	return TCPST_OK;
}

static int check_sense(const struct tcpst_options *options)
{
	const struct tcps_filter *filter = &options->wanted.filter;

	if (options->json && (options->table.chosen ||
			      options->table.layout != TCPST_LAYOUT_TABLE))
		return tcpst_misuse("--json stands alone: each line has every member");
	if (options->json && options->svg)
		return tcpst_misuse("--json and --svg are two ways to show it: take one");
	if (options->capture && options->netns)
		return tcpst_misuse("--netns has nothing to do with a capture");
	if (options->no_checksum && !options->capture)
		return tcpst_misuse("--no-checksum goes with -r FILE");
	if (options->command->id == TCPST_WATCH &&
	    (filter->states[0] | filter->states[1]))
		return tcpst_misuse("of a transition ask --endpoint ROLE --state STATE");
	return TCPST_OK;
}

static int find_command(struct tcpst_options *options, int argc, char **argv)
{
	const char *name = optind < argc ? argv[optind++] : "list";

	options->command = tcpst_command_find(name);
	if (!options->command)
		return tcpst_misuse("there is no command '%s'", name);
	if (optind < argc && options->command->operand)
		options->operand = argv[optind++];
	if (optind < argc)
		return tcpst_misuse("%s: '%s' is one word too many",
				    options->command->name, argv[optind]);
	if (options->command->operand && !options->operand && !options->help)
		return tcpst_misuse("%s needs a %s", options->command->name,
				    options->command->operand);
	return TCPST_OK;
}

static void set_defaults(struct tcpst_options *options)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	*options = (struct tcpst_options){
		.style = {
			.utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8"),
			.color = isatty(STDOUT_FILENO) && !getenv("NO_COLOR"),
			.now = (u64)now.tv_sec * 1000000000 +
			       (u64)now.tv_nsec,
		},
		.table = { .headings = true },
		.interval = 1000000000,
	};
	options->table.style = &options->style;
}

/* What getopt_long() wants, from the table. */
static void describe(char *letters, struct option *names)
{
	unsigned int i;

	*letters++ = ':';
	for (i = 0; i < tcpst_option_count; i++) {
		const struct tcpst_option *option = &tcpst_option_table[i];

		names[i] = (struct option){
			.name = option->name,
			.has_arg = !!option->argument,
			.val = option->key,
		};
		if (option->key < 256) {
			*letters++ = (char)option->key;
			if (option->argument)
				*letters++ = ':';
		}
	}
	*letters = '\0';
	names[i] = (struct option){ 0 };
}

static int bad_option(int key, char **argv)
{
	if (key == ':')
		return tcpst_misuse("%s needs an argument", argv[optind - 1]);
	if (optopt && optopt < 256)
		return tcpst_misuse("there is no option -%c", optopt);
	return tcpst_misuse("there is no option %s, or it takes no argument",
			    argv[optind - 1]);
}

/**
 * tcpst_options_read() - read the command line
 * @options: filled in
 * @argc:    as main() got it
 * @argv:    as main() got it
 *
 * Return: exit status; unless %TCPST_OK, it has been said what is wrong.
 * Without a command, and nothing else to do, it is list.
 */
int tcpst_options_read(struct tcpst_options *options, int argc, char **argv)
{
	struct option names[OPTIONS_MAX + 1];
	char letters[2 * OPTIONS_MAX + 2];
	struct given given = { 0 };
	int key, status;

	_Static_assert(sizeof(tcpst_option_table) /
		       sizeof(tcpst_option_table[0]) <= OPTIONS_MAX, "options");
	set_defaults(options);
	describe(letters, names);
	opterr = 0;
	while ((key = getopt_long(argc, argv, letters, names, NULL)) != -1) {
		const struct tcpst_option *option = option_of(key);

		if (!option)
			return bad_option(key, argv);
		if (key == 'V') {
			puts("tcpst " TCPST_VERSION);
			exit(tcpst_finish(TCPST_OK));
		}
		given.option[option - tcpst_option_table] = true;
		status = set_option(options, key, optarg);
		if (status)
			return status;
	}
	if (options->help && optind == argc)
		return TCPST_OK;
	status = find_command(options, argc, argv);
	if (!status && !options->help)
		status = check_taken(options, &given);
	if (!status && !options->help)
		status = check_sense(options);
	return status;
}
