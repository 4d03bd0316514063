/* SPDX-License-Identifier: GPL-2.0 */
/* The flows of the module's table, in order. */
#ifndef TCPST_TABLE_H
#define TCPST_TABLE_H

#include "model/flow.h"
#include "model/match.h"

struct tcpst_nl;

int tcpst_table_read(struct tcpst_nl *nl, const struct tcpst_wanted *wanted,
		     void (*take)(const struct tcpst_flow *flow, void *arg), void *arg);

#endif /* TCPST_TABLE_H */
