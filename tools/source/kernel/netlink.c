// SPDX-License-Identifier: GPL-2.0
/* Talking to the module: one socket for questions, one for the multicast. */
#include "source/kernel/wire.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "base/alloc.h"
#include "base/stop.h"
#include "module/uapi/tcpstates.h"

/* A dump comes in pieces as large as the largest buffer that was offered. */
#define REPLY_SIZE (256 * 1024)
#define REQUEST_SIZE 8192

/* Bursts of events wait here while the terminal is slow. */
#define EVENT_BUFFER (16 * 1024 * 1024)

/* Multicast group of the controller: families that come and go. */
#define CTRL_GROUP 16

/**
 * struct tcpst_nl - the module as it is reached from here
 * @ask:      for requests and dumps
 * @hear:     for the multicast, NULL: not listening
 * @family:   number of the family
 * @group:    number of the group of events
 * @seq:      of the latest request
 * @error:    why the latest call failed
 * @reply:    buffer of both sockets
 */
struct tcpst_nl {
	struct mnl_socket *ask;
	struct mnl_socket *hear;
	u16 family;
	u32 version;
	u32 group;
	u32 seq;
	char error[256];
	char reply[REPLY_SIZE];
};

typedef bool (*reader)(struct tcpst_nl *nl, const struct nlmsghdr *nlh,
		       void *arg);

__attribute__((format(printf, 3, 4)))
static int because(struct tcpst_nl *nl, int error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(nl->error, sizeof(nl->error), format, args);
	va_end(args);
	return error;
}

static int because_errno(struct tcpst_nl *nl, int error, const char *doing)
{
	if (error == -EPERM)
		return because(nl, error,
			       "permission denied: root or CAP_NET_ADMIN in the network namespace is required");
	return because(nl, error, "%s: %s", doing, strerror(-error));
}

/* The kernel's own words, where it gives any, are better than an errno. */
static int because_kernel(struct tcpst_nl *nl, const struct nlmsghdr *nlh,
			  size_t offset, int error)
{
	const struct nlattr *attr;

	if (error == -EPERM || !(nlh->nlmsg_flags & NLM_F_ACK_TLVS))
		return because_errno(nl, error, "the tcpstates module");
	mnl_attr_for_each(attr, nlh, offset)
		if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_MSG)
			return because(nl, error, "the tcpstates module: %.*s",
				       (int)mnl_attr_get_payload_len(attr),
				       (const char *)mnl_attr_get_payload(attr));
	return because_errno(nl, error, "the tcpstates module");
}

static int read_done(struct tcpst_nl *nl, const struct nlmsghdr *nlh)
{
	int error = 0;

	if (mnl_nlmsg_get_payload_len(nlh) >= sizeof(error))
		memcpy(&error, mnl_nlmsg_get_payload(nlh), sizeof(error));
	return error < 0 ? because_kernel(nl, nlh, sizeof(error), error) : 0;
}

static int read_error(struct tcpst_nl *nl, const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *err = mnl_nlmsg_get_payload(nlh);
	size_t offset = sizeof(*err);

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*err))
		return because(nl, -EBADMSG, "truncated reply");
	if (!err->error)
		return 0;
	if (!(nlh->nlmsg_flags & NLM_F_CAPPED))
		offset += err->msg.nlmsg_len - sizeof(err->msg);
	return because_kernel(nl, nlh, offset, err->error);
}

static ssize_t receive(struct tcpst_nl *nl, const struct mnl_socket *socket)
{
	ssize_t size;

	do {
		size = mnl_socket_recvfrom(socket, nl->reply,
					   sizeof(nl->reply));
	} while (size < 0 && errno == EINTR && !tcpst_stop_asked());
	return size < 0 ? -errno : size;
}

/*
 * Send a request and read all of the answer. @interrupted, if given, is set
 * when the kernel says that what it dumped changed meanwhile.
 */
