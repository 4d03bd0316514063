// SPDX-License-Identifier: GPL-2.0
/* Loading and unloading: in which order, nothing else. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/module.h>

#include "ackwait.h"
#include "flow.h"
#include "netlink.h"
#include "netns.h"
#include "procfs.h"
#include "settings.h"

static unsigned int max_flows = 1U << 20;
module_param(max_flows, uint, 0444);
MODULE_PARM_DESC(max_flows,
		 "flows kept at once in all network namespaces together, 1024 to 16777216 (default 1048576)");

static int __init check_parameters(void)
{
	if (max_flows >= 1024 && max_flows <= TCPS_MAX_FLOWS_LIMIT)
		return 0;
	pr_err("max_flows=%u is out of range: 1024 to %u\n",
	       max_flows, TCPS_MAX_FLOWS_LIMIT);
	return -EINVAL;
}

static int __init tcps_init(void)
{
	int err;

	err = check_parameters();
	if (err)
		return err;
	err = tcps_ackwait_init();
	if (err)
		return err;
	err = tcps_flow_init(max_flows);
	if (err)
		goto exit_ackwait;
	err = tcps_netns_init();
	if (err)
		goto exit_flow;
	err = tcps_netlink_init();
	if (err)
		goto exit_netns;
	err = tcps_procfs_init();
	if (err)
		goto exit_netlink;
	return 0;
exit_netlink:
	tcps_netlink_exit();
exit_netns:
	tcps_netns_exit();
exit_flow:
	tcps_flow_exit();
exit_ackwait:
	tcps_ackwait_exit();
	return err;
}

/*
 * The other way round. Hooks run until the namespaces go, without the family: what
 * they would multicast nobody hears any more (tcps_netlink_exit()).
 */
static void __exit tcps_exit(void)
{
	tcps_procfs_exit();
	tcps_netlink_exit();
	tcps_netns_exit();
	tcps_flow_exit();
	tcps_ackwait_exit();
}

module_init(tcps_init);
module_exit(tcps_exit);

MODULE_DESCRIPTION("Traces the RFC 9293 state of both ends of TCP connections");
MODULE_AUTHOR("tcpstates maintainers");
MODULE_VERSION(TCPS_VERSION);
MODULE_LICENSE("GPL");
