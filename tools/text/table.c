// SPDX-License-Identifier: GPL-2.0
/*
 * Tables of columns that the user chooses. Aligned lines are printed in batches, so that
 * memory is bounded for a table of any length. Lines that are printed as they arrive are a
 * stream instead.
 */
#include "text/table.h"
#include "base/alloc.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/diag.h"
#include "text/grid.h"
#include "text/short_state.h"
#include "text/stream.h"
#include "text/width.h"

#define BATCH 1000

/**
 * struct tcpst_table - a table being printed
 * @grid:    the lines in columns, NULL for CSV, raw lines and a stream
 * @stream:  layout of columns, for people if lines are printed as they arrive
 * @style:   style of cells
 * @n:       number of @column
 * @column:  the columns chosen, in their order
 * @extra:   index of the first column that is shown only if there is space
 * @hidden:  of each: it is not shown
 * @terminal: width of the terminal, 0: not a terminal, or columns are not aligned
 * @printed: something was printed, at least the heading
 * @headings: print a heading
 * @steady:  print the heading before any line has arrived
 * @layout:  layout of the output
 */
struct tcpst_table {
	struct tcpst_grid *grid;
	struct tcpst_stream stream;
	const struct tcpst_style *style;
	unsigned int n;
	const struct tcpst_field *column[TCPST_CHOSEN_MAX];
	unsigned int extra;
	bool hidden[TCPST_CHOSEN_MAX];
	unsigned int terminal;
	bool printed;
	bool headings;
	bool steady;
	enum tcpst_layout layout;
};

/**
 * tcpst_table_no_column() - report an unknown column
 * @option: the option that named it, "--sort: ", or ""
 * @fields: the fields
 * @name:   the name that the user gave
 * @length: length of @name
 *
 * Return: %TCPST_USAGE, to exit with.
 */
int tcpst_table_no_column(const char *option, const struct tcpst_fields *fields,
			  const char *name, size_t length)
{
	const char *nearest;
	char column[64];

	snprintf(column, sizeof(column), "%.*s", (int)length, name);
	nearest = tcpst_field_nearest(fields, column);
	if (nearest)
		return tcpst_misuse("%sunknown column '%s', did you mean %s?",
				    option, column, nearest);
	return tcpst_misuse("%sunknown column '%s'; tcpst %s --list-columns lists them",
			    option, column,
			    fields == &tcpst_event_fields ? "watch" : "list");
}

static int choose(struct tcpst_table *table,
		  const struct tcpst_fields *fields, const char *list)
{
	while (*list) {
		size_t length = strcspn(list, ",");
		const struct tcpst_field *column =
			tcpst_field_find(fields, list, length);

		if (!column)
			return tcpst_table_no_column("", fields, list, length);
		if (table->n == TCPST_CHOSEN_MAX)
			return tcpst_misuse("too many columns");
		table->column[table->n++] = column;
		list += length;
		if (*list)
			list++;
	}
	return table->n ? TCPST_OK : tcpst_misuse("-o requires a column name");
}

static void set_up(struct tcpst_table *table)
{
	unsigned int i;

	table->grid = tcpst_grid_new();
	for (i = 0; i < table->n; i++) {
		tcpst_grid_column(table->grid, table->column[i]->column,
				  tcpst_cell_is_right(table->column[i]));
		tcpst_grid_hide(table->grid, i, table->hidden[i]);
	}
	table->terminal = tcpst_width_terminal();
}

/* Separated by one blank: widths are not known, or do not matter. */
static void print_headings(const struct tcpst_table *table)
{
	unsigned int i;

	for (i = 0; i < table->n; i++)
		if (!table->hidden[i])
			printf("%s%s", i ? " " : "", table->column[i]->column);
	putchar('\n');
}

/* Print the heading without waiting for lines. */
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

