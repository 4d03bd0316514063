/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Times within a connection, in five octets: nanoseconds since its start, exact
 * in the first 4.5 minutes, in steps of 1 us up to 78 hours, and in steps of 1 ms up
 * to nine years. A connection holds twelve of them; with eight octets each a flow would
 * exceed its memory limit.
 */
#ifndef TCPS_CORE_STAMP_H
#define TCPS_CORE_STAMP_H

#include "types.h"

/**
 * enum tcps_slot - the entries into states that are timestamped
 * @TCPS_SLOT_SYN_RECEIVED: SYN_RECEIVED
 * @TCPS_SLOT_ESTABLISHED: ESTABLISHED
 * @TCPS_SLOT_CLOSE_1: FIN_WAIT_1, CLOSE_WAIT
 * @TCPS_SLOT_CLOSE_2: FIN_WAIT_2, CLOSING, LAST_ACK
 * @TCPS_SLOT_TIME_WAIT: TIME_WAIT
 * @TCPS_SLOT_CLOSED: CLOSED
 * @TCPS_SLOT_MAX: how many there are
 *
 * In the order of a connection. The states that share a slot exclude each other; SYN_SENT
 * and LISTEN are entered at the start and need none.
 */
enum tcps_slot {
	TCPS_SLOT_SYN_RECEIVED,
	TCPS_SLOT_ESTABLISHED,
	TCPS_SLOT_CLOSE_1,
	TCPS_SLOT_CLOSE_2,
	TCPS_SLOT_TIME_WAIT,
	TCPS_SLOT_CLOSED,
	TCPS_SLOT_MAX
};

/**
 * struct tcps_stamp - a time, or none (all zero)
 * @part: little-endian; two bits for the unit (0: no time, 1: ns, and times 2^10 for each
 *        step), 38 bits for the count
 */
struct tcps_stamp {
	u8 part[5];
};

#define TCPS_STAMP_BITS 38
#define TCPS_STAMP_STEP 10
#define TCPS_STAMP_UNITS 3

/** tcps_stamp_set() - store @ns, a time since the start of the connection */
static inline void tcps_stamp_set(struct tcps_stamp *stamp, u64 ns)
{
	const u64 most = (1ULL << TCPS_STAMP_BITS) - 1;
	unsigned int unit = 1;
	u64 word;

	while (ns > most && unit < TCPS_STAMP_UNITS) {
		ns >>= TCPS_STAMP_STEP;
		unit++;
	}
	word = (ns > most ? most : ns) << 2 | unit;
	/* Compilers make two stores of these, but not of a loop. */
	stamp->part[0] = (u8)word;
	stamp->part[1] = (u8)(word >> 8);
	stamp->part[2] = (u8)(word >> 16);
	stamp->part[3] = (u8)(word >> 24);
	stamp->part[4] = (u8)(word >> 32);
}

/** tcps_stamp_get() - read a time back; false: never set */
static inline bool tcps_stamp_get(const struct tcps_stamp *stamp, u64 *ns)
{
	const u8 *part = stamp->part;
	unsigned int unit = part[0] & 3;
	u64 word;

	if (!unit)
		return false;
	word = part[0] | part[1] << 8 | part[2] << 16 | (u32)part[3] << 24 |
	       (u64)part[4] << 32;
	*ns = word >> 2 << TCPS_STAMP_STEP * (unit - 1);
	return true;
}

/** tcps_stamp_clear() - forget the time */
static inline void tcps_stamp_clear(struct tcps_stamp *stamp)
{
	*stamp = (struct tcps_stamp){ { 0 } };
}

#endif /* TCPS_CORE_STAMP_H */
