/* SPDX-License-Identifier: GPL-2.0 */
/* A comparison, for people and for programs. */
#ifndef TCPST_COMPARE_PRINT_H
#define TCPST_COMPARE_PRINT_H

#include <stdio.h>

#include "compare/outcome.h"
#include "text/format.h"

void tcpst_compare_places(FILE *file, const struct tcpst_comparison *comparison);
void tcpst_compare_table(FILE *file, const struct tcpst_comparison *comparison,
			 const struct tcpst_style *style, u64 most);
void tcpst_compare_ladder(FILE *file, const struct tcpst_comparison *comparison,
			  const struct tcpst_style *style, size_t number);
void tcpst_compare_json(FILE *file, const struct tcpst_comparison *comparison);

void tcpst_compare_range(char *text, const struct tcpst_style *style,
			 const struct tcpst_range *range);
void tcpst_compare_end(char *text, const struct tcpst_style *style,
		       const struct tcpst_path *path, unsigned int role);

#endif /* TCPST_COMPARE_PRINT_H */
