// SPDX-License-Identifier: GPL-2.0
/* Columns are as wide as their widest cell, and a terminal gets only what it can show. */
#define PART "grid"
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "text/grid.h"

/* Print lines of two cells, the first aligned to the right, with headings or without. */
static char *print(struct tcpst_grid *grid, const char *const cells[], unsigned int n,
		   bool head)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	unsigned int i;

	for (i = 0; i < n; i++)
		tcpst_grid_put(grid, cells[i], NULL);
	if (head)
		tcpst_grid_head(grid, file);
	tcpst_grid_print(grid, file);
	fclose(file);
	return text;
}

static void compare(const char *what, char *text, const char *expected)
{
	check(!strcmp(text, expected), what);
	if (strcmp(text, expected) != 0)
		printf("%s", text);
	free(text);
}

int main(void)
{
	static const char *const first[] = { "1234", "a", "5", "bcd" };
	static const char *const second[] = { "6", "\xe4\xbd\xa0x", "7", "y" };
	static const char *const hostile[] = { "\x1b[2J", "\xff\\x41\\n", "1", "z" };
	struct tcpst_grid *grid = tcpst_grid_new();

	setlocale(LC_ALL, "C.UTF-8");
	tcpst_grid_column(grid, "NO", true);
	tcpst_grid_column(grid, "NAME", false);
	compare("columns are aligned below their headings", print(grid, first, 4, true),
		"  NO NAME\n1234 a\n   5 bcd\n");
	compare("a column that was wide stays so, and a wide character takes two",
		print(grid, second, 4, false), "   6 \xe4\xbd\xa0x\n   7 y\n");
	compare("what a terminal must not get is written as \\xHH",
		print(grid, hostile, 4, false),
		"\\x1b[2J \\xff\\x5cx41\\n\n      1 z\n");
	tcpst_grid_hide(grid, 0, true);
	compare("a hidden column is not there", print(grid, first, 4, true),
		"NAME\na\nbcd\n");
	tcpst_grid_free(grid);
	return summary();
}
