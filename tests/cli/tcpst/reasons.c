// SPDX-License-Identifier: GPL-2.0
/*
 * The reasons that are worked out from records, against those of the machine: every
 * test vector runs, and of each transition the row of the table of evidence that made
 * it is compared. The linker puts the comparison in front of tcps_know_apply().
 */
#include <stdio.h>
#include <string.h>

#include "../../core/unit/vectors.h"
#include "module/core/input.h"
#include "module/core/know.h"
#include "module/core/names.h"
#include "text/reason.h"

static unsigned int compared[TCPS_EV_MAX], wrong[TCPS_EV_MAX];
static unsigned int taken_for[TCPS_EV_MAX];

/*
 * Rows that a record does not distinguish, the first being taken for the second; both
 * give reasons that are true of the transition.
 */
static const struct {
	enum tcps_evidence row, taken_for;
} alike[] = {
	/* The ACK of its FIN is presumed to be there, or there unless much was missed. */
	{ TCPS_EV_HAS_FIN_ACK, TCPS_EV_FIN_ACKED },
	/* It had no FIN of the peer's that could be retracted. */
	{ TCPS_EV_FIN_AGAIN_LACKS, TCPS_EV_FIN_AGAIN },
};

static bool is_alike(enum tcps_evidence row, enum tcps_evidence other)
{
	unsigned int i;

	for (i = 0; i < sizeof(alike) / sizeof(*alike); i++)
		if (alike[i].row == row && alike[i].taken_for == other)
			return true;
	return false;
}

/*
 * If a connection ends beside an attempt, its record has the segment, which the state
 * machine is not passed. Return: flags of the segment; 0: there is none.
 */
static u8 flags_beside(const struct tcps_change *change)
{
	switch (change->cause) {
	case TCPS_CAUSE_RST:
		return TCPS_FLAG_RST;
	case TCPS_CAUSE_SYN:
		return TCPS_FLAG_SYN;
	default:
		return 0;
	}
}

static struct tcpst_event event_of(const struct tcps_input *in,
				   const struct tcps_change *change)
{
	u8 flags = in->seg ? in->seg->flags : flags_beside(change);

	return (struct tcpst_event){
		.type = TCPST_TRANSITION,
		.endpoint = change->side,
		.from = change->from,
		.to = change->to,
		.cause = change->cause,
		.certainty = change->certainty,
		.retract = change->flags & TCPS_CHANGE_RETRACT,
		.segment = in->seg || flags,
		.sender = in->dir,
		.flags = flags,
	};
}

bool __real_tcps_know_apply(const struct tcps_input *in, unsigned int side,
			    enum tcps_evidence evidence, enum tcps_cause cause);
bool __wrap_tcps_know_apply(const struct tcps_input *in, unsigned int side,
			    enum tcps_evidence evidence, enum tcps_cause cause);

bool __wrap_tcps_know_apply(const struct tcps_input *in, unsigned int side,
			    enum tcps_evidence evidence, enum tcps_cause cause)
{
	bool changed = __real_tcps_know_apply(in, side, evidence, cause);
	struct tcpst_event event;
	enum tcps_evidence found;

	if (!changed || !in->step->n)
		return changed;
	event = event_of(in, &in->step->change[in->step->n - 1]);
	found = tcpst_reason_evidence(&event);
	compared[evidence]++;
	if (found != evidence && !is_alike(evidence, found)) {
		if (!wrong[evidence]++ || taken_for[evidence] != found)
			printf("# row %u taken for %u: %s %s->%s %s %s%s flags %#x\n",
			       evidence, found,
			       event.sender == event.endpoint ? "own" : "peer's",
			       tcps_state_name(event.from),
			       tcps_state_name(event.to),
			       tcps_cause_name(event.cause),
			       tcps_certainty_name(event.certainty),
			       event.retract ? " taken back" : "", event.flags);
		taken_for[evidence] = found;
	}
	return changed;
}

static void run(const struct tcps_vector *vector)
{
	unsigned int way;

	for (way = 0; way < 4; way++) {
		struct tcps_vector_way as = {
			.tracked = way & 1, .flip = way & 2,
		};
		struct tcps_vector_result result;

		if (vector->modes & (as.tracked ? TCPS_VECTOR_TRACKED :
						  TCPS_VECTOR_SAMPLED))
			tcps_vector_run(vector, &as, &result);
	}
}

int main(void)
{
	static const struct {
		const char *name;
		const struct tcps_vector *vectors;
		unsigned int n;
	} sets[] = TCPS_VECTOR_SETS;
	unsigned int set, i, passed = 0, failed = 0;

	for (set = 0; set < sizeof(sets) / sizeof(*sets); set++)
		for (i = 0; i < sets[set].n; i++)
			run(&sets[set].vectors[i]);
	for (i = 0; i < TCPS_EV_MAX; i++) {
		bool good = compared[i] && !wrong[i];

		printf("%s - reason of %u: %s\n", good ? "ok" : "not ok",
		       compared[i], tcps_know_table[i].reason);
		if (good)
			passed++;
		else
			failed++;
	}
	printf("%u passed, %u failed\n", passed, failed);
	return !!failed;
}
