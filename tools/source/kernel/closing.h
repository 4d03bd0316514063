/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Connections that are closed, but still in TIME-WAIT or subject to a retraction: their
 * verdict is in the table, and later in the recorder.
 */
#ifndef TCPST_CLOSING_H
#define TCPST_CLOSING_H

#include "model/query.h"
#include "source/kernel/netlink.h"

struct tcpst_closing;

struct tcpst_closing *tcpst_closing_new(struct tcpst_nl *nl,
					const struct tcpst_query *query,
					const struct tcpst_sink *sink);
void tcpst_closing_free(struct tcpst_closing *closing);
int tcpst_closing_collect(struct tcpst_closing *closing);
void tcpst_closing_report(struct tcpst_closing *closing);
bool tcpst_closing_ended(struct tcpst_closing *closing,
			 struct tcpst_event *event);
void tcpst_closing_notice(struct tcpst_closing *closing,
			  const struct tcpst_event *event);
u64 tcpst_closing_due(const struct tcpst_closing *closing);

#endif /* TCPST_CLOSING_H */
