// SPDX-License-Identifier: GPL-2.0
/*
 * Packets through the real hooks of the initial namespace, where nothing else uses TCP
 * while the tests run.
 */
#include <kunit/test.h>
#include <linux/icmp.h>
#include <linux/netfilter.h>

#include "../../../module/hooks.h"
#include "../../../module/sampler.h"
#include "../../../module/tracker.h"
#include "fixture.h"
#include "packet.h"

static struct tcps_observer *observer;

static u64 count(enum tcps_counter counter)
{
	struct tcps_stats sum;

	tcps_stats_sum(observer->stats, &sum);
	return sum.count[counter];
}

static u64 counted[TCPS_STAT_MAX];

/* Increase of a counter since the test began. */
static u64 more(enum tcps_counter counter)
{
	return count(counter) - counted[counter];
}

static int hooks_test_init(struct kunit *test)
{
	unsigned int i;

	/* Each CPU has its own credit for sampling. */
	set_cpus_allowed_ptr(current, cpumask_of(0));
	observer = tcps_observer_of(&init_net);
	for (i = 0; i < TCPS_STAT_MAX; i++)
		counted[i] = count(i);
	return 0;
}

static void hooks_test_exit(struct kunit *test)
{
	tcps_fixture_end_all(observer);
}

static int okfn(struct net *net, struct sock *sk, struct sk_buff *skb)
{
	return 0;
}

/* Through a hook; the packet must not be modified. */
static void pass_bytes(struct kunit *test, const u8 *bytes, unsigned int len,
		       unsigned int hook)
{
	u8 family = bytes[0] >> 4 == 6 ? NFPROTO_IPV6 : NFPROTO_IPV4;
	struct sk_buff *skb = tcps_packet_skb(bytes, len, len);
	struct net_device *lo = init_net.loopback_dev;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb->dev = lo;
	rcu_read_lock();
	KUNIT_EXPECT_EQ(test, nf_hook(family, hook, &init_net, NULL, skb,
				      hook == NF_INET_LOCAL_OUT ? NULL : lo,
				      hook == NF_INET_LOCAL_IN ? NULL : lo,
				      okfn), 1);
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, skb->len, len);
	KUNIT_EXPECT_EQ(test, memcmp(skb->data, bytes, len), 0);
	kfree_skb(skb);
}

static void pass(struct kunit *test, const struct tcps_packet_spec *spec,
		 unsigned int hook)
{
	u8 bytes[TCPS_PACKET_MAX];
	unsigned int len = tcps_packet_bytes(spec, bytes);

	pass_bytes(test, bytes, len, hook);
}

#define FORWARD(...)							\
	pass(test, &(struct tcps_packet_spec){ __VA_ARGS__ }, NF_INET_FORWARD)

#define A TCPS_FLAG_ACK
#define S TCPS_FLAG_SYN
#define F TCPS_FLAG_FIN

static void handshake(struct kunit *test, bool v6)
{
	FORWARD(TCPS_SPEC_FORTH, .ipv6 = v6, .flags = S, .seq = 1000);
	FORWARD(TCPS_SPEC_BACK, .ipv6 = v6, .flags = S | A, .seq = 5000,
		.ack = 1001);
	FORWARD(TCPS_SPEC_FORTH, .ipv6 = v6, .flags = A, .seq = 1001,
		.ack = 5001);
}

static void farewell(struct kunit *test, bool v6)
{
	FORWARD(TCPS_SPEC_FORTH, .ipv6 = v6, .flags = F | A, .seq = 1001,
		.ack = 5001);
	FORWARD(TCPS_SPEC_BACK, .ipv6 = v6, .flags = A, .seq = 5001,
		.ack = 1002);
	FORWARD(TCPS_SPEC_BACK, .ipv6 = v6, .flags = F | A, .seq = 5001,
		.ack = 1002);
	FORWARD(TCPS_SPEC_FORTH, .ipv6 = v6, .flags = A, .seq = 1002,
		.ack = 5002);
}

static const struct {
	u8 role;
	u8 from;
	u8 to;
	u8 certainty;
} lifecycle[] = {
	{ 0, TCPS_CLOSED, TCPS_SYN_SENT, TCPS_OBSERVED },
	{ 1, TCPS_LISTEN, TCPS_SYN_RECEIVED, TCPS_OBSERVED },
	{ 0, TCPS_SYN_SENT, TCPS_ESTABLISHED, TCPS_OBSERVED },
	{ 1, TCPS_SYN_RECEIVED, TCPS_ESTABLISHED, TCPS_PRESUMED },
	{ 0, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1, TCPS_OBSERVED },
	{ 1, TCPS_ESTABLISHED, TCPS_CLOSE_WAIT, TCPS_OBSERVED },
	{ 0, TCPS_FIN_WAIT_1, TCPS_FIN_WAIT_2, TCPS_PRESUMED },
	{ 1, TCPS_CLOSE_WAIT, TCPS_LAST_ACK, TCPS_OBSERVED },
	{ 0, TCPS_FIN_WAIT_2, TCPS_TIME_WAIT, TCPS_OBSERVED },
	{ 1, TCPS_LAST_ACK, TCPS_CLOSED, TCPS_PRESUMED },
};

