// SPDX-License-Identifier: GPL-2.0
/*
 * Presumptions that a later segment retracted or proved. The record stays as it was
 * written; the ladder shows both.
 */
#include "text/ladder.h"

#include "module/core/fsm.h"
#include "module/core/seq.h"

static bool is_open_question(const struct tcpst_step_state *state)
{
	return state->certainty == TCPS_PRESUMED && !state->retract &&
	       !state->gone && !state->confirmed;
}

/*
 * Mark as retracted what was presumed since the end was last in the state to which it
 * returns.
 */
static void take_back(struct tcpst_ladder *ladder, unsigned int role,
		      unsigned int back_to)
{
	size_t i;
	unsigned int k;

	for (i = ladder->n; i--;)
		for (k = ladder->step[i].n; k--;) {
			struct tcpst_step_state *state =
				&ladder->step[i].state[k];

			if (state->role != role)
				continue;
			if (state->state == back_to || state->gone ||
			    state->certainty == TCPS_OBSERVED)
				return;
			state->gone = true;
		}
}

/* Mark the latest presumption of @what, if it is still open, as proven by @proof. */
static void settle(struct tcpst_ladder *ladder, unsigned int role,
		   enum tcps_state what, const struct tcpst_event *proof)
{
	size_t i;
	unsigned int k;

	for (i = ladder->n; i--;)
		for (k = ladder->step[i].n; k--;) {
			struct tcpst_step_state *state =
				&ladder->step[i].state[k];

			if (state->role != role || state->state != what)
				continue;
			if (is_open_question(state)) {
				state->confirmed = true;
				state->proof = proof;
			}
			return;
		}
}

/*
 * Does this state show that the ACK of the end's SYN has arrived? Yes, if the end has
 * acknowledged a FIN, or has received the ACK of its own: in SYN-RECEIVED ACKs are
 * processed first (3.10.7.4). It may send a FIN without that ACK, too, but this FIN
 * acknowledges no more than its SYN-ACK did.
 */
static bool shows_established(const struct tcpst_step_state *state)
{
	const struct tcpst_event *event = state->event;

	switch (state->state) {
	case TCPS_FIN_WAIT_2:
	case TCPS_CLOSING:
	case TCPS_TIME_WAIT:
	case TCPS_CLOSE_WAIT:
	case TCPS_LAST_ACK:
		return true;
	case TCPS_FIN_WAIT_1:
		return event->segment && event->sender == state->role &&
		       event->iss_known[!state->role] &&
		       tcps_seq_after(event->ack, event->iss[!state->role] + 1);
	default:
		return false;
	}
}

/**
 * tcpst_ladder_settle() - mark earlier presumptions that a state confirms or retracts
 * @ladder: the ladder before that state
 * @state:  the next state, not in @ladder yet
 *
 * An observed state follows from proven facts only (core/know.c), so these facts also
 * prove the states on the way to it.
 */
void tcpst_ladder_settle(struct tcpst_ladder *ladder,
			 const struct tcpst_step_state *state)
{
	if (state->retract) {
		take_back(ladder, state->role, state->state);
		return;
	}
	if (state->certainty != TCPS_OBSERVED)
		return;
	if (shows_established(state))
		settle(ladder, state->role, TCPS_ESTABLISHED, state->event);
	if (state->state == TCPS_TIME_WAIT)
		settle(ladder, state->role, TCPS_FIN_WAIT_2, state->event);
	if (state->state == TCPS_LAST_ACK)
		settle(ladder, state->role, TCPS_CLOSE_WAIT, state->event);
}

/* Was the latest FIN-WAIT-1 of that end observed? */
static bool finished_openly(const struct tcpst_ladder *ladder, unsigned int role)
{
	size_t i;
	unsigned int k;

	for (i = ladder->n; i--;)
		for (k = ladder->step[i].n; k--;) {
			const struct tcpst_step_state *state =
				&ladder->step[i].state[k];

			if (state->role == role &&
			    state->state == TCPS_FIN_WAIT_1)
				return state->certainty == TCPS_OBSERVED;
		}
	return false;
}

/**
 * tcpst_ladder_settle_proven() - mark presumptions that proven facts of an end confirm
 * @ladder: the ladder so far
 * @proven: proven facts by role, TCPS_KNOW_*
 * @proof:  the segment in @ladder that proves them; NULL: not known
 *
 * FIN-WAIT-2 is proven only if it is known which end closed first.
 */
void tcpst_ladder_settle_proven(struct tcpst_ladder *ladder, const u8 proven[2],
				const struct tcpst_event *proof)
{
	unsigned int role;

	for (role = 0; role < 2; role++) {
		if (proven[role] & TCPS_KNOW_SYN_ACKED)
			settle(ladder, role, TCPS_ESTABLISHED, proof);
		if (proven[role] & TCPS_KNOW_FIN_ACKED &&
		    finished_openly(ladder, role))
			settle(ladder, role, TCPS_FIN_WAIT_2, proof);
	}
}
