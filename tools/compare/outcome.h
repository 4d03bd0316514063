/* SPDX-License-Identifier: GPL-2.0 */
/* What a connection at several places comes to. */
#ifndef TCPST_COMPARE_OUTCOME_H
#define TCPST_COMPARE_OUTCOME_H

#include "compare/fate.h"

#define TCPST_STRETCHES_MAX (TCPST_PLACES_MAX - 1)

/* Changes on a stretch that there is space for. */
#define TCPST_CHANGES_MAX 24

/**
 * struct tcpst_changed - something that was changed between two places
 * @stretch: behind which place
 * @what:    a word or two
 * @from:    as it was at the place nearer to the first; "" if it was not there
 * @to:      as it was at the next one
 */
struct tcpst_changed {
	unsigned int stretch;
	const char *what;
	char from[64];
	char to[64];
};

/**
 * struct tcpst_outcome - what a connection comes to
 * @count:   segments, by stretch, whether they went from the first place on, and
 *           enum tcpst_fate
 * @delay:   by stretch and direction: of the segment in the middle; not known if there
 *           is none, or no clock
 * @least:   of the fastest one
 * @changed: what was changed; @n_changed: how many
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
