/* SPDX-License-Identifier: GPL-2.0 */
/* Counters of a source, filled by it and read by `tcpst stats`. */
#ifndef TCPST_STATS_H
#define TCPST_STATS_H

#include "model/tally.h"

#define TCPST_COUNTERS_MAX 96
#define TCPST_COUNTER_NAME_LEN 40

/**
 * struct tcpst_counter - a counter with a name from its source
 * @name:  as in /proc/net/stat/tcpstates
 * @value: since the source began
 */
struct tcpst_counter {
	char name[TCPST_COUNTER_NAME_LEN];
	u64 value;
};

/* Space for the name of a host, and for the version of the module. */
#define TCPST_RECORDED_NAME 64

/**
 * struct tcpst_recorded - origin of a recording
 * @is:     the source is a recording
 * @start:  when it was begun, ns since the epoch; 0: not recorded
 * @host:   name of the machine, "": not recorded
 * @module: version of the module, "": it was made from a file
 */
struct tcpst_recorded {
	bool is;
	u64 start;
	char host[TCPST_RECORDED_NAME];
	char module[TCPST_RECORDED_NAME];
};

/**
 * struct tcpst_stats - counters of a source
 * @capture:       it is a file: limits and the recorder's members are not valid
 * @recorded:      origin of a recording
 * @chosen:        only flows that match a filter are counted: @counters is empty
 * @flows:         in the table now, or when the capture ends
 * @max_flows:     limit of flows
 * @half_open:     of @flows, those whose handshake is not finished
 * @max_half_open: limit of those
 * @dropped:       of @flows, in no class: attempts whose SYNs this machine dropped
 * @max_dropped:   limit of those
 * @first:         number of the oldest event the recorder holds
 * @next:          number the next event will have
 * @recorder_bytes: memory of the recorder now
 * @recorders_bytes: memory of the recorders of all namespaces
 * @max_recorders_bytes: limit of that; 0: not known
 * @ends:          flows that ended, by enum tcps_end; for captures, those that are
 *                 still open, too
 * @classes:       of @flows, by enum tcps_class
 * @tally:         flows by states, and their durations
 * @by_state:      the source counted @tally.pairs; an older module does not
 * @timed:         the source counted the durations of @tally; an older module does not
 * @n_counters:    of @counters
 * @counters:      the rest, in the order of the source
 */
struct tcpst_stats {
	bool capture;
	struct tcpst_recorded recorded;
	bool chosen;
	u64 flows;
	u64 max_flows;
	u64 half_open;
	u64 max_half_open;
	u64 dropped;
	u64 max_dropped;
	u64 first;
	u64 next;
	u64 recorder_bytes;
	u64 recorders_bytes;
	u64 max_recorders_bytes;
	u64 ends[TCPS_END_MAX + 1];
	u64 classes[TCPS_CLASS_MAX + 1];
	struct tcpst_tally tally;
	bool by_state;
	bool timed;
	unsigned int n_counters;
	struct tcpst_counter counters[TCPST_COUNTERS_MAX];
};

void tcpst_stats_flow(struct tcpst_stats *stats,
		      const struct tcpst_flow *flow);
void tcpst_stats_sum(struct tcpst_stats *sum, const struct tcpst_stats *stats);
void tcpst_stats_count(struct tcpst_stats *stats, const char *name, u64 value);

#endif /* TCPST_STATS_H */
