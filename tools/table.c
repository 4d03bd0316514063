// SPDX-License-Identifier: GPL-2.0
/*
 * Tables by libsmartcols. Lines are printed in batches, so that a table of any
 * length takes a bounded amount of memory; a column that has been wide once
 * stays so.
 */
#include "table.h"

#include <libsmartcols/libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "say.h"

#define BATCH 1000
#define CHOSEN_MAX 64

/* Columns that are cut keep that much, and no more than a cell takes. */
#define ROOM_MIN 12
#define ROOM_MAX (TCPST_TEXT_SIZE - 8)

/**
 * struct tcpst_table - a table under way
 * @smart:   of libsmartcols, NULL for CSV
 * @style:   how cells are written
 * @n:       of @column
 * @column:  the columns chosen, in their order
 * @pending: lines not yet printed
 * @printed: something was printed, the heading at least
 * @headings: the first line names the columns
 * @steady:  the heading stands there before any line
 * @room:    of columns that may be cut; 0: they are not
 * @layout:  how it is written
 */
struct tcpst_table {
	struct libscols_table *smart;
	const struct tcpst_style *style;
	unsigned int n;
	const struct tcpst_column *column[CHOSEN_MAX];
	unsigned int pending;
	bool printed;
	bool headings;
	bool steady;
	unsigned int room;
	enum tcpst_layout layout;
};

/** tcpst_column_find() - the column of that name, NULL: there is none */
const struct tcpst_column *
tcpst_column_find(const struct tcpst_columns *columns, const char *name,
		  size_t length)
{
	unsigned int i;

	for (i = 0; i < columns->n; i++)
		if (strlen(columns->column[i].name) == length &&
		    !strncasecmp(columns->column[i].name, name, length))
			return &columns->column[i];
	return NULL;
}

static int choose(struct tcpst_table *table,
		  const struct tcpst_columns *columns, const char *list)
{
	while (*list) {
		size_t length = strcspn(list, ",");
		const struct tcpst_column *column =
			tcpst_column_find(columns, list, length);

		if (!column)
			return tcpst_misuse("there is no column '%.*s', see --list-columns",
					    (int)length, list);
		if (table->n == CHOSEN_MAX)
			return tcpst_misuse("too many columns");
		table->column[table->n++] = column;
		list += length;
		if (*list)
			list++;
	}
	return table->n ? TCPST_OK : tcpst_misuse("-o names no column");
}

static unsigned int steady_width(const struct tcpst_column *column)
{
	unsigned int heading = strlen(column->name);

	return column->width > heading ? column->width : heading;
}

/*
 * How much of each column that may be cut fits beside the others; 0: all of it.
 * Tables that are printed at once are as wide as they must be.
 */
static unsigned int room_on_terminal(const struct tcpst_table *table)
{
	unsigned int i, taken = 0, n = 0;
	struct winsize size;

	if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size))
		return 0;
	for (i = 0; i < table->n; i++) {
		const struct tcpst_column *column = table->column[i];

		taken += (i > 0) + (column->trunc ? 0 : steady_width(column));
		n += column->trunc;
	}
	if (!n || taken + n * ROOM_MIN > size.ws_col ||
	    size.ws_col - taken > n * ROOM_MAX)
		return 0;
	return (size.ws_col - taken) / n;
}

/* Keep the last @room characters of an address, or a name, and its port. */
static void cut(char *text, unsigned int room, bool utf8)
{
	const char *mark = utf8 ? "…" : "~";
	size_t length = strlen(text);

	if (!room || length <= room)
		return;
	memmove(text + strlen(mark), text + length - room + 1, room);
	memcpy(text, mark, strlen(mark));
}

static int set_up(struct tcpst_table *table,
		  const struct tcpst_table_options *options)
{
	unsigned int i;

	table->smart = scols_new_table();
	if (!table->smart)
		return tcpst_fail("out of memory");
	scols_table_enable_raw(table->smart,
			       options->layout == TCPST_LAYOUT_RAW);
	scols_table_enable_noheadings(table->smart, !options->headings ||
						    options->steady);
	scols_table_enable_colors(table->smart, options->style->color);
	for (i = 0; i < table->n; i++) {
		const struct tcpst_column *column = table->column[i];
		int flags = (column->right ? SCOLS_FL_RIGHT : 0) |
			    (options->steady ? SCOLS_FL_STRICTWIDTH : 0);

		if (!scols_table_new_column(table->smart, column->name,
					    options->steady ?
					    steady_width(column) : 0, flags))
			return tcpst_fail("out of memory");
	}
	return TCPST_OK;
}

