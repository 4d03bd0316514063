// SPDX-License-Identifier: GPL-2.0
/*
 * The generic netlink family: flows, events and counters, to be asked for.
 * Everything needs CAP_NET_ADMIN in the user namespace of the namespace, as
 * with nf_conntrack.
 */
#include "netlink.h"

#include <linux/module.h>
#include <linux/rhashtable.h>
#include <linux/rwsem.h>
#include <net/genetlink.h>

#include "compat.h"
#include "encode.h"
#include "filter_parse.h"
#include "observer.h"
#include "pages.h"
#include "policy.h"
#include "uapi/tcpstates.h"

/*
 * The number of a dump (cb->seq) while the table is not resized. Netlink flags
 * the dump when it changes; 0 would be no number.
 */
#define UNBROKEN 1

/* Flows looked at in one go, with RCU held. */
#define WALK_BATCH 512

/* A flow may be missed where the table is resized meanwhile. */
#define FIND_TRIES 3

/**
 * struct flow_dump - where a dump of flows is
 * @filter: what is wanted
 * @iter:   the walk through the table
 * @next:   the flow looked at last
 * @held:   it did not fit into the message before
 * @broken: times that the table was resized meanwhile, or that the flow at which
 *          the walk paused went: flows may be missing or double
 */
struct flow_dump {
	struct tcps_filter filter;
	struct rhashtable_iter iter;
	struct tcps_snapshot next;
	bool held;
	unsigned int broken;
};

/**
 * struct event_dump - where a dump of events is
 * @filter: what is wanted
 * @cursor: number of the next event
 * @end:    number at which the dump ends
 * @lost:   overwritten and not told yet
 * @done:   the last message is out
 */
struct event_dump {
	struct tcps_filter filter;
	u64 cursor;
	u64 end;
	u64 lost;
	bool done;
};

static struct tcps_observer *observer_of_cb(const struct netlink_callback *cb)
{
	return tcps_observer_of(sock_net(cb->skb->sk));
}

static int flow_dump_start(struct netlink_callback *cb)
{
	struct nlattr **attrs = tcps_dump_attrs(cb);
	struct flow_dump *dump;
	int err;

	dump = kzalloc(sizeof(*dump), GFP_KERNEL);
	if (!dump)
		return -ENOMEM;
	err = tcps_filter_parse(attrs[TCPSTATES_A_FLOW_FILTER],
				       &dump->filter, cb->extack);
	if (err) {
		kfree(dump);
		return err;
	}
	rhashtable_walk_enter(&observer_of_cb(cb)->table.hash, &dump->iter);
	cb->args[0] = (long)dump;
	/* Also a resize before the first flow is told must change the number. */
	cb->prev_seq = UNBROKEN;
	return 0;
}

static int flow_dump_done(struct netlink_callback *cb)
{
	struct flow_dump *dump = (struct flow_dump *)cb->args[0];

	rhashtable_walk_exit(&dump->iter);
	kfree(dump);
	return 0;
}

static int put_flow(struct sk_buff *skb, u32 portid, u32 seq, int flags,
		    struct netlink_callback *cb,
		    const struct tcps_snapshot *snapshot,
		    const struct tcps_settings *settings)
{
	void *header;

	header = genlmsg_put(skb, portid, seq, &tcps_netlink_family, flags,
			     TCPSTATES_CMD_FLOW_GET);
	if (!header)
		return -EMSGSIZE;
	if (cb)
		genl_dump_check_consistent(cb, header);
	if (tcps_encode_flow(skb, snapshot, settings)) {
		genlmsg_cancel(skb, header);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, header);
	return 0;
}

static bool event_wanted(const struct tcps_filter *filter,
			 const struct tcps_record *record)
{
	struct tcps_subject subject;

	tcps_encode_subject(record, &subject);
	return tcps_filter_match(filter, &subject);
}

static bool flow_wanted(const struct tcps_filter *filter,
			struct tcps_flow *flow)
{
	struct tcps_subject subject;

	tcps_encode_brief(flow, &subject);
	return tcps_filter_match(filter, &subject);
}

/*
 * -EAGAIN: the table was resized meanwhile, the walk begins anew in it. And where
 * the flow at which it paused has gone, it goes on by its place in the bucket, which
 * those behind it may have left.
 */
static void walk_start(struct flow_dump *dump)
	__acquires(RCU)
{
	const struct rhash_head *paused_at = dump->iter.p;

	if (rhashtable_walk_start_check(&dump->iter) ||
	    (paused_at && !dump->iter.p))
		dump->broken++;
}

/* Let RCU and others have their turn, however few flows are wanted. */
static void walk_pause(struct flow_dump *dump)
{
	rhashtable_walk_stop(&dump->iter);
	cond_resched();
	walk_start(dump);
}

/*
 * The next flow that matches; only that is copied. The flow
 * may have changed before it was copied, so the copy is what counts.
 * Return: false at the end of the table.
 */
