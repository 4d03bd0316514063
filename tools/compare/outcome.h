/* SPDX-License-Identifier: GPL-2.0 */
/* Summary of a connection at several places. */
#ifndef TCPST_COMPARE_OUTCOME_H
#define TCPST_COMPARE_OUTCOME_H

#include "compare/fate.h"

#define TCPST_STRETCHES_MAX (TCPST_PLACES_MAX - 1)

/* Limit of changes of a connection. */
#define TCPST_CHANGES_MAX 24

/**
 * struct tcpst_changed - a change between two places
 * @stretch: the stretch
 * @what:    what was changed, a word or two
 * @from:    value at the place nearer to the first; "" if absent
 * @to:      value at the next one
 */
struct tcpst_changed {
	unsigned int stretch;
	const char *what;
	char from[64];
	char to[64];
};

/**
 * struct tcpst_outcome - summary of a connection
 * @count:   number of segments, by stretch, direction (1: from the first place on) and
 *           enum tcpst_fate
 * @delay:   median delay by stretch and direction; not known if there are no segments, or
 *           the clocks could not be aligned
 * @least:   delay of the fastest segment
 * @changed: changes; @n_changed: number of them
 */
struct tcpst_outcome {
	size_t count[TCPST_STRETCHES_MAX][2][TCPST_FATE_MAX];
	struct tcpst_range delay[TCPST_STRETCHES_MAX][2];
	struct tcpst_range least[TCPST_STRETCHES_MAX][2];
	unsigned int n_changed;
	struct tcpst_changed changed[TCPST_CHANGES_MAX];
};

void tcpst_outcome_make(struct tcpst_outcome *outcome,
			const struct tcpst_comparison *comparison,
			const struct tcpst_path *path);
size_t tcpst_outcome_count(const struct tcpst_outcome *outcome,
			   const struct tcpst_comparison *comparison,
			   unsigned int fate);

#endif /* TCPST_COMPARE_OUTCOME_H */