/* A whole connection: relevant segments pass the filter, in order, once. */
static void check_lifecycle(struct kunit *test, bool v6)
{
	u64 cursor = tcps_recorder_next(&observer->recorder), lost = 0;
	struct tcps_record record;
	unsigned int i;

	handshake(test, v6);
	farewell(test, v6);
	for (i = 0; i < ARRAY_SIZE(lifecycle); i++) {
		const struct tcps_change *change = &record.change.change;

		KUNIT_ASSERT_TRUE(test, tcps_recorder_read(&observer->recorder,
							   &cursor, &record,
							   &lost));
		KUNIT_EXPECT_EQ(test, (int)record.type,
				(int)TCPS_RECORD_TRANSITION);
		KUNIT_EXPECT_EQ(test, change->side != record.initiator,
				lifecycle[i].role);
		KUNIT_EXPECT_EQ(test, change->from, lifecycle[i].from);
		KUNIT_EXPECT_EQ(test, change->to, lifecycle[i].to);
		KUNIT_EXPECT_EQ(test, change->certainty,
				lifecycle[i].certainty);
	}
	KUNIT_EXPECT_FALSE(test, tcps_recorder_read(&observer->recorder,
						    &cursor, &record, &lost));
	KUNIT_EXPECT_EQ(test, lost, 0);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_OPENED), 1);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_TRANSITIONS),
			ARRAY_SIZE(lifecycle));
	KUNIT_EXPECT_EQ(test, tcps_table_class_count(&observer->table,
						     TCPS_CLASS_TIME_WAIT), 1);
	tcps_fixture_end_all(observer);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_ENDED), 1);
	KUNIT_EXPECT_EQ(test, tcps_table_count(&observer->table), 0);
}

static void hooks_lifecycle_ipv4(struct kunit *test)
{
	check_lifecycle(test, false);
}

static void hooks_lifecycle_ipv6(struct kunit *test)
{
	check_lifecycle(test, true);
}

static void set_sample(unsigned int sample)
{
	observer->settings.sample = sample;
	tcps_hooks_charge(observer);
}

/* No flow waits for these: the hook does not examine them. */
static void hooks_pass_by(struct kunit *test)
{
	unsigned int i;

	set_sample(TCPS_SAMPLE_LIMIT);
	handshake(test, false);
	raw_cpu_write(tcps_sampler.left, TCPS_CREDIT_MAX - 1);
	counted[TCPS_STAT_EXAMINED] = count(TCPS_STAT_EXAMINED);
	counted[TCPS_STAT_TRANSITIONS] = count(TCPS_STAT_TRANSITIONS);
	for (i = 0; i < 500; i++) {
		FORWARD(TCPS_SPEC_FORTH, .flags = A, .seq = 1001, .ack = 5001,
			.payload = 100);
		FORWARD(TCPS_SPEC_BACK, .flags = A, .seq = 5001, .ack = 1101);
	}
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_EXAMINED), 0);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_TRANSITIONS), 0);
	set_sample(64);
}

/* Octets and charges are taken from the credit; the segment that exhausts it is sampled. */
static void hooks_sample(struct kunit *test)
{
	unsigned int size = 20 + 20 + 100, i;

	set_sample(64);
	handshake(test, false);
	counted[TCPS_STAT_SAMPLED] = count(TCPS_STAT_SAMPLED);
	raw_cpu_write(tcps_sampler.left, 10 * (size + observer->charge));
	for (i = 0; i < 10; i++)
		FORWARD(TCPS_SPEC_FORTH, .flags = A, .seq = 1001, .ack = 5001,
			.payload = 100);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_SAMPLED), 0);
	FORWARD(TCPS_SPEC_FORTH, .flags = A, .seq = 1001, .ack = 5001);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_SAMPLED), 1);
	KUNIT_EXPECT_GE(test, raw_cpu_read(tcps_sampler.left), 0);
}

static void hooks_sample_every(struct kunit *test)
{
	unsigned int i;

	handshake(test, false);
	counted[TCPS_STAT_SAMPLED] = count(TCPS_STAT_SAMPLED);
	set_sample(1);
	for (i = 0; i < 100; i++)
		FORWARD(TCPS_SPEC_FORTH, .flags = A, .seq = 1001, .ack = 5001);
	set_sample(64);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_SAMPLED), 100);
}

/* An invalid packet also refills the credit. */
static void hooks_sample_nonsense(struct kunit *test)
{
	raw_cpu_write(tcps_sampler.left, 0);
	FORWARD(TCPS_SPEC_FORTH, .flags = A, .doff = 4);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_BAD_HEADER), 1);
	KUNIT_EXPECT_GE(test, raw_cpu_read(tcps_sampler.left), 0);
}