static int converse(struct tcpst_nl *nl, struct nlmsghdr *request, reader read,
		    void *arg, bool *interrupted)
{
	unsigned int portid = mnl_socket_get_portid(nl->ask);

	request->nlmsg_seq = ++nl->seq;
	if (mnl_socket_sendto(nl->ask, request, request->nlmsg_len) < 0)
		return because_errno(nl, -errno, "cannot send a request to the module");
	for (;;) {
		ssize_t got = receive(nl, nl->ask);
		const struct nlmsghdr *nlh = (const void *)nl->reply;
		int size = got;

		if (got < 0)
			return because_errno(nl, got, "cannot read the reply");
		for (; mnl_nlmsg_ok(nlh, size);
		     nlh = mnl_nlmsg_next(nlh, &size)) {
			if (nlh->nlmsg_seq != nl->seq ||
			    !mnl_nlmsg_portid_ok(nlh, portid))
				continue;	/* of a dump given up */
			if (interrupted &&
			    (nlh->nlmsg_flags & NLM_F_DUMP_INTR))
				*interrupted = true;
			if (nlh->nlmsg_type == NLMSG_DONE)
				return read_done(nl, nlh);
			if (nlh->nlmsg_type == NLMSG_ERROR)
				return read_error(nl, nlh);
			if (nlh->nlmsg_type < NLMSG_MIN_TYPE)
				continue;
			if (!read(nl, nlh, arg))
				return because(nl, -EBADMSG,
					       "the module sent a message that this version of tcpst does not understand");
		}
	}
}

static struct nlmsghdr *begin(char *buffer, u16 family, u8 command,
			      u8 version, u16 flags)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buffer);
	struct genlmsghdr *genl;

	nlh->nlmsg_type = family;
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = command;
	genl->version = version;
	return nlh;
}

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

	nlh = begin(buffer, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1, NLM_F_ACK);
	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, TCPSTATES_FAMILY_NAME);
	error = converse(nl, nlh, read_family, NULL, NULL);
	if (error == -ENOENT || (!error && !nl->family))
		return because(nl, -ENOENT,
			       "the tcpstates module is not loaded (try: modprobe tcpstates, or insmod tcpstates.ko)");
	/* Attributes come without a new version; this is one they cannot mend. */
	if (!error && nl->version != TCPSTATES_FAMILY_VERSION)
		return because(nl, -EPROTONOSUPPORT,
			       "the tcpstates module has version %u of its netlink family, and this tcpst needs version %u: install both from the same release",
			       nl->version, TCPSTATES_FAMILY_VERSION);
	return error;
}

static struct mnl_socket *open_socket(void)
{
	struct mnl_socket *socket = mnl_socket_open2(NETLINK_GENERIC,
						     SOCK_CLOEXEC);
	int on = 1;

	if (!socket)
		return NULL;
	if (mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID)) {
		mnl_socket_close(socket);
		return NULL;
	}
	/* Old kernels do without either. */
	mnl_socket_setsockopt(socket, NETLINK_EXT_ACK, &on, sizeof(on));
	mnl_socket_setsockopt(socket, NETLINK_CAP_ACK, &on, sizeof(on));
	return socket;
}

/**
 * tcpst_nl_open() - reach the module of the current network namespace
 * @nlp: set, unless memory is out; on failure only tcpst_nl_error() and
 *       tcpst_nl_close() are for it
 */
int tcpst_nl_open(struct tcpst_nl **nlp)
{
	struct tcpst_nl *nl = tcpst_alloc(1, sizeof(*nl));

	*nlp = nl;
	nl->seq = (u32)time(NULL);
	nl->ask = open_socket();
	if (!nl->ask)
		return because_errno(nl, -errno, "cannot open a netlink socket");
	return resolve_family(nl);
}

