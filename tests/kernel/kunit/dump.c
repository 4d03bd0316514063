// SPDX-License-Identifier: GPL-2.0
/* Dumps by netlink. */
#include "dump.h"

#include <linux/slab.h>
#include <net/genetlink.h>
#include <net/net_namespace.h>

#include "../../../module/observer.h"
#include "../../../module/uapi/tcpstates.h"

#define BUFFER_SIZE 65536

/** tcps_dump_open() - get a socket and a buffer; process context */
int tcps_dump_open(struct tcps_dump *dump)
{
	struct sockaddr_nl any = { .nl_family = AF_NETLINK };
	int err;

	*dump = (struct tcps_dump){};
	dump->buffer = kmalloc(BUFFER_SIZE, GFP_KERNEL);
	if (!dump->buffer)
		return -ENOMEM;
	err = sock_create_kern(&init_net, PF_NETLINK, SOCK_RAW, NETLINK_GENERIC,
			       &dump->sock);
	if (err)
		goto free;
	/* A struct sockaddr, or sockaddr_unsized in later kernels. */
	err = kernel_bind(dump->sock, (void *)&any, sizeof(any));
	if (err)
		goto release;
	return 0;
release:
	sock_release(dump->sock);
free:
	kfree(dump->buffer);
	return err;
}

/** tcps_dump_close() - release both, also in the middle of a dump */
void tcps_dump_close(struct tcps_dump *dump)
{
	sock_release(dump->sock);
	kfree(dump->buffer);
}

static int send(struct tcps_dump *dump, struct sk_buff *skb)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	struct msghdr msg = {
		.msg_name = &kernel, .msg_namelen = sizeof(kernel),
	};
	struct kvec vec = { .iov_base = skb->data, .iov_len = skb->len };
	int sent = kernel_sendmsg(dump->sock, &msg, &vec, 1, vec.iov_len);

	return sent < 0 ? sent : 0;
}

static struct nlmsghdr *begin(struct tcps_dump *dump, struct sk_buff *skb,
			      u8 command, u16 flags)
{
	dump->flows = 0;
	dump->octets = 0;
	dump->interrupted = false;
	dump->done = false;
	return genlmsg_put(skb, 0, 1, &tcps_netlink_family,
			   NLM_F_REQUEST | flags, command);
}

/**
 * tcps_dump_ask() - begin a dump of flows
 * @dump: without a dump in progress
 * @port: only flows of that port, 0: all
 */
int tcps_dump_ask(struct tcps_dump *dump, u16 port)
{
	struct sk_buff *skb = nlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	struct nlattr *filter, *range;
	struct nlmsghdr *nlh;
	int err = -EMSGSIZE;

	if (!skb)
		return -ENOMEM;
	nlh = begin(dump, skb, TCPSTATES_CMD_FLOW_GET, NLM_F_DUMP);
	if (!nlh)
		goto free;
	if (port) {
		filter = nla_nest_start(skb, TCPSTATES_A_FLOW_FILTER);
		range = nla_nest_start(skb, TCPSTATES_A_FILTER_PORT);
		if (!filter || !range ||
		    nla_put_u16(skb, TCPSTATES_A_FILTER_PORT_MIN, port))
			goto free;
		nla_nest_end(skb, range);
		nla_nest_end(skb, filter);
	}
	genlmsg_end(skb, nlh);
	err = send(dump, skb);
free:
	kfree_skb(skb);
	return err;
}

static void take(struct tcps_dump *dump, const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *header = nlmsg_data(nlh);
	const struct nlattr *next;

	if (header->cmd == TCPSTATES_CMD_FLOW_GET) {
		dump->flows++;
		return;
	}
	if (header->cmd != TCPSTATES_CMD_EVENT_GET)
		return;
	next = nlmsg_find_attr(nlh, GENL_HDRLEN, TCPSTATES_A_EVENTS_NEXT);
	if (next)
		dump->next = nla_get_u64(next);
}

/** tcps_dump_more() - receive its next message */
int tcps_dump_more(struct tcps_dump *dump)
{
	struct kvec vec = { .iov_base = dump->buffer, .iov_len = BUFFER_SIZE };
	struct nlmsghdr *nlh = dump->buffer;
	struct msghdr msg = {};
	int left;

	left = kernel_recvmsg(dump->sock, &msg, &vec, 1, BUFFER_SIZE, 0);
	if (left < 0)
		return left;
	dump->octets += left;
	for (; nlmsg_ok(nlh, left); nlh = nlmsg_next(nlh, &left)) {
		if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
			dump->interrupted = true;
		if (nlh->nlmsg_type == NLMSG_ERROR)
			return -EPROTO;
		if (nlh->nlmsg_type == NLMSG_DONE)
			dump->done = true;
		else
			take(dump, nlh);
	}
	return 0;
}

/** tcps_dump_all() - a complete dump of flows */
int tcps_dump_all(struct tcps_dump *dump, u16 port)
{
	int err = tcps_dump_ask(dump, port);

	while (!err && !dump->done)
		err = tcps_dump_more(dump);
	return err;
}

/** tcps_dump_events() - a complete dump of the events from a number on */
int tcps_dump_events(struct tcps_dump *dump, u64 from)
{
	struct sk_buff *skb = nlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	struct nlmsghdr *nlh;
	int err = -EMSGSIZE;

	if (!skb)
		return -ENOMEM;
	nlh = begin(dump, skb, TCPSTATES_CMD_EVENT_GET, NLM_F_DUMP);
	if (nlh &&
	    !nla_put(skb, TCPSTATES_A_EVENTS_FROM, sizeof(from), &from)) {
		genlmsg_end(skb, nlh);
		err = send(dump, skb);
	}
	kfree_skb(skb);
	while (!err && !dump->done)
		err = tcps_dump_more(dump);
	return err;
}

/** tcps_dump_stats() - the counters; they are received as one message */
int tcps_dump_stats(struct tcps_dump *dump)
{
	struct sk_buff *skb = nlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	struct nlmsghdr *nlh;
	int err = -EMSGSIZE;

	if (!skb)
		return -ENOMEM;
	nlh = begin(dump, skb, TCPSTATES_CMD_STATS_GET, 0);
	if (nlh) {
		genlmsg_end(skb, nlh);
		err = send(dump, skb);
	}
	kfree_skb(skb);
	return err ?: tcps_dump_more(dump);
}
