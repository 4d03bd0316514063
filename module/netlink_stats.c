// SPDX-License-Identifier: GPL-2.0
/* Counters and fill levels of tables and recorders, by netlink. */
#include "netlink_stats.h"

#include <net/genetlink.h>

#include "observer.h"
#include "pages.h"
#include "uapi/tcpstates.h"

/*
 * Counters fill half a page; all pairs of states at once would fill another, and all bins of
 * the histograms as well.
 */
#define REPLY_SIZE (3 * NLMSG_GOODSIZE)

static int put_counter(struct sk_buff *skb, const char *name, u64 value)
{
	struct nlattr *nest = nla_nest_start(skb, TCPSTATES_A_STATS_COUNTER);

	if (!nest || nla_put_string(skb, TCPSTATES_A_COUNTER_NAME, name) ||
	    nla_put_u64_64bit(skb, TCPSTATES_A_COUNTER_VALUE, value,
			      TCPSTATES_A_COUNTER_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_tally(struct sk_buff *skb, int attr, u8 key, u64 count)
{
	struct nlattr *nest = nla_nest_start(skb, attr);

	if (!nest || nla_put_u8(skb, TCPSTATES_A_TALLY_KEY, key) ||
	    nla_put_u64_64bit(skb, TCPSTATES_A_TALLY_COUNT, count,
			      TCPSTATES_A_TALLY_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* Most pairs of states have no flow; those are left out. */
static int put_pair(struct sk_buff *skb, unsigned int initiator,
		    unsigned int responder, u32 flows)
{
	struct nlattr *nest;

	if (!flows)
		return 0;
	nest = nla_nest_start(skb, TCPSTATES_A_STATS_PAIR);
	if (!nest ||
	    nla_put_u8(skb, TCPSTATES_A_PAIR_INITIATOR_STATE, initiator) ||
	    nla_put_u8(skb, TCPSTATES_A_PAIR_RESPONDER_STATE, responder) ||
	    nla_put_u32(skb, TCPSTATES_A_PAIR_FLOWS, flows))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_histogram(struct sk_buff *skb, struct tcps_observer *observer,
			 enum tcps_duration which)
{
	struct nlattr *nest = nla_nest_start(skb, TCPSTATES_A_STATS_HISTOGRAM);
	struct tcps_histogram sum;
	unsigned int bin;

	tcps_durations_sum(&observer->durations, which, &sum);
	if (!nest || nla_put_u8(skb, TCPSTATES_A_HISTOGRAM_DURATION, which) ||
	    nla_put_u64_64bit(skb, TCPSTATES_A_HISTOGRAM_LONGEST_NS, sum.longest,
			      TCPSTATES_A_HISTOGRAM_PAD))
		return -EMSGSIZE;
	for (bin = 0; bin < TCPS_HISTOGRAM_BINS; bin++)
		if (sum.bin[bin] && put_tally(skb, TCPSTATES_A_HISTOGRAM_BIN, bin,
					      sum.bin[bin]))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_level(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put_u64_64bit(skb, attr, value, TCPSTATES_A_STATS_PAD);
}

/* The memory of all recorders is not shown to unprivileged users. */
static int put_memory(struct sk_buff *skb, struct tcps_observer *observer)
{
	u64 own = tcps_recorder_pages(&observer->recorder);
	u64 all = tcps_pages_count(false) + tcps_pages_count(true);
	u64 most = tcps_pages_limit(false) + tcps_pages_limit(true);

	if (put_level(skb, TCPSTATES_A_STATS_RECORDER_BYTES, own << PAGE_SHIFT))
		return -EMSGSIZE;
	if (tcps_observer_is_unprivileged(observer))
		return 0;
	if (put_level(skb, TCPSTATES_A_STATS_RECORDERS_BYTES, all << PAGE_SHIFT) ||
	    put_level(skb, TCPSTATES_A_STATS_MAX_RECORDERS_BYTES,
		      most << PAGE_SHIFT))
		return -EMSGSIZE;
	return 0;
}

static int put_stats(struct sk_buff *skb, struct tcps_observer *observer)
{
	struct tcps_table *table = &observer->table;
	struct tcps_stats sum;
	unsigned int i, j;

	tcps_stats_sum(observer->stats, &sum);
	if (put_level(skb, TCPSTATES_A_STATS_FLOWS, tcps_table_count(table)) ||
	    put_level(skb, TCPSTATES_A_STATS_MAX_FLOWS,
		      observer->settings.max_flows) ||
	    put_level(skb, TCPSTATES_A_STATS_HALF_OPEN,
		      tcps_table_class_count(table, TCPS_CLASS_HALF_OPEN)) ||
	    put_level(skb, TCPSTATES_A_STATS_MAX_HALF_OPEN,
		      observer->settings.max_half_open) ||
	    put_level(skb, TCPSTATES_A_STATS_DROPPED,
		      tcps_table_queue_count(table, TCPS_QUEUE_DROPPED)) ||
	    put_level(skb, TCPSTATES_A_STATS_MAX_DROPPED,
		      observer->settings.max_dropped) ||
	    put_level(skb, TCPSTATES_A_STATS_FIRST,
		      tcps_recorder_first(&observer->recorder)) ||
	    put_level(skb, TCPSTATES_A_STATS_NEXT,
		      tcps_recorder_next(&observer->recorder)) ||
	    put_memory(skb, observer))
		return -EMSGSIZE;
	for (i = 0; i < TCPS_STAT_MAX; i++)
		if (put_counter(skb, tcps_stats_name(i), sum.count[i]))
			return -EMSGSIZE;
	for (i = 0; i < TCPS_END_MAX; i++)
		if (put_tally(skb, TCPSTATES_A_STATS_END, i, sum.end[i]))
			return -EMSGSIZE;
	for (i = 0; i < TCPS_CLASS_MAX; i++)
		if (put_tally(skb, TCPSTATES_A_STATS_CLASS, i,
			      tcps_table_class_count(table, i)))
			return -EMSGSIZE;
	for (i = 0; i < TCPS_STATE_MAX; i++)
		for (j = 0; j < TCPS_STATE_MAX; j++)
			if (put_pair(skb, i, j, sum.flows[i][j]))
				return -EMSGSIZE;
	for (i = 0; i < TCPS_DURATION_MAX; i++)
		if (put_histogram(skb, observer, i))
			return -EMSGSIZE;
	return 0;
}

/**
 * tcps_netlink_stats_get() - reply with the counters
 * @skb:  the request
 * @info: the same
 *
 * Process context.
 *
 * Return: 0, -ENOMEM or -EMSGSIZE.
 */
int tcps_netlink_stats_get(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *reply = genlmsg_new(REPLY_SIZE, GFP_KERNEL);
	void *header;

	if (!reply)
		return -ENOMEM;
	header = genlmsg_put_reply(reply, info, &tcps_netlink_family, 0,
				   TCPSTATES_CMD_STATS_GET);
	if (!header ||
	    put_stats(reply, tcps_observer_of(genl_info_net(info)))) {
		nlmsg_free(reply);
		return -EMSGSIZE;
	}
	genlmsg_end(reply, header);
	return genlmsg_reply(reply, info);
}
