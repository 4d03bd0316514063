/* SPDX-License-Identifier: GPL-2.0 */
/* What was seen at one place: its connections, and the segments of each. */
#ifndef TCPST_COMPARE_PLACE_H
#define TCPST_COMPARE_PLACE_H

#include "model/match.h"

/* Places that are compared, at most. */
#define TCPST_PLACES_MAX 8

/**
 * struct tcpst_sighting - a segment, as it was seen at a place
 * @time_ns: when, by the clock of the place, ns since the epoch
 * @frame:   for captures, number of its frame; for recordings, 0
 * @mark:    what distinguishes copies, as of struct tcpst_packet; 0: not known
 * @seq, @ack, @len: as of struct tcps_segment
 * @options: of a SYN or SYN-ACK, TCPS_OPTION_*
 * @window:  unscaled
 * @id:      identification of IPv4, 0: there is none
 * @flags:   TCPS_FLAG_*
 * @ttl:     time to live or hop limit, 0: not known
 * @sender:  enum tcps_role
 * @foreign: its TTL is not that of most segments of its sender at this place
 * @cut:     its options were cut off
 */
struct tcpst_sighting {
	u64 time_ns;
	u64 frame;
	u64 mark;
	u32 seq;
	u32 ack;
	u32 len;
	u32 options;
	u16 window;
	u16 id;
	u8 flags;
	u8 ttl;
	u8 sender;
	bool foreign;
	bool cut;
};

/**
 * struct tcpst_move - a transition, as the machine has it at a place
 * @time_ns: when
 * @role:    whose
 * @to:      enum tcps_state after
 */
struct tcpst_move {
	u64 time_ns;
	u8 role;
	u8 to;
};

/**
 * struct tcpst_view - a connection, as it was seen at a place
 * @flow:     its verdict there
 * @n:        of @seen
 * @capacity: for how many there is memory
 * @seen:     its segments, in the order of their times
 * @n_moves:  of @move; @move_capacity: for how many there is memory
 * @move:     its transitions
 */
struct tcpst_view {
	struct tcpst_flow flow;
	size_t n;
	size_t capacity;
	struct tcpst_sighting *seen;
	size_t n_moves;
	size_t move_capacity;
	struct tcpst_move *move;
};

/**
 * struct tcpst_place - a place
 * @name:   of its file or network namespace
 * @sparse: of segments there are those behind events alone, as in a recording
 * @live:   it is a network namespace of this machine
 * @cut:    options were cut off there
 * @first:  time of its first frame; @last: and of its last one, ns since the epoch
 * @n:      of @view
 * @capacity: for how many there is memory
 * @view:   its connections, in the order in which they began
 */
struct tcpst_place {
	const char *name;
	bool sparse;
	bool live;
	bool cut;
	u64 first;
	u64 last;
	size_t n;
	size_t capacity;
	struct tcpst_view *view;
};

/** tcpst_sighting_brief() - the same as @mark, of what is before the options alone */
static inline u64 tcpst_sighting_brief(const struct tcpst_sighting *seen)
{
	return 1ULL << 32 | (u64)seen->id << 16 | seen->window;
}

/** tcpst_view_has() - was any segment of that end seen? */
static inline bool tcpst_view_has(const struct tcpst_view *view,
				  unsigned int sender)
{
	size_t i;

	for (i = 0; i < view->n; i++)
		if (view->seen[i].sender == sender)
			return true;
	return false;
}

#endif /* TCPST_COMPARE_PLACE_H */
