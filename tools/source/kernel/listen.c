// SPDX-License-Identifier: GPL-2.0
/* Events as they happen: the multicast group of the module. */
#include "source/kernel/netlink.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <sys/socket.h>

#include "module/uapi/tcpstates.h"
#include "source/kernel/socket.h"

/* Receive buffer, for bursts of events while the terminal is slow. */
#define EVENT_BUFFER (16 * 1024 * 1024)

/* Multicast group of the controller: families that are registered and removed. */
#define CTRL_GROUP 16

/**
 * tcpst_nl_listen() - subscribe to events as they happen
 * @nl: the module
 */
int tcpst_nl_listen(struct tcpst_nl *nl)
{
	int size = EVENT_BUFFER, group = CTRL_GROUP;
	int fd;

	nl->events = tcpst_nl_socket();
	if (!nl->events)
		return tcpst_nl_fail_errno(nl, -errno, "cannot open a netlink socket");
	fd = mnl_socket_get_fd(nl->events);
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	if (mnl_socket_setsockopt(nl->events, NETLINK_ADD_MEMBERSHIP, &nl->group,
				  sizeof(nl->group)))
		return tcpst_nl_fail_errno(nl, -errno, "cannot subscribe to events");
	/* It reports the removal of our family; otherwise poll() would never return. */
	if (mnl_socket_setsockopt(nl->events, NETLINK_ADD_MEMBERSHIP, &group,
				  sizeof(group)))
		return tcpst_nl_fail_errno(nl, -errno, "cannot subscribe to the netlink controller");
	return 0;
}

/** tcpst_nl_fd() - descriptor to poll for events after tcpst_nl_listen() */
int tcpst_nl_fd(const struct tcpst_nl *nl)
{
	return mnl_socket_get_fd(nl->events);
}

static bool is_unloaded(const struct tcpst_nl *nl, const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr;

	if (nlh->nlmsg_type != GENL_ID_CTRL || genl->cmd != CTRL_CMD_DELFAMILY)
		return false;
	mnl_attr_for_each(attr, nlh, sizeof(*genl))
		if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID)
			return mnl_attr_get_u16(attr) == nl->family;
	return false;
}

/* Read the messages of one datagram; without @sink, events are discarded. */
static int read_datagram(struct tcpst_nl *nl, int size,
		      const struct tcpst_nl_sink *sink)
{
	const struct nlmsghdr *nlh = (const void *)nl->reply;

	for (; mnl_nlmsg_ok(nlh, size); nlh = mnl_nlmsg_next(nlh, &size)) {
		const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);

		if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*genl))
			continue;
		if (is_unloaded(nl, nlh))
			return tcpst_nl_fail(nl, -ENODEV,
					     "the tcpstates module was unloaded");
		if (!sink || nlh->nlmsg_type != nl->family ||
		    genl->cmd != TCPSTATES_CMD_EVENT_NTF)
			continue;
		if (!tcpst_wire_events(nlh, nl->netns, sink))
			return tcpst_nl_fail(nl, -EBADMSG,
					     "the module sent a message that this version of tcpst does not understand");
	}
	return 0;
}

/*
 * Empty the socket after an overflow: until it has once been empty, the kernel silently
 * drops messages. Return: -ENOBUFS.
 */
static int drain(struct tcpst_nl *nl)
{
	for (;;) {
		ssize_t got = recv(mnl_socket_get_fd(nl->events), nl->reply,
				   sizeof(nl->reply), MSG_DONTWAIT);
		int error;

		if (got < 0 && (errno == ENOBUFS || errno == EINTR))
			continue;
		if (got < 0)
			return tcpst_nl_fail_errno(nl, errno == EAGAIN ? -ENOBUFS : -errno,
						   "cannot read events");
		error = read_datagram(nl, got, NULL);
		if (error)
			return error;
	}
}

/**
 * tcpst_nl_receive() - receive events, after poll() has reported them
 * @nl:   the module
 * @sink: takes them
 *
 * Return: -ENOBUFS if the socket overflowed: events were lost here, but are still in
 * the recorder; -ENODEV if the module was unloaded.
 */
int tcpst_nl_receive(struct tcpst_nl *nl, const struct tcpst_nl_sink *sink)
{
	ssize_t got = tcpst_nl_read(nl, nl->events);

	if (got == -ENOBUFS)
		return drain(nl);
	if (got < 0)
		return tcpst_nl_fail_errno(nl, got, "cannot read events");
	return read_datagram(nl, got, sink);
}