static bool next_flow(struct flow_dump *dump)
{
	struct tcps_subject subject;
	struct tcps_flow *flow;
	unsigned int seen = 0;

	while ((flow = rhashtable_walk_next(&dump->iter))) {
		if (IS_ERR(flow)) {
			/* -EAGAIN: it is being resized, the walk goes on */
			dump->broken++;
		} else if (flow_wanted(&dump->filter, flow) &&
			   tcps_encode_snapshot(flow, ktime_get_ns(),
						&dump->next)) {
			tcps_encode_subject(&dump->next.record, &subject);
			subject.event = false;
			if (tcps_filter_match(&dump->filter, &subject))
				return true;
		}
		if (!(++seen % WALK_BATCH))
			walk_pause(dump);
	}
	return false;
}

static int flow_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct flow_dump *dump = (struct flow_dump *)cb->args[0];
	const struct tcps_settings *settings = &observer_of_cb(cb)->settings;

	walk_start(dump);
	while (dump->held || next_flow(dump)) {
		cb->seq = UNBROKEN + dump->broken;
		dump->held = put_flow(skb, NETLINK_CB(cb->skb).portid,
				      cb->nlh->nlmsg_seq, NLM_F_MULTI, cb,
				      &dump->next, settings);
		if (dump->held)
			break;
	}
	cb->seq = UNBROKEN + dump->broken;	/* for the message at the end */
	rhashtable_walk_stop(&dump->iter);
	return skb->len;
}

/* There is no index by id: the table is walked, as a dump of one flow. */
static bool find_by_id(struct tcps_observer *observer, struct flow_dump *dump)
{
	unsigned int tries = FIND_TRIES;
	bool found = false;

	do {
		dump->broken = 0;
		rhashtable_walk_enter(&observer->table.hash, &dump->iter);
		walk_start(dump);
		found = next_flow(dump);
		rhashtable_walk_stop(&dump->iter);
		rhashtable_walk_exit(&dump->iter);
	} while (!found && dump->broken && --tries);
	return found;
}

static int flow_get(struct sk_buff *skb, struct genl_info *info)
{
	struct tcps_observer *observer = tcps_observer_of(genl_info_net(info));
	struct flow_dump *dump;
	struct sk_buff *reply;
	int err;

	if (GENL_REQ_ATTR_CHECK(info, TCPSTATES_A_FLOW_ID)) {
		NL_SET_ERR_MSG(info->extack, "the id of a flow is missing");
		return -EINVAL;
	}
	dump = kzalloc(sizeof(*dump), GFP_KERNEL);
	reply = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	err = -ENOMEM;
	if (!dump || !reply)
		goto free;
	err = -ENOENT;
	dump->filter.flow = nla_get_u64(info->attrs[TCPSTATES_A_FLOW_ID]);
	if (!dump->filter.flow || !find_by_id(observer, dump)) {
		NL_SET_ERR_MSG(info->extack, "no flow of that id");
		goto free;
	}
	err = put_flow(reply, info->snd_portid, info->snd_seq, 0, NULL,
		       &dump->next, &observer->settings);
	if (err)
		goto free;
	kfree(dump);
	return genlmsg_reply(reply, info);
free:
	kfree(dump);
	nlmsg_free(reply);
	return err;
}

static int event_dump_start(struct netlink_callback *cb)
{
	struct tcps_recorder *recorder = &observer_of_cb(cb)->recorder;
	struct nlattr **attrs = tcps_dump_attrs(cb);
	struct event_dump *dump;
	int err;

	dump = kzalloc(sizeof(*dump), GFP_KERNEL);
	if (!dump)
		return -ENOMEM;
	err = tcps_filter_parse(attrs[TCPSTATES_A_EVENTS_FILTER],
				       &dump->filter, cb->extack);
	if (err) {
		kfree(dump);
		return err;
	}
	dump->end = tcps_recorder_next(recorder);
	dump->cursor = attrs[TCPSTATES_A_EVENTS_FROM] ?
		       nla_get_u64(attrs[TCPSTATES_A_EVENTS_FROM]) :
		       tcps_recorder_first(recorder);
	/* Numbers have begun anew since the client had that one: NEXT says so. */
	dump->cursor = min(dump->cursor, dump->end);
	cb->args[0] = (long)dump;
	return 0;
}

static int event_dump_done(struct netlink_callback *cb)
{
	kfree((void *)cb->args[0]);
	return 0;
}

/* Events until the message is full. Return: the dump is complete. */
static bool put_events(struct sk_buff *skb, struct tcps_recorder *recorder,
		       struct event_dump *dump)
{
	struct tcps_record record;
	unsigned int budget = 4096;

