// SPDX-License-Identifier: GPL-2.0
/*
 * Completion of the command line. Shells call `tcpst --complete WORD...`, whose last
 * word is the one to be completed. The output has one candidate per line, a tab
 * and its description; it is empty if the shell completes the word itself, such
 * as file names.
 */
#include "cli/complete.h"

#include <ctype.h>
#include <dirent.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/cgroup.h"
#include "base/diag.h"
#include "base/netns.h"
#include "cli/complete_flows.h"
#include "cli/option_table.h"
#include "model/field.h"
#include "module/core/names.h"
#include "module/core/verdict.h"

/**
 * struct word - the word to be completed
 * @lead:  its part that is not completed, such as --state=
 * @n:     length of @lead, octets
 * @begun: the rest
 */
struct word {
	const char *lead;
	size_t n;
	const char *begun;
};

static void print(const struct word *word, const char *before,
		  const char *text, const char *help)
{
	printf("%.*s%s%s\t%.*s\n", (int)word->n, word->lead, before, text,
	       (int)strcspn(help, "\n"), help);
}

/* Offer @text if the word is its beginning. */
static void offer(const struct word *word, const char *text, const char *help)
{
	if (!strncmp(word->begun, text, strlen(word->begun)))
		print(word, "", text, help);
}

/*
 * Names may be in upper or lower case, and states with hyphens. They are offered in the
 * way the user began to type them, because most shells require the same prefix.
 */
static void write_alike(char *text, const char *begun)
{
	bool hyphens = strchr(begun, '-'), lines = strchr(begun, '_');

	for (; *text; text++) {
		if (islower((unsigned char)*begun))
			*text = (char)tolower((unsigned char)*text);
		else if (isupper((unsigned char)*begun))
			*text = (char)toupper((unsigned char)*text);
		if (*text == '_' && hyphens)
			*text = '-';
		else if (*text == '-' && lines)
			*text = '_';
	}
}

/* Offer a name in a list, after the items @before. */
static void offer_name(const struct word *word, const char *before,
		       const char *name, const char *help)
{
	const char *begun = word->begun + strlen(before);
	char text[64];

	snprintf(text, sizeof(text), "%s", name);
	write_alike(text, begun);
	if (!strncasecmp(text, begun, strlen(begun)))
		print(word, before, text, help);
}

/* Split a list: @before is all but its last item, which is being completed. */
static void split_list(const char *begun, const char *separators, char *before,
		       size_t size)
{
	size_t at = strlen(begun);

	while (at && !strchr(separators, begun[at - 1]))
		at--;
	snprintf(before, size, "%.*s", (int)at, begun);
}

static void offer_names(const struct word *word, const char *separators,
			const char *(*name)(unsigned int number),
			unsigned int max)
{
	char before[256];
	unsigned int i;

	split_list(word->begun, separators, before, sizeof(before));
	for (i = 0; i < max; i++)
		offer_name(word, before, name(i), "");
}

/* Offer states, and the ends that may precede them. */
static void offer_states(const struct word *word)
{
	char before[256], role[32];
	unsigned int i;

	offer_names(word, ":,", tcps_state_name, TCPS_STATE_MAX);
	split_list(word->begun, ":,", before, sizeof(before));
	if (*before && before[strlen(before) - 1] == ':')
		return;
	for (i = 0; i < TCPS_ROLE_NONE; i++) {
		snprintf(role, sizeof(role), "%s:", tcps_role_name(i));
		offer_name(word, before, role, "of that end only");
	}
}

static void offer_columns(const struct word *word, const char *separators,
			  const struct tcpst_fields *fields)
{
	char before[256];
	unsigned int i;

	split_list(word->begun, separators, before, sizeof(before));
	for (i = 0; fields && i < fields->n; i++)
		if (fields->field[i].column)
			offer_name(word, before, fields->field[i].column,
				   fields->field[i].help);
}

static void offer_interfaces(const struct word *word)
{
	struct if_nameindex *all = if_nameindex(), *at;

	for (at = all; at && at->if_name; at++)
		offer(word, at->if_name, "");
	if (all)
		if_freenameindex(all);
	offer(word, "any", "all of them");
}

static void offer_netns(const struct word *word)
{
	DIR *dir = opendir(TCPST_NETNS_DIR);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			offer(word, entry->d_name, "");
	if (dir)
		closedir(dir);
}

static void offer_cgroup(const char *path, void *arg)
{
	const struct word *word = arg;
	char before[256];

	split_list(word->begun, ",", before, sizeof(before));
	if (!strncmp(path, word->begun + strlen(before),
		     strlen(word->begun + strlen(before))))
		print(word, before, path, "");
}

static void offer_cgroups(const struct word *word)
{
	struct word copy = *word;

	tcpst_cgroup_each(offer_cgroup, &copy);
}

