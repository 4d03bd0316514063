// SPDX-License-Identifier: GPL-2.0
/* Histograms of durations: counting, and their sums. */
#include "durations.h"

#include <linux/minmax.h>
#include <linux/string.h>

#include "stats.h"

/* Allocated with the first duration of a namespace; NULL: no memory. */
static struct tcps_durations __percpu *get(struct tcps_durations __percpu **durations)
{
	struct tcps_durations __percpu *fresh, *old = READ_ONCE(*durations);

	if (likely(old))
		return old;
	fresh = alloc_percpu_gfp(struct tcps_durations, GFP_ATOMIC | __GFP_NOWARN);
	if (!fresh)
		return NULL;
	old = cmpxchg(durations, NULL, fresh);
	if (!old)
		return fresh;
	free_percpu(fresh);
	return old;
}

/**
 * tcps_durations_add() - count a duration
 * @durations: of the namespace
 * @which:     which duration
 * @ns:        the duration
 *
 * Context: bottom halves off. Return: false if there is no memory.
 */
bool tcps_durations_add(struct tcps_durations __percpu **durations,
			enum tcps_duration which, u64 ns)
{
	struct tcps_durations __percpu *all = get(durations);

	if (!all)
		return false;
	tcps_stats_add_locally(all->of[which].bin[tcps_histogram_bin(ns)], 1);
	if (ns > this_cpu_read(all->of[which].longest))
		this_cpu_write(all->of[which].longest, ns);
	return true;
}

/**
 * tcps_durations_sum() - add up the CPUs' histograms of a duration
 * @durations: of the namespace
 * @which:     which duration
 * @sum:       filled in; all is 0 if none was counted yet
 *
 * Not a snapshot: other CPUs continue counting.
 */
void tcps_durations_sum(struct tcps_durations __percpu *const *durations,
			enum tcps_duration which, struct tcps_histogram *sum)
{
	struct tcps_durations __percpu *all = READ_ONCE(*durations);
	unsigned int cpu, bin;

	memset(sum, 0, sizeof(*sum));
	if (!all)
		return;
	for_each_possible_cpu(cpu) {
		const struct tcps_histogram *one = &per_cpu_ptr(all, cpu)->of[which];

		for (bin = 0; bin < TCPS_HISTOGRAM_BINS; bin++)
			sum->bin[bin] += READ_ONCE(one->bin[bin]);
		sum->longest = max(sum->longest, READ_ONCE(one->longest));
	}
}

/** tcps_durations_exit() - free them; process context, no user is left */
void tcps_durations_exit(struct tcps_durations __percpu *durations)
{
	free_percpu(durations);
}
