// SPDX-License-Identifier: GPL-2.0
/* What is behind a flow in memory, and who is at its ends. */
#include <kunit/test.h>
#include <linux/net.h>
#include <linux/sock_diag.h>
#include <linux/string.h>
#include <net/inet_sock.h>
#include <net/sock.h>

#include "../../../module/flow.h"

/* Octets of a part of a flow. */
struct part {
	void *at;
	size_t size;
};

static unsigned int parts_of(struct tcps_flow *flow, struct part part[4])
{
	unsigned int side, n = 0;

	if (flow->accounted)
		part[n++] = (struct part){ tcps_flow_account(flow),
					   sizeof(struct tcps_account) };
	for (side = 0; side < 2; side++)
		if (tcps_flow_owner(flow, side))
			part[n++] = (struct part){ tcps_flow_owner(flow, side),
						   sizeof(struct tcps_owner) };
	if (flow->translated)
		part[n++] = (struct part){ tcps_flow_nat(flow), sizeof(struct tcps_nat) };
	return n;
}

/* Each part has memory of its own, whichever there are; KASAN finds what is behind it. */
static void flow_parts(struct kunit *test)
{
	unsigned int which, i, n;

	for (which = 0; which < 16; which++) {
		const struct tcps_flow_parts parts = {
			.owners = which & 3,
			.accounted = which & 4,
			.translated = which & 8,
		};
		struct tcps_flow *flow = tcps_flow_alloc(parts, false);
		struct part part[4];

		KUNIT_ASSERT_NOT_NULL(test, flow);
		KUNIT_EXPECT_EQ(test, !tcps_flow_account(flow), !parts.accounted);
		KUNIT_EXPECT_EQ(test, !tcps_flow_nat(flow), !parts.translated);
		KUNIT_EXPECT_EQ(test, !tcps_flow_owner(flow, 0), !(parts.owners & BIT(0)));
		KUNIT_EXPECT_EQ(test, !tcps_flow_owner(flow, 1), !(parts.owners & BIT(1)));
		n = parts_of(flow, part);
		KUNIT_EXPECT_EQ(test, n, hweight32(which));
		for (i = 0; i < n; i++)
			memset(part[i].at, 0x10 + i, part[i].size);
		for (i = 0; i < n; i++)
			KUNIT_EXPECT_NULL(test, memchr_inv(part[i].at, 0x10 + i, part[i].size));
		KUNIT_EXPECT_EQ(test, (int)flow->owners, parts.owners);
		tcps_flow_free(flow);
	}
}

static struct socket *make_socket(struct kunit *test, int type, int protocol)
{
	struct socket *sock;

	KUNIT_ASSERT_EQ(test, sock_create_kern(&init_net, AF_INET, type, protocol, &sock), 0);
	return sock;
}

/* Only a TCP socket with the source port of the segment can have sent it. */
static void flow_socket(struct kunit *test)
{
	struct socket *tcp = make_socket(test, SOCK_STREAM, IPPROTO_TCP);
	struct socket *other = make_socket(test, SOCK_DGRAM, IPPROTO_UDP);
	struct socket *raw = make_socket(test, SOCK_RAW, IPPROTO_TCP);

	inet_sk(tcp->sk)->inet_num = 80;
	inet_sk(other->sk)->inet_num = 80;
	inet_sk(raw->sk)->inet_num = 80;
	KUNIT_EXPECT_PTR_EQ(test, tcps_owner_socket(tcp->sk, htons(80)), tcp->sk);
	KUNIT_EXPECT_NULL(test, tcps_owner_socket(tcp->sk, htons(81)));
	KUNIT_EXPECT_NULL(test, tcps_owner_socket(other->sk, htons(80)));
	KUNIT_EXPECT_NULL(test, tcps_owner_socket(raw->sk, htons(80)));
	KUNIT_EXPECT_NULL(test, tcps_owner_socket(NULL, htons(80)));
	inet_sk(tcp->sk)->inet_num = 0;
	inet_sk(other->sk)->inet_num = 0;
	sock_release(tcp);
	sock_release(other);
	sock_release(raw);
}

/* The first socket stays; a thread of the kernel, as this one, is nobody's process. */
static void flow_owner(struct kunit *test)
{
	struct socket *first = make_socket(test, SOCK_STREAM, IPPROTO_TCP);
	struct socket *second = make_socket(test, SOCK_STREAM, IPPROTO_TCP);
	const struct tcps_flow_parts parts = { .owners = BIT(1) };
	struct tcps_flow *flow = tcps_flow_alloc(parts, false);
	struct tcps_owner owner[2] = {};

	KUNIT_ASSERT_NOT_NULL(test, flow);
	KUNIT_EXPECT_EQ(test, tcps_flow_copy_owners(flow, owner), 0);
	tcps_flow_note_owner(flow, 0, first->sk);
	KUNIT_EXPECT_EQ(test, tcps_flow_copy_owners(flow, owner), 0);
	tcps_flow_note_owner(flow, 1, first->sk);
	tcps_flow_note_owner(flow, 1, second->sk);
	KUNIT_EXPECT_EQ(test, tcps_flow_copy_owners(flow, owner), BIT(1));
	KUNIT_EXPECT_EQ(test, owner[0].cookie, 0);
	KUNIT_EXPECT_EQ(test, owner[1].cookie, atomic64_read(&first->sk->sk_cookie));
	KUNIT_EXPECT_EQ(test, (int)owner[1].pid, 0);
	KUNIT_EXPECT_STREQ(test, owner[1].comm, "");
	tcps_flow_free(flow);
	sock_release(first);
	sock_release(second);
}

/* The process of an end is waited for once its socket is known, but not for ever. */
static void flow_owner_pending(struct kunit *test)
{
	struct socket *sock = make_socket(test, SOCK_STREAM, IPPROTO_TCP);
	unsigned int which, i;

	for (which = 0; which < 4; which++) {
		const struct tcps_flow_parts parts = { .owners = which };
		struct tcps_flow *flow = tcps_flow_alloc(parts, false);

		KUNIT_ASSERT_NOT_NULL(test, flow);
		KUNIT_EXPECT_FALSE(test, tcps_flow_owner_pending(flow));
		tcps_flow_note_owner(flow, 1, sock->sk);
		for (i = 0; i < TCPS_OWNER_SEGMENTS; i++) {
			KUNIT_EXPECT_EQ(test, tcps_flow_owner_pending(flow), which >= 2);
			tcps_flow_note_owner(flow, i % 2, i % 2 ? sock->sk : NULL);
		}
		KUNIT_EXPECT_FALSE(test, tcps_flow_owner_pending(flow));
		tcps_flow_free(flow);
	}
	sock_release(sock);
}

static struct kunit_case flow_cases[] = {
	KUNIT_CASE(flow_parts),
	KUNIT_CASE(flow_socket),
	KUNIT_CASE(flow_owner),
	KUNIT_CASE(flow_owner_pending),
	{}
};

static struct kunit_suite flow_suite = {
	.name = "tcpstates_flow",
	.test_cases = flow_cases,
};
kunit_test_suite(flow_suite);
