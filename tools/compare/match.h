/* SPDX-License-Identifier: GPL-2.0 */
/* Matching the connections of two places. */
#ifndef TCPST_COMPARE_MATCH_H
#define TCPST_COMPARE_MATCH_H

#include "compare/place.h"

/* How two connections were matched. */
enum tcpst_match_how {
	TCPST_MATCH_NONE,
	TCPST_MATCH_NUMBERS,	/* addresses, ports and initial sequence numbers */
	TCPST_MATCH_SEGMENTS,	/* addresses, ports and segments */
	TCPST_MATCH_TRANSLATED,	/* initial sequence numbers, other addresses */
	TCPST_MATCH_RENUMBERED,	/* addresses and ports, other sequence numbers */
};

#define TCPST_UNMATCHED ((size_t)-1)

/**
 * struct tcpst_partner - the same connection at the other place
 * @view: its index there, %TCPST_UNMATCHED: not found
 * @how:  enum tcpst_match_how
 * @turned: the roles are swapped there
 */
struct tcpst_partner {
	size_t view;
	u8 how;
	bool turned;
};

void tcpst_match(const struct tcpst_view *const *left, size_t n_left,
		 const struct tcpst_view *const *right, size_t n_right,
		 struct tcpst_partner *partner);

#endif /* TCPST_COMPARE_MATCH_H */
