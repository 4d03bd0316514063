/* SPDX-License-Identifier: GPL-2.0 */
/* Which segments RSTs and challenge ACKs answer, found out from the module's events. */
#ifndef TCPST_ANSWERING_H
#define TCPST_ANSWERING_H

#include "model/query.h"

struct tcpst_answering;

struct tcpst_answering *tcpst_answering_new(const struct tcpst_query *query,
					    const struct tcpst_sink *sink);
struct tcpst_sink tcpst_answering_sink(struct tcpst_answering *answering);
void tcpst_answering_free(struct tcpst_answering *answering);

#endif /* TCPST_ANSWERING_H */
