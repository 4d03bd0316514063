/* SPDX-License-Identifier: GPL-2.0 */
/* Counters, per CPU and network namespace. */
#ifndef TCPS_STATS_H
#define TCPS_STATS_H

#include <linux/irqflags.h>
#include <linux/percpu.h>

#include "core/state.h"

/* Names and descriptions are in stats.c. */
enum tcps_counter {
	TCPS_STAT_EXAMINED,
	TCPS_STAT_SAMPLED,
	TCPS_STAT_SLOT_COLLISIONS,
	TCPS_STAT_SLOTS_FULL,
	TCPS_STAT_OPENED,
	TCPS_STAT_ADOPTED,
	TCPS_STAT_ENDED,
	TCPS_STAT_TRANSITIONS,
	TCPS_STAT_RETRACTIONS,
	TCPS_STAT_NOTES,
	TCPS_STAT_NOTES_LEFT_OUT,
	TCPS_STAT_EVICTED_UNANSWERED,
	TCPS_STAT_EVICTED_HALF_OPEN,
	TCPS_STAT_EVICTED_CLOSED,
	TCPS_STAT_EVICTED_ONE_SIDED,
	TCPS_STAT_EVICTED_OPEN,
	TCPS_STAT_EVICTED_FOR_OTHERS,
	TCPS_STAT_EVICTED_DISABLED,
	TCPS_STAT_TABLE_FULL,
	TCPS_STAT_TOTAL_FULL,
	TCPS_STAT_NO_MEMORY,
	TCPS_STAT_INSERT_FAILED,
	TCPS_STAT_RACED,
	TCPS_STAT_BAD_HEADER,
	TCPS_STAT_TRUNCATED,
	TCPS_STAT_FRAGMENTS,
	TCPS_STAT_SELF,
	TCPS_STAT_UNRELATED,
	TCPS_STAT_STRAYS,
	TCPS_STAT_STRAYS_LOST,
	TCPS_STAT_ICMP,
	TCPS_STAT_ICMP_LOST,
	TCPS_STAT_DROPS,
	TCPS_STAT_DROPS_UNMATCHED,
	TCPS_STAT_DROPS_MISSED,
	TCPS_STAT_RETRANSMITS,
	TCPS_STAT_RETRANSMITS_UNMATCHED,
	TCPS_STAT_RECORD_LOST,
	TCPS_STAT_RECORD_NO_MEMORY,
	TCPS_STAT_RECORDS_RECLAIMED,
	TCPS_STAT_DURATIONS_NO_MEMORY,
	TCPS_STAT_NTF_MESSAGES,
	TCPS_STAT_NTF_LOST,
	TCPS_STAT_MAX
};

/**
 * struct tcps_stats - one CPU's counters
 * @count: by enum tcps_counter
 * @end:   flows ended, by enum tcps_end
 * @flows: flows now, by state of the initiator and of the responder: additions by this CPU
 *         minus removals, so only the sum of all CPUs is meaningful
 *
 * Each CPU writes its own; readers sum. Words, which are read atomically: on 32-bit
 * machines they wrap, as those of conntrack do.
 */
struct tcps_stats {
	unsigned long count[TCPS_STAT_MAX];
	unsigned long end[TCPS_END_MAX];
	u32 flows[TCPS_STATE_MAX][TCPS_STATE_MAX];
};

/** tcps_stats_inc() - count one; any context */
static inline void tcps_stats_inc(struct tcps_stats __percpu *stats,
				  enum tcps_counter counter)
{
	this_cpu_inc(stats->count[counter]);
}

/** tcps_stats_add() - count @n; any context */
static inline void tcps_stats_add(struct tcps_stats __percpu *stats,
				  enum tcps_counter counter, unsigned int n)
{
	this_cpu_add(stats->count[counter], n);
}

/*
 * With bottom halves off nothing else counts on this CPU, and counting takes one instruction
 * where it takes several otherwise; on PREEMPT_RT another task may run all the same.
 */
#ifdef CONFIG_PREEMPT_RT
#define tcps_stats_add_locally(counter, n) this_cpu_add(counter, n)
#else
#define tcps_stats_add_locally(counter, n) __this_cpu_add(counter, n)
#endif

/** tcps_stats_inc_bh() - count one; bottom halves are off */
static inline void tcps_stats_inc_bh(struct tcps_stats __percpu *stats,
				     enum tcps_counter counter)
{
	tcps_stats_add_locally(stats->count[counter], 1);
}

/** tcps_stats_add_bh() - count @n; bottom halves are off */
static inline void tcps_stats_add_bh(struct tcps_stats __percpu *stats,
				     enum tcps_counter counter, unsigned int n)
{
	tcps_stats_add_locally(stats->count[counter], n);
}

/**
 * tcps_stats_end() - count a flow that ends
 * @stats: the counters
 * @end:   how
 *
 * Context: bottom halves off.
 */
static inline void tcps_stats_end(struct tcps_stats __percpu *stats, enum tcps_end end)
{
	tcps_stats_add_locally(stats->end[end], 1);
}

/**
 * tcps_stats_flow() - a flow changes from one pair of states to another
 * @stats:  the counters
 * @before: states of initiator and responder; NULL: the flow begins
 * @after:  the same; NULL: the flow ends
 *
 * Context: the flow is locked, so that its steps are counted in order; bottom halves off.
 */
static inline void tcps_stats_flow(struct tcps_stats __percpu *stats,
				   const u8 *before, const u8 *after)
{
	if (before)
		tcps_stats_add_locally(stats->flows[before[0]][before[1]], -1);
	if (after)
		tcps_stats_add_locally(stats->flows[after[0]][after[1]], 1);
}

const char *tcps_stats_name(unsigned int counter);
void tcps_stats_sum(const struct tcps_stats __percpu *stats,
		    struct tcps_stats *sum);

#endif /* TCPS_STATS_H */
