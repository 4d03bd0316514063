/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Access to the kernel module by generic netlink. Nothing outside this folder uses
 * libmnl and the wire format.
 *
 * Functions return 0 or a negative errno; then tcpst_nl_error() returns the
 * message for the user.
 */
#ifndef TCPST_NL_H
#define TCPST_NL_H

#include "source/kernel/wire.h"

struct tcpst_nl;

bool tcpst_nl_observed(void);
int tcpst_nl_open(struct tcpst_nl **nlp, const char *netns);
void tcpst_nl_close(struct tcpst_nl *nl);
const char *tcpst_nl_error(const struct tcpst_nl *nl);
const char *tcpst_nl_netns(const struct tcpst_nl *nl);

int tcpst_nl_flows(struct tcpst_nl *nl, const struct tcps_filter *filter,
		   void (*take)(const struct tcpst_flow *flow, void *arg),
		   void *arg, bool *interrupted);
int tcpst_nl_events(struct tcpst_nl *nl, const struct tcps_filter *filter,
		    const u64 *from, const struct tcpst_nl_sink *sink);
int tcpst_nl_stats(struct tcpst_nl *nl, struct tcpst_stats *stats);

int tcpst_nl_listen(struct tcpst_nl *nl);
int tcpst_nl_fd(const struct tcpst_nl *nl);
int tcpst_nl_receive(struct tcpst_nl *nl, const struct tcpst_nl_sink *sink);

#endif /* TCPST_NL_H */
