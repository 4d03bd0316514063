/* SPDX-License-Identifier: GPL-2.0 */
/* Storing the options of the command line, with their arguments. */
#ifndef TCPST_OPTION_VALUES_H
#define TCPST_OPTION_VALUES_H

#include "cli/options.h"

int tcpst_option_set(struct tcpst_options *options, int key, const char *text);

#endif /* TCPST_OPTION_VALUES_H */
