// SPDX-License-Identifier: GPL-2.0
/* The command line: read by the table of options, and checked for sense. */
#include "cli/command_line.h"

#include <getopt.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/diag.h"
#include "cli/option_table.h"
#include "cli/option_values.h"
#include "cli/parse.h"
#include "cli/spool.h"
#include "cli/unknown.h"
#include "source/file.h"
#include "source/module.h"

/* Keys given, by the order of the table. */
struct given {
	bool option[TCPST_OPTIONS_MAX];
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
			return tcpst_misuse("%s does not support --%s",
					    options->command->name,
					    tcpst_option_table[i].name);
	return TCPST_OK;
}

static bool any_pipe(const struct tcpst_source_options *source)
{
	unsigned int i;
	bool any = tcpst_spool_is_pipe(source->capture);

	for (i = 0; i < source->n_more; i++)
		any |= tcpst_spool_is_pipe(source->more[i]) ||
		       !strcmp(source->more[i], "-");
	return any || !strcmp(source->capture, "-");
}

static bool is_addr(const struct tcpst_field *field)
{
	return field->type == TCPST_FIELD_ADDR ||
	       field->type == TCPST_FIELD_ADDR_PORT ||
	       field->type == TCPST_FIELD_COMMUNITY;
}

static bool is_port(const struct tcpst_field *field)
{
	return field->type == TCPST_FIELD_PORT ||
	       field->type == TCPST_FIELD_ADDR_PORT ||
	       field->type == TCPST_FIELD_COMMUNITY;
}

static bool is_joined(const struct tcpst_field *field)
{
	return field->column && !strcmp(field->column, "ZEEKUID");
}

static bool is_netns(const struct tcpst_field *field)
{
	return field->column && !strcmp(field->column, "NETNS");
}

static bool asks_for_addresses(const struct tcpst_options *options)
{
	const struct tcpst_wanted *wanted = &options->wanted;

	return wanted->filter.n_addrs || wanted->end[0].n_addrs ||
	       wanted->end[1].n_addrs || tcpst_where_any(wanted->where, is_addr);
}

static bool asks_for_ports(const struct tcpst_options *options)
{
	const struct tcpst_wanted *wanted = &options->wanted;

	return wanted->filter.n_ports || wanted->end[0].n_ports ||
	       wanted->end[1].n_ports || tcpst_where_any(wanted->where, is_port);
}

static bool reads_file(const struct tcpst_options *options)
{
	return options->source.capture || options->source.interface ||
	       options->command->id == TCPST_COMPARE;
}

/* What begins with the command has nothing of what was before, or of processes. */
static int check_interface(const struct tcpst_options *options)
{
	const struct tcpst_source_options *source = &options->source;

	if (options->duration && !source->interface &&
	    !(options->command->id &
	      (TCPST_WATCH | TCPST_LIVES | TCPST_SAVE)))
		return tcpst_misuse("--duration of %s requires -i INTERFACE",
				    options->command->name);
	if (!source->interface)
		return TCPST_OK;
	if (source->capture)
		return tcpst_misuse("-i cannot be combined with -r");
	if (options->wanted.n_pids || options->wanted.n_comms)
		return tcpst_misuse("--pid and --comm cannot be combined with -i: a capture does not identify processes");
	if (options->since.kind != TCPST_SINCE_NOW)
		return tcpst_misuse("--since cannot be combined with -i: a live capture holds no past events");
	return TCPST_OK;
}

/* Frames lie in captures as they passed. */
static int check_pcap(const struct tcpst_options *options)
{
	const struct tcpst_source_options *source = &options->source;

	if (!options->pcap)
		return TCPST_OK;
	if (!source->capture)
		return tcpst_misuse("--pcap requires a capture, with -r FILE");
	if (tcpst_file_is_recording(source->capture))
		return tcpst_misuse("--pcap requires a capture: a recording holds no frames");
	if (options->follow)
		return tcpst_misuse("--pcap cannot be combined with --follow");
	if (!strcmp(options->pcap, "-") && isatty(STDOUT_FILENO))
		return tcpst_misuse("--pcap - writes a capture to standard output, which is a terminal");
	return TCPST_OK;
}