/* Where lines are waited for, the heading is not. */
static void head_steady(struct tcpst_table *table)
{
	unsigned int i;

	if (table->printed || !table->headings)
		return;
	for (i = 0; i < table->n; i++) {
		const struct tcpst_column *column = table->column[i];
		bool pad = table->layout == TCPST_LAYOUT_TABLE &&
			   (column->right || i + 1 < table->n);
		int width = pad ? (int)steady_width(column) : 0;

		printf("%s%*s", i ? " " : "", column->right ? width : -width,
		       column->name);
	}
	putchar('\n');
	table->printed = true;
}

/**
 * tcpst_table_open() - begin a table
 * @tablep:   set
 * @columns:  those there are
 * @defaults: those shown unless the user chooses
 * @options:  how it is wanted
 *
 * Return: exit status; unless %TCPST_OK, it has been said why.
 */
int tcpst_table_open(struct tcpst_table **tablep,
		     const struct tcpst_columns *columns, const char *defaults,
		     const struct tcpst_table_options *options)
{
	struct tcpst_table *table = calloc(1, sizeof(*table));
	const char *chosen = options->chosen ? options->chosen : defaults;
	int status = TCPST_OK;

	*tablep = table;
	if (!table)
		return tcpst_fail("out of memory");
	table->style = options->style;
	table->headings = options->headings;
	if (*chosen == '+') {
		status = choose(table, columns, defaults);
		chosen++;
	}
	if (!status)
		status = choose(table, columns, chosen);
	if (!status && options->layout != TCPST_LAYOUT_CSV)
		status = set_up(table, options);
	table->steady = options->steady && table->smart;
	table->layout = options->layout;
	if (table->steady && table->layout == TCPST_LAYOUT_TABLE)
		table->room = room_on_terminal(table);
	return status;
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
			put_csv(table->column[i]->name, !i);
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
		*text = '\0';
		table->column[i]->text(text, table->style, item);
		put_csv(text, !i);
	}
	putchar('\n');
}

/**
 * tcpst_table_add() - add a line
 * @table: the table
 * @item:  what the columns tell of; not needed any more afterwards
 */
void tcpst_table_add(struct tcpst_table *table, const void *item)
{
	char text[TCPST_TEXT_SIZE];
	struct libscols_line *line;
	unsigned int i;

	if (!table->smart) {
		add_csv(table, item);
		return;
	}
	line = scols_table_new_line(table->smart, NULL);
	if (!line)
		exit(tcpst_fail("out of memory"));
	for (i = 0; i < table->n; i++) {
		const struct tcpst_column *column = table->column[i];

		*text = '\0';
		column->text(text, table->style, item);
		if (column->trunc)
			cut(text, table->room, table->style->utf8);
		scols_line_set_data(line, i, *text ? text : "-");
		if (column->color && table->style->color)
			scols_cell_set_color(scols_line_get_cell(line, i),
					     column->color(item));
	}
	if (++table->pending == BATCH)
		tcpst_table_flush(table);
}

static void keep_widths(struct tcpst_table *table)
{
	unsigned int i;

	for (i = 0; i < table->n; i++) {
		struct libscols_column *column =
			scols_table_get_column(table->smart, i);

		size_t width = scols_column_get_width(column);

		if (width <= strlen(table->column[i]->name))
			continue;
		scols_column_set_whint(column, (double)width);
		scols_column_set_flags(column, scols_column_get_flags(column) |
					       SCOLS_FL_STRICTWIDTH);
	}
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
	if (!table->smart)
		head_csv(table);
	else if (table->steady)
		head_steady(table);
	if (table->smart && table->pending) {
		scols_table_print_range(table->smart, NULL, NULL);
		putchar('\n');
		keep_widths(table);
		scols_table_remove_lines(table->smart);
		table->pending = 0;
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
	unsigned int i;

	if (!table)
		return;
	if (table->pending || !failed)
		tcpst_table_flush(table);
	if (table->smart && !table->printed && table->headings && !failed) {
		for (i = 0; i < table->n; i++)
			printf("%s%s", i ? " " : "", table->column[i]->name);
		putchar('\n');
	}
	if (table->smart)
		scols_unref_table(table->smart);
	free(table);
}

/** tcpst_table_explain() - print what each column holds */
void tcpst_table_explain(const struct tcpst_columns *columns)
{
	unsigned int i;

	for (i = 0; i < columns->n; i++)
		printf("%-11s  %s\n", columns->column[i].name,
		       columns->column[i].help);
}
