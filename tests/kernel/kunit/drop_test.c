// SPDX-License-Identifier: GPL-2.0
/* Segments that the kernel drops: which fields of a buffer are trusted, and the rate limit. */
/* Later kernels need this before the next header, which does not include it. */
#include <linux/types.h>
#include <net/dropreason.h>

#include "../../../module/drop.h"
#include "fixture.h"
#include "packet.h"

#define NOW (100 * TCPS_SEC)
#define WHERE ((unsigned long)tcps_drop_segment + 1)

static struct tcps_observer *observer;

static const struct tcps_packet_spec data = {
	.src = 1, .dst = 2, .sport = 1, .dport = 80, .flags = TCPS_FLAG_ACK,
	.seq = 1001, .ack = 5001, .payload = 100,
};

static int drop_test_init(struct kunit *test)
{
	observer = tcps_fixture_observer(test);
	tcps_fixture_establish(observer, 1, NOW);
	return 0;
}

static void drop_test_exit(struct kunit *test)
{
	tcps_fixture_release(observer);
}

static u64 recorded(void)
{
	return tcps_recorder_next(&observer->recorder);
}

static struct sk_buff *make(struct kunit *test,
			    const struct tcps_packet_spec *spec,
			    unsigned int keep)
{
	u8 bytes[TCPS_PACKET_MAX];
	unsigned int len = min(tcps_packet_bytes(spec, bytes), keep);
	struct sk_buff *skb = tcps_packet_skb(bytes, len, len);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	return skb;
}

static void drop(const struct sk_buff *skb, u64 now)
{
	rcu_read_lock();
	tcps_drop_segment(observer, skb, WHERE, 5, now);
	rcu_read_unlock();
}

static void drop_note(struct kunit *test)
{
	struct sk_buff *skb = make(test, &data, TCPS_PACKET_MAX);
	u64 cursor = recorded(), lost = 0;
	struct tcps_record record;

	drop(skb, NOW);
	KUNIT_ASSERT_TRUE(test, tcps_recorder_read(&observer->recorder,
						   &cursor, &record, &lost));
	KUNIT_EXPECT_EQ(test, (int)record.type, (int)TCPS_RECORD_NOTE);
	KUNIT_EXPECT_EQ(test, (int)record.change.change.cause,
			(int)TCPS_CAUSE_DROP);
	KUNIT_EXPECT_EQ(test, record.change.seg.len, 100);
	KUNIT_EXPECT_EQ(test, record.drop.reason, 5);
	KUNIT_EXPECT_EQ(test, record.drop.where, WHERE);
	/* It has no input interface. */
	KUNIT_EXPECT_EQ(test, (int)record.drop.stage, (int)TCPS_STAGE_FROM_HERE);
	skb->skb_iif = 1;
	drop(skb, NOW);
	KUNIT_ASSERT_TRUE(test, tcps_recorder_read(&observer->recorder,
						   &cursor, &record, &lost));
	KUNIT_EXPECT_EQ(test, (int)record.drop.stage,
			(int)TCPS_STAGE_BEFORE_ROUTING);
	/* TCP also pulls its own header before it drops anything. */
	skb_pull(skb, 40);
	drop(skb, NOW);
	KUNIT_ASSERT_TRUE(test, tcps_recorder_read(&observer->recorder,
						   &cursor, &record, &lost));
	KUNIT_EXPECT_EQ(test, (int)record.drop.stage, (int)TCPS_STAGE_TO_HERE);
	KUNIT_EXPECT_EQ(test, record.change.seg.len, 100);
	consume_skb(skb);
}

/* The flow in which a drop is noted; 0: none. */
static u64 noted_of(struct kunit *test, const struct tcps_packet_spec *spec)
{
	struct sk_buff *skb = make(test, spec, TCPS_PACKET_MAX);
	u64 cursor = recorded(), lost = 0;
	struct tcps_record record;
	bool noted;

	drop(skb, NOW + TCPS_SEC);
	consume_skb(skb);
	noted = tcps_recorder_read(&observer->recorder, &cursor, &record, &lost);
	return noted ? record.flow : 0;
}

/* The ports are reused: drops of the attempt are not noted in the older flow. */
static void drop_attempt(struct kunit *test)
{
	const struct tcps_packet_spec again = {
		.src = 1, .dst = 2, .sport = 1, .dport = 80,
		.flags = TCPS_FLAG_SYN, .seq = 900001,
	};
	const struct tcps_packet_spec answer = {
		.src = 2, .dst = 1, .sport = 80, .dport = 1,
		.flags = TCPS_FLAG_SYN | TCPS_FLAG_ACK, .seq = 77, .ack = 900002,
	};
	u64 older = tcps_fixture_find(observer, 1)->id;

	tcps_fixture_send(observer, 1, 0, &(struct tcps_segment){
		.flags = TCPS_FLAG_SYN, .seq = 900001, .window = 1000,
		.wscale = TCPS_WSCALE_NONE }, NOW);
	KUNIT_ASSERT_TRUE(test, tcps_flow_is(tcps_fixture_find(observer, 1),
					     TCPS_FLOW_CHALLENGED));
	KUNIT_EXPECT_EQ(test, noted_of(test, &again), older + 1);
	KUNIT_EXPECT_EQ(test, noted_of(test, &answer), older + 1);
	KUNIT_EXPECT_EQ(test, noted_of(test, &data), older);
}