/* What passes without changing a state is recorded nowhere but in captures. */
static int check_segments(const struct tcpst_options *options)
{
	const char *capture = options->source.capture;

	if (!options->segments)
		return TCPST_OK;
	if (options->json || options->filter)
		return tcpst_misuse("--segments cannot be combined with --json or --filter");
	if (options->source.interface)
		return TCPST_OK;
	if (!capture || tcpst_file_is_recording(capture))
		return tcpst_misuse("--segments requires a capture (-r FILE or -i INTERFACE): %s holds only segments that change a state, or are notable",
				    capture ? "a recording" : "the module's recorder");
	return TCPST_OK;
}

static int check_netns(const struct tcpst_options *options)
{
	const struct tcpst_source_options *source = &options->source;

	if (source->capture && source->netns)
		return tcpst_misuse("--netns cannot be combined with -r");
	if (!source->all_netns && tcpst_where_any(options->wanted.where, is_netns))
		return tcpst_misuse("NETNS can only be compared with --all-netns");
	if (!source->all_netns)
		return TCPST_OK;
	if (source->netns)
		return tcpst_misuse("--all-netns cannot be combined with --netns");
	if (source->capture || source->interface)
		return tcpst_misuse("--all-netns cannot be combined with -r or -i");
	return TCPST_OK;
}

static int check_sense(const struct tcpst_options *options)
{
	int status = check_segments(options);

	if (!status)
		status = check_netns(options);
	if (status)
		return status;
	if (options->json && (options->table.chosen ||
			      options->table.layout != TCPST_LAYOUT_TABLE))
		return tcpst_misuse("--json cannot be combined with -o, --raw or --csv");
	if (options->command->fields && options->table.chosen &&
	    !strcmp(options->table.chosen, "+"))
		return tcpst_misuse("-o + requires a column name");
	if (options->filter && (options->json || options->svg))
		return tcpst_misuse("--filter cannot be combined with --json or --svg");
	if (options->style.explain && options->style.quiz)
		return tcpst_misuse("--explain cannot be combined with --quiz: it shows the states that --quiz hides");
	if ((options->style.explain || options->style.quiz) &&
	    (options->json || options->svg || options->filter))
		return tcpst_misuse("--explain and --quiz cannot be combined with --json, --svg or --filter");
	if (options->json && options->svg)
		return tcpst_misuse("--json and --svg are mutually exclusive");
	if (options->command->id == TCPST_COMPARE && options->svg &&
	    !options->number)
		return tcpst_misuse("--svg of compare requires --show N");
	if (options->command->id == TCPST_STATS && !options->by &&
	    (options->sort || options->count))
		return tcpst_misuse("--sort and --count of stats require --by");
	if (options->command->id == TCPST_WATCH && !options->by && options->sort)
		return tcpst_misuse("--sort of watch requires --by");
	if (options->command->id == TCPST_SHOW && options->follow &&
	    (options->svg || options->filter))
		return tcpst_misuse("--follow cannot be combined with --svg or --filter");
	if (options->command->id == TCPST_SHOW && options->follow &&
	    tcpst_wanted_fate(&options->wanted))
		return tcpst_misuse("show --follow chooses a connection as it begins: --state, --end and columns that change with time cannot be used for that");
	if (options->by && options->follow)
		return tcpst_misuse("--by cannot be combined with --follow");
	if (options->by && !*options->by)
		return tcpst_misuse("--by requires a column name");
	if (options->sort && options->follow)
		return tcpst_misuse("--sort cannot be combined with --follow");
	if (options->source.capture && (options->wanted.n_pids ||
				 options->wanted.n_comms) &&
	    !tcpst_file_is_recording(options->source.capture))
		return tcpst_misuse("--pid and --comm can be combined with -r only for a recording: a capture does not identify processes");
	if (options->source.n_more && any_pipe(&options->source))
		return tcpst_misuse("several captures are merged by time, which requires files, not pipes");
	if (options->source.no_checksum && !reads_file(options))
		return tcpst_misuse("--no-checksum requires -r FILE");
	if (options->source.join && options->source.anonymize)
		return tcpst_misuse("--join cannot be combined with --anonymize: the log has the addresses that are replaced");
	if (tcpst_where_any(options->wanted.where, is_joined))
		return tcpst_misuse("ZEEKUID cannot be compared: connections are selected before the log is searched");
	if (options->source.anonymize && options->style.resolve)
		return tcpst_misuse("--anonymize cannot be combined with --resolve: replaced addresses have no names");
	if (options->source.anonymize && asks_for_addresses(options) &&
	    (options->command->id & (TCPST_SHOW | TCPST_TOP)))
		return tcpst_misuse("%s selects a connection by the address shown, which --anonymize replaces: select it by port or number",
				    options->command->name);
	if (options->source.anonymize_ports && !options->source.anonymize)
		return tcpst_misuse("--anonymize-ports requires --anonymize KEYFILE");
	if (options->source.anonymize_ports && asks_for_ports(options) &&
	    (options->command->id & (TCPST_SHOW | TCPST_TOP)))
		return tcpst_misuse("%s selects a connection by the port shown, which --anonymize-ports replaces: select it by number",
				    options->command->name);
	if (options->source.tunnels && !reads_file(options))
		return tcpst_misuse("--tunnels requires -r FILE");
	/* report keeps the data of a pipe, because it reads everything twice. */
	if (options->since.kind == TCPST_SINCE_AGO &&
	    options->command->id != TCPST_REPORT && tcpst_spool_needed(options))
		return tcpst_misuse("--since -TIME is relative to the end of the capture, which is not known in advance for a pipe: use a file");
	return TCPST_OK;
}

