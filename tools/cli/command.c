// SPDX-License-Identifier: GPL-2.0
/* Commands by their names. */
#include "cli/command.h"

#include <stddef.h>
#include <string.h>

/** tcpst_command_find() - the command of that name, NULL: there is none */
const struct tcpst_command *
tcpst_command_find(const struct tcpst_command *commands, const char *name)
{
	for (; commands->name; commands++)
		if (!strcmp(commands->name, name))
			return commands;
	return NULL;
}
