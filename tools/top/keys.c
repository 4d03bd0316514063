// SPDX-License-Identifier: GPL-2.0
/* Key bindings of the full-screen view. */
#include "top/terminal.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/stop.h"
#include "top/top.h"

#define ESCAPE 27
#define SPEED_MAX 1048576.0
#define SPEED_MIN (1 / 64.0)

static bool is_enter(int key)
{
	return key == '\n' || key == '\r' || key == KEY_ENTER;
}

static void type(struct tcpst_top *top, int key)
{
	size_t length = strlen(top->filter);

	if (is_enter(key)) {
		top->typing = false;
	} else if (key == ESCAPE) {
		top->typing = false;
		*top->filter = '\0';
	} else if (key == KEY_BACKSPACE || key == 127 || key == '\b') {
		if (length)
			top->filter[length - 1] = '\0';
	} else if (key < 256 && isprint(key) &&
		   length + 1 < sizeof(top->filter)) {
		top->filter[length] = (char)key;
		top->filter[length + 1] = '\0';
	}
}

static void turn(unsigned int *value, unsigned int max, bool back)
{
	*value = (*value + (back ? max - 1 : 1)) % max;
}

static void turn_sort(struct tcpst_top *top, bool back)
{
	unsigned int n;

	tcpst_top_groups_sums(&n);
	if (top->grouped)
		turn(&top->group_sort, n, back);
	else
		turn(&top->sort, TCPST_TOP_SORT_MAX, back);
}

static void to_first(struct tcpst_top *top)
{
	top->cursor = 0;
	top->selected = 0;
	*top->chosen = '\0';
}

/* Show groups, the flows of one group, or all flows. */
static void show_groups(struct tcpst_top *top, bool grouped, const char *within)
{
	top->grouped = grouped;
	snprintf(top->within, sizeof(top->within), "%s", within);
	to_first(top);
	tcpst_top_list(top);
}

static void enter(struct tcpst_top *top)
{
	char name[TCPST_GROUP_NAME];

	if (top->grouped && top->n_groups) {
		tcpst_groups_name_of(top->groups, name, top->group[top->cursor]);
		show_groups(top, false, name);
	} else if (!top->grouped && top->n_list) {
		tcpst_top_pager(top, &top->list[top->cursor]->flow);
	}
}

static void move_by_key(struct tcpst_top *top, int key)
{
	long page = (long)top->page;

	switch (key) {
	case KEY_UP:
	case 'k':
		tcpst_top_move(top, -1);
		break;
	case KEY_DOWN:
	case 'j':
		tcpst_top_move(top, 1);
		break;
	case KEY_PPAGE:
		tcpst_top_move(top, -page);
		break;
	case KEY_NPAGE:
		tcpst_top_move(top, page);
		break;
	case KEY_HOME:
		/* The cursor stays on the first line, whatever is inserted. */
		to_first(top);
		break;
	case KEY_END:
		tcpst_top_move(top, (long)(top->n_list + top->n_groups));
		break;
	}
}

static void press(struct tcpst_top *top, int key)
{
	if (is_enter(key)) {
		enter(top);
		return;
	}
	switch (key) {
	case 'q':
		/* Quit the help if it is shown, otherwise the view. */
		top->quit = !top->help;
		top->help = false;
		break;
	case 'h':
	case '?':
		top->help = !top->help;
		break;
	case ESCAPE:
		if (!top->help && *top->within)
			show_groups(top, true, "");
		top->help = false;
		break;
	case 'g':
		show_groups(top, !top->grouped, "");
		break;
	case 'v':
	case 'V':
		turn(&top->view, TCPST_TOP_VIEW_MAX, key == 'V');
		break;
	case 's':
	case 'S':
		turn_sort(top, key == 'S');
		break;
	case 'r':
		top->reverse = !top->reverse;
		break;
	case '/':
		top->typing = true;
		*top->filter = '\0';
		break;
	case ' ':
		top->paused = !top->paused;
		break;
	case '+':
		if (top->speed < SPEED_MAX)
			top->speed *= 2;
		break;
	case '-':
		if (top->speed > SPEED_MIN)
			top->speed /= 2;
		break;
	case 'e':
		top->hurry = true;
		break;
	default:
		move_by_key(top, key);
	}
}

/**
 * tcpst_top_wait() - draw, and handle keys
 * @top: the view
 * @ms:  how long to wait
 */
void tcpst_top_wait(struct tcpst_top *top, unsigned int ms)
{
	u64 until = tcpst_clock_steady() + (u64)ms * 1000000, now;
	int key;

	do {
		tcpst_top_list(top);
		tcpst_top_screen_draw(top);
		now = tcpst_clock_steady();
		timeout(now < until ? (int)((until - now) / 1000000) : 0);
		key = getch();
		if (key != ERR && top->typing)
			type(top, key);
		else if (key != ERR)
			press(top, key);
		if (tcpst_stop_asked())
			top->quit = true;
		now = tcpst_clock_steady();
	} while (!top->quit && !top->hurry && now + 1000000 < until);
}
