// SPDX-License-Identifier: GPL-2.0
/*
 * Tables. Lines are printed in batches, so that a table of any
 * length takes a bounded amount of memory; a column that has been wide once
 * stays so. Lines that come one by one are a stream instead.
 */
#include "text/table.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "text/batch.h"
#include "text/short_state.h"
#include "text/stream.h"
#include "text/width.h"

#define BATCH 1000

/**
 * struct tcpst_table - a table under way
 * @batch:   lines that are pending, unless it is CSV or a stream
 * @stream:  where columns stand, if lines come one by one and people read them
 * @style:   how cells are written
 * @n:       of @column
 * @column:  the columns chosen, in their order
 * @terminal: columns of the terminal, 0: it is none, or one blank is enough
 * @printed: something was printed, the heading at least
 * @headings: the first line names the columns
 * @steady:  the heading stands there before any line
 * @batched: lines are printed in batches
 * @layout:  how it is written
 */
struct tcpst_table {
	struct tcpst_batch batch;
	struct tcpst_stream stream;
	const struct tcpst_style *style;
	unsigned int n;
	const struct tcpst_field *column[TCPST_CHOSEN_MAX];
	unsigned int terminal;
	bool printed;
	bool headings;
	bool steady;
	bool batched;
	enum tcpst_layout layout;
};

static int choose(struct tcpst_table *table,
		  const struct tcpst_fields *fields, const char *list)
{
	while (*list) {
		size_t length = strcspn(list, ",");
		const struct tcpst_field *column =
			tcpst_field_find(fields, list, length);

		if (!column)
			return tcpst_misuse("unknown column '%.*s', see --list-columns",
					    (int)length, list);
		if (table->n == TCPST_CHOSEN_MAX)
			return tcpst_misuse("too many columns");
		table->column[table->n++] = column;
		list += length;
		if (*list)
			list++;
	}
	return table->n ? TCPST_OK : tcpst_misuse("-o requires a column name");
}

static void begin_batches(struct tcpst_table *table)
{
	tcpst_batch_open(&table->batch, table->column, table->n,
			 table->layout == TCPST_LAYOUT_RAW);
	table->batched = true;
	if (table->layout == TCPST_LAYOUT_TABLE)
		table->terminal = tcpst_width_terminal();
}

/* One blank between them: widths are not known, or do not matter. */
static void print_headings(const struct tcpst_table *table)
{
	unsigned int i;

	for (i = 0; i < table->n; i++)
		printf("%s%s", i ? " " : "", table->column[i]->column);
	putchar('\n');
}

/* Where lines are waited for, the heading is not. */
static void head_steady(struct tcpst_table *table)
{
	if (table->printed || !table->headings)
		return;
	if (table->layout == TCPST_LAYOUT_TABLE)
		tcpst_stream_head(&table->stream);
	else
		print_headings(table);
	table->printed = true;
}

/**
 * tcpst_table_open() - begin a table
 * @tablep:   set
 * @fields:   those there are
 * @defaults: those shown unless the user chooses
 * @options:  how it is wanted
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_table_open(struct tcpst_table **tablep,
		     const struct tcpst_fields *fields, const char *defaults,
		     const struct tcpst_table_options *options)
{
	struct tcpst_table *table = tcpst_alloc(1, sizeof(*table));
	const char *chosen = options->chosen ? options->chosen : defaults;
	int status = TCPST_OK;

	*tablep = table;
	table->style = options->style;
	table->headings = options->headings;
	if (*chosen == '+') {
		status = choose(table, fields, defaults);
		chosen++;
	}
	if (!status)
		status = choose(table, fields, chosen);
	table->layout = options->layout;
	table->steady = options->steady && table->layout != TCPST_LAYOUT_CSV;
	if (status)
		return status;
	if (table->steady && table->layout == TCPST_LAYOUT_TABLE)
		tcpst_stream_place(&table->stream, table->column, table->n,
				   table->style);
	else if (table->layout != TCPST_LAYOUT_CSV)
		begin_batches(table);
	return TCPST_OK;
}

/* RFC 4180: what holds a comma, a quote or a line end is quoted. */
static void put_csv(const char *text, bool first)
{
	if (!first)
		putchar(',');
	if (!strpbrk(text, ",\"\r\n")) {
		fputs(text, stdout);
		return;
	}
	putchar('"');
	for (; *text; text++) {
		if (*text == '"')
			putchar('"');
		putchar(*text);
	}
	putchar('"');
}

static void head_csv(struct tcpst_table *table)
{
	unsigned int i;

	if (!table->printed && table->headings) {
		for (i = 0; i < table->n; i++)
			put_csv(table->column[i]->column, !i);
		putchar('\n');
	}
	table->printed = true;
}

static void add_csv(struct tcpst_table *table, const void *item)
{
	char text[TCPST_TEXT_SIZE];
	unsigned int i;

	head_csv(table);
	for (i = 0; i < table->n; i++) {
		tcpst_cell_text(text, table->column[i], table->style, item);
		put_csv(text, !i);
	}
	putchar('\n');
}