/* A flow with 1,500 drops gets 16 notes; the limit of a namespace applies as to other notes. */
static void drop_flood(struct kunit *test)
{
	struct sk_buff *skb = make(test, &data, TCPS_PACKET_MAX);
	u64 before = recorded();
	unsigned int i;

	for (i = 0; i < 1500; i++)
		drop(skb, NOW + i);
	KUNIT_EXPECT_EQ(test, recorded() - before, 16);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(observer, TCPS_STAT_DROPS), 1500);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(observer,
						 TCPS_STAT_NOTES_LEFT_OUT), 1484);
	consume_skb(skb);
}

/* Where a lock could deadlock, none is taken: interrupts are off. */
static void drop_interrupts_off(struct kunit *test)
{
	struct sk_buff *skb = make(test, &data, TCPS_PACKET_MAX);
	u64 before = recorded();
	unsigned long flags;

	local_irq_save(flags);
	drop(skb, NOW);
	local_irq_restore(flags);
	KUNIT_EXPECT_EQ(test, recorded(), before);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(observer,
						 TCPS_STAT_DROPS_MISSED), 1);
	consume_skb(skb);
}

/* Invalid buffers: no overread (checked by KASAN), and no field is trusted. */
static void drop_broken(struct kunit *test)
{
	struct tcps_packet_spec spec = data;
	struct sk_buff *skb;
	unsigned int len, v6;

	for (v6 = 0; v6 < 2; v6++) {
		spec.ipv6 = v6;
		for (len = 0; len < (v6 ? 160 : 140); len++) {
			skb = make(test, &spec, len);
			/* Without any octets the family is not known. */
			skb->protocol = htons(v6 ? ETH_P_IPV6 : ETH_P_IP);
			drop(skb, NOW);
			consume_skb(skb);
		}
		skb = make(test, &spec, TCPS_PACKET_MAX);
		skb->network_header = 0;
		drop(skb, NOW);
		skb->network_header = U16_MAX;
		drop(skb, NOW);
		skb_reset_network_header(skb);
		skb->protocol = htons(v6 ? ETH_P_IP : ETH_P_IPV6);
		drop(skb, NOW);
		skb->protocol = htons(ETH_P_ARP);
		drop(skb, NOW);
		consume_skb(skb);
	}
	spec.ipv6 = false;
	spec.frag_off = 0x2000;	/* the first of several */
	skb = make(test, &spec, TCPS_PACKET_MAX);
	drop(skb, NOW);
	consume_skb(skb);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(observer, TCPS_STAT_DROPS), 0);
}

static void drop_syn(struct kunit *test, u16 port, u64 now)
{
	const struct tcps_packet_spec syn = {
		.src = 1, .dst = 2, .sport = port, .dport = 80,
		.flags = TCPS_FLAG_SYN, .seq = 1000,
	};
	struct sk_buff *skb = make(test, &syn, TCPS_PACKET_MAX);

	drop(skb, now);
	consume_skb(skb);
}

static unsigned int attempts(void)
{
	return tcps_table_queue_count(&observer->table, TCPS_QUEUE_DROPPED);
}

/* The verdict of the flow that ended last. */
static bool ended(u64 *cursor, struct tcps_record *record)
{
	u64 lost = 0;

	while (tcps_recorder_read(&observer->recorder, cursor, record, &lost))
		if (record->type == TCPS_RECORD_LIFE)
			return true;
	return false;
}

