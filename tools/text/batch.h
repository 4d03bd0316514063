/* SPDX-License-Identifier: GPL-2.0 */
/* Lines of a table that are laid out, and printed, together. */
#ifndef TCPST_BATCH_H
#define TCPST_BATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "text/cell.h"

/**
 * struct tcpst_batch_cell - a cell
 * @at:    where its text is
 * @width: of its text
 * @color: escape sequence before it, NULL: none
 */
struct tcpst_batch_cell {
	size_t at;
	unsigned int width;
	const char *color;
};

/**
 * struct tcpst_batch - lines that are pending
 * @columns: of a line; @column: what each is
 * @width:   of each column, the headings and what was printed before included
 * @raw:     one blank is between the cells, and none in them
 * @cell:    of all lines, of which there are @n; space for @capacity
 * @text:    of all cells, @used of @size octets
 */
struct tcpst_batch {
	unsigned int columns;
	const struct tcpst_field *const *column;
	unsigned int width[TCPST_CHOSEN_MAX];
	bool raw;
	struct tcpst_batch_cell *cell;
	size_t n;
	size_t capacity;
	char *text;
	size_t used;
	size_t size;
};

void tcpst_batch_open(struct tcpst_batch *batch,
		      const struct tcpst_field *const *column,
		      unsigned int columns, bool raw);
void tcpst_batch_add(struct tcpst_batch *batch, const char *text,
		     const char *color);
unsigned int tcpst_batch_lines(const struct tcpst_batch *batch);
const char *tcpst_batch_text(const struct tcpst_batch *batch,
			     unsigned int line, unsigned int column);
void tcpst_batch_replace(struct tcpst_batch *batch, unsigned int line,
			 unsigned int column, const char *text);
void tcpst_batch_measure(const struct tcpst_batch *batch,
			 unsigned int width[TCPST_CHOSEN_MAX]);
void tcpst_batch_head(const struct tcpst_batch *batch);
void tcpst_batch_print(struct tcpst_batch *batch, bool headings);
void tcpst_batch_close(struct tcpst_batch *batch);

#endif /* TCPST_BATCH_H */
