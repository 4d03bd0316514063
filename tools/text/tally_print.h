/* SPDX-License-Identifier: GPL-2.0 */
/* Statistics over flows, as text. */
#ifndef TCPST_TALLY_PRINT_H
#define TCPST_TALLY_PRINT_H

#include <stdio.h>

#include "model/tally.h"
#include "text/format.h"

void tcpst_tally_print(FILE *file, const struct tcpst_tally *tally,
		       const struct tcpst_style *style);

#endif /* TCPST_TALLY_PRINT_H */
