/* SPDX-License-Identifier: GPL-2.0 */
/* Octets that are in other segments at the other place, as offload makes them. */
#ifndef TCPST_COMPARE_REGROUP_H
#define TCPST_COMPARE_REGROUP_H

#include "compare/pair.h"

void tcpst_regroup(struct tcpst_pairs *pairs, unsigned int sender);

#endif /* TCPST_COMPARE_REGROUP_H */
