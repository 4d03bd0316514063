// SPDX-License-Identifier: GPL-2.0
/*
 * Lines of a table that are laid out, and printed, together: a column is as wide as
 * the widest of its cells, and as it was in the batch before.
 */
#include "text/batch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "text/color.h"
#include "text/format.h"
#include "text/width.h"

/**
 * tcpst_batch_open() - begin with no lines
 * @batch:   set
 * @column:  the columns; they have to live as long
 * @columns: how many, %TCPST_CHOSEN_MAX at most
 * @raw:     as of struct tcpst_batch
 */
void tcpst_batch_open(struct tcpst_batch *batch,
		      const struct tcpst_field *const *column,
		      unsigned int columns, bool raw)
{
	unsigned int i;

	*batch = (struct tcpst_batch){
		.columns = columns,
		.column = column,
		.raw = raw,
	};
	for (i = 0; i < columns; i++)
		batch->width[i] = (unsigned int)strlen(column[i]->column);
}

static void reserve(struct tcpst_batch *batch, size_t octets)
{
	if (batch->n == batch->capacity) {
		batch->capacity = batch->capacity ? 2 * batch->capacity : 256;
		batch->cell = tcpst_resize(batch->cell, batch->capacity,
					   sizeof(*batch->cell));
	}
	if (batch->used + octets <= batch->size)
		return;
	while (batch->used + octets > batch->size)
		batch->size = batch->size ? 2 * batch->size : 4096;
	batch->text = tcpst_resize(batch->text, batch->size, 1);
}

/* A name may be of a server that means the terminal harm. */
static void put_text(struct tcpst_batch *batch, struct tcpst_batch_cell *cell,
		     const char *text)
{
	char *to = batch->text + batch->used;

	cell->at = batch->used;
	if (batch->raw)
		memcpy(to, text, strlen(text) + 1);
	else
		tcpst_format_comm(to, text);
	batch->used += strlen(to) + 1;
	cell->width = batch->raw ? 0 : tcpst_width_of(to);
}

/**
 * tcpst_batch_add() - add the next cell of a line
 * @batch: the lines
 * @text:  its text
 * @color: escape sequence before it, NULL: none
 */
void tcpst_batch_add(struct tcpst_batch *batch, const char *text,
		     const char *color)
{
	struct tcpst_batch_cell *cell;

	reserve(batch, strlen(text) + 1);
	cell = &batch->cell[batch->n++];
	cell->color = color;
	put_text(batch, cell, text);
}

/** tcpst_batch_lines() - how many lines are pending */
unsigned int tcpst_batch_lines(const struct tcpst_batch *batch)
{
	return (unsigned int)(batch->n / batch->columns);
}

static struct tcpst_batch_cell *cell_of(const struct tcpst_batch *batch,
					unsigned int line, unsigned int column)
{
	return &batch->cell[(size_t)line * batch->columns + column];
}

/** tcpst_batch_text() - text of a cell, until another is added or replaced */
const char *tcpst_batch_text(const struct tcpst_batch *batch,
			     unsigned int line, unsigned int column)
{
	return batch->text + cell_of(batch, line, column)->at;
}

/** tcpst_batch_replace() - give a cell another text */
void tcpst_batch_replace(struct tcpst_batch *batch, unsigned int line,
			 unsigned int column, const char *text)
{
	reserve(batch, strlen(text) + 1);
	put_text(batch, cell_of(batch, line, column), text);
}

/** tcpst_batch_measure() - the widest of the cells that are pending, by column */
void tcpst_batch_measure(const struct tcpst_batch *batch,
			 unsigned int width[TCPST_CHOSEN_MAX])
{
	const struct tcpst_batch_cell *cell = batch->cell;
	size_t i;

	memset(width, 0, TCPST_CHOSEN_MAX * sizeof(*width));
	for (i = 0; i < batch->n; i++, cell++)
		if (cell->width > width[i % batch->columns])
			width[i % batch->columns] = cell->width;
}

/* What is no blank and can be printed stays; all else is written as a number. */
static void put_raw(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	for (; *at; at++)
		if (*at > ' ' && *at < 0x7f && *at != '\\')
			putc_unlocked(*at, stdout);
		else
			printf("\\x%02x", *at);
}

static void put_blanks(unsigned int n)
{
	while (n--)
		putc_unlocked(' ', stdout);
}

static void put_cell(const struct tcpst_batch *batch, unsigned int column,
		     const char *text, unsigned int width, const char *color)
{
	unsigned int space = batch->width[column] > width ?
			     batch->width[column] - width : 0;
	bool right = tcpst_cell_is_right(batch->column[column]);

	if (column)
		putc_unlocked(' ', stdout);
	if (batch->raw) {
		put_raw(text);
		return;
	}
	if (right)
		put_blanks(space);
	if (color)
		fputs(color, stdout);
	fputs(text, stdout);
	if (color)
		fputs(TCPST_COLOR_RESET, stdout);
	if (!right && column + 1 < batch->columns)
		put_blanks(space);
}

/** tcpst_batch_head() - print the headings */
void tcpst_batch_head(const struct tcpst_batch *batch)
{
	unsigned int i;

	for (i = 0; i < batch->columns; i++) {
		const char *text = batch->column[i]->column;

		put_cell(batch, i, text, (unsigned int)strlen(text), NULL);
	}
	putchar('\n');
}

/**
 * tcpst_batch_print() - print the lines that are pending
 * @batch:    the lines; then there are none
 * @headings: print the headings first
 */
void tcpst_batch_print(struct tcpst_batch *batch, bool headings)
{
	unsigned int width[TCPST_CHOSEN_MAX], i, lines = tcpst_batch_lines(batch);
	const struct tcpst_batch_cell *cell = batch->cell;

	tcpst_batch_measure(batch, width);
	for (i = 0; i < batch->columns; i++)
		if (width[i] > batch->width[i])
			batch->width[i] = width[i];
	if (headings)
		tcpst_batch_head(batch);
	while (lines--) {
		for (i = 0; i < batch->columns; i++, cell++)
			put_cell(batch, i, batch->text + cell->at, cell->width,
				 cell->color);
		putc_unlocked('\n', stdout);
	}
	batch->n = 0;
	batch->used = 0;
}

/** tcpst_batch_close() - give all memory back */
void tcpst_batch_close(struct tcpst_batch *batch)
{
	free(batch->cell);
	free(batch->text);
}
