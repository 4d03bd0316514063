/* SPDX-License-Identifier: GPL-2.0 */
/* Unknown words of the command line: error messages with suggestions. */
#ifndef TCPST_UNKNOWN_H
#define TCPST_UNKNOWN_H

#include "cli/options.h"

const char *tcpst_unknown_hint(const struct tcpst_options *options, const char *word);
int tcpst_unknown_command(const struct tcpst_options *options,
			  const struct tcpst_command *commands, const char *name);
int tcpst_unknown_option(int key, char **argv);

#endif /* TCPST_UNKNOWN_H */
