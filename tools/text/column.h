/* SPDX-License-Identifier: GPL-2.0 */
/* Columns: what can be asked for of a flow or of an event. */
#ifndef TCPST_COLUMN_H
#define TCPST_COLUMN_H

#include "text/format.h"

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

extern const struct tcpst_columns tcpst_flow_columns;
extern const struct tcpst_columns tcpst_event_columns;

const struct tcpst_column *
tcpst_column_find(const struct tcpst_columns *columns, const char *name,
		  size_t length);

#endif /* TCPST_COLUMN_H */
