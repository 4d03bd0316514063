// SPDX-License-Identifier: GPL-2.0
/*
 * The generic netlink family: its commands, and its group of events.
 * All of it requires CAP_NET_ADMIN in the user namespace that owns the network namespace,
 * as with nf_conntrack.
 */
#include "netlink.h"

#include <linux/module.h>
#include <linux/rwsem.h>
#include <net/genetlink.h>

#include "compat.h"
#include "netlink_events.h"
#include "netlink_flows.h"
#include "netlink_stats.h"
#include "observer.h"
#include "policy.h"
#include "uapi/tcpstates.h"

static const struct genl_ops netlink_ops[] = {
	{
		.cmd = TCPSTATES_CMD_FLOW_GET,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = tcpstates_flow_nl_policy,
		.maxattr = ARRAY_SIZE(tcpstates_flow_nl_policy) - 1,
		.doit = tcps_netlink_flows_get,
		.start = tcps_netlink_flows_start,
		.dumpit = tcps_netlink_flows_dump,
		.done = tcps_netlink_flows_done,
	}, {
		.cmd = TCPSTATES_CMD_EVENT_GET,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = tcpstates_events_nl_policy,
		.maxattr = ARRAY_SIZE(tcpstates_events_nl_policy) - 1,
		.start = tcps_netlink_events_start,
		.dumpit = tcps_netlink_events_dump,
		.done = tcps_netlink_events_done,
	}, {
		.cmd = TCPSTATES_CMD_STATS_GET,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = tcps_netlink_stats_get,
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

/* Readers: multicasts. Writer: the end of the family, after which none may run. */
static DECLARE_RWSEM(multicast_lock);

/* The family is registered. Protected by multicast_lock. */
static bool registered;

/**
 * tcps_netlink_multicast() - send a message to the group of events
 * @net: the namespace
 * @skb: the message; consumed
 *
 * Process context. A listener whose socket is full queries the events it missed.
 *
 * Return: false if there is no listener.
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
 * tcps_netlink_exit() - unregister the family
 *
 * No request runs afterwards. A dump in progress holds a reference to the module, so there
 * is none.
 */
void tcps_netlink_exit(void)
{
	down_write(&multicast_lock);
	registered = false;
	up_write(&multicast_lock);
	genl_unregister_family(&tcps_netlink_family);
}
