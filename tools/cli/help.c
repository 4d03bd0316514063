// SPDX-License-Identifier: GPL-2.0
/* Output of --help. */
#include "cli/help.h"

#include <stdio.h>
#include <string.h>

#include "cli/option_table.h"

/**
 * tcpst_help() - print usage
 * @commands: table of commands
 * @command:  the command; NULL: an overview of all
 */
void tcpst_help(const struct tcpst_command *commands,
		const struct tcpst_command *command)
{
	unsigned int i, taken = command ? command->id : TCPST_LIST;

	if (command) {
		printf("Usage: tcpst %s [OPTION]...%s%s\n%s\n\n", command->name,
		       command->operand ? " " : "",
		       command->operand ? command->operand : "",
		       command->help);
	} else {
		puts("Usage: tcpst [COMMAND] [OPTION]...\n"
		     "Show the TCP state of both ends of every connection this host sees.\n");
		for (; commands->name; commands++)
			printf("  %-7s  %s\n", commands->name,
			       commands->help);
		puts("\nFor the options of a command see tcpst help COMMAND. Options of list:\n");
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
