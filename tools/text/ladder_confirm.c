// SPDX-License-Identifier: GPL-2.0
/*
 * What became of a presumption: a later segment took it back, or proved it. The
 * record stays as it was written; the ladder shows both.
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
 * All that was presumed since the end was last in the state to which it is retracted has
 * not been.
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

/* The presumption of @what that is still open, the latest, is proven by @proof. */
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
 * Does this show that its end got the ACK of its SYN? Who acknowledges a FIN, or has its
 * own acknowledged, did: SYN-RECEIVED looks at ACKs first (3.10.7.4). A FIN alone it may
 * send as well, but then it acknowledges no more than its SYN-ACK did.
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
 * tcpst_ladder_settle() - which states presumed before does a state confirm?
 * @ladder: all before it
 * @state:  the next one, not yet of @ladder
 *
 * An observed state rests on proven facts only (core/know.c), so these facts prove
 * the states on the way to it.
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

/* Of an end that is in a state, was the one before it observed? */
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
 * tcpst_ladder_settle_proven() - which states do proven facts of an end confirm?
 * @ladder: so far
 * @proven: by role, TCPS_KNOW_*
 * @proof:  the segment by which they are, of @ladder; NULL: it is not known
 *
 * A FIN-WAIT-2 is proven only if it is known which end was the first to close.
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
