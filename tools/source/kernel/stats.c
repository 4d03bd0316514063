// SPDX-License-Identifier: GPL-2.0
/* Parsing counters from netlink attributes. */
#include "source/kernel/wire.h"

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>

#include "module/uapi/tcpstates.h"
#include "source/kernel/attribute.h"

/* Counts by the number of an enum or of a bin. */
static void take_tally(u64 *tally, unsigned int max, const struct nlattr *nest)
{
	const struct nlattr *attr;
	unsigned int key = max;
	u64 count = 0;

	mnl_attr_for_each_nested(attr, nest) {
		if (mnl_attr_get_type(attr) == TCPSTATES_A_TALLY_KEY)
			key = tcpst_attr_choice(attr, max);
		else if (mnl_attr_get_type(attr) == TCPSTATES_A_TALLY_COUNT)
			count = tcpst_attr_number(attr);
	}
	if (key < max)
		tally[key] = count;
}

static void take_pair(struct tcpst_tally *tally, const struct nlattr *nest)
{
	unsigned int initiator = TCPS_STATE_MAX, responder = TCPS_STATE_MAX;
	const struct nlattr *attr;
	u64 flows = 0;

	mnl_attr_for_each_nested(attr, nest) {
		if (mnl_attr_get_type(attr) == TCPSTATES_A_PAIR_INITIATOR_STATE)
			initiator = tcpst_attr_choice(attr, TCPS_STATE_MAX);
		else if (mnl_attr_get_type(attr) == TCPSTATES_A_PAIR_RESPONDER_STATE)
			responder = tcpst_attr_choice(attr, TCPS_STATE_MAX);
		else if (mnl_attr_get_type(attr) == TCPSTATES_A_PAIR_FLOWS)
			flows = tcpst_attr_number(attr);
	}
	tally->pairs[initiator][responder] += flows;
}

static void take_histogram(struct tcpst_tally *tally, const struct nlattr *nest)
{
	struct tcpst_histogram histogram = { 0 };
	unsigned int which = TCPS_DURATION_MAX;
	const struct nlattr *attr;
	u64 longest = 0;

	mnl_attr_for_each_nested(attr, nest) {
		if (mnl_attr_get_type(attr) == TCPSTATES_A_HISTOGRAM_DURATION)
			which = tcpst_attr_choice(attr, TCPS_DURATION_MAX);
		else if (mnl_attr_get_type(attr) == TCPSTATES_A_HISTOGRAM_LONGEST_NS)
			longest = tcpst_attr_number(attr);
		else if (mnl_attr_get_type(attr) == TCPSTATES_A_HISTOGRAM_BIN)
			take_tally(histogram.bin, TCPS_HISTOGRAM_BINS, attr);
	}
	tcpst_histogram_count(&histogram, longest);
	tally->durations[which] = histogram;
}

static void take_counter(struct tcpst_stats *stats, const struct nlattr *nest)
{
	char name[TCPST_COUNTER_NAME_LEN] = "";
	const struct nlattr *attr;
	u64 value = 0;

	mnl_attr_for_each_nested(attr, nest) {
		if (mnl_attr_get_type(attr) == TCPSTATES_A_COUNTER_NAME)
			tcpst_attr_string(name, sizeof(name), attr);
		else if (mnl_attr_get_type(attr) == TCPSTATES_A_COUNTER_VALUE)
			value = tcpst_attr_number(attr);
	}
	tcpst_stats_count(stats, name, value);
}

/**
 * tcpst_wire_stats() - parse the counters
 * @nlh:   a message of STATS_GET
 * @stats: filled in
 */
bool tcpst_wire_stats(const struct nlmsghdr *nlh, struct tcpst_stats *stats)
{
	const struct nlattr *attr;

	*stats = (struct tcpst_stats){ 0 };
	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr)) {
		switch (mnl_attr_get_type(attr)) {
		case TCPSTATES_A_STATS_FLOWS:
			stats->flows = tcpst_attr_number(attr);
			break;
		case TCPSTATES_A_STATS_MAX_FLOWS:
			stats->max_flows = tcpst_attr_number(attr);
			break;
		case TCPSTATES_A_STATS_HALF_OPEN:
			stats->half_open = tcpst_attr_number(attr);
			break;
		case TCPSTATES_A_STATS_MAX_HALF_OPEN:
			stats->max_half_open = tcpst_attr_number(attr);
			break;
		case TCPSTATES_A_STATS_DROPPED:
			stats->dropped = tcpst_attr_number(attr);
			break;
		case TCPSTATES_A_STATS_MAX_DROPPED:
			stats->max_dropped = tcpst_attr_number(attr);
			break;
		case TCPSTATES_A_STATS_FIRST:
			stats->first = tcpst_attr_number(attr);
			break;
		case TCPSTATES_A_STATS_NEXT:
			stats->next = tcpst_attr_number(attr);
			break;
		case TCPSTATES_A_STATS_RECORDER_BYTES:
			stats->recorder_bytes = tcpst_attr_number(attr);
			break;
		case TCPSTATES_A_STATS_RECORDERS_BYTES:
			stats->recorders_bytes = tcpst_attr_number(attr);
			break;
		case TCPSTATES_A_STATS_MAX_RECORDERS_BYTES:
			stats->max_recorders_bytes = tcpst_attr_number(attr);
			break;
		case TCPSTATES_A_STATS_COUNTER:
			take_counter(stats, attr);
			break;
		case TCPSTATES_A_STATS_END:
			take_tally(stats->ends, TCPS_END_MAX, attr);
			break;
		case TCPSTATES_A_STATS_CLASS:
			take_tally(stats->classes, TCPS_CLASS_MAX, attr);
			break;
		case TCPSTATES_A_STATS_PAIR:
			take_pair(&stats->tally, attr);
			stats->by_state = true;
			break;
		case TCPSTATES_A_STATS_HISTOGRAM:
			take_histogram(&stats->tally, attr);
			stats->timed = true;
			break;
		default:
			break;
		}
	}
	return true;
}
