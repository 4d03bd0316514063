/* SPDX-License-Identifier: GPL-2.0 */
/* Histograms of durations, as bars. */
#ifndef TCPST_HISTOGRAM_PRINT_H
#define TCPST_HISTOGRAM_PRINT_H

#include <stdio.h>

#include "model/histogram.h"
#include "text/format.h"

void tcpst_histogram_bound_text(char *text, const struct tcpst_style *style,
				unsigned int bin);
void tcpst_histogram_print(FILE *file, const struct tcpst_histogram *histogram,
			   const struct tcpst_style *style);

#endif /* TCPST_HISTOGRAM_PRINT_H */
