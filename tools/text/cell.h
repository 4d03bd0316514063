/* SPDX-License-Identifier: GPL-2.0 */
/* Cells of tables: fields of flows and events as text. */
#ifndef TCPST_CELL_H
#define TCPST_CELL_H

#include "base/cgroup.h"
#include "model/field.h"
#include "text/format.h"

/* Enough for any cell, the longest of which is the path of a control group. */
#define TCPST_CELL_OCTETS TCPST_CGROUP_PATH

/* Kinds of cells, as far as their widths differ. */
enum tcpst_cell {
	TCPST_CELL_TEXT,
	TCPST_CELL_TIME,	/* a point in time: see --time */
	TCPST_CELL_SPAN,	/* a duration: see --ns */
	TCPST_CELL_SIZE,	/* octets: see --bytes */
	TCPST_CELL_END,		/* an address: IPv6 may be cut in the middle */
	TCPST_CELL_STATE,	/* may be abbreviated */
};

enum tcpst_cell tcpst_cell_kind(const struct tcpst_field *field);
bool tcpst_cell_is_right(const struct tcpst_field *field);
bool tcpst_cell_is_number(const struct tcpst_field *field);
unsigned int tcpst_cell_width(const struct tcpst_field *field,
			      const struct tcpst_style *style);
void tcpst_cell_text(char text[TCPST_CELL_OCTETS],
		     const struct tcpst_field *field,
		     const struct tcpst_style *style, const void *item);
const char *tcpst_cell_color(const struct tcpst_field *field, const void *item);

#endif /* TCPST_CELL_H */