static void offer_value(const struct word *word, enum tcpst_value value,
			const struct tcpst_command *command)
{
	switch (value) {
	case TCPST_VALUE_COLUMNS:
		offer_columns(word, "+,", command->fields);
		break;
	case TCPST_VALUE_WHERE:
		offer_columns(word, " !(&|", command->id == TCPST_WATCH ?
			      &tcpst_event_fields : &tcpst_flow_fields);
		break;
	case TCPST_VALUE_BY:
		offer_columns(word, ",", command->id == TCPST_WATCH ?
			      &tcpst_event_fields : &tcpst_flow_fields);
		break;
	case TCPST_VALUE_SORT:
		offer_columns(word, "-,", command->fields);
		break;
	case TCPST_VALUE_STATES:
		offer_states(word);
		break;
	case TCPST_VALUE_ENDS:
		offer_names(word, ",", tcps_end_name, TCPS_END_MAX);
		break;
	case TCPST_VALUE_ROLE:
		offer_names(word, "", tcps_role_name, TCPS_ROLE_NONE);
		break;
	case TCPST_VALUE_TIME:
		offer(word, "local", "time of this machine's zone");
		offer(word, "iso", "date, time and zone, to the nanosecond");
		offer(word, "ns", "nanoseconds since the epoch");
		break;
	case TCPST_VALUE_WHEN:
		offer(word, "auto", "on a terminal");
		offer(word, "always", "");
		offer(word, "never", "");
		break;
	case TCPST_VALUE_SINCE:
		offer(word, "all", "all the recorder holds");
		break;
	case TCPST_VALUE_NETNS:
		offer_netns(word);
		break;
	case TCPST_VALUE_INTERFACE:
		offer_interfaces(word);
		break;
	case TCPST_VALUE_CGROUP:
		offer_cgroups(word);
		break;
	default:
		break;
	}
}

static void offer_options(const struct word *word,
			  const struct tcpst_command *command)
{
	unsigned int i;

	for (i = 0; i < tcpst_option_count; i++) {
		const struct tcpst_option *option = &tcpst_option_table[i];
		char text[32];

		if (!(option->commands & command->id))
			continue;
		snprintf(text, sizeof(text), "--%s", option->name);
		offer(word, text, option->help);
	}
}

/* Find the command's option @text if it takes an argument. */
static const struct tcpst_option *taker(const char *text, size_t length,
					const struct tcpst_command *command)
{
	unsigned int i;

	for (i = 0; i < tcpst_option_count; i++) {
		const struct tcpst_option *option = &tcpst_option_table[i];

		if (!option->argument || !(option->commands & command->id))
			continue;
		if (length > 2 && !strncmp(text, "--", 2) &&
		    strlen(option->name) == length - 2 &&
		    !strncmp(text + 2, option->name, length - 2))
			return option;
		if (length == 2 && text[0] == '-' && text[1] == option->key)
			return option;
	}
	return NULL;
}

/* Complete --option=VALUE; false: the word is not of that form. */
static bool offer_joined(const char *text, const struct tcpst_command *command)
{
	const char *equals = strchr(text, '=');
	const struct tcpst_option *option;
	struct word word = { .lead = text };

	option = equals ? taker(text, (size_t)(equals - text), command) : NULL;
	if (!option)
		return false;
	word.n = (size_t)(equals + 1 - text);
	word.begun = equals + 1;
	offer_value(&word, option->value, command);
	return true;
}

static void offer_commands(const struct word *word,
			   const struct tcpst_command *commands)
{
	for (; commands->name; commands++)
		offer(word, commands->name, commands->help);
}

static void offer_flow(const char *number, const char *help, void *arg)
{
	offer(arg, number, help);
}

/**
 * struct place - context of the word
 * @command: the command before it, or the default one
 * @named:   there is a command
 * @help:    the command is `help`
 * @pending: option whose argument the word is, NULL: none
 * @operands: number of other words before it
 * @capture: argument of -r, NULL: none
 * @netns:   argument of --netns
 */
struct place {
	const struct tcpst_command *command;
	bool named;
	bool help;
	const struct tcpst_option *pending;
	unsigned int operands;
	const char *capture;
	const char *netns;
};

static void take_argument(struct place *place,
			  const struct tcpst_option *option, const char *text)
{
	if (option->value == TCPST_VALUE_NETNS)
		place->netns = text;
	else if (option->key == 'r')
		place->capture = text;
}

static void take_word(struct place *place, const char *text,
		      const struct tcpst_command *commands)
{
	const char *equals = strchr(text, '=');
	const struct tcpst_command *found;
	const struct tcpst_option *joined;

	if (place->pending) {
		take_argument(place, place->pending, text);
		place->pending = NULL;
		return;
	}
	place->pending = taker(text, strlen(text), place->command);
	joined = equals ? taker(text, (size_t)(equals - text), place->command) :
			  NULL;
	if (joined)
		take_argument(place, joined, equals + 1);
	if (*text == '-')
		return;
	found = tcpst_command_find(commands, text);
	if (place->named || (!found && strcmp(text, "help"))) {
		place->operands++;
		return;
	}
	place->named = true;
	place->help = !found;
	if (found)
		place->command = found;
}

static void offer_exports(const struct word *word)
{
	offer(word, "prometheus", "metrics to be scraped");
	offer(word, "ipfix", "flow records for a collector");
}

/**
 * tcpst_complete() - print the completions of a word
 * @commands: table of commands
 * @argc:     number of words after tcpst
 * @argv:     the words; the last one, which may be empty, is to be completed
 */
int tcpst_complete(const struct tcpst_command *commands, int argc, char **argv)
{
	struct place place = {
		.command = tcpst_command_find(commands, "list"),
	};
	struct word word = { .lead = "" };
	int i;

	for (i = 0; i + 1 < argc; i++)
		take_word(&place, argv[i], commands);
	if (argc < 1)
		return TCPST_OK;
	word.begun = argv[argc - 1];
	if (place.pending) {
		offer_value(&word, place.pending->value, place.command);
	} else if (word.begun[0] == '-') {
		if (!offer_joined(word.begun, place.command))
			offer_options(&word, place.command);
	} else if (!place.named || (place.help && !place.operands)) {
		offer_commands(&word, commands);
		if (!place.named)
			offer(&word, "help", "show the options of a command");
	} else if (place.command->id == TCPST_EXPORT) {
		offer_exports(&word);
	} else if (place.command->id == TCPST_SHOW && !place.operands) {
		tcpst_complete_flows(place.capture, place.netns, offer_flow,
				     &word);
	}
	return tcpst_finish(TCPST_OK);
}
