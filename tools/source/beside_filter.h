/* SPDX-License-Identifier: GPL-2.0 */
/* The packets among which all segments of wanted flows are. */
#ifndef TCPST_BESIDE_FILTER_H
#define TCPST_BESIDE_FILTER_H

#include "model/match.h"

/* Space for the longest filter: 16 prefixes of IPv6 and 16 ranges of ports. */
#define TCPST_BESIDE_FILTER 2048

void tcpst_beside_filter(char text[TCPST_BESIDE_FILTER],
			 const struct tcpst_wanted *wanted);

#endif /* TCPST_BESIDE_FILTER_H */
