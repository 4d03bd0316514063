/* SPDX-License-Identifier: GPL-2.0 */
/* Comparing places. */
#ifndef TCPST_COMPARE_PATH_H
#define TCPST_COMPARE_PATH_H

#include "compare/comparison.h"

void tcpst_compare(struct tcpst_comparison *comparison);
void tcpst_compare_free(struct tcpst_comparison *comparison);

#endif /* TCPST_COMPARE_PATH_H */
