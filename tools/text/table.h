/* SPDX-License-Identifier: GPL-2.0 */
/* Tables: columns chosen by the user, and any number of lines. */
#ifndef TCPST_TABLE_H
#define TCPST_TABLE_H

#include "text/cell.h"

/* Layouts of tables. */
enum tcpst_layout {
	TCPST_LAYOUT_TABLE,
	TCPST_LAYOUT_RAW,
	TCPST_LAYOUT_CSV,
};

/**
 * struct tcpst_table_options - options of a table
 * @layout:   layout of the output
 * @extra:    further columns on a wide terminal, shown if any line has a value in
 *            them; NULL: none
 * @chosen:   argument of -o: "A,B" or "+A,B"; NULL: the default ones
 * @headings: print a heading
 * @steady:   lines are printed as they arrive: columns keep their width
 * @style:    style of cells
 */
struct tcpst_table_options {
	enum tcpst_layout layout;
	const char *extra;
	const char *chosen;
	bool headings;
	bool steady;
	const struct tcpst_style *style;
};

struct tcpst_table;

int tcpst_table_open(struct tcpst_table **tablep,
		     const struct tcpst_fields *fields, const char *defaults,
		     const struct tcpst_table_options *options);
void tcpst_table_add(struct tcpst_table *table, const void *item);
void tcpst_table_flush(struct tcpst_table *table);
void tcpst_table_close(struct tcpst_table *table, bool failed);
void tcpst_table_explain(const struct tcpst_fields *fields);
int tcpst_table_no_column(const char *option, const struct tcpst_fields *fields,
			  const char *name, size_t length);

#endif /* TCPST_TABLE_H */
