// SPDX-License-Identifier: GPL-2.0
/* Words of the command line that are unknown: the errors, and what was probably meant. */
#include "cli/unknown.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "base/nearest.h"
#include "cli/option_table.h"

/** tcpst_unknown_hint() - how to read a file whose name is given as an argument, or "" */
const char *tcpst_unknown_hint(const struct tcpst_options *options, const char *word)
{
	struct stat file;

	return !options->source.capture && !stat(word, &file) &&
	       S_ISREG(file.st_mode) ?
	       "; use -r FILE to read a capture" : "";
}

/**
 * tcpst_unknown_command() - report a command that there is not
 * @options:  read so far
 * @commands: all there are
 * @name:     as it was typed
 *
 * Return: exit status.
 */
int tcpst_unknown_command(const struct tcpst_options *options,
			  const struct tcpst_command *commands, const char *name)
{
	const char *capture = tcpst_unknown_hint(options, name);
	struct tcpst_nearest nearest = { .meant = name };

	tcpst_nearest_offer(&nearest, "help");
	for (; commands->name; commands++)
		tcpst_nearest_offer(&nearest, commands->name);
	if (*capture || !nearest.found)
		return tcpst_misuse("unknown command '%s'%s", name, capture);
	return tcpst_misuse("unknown command '%s', did you mean %s?", name,
			    nearest.found);
}

static int unknown_name(const char *word, size_t length)
{
	char name[64];
	struct tcpst_nearest nearest = { .meant = name };
	unsigned int i;

	snprintf(name, sizeof(name), "%.*s", (int)length - 2, word + 2);
	for (i = 0; i < tcpst_option_count; i++)
		tcpst_nearest_offer(&nearest, tcpst_option_table[i].name);
	if (!nearest.found)
		return tcpst_misuse("unknown option %s", word);
	return tcpst_misuse("unknown option %s, did you mean --%s?", word,
			    nearest.found);
}

/* Of a long option there is none, or more than one that begins like that. */
static int bad_name(const char *word)
{
	size_t length = strcspn(word, "=");
	char names[256] = "";
	unsigned int i, n = 0;

	for (i = 0; i < tcpst_option_count; i++) {
		const struct tcpst_option *option = &tcpst_option_table[i];
		size_t at = strlen(names);

		/* Those that mean several things are there several times. */
		if (strncmp(option->name, word + 2, length - 2) ||
		    tcpst_option_find(option->key) != option)
			continue;
		snprintf(names + at, sizeof(names) - at, "%s--%s",
			 n++ ? ", " : "", option->name);
	}
	if (n > 1)
		return tcpst_misuse("option %.*s is ambiguous: %s", (int)length, word,
				    names);
	return unknown_name(word, length);
}

/**
 * tcpst_unknown_option() - report an option that getopt_long() does not take
 * @key:  what it returned
 * @argv: as main() got it
 *
 * Return: exit status.
 */
int tcpst_unknown_option(int key, char **argv)
{
	const struct tcpst_option *option = tcpst_option_find(optopt);

	if (key == ':')
		return tcpst_misuse("option %s requires an argument", argv[optind - 1]);
	if (!optopt)
		return bad_name(argv[optind - 1]);
	/* One that there is was given what it does not take. */
	if (option)
		return tcpst_misuse("option --%s does not take an argument", option->name);
	return tcpst_misuse("unknown option -%c", optopt);
}