	while (dump->cursor < dump->end && budget--) {
		u64 at = dump->cursor, lost = dump->lost;

		if (!tcps_recorder_read(recorder, &dump->cursor, &record,
					&dump->lost))
			return true;
		if (!event_wanted(&dump->filter, &record))
			continue;
		if (tcps_encode_event(skb, &record, dump->cursor - 1)) {
			dump->cursor = at;
			dump->lost = lost;
			return false;
		}
	}
	return dump->cursor >= dump->end;
}

static int event_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct event_dump *dump = (struct event_dump *)cb->args[0];
	void *header;

	if (dump->done)
		return 0;
	header = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
			     cb->nlh->nlmsg_seq, &tcps_netlink_family,
			     NLM_F_MULTI, TCPSTATES_CMD_EVENT_GET);
	if (!header)
		return -EMSGSIZE;
	dump->done = put_events(skb, &observer_of_cb(cb)->recorder, dump);
	if (tcps_encode_frame(skb, dump->cursor, dump->lost)) {
		genlmsg_cancel(skb, header);
		return -EMSGSIZE;
	}
	dump->lost = 0;
	genlmsg_end(skb, header);
	return skb->len;
}

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

static int put_level(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put_u64_64bit(skb, attr, value, TCPSTATES_A_STATS_PAD);
}

/* What all recorders have is nothing that unprivileged users need to know. */
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
	unsigned int i;

	tcps_stats_sum(observer->stats, &sum);
	if (put_level(skb, TCPSTATES_A_STATS_FLOWS, tcps_table_count(table)) ||
	    put_level(skb, TCPSTATES_A_STATS_MAX_FLOWS,
		      observer->settings.max_flows) ||
	    put_level(skb, TCPSTATES_A_STATS_HALF_OPEN,
		      tcps_table_class_count(table, TCPS_CLASS_HALF_OPEN)) ||
	    put_level(skb, TCPSTATES_A_STATS_MAX_HALF_OPEN,
		      observer->settings.max_half_open) ||
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
	return 0;
}

static int stats_get(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *reply = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
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

static const struct genl_ops netlink_ops[] = {
	{
		.cmd = TCPSTATES_CMD_FLOW_GET,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = tcpstates_flow_nl_policy,
		.maxattr = ARRAY_SIZE(tcpstates_flow_nl_policy) - 1,
		.doit = flow_get,
		.start = flow_dump_start,
		.dumpit = flow_dump,
		.done = flow_dump_done,
	}, {
		.cmd = TCPSTATES_CMD_EVENT_GET,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = tcpstates_events_nl_policy,
		.maxattr = ARRAY_SIZE(tcpstates_events_nl_policy) - 1,
		.start = event_dump_start,
		.dumpit = event_dump,
		.done = event_dump_done,
	}, {
		.cmd = TCPSTATES_CMD_STATS_GET,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = stats_get,
	},
};

static const struct genl_multicast_group netlink_groups[] = {
	{ .name = TCPSTATES_MCGRP_EVENTS, .flags = TCPS_MCGRP_ADMIN },
};

struct genl_family tcps_netlink_family __ro_after_init = {
	.name = TCPSTATES_FAMILY_NAME,
	.version = TCPSTATES_FAMILY_VERSION,
	.netnsok = true,
	.parallel_ops = true,
	.module = THIS_MODULE,
	.ops = netlink_ops,
	.n_ops = ARRAY_SIZE(netlink_ops),
	.mcgrps = netlink_groups,
	.n_mcgrps = ARRAY_SIZE(netlink_groups),
};

/* Multicasts read, the end of the family writes: none may outlast it. */
static DECLARE_RWSEM(multicast_lock);

/* The family is registered. Protected by multicast_lock. */
static bool registered;

/**
 * tcps_netlink_multicast() - send a message to the group of events
 * @net: where
 * @skb: the message; consumed
 *
 * Process context. A listener whose socket is full will ask for what it missed.
 *
 * Return: false if nobody listens there.
 */
bool tcps_netlink_multicast(struct net *net, struct sk_buff *skb)
{
	int err = -ESRCH;

	down_read(&multicast_lock);
	if (registered)
		err = genlmsg_multicast_netns(&tcps_netlink_family, net, skb, 0,
					      0, GFP_KERNEL);
	else
		nlmsg_free(skb);
	up_read(&multicast_lock);
	return err != -ESRCH;
}

/** tcps_netlink_init() - register the family; process context */
int tcps_netlink_init(void)
{
	int err = genl_register_family(&tcps_netlink_family);

	if (err)
		return err;
	down_write(&multicast_lock);
	registered = true;
	up_write(&multicast_lock);
	return 0;
}

/**
 * tcps_netlink_exit() - unregister it
 *
 * No request runs afterwards. A dump under way holds the module, so there is
 * none.
 */
void tcps_netlink_exit(void)
{
	down_write(&multicast_lock);
	registered = false;
	up_write(&multicast_lock);
	genl_unregister_family(&tcps_netlink_family);
}
