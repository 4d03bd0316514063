/* SPDX-License-Identifier: GPL-2.0 */
/* A report as a self-contained HTML page. */
#ifndef TCPST_REPORT_PAGE_H
#define TCPST_REPORT_PAGE_H

#include "report/report.h"
#include "source/source.h"
#include "text/format.h"

/**
 * struct tcpst_page - contents of a page
 * @report:    the numbers
 * @histories: records of the worst connections, sorted by flow
 * @n:         number of @histories
 * @style:     style of numbers
 * @name:      name of the capture, NULL: the source is the kernel, or has no name
 * @options:   the command line
 * @module:    version of the module, NULL: the source is a capture
 * @counts:    counts of the capture's packets, NULL: the source is the kernel
 * @broken:    why the capture could not be read completely, NULL: no error
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
void tcpst_page_peers(FILE *file, const struct tcpst_page *page);
void tcpst_page_troubles(FILE *file, const struct tcpst_page *page);

/** tcpst_page_count() - write a number, as people read it */
static inline void tcpst_page_count(FILE *file, u64 value)
{
	char text[TCPST_TEXT_SIZE];

	tcpst_format_count(text, value);
	fputs(text, file);
}

#endif /* TCPST_REPORT_PAGE_H */
