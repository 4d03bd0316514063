/* SPDX-License-Identifier: GPL-2.0 */
/* Which segment of a connection at one place is which at another. */
#ifndef TCPST_COMPARE_PAIR_H
#define TCPST_COMPARE_PAIR_H

#include "compare/align.h"
#include "compare/place.h"

#define TCPST_UNPAIRED ((size_t)-1)

/* enum tcpst_pair_state - what a segment is at the other place */
enum tcpst_pair_state {
	TCPST_PAIR_NONE,	/* it was not seen there */
	TCPST_PAIR_SURE,	/* the only one there like it */
	TCPST_PAIR_LIKELY,	/* one of several that nothing distinguishes */
	TCPST_PAIR_REGROUPED,	/* its octets, in other segments (offload) */
};

/**
 * struct tcpst_pairs - the segments of a connection at two places
 * @here, @there: the connection
 * @shift:  by role, how much larger its sequence numbers are there
 * @to:     by place and segment, its place at the other one, %TCPST_UNPAIRED: none
 * @state:  by place and segment, enum tcpst_pair_state
 * @doubt:  by place and segment: it is missing at the other place, or one like it; a
 *          number that those have in common which nothing distinguishes; 0: neither is
 * @n:      such numbers, so far
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
