// SPDX-License-Identifier: GPL-2.0
/* Flows by netlink: one of them, or a dump of those that a filter matches. */
#include "netlink_flows.h"

#include <linux/rhashtable.h>
#include <net/genetlink.h>

#include "compat.h"
#include "encode_flow.h"
#include "filter_parse.h"
#include "observer.h"
#include "snapshot.h"
#include "subject.h"
#include "uapi/tcpstates.h"

/*
 * The sequence number of a dump (cb->seq) while the table is not resized. Netlink flags the
 * dump when it changes; 0 means none.
 */
#define UNBROKEN 1

/* Flows visited in one RCU read-side section. */
#define WALK_BATCH 512

/* A flow may be missed if the table is resized meanwhile. */
#define FIND_TRIES 3

/**
 * struct flow_dump - where a dump of flows is
 * @observer: of the socket's namespace; the socket keeps both alive
 * @filter: the flows to dump
 * @iter:   the walk through the table
 * @next:   copy of the flow found last
 * @held:   it did not fit into the previous message
 * @broken: times that the table was resized meanwhile, or the flow at which the walk paused
 *          was removed: flows may be missing or duplicated
 */
struct flow_dump {
	struct tcps_observer *observer;
	struct tcps_filter filter;
	struct rhashtable_iter iter;
	struct tcps_snapshot next;
	bool held;
	unsigned int broken;
};

/** tcps_netlink_flows_start() - begin a dump of flows; process context */
int tcps_netlink_flows_start(struct netlink_callback *cb)
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
	dump->observer = tcps_observer_of(sock_net(cb->skb->sk));
	rhashtable_walk_enter(&dump->observer->table.hash, &dump->iter);
	cb->args[0] = (long)dump;
	/* A resize before the first flow is sent must also change the number. */
	cb->prev_seq = UNBROKEN;
	return 0;
}

/** tcps_netlink_flows_done() - end a dump, complete or not */
int tcps_netlink_flows_done(struct netlink_callback *cb)
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

static bool flow_wanted(const struct tcps_filter *filter,
			struct tcps_flow *flow)
{
	struct tcps_subject subject;

	tcps_subject_flow(flow, &subject);
	return tcps_filter_match(filter, &subject);
}

/*
 * -EAGAIN: the table was resized meanwhile, the walk restarts. If the flow at which it
 * paused was removed, it continues at the same position in the bucket, and may skip flows
 * that moved up.
 */
static void walk_start(struct flow_dump *dump)
	__acquires(RCU)
{
	const struct rhash_head *paused_at = dump->iter.p;

	if (rhashtable_walk_start_check(&dump->iter) ||
	    (paused_at && !dump->iter.p))
		dump->broken++;
}

/* Let RCU and other tasks run, even if few flows match. */
static void walk_pause(struct flow_dump *dump)
{
	rhashtable_walk_stop(&dump->iter);
	cond_resched();
	walk_start(dump);
}

/*
 * Copy the next flow that matches. The flow may have changed before it was copied, so the
 * copy is matched again.
 * Return: false at the end of the table.
 */
static bool next_flow(struct flow_dump *dump)
{
	struct tcps_subject subject;
	struct tcps_flow *flow;
	unsigned int seen = 0;

	while ((flow = rhashtable_walk_next(&dump->iter))) {
		if (IS_ERR(flow)) {
			/* -EAGAIN: it is being resized, the walk continues */
			dump->broken++;
		} else if (flow_wanted(&dump->filter, flow) &&
			   tcps_snapshot_take(dump->observer, flow,
					      ktime_get_ns(), &dump->next)) {
			tcps_subject_record(&dump->next.record, &subject);
			subject.event = false;
			if (tcps_filter_match(&dump->filter, &subject))
				return true;
		}
		if (!(++seen % WALK_BATCH))
			walk_pause(dump);
	}
	return false;
}

/**
 * tcps_netlink_flows_dump() - fill a message with the next flows
 * @skb: the message
 * @cb:  the dump
 *
 * Process context; holds RCU, but not for long.
 *
 * Return: the length of the message, 0 at the end of the dump.
 */
int tcps_netlink_flows_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct flow_dump *dump = (struct flow_dump *)cb->args[0];

	walk_start(dump);
	while (dump->held || next_flow(dump)) {
		cb->seq = UNBROKEN + dump->broken;
		dump->held = put_flow(skb, NETLINK_CB(cb->skb).portid,
				      cb->nlh->nlmsg_seq, NLM_F_MULTI, cb,
				      &dump->next, &dump->observer->settings);
		if (dump->held)
			break;
	}
	cb->seq = UNBROKEN + dump->broken;	/* for the message at the end */
	rhashtable_walk_stop(&dump->iter);
	return skb->len;
}

/* There is no index by id: the table is walked, as a dump of one flow. */
static bool find_by_id(struct flow_dump *dump)
{
	unsigned int tries = FIND_TRIES;
	bool found = false;

	do {
		dump->broken = 0;
		rhashtable_walk_enter(&dump->observer->table.hash, &dump->iter);
		walk_start(dump);
		found = next_flow(dump);
		rhashtable_walk_stop(&dump->iter);
		rhashtable_walk_exit(&dump->iter);
	} while (!found && dump->broken && --tries);
	return found;
}

/**
 * tcps_netlink_flows_get() - reply with one flow
 * @skb:  the request
 * @info: the same; %TCPSTATES_A_FLOW_ID is the flow
 *
 * Process context.
 *
 * Return: 0, -EINVAL without an id, -ENOENT if there is no flow of that id, -ENOMEM.
 */
int tcps_netlink_flows_get(struct sk_buff *skb, struct genl_info *info)
{
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
	dump->observer = tcps_observer_of(genl_info_net(info));
	dump->filter.flow = nla_get_u64(info->attrs[TCPSTATES_A_FLOW_ID]);
	if (!dump->filter.flow || !find_by_id(dump)) {
		NL_SET_ERR_MSG(info->extack, "no flow with that id");
		goto free;
	}
	err = put_flow(reply, info->snd_portid, info->snd_seq, 0, NULL,
		       &dump->next, &dump->observer->settings);
	if (err)
		goto free;
	kfree(dump);
	return genlmsg_reply(reply, info);
free:
	kfree(dump);
	nlmsg_free(reply);
	return err;
}
