/* SPDX-License-Identifier: GPL-2.0 */
/* A report as a page of HTML that needs nothing but itself. */
#ifndef TCPST_REPORT_PAGE_H
#define TCPST_REPORT_PAGE_H

#include "report/report.h"
#include "source/source.h"

/**
 * struct tcpst_page - what a page is made of
 * @report:    the numbers
 * @histories: of the worst connections, sorted by flow
 * @n:         of @histories
 * @style:     how numbers are written
 * @name:      of the capture, NULL: it is the kernel, or has none
 * @options:   the command line, and how it is read
 * @module:    version of the module, NULL: it is a capture
 * @counts:    what became of the packets of the capture, NULL: it is the kernel
 * @broken:    why the capture could not be read to its end, NULL: it could
 */
struct tcpst_page {
	const struct tcpst_report *report;
	const struct tcpst_history *histories;
	size_t n;
	const struct tcpst_style *style;
	const char *name;
	const struct tcpst_options *options;
	const char *module;
	const struct tcpst_replay_stats *counts;
	const char *broken;
};

void tcpst_page_write(FILE *file, const struct tcpst_page *page);
void tcpst_page_troubles(FILE *file, const struct tcpst_page *page);

#endif /* TCPST_REPORT_PAGE_H */
