/* SPDX-License-Identifier: GPL-2.0 */
/* Options that make no sense together, or not with this command. */
#ifndef TCPST_CONFLICTS_H
#define TCPST_CONFLICTS_H

#include "cli/options.h"

int tcpst_conflicts_check(const struct tcpst_options *options);

#endif /* TCPST_CONFLICTS_H */
