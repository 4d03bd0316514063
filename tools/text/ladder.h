/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The ladder diagram of a connection: two lifelines, an arrow for each recorded
 * segment with the state changes beside it, and the amount of payload between
 * them.
 */
#ifndef TCPST_LADDER_H
#define TCPST_LADDER_H

#include <stdio.h>

#include "model/event.h"
#include "text/format.h"

/* Space for a remark on a segment. */
#define TCPST_REMARK_SIZE (TCPST_NAME_SIZE + 64)

/* Kinds of steps. */
enum tcpst_step_kind {
	TCPST_STEP_ARROW,	/* a segment */
	TCPST_STEP_MARK,	/* a timer, an ICMP error, a limit: no segment */
	TCPST_STEP_PAYLOAD,	/* octets whose segments were not recorded */
	TCPST_STEP_FOLDED,	/* a run of notes like the one or two before */
};

/* Limit of changes that one segment makes. */
#define TCPST_STEP_STATES TCPS_STEP_MAX

/**
 * struct tcpst_step_state - state change of one end, in a step
 * @role:      the end
 * @state:     enum tcps_state after the change
 * @certainty: enum tcps_certainty
 * @retract:   an earlier presumption is retracted
 * @gone:      it was presumed, and retracted later
 * @confirmed: it was presumed, and proven later by what the end did
 * @event:     its record; NULL: the state before the first record
 * @proof:     the event that proves it, NULL: not in the ladder
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
 * @role:    sender; of a mark, the end it is about, or %TCPS_ROLE_NONE: both
 * @event:   first record of the step; of payload, the one after it; of a folded run,
 *           its last
 * @drop:    of retransmitted data, the event of its drop by this machine; or NULL
 * @octets:  octets of payload
 * @again:   all payload of the segment was seen before
 * @folded:  number of notes that are folded
 * @n:       number of @state
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
 * struct tcpst_positions - position of each end in its sequence space
 * @known: the position is known
 * @iss:   initial sequence number, as of the latest event that has one
 * @next:  sequence number after the highest one seen, sent or acknowledged
 * @sum:   octets of payload up to there
 */
struct tcpst_positions {
	bool known[2];
	u32 iss[2];
	u32 next[2];
	u64 sum[2];
};

/**
 * struct tcpst_ladder - a connection, step by step
 * @flow:   the flow
 * @before: states of both ends before the first step, %TCPS_STATE_MAX: unknown
 * @base:   base of relative sequence numbers, by role
 * @at:     positions of the ends after the last step
 * @latest: the event added last, NULL: none
 * @cut:    the beginning is no longer in the recorder
 * @counted: the verdict of @flow counts all octets that its events show
 * @n:      number of @step
 * @capacity: allocated size of @step
 * @step:   the steps
 */
struct tcpst_ladder {
	const struct tcpst_flow *flow;
	u8 before[2];
	u32 base[2];
	struct tcpst_positions at;
	const struct tcpst_event *latest;
	bool cut;
	bool counted;
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
void tcpst_ladder_step_remark(char text[TCPST_REMARK_SIZE],
			      const struct tcpst_ladder *ladder,
			      const struct tcpst_style *style,
			      const struct tcpst_step *step);
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
