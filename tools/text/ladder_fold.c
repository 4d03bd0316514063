// SPDX-License-Identifier: GPL-2.0
/*
 * Folding runs of similar notes. If a segment, or a segment and the answer to it, is
 * repeated thousands of times, it is shown twice, followed by the number of the rest.
 */
#include "text/ladder.h"

/* Shorter runs are not folded; Linux sends an unanswered SYN seven times. */
#define RUN_MIN 9

/* A segment and the answer to it, such as a challenge ACK. */
#define PERIOD_MAX 2

static bool is_note(const struct tcpst_step *step)
{
	return step->kind == TCPST_STEP_ARROW && !step->n &&
	       step->event->type == TCPST_NOTE;
}

/* Similar: the same but for sequence numbers. */
static bool is_alike(const struct tcpst_step *a, const struct tcpst_step *b)
{
	return is_note(a) && is_note(b) && a->role == b->role &&
	       a->event->cause == b->event->cause &&
	       a->event->flags == b->event->flags;
}

/* Length of the run of similar steps that begins at @first. */
static size_t length_of_run(const struct tcpst_ladder *ladder, size_t first,
			    size_t period)
{
	size_t i = first + period;

	while (i < ladder->n &&
	       is_alike(&ladder->step[i], &ladder->step[i - period]))
		i++;
	return i < ladder->n ? i - first : ladder->n - first;
}

static size_t find_run(const struct tcpst_ladder *ladder, size_t first,
		       size_t *period)
{
	size_t run;

	for (*period = 1; *period <= PERIOD_MAX; ++*period) {
		run = length_of_run(ladder, first, *period);
		if (run >= RUN_MIN && is_note(&ladder->step[first]))
			return run;
	}
	return 0;
}

/**
 * tcpst_ladder_repeats() - is a step folded, because it ends a run that is long enough?
 * @ladder: the ladder; the steps after @at need not be known
 * @at:     index of the step
 */
bool tcpst_ladder_repeats(const struct tcpst_ladder *ladder, size_t at)
{
	size_t period, first, i;

	for (period = 1; period <= PERIOD_MAX && at + 1 >= RUN_MIN; period++) {
		first = at + 1 - RUN_MIN;
		for (i = first + period; i <= at; i++)
			if (!is_alike(&ladder->step[i], &ladder->step[i - period]))
				break;
		if (i > at)
			return true;
	}
	return false;
}

/** tcpst_ladder_fold() - fold runs of similar notes */
void tcpst_ladder_fold(struct tcpst_ladder *ladder)
{
	struct tcpst_step *step = ladder->step;
	size_t from, to = 0, period;

	for (from = 0; from < ladder->n;) {
		size_t run = find_run(ladder, from, &period);
		size_t shown = run ? 2 * period : 1, i;
		const struct tcpst_event *last = run ?
						 step[from + run - 1].event :
						 NULL;

		for (i = 0; i < shown; i++)
			step[to++] = step[from + i];
		if (run)
			step[to++] = (struct tcpst_step){
				.kind = TCPST_STEP_FOLDED,
				.role = TCPS_ROLE_NONE,
				.event = last,
				.folded = run - shown,
			};
		from += run ? run : 1;
	}
	ladder->n = to;
}
