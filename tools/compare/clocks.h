/* SPDX-License-Identifier: GPL-2.0 */
/* Clock offsets between places. */
#ifndef TCPST_COMPARE_CLOCKS_H
#define TCPST_COMPARE_CLOCKS_H

#include "compare/comparison.h"

struct tcpst_align *tcpst_clocks_align(struct tcpst_comparison *comparison,
				       unsigned int from, unsigned int to);
void tcpst_clocks_solve(struct tcpst_comparison *comparison);
bool tcpst_clocks_guess(const struct tcpst_comparison *comparison,
			unsigned int from, unsigned int to, u64 time,
			int64_t *offset);
bool tcpst_clocks_offset(const struct tcpst_comparison *comparison,
			 unsigned int from, unsigned int to, u64 time,
			 struct tcpst_range *offset);

#endif /* TCPST_COMPARE_CLOCKS_H */
