/* SPDX-License-Identifier: GPL-2.0 */
/* The fate of segments between places. */
#ifndef TCPST_COMPARE_FATE_H
#define TCPST_COMPARE_FATE_H

#include "compare/comparison.h"

const char *tcpst_fate_name(unsigned int fate);
void tcpst_fate_judge(struct tcpst_comparison *comparison);

#endif /* TCPST_COMPARE_FATE_H */