/*
 * A file that is written into is emptied first, and then there is no capture to
 * read any more. It may have another name, or be a link.
 */
static int check_file(const char *capture, const char *output)
{
	struct stat from, to;
	int error;

	if (!capture || !output || stat(output, &to) || !S_ISREG(to.st_mode))
		return TCPST_OK;
	error = strcmp(capture, "-") ? stat(capture, &from) :
				       fstat(STDIN_FILENO, &from);
	if (error || from.st_dev != to.st_dev || from.st_ino != to.st_ino)
		return TCPST_OK;
	return tcpst_misuse("%s is the file being read and would be overwritten",
			    output);
}

static int check_files(const struct tcpst_source_options *source,
		       const char *output)
{
	int status = check_file(source->capture, output);
	unsigned int i;

	for (i = 0; i < source->n_more && !status; i++)
		status = check_file(source->more[i], output);
	return status;
}

/*
 * Which end a state is asked of. A transition is about one end, so for watch
 * --endpoint is a filter of its own; of a flow it selects whose state is meant
 * where the state itself does not.
 */
static int place_states(struct tcpst_options *options)
{
	struct tcpst_wanted *wanted = &options->wanted;
	u8 *endpoint = &wanted->filter.endpoint;
	u32 *states = wanted->states;
	unsigned int role;

	if (!*endpoint)
		return TCPST_OK;
	role = *endpoint - 1;
	if (options->command->id == TCPST_WATCH) {
		if (states[!role] && !states[role] && !wanted->any_states)
			return tcpst_misuse("--endpoint and --state name different ends, but a transition belongs to one end");
		return TCPST_OK;
	}
	if (!wanted->any_states)
		return tcpst_misuse("--endpoint requires --state");
	states[role] |= wanted->any_states;
	wanted->any_states = 0;
	*endpoint = 0;
	return TCPST_OK;
}

/* Columns are those of the command: of transitions, or of flows. */
static int read_where(struct tcpst_options *options)
{
	struct tcpst_wanted *wanted = &options->wanted;
	unsigned int i;
	int status = TCPST_OK;

	wanted->where_events = options->command->id == TCPST_WATCH;
	for (i = 0; i < options->n_where && !status; i++)
		status = tcpst_parse_where(options->where[i],
					   wanted->where_events ?
					   &tcpst_event_fields :
					   &tcpst_flow_fields,
					   &options->expression);
	wanted->where = options->expression;
	return status;
}

static int check(struct tcpst_options *options, const struct given *given)
{
	const char *output = options->svg;
	int status;

	if (options->command->id == TCPST_REPORT)
		output = options->output;
	else if (options->command->id == TCPST_SAVE)
		output = options->operand;

	status = check_taken(options, given);
	if (!status)
		status = check_interface(options);
	if (!status)
		status = read_where(options);
	if (!status)
		status = check_sense(options);
	if (!status)
		status = check_pcap(options);
	if (!status)
		status = check_files(&options->source, output);
	if (!status)
		status = check_files(&options->source, options->pcap);
	if (!status)
		status = place_states(options);
	return status;
}

