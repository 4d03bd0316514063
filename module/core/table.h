/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The transition table: what each piece of evidence says about an endpoint in
 * each state. Data only; fsm.c decides which evidence a segment is.
 */
#ifndef TCPS_CORE_TABLE_H
#define TCPS_CORE_TABLE_H

#include "state.h"

/**
 * struct tcps_cell - one cell of the transition table
 * @next:      enum tcps_state after; the state of the row for "stays"
 * @certainty: enum tcps_certainty of the transition
 * @retract:   the transition takes back an earlier presumption
 * @defined:   zero: fsm.c never asks, for the reason given at the table
 * @reason:    why, in one sentence, with the section of RFC 9293
 */
struct tcps_cell {
	u8 next;
	u8 certainty;
	bool retract;
	bool defined;
	const char *reason;
};

extern const struct tcps_cell tcps_table[TCPS_STATE_MAX][TCPS_EVENT_MAX];

#endif /* TCPS_CORE_TABLE_H */
