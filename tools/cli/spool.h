/* SPDX-License-Identifier: GPL-2.0 */
/* Captures from a pipe that must be read more than once. */
#ifndef TCPST_SPOOL_H
#define TCPST_SPOOL_H

#include "cli/options.h"

bool tcpst_spool_is_pipe(const char *path);
bool tcpst_spool_needed(const struct tcpst_options *options);
int tcpst_spool(struct tcpst_options *options);

#endif /* TCPST_SPOOL_H */