static int find_command(struct tcpst_options *options,
			const struct tcpst_command *commands, int argc,
			char **argv)
{
	const char *name = optind < argc ? argv[optind++] : "list";

	if (!strcmp(name, "help")) {
		options->help = true;
		if (optind == argc)
			return TCPST_OK;
		name = argv[optind++];
	}
	options->command = tcpst_command_find(commands, name);
	if (!options->command)
		return tcpst_unknown_command(options, commands, name);
	if (optind < argc && options->command->operand)
		options->operand = argv[optind++];
	if (options->command->id == TCPST_COMPARE) {
		options->others = argv + optind;
		options->n_others = (unsigned int)(argc - optind);
		optind = argc;
	}
	if (optind < argc)
		return tcpst_misuse("%s: unexpected argument '%s'%s",
				    options->command->name, argv[optind],
				    tcpst_unknown_hint(options, argv[optind]));
	if (options->command->operand && !options->operand &&
	    !options->help &&
	    !(options->filtered && options->command->id == TCPST_SHOW))
		return tcpst_misuse("%s: missing argument %s", options->command->name,
				    options->command->operand);
	return TCPST_OK;
}

/*
 * Set to nothing it is as if it were not set (no-color.org). A terminal that is
 * "dumb", or has no name, shows escape sequences as they are.
 */
static bool colors_are_welcome(void)
{
	const char *no_color = getenv("NO_COLOR"), *terminal = getenv("TERM");

	return isatty(STDOUT_FILENO) && (!no_color || !*no_color) &&
	       terminal && *terminal && strcmp(terminal, "dumb");
}

static void set_defaults(struct tcpst_options *options)
{
	*options = (struct tcpst_options){
		.style = {
			.utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8"),
			.color = colors_are_welcome(),
			.now = tcpst_clock_real(),
		},
		.table = { .headings = true },
		.interval = 1000000000,
	};
	options->table.style = &options->style;
}

/* The options for getopt_long(), from the table. */
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

/* What follows from all options together. */
static void settle(struct tcpst_options *options)
{
	/* Recorded events are of interest, except when following new ones. */
	if (options->since.kind == TCPST_SINCE_NOW &&
	    options->command->id != TCPST_WATCH)
		options->since.kind = TCPST_SINCE_ALL;
	if (!options->source.capture)
		tcpst_since_live(&options->since, options->style.now);
	/* What programs read is the same in every locale. */
	if (options->table.layout != TCPST_LAYOUT_TABLE || options->ascii)
		options->style.utf8 = false;
}

/* As they were typed: getopt() moves options to the front. */
static void keep_words(struct tcpst_options *options, int argc, char **argv)
{
	options->argc = argc;
	options->argv = tcpst_alloc((size_t)argc + 1, sizeof(*argv));
	memcpy(options->argv, argv, (size_t)argc * sizeof(*argv));
}

static void print_version(void)
{
	char version[TCPST_MODULE_VERSION];

	puts("tcpst " TCPST_VERSION);
	if (tcpst_module_version(version))
		printf("module tcpstates %s\n", version);
}

/**
 * tcpst_command_line_read() - read the command line
 * @options:  filled in; for tcpst_command_line_free(), however this ends
 * @commands: all there are
 * @argc:     as main() got it
 * @argv:     as main() got it
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 * Without a command, and nothing else to do, it is list.
 */
int tcpst_command_line_read(struct tcpst_options *options,
			    const struct tcpst_command *commands, int argc,
			    char **argv)
{
	struct option names[TCPST_OPTIONS_MAX + 1];
	char letters[2 * TCPST_OPTIONS_MAX + 2];
	struct given given = { 0 };
	int key, status;

	set_defaults(options);
	keep_words(options, argc, argv);
	describe(letters, names);
	opterr = 0;
	while ((key = getopt_long(argc, argv, letters, names, NULL)) != -1) {
		const struct tcpst_option *option = tcpst_option_find(key);

		if (!option)
			return tcpst_unknown_option(key, argv);
		if (key == 'V') {
			print_version();
			exit(tcpst_finish(TCPST_OK));
		}
		given.option[option - tcpst_option_table] = true;
		status = tcpst_option_set(options, key, optarg);
		if (status)
			return status;
	}
	if (options->help && optind == argc)
		return TCPST_OK;
	status = find_command(options, commands, argc, argv);
	if (!status && !options->help)
		status = check(options, &given);
	if (!status && options->command)
		settle(options);
	return status;
}

/** tcpst_command_line_free() - forget what was read of the command line */
void tcpst_command_line_free(struct tcpst_options *options)
{
	tcpst_where_free(options->expression);
	free(options->where);
	free(options->argv);
}
