/* SPDX-License-Identifier: GPL-2.0 */
/* Joining flows with Zeek's log of connections. */
#ifndef TCPST_JOIN_H
#define TCPST_JOIN_H

#include "model/flow.h"

struct tcpst_join;

int tcpst_join_open(struct tcpst_join **joinp, const char *path);
void tcpst_join_flow(struct tcpst_join *join, struct tcpst_flow *flow);
void tcpst_join_close(struct tcpst_join *join);

#endif /* TCPST_JOIN_H */
