// SPDX-License-Identifier: GPL-2.0
/* Drawing groups of flows in the full-screen view. */
#include <string.h>

#include "text/width.h"
#include "top/terminal.h"
#include "top/top.h"

/* Width of a sum, with the blank before it, and minimum useful width of a key. */
#define SUM_WIDTH 9
#define LEAST_KEY 8

/**
 * struct layout - layout of the columns
 * @fields:  fields of a group: keys, then sums
 * @n_keys:  number of @width
 * @width:   width of each key, with the blank after it
 * @sums:    all sums of a group
 * @n_sums:  number of sums shown, from the first; the last one is replaced by the sum
 *           that groups are sorted by if that would not be shown
 */
struct layout {
	const struct tcpst_fields *fields;
	unsigned int n_keys;
	int width[TCPST_GROUP_KEYS];
	const struct tcpst_field *sums;
	unsigned int n_sums;
};

static int widest(const struct tcpst_top *top, unsigned int key)
{
	int width = (int)strlen(tcpst_groups_fields(top->groups)->field[key].column);
	size_t i;

	for (i = 0; i < top->n_groups; i++) {
		int length = (int)tcpst_width_of(top->group[i]->key[key]);

		if (length > width)
			width = length;
	}
	return width + 1;
}

/* Show keys in full if that leaves space for two sums; then as many sums as fit. */
static struct layout layout_for(const struct tcpst_top *top)
{
	struct layout layout = { .fields = tcpst_groups_fields(top->groups) };
	int rest = COLS - 1, i;
	unsigned int n;

	layout.sums = tcpst_top_groups_sums(&n);
	layout.n_keys = layout.fields->n - n;
	for (i = 0; i < (int)layout.n_keys; i++) {
		layout.width[i] = widest(top, (unsigned int)i);
		rest -= layout.width[i];
	}
	for (i = (int)layout.n_keys; i-- && rest < 2 * SUM_WIDTH;) {
		int less = 2 * SUM_WIDTH - rest;

		if (layout.width[i] - less < LEAST_KEY)
			less = layout.width[i] - LEAST_KEY;
		if (less <= 0)
			continue;
		layout.width[i] -= less;
		rest += less;
	}
	layout.n_sums = rest > 0 ? (unsigned int)(rest / SUM_WIDTH) : 0;
	if (layout.n_sums > n)
		layout.n_sums = n;
	return layout;
}

static const struct tcpst_field *sum_at(const struct tcpst_top *top,
					const struct layout *layout,
					unsigned int i)
{
	if (i + 1 == layout->n_sums && top->group_sort > i)
		i = top->group_sort;
	return &layout->sums[i];
}

static void draw_headings(const struct tcpst_top *top,
			  const struct layout *layout)
{
	const int y = TCPST_TOP_HEAD_LINES - 1;
	unsigned int i;
	int x = 1;

	attron(A_REVERSE);
	tcpst_top_put(y, 0, COLS, "");
	for (i = 0; i < layout->n_keys; i++) {
		tcpst_top_put(y, x, layout->width[i] - 1,
			      layout->fields->field[i].column);
		x += layout->width[i];
	}
	for (i = 0; i < layout->n_sums; i++, x += SUM_WIDTH)
		tcpst_top_put_right(y, x, SUM_WIDTH,
				    sum_at(top, layout, i)->column);
	attroff(A_REVERSE);
}

static void draw_group(const struct tcpst_top *top, const struct layout *layout,
		       int y, const struct tcpst_group *group)
{
	char text[TCPST_CELL_OCTETS], clean[TCPST_CELL_OCTETS];
	unsigned int i;
	int x = 1;

	for (i = 0; i < layout->n_keys; i++) {
		snprintf(text, sizeof(text), "%s",
			 *group->key[i] ? group->key[i] : "-");
		tcpst_width_cut(text, (unsigned int)layout->width[i] - 1,
				top->style.utf8);
		tcpst_format_comm(clean, text);
		tcpst_top_put(y, x, layout->width[i] - 1, clean);
		x += layout->width[i];
	}
	for (i = 0; i < layout->n_sums; i++, x += SUM_WIDTH) {
		const struct tcpst_field *sum = sum_at(top, layout, i);
		struct tcpst_style style = top->style;
		attr_t attr = A_NORMAL;

		style.human = true;
		tcpst_cell_text(text, sum, &style, group);
		if (!strcmp(sum->column, "STUCK") && group->stuck)
			attr = COLOR_PAIR(TCPST_TOP_MAGENTA) | A_BOLD;
		attron(attr);
		tcpst_top_put_right(y, x, SUM_WIDTH, *text ? text : "-");
		attrset(A_NORMAL);
	}
}

/** tcpst_top_groups_draw() - draw the list of groups, with its headings */
void tcpst_top_groups_draw(const struct tcpst_top *top)
{
	const struct layout layout = layout_for(top);
	size_t i;

	draw_headings(top, &layout);
	for (i = 0; i < top->page && top->scroll + i < top->n_groups; i++) {
		int y = TCPST_TOP_HEAD_LINES + (int)i;

		draw_group(top, &layout, y, top->group[top->scroll + i]);
		if (top->scroll + i == top->cursor)
			mvchgat(y, 0, -1, A_REVERSE, 0, NULL);
	}
}
