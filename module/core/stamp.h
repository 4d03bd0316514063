/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Times within a connection, in six octets: nanoseconds since its start, exact
 * up to 2^46 ns (19.5 hours), in steps of 65.5 us after that and up to 146
 * years. A connection holds twelve of them; eight octets each would not fit
 * the memory a flow may cost.
 */
#ifndef TCPS_CORE_STAMP_H
#define TCPS_CORE_STAMP_H

#include "types.h"

/**
 * enum tcps_slot - what is stamped: entry into a state, by its place on the
 * way through a connection. The states that share a slot exclude each other;
 * SYN_SENT and LISTEN are entered at the start and need none.
 */
enum tcps_slot {
	TCPS_SLOT_SYN_RECEIVED,
	TCPS_SLOT_ESTABLISHED,
	TCPS_SLOT_CLOSE_1,	/* FIN_WAIT_1, CLOSE_WAIT */
	TCPS_SLOT_CLOSE_2,	/* FIN_WAIT_2, CLOSING, LAST_ACK */
	TCPS_SLOT_TIME_WAIT,
	TCPS_SLOT_CLOSED,
	TCPS_SLOT_MAX
};

/**
 * struct tcps_stamp - a time, or none (all zero)
 * @part: bit 0 of part[0]: set; bit 1: coarse; the other 46 bits: the time
 */
struct tcps_stamp {
	u16 part[3];
};

#define TCPS_STAMP_BITS 46
#define TCPS_STAMP_COARSE 16

/** tcps_stamp_set() - store @ns, a time since the start of the connection */
static inline void tcps_stamp_set(struct tcps_stamp *stamp, u64 ns)
{
	u64 word;

	if (ns >> TCPS_STAMP_BITS) {
		ns >>= TCPS_STAMP_COARSE;
		if (ns >> TCPS_STAMP_BITS)
			ns = (1ULL << TCPS_STAMP_BITS) - 1;
		word = ns << 2 | 3;
	} else {
		word = ns << 2 | 1;
	}
	stamp->part[0] = (u16)word;
	stamp->part[1] = (u16)(word >> 16);
	stamp->part[2] = (u16)(word >> 32);
}

/** tcps_stamp_get() - read a time back; false: never set */
static inline bool tcps_stamp_get(const struct tcps_stamp *stamp, u64 *ns)
{
	u64 word = (u64)stamp->part[2] << 32 | (u64)stamp->part[1] << 16 |
		   stamp->part[0];

	*ns = word >> 2;
	if (word & 2)
		*ns <<= TCPS_STAMP_COARSE;
	return word & 1;
}

/** tcps_stamp_clear() - forget the time */
static inline void tcps_stamp_clear(struct tcps_stamp *stamp)
{
	stamp->part[0] = 0;
	stamp->part[1] = 0;
	stamp->part[2] = 0;
}

#endif /* TCPS_CORE_STAMP_H */
