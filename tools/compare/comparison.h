/* SPDX-License-Identifier: GPL-2.0 */
/* Connections at several places, and the fate of each segment. */
#ifndef TCPST_COMPARISON_H
#define TCPST_COMPARISON_H

#include "compare/match.h"
#include "compare/pair.h"

/* enum tcpst_fate - fate of a segment on a stretch, between two neighbouring places */
enum tcpst_fate {
	TCPST_FATE_NONE,	/* seen at neither */
	TCPST_FATE_PASSED,	/* seen at both */
	TCPST_FATE_LOST,	/* seen before the stretch, not after it */
	TCPST_FATE_INJECTED,	/* seen only after it: injected there */
	TCPST_FATE_DUPLICATED,	/* more copies were seen after it than before it */
	TCPST_FATE_REGROUPED,	/* its octets passed in other segments */
	TCPST_FATE_UNCAPTURED,	/* it arrived, but is missing in one of the captures */
	TCPST_FATE_UNKNOWN,	/* one of the places could not have seen it */
	TCPST_FATE_MAX,
};

/**
 * struct tcpst_row - a segment
 * @at:      by place, index of its sighting; %TCPST_UNPAIRED: not seen there
 * @fate:    by stretch, which is that between a place and the next one; enum tcpst_fate
 * @sender:  enum tcps_role
 * @doubt:   by stretch, it is one of several indistinguishable copies there
 * @foreign: its TTL differs from that of other segments of its alleged sender
 * @uncaptured: by place, it passed there, or took another path: the capture does not have it
 * @time:    when it was first seen, by the clock of the first place; for sorting
 */
struct tcpst_row {
	size_t at[TCPST_PLACES_MAX];
	u8 fate[TCPST_PLACES_MAX];
	u8 sender;
	bool doubt[TCPST_PLACES_MAX];
	bool foreign;
	bool uncaptured[TCPST_PLACES_MAX];
	int64_t time;
};

/**
 * struct tcpst_path - a connection
 * @view:  by place; NULL: it was not seen there
 * @how:   by place, enum tcpst_match_how; %TCPST_MATCH_NONE: the first place
 * @turned: by place, the roles were swapped there
 * @shift: by place and role, sequence numbers there minus those at the first place that saw
 *         the connection
 * @reversed: the initiator is nearer to the last place
 * @ordered: @reversed was determined from its own segments
 * @row:   its segments, sorted by time
 * @n:     number of @row
 */
struct tcpst_path {
	struct tcpst_view *view[TCPST_PLACES_MAX];
	u8 how[TCPST_PLACES_MAX];
	bool turned[TCPST_PLACES_MAX];
	u32 shift[TCPST_PLACES_MAX][2];
	bool reversed;
	bool ordered;
	struct tcpst_row *row;
	size_t n;
};

/**
 * struct tcpst_comparison - a comparison of places
 * @n_places: number of @place
 * @place:    the places, in their order along the path
 * @align:    clocks by pair of places, the lower one first; NULL: never needed
 * @aligned:  the same, whether the clocks could be aligned
 * @n:        number of @path
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

/** tcpst_path_towards() - do segments of @sender go from the first place to the last? */
static inline bool tcpst_path_towards(const struct tcpst_path *path,
				      unsigned int sender)
{
	return (sender == TCPS_INITIATOR) != path->reversed;
}

/** tcpst_path_number() - a sequence number of @sender, as at the first place */
static inline u32 tcpst_path_number(const struct tcpst_path *path, unsigned int place,
				    unsigned int sender, u32 number)
{
	return number - path->shift[place][sender];
}

/** tcpst_row_seen() - the sighting of a segment at the first place that saw it */
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
