// SPDX-License-Identifier: GPL-2.0
#include "text/group_sums.h"

#include <stddef.h>

static u64 quantile(const struct tcpst_group *group, unsigned int leg,
		    unsigned int percent)
{
	return group->time[leg].n ?
	       tcpst_histogram_quantile(&group->time[leg], percent) :
	       TCPST_FIELD_UNKNOWN;
}

static u64 first50(const void *item, u64 now)
{
	(void)now;
	return quantile(item, 0, 50);
}

static u64 first99(const void *item, u64 now)
{
	(void)now;
	return quantile(item, 0, 99);
}

static u64 second50(const void *item, u64 now)
{
	(void)now;
	return quantile(item, 1, 50);
}

static u64 second99(const void *item, u64 now)
{
	(void)now;
	return quantile(item, 1, 99);
}

#define AT(member)							\
	.offset = offsetof(struct tcpst_group, member),			\
	.size = sizeof(((struct tcpst_group *)NULL)->member)

static const struct tcpst_field flow_sums[] = {
	{ .column = "FLOWS", .type = TCPST_FIELD_COUNT, AT(n),
	  .json = "flows" },
	{ .column = "FAILED", .type = TCPST_FIELD_COUNT, AT(failed),
	  .json = "failed" },
	{ .column = "RESET", .type = TCPST_FIELD_COUNT, AT(reset),
	  .json = "reset" },
	{ .column = "BYTES", .type = TCPST_FIELD_OCTETS, AT(bytes),
	  .json = "bytes" },
	{ .column = "SYNLEG50", .type = TCPST_FIELD_DURATION,
	  .value = first50, .json = "syn_to_synack_ns.median" },
	{ .column = "SYNLEG99", .type = TCPST_FIELD_DURATION,
	  .value = first99, .json = "syn_to_synack_ns.p99" },
	{ .column = "ACKLEG50", .type = TCPST_FIELD_DURATION,
	  .value = second50, .json = "synack_to_ack_ns.median" },
	{ .column = "ACKLEG99", .type = TCPST_FIELD_DURATION,
	  .value = second99, .json = "synack_to_ack_ns.p99" },
};

static const struct tcpst_field event_sums[] = {
	{ .column = "EVENTS", .type = TCPST_FIELD_COUNT, AT(n),
	  .json = "events" },
	{ .column = "RETRACTED", .type = TCPST_FIELD_COUNT, AT(retracted),
	  .json = "retracted" },
	{ .column = "FOR50", .type = TCPST_FIELD_DURATION,
	  .value = first50, .json = "for_ns.median" },
	{ .column = "FOR99", .type = TCPST_FIELD_DURATION,
	  .value = first99, .json = "for_ns.p99" },
};

static void add_flow(struct tcpst_group *group, const void *item)
{
	const struct tcpst_flow *flow = item;
	const struct tcps_verdict *verdict = &flow->verdict;

	group->n++;
	group->failed += tcpst_flow_failure(flow) != TCPST_FAILURE_NONE;
	group->reset += verdict->end == TCPS_END_RESET;
	group->bytes += verdict->bytes[0] + verdict->bytes[1];
	if (verdict->syn_to_syn_ack != TCPS_UNKNOWN_NS)
		tcpst_histogram_add(&group->time[0], verdict->syn_to_syn_ack);
	if (verdict->syn_ack_to_ack != TCPS_UNKNOWN_NS)
		tcpst_histogram_add(&group->time[1], verdict->syn_ack_to_ack);
}

static void add_event(struct tcpst_group *group, const void *item)
{
	const struct tcpst_event *event = item;

	group->n++;
	group->retracted += event->retract;
	if (event->held)
		tcpst_histogram_add(&group->time[0], event->held_ns);
}

#define SUMS(of)							\
	.sums = of, .n_sums = sizeof(of) / sizeof((of)[0])

_Static_assert(sizeof(flow_sums) / sizeof(flow_sums[0]) <= TCPST_GROUP_SUMS,
	       "sums of flows");

const struct tcpst_group_kind tcpst_group_flows = {
	.items = "flows", .fields = &tcpst_flow_fields,
	SUMS(flow_sums), .add = add_flow,
};

const struct tcpst_group_kind tcpst_group_events = {
	.items = "events", .fields = &tcpst_event_fields,
	SUMS(event_sums), .add = add_event,
};
