// SPDX-License-Identifier: GPL-2.0
/* Clock offsets between any two places, directly or by way of the places between. */
#include "compare/clocks.h"

/** tcpst_clocks_align() - the clocks of two places, @from before @to */
struct tcpst_align *tcpst_clocks_align(struct tcpst_comparison *comparison,
				       unsigned int from, unsigned int to)
{
	struct tcpst_align **align = &comparison->align[from][to];

	if (!*align)
		*align = tcpst_align_make();
	return *align;
}

/** tcpst_clocks_solve() - solve all pairs of clocks, after the last segment */
void tcpst_clocks_solve(struct tcpst_comparison *comparison)
{
	unsigned int from, to;

	for (from = 0; from < comparison->n_places; from++)
		for (to = from + 1; to < comparison->n_places; to++)
			if (comparison->align[from][to])
				comparison->aligned[from][to] =
					tcpst_align_solve(comparison->align[from][to]);
}

/* Offset of a pair of clocks at @time: its range, or the best estimate. */
static bool offset_at(const struct tcpst_align *align, int64_t time, bool guess,
		      struct tcpst_range *offset)
{
	if (!guess) {
		*offset = tcpst_align_offset(align, (u64)time);
		return offset->known;
	}
	if (!tcpst_align_guess(align, (u64)time, &offset->min))
		return false;
	offset->max = offset->min;
	return true;
}

/* The same, for a time that is known by bounds. */
static bool offset_between(const struct tcpst_align *align,
			   const struct tcpst_range *time, bool guess,
			   struct tcpst_range *offset)
{
	struct tcpst_range end;

	if (!offset_at(align, time->min, guess, offset) ||
	    !offset_at(align, time->max, guess, &end))
		return false;
	if (end.min < offset->min)
		offset->min = end.min;
	if (end.max > offset->max)
		offset->max = end.max;
	return true;
}

static bool step_on(const struct tcpst_align *align, struct tcpst_range *time,
		    bool guess)
{
	struct tcpst_range offset;

	if (!offset_between(align, time, guess, &offset))
		return false;
	time->min += offset.min;
	time->max += offset.max;
	return true;
}

/*
 * Convert a time backwards: the offset depends on the time that is sought. Clocks drift by
 * at most a thousandth, so each iteration improves the result by that factor.
 */
static bool step_back(const struct tcpst_align *align, struct tcpst_range *time,
		      bool guess)
{
	const struct tcpst_range there = *time;
	struct tcpst_range offset;
	unsigned int turn;

	for (turn = 0; turn < 7; turn++) {
		if (!offset_between(align, time, guess, &offset))
			return false;
		time->min = there.min - offset.max;
		time->max = there.max - offset.min;
	}
	return true;
}

/* Convert a time from place to place, unless the two clocks were compared directly. */
static bool walk(const struct tcpst_comparison *comparison, unsigned int from,
		 unsigned int to, bool guess, struct tcpst_range *time)
{
	unsigned int low = from < to ? from : to, high = from < to ? to : from;
	bool direct = low != high && comparison->aligned[low][high];

	while (from != to) {
		unsigned int next = direct ? to : from < to ? from + 1 : from - 1;
		const struct tcpst_align *align;

		low = from < next ? from : next;
		high = from < next ? next : from;
		align = comparison->align[low][high];
		if (!comparison->aligned[low][high] ||
		    !(from < next ? step_on : step_back)(align, time, guess))
			return false;
		from = next;
	}
	return true;
}

/**
 * tcpst_clocks_offset() - range of the clock of one place minus that of another
 * @comparison: after tcpst_clocks_solve()
 * @from:   the other place
 * @to:     the one place
 * @time:   time of the offset, by the clock of @from
 * @offset: set
 *
 * Return: false if it is not known.
 */
bool tcpst_clocks_offset(const struct tcpst_comparison *comparison,
			 unsigned int from, unsigned int to, u64 time,
			 struct tcpst_range *offset)
{
	struct tcpst_range then = { (int64_t)time, (int64_t)time, true };

	if (!walk(comparison, from, to, false, &then))
		return false;
	*offset = (struct tcpst_range){
		then.min - (int64_t)time, then.max - (int64_t)time, true,
	};
	return true;
}

/**
 * tcpst_clocks_guess() - best estimate of the same
 * @comparison: after tcpst_clocks_solve()
 * @from:   the other place
 * @to:     the one place
 * @time:   time of the offset, by the clock of @from
 * @offset: set
 *
 * Return: false if no estimate is possible.
 */
bool tcpst_clocks_guess(const struct tcpst_comparison *comparison,
			unsigned int from, unsigned int to, u64 time,
			int64_t *offset)
{
	struct tcpst_range then = { (int64_t)time, (int64_t)time, true };

	if (!walk(comparison, from, to, true, &then))
		return false;
	*offset = then.min - (int64_t)time;
	return true;
}