/* Add the extra columns, hidden until the first lines show their contents and widths. */
static int choose_extra(struct tcpst_table *table, const struct tcpst_fields *fields,
			const struct tcpst_table_options *options)
{
	unsigned int i;
	int status;

	table->extra = table->n;
	if (!options->extra || options->chosen || options->steady ||
	    options->layout != TCPST_LAYOUT_TABLE || !tcpst_width_terminal())
		return TCPST_OK;
	status = choose(table, fields, options->extra);
	for (i = table->extra; i < table->n; i++)
		table->hidden[i] = true;
	return status;
}

/**
 * tcpst_table_open() - begin a table
 * @tablep:   set
 * @fields:   the fields
 * @defaults: columns shown by default
 * @options:  options of the table
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
	if (!status)
		status = choose_extra(table, fields, options);
	table->layout = options->layout;
	table->steady = options->steady && table->layout != TCPST_LAYOUT_CSV;
	if (status)
		return status;
	if (table->steady && table->layout == TCPST_LAYOUT_TABLE)
		tcpst_stream_place(&table->stream, table->column, table->n,
				   table->style);
	else if (table->layout == TCPST_LAYOUT_TABLE)
		set_up(table);
	return TCPST_OK;
}

/* RFC 4180: text with a comma, a quote or a line end is quoted. */
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
	char text[TCPST_CELL_OCTETS];
	unsigned int i;

	head_csv(table);
	for (i = 0; i < table->n; i++) {
		tcpst_cell_text(text, table->column[i], table->style, item);
		put_csv(text, !i);
	}
	putchar('\n');
}

/* For scripts: a cell is one word; other octets than those of words are written as \xHH. */
static void put_raw(const char *text)
{
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c <= ' ' || c > '~' || c == '\\')
			printf("\\x%02x", c);
		else
			putchar(c);
	}
}

static void add_raw(struct tcpst_table *table, const void *item)
{
	char text[TCPST_CELL_OCTETS];
	unsigned int i;

	head_steady(table);
	for (i = 0; i < table->n; i++) {
		tcpst_cell_text(text, table->column[i], table->style, item);
		if (i)
			putchar(' ');
		put_raw(*text ? text : "-");
	}
	putchar('\n');
}

static void add_aligned(struct tcpst_table *table, const void *item)
{
	struct tcpst_style style = *table->style;
	char text[TCPST_CELL_OCTETS];
	unsigned int i;

	style.human = true;
	for (i = 0; i < table->n; i++) {
		const struct tcpst_field *column = table->column[i];

		tcpst_cell_text(text, column, &style, item);
		tcpst_grid_put(table->grid, *text ? text : "-", style.color ?
			       tcpst_cell_color(column, item) : NULL);
	}
	if (tcpst_grid_lines(table->grid) == BATCH)
		tcpst_table_flush(table);
}

/**
 * tcpst_table_add() - add a line
 * @table: the table
 * @item:  a flow or an event; not needed afterwards
 */
void tcpst_table_add(struct tcpst_table *table, const void *item)
{
	if (table->layout == TCPST_LAYOUT_CSV) {
		add_csv(table, item);
	} else if (table->layout == TCPST_LAYOUT_RAW) {
		add_raw(table, item);
	} else if (table->grid) {
		add_aligned(table, item);
	} else {
		head_steady(table);
		tcpst_stream_line(&table->stream, item);
	}
}

/* Width of a line if ends are cut to @limit; columns are never narrower than before. */
static unsigned int line_width(const struct tcpst_table *table, unsigned int limit)
{
	unsigned int i, sum = 0;

	for (i = 0; i < table->n; i++) {
		bool end = tcpst_cell_kind(table->column[i]) == TCPST_CELL_END;
		unsigned int cell = tcpst_grid_widest(table->grid, i);
		unsigned int before = tcpst_grid_width(table->grid, i);

		if (end && cell > limit)
			cell = limit;
		if (!table->hidden[i])
			sum += 1 + (cell > before ? cell : before);
	}
	return sum - 1;
}

