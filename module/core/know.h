/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Deriving facts from evidence, and states from facts: the only code that changes the facts
 * about an end. For use inside core/, and by code that prints the reasons.
 */
#ifndef TCPS_CORE_KNOW_H
#define TCPS_CORE_KNOW_H

#include "input.h"

/* Facts of a handshake that this end has finished. */
#define TCPS_KNOW_OPEN (TCPS_KNOW_PEER_SYN | TCPS_KNOW_SYN_ACKED)

/**
 * struct tcps_cell - effect of a piece of evidence on the facts about an end
 * @raise:     facts it shows
 * @lower:     facts it retracts unless they are proven
 * @disprove:  facts it retracts, even if they seemed proven
 * @certainty: enum tcps_certainty, at best
 * @reason:    why, in one sentence, with the section of RFC 9293
 */
struct tcps_cell {
	u8 raise;
	u8 lower;
	u8 disprove;
	u8 certainty;
	const char *reason;
};

extern const struct tcps_cell tcps_know_table[TCPS_EV_MAX];
extern const u8 tcps_know_slots[TCPS_STATE_MAX];

bool tcps_know_apply(const struct tcps_input *in, unsigned int side,
		     enum tcps_evidence evidence, enum tcps_cause cause);
void tcps_know_note(const struct tcps_input *in, unsigned int side,
		    enum tcps_cause cause);
bool tcps_know_entered(const struct tcps_conn *conn, unsigned int side,
		       enum tcps_slot slot, u64 *at);

/** tcps_know_opening() - has @ep sent a SYN and received none? */
static inline bool tcps_know_opening(const struct tcps_endpoint *ep)
{
	return (ep->known & (TCPS_KNOW_SYN | TCPS_KNOW_PEER_SYN)) ==
	       TCPS_KNOW_SYN;
}

/** tcps_know_both_syns() - were the SYNs of both ends seen? */
static inline bool tcps_know_both_syns(const struct tcps_conn *conn)
{
	return conn->ep[0].proven & conn->ep[1].proven & TCPS_KNOW_SYN;
}

/** tcps_know_count() - increment a counter of seven bits; it saturates */
static inline u8 tcps_know_count(u8 counter)
{
	return counter < 127 ? counter + 1 : counter;
}

#endif /* TCPS_CORE_KNOW_H */
