// SPDX-License-Identifier: GPL-2.0
/* The clocks of all places: those of two next to each other, or of those between. */
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

/** tcpst_clocks_solve() - find how the clocks stand, once all is known of them */
void tcpst_clocks_solve(struct tcpst_comparison *comparison)
{
	unsigned int from, to;

	for (from = 0; from < comparison->n_places; from++)
		for (to = from + 1; to < comparison->n_places; to++)
			if (comparison->align[from][to])
				comparison->aligned[from][to] =
					tcpst_align_solve(comparison->align[from][to]);
}

static struct tcpst_range add_ranges(struct tcpst_range one,
				     struct tcpst_range other)
{
	one.min += other.min;
	one.max += other.max;
	one.known &= other.known;
	return one;
}

/**
 * tcpst_clocks_offset() - how much more the clock of one place shows than another's
 * @comparison: after tcpst_compare()
 * @from:   the one
 * @to:     the other
 * @time:   when, by the clock of @from
 * @offset: set
 *
 * Return: false if it is not known.
 */
bool tcpst_clocks_offset(const struct tcpst_comparison *comparison,
			 unsigned int from, unsigned int to, u64 time,
			 struct tcpst_range *offset)
{
	unsigned int low = from < to ? from : to, high = from < to ? to : from;
	struct tcpst_range sum = { .known = true };
	int64_t min;
	unsigned int i;

	if (low != high && comparison->aligned[low][high]) {
		sum = tcpst_align_offset(comparison->align[low][high], time);
	} else {
		for (i = low; i < high; i++) {
			if (!comparison->aligned[i][i + 1])
				return false;
			sum = add_ranges(sum, tcpst_align_offset(
				comparison->align[i][i + 1], time));
		}
	}
	if (from > to) {
		min = sum.min;
		sum.min = -sum.max;
		sum.max = -min;
	}
	*offset = sum;
	return sum.known;
}

/**
 * tcpst_clocks_guess() - the same, as good as it can be said
 * @comparison: after tcpst_clocks_solve()
 * @from:   the one
 * @to:     the other
 * @time:   when, by the clock of @from
 * @offset: set
 *
 * Return: false if nothing is known.
 */
bool tcpst_clocks_guess(const struct tcpst_comparison *comparison,
			unsigned int from, unsigned int to, u64 time,
			int64_t *offset)
{
	unsigned int low = from < to ? from : to, high = from < to ? to : from;
	int64_t sum = 0, part;
	unsigned int i;

	if (low != high && comparison->aligned[low][high]) {
		if (!tcpst_align_guess(comparison->align[low][high], time, &sum))
			return false;
	} else {
		for (i = low; i < high; i++) {
			if (!comparison->aligned[i][i + 1] ||
			    !tcpst_align_guess(comparison->align[i][i + 1],
					       time, &part))
				return false;
			sum += part;
		}
	}
	*offset = from < to ? sum : -sum;
	return true;
}
