/* SPDX-License-Identifier: GPL-2.0 */
/* Connections at several places, and what became of each of their segments. */
#ifndef TCPST_COMPARISON_H
#define TCPST_COMPARISON_H

#include "compare/match.h"
#include "compare/pair.h"

/* enum tcpst_fate - what became of a segment between two places next to each other */
enum tcpst_fate {
	TCPST_FATE_NONE,	/* seen at neither */
	TCPST_FATE_PASSED,	/* seen at both */
	TCPST_FATE_LOST,	/* seen before the stretch, not behind it */
	TCPST_FATE_INJECTED,	/* seen behind it only: injected there */
	TCPST_FATE_DUPLICATED,	/* one more copy was seen behind it than before it */
	TCPST_FATE_REGROUPED,	/* its octets passed in other segments */
	TCPST_FATE_UNKNOWN,	/* one of the places could not have seen it */
	TCPST_FATE_MAX,
};

/**
 * struct tcpst_row - a segment
 * @at:      by place, which sighting it is; %TCPST_UNPAIRED: not seen there
 * @fate:    by stretch, that between @place and the next one; enum tcpst_fate
 * @sender:  enum tcps_role
 * @doubt:   by stretch, it is one of several copies that nothing distinguishes there
 * @foreign: it has another TTL than its alleged sender has elsewhere
 * @time:    when it was first seen, by the clock of the first place; for order
 */
struct tcpst_row {
	size_t at[TCPST_PLACES_MAX];
	u8 fate[TCPST_PLACES_MAX];
	u8 sender;
	bool doubt[TCPST_PLACES_MAX];
	bool foreign;
	int64_t time;
};

/**
 * struct tcpst_path - a connection
 * @view:  by place; NULL: it was not seen there
 * @how:   by place, enum tcpst_match_how it was found by; %TCPST_MATCH_NONE: first
 * @turned: by place, who is the initiator was the other way round there
 * @reversed: the initiator is nearer to the last place
 * @ordered: that was found out from its own segments
 * @row:   its segments, in the order of their times
 * @n:     of @row
 */
struct tcpst_path {
	struct tcpst_view *view[TCPST_PLACES_MAX];
	u8 how[TCPST_PLACES_MAX];
	bool turned[TCPST_PLACES_MAX];
	bool reversed;
	bool ordered;
	struct tcpst_row *row;
	size_t n;
};

/**
 * struct tcpst_comparison - places compared
 * @n_places: of @place, which are in their order on the way
 * @place:    the places
 * @align:    by two places, the first before the second; NULL: never needed
 * @aligned:  the same, whether there is a line that fits
 * @n:        of @path
 * @path:     the connections
 */
struct tcpst_comparison {
	unsigned int n_places;
	struct tcpst_place place[TCPST_PLACES_MAX];
	struct tcpst_align *align[TCPST_PLACES_MAX][TCPST_PLACES_MAX];
	bool aligned[TCPST_PLACES_MAX][TCPST_PLACES_MAX];
	size_t n;
	struct tcpst_path *path;
};

/** tcpst_path_towards() - does what @sender sends go from the first place on? */
static inline bool tcpst_path_towards(const struct tcpst_path *path,
				      unsigned int sender)
{
	return (sender == TCPS_INITIATOR) != path->reversed;
}

/** tcpst_row_seen() - a sighting of it, at the first place there is one */
static inline const struct tcpst_sighting *
tcpst_row_seen(const struct tcpst_path *path, const struct tcpst_row *row,
	       unsigned int *place)
{
	unsigned int i = 0;

	while (row->at[i] == TCPST_UNPAIRED)
		i++;
	if (place)
		*place = i;
	return &path->view[i]->seen[row->at[i]];
}

#endif /* TCPST_COMPARISON_H */
