/* SPDX-License-Identifier: GPL-2.0 */
/* Lines of cells in columns that are as wide as their widest cell. */
#ifndef TCPST_GRID_H
#define TCPST_GRID_H

#include <stdbool.h>
#include <stdio.h>

struct tcpst_grid;

struct tcpst_grid *tcpst_grid_new(void);
void tcpst_grid_free(struct tcpst_grid *grid);
void tcpst_grid_column(struct tcpst_grid *grid, const char *heading, bool right);
void tcpst_grid_hide(struct tcpst_grid *grid, unsigned int column, bool hidden);
void tcpst_grid_put(struct tcpst_grid *grid, const char *text, const char *color);
unsigned int tcpst_grid_lines(const struct tcpst_grid *grid);
const char *tcpst_grid_cell(const struct tcpst_grid *grid, unsigned int line,
			    unsigned int column);
void tcpst_grid_set(struct tcpst_grid *grid, unsigned int line, unsigned int column,
		    const char *text);
unsigned int tcpst_grid_widest(const struct tcpst_grid *grid, unsigned int column);
unsigned int tcpst_grid_width(const struct tcpst_grid *grid, unsigned int column);
void tcpst_grid_head(struct tcpst_grid *grid, FILE *file);
void tcpst_grid_print(struct tcpst_grid *grid, FILE *file);

#endif /* TCPST_GRID_H */
