// SPDX-License-Identifier: GPL-2.0
/* Requests to the module: flows, events and counters; and whether it observes. */
#include "source/kernel/netlink.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/stop.h"
#include "module/uapi/tcpstates.h"
#include "source/kernel/socket.h"

#define REQUEST_SIZE 8192

static void read_group(struct tcpst_nl *nl, const struct nlattr *nest)
{
	const char *name = "";
	const struct nlattr *attr;
	u32 id = 0;

	mnl_attr_for_each_nested(attr, nest) {
		if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GRP_NAME)
			name = mnl_attr_get_str(attr);
		else if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GRP_ID)
			id = mnl_attr_get_u32(attr);
	}
	if (!strcmp(name, TCPSTATES_MCGRP_EVENTS))
		nl->group = id;
}

static bool read_family(struct tcpst_nl *nl, const struct nlmsghdr *nlh,
			void *arg)
{
	const struct nlattr *attr, *group;

	(void)arg;
	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID)
			nl->family = mnl_attr_get_u16(attr);
		else if (mnl_attr_get_type(attr) == CTRL_ATTR_VERSION)
			nl->version = mnl_attr_get_u32(attr);
		else if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GROUPS)
			mnl_attr_for_each_nested(group, attr)
				read_group(nl, group);
	}
	return true;
}

static int resolve_family(struct tcpst_nl *nl)
{
	char buffer[REQUEST_SIZE];
	struct nlmsghdr *nlh;
	int error;

	nlh = tcpst_nl_begin(buffer, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1, NLM_F_ACK);
	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, TCPSTATES_FAMILY_NAME);
	error = tcpst_nl_request(nl, nlh, read_family, NULL, NULL);
	if (error == -ENOENT || (!error && !nl->family))
		return tcpst_nl_fail(nl, -ENOENT,
				     "the tcpstates module is not loaded (try: modprobe tcpstates, or insmod tcpstates.ko)");
	/* New attributes do not change the version; an incompatible change does. */
	if (!error && nl->version != TCPSTATES_FAMILY_VERSION)
		return tcpst_nl_fail(nl, -EPROTONOSUPPORT,
				     "the tcpstates module has version %u of its netlink family, and this tcpst needs version %u: install both from the same release",
				     nl->version, TCPSTATES_FAMILY_VERSION);
	return error;
}

/** tcpst_nl_observed() - is this network namespace observed? Yes, unless the sysctl is 0 */
bool tcpst_nl_observed(void)
{
	FILE *file = fopen("/proc/sys/net/tcpstates/enabled", "re");
	int value = file ? getc(file) : EOF;

	if (file)
		fclose(file);
	return value != '0';
}

/**
 * tcpst_nl_open() - connect to the module in the current network namespace
 * @nlp: set, even on failure; then only tcpst_nl_error() and
 *       tcpst_nl_close() may be called
 * @netns: name of that namespace; NULL: there is only one
 */
int tcpst_nl_open(struct tcpst_nl **nlp, const char *netns)
{
	struct tcpst_nl *nl = tcpst_alloc(1, sizeof(*nl));

	*nlp = nl;
	nl->seq = (u32)time(NULL);
	nl->netns = netns;
	nl->requests = tcpst_nl_socket();
	if (!nl->requests)
		return tcpst_nl_fail_errno(nl, -errno, "cannot open a netlink socket");
	return resolve_family(nl);
}

/** tcpst_nl_close() - close the connection; NULL is allowed */
void tcpst_nl_close(struct tcpst_nl *nl)
{
	if (!nl)
		return;
	if (nl->events)
		mnl_socket_close(nl->events);
	if (nl->requests)
		mnl_socket_close(nl->requests);
	free(nl);
}

/** tcpst_nl_error() - why the latest call failed */
const char *tcpst_nl_error(const struct tcpst_nl *nl)
{
	return nl->error;
}

