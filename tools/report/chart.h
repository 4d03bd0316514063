/* SPDX-License-Identifier: GPL-2.0 */
/* Charts of a report, as SVG within its page. */
#ifndef TCPST_REPORT_CHART_H
#define TCPST_REPORT_CHART_H

#include "report/report.h"

void tcpst_chart_states(FILE *file, const struct tcpst_series *series,
			const struct tcpst_levels *levels, unsigned int role);
void tcpst_chart_histogram(FILE *file,
			   const struct tcpst_histogram *const histograms[],
			   const char *const names[], unsigned int n);

#endif /* TCPST_REPORT_CHART_H */
