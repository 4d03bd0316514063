/* SPDX-License-Identifier: GPL-2.0 */
/* Parsing the command line by the table of options. */
#ifndef TCPST_COMMAND_LINE_H
#define TCPST_COMMAND_LINE_H

#include "cli/options.h"

int tcpst_command_line_read(struct tcpst_options *options,
			    const struct tcpst_command *commands, int argc,
			    char **argv);
void tcpst_command_line_free(struct tcpst_options *options);

#endif /* TCPST_COMMAND_LINE_H */
