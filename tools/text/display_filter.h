/* SPDX-License-Identifier: GPL-2.0 */
/* Wireshark display filter for a flow. */
#ifndef TCPST_DISPLAY_FILTER_H
#define TCPST_DISPLAY_FILTER_H

#include <stdio.h>

#include "model/flow.h"

void tcpst_display_filter_print(FILE *file, const struct tcpst_flow *flow,
				u64 last_ns);

#endif /* TCPST_DISPLAY_FILTER_H */
