// SPDX-License-Identifier: GPL-2.0
/*
 * Lines of cells in columns that are as wide as their widest cell. The cells of the lines
 * not yet printed are in one piece of memory, which is reused for the next lines. What was
 * printed before decides as well: a column that has once been wide stays so.
 */
#include "text/grid.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "base/alloc.h"
#include "text/color.h"
#include "text/width.h"

/**
 * struct cell - a cell that is not yet printed
 * @at:    its text
 * @width: columns of the terminal that it takes
 * @color: escape sequence before it, NULL: none
 */
struct cell {
	size_t at;
	unsigned int width;
	const char *color;
};

/**
 * struct column - a column
 * @heading: its heading
 * @right:   aligned to the right
 * @hidden:  not shown
 * @width:   width of the widest cell that was printed, and of the heading
 */
struct column {
	const char *heading;
	bool right;
	bool hidden;
	unsigned int width;
};

/**
 * struct tcpst_grid - lines of cells
 * @n:        number of @column
 * @column:   the columns
 * @cells:    number of @cell; those of a line follow one another
 * @cell_max: allocated size of @cell
 * @cell:     the cells
 * @used:     octets of @text that are used; @size: allocated ones
 * @text:     texts of the cells
 */
struct tcpst_grid {
	unsigned int n;
	struct column *column;
	size_t cells;
	size_t cell_max;
	struct cell *cell;
	size_t used;
	size_t size;
	char *text;
};

/** tcpst_grid_new() - allocate, without columns */
struct tcpst_grid *tcpst_grid_new(void)
{
	return tcpst_alloc(1, sizeof(struct tcpst_grid));
}

/** tcpst_grid_free() - free; NULL is allowed */
void tcpst_grid_free(struct tcpst_grid *grid)
{
	if (!grid)
		return;
	free(grid->column);
	free(grid->cell);
	free(grid->text);
	free(grid);
}

/**
 * tcpst_grid_column() - add a column
 * @grid:    without lines yet
 * @heading: must live as long as @grid
 * @right:   align its cells to the right
 */
void tcpst_grid_column(struct tcpst_grid *grid, const char *heading, bool right)
{
	grid->column = tcpst_resize(grid->column, grid->n + 1, sizeof(*grid->column));
	grid->column[grid->n++] = (struct column){
		.heading = heading, .right = right,
		.width = (unsigned int)strlen(heading),
	};
}

/** tcpst_grid_hide() - do not show a column, or show it again */
void tcpst_grid_hide(struct tcpst_grid *grid, unsigned int column, bool hidden)
{
	grid->column[column].hidden = hidden;
}

static unsigned int escape(char *to, const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		sprintf(to + 4 * i, "\\x%02x", (unsigned char)text[i]);
	return 4 * (unsigned int)length;
}

/* One character that is not plain ASCII. Return: its octets; *@width is added to. */
static size_t put_character(char **to, const char *text, unsigned int *width)
{
	unsigned int columns;
	mbstate_t state = { 0 };
	wchar_t wide;
	size_t length = mbrtowc(&wide, text, strlen(text), &state);
	bool shown = length != (size_t)-1 && length != (size_t)-2 && iswprint((wint_t)wide) &&
		     !(text[0] == '\\' && text[1] == 'x');

	if (length == (size_t)-1 || length == (size_t)-2)
		length = 1;
	if (shown) {
		columns = (unsigned int)wcwidth(wide);
		memcpy(*to, text, length);
		*to += length;
	} else {
		columns = escape(*to, text, length);
		*to += columns;
	}
	*width += columns;
	return length;
}

/*
 * Copy a text. What a terminal must not get, control characters and what is not a character,
 * is written as \xHH, and so is a backslash that would look like the beginning of that.
 */
static size_t copy(struct tcpst_grid *grid, const char *text, unsigned int *width)
{
	size_t space = 4 * strlen(text) + 1, start = grid->used;
	char *to;

	if (grid->used + space > grid->size) {
		grid->size = 2 * (grid->used + space);
		grid->text = tcpst_resize(grid->text, grid->size, 1);
	}
	to = grid->text + start;
	*width = 0;
	while (*text) {
		if (*text >= ' ' && *text <= '~' && *text != '\\') {	/* nearly always */
			*to++ = *text++;
			(*width)++;
		} else {
			text += put_character(&to, text, width);
		}
	}
	*to++ = '\0';
	grid->used = (size_t)(to - grid->text);
	return start;
}

