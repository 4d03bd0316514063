/* SPDX-License-Identifier: GPL-2.0 */
/* Summary of a flow. */
#ifndef TCPST_SUMMARY_H
#define TCPST_SUMMARY_H

#include <stdio.h>

#include "text/format.h"

void tcpst_summary_print(FILE *file, const struct tcpst_flow *flow,
			  const struct tcpst_style *style);

#endif /* TCPST_SUMMARY_H */
