/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The ladder of a connection: two lifelines, an arrow for each segment that
 * was recorded, what happened to the states beside it, and how much payload
 * passed between.
 */
#ifndef TCPST_LADDER_H
#define TCPST_LADDER_H

#include <stdio.h>

#include "model/event.h"
#include "text/format.h"

/* What a step of the ladder is. */
enum tcpst_step_kind {
	TCPST_STEP_ARROW,	/* a segment */
	TCPST_STEP_MARK,	/* a timer, an ICMP error, a limit: no segment */
	TCPST_STEP_PAYLOAD,	/* octets whose segments were not recorded */
	TCPST_STEP_FOLDED,	/* notes like the one or two before */
};

/* One segment makes no more changes than that. */
#define TCPST_STEP_STATES TCPS_STEP_MAX

/**
 * struct tcpst_step_state - what a step did to the state of one end
 * @role:      which end
 * @state:     enum tcps_state after
 * @certainty: enum tcps_certainty
 * @retract:   an earlier presumption is retracted
 * @gone:      it was presumed, and retracted later
 * @confirmed: it was presumed, and what the end did later proves it
 * @event:     its record; NULL: what was before the first
 * @proof:     the event that does, NULL: it is none of the ladder
 */
struct tcpst_step_state {
	u8 role;
	u8 state;
	u8 certainty;
	bool retract;
	bool gone;
	bool confirmed;
	const struct tcpst_event *event;
	const struct tcpst_event *proof;
};

/**
 * struct tcpst_step - one step
 * @kind:    enum tcpst_step_kind
 * @role:    which end sent it; of a mark, which end it is about, or %TCPS_ROLE_NONE:
 *           both
 * @event:   first record of the step; of payload, the one after it; of what is
 *           folded, the last
 * @drop:    of retransmitted data, that this machine dropped it before; or NULL
 * @octets:  of payload
 * @again:   a segment with payload that was all seen before
 * @folded:  how many notes are
 * @n:       of @state
 * @state:   in the order of the records
 */
struct tcpst_step {
	u8 kind;
	u8 role;
	const struct tcpst_event *event;
	const struct tcpst_event *drop;
	u64 octets;
	bool again;
	size_t folded;
	unsigned int n;
	struct tcpst_step_state state[TCPST_STEP_STATES];
};

/**
 * struct tcpst_positions - how far each end has got
 * @known: the position is known
 * @next:  number after the highest that was seen, sent or acknowledged
 * @sum:   octets of payload up to there
 */
struct tcpst_positions {
	bool known[2];
	u32 next[2];
	u64 sum[2];
};

/**
 * struct tcpst_ladder - a connection, step by step
 * @flow:   what else is known of it
 * @before: states of both ends before the first step, %TCPS_STATE_MAX: unknown
 * @base:   what relative numbers count from, by role
 * @at:     how far each end has got with the last step
 * @latest: the event that was added last, NULL: none
 * @cut:    the recorder does not hold the beginning any more
 * @n:      of @step
 * @capacity:   for how many there is memory
 * @step:   the steps
 */
struct tcpst_ladder {
	const struct tcpst_flow *flow;
	u8 before[2];
	u32 base[2];
	struct tcpst_positions at;
	const struct tcpst_event *latest;
	bool cut;
	size_t n;
	size_t capacity;
	struct tcpst_step *step;
};

void tcpst_ladder_begin(struct tcpst_ladder *ladder,
			const struct tcpst_flow *flow,
			const struct tcpst_event *events, size_t n);
void tcpst_ladder_add(struct tcpst_ladder *ladder,
		      const struct tcpst_event *event);
void tcpst_ladder_build(struct tcpst_ladder *ladder,
			const struct tcpst_flow *flow,
			const struct tcpst_event *events, size_t n);
void tcpst_ladder_settle(struct tcpst_ladder *ladder,
			 const struct tcpst_step_state *state);
void tcpst_ladder_settle_proven(struct tcpst_ladder *ladder, const u8 proven[2],
				const struct tcpst_event *proof);
void tcpst_ladder_free(struct tcpst_ladder *ladder);

const char *tcpst_ladder_remark(const struct tcpst_event *event);
const char *tcpst_ladder_step_remark(const struct tcpst_step *step);
void tcpst_ladder_fold(struct tcpst_ladder *ladder);
bool tcpst_ladder_repeats(const struct tcpst_ladder *ladder, size_t at);
void tcpst_ladder_folded(char text[TCPST_TEXT_SIZE],
			 const struct tcpst_step *step);
void tcpst_ladder_mark(char text[TCPST_TEXT_SIZE], const struct tcpst_event *event);
u32 tcpst_ladder_position(const struct tcpst_ladder *ladder,
			  const struct tcpst_style *style,
			  const struct tcpst_event *event, unsigned int role,
			  u32 seq);

void tcpst_ladder_print(FILE *file, const struct tcpst_ladder *ladder,
			const struct tcpst_style *style);

#endif /* TCPST_LADDER_H */
