/* SPDX-License-Identifier: GPL-2.0 */
/* Lines of a table that come one by one: each column has its place. */
#ifndef TCPST_STREAM_H
#define TCPST_STREAM_H

#include "text/cell.h"

/* Columns of a line, at most. */
#define TCPST_CHOSEN_MAX 96

/**
 * struct tcpst_stream - where columns stand, whatever comes
 * @style:  how cells are written
 * @n:      of @column
 * @column: the columns, in their order
 * @width:  of each
 * @wide:   of each, what the widest took for which that was not enough
 * @at:     where each begins
 * @cut:    what is too long an address is cut
 * @short_states: names of states are short, for the terminal is narrow
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
