// SPDX-License-Identifier: GPL-2.0
/* Netlink sockets for the module's family, and requests with their replies. */
#include "source/kernel/socket.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/stop.h"

/**
 * tcpst_nl_fail() - set the error message of a failed call
 * @nl:     the connection
 * @error:  a negative errno
 * @format: the message, as for printf()
 *
 * Return: @error.
 */
int tcpst_nl_fail(struct tcpst_nl *nl, int error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(nl->error, sizeof(nl->error), format, args);
	va_end(args);
	return error;
}

/**
 * tcpst_nl_fail_errno() - the same, with the text of the errno
 * @nl:    the connection
 * @error: a negative errno
 * @doing: what failed
 *
 * Return: @error.
 */
int tcpst_nl_fail_errno(struct tcpst_nl *nl, int error, const char *doing)
{
	if (error == -EPERM)
		return tcpst_nl_fail(nl, error,
				     "permission denied: root or CAP_NET_ADMIN in the network namespace is required");
	return tcpst_nl_fail(nl, error, "%s: %s", doing, strerror(-error));
}

/* Use the kernel's error message if there is one, rather than the errno. */
static int fail_kernel(struct tcpst_nl *nl, const struct nlmsghdr *nlh,
		       size_t offset, int error)
{
	const struct nlattr *attr;

	if (error == -EPERM || !(nlh->nlmsg_flags & NLM_F_ACK_TLVS))
		return tcpst_nl_fail_errno(nl, error, "the tcpstates module");
	mnl_attr_for_each(attr, nlh, offset)
		if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_MSG)
			return tcpst_nl_fail(nl, error, "the tcpstates module: %.*s",
					     (int)mnl_attr_get_payload_len(attr),
					     (const char *)mnl_attr_get_payload(attr));
	return tcpst_nl_fail_errno(nl, error, "the tcpstates module");
}

static int read_done(struct tcpst_nl *nl, const struct nlmsghdr *nlh)
{
	int error = 0;

	if (mnl_nlmsg_get_payload_len(nlh) >= sizeof(error))
		memcpy(&error, mnl_nlmsg_get_payload(nlh), sizeof(error));
	return error < 0 ? fail_kernel(nl, nlh, sizeof(error), error) : 0;
}

static int read_error(struct tcpst_nl *nl, const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *err = mnl_nlmsg_get_payload(nlh);
	size_t offset = sizeof(*err);

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*err))
		return tcpst_nl_fail(nl, -EBADMSG, "truncated reply");
	if (!err->error)
		return 0;
	if (!(nlh->nlmsg_flags & NLM_F_CAPPED))
		offset += err->msg.nlmsg_len - sizeof(err->msg);
	return fail_kernel(nl, nlh, offset, err->error);
}

/**
 * tcpst_nl_read() - read one datagram into the buffer
 * @nl:     the connection
 * @socket: one of its sockets
 *
 * Return: its length, or a negative errno; -EINTR: tcpst is asked to stop.
 */
ssize_t tcpst_nl_read(struct tcpst_nl *nl, const struct mnl_socket *socket)
{
	ssize_t size;

	do {
		size = mnl_socket_recvfrom(socket, nl->reply,
					   sizeof(nl->reply));
	} while (size < 0 && errno == EINTR && !tcpst_stop_asked());
	return size < 0 ? -errno : size;
}

/**
 * tcpst_nl_request() - send a request and read the whole reply
 * @nl:          the connection
 * @request:     the request, begun by tcpst_nl_begin()
 * @read:        called for each message of the reply; returns false if it is malformed
 * @arg:         passed to @read
 * @interrupted: set if the kernel reports that the dump is inconsistent; may
 *               be NULL
 *
 * Return: 0 or a negative errno.
 */
int tcpst_nl_request(struct tcpst_nl *nl, struct nlmsghdr *request,
		     tcpst_nl_reader read, void *arg, bool *interrupted)
{
	unsigned int portid = mnl_socket_get_portid(nl->requests);

	request->nlmsg_seq = ++nl->seq;
	if (mnl_socket_sendto(nl->requests, request, request->nlmsg_len) < 0)
		return tcpst_nl_fail_errno(nl, -errno, "cannot send a request to the module");
	for (;;) {
		ssize_t got = tcpst_nl_read(nl, nl->requests);
		const struct nlmsghdr *nlh = (const void *)nl->reply;
		int size = got;

		if (got < 0)
			return tcpst_nl_fail_errno(nl, got, "cannot read the reply");
		for (; mnl_nlmsg_ok(nlh, size);
		     nlh = mnl_nlmsg_next(nlh, &size)) {
			if (nlh->nlmsg_seq != nl->seq ||
			    !mnl_nlmsg_portid_ok(nlh, portid))
				continue;	/* reply to an abandoned dump */
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
				return tcpst_nl_fail(nl, -EBADMSG,
						     "the module sent a message that this version of tcpst does not understand");
		}
	}
}

/** tcpst_nl_begin() - begin a request in @buffer, without attributes */
struct nlmsghdr *tcpst_nl_begin(char *buffer, u16 family, u8 command,
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

/** tcpst_nl_socket() - open a netlink socket; NULL: see errno */
struct mnl_socket *tcpst_nl_socket(void)
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
	/* Old kernels do not support them; errors are ignored. */
	mnl_socket_setsockopt(socket, NETLINK_EXT_ACK, &on, sizeof(on));
	mnl_socket_setsockopt(socket, NETLINK_CAP_ACK, &on, sizeof(on));
	return socket;
}
