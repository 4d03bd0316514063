/* SPDX-License-Identifier: GPL-2.0 */
/* Tables: columns chosen by the user, lines that may come for ever. */
#ifndef TCPST_TABLE_H
#define TCPST_TABLE_H

#include "text/format.h"

/* How a table is written. */
enum tcpst_layout {
	TCPST_LAYOUT_TABLE,
	TCPST_LAYOUT_RAW,
	TCPST_LAYOUT_CSV,
};

/* What a cell holds, where that decides how wide it is. */
enum tcpst_cell {
	TCPST_CELL_TEXT,
	TCPST_CELL_TIME,	/* a point in time: see --time */
	TCPST_CELL_SPAN,	/* a duration: see --ns */
	TCPST_CELL_SIZE,	/* octets: see --bytes */
	TCPST_CELL_END,		/* an address: IPv6 may lose its middle */
	TCPST_CELL_STATE,	/* may be written shorter */
};

/* Columns of a table, at most. */
#define TCPST_CHOSEN_MAX 64

/**
 * struct tcpst_column - one column that can be asked for
 * @name:  as after -o and in the heading
 * @help:  what it holds, one sentence
 * @width: what ordinary values take: so wide it is where lines come one by one;
 *         of an end it does not count
 * @right: it is adjusted to the right
 * @cell:  what it holds
 * @text:  writes the cell of an item; leaves "" where nothing is known
 * @color: colour of the cell, NULL for none; may itself be NULL
 */
struct tcpst_column {
	const char *name;
	const char *help;
	unsigned int width;
	bool right;
	enum tcpst_cell cell;
	void (*text)(char *text, const struct tcpst_style *style,
		     const void *item);
	const char *(*color)(const void *item);
};

/**
 * struct tcpst_columns - all columns of one kind of item
 * @n:      of @column
 * @column: the columns
 */
struct tcpst_columns {
	unsigned int n;
	const struct tcpst_column *column;
};

/**
 * struct tcpst_table_options - how a table is wanted
 * @layout:   how it is written
 * @chosen:   argument of -o: "A,B" or "+A,B"; NULL: the default ones
 * @headings: the first line names the columns
 * @steady:   lines come one by one: columns keep their width
 * @style:    how cells are written
 */
struct tcpst_table_options {
	enum tcpst_layout layout;
	const char *chosen;
	bool headings;
	bool steady;
	const struct tcpst_style *style;
};

struct tcpst_table;

extern const struct tcpst_columns tcpst_flow_columns;
extern const struct tcpst_columns tcpst_event_columns;

const struct tcpst_column *
tcpst_column_find(const struct tcpst_columns *columns, const char *name,
		  size_t length);

int tcpst_table_open(struct tcpst_table **tablep,
		     const struct tcpst_columns *columns, const char *defaults,
		     const struct tcpst_table_options *options);
void tcpst_table_add(struct tcpst_table *table, const void *item);
void tcpst_table_flush(struct tcpst_table *table);
void tcpst_table_close(struct tcpst_table *table, bool failed);
void tcpst_table_explain(const struct tcpst_columns *columns);

#endif /* TCPST_TABLE_H */