/**
 * tcpst_grid_put() - add the next cell; after the last one of a line, a line begins
 * @grid:  the grid
 * @text:  copied
 * @color: escape sequence before it, NULL: none
 */
void tcpst_grid_put(struct tcpst_grid *grid, const char *text, const char *color)
{
	struct cell *cell;

	if (grid->cells == grid->cell_max) {
		grid->cell_max = 2 * grid->cell_max + grid->n;
		grid->cell = tcpst_resize(grid->cell, grid->cell_max, sizeof(*grid->cell));
	}
	cell = &grid->cell[grid->cells++];
	cell->at = copy(grid, text, &cell->width);
	cell->color = color;
}

/** tcpst_grid_lines() - number of lines that are not yet printed */
unsigned int tcpst_grid_lines(const struct tcpst_grid *grid)
{
	return grid->n ? (unsigned int)(grid->cells / grid->n) : 0;
}

/** tcpst_grid_cell() - text of a cell, valid until one is added or set */
const char *tcpst_grid_cell(const struct tcpst_grid *grid, unsigned int line,
			    unsigned int column)
{
	return grid->text + grid->cell[(size_t)line * grid->n + column].at;
}

/** tcpst_grid_set() - set the text of a cell */
void tcpst_grid_set(struct tcpst_grid *grid, unsigned int line, unsigned int column,
		    const char *text)
{
	struct cell *cell = &grid->cell[(size_t)line * grid->n + column];

	cell->at = copy(grid, text, &cell->width);
}

/** tcpst_grid_widest() - width of the widest cell of a column that is not yet printed */
unsigned int tcpst_grid_widest(const struct tcpst_grid *grid, unsigned int column)
{
	unsigned int widest = 0;
	size_t i;

	for (i = column; i < grid->cells; i += grid->n)
		if (grid->cell[i].width > widest)
			widest = grid->cell[i].width;
	return widest;
}

/** tcpst_grid_width() - width of a column: of its heading and of what was printed */
unsigned int tcpst_grid_width(const struct tcpst_grid *grid, unsigned int column)
{
	return grid->column[column].width;
}

static void pad(FILE *file, unsigned int columns)
{
	static const char blanks[] = "                                ";
	const unsigned int most = sizeof(blanks) - 1;

	for (; columns > most; columns -= most)
		fwrite_unlocked(blanks, 1, most, file);
	fwrite_unlocked(blanks, 1, columns, file);
}

static void print_cell(FILE *file, const struct column *column, const char *text,
		       unsigned int width, const char *color, bool last)
{
	unsigned int space = column->width > width ? column->width - width : 0;

	if (color)
		fputs_unlocked(color, file);
	if (column->right)
		pad(file, space);
	fputs_unlocked(text, file);
	if (!column->right && !last)
		pad(file, space);
	if (color)
		fputs_unlocked(TCPST_COLOR_RESET, file);
	putc_unlocked(last ? '\n' : ' ', file);
}

/* The last column that is shown. */
static unsigned int last_of(const struct tcpst_grid *grid)
{
	unsigned int last = grid->n;

	while (last && grid->column[last - 1].hidden)
		last--;
	return last - 1;
}

static void widen(struct tcpst_grid *grid)
{
	unsigned int i;

	for (i = 0; i < grid->n; i++) {
		unsigned int widest = tcpst_grid_widest(grid, i);

		if (!grid->column[i].hidden && widest > grid->column[i].width)
			grid->column[i].width = widest;
	}
}

/** tcpst_grid_head() - print the headings, above the lines that were added */
void tcpst_grid_head(struct tcpst_grid *grid, FILE *file)
{
	unsigned int last = last_of(grid), i;

	widen(grid);
	for (i = 0; i < grid->n; i++)
		if (!grid->column[i].hidden)
			print_cell(file, &grid->column[i], grid->column[i].heading,
				   (unsigned int)strlen(grid->column[i].heading), NULL,
				   i == last);
}

/** tcpst_grid_print() - print the lines that were added, and forget them */
void tcpst_grid_print(struct tcpst_grid *grid, FILE *file)
{
	unsigned int last = last_of(grid), i = 0;
	const struct cell *cell;

	widen(grid);
	for (cell = grid->cell; cell < grid->cell + grid->cells; cell++) {
		if (!grid->column[i].hidden)
			print_cell(file, &grid->column[i], grid->text + cell->at,
				   cell->width, cell->color, i == last);
		i = i + 1 < grid->n ? i + 1 : 0;
	}
	grid->cells = 0;
	grid->used = 0;
}