/** tcpst_nl_close() - let go of the module; @nl may be NULL */
void tcpst_nl_close(struct tcpst_nl *nl)
{
	if (!nl)
		return;
	if (nl->hear)
		mnl_socket_close(nl->hear);
	if (nl->ask)
		mnl_socket_close(nl->ask);
	free(nl);
}

/** tcpst_nl_error() - why the latest call failed */
const char *tcpst_nl_error(const struct tcpst_nl *nl)
{
	return nl->error;
}

static bool read_one_flow(struct tcpst_nl *nl, const struct nlmsghdr *nlh,
			  void *arg)
{
	(void)nl;
	return tcpst_wire_flow(nlh, arg);
}

/**
 * tcpst_nl_flow() - ask for one flow of the table
 * @nl:   the module
 * @id:   its number
 * @flow: filled in
 *
 * Return: -ENOENT if there is none.
 */
int tcpst_nl_flow(struct tcpst_nl *nl, u64 id, struct tcpst_flow *flow)
{
	char buffer[REQUEST_SIZE];
	struct nlmsghdr *nlh;

	nlh = begin(buffer, nl->family, TCPSTATES_CMD_FLOW_GET,
		    TCPSTATES_FAMILY_VERSION, NLM_F_ACK);
	mnl_attr_put_u64(nlh, TCPSTATES_A_FLOW_ID, id);
	return converse(nl, nlh, read_one_flow, flow, NULL);
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

	(void)nl;
	if (!tcpst_wire_flow(nlh, &flow))
		return false;
	taker->take(&flow, taker->arg);
	return true;
}

/**
 * tcpst_nl_flows() - ask for the flows of the table
 * @nl:     the module
 * @filter: those wanted
 * @take:   called for each
 * @arg:    passed to @take
 * @interrupted: set if the table changed meanwhile, so that a flow may have
 *               been left out or come twice
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
	nlh = begin(buffer, nl->family, TCPSTATES_CMD_FLOW_GET,
		    TCPSTATES_FAMILY_VERSION, NLM_F_DUMP);
	if (!tcpst_wire_filter(nlh, sizeof(buffer), TCPSTATES_A_FLOW_FILTER,
			       filter))
		return because(nl, -E2BIG, "too many filters");
	error = converse(nl, nlh, read_flows, &taker, interrupted);
	if (error == -EINTR && !tcpst_stop_asked()) {
		*interrupted = true;
		return 0;
	}
	return error;
}

static bool read_events(struct tcpst_nl *nl, const struct nlmsghdr *nlh,
			void *arg)
{
	(void)nl;
	return tcpst_wire_events(nlh, arg);
}

/**
 * tcpst_nl_events() - ask for what the recorder holds
 * @nl:     the module
 * @filter: the events wanted
 * @from:   the first number wanted, NULL: the oldest there is
 * @sink:   who takes them
 */
int tcpst_nl_events(struct tcpst_nl *nl, const struct tcps_filter *filter,
		    const u64 *from, const struct tcpst_nl_sink *sink)
{
	char buffer[REQUEST_SIZE];
	struct nlmsghdr *nlh;

	nlh = begin(buffer, nl->family, TCPSTATES_CMD_EVENT_GET,
		    TCPSTATES_FAMILY_VERSION, NLM_F_DUMP);
	if (from)
		mnl_attr_put_u64(nlh, TCPSTATES_A_EVENTS_FROM, *from);
	if (!tcpst_wire_filter(nlh, sizeof(buffer), TCPSTATES_A_EVENTS_FILTER,
			       filter))
		return because(nl, -E2BIG, "too many filters");
	return converse(nl, nlh, read_events, (void *)sink, NULL);
}

static bool read_stats(struct tcpst_nl *nl, const struct nlmsghdr *nlh,
		       void *arg)
{
	(void)nl;
	return tcpst_wire_stats(nlh, arg);
}

/**
 * tcpst_nl_stats() - ask for the counters
 * @nl:    the module
 * @stats: filled in
 */
