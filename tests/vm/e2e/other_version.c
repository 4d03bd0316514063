// SPDX-License-Identifier: GPL-2.0
/*
 * Preloaded into tcpst: the module that it talks to is of another version. What
 * $TCPS_OTHER names what happens to each message between them:
 *
 *   more       the module sends attributes that this tcpst does not know
 *   less       it does not send some that this tcpst knows
 *   version=N  its family has version N
 *   asks       tcpst asks by an attribute that the module does not know
 */
#define _GNU_SOURCE
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "../../../module/uapi/tcpstates.h"

#define UNKNOWN 1000	/* no attribute has this number */

static char copy[1 << 20];

static const char *other(void)
{
	const char *word = getenv("TCPS_OTHER");

	return word ? word : "";
}

enum set { FLOW, EVENT, EVENTS, STATS };

/* The set of the attributes in a nest; STATS: it is none, or none to change. */
static enum set within(enum set set, unsigned int type)
{
	if (set == EVENTS && type == TCPSTATES_A_EVENTS_EVENT)
		return EVENT;
	if (set == EVENT && type == TCPSTATES_A_EVENT_LIFE)
		return FLOW;
	return STATS;
}

static bool left_out(enum set set, unsigned int type)
{
	if (set == EVENT)
		return type == TCPSTATES_A_EVENT_NOTES_LEFT_OUT ||
		       (type >= TCPSTATES_A_EVENT_SENDER &&
			type <= TCPSTATES_A_EVENT_WINDOW);
	if (set == STATS)
		return type == TCPSTATES_A_STATS_HISTOGRAM;
	return set == FLOW && (type == TCPSTATES_A_FLOW_SYN_TO_SYN_ACK_NS ||
			       type == TCPSTATES_A_FLOW_HALF_CLOSE_NS);
}

static void alter(struct nlmsghdr *to, const void *from, size_t size,
		  enum set set)
{
	bool more = !strcmp(other(), "more");
	const struct nlattr *attr;

	mnl_attr_for_each_payload(from, size) {
		unsigned int type = mnl_attr_get_type(attr);
		size_t length = mnl_attr_get_payload_len(attr);

		if (!more && left_out(set, type))
			continue;
		if (within(set, type) != STATS) {
			struct nlattr *nest = mnl_attr_nest_start(to, type);

			alter(to, mnl_attr_get_payload(attr), length,
			      within(set, type));
			mnl_attr_nest_end(to, nest);
		} else {
			mnl_attr_put(to, attr->nla_type, length,
				     mnl_attr_get_payload(attr));
		}
	}
	if (more)
		mnl_attr_put_u32(to, UNKNOWN, 1);
}

/* A message of the family, as the other module would send it, at @at. */
static struct nlmsghdr *alter_message(char *at, const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);
	size_t head = MNL_NLMSG_HDRLEN + MNL_ALIGN(sizeof(*genl));
	struct nlmsghdr *to = (void *)at;
	const char *word = other();
	struct nlattr *attr;

	memcpy(to, nlh, nlh->nlmsg_len);
	if (nlh->nlmsg_type < NLMSG_MIN_TYPE || nlh->nlmsg_len < head)
		return to;
	if (nlh->nlmsg_type == GENL_ID_CTRL) {
		if (strncmp(word, "version=", 8))
			return to;
		mnl_attr_for_each(attr, to, sizeof(*genl))
			if (mnl_attr_get_type(attr) == CTRL_ATTR_VERSION)
				*(unsigned int *)mnl_attr_get_payload(attr) =
					atoi(word + 8);
		return to;
	}
	if (strcmp(word, "more") && strcmp(word, "less"))
		return to;
	to->nlmsg_len = head;
	alter(to, (const char *)nlh + head, nlh->nlmsg_len - head,
	      genl->cmd == TCPSTATES_CMD_FLOW_GET ? FLOW :
	      genl->cmd == TCPSTATES_CMD_STATS_GET ? STATS : EVENTS);
	return to;
}

ssize_t recvmsg(int fd, struct msghdr *msg, int flags)
{
	ssize_t size = syscall(SYS_recvmsg, fd, msg, flags);
	const struct nlmsghdr *nlh;
	size_t used = 0;
	int left = size;

	if (size <= 0 || !*other())
		return size;
	for (nlh = msg->msg_iov[0].iov_base; mnl_nlmsg_ok(nlh, left);
	     nlh = mnl_nlmsg_next(nlh, &left))
		used += MNL_ALIGN(alter_message(copy + used, nlh)->nlmsg_len);
	if (used > msg->msg_iov[0].iov_len)
		abort();
	memcpy(msg->msg_iov[0].iov_base, copy, used);
	return used;
}

ssize_t sendto(int fd, const void *data, size_t size, int flags,
	       const struct sockaddr *to, socklen_t length)
{
	struct nlmsghdr *nlh = (void *)copy;

	memcpy(copy, data, size);
	if (!strcmp(other(), "asks") && nlh->nlmsg_type > GENL_ID_CTRL)
		mnl_attr_put_u32(nlh, UNKNOWN, 1);
	return syscall(SYS_sendto, fd, copy, nlh->nlmsg_len, flags, to, length);
}
