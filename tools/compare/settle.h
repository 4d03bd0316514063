/* SPDX-License-Identifier: GPL-2.0 */
/* Correcting the assignment of segments to connections at a place. */
#ifndef TCPST_COMPARE_SETTLE_H
#define TCPST_COMPARE_SETTLE_H

#include "compare/place.h"

void tcpst_place_settle(struct tcpst_place *place);

#endif /* TCPST_COMPARE_SETTLE_H */
