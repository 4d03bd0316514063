/* SPDX-License-Identifier: GPL-2.0 */
/* Finding the place that is nearer to the initiator. */
#ifndef TCPST_COMPARE_ORDER_H
#define TCPST_COMPARE_ORDER_H

#include "compare/pair.h"

int tcpst_order_find(const struct tcpst_pairs *pairs);

#endif /* TCPST_COMPARE_ORDER_H */
