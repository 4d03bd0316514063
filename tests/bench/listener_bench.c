// SPDX-License-Identifier: GPL-2.0
/*
 * Listeners: sockets of the same kind as a program's, with space for the messages
 * of one batch, read by the benchmark itself.
 */
#include "bench.h"

#include <linux/err.h>
#include <linux/net.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <linux/slab.h>
#include <linux/sockptr.h>
#include <net/genetlink.h>
#include <net/net_namespace.h>
#include <net/sock.h>

#include "observer.h"

static struct socket *listen(int protocol, const int *groups, unsigned int n)
{
	/* Bound, because a multicast is not sent to a socket with the sender's port, 0. */
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK };
	struct socket *sock;
	unsigned int i;
	int err;

	err = sock_create_kern(&init_net, AF_NETLINK, SOCK_RAW, protocol,
			       &sock);
	if (err)
		return ERR_PTR(err);
	WRITE_ONCE(sock->sk->sk_rcvbuf, 1 << 30);
	/* A struct sockaddr, or sockaddr_unsized in later kernels. */
	err = kernel_bind(sock, (void *)&addr, sizeof(addr));
	for (i = 0; i < n && !err; i++) {
		int group = groups[i];

		err = sock->ops->setsockopt(sock, SOL_NETLINK,
					    NETLINK_ADD_MEMBERSHIP,
					    KERNEL_SOCKPTR(&group),
					    sizeof(group));
	}
	if (err) {
		sock_release(sock);
		return ERR_PTR(err);
	}
	return sock;
}

struct socket *bench_listen_conntrack(void)
{
	static const int groups[] = {
		NFNLGRP_CONNTRACK_NEW, NFNLGRP_CONNTRACK_UPDATE,
		NFNLGRP_CONNTRACK_DESTROY,
	};

	return listen(NETLINK_NETFILTER, groups, ARRAY_SIZE(groups));
}

struct socket *bench_listen_tcpstates(void)
{
	int group = tcps_netlink_family.mcgrp_offset;

	return listen(NETLINK_GENERIC, &group, 1);
}

/* Read what there is. Return: messages. */
u64 bench_drain(struct socket *sock)
{
	static u8 buffer[32768];
	struct kvec vec = { .iov_base = buffer, .iov_len = sizeof(buffer) };
	u64 messages = 0;
	int size;

	for (;;) {
		struct msghdr msg = {};

		size = kernel_recvmsg(sock, &msg, &vec, 1, sizeof(buffer),
				      MSG_DONTWAIT);
		if (size <= 0)
			return messages;
		messages++;
	}
}
