// SPDX-License-Identifier: GPL-2.0
/* Unknown words of the command line: error messages with suggestions. */
#include "cli/unknown.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "base/nearest.h"
#include "cli/option_table.h"

/** tcpst_unknown_hint() - a hint to use -r if a word is the name of a file, or "" */
const char *tcpst_unknown_hint(const struct tcpst_options *options, const char *word)
{
	struct stat file;

	return !options->source.capture && !stat(word, &file) &&
	       S_ISREG(file.st_mode) ?
	       "; use -r FILE to read a capture" : "";
}

/**
 * tcpst_unknown_command() - report an unknown command
 * @options:  options so far
 * @commands: table of commands
 * @name:     the unknown command
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

/* Report a long option that is unknown, or an ambiguous abbreviation. */
static int bad_name(const char *word)
{
	size_t length = strcspn(word, "=");
	char names[256] = "";
	unsigned int i, n = 0;

	for (i = 0; i < tcpst_option_count; i++) {
		const struct tcpst_option *option = &tcpst_option_table[i];
		size_t at = strlen(names);

		/* Options with several meanings occur several times. */
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
 * tcpst_unknown_option() - report an option that getopt_long() rejected
 * @key:  return value of getopt_long()
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
	/* A known option was given an argument that it does not take. */
	if (option)
		return tcpst_misuse("option --%s does not take an argument", option->name);
	return tcpst_misuse("unknown option -%c", optopt);
}
