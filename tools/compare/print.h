/* SPDX-License-Identifier: GPL-2.0 */
/* Output of a comparison, for people and for programs. */
#ifndef TCPST_COMPARE_PRINT_H
#define TCPST_COMPARE_PRINT_H

#include <stdio.h>

#include "compare/outcome.h"
#include "text/format.h"

/* Size of the remark beside a segment. */
#define TCPST_COMPARE_REMARK 1024

void tcpst_compare_places(FILE *file, const struct tcpst_comparison *comparison);
void tcpst_compare_table(FILE *file, const struct tcpst_comparison *comparison,
			 const struct tcpst_style *style, u64 most);
void tcpst_compare_ladder(FILE *file, const struct tcpst_comparison *comparison,
			  const struct tcpst_style *style, size_t number);
void tcpst_compare_picture(FILE *file, const struct tcpst_comparison *comparison,
			   const struct tcpst_style *style, size_t number);
void tcpst_compare_json(FILE *file, const struct tcpst_comparison *comparison);

void tcpst_compare_range(char *text, const struct tcpst_style *style,
			 const struct tcpst_range *range);
void tcpst_compare_end(char *text, const struct tcpst_style *style,
		       const struct tcpst_path *path, unsigned int role);

void tcpst_compare_label(char *text, size_t size, const struct tcpst_view *view,
			 const struct tcpst_sighting *seen);
void tcpst_compare_remark(char *remark, const struct tcpst_path *path,
			  const struct tcpst_row *row, unsigned int n_places);

#endif /* TCPST_COMPARE_PRINT_H */