/* A SYN that is always dropped is an attempt, which ends as dropped. */
static void drop_begins(struct kunit *test)
{
	const struct tcps_segment syn = {
		.flags = TCPS_FLAG_SYN, .seq = 1000, .window = 1000,
		.wscale = TCPS_WSCALE_NONE,
	};
	struct tcps_record record;
	struct tcps_flow *flow;
	u64 cursor;

	drop_syn(test, 2, NOW);
	KUNIT_EXPECT_NULL(test, tcps_fixture_find(observer, 2));
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(observer,
						 TCPS_STAT_DROPS_UNMATCHED), 1);
	observer->settings.enabled = true;
	cursor = recorded();
	drop_syn(test, 2, NOW);
	flow = tcps_fixture_find(observer, 2);
	KUNIT_ASSERT_NOT_NULL(test, flow);
	KUNIT_EXPECT_EQ(test, recorded() - cursor, 2);	/* SYN, DROP */
	drop_syn(test, 2, NOW + TCPS_SEC);
	KUNIT_EXPECT_EQ(test, (int)flow->conn.ep[flow->conn.initiator].syn_repeats, 1);
	KUNIT_EXPECT_EQ(test, (int)tcps_flow_end(flow), (int)TCPS_END_DROPPED);
	KUNIT_EXPECT_EQ(test, attempts(), 1);
	KUNIT_EXPECT_EQ(test, tcps_table_class_count(&observer->table,
						     TCPS_CLASS_HALF_OPEN), 0);
	tcps_fixture_expire(observer, NOW + 200 * TCPS_SEC);
	KUNIT_EXPECT_EQ(test, attempts(), 0);
	KUNIT_ASSERT_TRUE(test, ended(&cursor, &record));
	KUNIT_EXPECT_TRUE(test, record.dropped);

	/* Finally not dropped: a normal handshake. */
	drop_syn(test, 3, NOW + 200 * TCPS_SEC);
	tcps_fixture_send(observer, 3, 0, &syn, NOW + 201 * TCPS_SEC);
	flow = tcps_fixture_find(observer, 3);
	KUNIT_ASSERT_NOT_NULL(test, flow);
	KUNIT_EXPECT_EQ(test, (int)tcps_flow_end(flow), (int)TCPS_END_STILL_OPEN);
	KUNIT_EXPECT_EQ(test, attempts(), 0);
	KUNIT_EXPECT_EQ(test, tcps_table_class_count(&observer->table,
						     TCPS_CLASS_HALF_OPEN), 1);
	/* A segment that passed before it was dropped counts as sent. */
	drop_syn(test, 3, NOW + 201 * TCPS_SEC);
	tcps_fixture_expire(observer, NOW + 400 * TCPS_SEC);
	KUNIT_ASSERT_TRUE(test, ended(&cursor, &record));
	KUNIT_EXPECT_FALSE(test, record.dropped);
	KUNIT_EXPECT_EQ(test, (int)tcps_fsm_end(&record.life.conn),
			(int)TCPS_END_TIMEOUT);
}

/* Dropped attempts replace no flow, not even one another. */
static void drop_budget(struct kunit *test)
{
	u16 port;

	observer->settings.enabled = true;
	observer->settings.max_dropped = 3;
	for (port = 2; port < 12; port++)
		drop_syn(test, port, NOW);
	KUNIT_EXPECT_EQ(test, attempts(), 3);
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer, 2));
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(observer,
						 TCPS_STAT_DROPS_UNMATCHED), 7);
	/* They are evicted for any other flow, the oldest first. */
	observer->settings.max_flows = tcps_table_count(&observer->table);
	drop_syn(test, 12, NOW);
	KUNIT_EXPECT_NULL(test, tcps_fixture_find(observer, 12));
	tcps_fixture_establish(observer, 20, NOW + TCPS_SEC);
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer, 20));
	KUNIT_EXPECT_NULL(test, tcps_fixture_find(observer, 2));
	KUNIT_EXPECT_EQ(test, attempts(), 2);
	KUNIT_EXPECT_NOT_NULL(test, tcps_fixture_find(observer, 1));
}

/* With the kernel's tracepoint; once with an invalid device pointer. */
static void drop_probe(struct kunit *test)
{
	struct tcps_observer *host = tcps_observer_of(&init_net);
	u64 before = tcps_fixture_count(host, TCPS_STAT_DROPS);
	struct sk_buff *other, *skb;

	if (!IS_ENABLED(CONFIG_TRACEPOINTS))
		kunit_skip(test, "no tracepoints");
	KUNIT_ASSERT_EQ(test, tcps_drop_set(host, true), 0);
	KUNIT_ASSERT_EQ(test, tcps_drop_set(host, true), 0);
	skb = make(test, &data, TCPS_PACKET_MAX);
	skb->dev = init_net.loopback_dev;
	kfree_skb(skb);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(host, TCPS_STAT_DROPS) - before, 1);
	other = make(test, &data, TCPS_PACKET_MAX);
	skb = make(test, &data, TCPS_PACKET_MAX);
	skb->dev = (void *)other;
	kfree_skb(skb);
	skb = make(test, &data, TCPS_PACKET_MAX);
	consume_skb(skb);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(host, TCPS_STAT_DROPS) - before, 1);
	KUNIT_ASSERT_EQ(test, tcps_drop_set(host, false), 0);
	other->dev = init_net.loopback_dev;
	kfree_skb(other);
	KUNIT_EXPECT_EQ(test, tcps_fixture_count(host, TCPS_STAT_DROPS) - before, 1);
}

static struct kunit_case drop_cases[] = {
	KUNIT_CASE(drop_note),
	KUNIT_CASE(drop_attempt),
	KUNIT_CASE(drop_flood),
	KUNIT_CASE(drop_interrupts_off),
	KUNIT_CASE(drop_broken),
	KUNIT_CASE(drop_begins),
	KUNIT_CASE(drop_budget),
	KUNIT_CASE(drop_probe),
	{}
};

static struct kunit_suite drop_suite = {
	.name = "tcps_drop",
	.init = drop_test_init,
	.exit = drop_test_exit,
	.test_cases = drop_cases,
};

kunit_test_suite(drop_suite);
