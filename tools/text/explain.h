/* SPDX-License-Identifier: GPL-2.0 */
/* Explanation of the steps of a ladder, in sentences. */
#ifndef TCPST_EXPLAIN_H
#define TCPST_EXPLAIN_H

#include "text/ladder.h"

void tcpst_explain_begin(FILE *file, const struct tcpst_style *style);
void tcpst_explain_step(FILE *file, const struct tcpst_ladder *ladder,
			const struct tcpst_style *style,
			const struct tcpst_step *step);

#endif /* TCPST_EXPLAIN_H */