int tcpst_nl_stats(struct tcpst_nl *nl, struct tcpst_stats *stats)
{
	char buffer[REQUEST_SIZE];
	struct nlmsghdr *nlh;

	nlh = begin(buffer, nl->family, TCPSTATES_CMD_STATS_GET,
		    TCPSTATES_FAMILY_VERSION, NLM_F_ACK);
	return converse(nl, nlh, read_stats, stats, NULL);
}

/**
 * tcpst_nl_listen() - have events come as they happen
 * @nl: the module
 */
int tcpst_nl_listen(struct tcpst_nl *nl)
{
	int size = EVENT_BUFFER, group = CTRL_GROUP;
	int fd;

	nl->hear = open_socket();
	if (!nl->hear)
		return because_errno(nl, -errno, "cannot open a netlink socket");
	fd = mnl_socket_get_fd(nl->hear);
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	if (mnl_socket_setsockopt(nl->hear, NETLINK_ADD_MEMBERSHIP, &nl->group,
				  sizeof(nl->group)))
		return because_errno(nl, -errno, "cannot subscribe to events");
	/* To hear of the module's end; without it one would wait for ever. */
	if (mnl_socket_setsockopt(nl->hear, NETLINK_ADD_MEMBERSHIP, &group,
				  sizeof(group)))
		return because_errno(nl, -errno, "cannot subscribe to the netlink controller");
	return 0;
}

/** tcpst_nl_fd() - what to poll for events after tcpst_nl_listen() */
int tcpst_nl_fd(const struct tcpst_nl *nl)
{
	return mnl_socket_get_fd(nl->hear);
}

static bool is_farewell(const struct tcpst_nl *nl, const struct nlmsghdr *nlh)
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

/* The messages of one datagram; without @sink, events are passed over. */
static int read_heard(struct tcpst_nl *nl, int size,
		      const struct tcpst_nl_sink *sink)
{
	const struct nlmsghdr *nlh = (const void *)nl->reply;

	for (; mnl_nlmsg_ok(nlh, size); nlh = mnl_nlmsg_next(nlh, &size)) {
		const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);

		if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*genl))
			continue;
		if (is_farewell(nl, nlh))
			return because(nl, -ENODEV,
				       "the tcpstates module was unloaded");
		if (!sink || nlh->nlmsg_type != nl->family ||
		    genl->cmd != TCPSTATES_CMD_EVENT_NTF)
			continue;
		if (!tcpst_wire_events(nlh, sink))
			return because(nl, -EBADMSG,
				       "the module sent a message that this version of tcpst does not understand");
	}
	return 0;
}

/*
 * After an overflow the kernel drops messages without a word until the socket
 * was empty once. Return: -ENOBUFS then.
 */
static int drain(struct tcpst_nl *nl)
{
	for (;;) {
		ssize_t got = recv(mnl_socket_get_fd(nl->hear), nl->reply,
				   sizeof(nl->reply), MSG_DONTWAIT);
		int error;

		if (got < 0 && (errno == ENOBUFS || errno == EINTR))
			continue;
		if (got < 0)
			return because_errno(nl, errno == EAGAIN ? -ENOBUFS : -errno,
					     "cannot read events");
		error = read_heard(nl, got, NULL);
		if (error)
			return error;
	}
}

/**
 * tcpst_nl_receive() - take what has come, after poll() says there is some
 * @nl:   the module
 * @sink: who takes it
 *
 * Return: -ENOBUFS if the socket overflowed: what came since is lost here, not
 * in the recorder; -ENODEV if the module was unloaded.
 */
int tcpst_nl_receive(struct tcpst_nl *nl, const struct tcpst_nl_sink *sink)
{
	ssize_t got = receive(nl, nl->hear);

	if (got == -ENOBUFS)
		return drain(nl);
	if (got < 0)
		return because_errno(nl, got, "cannot read events");
	return read_heard(nl, got, sink);
}
