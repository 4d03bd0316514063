// SPDX-License-Identifier: GPL-2.0
/*
 * Runs of notes that are alike. A segment repeated thousands of times, or one and the
 * answer to it, is shown twice, and then how many more of them there were.
 */
#include "text/ladder.h"

/* Fewer are not folded; Linux sends an unanswered SYN seven times. */
#define RUN_MIN 9

/* A segment and the answer to it, such as a challenge ACK. */
#define PERIOD_MAX 2

static bool is_note(const struct tcpst_step *step)
{
	return step->kind == TCPST_STEP_ARROW && !step->n &&
	       step->event->type == TCPST_NOTE;
}

/* But for their numbers, of which there may be any. */
static bool is_alike(const struct tcpst_step *a, const struct tcpst_step *b)
{
	return is_note(a) && is_note(b) && a->role == b->role &&
	       a->event->cause == b->event->cause &&
	       a->event->flags == b->event->flags;
}

/* How many steps there are from @first on in which each is like that before. */
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
 * tcpst_ladder_repeats() - is a step not shown, because enough like it precede it?
 * @ladder: of which what comes after the step need not be known
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

/** tcpst_ladder_fold() - leave out all but the first of notes that are alike */
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