/** tcpst_nl_netns() - name of its network namespace, NULL: there is only one */
const char *tcpst_nl_netns(const struct tcpst_nl *nl)
{
	return nl->netns;
}

struct flow_taker {
	void (*take)(const struct tcpst_flow *flow, void *arg);
	void *arg;
};

static bool read_flows(struct tcpst_nl *nl, const struct nlmsghdr *nlh,
		       void *arg)
{
	struct flow_taker *taker = arg;
	struct tcpst_flow flow;

	if (!tcpst_wire_flow(nlh, &flow))
		return false;
	flow.netns = nl->netns;
	taker->take(&flow, taker->arg);
	return true;
}

/**
 * tcpst_nl_flows() - request the flows of the table
 * @nl:     the module
 * @filter: filter of the flows
 * @take:   called for each
 * @arg:    passed to @take
 * @interrupted: set if the table changed meanwhile, so that a flow may be missing or
 *               duplicated
 */
int tcpst_nl_flows(struct tcpst_nl *nl, const struct tcps_filter *filter,
		   void (*take)(const struct tcpst_flow *flow, void *arg),
		   void *arg, bool *interrupted)
{
	struct flow_taker taker = { .take = take, .arg = arg };
	char buffer[REQUEST_SIZE];
	struct nlmsghdr *nlh;
	int error;

	*interrupted = false;
	nlh = tcpst_nl_begin(buffer, nl->family, TCPSTATES_CMD_FLOW_GET,
			     TCPSTATES_FAMILY_VERSION, NLM_F_DUMP);
	if (!tcpst_wire_filter(nlh, sizeof(buffer), TCPSTATES_A_FLOW_FILTER,
			       filter))
		return tcpst_nl_fail(nl, -E2BIG, "too many filters");
	error = tcpst_nl_request(nl, nlh, read_flows, &taker, interrupted);
	if (error == -EINTR && !tcpst_stop_asked()) {
		*interrupted = true;
		return 0;
	}
	return error;
}

static bool read_events(struct tcpst_nl *nl, const struct nlmsghdr *nlh,
			void *arg)
{
	return tcpst_wire_events(nlh, nl->netns, arg);
}

/**
 * tcpst_nl_events() - request the events in the recorder
 * @nl:     the module
 * @filter: filter of the events
 * @from:   number of the first event wanted, NULL: the oldest
 * @sink:   takes them
 */
int tcpst_nl_events(struct tcpst_nl *nl, const struct tcps_filter *filter,
		    const u64 *from, const struct tcpst_nl_sink *sink)
{
	char buffer[REQUEST_SIZE];
	struct nlmsghdr *nlh;

	nlh = tcpst_nl_begin(buffer, nl->family, TCPSTATES_CMD_EVENT_GET,
			     TCPSTATES_FAMILY_VERSION, NLM_F_DUMP);
	if (from)
		mnl_attr_put_u64(nlh, TCPSTATES_A_EVENTS_FROM, *from);
	if (!tcpst_wire_filter(nlh, sizeof(buffer), TCPSTATES_A_EVENTS_FILTER,
			       filter))
		return tcpst_nl_fail(nl, -E2BIG, "too many filters");
	return tcpst_nl_request(nl, nlh, read_events, (void *)sink, NULL);
}

static bool read_stats(struct tcpst_nl *nl, const struct nlmsghdr *nlh,
		       void *arg)
{
	(void)nl;
	return tcpst_wire_stats(nlh, arg);
}

/**
 * tcpst_nl_stats() - request the counters
 * @nl:    the module
 * @stats: filled in
 */
int tcpst_nl_stats(struct tcpst_nl *nl, struct tcpst_stats *stats)
{
	char buffer[REQUEST_SIZE];
	struct nlmsghdr *nlh;

	nlh = tcpst_nl_begin(buffer, nl->family, TCPSTATES_CMD_STATS_GET,
			     TCPSTATES_FAMILY_VERSION, NLM_F_ACK);
	return tcpst_nl_request(nl, nlh, read_stats, stats, NULL);
}
