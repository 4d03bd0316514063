/* SPDX-License-Identifier: GPL-2.0 */
/* Connections and segments seen at a place. */
#ifndef TCPST_COMPARE_PLACE_H
#define TCPST_COMPARE_PLACE_H

#include "model/match.h"

/* Limit of places. */
#define TCPST_PLACES_MAX 8

/**
 * struct tcpst_sighting - a segment as seen at a place
 * @time_ns: its time, by the clock of the place, ns since the epoch
 * @frame:   for captures, number of its frame; for recordings, 0
 * @mark:    distinguishes copies, as in struct tcpst_packet; 0: not known
 * @seq, @ack, @len: as in struct tcps_segment
 * @options: of a SYN or SYN-ACK, TCPS_OPTION_*
 * @window:  unscaled
 * @id:      identification of IPv4, 0: there is none
 * @flags:   TCPS_FLAG_*
 * @ttl:     time to live or hop limit, 0: not known
 * @sender:  enum tcps_role
 * @foreign: its TTL differs from that of most segments of its sender at this place
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
 * struct tcpst_move - a transition according to a place
 * @time_ns: its time
 * @role:    the end
 * @to:      enum tcps_state after it
 */
struct tcpst_move {
	u64 time_ns;
	u8 role;
	u8 to;
};

/**
 * struct tcpst_view - a connection as seen at a place
 * @flow:     its verdict there
 * @n:        number of @seen
 * @capacity: allocated size of @seen
 * @seen:     its segments, sorted by time
 * @n_moves:  number of @move; @move_capacity: allocated size
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
 * @name:   name of its file or network namespace
 * @sparse: only segments that caused events are known, as in a recording
 * @live:   it is a network namespace of this machine
 * @cut:    options were cut off there
 * @incomplete: a segment that arrived was not captured there
 * @first:  time of its first frame; @last: time of its last one, ns since the epoch
 * @n:      number of @view
 * @capacity: allocated size of @view
 * @view:   its connections, in the order in which they began
 */
struct tcpst_place {
	const char *name;
	bool sparse;
	bool live;
	bool cut;
	bool incomplete;
	u64 first;
	u64 last;
	size_t n;
	size_t capacity;
	struct tcpst_view *view;
};

/** tcpst_sighting_brief() - a mark like @mark, but without the options */
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
