/* SPDX-License-Identifier: GPL-2.0 */
/* Segments that two places assign to different connections. */
#ifndef TCPST_COMPARE_LATE_H
#define TCPST_COMPARE_LATE_H

#include "compare/comparison.h"

/**
 * struct tcpst_pairing - the segments of a connection, from place to place
 * @pairs: by place, pairs with the next place that saw the connection
 * @next:  that next place, or the number of places
 */
struct tcpst_pairing {
	struct tcpst_pairs pairs[TCPST_PLACES_MAX];
	unsigned int next[TCPST_PLACES_MAX];
};

void tcpst_late_move(struct tcpst_comparison *comparison,
		     struct tcpst_pairing *pairing, unsigned int at);

#endif /* TCPST_COMPARE_LATE_H */
