// SPDX-License-Identifier: GPL-2.0
/*
 * Flows in the order that the user wants. They are compared by the cells of
 * their columns, written exactly: then what is a number looks like one, and
 * there need not be a second way to tell what a column holds.
 */
#include "text/order.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

#define KEYS_MAX 16

/* Flows kept, at least, before those that will not be shown are let go. */
#define KEPT_MIN 1024

/**
 * struct key - what a flow is compared by, of one column
 * @number: the cell is this number
 * @text:   the cell; NULL: it is a number
 * @known:  there is something in the cell
 */
struct key {
	u64 number;
	char *text;
	bool known;
};

/**
 * struct line - a flow and its keys
 * @flow:   the flow
 * @number: how many came before it
 * @key:    one for each column of the order
 */
struct line {
	struct tcpst_flow flow;
	size_t number;
	struct key key[];
};

/**
 * struct tcpst_order - flows until all are there
 * @style:  how cells are written
 * @n_keys: of @column
 * @column: what is looked at, in turn
 * @down:   by column: the largest comes first
 * @most:   flows that will be shown, 0: all
 * @taken:  flows there were
 * @n:      of @line
 * @capacity:   for how many there is memory
 * @line:   flows, in no order yet
 */
struct tcpst_order {
	struct tcpst_style style;
	unsigned int n_keys;
	const struct tcpst_column *column[KEYS_MAX];
	bool down[KEYS_MAX];
	size_t most;
	size_t taken;
	size_t n;
	size_t capacity;
	struct line **line;
};

static int choose(struct tcpst_order *order, const char *list)
{
	while (list) {
		bool down = *list == '-';
		size_t length;

		list += down;
		length = strcspn(list, ",");
		if (order->n_keys == KEYS_MAX)
			return tcpst_misuse("--sort takes at most %d columns",
					    KEYS_MAX);
		order->down[order->n_keys] = down;
		order->column[order->n_keys] =
			tcpst_column_find(&tcpst_flow_columns, list, length);
		if (!order->column[order->n_keys++])
			return tcpst_misuse("there is no column '%.*s', see --list-columns",
					    (int)length, list);
		list = list[length] ? list + length + 1 : NULL;
	}
	return TCPST_OK;
}

/**
 * tcpst_order_open() - begin to put flows in order
 * @orderp: set; for tcpst_order_close(), however this ends
 * @list:   columns, with commas between them, - before those that go down
 * @count:  flows that will be shown, 0: all
 * @style:  how cells are written; names stay names, all else is exact
 *
 * Return: exit status; unless %TCPST_OK, it has been said why.
 */
int tcpst_order_open(struct tcpst_order **orderp, const char *list, u64 count,
		     const struct tcpst_style *style)
{
	struct tcpst_order *order = calloc(1, sizeof(*order));

	*orderp = order;
	if (!order)
		return tcpst_fail("out of memory");
	order->style = *style;
	order->style.time = TCPST_TIME_NS;
	order->style.bytes = true;
	order->style.ns = true;
	/* As many as there can never be are all of them. */
	order->most = count < SIZE_MAX / 4 ? (size_t)count : 0;
	return choose(order, list);
}

static void read_key(struct key *key, const char *cell)
{
	*key = (struct key){ .known = *cell };
	if (isdigit((unsigned char)*cell) &&
	    strspn(cell, "0123456789") == strlen(cell)) {
		key->number = strtoull(cell, NULL, 10);
	} else if (*cell) {
		key->text = strdup(cell);
		if (!key->text)
			exit(tcpst_fail("out of memory"));
	}
}

/* What is not known comes last, whichever way the others go. */
static int compare(const struct key *a, const struct key *b, bool down)
{
	int order;

	if (!a->known || !b->known)
		return b->known - a->known;
	if (!a->text && !b->text)
		order = a->number < b->number ? -1 : a->number > b->number;
	else if (a->text && b->text)
		order = strverscmp(a->text, b->text);	/* 10.0.0.9 first */
	else
		order = a->text ? 1 : -1;
	return down ? -order : order;
}

static int by_keys(const void *first, const void *second, void *arg)
{
	const struct line *a = *(const struct line *const *)first;
	const struct line *b = *(const struct line *const *)second;
	const struct tcpst_order *order = arg;
	unsigned int i;

	for (i = 0; i < order->n_keys; i++) {
		int result = compare(&a->key[i], &b->key[i], order->down[i]);

		if (result)
			return result;
	}
	return a->number < b->number ? -1 : 1;
}

static void free_line(const struct tcpst_order *order, struct line *line)
{
	unsigned int i;

	for (i = 0; i < order->n_keys; i++)
		free(line->key[i].text);
	free(line);
}

/* Sort what there is, and let go of what will not be shown. */
static void sort(struct tcpst_order *order)
{
	if (order->n)
		qsort_r(order->line, order->n, sizeof(*order->line), by_keys,
			order);
	while (order->most && order->n > order->most)
		free_line(order, order->line[--order->n]);
}

static void make_room(struct tcpst_order *order)
{
	size_t enough = 2 * order->most;

	if (enough < KEPT_MIN)
		enough = KEPT_MIN;
	if (order->most && order->n >= enough)
		sort(order);
	if (order->n < order->capacity)
		return;
	order->capacity = order->capacity ? 2 * order->capacity : KEPT_MIN;
	order->line = realloc(order->line, order->capacity * sizeof(*order->line));
	if (!order->line)
		exit(tcpst_fail("out of memory"));
}

/**
 * tcpst_order_add() - add a flow
 * @order: where
 * @flow:  copied
 *
 * Memory is taken for all of them, or for some more than will be shown.
 */
void tcpst_order_add(struct tcpst_order *order, const struct tcpst_flow *flow)
{
	char cell[TCPST_TEXT_SIZE];
	struct line *line;
	unsigned int i;

	make_room(order);
	line = malloc(sizeof(*line) + order->n_keys * sizeof(*line->key));
	if (!line)
		exit(tcpst_fail("out of memory"));
	line->flow = *flow;
	line->number = order->taken++;
	for (i = 0; i < order->n_keys; i++) {
		*cell = '\0';
		order->column[i]->text(cell, &order->style, flow);
		read_key(&line->key[i], cell);
	}
	order->line[order->n++] = line;
}

/**
 * tcpst_order_take() - the flows that were added, in their order
 * @order: where they are
 * @take:  called for each, or for as many as will be shown
 * @arg:   passed to @take
 */
void tcpst_order_take(struct tcpst_order *order,
		      void (*take)(const struct tcpst_flow *flow, void *arg),
		      void *arg)
{
	size_t i;

	sort(order);
	for (i = 0; i < order->n; i++)
		take(&order->line[i]->flow, arg);
}

/** tcpst_order_close() - forget the flows; @order may be NULL */
void tcpst_order_close(struct tcpst_order *order)
{
	if (!order)
		return;
	while (order->n)
		free_line(order, order->line[--order->n]);
	free(order->line);
	free(order);
}
