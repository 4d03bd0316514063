/* SPDX-License-Identifier: GPL-2.0 */
/* Which of two places is nearer to the initiator. */
#ifndef TCPST_COMPARE_ORDER_H
#define TCPST_COMPARE_ORDER_H

#include "compare/pair.h"

int tcpst_order_find(const struct tcpst_pairs *pairs);

#endif /* TCPST_COMPARE_ORDER_H */
