// SPDX-License-Identifier: GPL-2.0
/* Names and sums of the counters. */
#include "stats.h"

#include <linux/string.h>

static const char *const names[TCPS_STAT_MAX] = {
	/* segments that took the slow path */
	[TCPS_STAT_EXAMINED] = "examined",
	/* of these: data segments taken as samples */
	[TCPS_STAT_SAMPLED] = "sampled",
	/* of these: examined because another flow in the slot waits for an ACK */
	[TCPS_STAT_SLOT_COLLISIONS] = "slot_collisions",
	/* times a flow that waits for an ACK got no slot of the filter */
	[TCPS_STAT_SLOTS_FULL] = "slots_full",
	/* flows begun, adopted ones included */
	[TCPS_STAT_OPENED] = "opened",
	/* of these: first seen in the middle */
	[TCPS_STAT_ADOPTED] = "adopted",
	/* flows ended; opened - ended = flows now */
	[TCPS_STAT_ENDED] = "ended",
	[TCPS_STAT_TRANSITIONS] = "transitions",
	/* of these: retracted an earlier presumption */
	[TCPS_STAT_RETRACTIONS] = "retractions",
	/* notable segments that changed no state */
	[TCPS_STAT_NOTES] = "notes",
	/* of these: not recorded, since third parties can cause any number */
	[TCPS_STAT_NOTES_LEFT_OUT] = "notes_left_out",
	/* flows removed at a limit: attempts that were never answered */
	[TCPS_STAT_EVICTED_UNANSWERED] = "evicted_unanswered",
	/* ... half-open, answered */
	[TCPS_STAT_EVICTED_HALF_OPEN] = "evicted_half_open",
	/* ... closed, or in TIME-WAIT */
	[TCPS_STAT_EVICTED_CLOSED] = "evicted_closed",
	/* ... of which only one side was ever seen */
	[TCPS_STAT_EVICTED_ONE_SIDED] = "evicted_one_sided",
	/* ... open, both ends seen: for another namespace only */
	[TCPS_STAT_EVICTED_OPEN] = "evicted_open",
	/* of all these: for another namespace, which had fewer flows */
	[TCPS_STAT_EVICTED_FOR_OTHERS] = "evicted_for_others",
	/* flows removed because the namespace was switched off */
	[TCPS_STAT_EVICTED_DISABLED] = "evicted_disabled",
	/* connections not tracked: max_flows reached, nothing to remove */
	[TCPS_STAT_TABLE_FULL] = "table_full",
	/* connections not tracked: the limit of all namespaces, nothing to remove */
	[TCPS_STAT_TOTAL_FULL] = "total_full",
	/* connections not tracked: no memory */
	[TCPS_STAT_NO_MEMORY] = "no_memory",
	/* connections not tracked: the hash table was busy growing */
	[TCPS_STAT_INSERT_FAILED] = "insert_failed",
	/* segments skipped: other processors began and ended their flow meanwhile */
	[TCPS_STAT_RACED] = "raced",
	/* segments with a header that makes no sense */
	[TCPS_STAT_BAD_HEADER] = "bad_header",
	/* segments too short for their header */
	[TCPS_STAT_TRUNCATED] = "truncated",
	/* fragments that carry no TCP header */
	[TCPS_STAT_FRAGMENTS] = "fragments",
	/* segments of a socket connected to itself */
	[TCPS_STAT_SELF] = "self",
	/* segments of no flow that begin none (such as a RST) */
	[TCPS_STAT_UNRELATED] = "unrelated",
	/* segments that no connection known between their ends expects */
	[TCPS_STAT_STRAYS] = "strays",
	/* of these: discarded before another one could confirm them */
	[TCPS_STAT_STRAYS_LOST] = "strays_lost",
	/* ICMP errors that quote a flow */
	[TCPS_STAT_ICMP] = "icmp",
	/* of these: ended a flow, but its source address was not kept */
	[TCPS_STAT_ICMP_LOST] = "icmp_lost",
	/* segments that the kernel dropped, with net.tcpstates.drops */
	[TCPS_STAT_DROPS] = "drops",
	/* of these: of no flow, by their addresses or those before translation */
	[TCPS_STAT_DROPS_UNMATCHED] = "drops_unmatched",
	/* of these: dropped where no lock may be taken, such as in a hard interrupt */
	[TCPS_STAT_DROPS_MISSED] = "drops_missed",
	/* data that sockets retransmitted, with net.tcpstates.retransmits */
	[TCPS_STAT_RETRANSMITS] = "retransmits",
	/* of these: of no flow, by the addresses of the socket */
	[TCPS_STAT_RETRANSMITS_UNMATCHED] = "retransmits_unmatched",
	/* events not recorded: a newer one claimed their slot while they were written */
	[TCPS_STAT_RECORD_LOST] = "record_lost",
	/* events not recorded: out of memory, or the limit recorder_mib is reached */
	[TCPS_STAT_RECORD_NO_MEMORY] = "record_no_memory",
	/* events dropped: their memory was needed by other recorders or the kernel */
	[TCPS_STAT_RECORDS_RECLAIMED] = "records_reclaimed",
	/* durations not counted in the histograms: no memory */
	[TCPS_STAT_DURATIONS_NO_MEMORY] = "durations_no_memory",
	/* netlink messages multicast */
	[TCPS_STAT_NTF_MESSAGES] = "ntf_messages",
	/* events overwritten before they were multicast */
	[TCPS_STAT_NTF_LOST] = "ntf_lost",
};

/** tcps_stats_name() - name of a counter, NULL past the last */
const char *tcps_stats_name(unsigned int counter)
{
	return counter < TCPS_STAT_MAX ? names[counter] : NULL;
}

/**
 * tcps_stats_sum() - add up the CPUs' counters
 * @stats: the counters
 * @sum:   filled in
 *
 * Not a snapshot: other CPUs continue counting.
 */
void tcps_stats_sum(const struct tcps_stats __percpu *stats,
		    struct tcps_stats *sum)
{
	unsigned int cpu, i, j;

	memset(sum, 0, sizeof(*sum));
	for_each_possible_cpu(cpu) {
		const struct tcps_stats *one = per_cpu_ptr(stats, cpu);

		for (i = 0; i < TCPS_STAT_MAX; i++)
			sum->count[i] += READ_ONCE(one->count[i]);
		for (i = 0; i < TCPS_END_MAX; i++)
			sum->end[i] += READ_ONCE(one->end[i]);
		for (i = 0; i < TCPS_STATE_MAX; i++)
			for (j = 0; j < TCPS_STATE_MAX; j++)
				sum->flows[i][j] += READ_ONCE(one->flows[i][j]);
	}
}