static void add_line(struct tcpst_table *table, const void *item)
{
	struct tcpst_style style = *table->style;
	char text[TCPST_TEXT_SIZE];
	unsigned int i;

	style.human = table->layout == TCPST_LAYOUT_TABLE;
	for (i = 0; i < table->n; i++) {
		const struct tcpst_field *column = table->column[i];

		tcpst_cell_text(text, column, &style, item);
		tcpst_batch_add(&table->batch, *text ? text : "-", style.color ?
				tcpst_cell_color(column, item) : NULL);
	}
	if (tcpst_batch_lines(&table->batch) == BATCH)
		tcpst_table_flush(table);
}

/**
 * tcpst_table_add() - add a line
 * @table: the table
 * @item:  what the columns are of; not needed any more afterwards
 */
void tcpst_table_add(struct tcpst_table *table, const void *item)
{
	if (table->layout == TCPST_LAYOUT_CSV) {
		add_csv(table, item);
	} else if (table->batched) {
		add_line(table, item);
	} else {
		head_steady(table);
		tcpst_stream_line(&table->stream, item);
	}
}

/* Of a line, if ends are cut to @limit; what is printed stays as wide as it is. */
static unsigned int line_width(const struct tcpst_table *table,
			       const unsigned int width[TCPST_CHOSEN_MAX],
			       unsigned int limit)
{
	unsigned int i, sum = table->n - 1;

	for (i = 0; i < table->n; i++) {
		bool end = tcpst_cell_kind(table->column[i]) == TCPST_CELL_END;
		unsigned int cell = end && width[i] > limit ? limit : width[i];

		sum += cell > table->batch.width[i] ? cell : table->batch.width[i];
	}
	return sum;
}

static void shorten(struct tcpst_table *table, enum tcpst_cell which,
		    unsigned int limit)
{
	struct tcpst_batch *batch = &table->batch;
	char text[TCPST_TEXT_SIZE];
	unsigned int i, k;

	for (i = 0; i < table->n; i++) {
		if (tcpst_cell_kind(table->column[i]) != which)
			continue;
		for (k = 0; k < tcpst_batch_lines(batch); k++) {
			snprintf(text, sizeof(text), "%s",
				 tcpst_batch_text(batch, k, i));
			if (which == TCPST_CELL_END)
				tcpst_width_cut(text, limit, table->style->utf8);
			tcpst_batch_replace(batch, k, i,
					    which == TCPST_CELL_STATE ?
					    tcpst_state_shorten(text) : text);
		}
	}
}

/*
 * On a terminal that is too narrow, states are written shorter, and if that is not
 * enough IPv6 loses its middle.
 */
static void fit(struct tcpst_table *table)
{
	unsigned int limit = TCPST_WIDTH_END6, width[TCPST_CHOSEN_MAX];

	if (!table->terminal)
		return;
	tcpst_batch_measure(&table->batch, width);
	if (line_width(table, width, UINT_MAX) <= table->terminal)
		return;
	shorten(table, TCPST_CELL_STATE, 0);
	tcpst_batch_measure(&table->batch, width);
	if (line_width(table, width, UINT_MAX) <= table->terminal)
		return;
	/* One more for the mark of a guess. */
	while (limit > TCPST_WIDTH_END4 + 1 &&
	       line_width(table, width, limit) > table->terminal)
		limit--;
	shorten(table, TCPST_CELL_END, limit);
}

static bool is_pending(const struct tcpst_table *table)
{
	return table->batched && table->batch.n;
}

/**
 * tcpst_table_flush() - print the lines that were added
 * @table: the table
 *
 * Where lines are waited for, the first call prints the heading even if there
 * are none yet.
 */
void tcpst_table_flush(struct tcpst_table *table)
{
	if (table->layout == TCPST_LAYOUT_CSV)
		head_csv(table);
	else if (table->steady)
		head_steady(table);
	if (is_pending(table)) {
		fit(table);
		tcpst_batch_print(&table->batch,
				  table->headings && !table->printed);
		table->printed = true;
	}
	tcpst_flush();
}

/**
 * tcpst_table_close() - print what is left and forget the table
 * @table:  the table, or NULL
 * @failed: what it was to show could not be read, or not all of it
 *
 * A table without lines has its heading all the same, unless it failed.
 */
void tcpst_table_close(struct tcpst_table *table, bool failed)
{
	if (!table)
		return;
	if (is_pending(table) || !failed)
		tcpst_table_flush(table);
	if (table->batched && !table->printed && table->headings && !failed)
		print_headings(table);
	tcpst_batch_close(&table->batch);
	free(table);
}

/** tcpst_table_explain() - print what each column holds */
void tcpst_table_explain(const struct tcpst_fields *fields)
{
	unsigned int i;

	for (i = 0; i < fields->n; i++)
		if (fields->field[i].column)
			printf("%-11s  %s\n", fields->field[i].column,
			       fields->field[i].help);
}