static void shorten(struct tcpst_table *table, enum tcpst_cell which,
		    unsigned int limit)
{
	unsigned int lines = tcpst_grid_lines(table->grid), i, k;
	char text[TCPST_CELL_OCTETS];

	for (i = 0; i < table->n; i++) {
		if (tcpst_cell_kind(table->column[i]) != which)
			continue;
		for (k = 0; k < lines; k++) {
			snprintf(text, sizeof(text), "%s",
				 tcpst_grid_cell(table->grid, k, i));
			if (which == TCPST_CELL_END)
				tcpst_width_cut(text, limit, table->style->utf8);
			tcpst_grid_set(table->grid, k, i, which == TCPST_CELL_STATE ?
				       tcpst_state_shorten(text) : text);
		}
	}
}

static bool has_any(const struct tcpst_table *table, unsigned int column)
{
	unsigned int lines = tcpst_grid_lines(table->grid), i;

	for (i = 0; i < lines; i++)
		if (strcmp(tcpst_grid_cell(table->grid, i, column), "-") != 0)
			return true;
	return false;
}

/* The first batch of lines decides; later ones have the same columns. */
static void show_extra(struct tcpst_table *table)
{
	unsigned int i;

	for (i = table->extra; i < table->n && !table->printed; i++) {
		table->hidden[i] = false;
		table->hidden[i] = !has_any(table, i) ||
				   line_width(table, UINT_MAX) > table->terminal;
		tcpst_grid_hide(table->grid, i, table->hidden[i]);
	}
}

/*
 * If the terminal is too narrow, use short names of states; if that is not enough,
 * cut IPv6 addresses in the middle.
 */
static void fit(struct tcpst_table *table)
{
	unsigned int limit = TCPST_WIDTH_END6;

	if (!table->terminal)
		return;
	show_extra(table);
	if (line_width(table, UINT_MAX) <= table->terminal)
		return;
	shorten(table, TCPST_CELL_STATE, 0);
	if (line_width(table, UINT_MAX) <= table->terminal)
		return;
	/* One column more, for the mark of a guess. */
	while (limit > TCPST_WIDTH_END4 + 1 &&
	       line_width(table, limit) > table->terminal)
		limit--;
	shorten(table, TCPST_CELL_END, limit);
}

/**
 * tcpst_table_flush() - print the lines that were added
 * @table: the table
 *
 * If lines are printed as they arrive, the first call prints the heading even if there
 * are no lines yet.
 */
void tcpst_table_flush(struct tcpst_table *table)
{
	if (table->layout == TCPST_LAYOUT_CSV)
		head_csv(table);
	else if (table->steady)
		head_steady(table);
	if (table->grid && tcpst_grid_lines(table->grid)) {
		fit(table);
		if (!table->printed && table->headings)
			tcpst_grid_head(table->grid, stdout);
		tcpst_grid_print(table->grid, stdout);
		table->printed = true;
	}
	tcpst_flush();
}

/**
 * tcpst_table_close() - print pending lines and free the table
 * @table:  the table, or NULL
 * @failed: the source could not be read, or not completely
 *
 * A table without lines still has a heading, unless @failed.
 */
void tcpst_table_close(struct tcpst_table *table, bool failed)
{
	if (!table)
		return;
	if (!failed || (table->grid && tcpst_grid_lines(table->grid)))
		tcpst_table_flush(table);
	if (table->layout != TCPST_LAYOUT_CSV && !table->printed && table->headings &&
	    !failed)
		print_headings(table);
	tcpst_grid_free(table->grid);
	free(table);
}

/** tcpst_table_explain() - print a description of each column, wrapped only on a terminal */
void tcpst_table_explain(const struct tcpst_fields *fields)
{
	bool wrap = tcpst_width_terminal();
	unsigned int i;

	for (i = 0; i < fields->n; i++) {
		const struct tcpst_field *field = &fields->field[i];

		if (field->column && wrap)
			tcpst_width_wrap_after(stdout, field->column, 13, field->help);
		else if (field->column)
			printf("%-11s  %s\n", field->column, field->help);
	}
}
