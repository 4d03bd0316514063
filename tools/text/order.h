/* SPDX-License-Identifier: GPL-2.0 */
/* Sorting flows by columns. */
#ifndef TCPST_ORDER_H
#define TCPST_ORDER_H

#include "text/table.h"

struct tcpst_order;

int tcpst_order_open(struct tcpst_order **orderp, const char *list, u64 count,
		     const struct tcpst_style *style);
void tcpst_order_add(struct tcpst_order *order, const struct tcpst_flow *flow);
void tcpst_order_take(struct tcpst_order *order,
		      void (*take)(const struct tcpst_flow *flow, void *arg),
		      void *arg);
void tcpst_order_close(struct tcpst_order *order);

#endif /* TCPST_ORDER_H */
