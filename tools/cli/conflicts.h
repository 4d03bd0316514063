/* SPDX-License-Identifier: GPL-2.0 */
/* Options that cannot be combined, or not used with this command. */
#ifndef TCPST_CONFLICTS_H
#define TCPST_CONFLICTS_H

#include "cli/options.h"

int tcpst_conflicts_check(const struct tcpst_options *options);

#endif /* TCPST_CONFLICTS_H */
