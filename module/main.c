// SPDX-License-Identifier: GPL-2.0
/* Loading and unloading: sets up the parts in order. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/module.h>

#include "ackwait.h"
#include "flow.h"
#include "netlink.h"
#include "netns.h"
#include "pages.h"
#include "procfs.h"
#include "reclaim.h"
#include "settings.h"

static unsigned int max_flows = 1U << 20;
module_param(max_flows, uint, 0444);
MODULE_PARM_DESC(max_flows,
		 "flows kept at once in all network namespaces together, 1024 to 16777216 (default 1048576)");

static unsigned int recorder_mib = 512;
module_param(recorder_mib, uint, 0444);
MODULE_PARM_DESC(recorder_mib,
		 "memory for the flight recorders of all network namespaces together, MiB, 16 to 65536 (default 512)");

static int __init check_range(const char *name, unsigned int value,
			      unsigned int low, unsigned int high)
{
	if (value >= low && value <= high)
		return 0;
	pr_err("%s=%u is out of range: %u to %u\n", name, value, low, high);
	return -EINVAL;
}

static int __init tcps_init(void)
{
	int err;

	err = check_range("max_flows", max_flows, 1024, TCPS_MAX_FLOWS_LIMIT);
	if (err)
		return err;
	err = check_range("recorder_mib", recorder_mib, TCPS_PAGES_MIB_MIN,
			  TCPS_PAGES_MIB_MAX);
	if (err)
		return err;
	err = tcps_ackwait_init();
	if (err)
		return err;
	err = tcps_flow_init(max_flows);
	if (err)
		goto exit_ackwait;
	err = tcps_reclaim_init(recorder_mib);
	if (err)
		goto exit_flow;
	err = tcps_netns_init();
	if (err)
		goto exit_reclaim;
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
exit_reclaim:
	tcps_reclaim_exit();
exit_flow:
	tcps_flow_exit();
exit_ackwait:
	tcps_ackwait_exit();
	return err;
}

/*
 * In reverse order. Hooks run until the namespaces are torn down, without the netlink
 * family: their multicasts are discarded (tcps_netlink_exit()).
 */
static void __exit tcps_exit(void)
{
	tcps_procfs_exit();
	tcps_netlink_exit();
	tcps_netns_exit();
	tcps_reclaim_exit();
	tcps_flow_exit();
	tcps_ackwait_exit();
}

module_init(tcps_init);
module_exit(tcps_exit);

MODULE_DESCRIPTION("Traces the RFC 9293 state of both ends of TCP connections");
MODULE_AUTHOR("tcpstates maintainers");
MODULE_VERSION(TCPS_VERSION);
MODULE_LICENSE("GPL");
