/* SPDX-License-Identifier: GPL-2.0 */
/* Pairing the segments of a connection at two places. */
#ifndef TCPST_COMPARE_PAIR_H
#define TCPST_COMPARE_PAIR_H

#include "compare/align.h"
#include "compare/place.h"

#define TCPST_UNPAIRED ((size_t)-1)

/* enum tcpst_pair_state - a segment at the other place */
enum tcpst_pair_state {
	TCPST_PAIR_NONE,	/* it was not seen there */
	TCPST_PAIR_SURE,	/* the only equal one there */
	TCPST_PAIR_LIKELY,	/* one of several indistinguishable ones */
	TCPST_PAIR_REGROUPED,	/* its octets, in other segments (offload) */
};

/**
 * struct tcpst_pairs - the segments of a connection at two places
 * @here, @there: the connection
 * @shift:  by role, sequence numbers there minus those here
 * @to:     by place and segment, its index at the other place, %TCPST_UNPAIRED: none
 * @state:  by place and segment, enum tcpst_pair_state
 * @doubt:  by place and segment: it, or an indistinguishable one, is missing at the other
 *          place; a number that these segments share; 0: no doubt
 * @n:      number of such groups so far
 */
struct tcpst_pairs {
	const struct tcpst_view *here;
	const struct tcpst_view *there;
	u32 shift[2];
	size_t *to[2];
	u8 *state[2];
	u32 *doubt[2];
	u32 n;
};

void tcpst_pair_sure(struct tcpst_pairs *pairs, const struct tcpst_view *here,
		     const struct tcpst_view *there);
void tcpst_pair_rest(struct tcpst_pairs *pairs, const struct tcpst_align *align,
		     bool reversed);
void tcpst_pair_align(const struct tcpst_pairs *pairs, struct tcpst_align *align,
		      bool reversed);
void tcpst_pair_free(struct tcpst_pairs *pairs);

#endif /* TCPST_COMPARE_PAIR_H */
