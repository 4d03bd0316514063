/* SPDX-License-Identifier: GPL-2.0 */
/* Output of --help. */
#ifndef TCPST_HELP_H
#define TCPST_HELP_H

#include "cli/command.h"

void tcpst_help(const struct tcpst_command *commands,
		const struct tcpst_command *command);

#endif /* TCPST_HELP_H */
