// SPDX-License-Identifier: GPL-2.0
/*
 * What may follow on the command line. The shells ask by
 * `tcpst --complete WORD...`, the last word being the one under way, and get
 * one possible word a line, a tab and what it means; nothing where it is up to
 * the shell, as with names of files.
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "../module/core/names.h"
#include "../module/core/verdict.h"
#include "commands.h"
#include "netns.h"
#include "say.h"

/* Offer @word if it goes on where @begun stops; @before stands before it. */
static void offer(const char *begun, const char *before, const char *word,
		  const char *help)
{
	size_t length = strlen(before);

	if (strncmp(begun, before, length) ||
	    strncmp(begun + length, word, strlen(begun + length)))
		return;
	printf("%s%s\t%.*s\n", before, word, (int)strcspn(help, "\n"), help);
}

/* All of a list but its last item, which is the one under way. */
static void split_list(const char *begun, const char *separators, char *before,
		       size_t size)
{
	size_t at = strlen(begun);

	while (at && !strchr(separators, begun[at - 1]))
		at--;
	snprintf(before, size, "%.*s", (int)at, begun);
}

static void offer_names(const char *begun, const char *before,
			const char *(*name)(unsigned int number),
			unsigned int max)
{
	unsigned int i;

	for (i = 0; i < max; i++)
		offer(begun, before, name(i), "");
}

static void offer_columns(const char *begun,
			  const struct tcpst_columns *columns)
{
	char before[256];
	unsigned int i;

	split_list(begun, "+,", before, sizeof(before));
	for (i = 0; columns && i < columns->n; i++)
		offer(begun, before, columns->column[i].name,
		      columns->column[i].help);
}

static void offer_netns(const char *begun)
{
	DIR *dir = opendir(TCPST_NETNS_DIR);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			offer(begun, "", entry->d_name, "");
	if (dir)
		closedir(dir);
}

static void offer_value(const char *begun, enum tcpst_value value,
			const struct tcpst_command *command)
{
	char before[256];

	switch (value) {
	case TCPST_VALUE_COLUMNS:
		offer_columns(begun, command->columns);
		break;
	case TCPST_VALUE_STATES:
		split_list(begun, ":,", before, sizeof(before));
		offer_names(begun, before, tcps_state_name, TCPS_STATE_MAX);
		break;
	case TCPST_VALUE_ENDS:
		split_list(begun, ",", before, sizeof(before));
		offer_names(begun, before, tcps_end_name, TCPS_END_MAX);
		break;
	case TCPST_VALUE_ROLE:
		offer_names(begun, "", tcps_role_name, TCPS_ROLE_NONE);
		break;
	case TCPST_VALUE_TIME:
		offer(begun, "", "local", "time of this machine's zone");
		offer(begun, "", "iso", "date, time and zone, to the nanosecond");
		offer(begun, "", "ns", "nanoseconds since the epoch");
		break;
	case TCPST_VALUE_WHEN:
		offer(begun, "", "auto", "on a terminal");
		offer(begun, "", "always", "");
		offer(begun, "", "never", "");
		break;
	case TCPST_VALUE_SINCE:
		offer(begun, "", "all", "all the recorder holds");
		break;
	case TCPST_VALUE_NETNS:
		offer_netns(begun);
		break;
	default:
		break;
	}
}

static void offer_options(const char *begun,
			  const struct tcpst_command *command)
{
	unsigned int i;

	for (i = 0; i < tcpst_option_count; i++) {
		const struct tcpst_option *option = &tcpst_option_table[i];

		if (option->commands & command->id)
			offer(begun, "--", option->name, option->help);
	}
}

/* The option of the command that @word is, if it takes an argument. */
static const struct tcpst_option *taker(const char *word,
					const struct tcpst_command *command)
{
	unsigned int i;

	for (i = 0; i < tcpst_option_count; i++) {
		const struct tcpst_option *option = &tcpst_option_table[i];

		if (!option->argument || !(option->commands & command->id))
			continue;
		if (!strncmp(word, "--", 2) && !strcmp(word + 2, option->name))
			return option;
		if (word[0] == '-' && word[1] == option->key && !word[2])
			return option;
	}
	return NULL;
}

static void offer_commands(const char *begun)
{
	unsigned int i;

	for (i = 0; i < tcpst_command_count; i++)
		offer(begun, "", tcpst_commands[i].name,
		      tcpst_commands[i].help);
}

static void offer_exports(const char *begun)
{
	offer(begun, "", "prometheus", "metrics to be scraped");
	offer(begun, "", "ipfix", "flow records for a collector");
}

/**
 * tcpst_complete() - print what the word under way may become
 * @argc: words after tcpst
 * @argv: the words; the last, maybe empty, is under way
 */
int tcpst_complete(int argc, char **argv)
{
	const struct tcpst_command *command = tcpst_command_find("list");
	const struct tcpst_option *pending = NULL;
	bool named = false;
	int i;

	for (i = 0; i + 1 < argc; i++) {
		const struct tcpst_command *found;

		if (pending) {
			pending = NULL;
			continue;
		}
		pending = taker(argv[i], command);
		found = tcpst_command_find(argv[i]);
		if (found && !named) {
			command = found;
			named = true;
		}
	}
	if (argc < 1)
		return TCPST_OK;
	if (pending)
		offer_value(argv[argc - 1], pending->value, command);
	else if (argv[argc - 1][0] == '-')
		offer_options(argv[argc - 1], command);
	else if (!named)
		offer_commands(argv[argc - 1]);
	else if (command->id == TCPST_EXPORT)
		offer_exports(argv[argc - 1]);
	return tcpst_finish(TCPST_OK);
}
