// SPDX-License-Identifier: GPL-2.0
/*
 * Sorting flows by columns: by number if the field holds one, otherwise by the text of
 * the cell.
 */
#include "text/order.h"
#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "model/kept.h"

#define KEYS_MAX 16

/* Minimum number of flows kept before those that will not be shown are freed. */
#define KEPT_MIN 1024

/**
 * struct key - sort key of a flow, for one column
 * @number: the value, if sorted by number; %TCPST_FIELD_UNKNOWN if not known
 * @text:   text of the cell, if sorted by text; NULL if not known
 */
struct key {
	u64 number;
	char *text;
};

/**
 * struct line - a flow and its keys
 * @place:  where the flow is kept
 * @number: number of flows that were added before it
 * @key:    one for each column to sort by
 */
struct line {
	u32 place;
	size_t number;
	struct key key[];
};

/**
 * struct tcpst_order - flows to be sorted
 * @style:  style of texts
 * @n_keys: number of @field
 * @field:  fields to sort by, the first one first
 * @down:   by field: in descending order
 * @most:   limit of flows that will be shown, 0: none
 * @taken:  number of flows added
 * @n:      number of @line
 * @capacity: allocated size of @line
 * @line:   flows, not sorted yet
 * @kept:   where they are kept
 */
struct tcpst_order {
	struct tcpst_style style;
	unsigned int n_keys;
	const struct tcpst_field *field[KEYS_MAX];
	bool down[KEYS_MAX];
	size_t most;
	size_t taken;
	size_t n;
	size_t capacity;
	struct line **line;
	struct tcpst_kept *kept;
};

static int choose(struct tcpst_order *order, const char *list)
{
	while (list) {
		bool down = *list == '-';
		size_t length;

		list += down;
		length = strcspn(list, ",");
		if (order->n_keys == KEYS_MAX)
			return tcpst_misuse("--sort accepts at most %d columns",
					    KEYS_MAX);
		order->down[order->n_keys] = down;
		order->field[order->n_keys] =
			tcpst_field_find(&tcpst_flow_fields, list, length);
		if (!order->field[order->n_keys++])
			return tcpst_table_no_column("--sort: ", &tcpst_flow_fields,
						    list, length);
		list = list[length] ? list + length + 1 : NULL;
	}
	return TCPST_OK;
}

/**
 * tcpst_order_open() - begin to sort flows
 * @orderp: set, even on failure, to be freed by tcpst_order_close()
 * @list:   columns, separated by commas, with - for descending order
 * @count:  limit of flows that will be shown, 0: none
 * @style:  style of texts: names or addresses
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_order_open(struct tcpst_order **orderp, const char *list, u64 count,
		     const struct tcpst_style *style)
{
	struct tcpst_order *order = tcpst_alloc(1, sizeof(*order));

	*orderp = order;
	order->kept = tcpst_kept_new();
	order->style = *style;
	/* A larger limit than memory could hold is no limit. */
	order->most = count < SIZE_MAX / 4 ? (size_t)count : 0;
	return choose(order, list);
}

static void read_key(struct key *key, const struct tcpst_field *field,
		     const struct tcpst_style *style,
		     const struct tcpst_flow *flow)
{
	char text[TCPST_CELL_OCTETS];

	*key = (struct key){ .number = TCPST_FIELD_UNKNOWN };
	if (tcpst_cell_is_number(field)) {
		key->number = tcpst_field_value(field, flow, style->now);
		return;
	}
	tcpst_cell_text(text, field, style, flow);
	if (!*text)
		return;
	key->text = tcpst_copy(text);
}

static bool is_known(const struct key *key)
{
	return key->text || key->number != TCPST_FIELD_UNKNOWN;
}

/* Unknown values come last in either direction. */
static int compare(const struct key *a, const struct key *b, bool down)
{
	int order;

	if (!is_known(a) || !is_known(b))
		return is_known(b) - is_known(a);
	order = a->text ? strverscmp(a->text, b->text) :	/* 10.0.0.9 first */
		a->number < b->number ? -1 : a->number > b->number;
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

/* Keep the flows elsewhere, without those that will not be shown. */
static void move(struct tcpst_order *order)
{
	struct tcpst_kept *kept = tcpst_kept_new();
	struct tcpst_flow flow;
	size_t i;

	for (i = 0; i < order->n; i++) {
		tcpst_kept_read(order->kept, order->line[i]->place, &flow);
		order->line[i]->place = tcpst_kept_add(kept, &flow);
	}
	tcpst_kept_free(order->kept);
	order->kept = kept;
}

/* Sort the flows, and free those that will not be shown. */
static void sort(struct tcpst_order *order)
{
	bool more = order->most && order->n > order->most;

	if (order->n)
		qsort_r(order->line, order->n, sizeof(*order->line), by_keys,
			order);
	while (order->most && order->n > order->most)
		free_line(order, order->line[--order->n]);
	if (more)
		move(order);
}

static void reserve(struct tcpst_order *order)
{
	size_t enough = 2 * order->most;

	if (enough < KEPT_MIN)
		enough = KEPT_MIN;
	if (order->most && order->n >= enough)
		sort(order);
	if (order->n < order->capacity)
		return;
	order->capacity = order->capacity ? 2 * order->capacity : KEPT_MIN;
	order->line = tcpst_resize(order->line, order->capacity,
				   sizeof(*order->line));
}

/**
 * tcpst_order_add() - add a flow
 * @order: the flows
 * @flow:  copied
 *
 * With a limit, memory is needed for not many more flows than will be shown.
 */
void tcpst_order_add(struct tcpst_order *order, const struct tcpst_flow *flow)
{
	struct line *line;
	unsigned int i;

	reserve(order);
	line = tcpst_alloc(1, sizeof(*line) +
			      order->n_keys * sizeof(*line->key));
	line->place = tcpst_kept_add(order->kept, flow);
	line->number = order->taken++;
	for (i = 0; i < order->n_keys; i++)
		read_key(&line->key[i], order->field[i], &order->style, flow);
	order->line[order->n++] = line;
}

/**
 * tcpst_order_take() - sort the flows and pass them on
 * @order: the flows
 * @take:  called for each, up to the limit
 * @arg:   passed to @take
 */
void tcpst_order_take(struct tcpst_order *order,
		      void (*take)(const struct tcpst_flow *flow, void *arg),
		      void *arg)
{
	struct tcpst_flow flow;
	size_t i;

	sort(order);
	for (i = 0; i < order->n; i++) {
		tcpst_kept_read(order->kept, order->line[i]->place, &flow);
		take(&flow, arg);
	}
}

/** tcpst_order_close() - free the flows; NULL is allowed */
void tcpst_order_close(struct tcpst_order *order)
{
	if (!order)
		return;
	while (order->n)
		free_line(order, order->line[--order->n]);
	free(order->line);
	tcpst_kept_free(order->kept);
	free(order);
}
