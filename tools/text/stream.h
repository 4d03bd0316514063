/* SPDX-License-Identifier: GPL-2.0 */
/* Tables whose lines are printed as they arrive, with fixed columns. */
#ifndef TCPST_STREAM_H
#define TCPST_STREAM_H

#include "text/cell.h"

/* Limit of columns. */
#define TCPST_CHOSEN_MAX 96

/**
 * struct tcpst_stream - fixed layout of columns
 * @style:  style of cells
 * @n:      number of @column
 * @column: the columns, in their order
 * @width:  width of each
 * @wide:   of each, width of the widest cell that exceeded @width
 * @at:     position of each
 * @cut:    cut addresses that are too long
 * @short_states: use short names of states, because the terminal is narrow
 */
struct tcpst_stream {
	const struct tcpst_style *style;
	unsigned int n;
	const struct tcpst_field *const *column;
	unsigned int width[TCPST_CHOSEN_MAX];
	unsigned int wide[TCPST_CHOSEN_MAX];
	unsigned int at[TCPST_CHOSEN_MAX];
	bool cut;
	bool short_states;
};

void tcpst_stream_place(struct tcpst_stream *stream,
			const struct tcpst_field *const *columns,
			unsigned int n, const struct tcpst_style *style);
void tcpst_stream_head(struct tcpst_stream *stream);
void tcpst_stream_line(struct tcpst_stream *stream, const void *item);

#endif /* TCPST_STREAM_H */
