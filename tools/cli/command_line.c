// SPDX-License-Identifier: GPL-2.0
/* Parsing the command line by the table of options. */
#include "cli/command_line.h"

#include <getopt.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/diag.h"
#include "cli/conflicts.h"
#include "cli/option_table.h"
#include "cli/option_values.h"
#include "cli/parse.h"
#include "cli/unknown.h"
#include "source/module.h"

/* Options given, by index in the table. */
struct given {
	bool option[TCPST_OPTIONS_MAX];
};

/* Does the command take the option? A key may have several meanings. */
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

/*
 * Apply --endpoint. A transition is about one end, so for watch it is a separate
 * filter; for flows it selects the end of each --state that does not name one
 * itself.
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
			return tcpst_misuse("--endpoint and --state name different ends, and a transition is of one end only");
		return TCPST_OK;
	}
	if (!wanted->any_states)
		return tcpst_misuse("--endpoint requires --state");
	states[role] |= wanted->any_states;
	wanted->any_states = 0;
	*endpoint = 0;
	return TCPST_OK;
}

/* Parse --where, with the command's columns: those of transitions, or of flows. */
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
	int status = check_taken(options, given);

	if (!status)
		status = read_where(options);
	if (!status)
		status = tcpst_conflicts_check(options);
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
	tcpst_misuse_of(options->command->name);
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
	    !(options->command->id == TCPST_SHOW &&
	      (options->filtered || options->follow)))
		return tcpst_misuse("%s requires %s", options->command->name,
				    options->command->requires);
	return TCPST_OK;
}

/*
 * An empty NO_COLOR counts as unset (no-color.org). A terminal that is "dumb", or
 * has no name, does not interpret escape sequences.
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

/* Make the arguments of getopt_long() from the table. */
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

/* Set defaults that depend on several options. */
static void settle(struct tcpst_options *options)
{
	/* Recorded events are of interest, except when following new ones. */
	if (options->since.kind == TCPST_SINCE_NOW &&
	    options->command->id != TCPST_WATCH)
		options->since.kind = TCPST_SINCE_ALL;
	if (!options->source.capture)
		tcpst_since_live(&options->since, options->style.now);
	/* Output for programs does not depend on the locale. */
	if (options->table.layout != TCPST_LAYOUT_TABLE || options->ascii)
		options->style.utf8 = false;
}

/* Keep the words in their original order: getopt() moves options to the front. */
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
 * tcpst_command_line_read() - parse the command line
 * @options:  filled in, even on failure, to be freed by tcpst_command_line_free()
 * @commands: table of commands
 * @argc:     as main() got it
 * @argv:     as main() got it
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 * The default command is list.
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
	/* For errors in options, which are parsed before the command. */
	if (argc > 1 && tcpst_command_find(commands, argv[1]))
		tcpst_misuse_of(argv[1]);
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

/** tcpst_command_line_free() - free the parsed command line */
void tcpst_command_line_free(struct tcpst_options *options)
{
	tcpst_where_free(options->expression);
	free(options->where);
	free(options->argv);
}