/* LOCAL_IN of loopback was LOCAL_OUT a moment ago. */
static void hooks_loopback_once(struct kunit *test)
{
	struct tcps_packet_spec syn = { TCPS_SPEC_FORTH, .flags = S };

	pass(test, &syn, NF_INET_LOCAL_IN);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_EXAMINED), 0);
	pass(test, &syn, NF_INET_LOCAL_OUT);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_EXAMINED), 1);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_OPENED), 1);
	pass(test, &syn, NF_INET_LOCAL_IN);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_EXAMINED), 1);
}

/* A packet that leaves by a VRF passes LOCAL_OUT with the VRF device, and again. */
static void hooks_vrf_once(struct kunit *test)
{
	struct tcps_packet_spec syn = { TCPS_SPEC_FORTH, .flags = S };
	struct net_device *lo = init_net.loopback_dev;
	unsigned int old = lo->priv_flags;

	lo->priv_flags |= IFF_L3MDEV_MASTER;
	pass(test, &syn, NF_INET_LOCAL_OUT);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_EXAMINED), 0);
	lo->priv_flags = old;
	pass(test, &syn, NF_INET_LOCAL_OUT);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_EXAMINED), 1);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_NOTES), 0);
}

static void hooks_count_nonsense(struct kunit *test)
{
	u8 bytes[TCPS_PACKET_MAX];
	unsigned int len;

	FORWARD(TCPS_SPEC_FORTH, .flags = S, .doff = 4);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_BAD_HEADER), 1);
	FORWARD(TCPS_SPEC_FORTH, .flags = S, .doff = 9);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_BAD_HEADER), 2);
	FORWARD(TCPS_SPEC_FORTH, .flags = S, .frag_off = 7);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_FRAGMENTS), 1);
	FORWARD(.src = 1, .dst = 1, .sport = 7, .dport = 7, .flags = S);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_SELF), 1);
	FORWARD(TCPS_SPEC_FORTH, .flags = TCPS_FLAG_RST);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_UNRELATED), 1);
	FORWARD(TCPS_SPEC_FORTH, .flags = F);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_UNRELATED), 2);
	len = tcps_packet_bytes(&(struct tcps_packet_spec){
				TCPS_SPEC_FORTH, .flags = S }, bytes);
	pass_bytes(test, bytes, len - 1, NF_INET_FORWARD);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_TRUNCATED), 1);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_OPENED), 0);
}

static void hooks_icmp(struct kunit *test)
{
	struct tcps_packet_spec syn = { TCPS_SPEC_FORTH, .flags = S,
					.seq = 1000 };
	u64 cursor = tcps_recorder_next(&observer->recorder), lost = 0;
	u8 bytes[TCPS_PACKET_MAX];
	struct tcps_record record;
	unsigned int len;

	/* For an unknown flow: no effect. */
	len = tcps_packet_icmp(&syn, ICMP_DEST_UNREACH, ICMP_HOST_UNREACH,
			       bytes);
	pass_bytes(test, bytes, len, NF_INET_FORWARD);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_ICMP), 0);
	pass(test, &syn, NF_INET_FORWARD);
	pass_bytes(test, bytes, len, NF_INET_FORWARD);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_ICMP), 1);
	KUNIT_ASSERT_TRUE(test, tcps_recorder_read(&observer->recorder,
						   &cursor, &record, &lost));
	KUNIT_ASSERT_TRUE(test, tcps_recorder_read(&observer->recorder,
						   &cursor, &record, &lost));
	KUNIT_EXPECT_EQ(test, record.change.change.cause, TCPS_CAUSE_ICMP);
	KUNIT_EXPECT_EQ(test, record.change.change.to, TCPS_CLOSED);
	KUNIT_EXPECT_EQ(test, record.change.sender, TCPS_SIDE_NONE);
}

/* First seen in the middle. */
static void hooks_adopt(struct kunit *test)
{
	/* A FIN creates a flow at once, data only if sampled. */
	FORWARD(TCPS_SPEC_FORTH, .flags = F | A, .seq = 1001, .ack = 5001);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_ADOPTED), 1);
	set_sample(1);
	FORWARD(.src = 7, .dst = 8, .sport = 70, .dport = 80, .flags = A,
		.seq = 1, .ack = 1);
	set_sample(64);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_ADOPTED), 2);
	KUNIT_EXPECT_EQ(test, more(TCPS_STAT_OPENED), 2);
}

static struct kunit_case hooks_cases[] = {
	KUNIT_CASE(hooks_lifecycle_ipv4),
	KUNIT_CASE(hooks_lifecycle_ipv6),
	KUNIT_CASE(hooks_pass_by),
	KUNIT_CASE(hooks_sample),
	KUNIT_CASE(hooks_sample_every),
	KUNIT_CASE(hooks_sample_nonsense),
	KUNIT_CASE(hooks_loopback_once),
	KUNIT_CASE(hooks_vrf_once),
	KUNIT_CASE(hooks_count_nonsense),
	KUNIT_CASE(hooks_icmp),
	KUNIT_CASE(hooks_adopt),
	{}
};

static struct kunit_suite hooks_suite = {
	.name = "tcpstates_hooks",
	.init = hooks_test_init,
	.exit = hooks_test_exit,
	.test_cases = hooks_cases,
};
kunit_test_suite(hooks_suite);
