// SPDX-License-Identifier: GPL-2.0
/*
 * dump [PORT]: read all flows by netlink, or those of one port, and forget
 * them. Prints flows, octets received, milliseconds, and whether the kernel
 * flagged the dump as interrupted.
 */
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../module/uapi/tcpstates.h"
#include "program.h"

static char buffer[256 * 1024];
static struct mnl_socket *sock;

static struct nlmsghdr *begin(uint16_t family, uint8_t command, uint16_t flags)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buffer);
	struct genlmsghdr *genl;

	nlh->nlmsg_type = family;
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = command;
	genl->version = 1;
	return nlh;
}

static uint16_t resolve(void)
{
	struct nlmsghdr *nlh = begin(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0);
	const struct nlattr *attr;

	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, TCPSTATES_FAMILY_NAME);
	if (mnl_socket_sendto(sock, nlh, nlh->nlmsg_len) < 0 ||
	    mnl_socket_recvfrom(sock, buffer, sizeof(buffer)) <= 0)
		return 0;
	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID)
			return mnl_attr_get_u16(attr);
	return 0;
}

static int ask(uint16_t family, unsigned int port)
{
	struct nlmsghdr *nlh = begin(family, TCPSTATES_CMD_FLOW_GET,
				     NLM_F_DUMP);
	struct nlattr *filter, *range;

	if (port) {
		filter = mnl_attr_nest_start(nlh, TCPSTATES_A_FLOW_FILTER);
		range = mnl_attr_nest_start(nlh, TCPSTATES_A_FILTER_PORT);
		mnl_attr_put_u16(nlh, TCPSTATES_A_FILTER_PORT_MIN, port);
		mnl_attr_nest_end(nlh, range);
		mnl_attr_nest_end(nlh, filter);
	}
	return mnl_socket_sendto(sock, nlh, nlh->nlmsg_len);
}

int main(int argc, char **argv)
{
	unsigned long flows = 0, octets = 0;
	int interrupted = 0, done = 0;
	uint16_t family;
	double start;

	sock = mnl_socket_open(NETLINK_GENERIC);
	if (!sock || mnl_socket_bind(sock, 0, MNL_SOCKET_AUTOPID))
		die("netlink");
	family = resolve();
	if (!family)
		die("tcpstates");
	start = now();
	if (ask(family, argc > 1 ? atoi(argv[1]) : 0) < 0)
		die("request");
	while (!done) {
		const struct nlmsghdr *nlh = (const void *)buffer;
		int left = mnl_socket_recvfrom(sock, buffer, sizeof(buffer));

		if (left < 0)
			die("dump");
		octets += left;
		for (; mnl_nlmsg_ok(nlh, left);
		     nlh = mnl_nlmsg_next(nlh, &left)) {
			interrupted |= !!(nlh->nlmsg_flags & NLM_F_DUMP_INTR);
			if (nlh->nlmsg_type == NLMSG_ERROR) {
				errno = EPROTO;
				die("dump");
			}
			done |= nlh->nlmsg_type == NLMSG_DONE;
			flows += nlh->nlmsg_type == family;
		}
	}
	printf("%lu %lu %.0f %d\n", flows, octets, (now() - start) * 1000,
	       interrupted);
	return 0;
}
