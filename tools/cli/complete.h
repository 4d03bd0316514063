/* SPDX-License-Identifier: GPL-2.0 */
/* Completion of the command line. */
#ifndef TCPST_COMPLETE_H
#define TCPST_COMPLETE_H

#include "cli/command.h"

int tcpst_complete(const struct tcpst_command *commands, int argc, char **argv);

#endif /* TCPST_COMPLETE_H */
