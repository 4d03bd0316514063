/* SPDX-License-Identifier: GPL-2.0 */
/* Segments whose octets are in other segments at the other place, due to offload. */
#ifndef TCPST_COMPARE_REGROUP_H
#define TCPST_COMPARE_REGROUP_H

#include "compare/pair.h"

void tcpst_regroup(struct tcpst_pairs *pairs, unsigned int sender);

#endif /* TCPST_COMPARE_REGROUP_H */
