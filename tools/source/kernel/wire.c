// SPDX-License-Identifier: GPL-2.0
/*
 * Attributes to flows, events and counters. An attribute that is absent means
 * that nothing is known; one that is not known here is skipped, so that an
 * older tcpst reads a newer module.
 */
#include "source/kernel/wire.h"

#include <arpa/inet.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <string.h>

#include "module/uapi/tcpstates.h"

/* The machine's numbers are those of the wire. */
_Static_assert((int)TCPSTATES_STATE_LAST_ACK == (int)TCPS_LAST_ACK, "state");
_Static_assert((int)TCPSTATES_CERTAINTY_INFERRED == (int)TCPS_INFERRED,
	       "certainty");
_Static_assert((int)TCPSTATES_CAUSE_ICMP_IGNORED ==
	       (int)TCPS_CAUSE_ICMP_IGNORED, "cause");
_Static_assert((int)TCPSTATES_END_EVICTED == (int)TCPS_END_EVICTED, "end");
_Static_assert((int)TCPSTATES_CLASS_CLOSED == (int)TCPS_CLASS_CLOSED, "class");
_Static_assert((int)TCPSTATES_ROLE_NONE == (int)TCPS_ROLE_NONE, "role");
_Static_assert((int)TCPSTATES_ZEEK_OTH == (int)TCPS_ZEEK_OTH, "zeek");
_Static_assert((int)TCPSTATES_EVENT_TYPE_LIFE == (int)TCPST_LIFE, "type");
_Static_assert(TCPSTATES_A_EVENT_COOKIE - TCPSTATES_A_EVENT_PID ==
	       TCPSTATES_A_FLOW_COOKIE - TCPSTATES_A_FLOW_PID, "owner");
_Static_assert((int)TCPSTATES_SIDE_RESPONDER == (int)TCPS_FILTER_RESPONDER,
	       "side");

/* How long a value is; the kernel is trusted to be sane, not to be new. */
static bool has(const struct nlattr *attr, size_t size)
{
	return mnl_attr_get_payload_len(attr) >= size;
}

static u64 number(const struct nlattr *attr)
{
	switch (mnl_attr_get_payload_len(attr)) {
	case 1:
		return mnl_attr_get_u8(attr);
	case 2:
		return mnl_attr_get_u16(attr);
	case 4:
		return mnl_attr_get_u32(attr);
	case 8:
		return mnl_attr_get_u64(attr);
	default:
		return 0;
	}
}

/* What is beyond @max becomes @max, which every table calls "?". */
static u8 choice(const struct nlattr *attr, unsigned int max)
{
	u64 value = number(attr);

	return value < max ? value : max;
}

static bool take_addr(struct tcpst_addrs *ends, unsigned int role,
		      const struct nlattr *attr)
{
	size_t size = mnl_attr_get_payload_len(attr);

	if (size != 4 && size != 16)
		return false;
	ends->ipv6 = size == 16;
	memcpy(ends->addr[role], mnl_attr_get_payload(attr), size);
	return true;
}

static u16 port(const struct nlattr *attr)
{
	return has(attr, 2) ? ntohs(mnl_attr_get_u16(attr)) : 0;
}

static void copy_string(char *to, size_t size, const struct nlattr *attr)
{
	snprintf(to, size, "%.*s", (int)mnl_attr_get_payload_len(attr),
		 (const char *)mnl_attr_get_payload(attr));
}

static void take_state_ns(u64 state_ns[TCPS_STATE_MAX],
			  const struct nlattr *nest)
{
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest) {
		unsigned int type = mnl_attr_get_type(attr);

		if (type >= TCPSTATES_A_STATE_NS_CLOSED &&
		    type <= TCPSTATES_A_STATE_NS_LAST_ACK)
			state_ns[type - 1] = number(attr);
	}
}

static bool take_owner(struct tcpst_owner *owner, const struct nlattr *attr,
		       unsigned int type)
{
	switch (type) {
	case TCPSTATES_A_FLOW_PID:
		owner->pid = number(attr);
		break;
	case TCPSTATES_A_FLOW_UID:
		owner->uid = number(attr);
		break;
	case TCPSTATES_A_FLOW_COMM:
		copy_string(owner->comm, sizeof(owner->comm), attr);
		break;
	case TCPSTATES_A_FLOW_COOKIE:
		owner->cookie = number(attr);
		break;
	default:
		return false;
	}
	owner->known = true;
	return true;
}

/* An event names its owner as a flow does, by other numbers. */
static bool take_event_owner(struct tcpst_event *event,
			     const struct nlattr *attr)
{
	unsigned int type = mnl_attr_get_type(attr);

	if (type < TCPSTATES_A_EVENT_PID || type > TCPSTATES_A_EVENT_COOKIE)
		return false;
	return take_owner(&event->owner, attr,
			  type - TCPSTATES_A_EVENT_PID + TCPSTATES_A_FLOW_PID);
}

static bool take_account(struct tcpst_flow *flow, const struct nlattr *attr)
{
	switch (mnl_attr_get_type(attr)) {
	case TCPSTATES_A_FLOW_INITIATOR_PACKETS:
		flow->packets[TCPS_INITIATOR] = number(attr);
		break;
	case TCPSTATES_A_FLOW_RESPONDER_PACKETS:
		flow->packets[TCPS_RESPONDER] = number(attr);
		break;
	case TCPSTATES_A_FLOW_INITIATOR_RTT_NS:
		flow->rtt_ns[TCPS_INITIATOR] = number(attr);
		break;
	case TCPSTATES_A_FLOW_RESPONDER_RTT_NS:
		flow->rtt_ns[TCPS_RESPONDER] = number(attr);
		break;
	default:
		return false;
	}
	flow->accounted = true;
	return true;
}

static bool take_verdict(struct tcps_verdict *verdict,
			 const struct nlattr *attr)
{
	switch (mnl_attr_get_type(attr)) {
	case TCPSTATES_A_FLOW_INITIATOR_STATE:
		verdict->state[TCPS_INITIATOR] = choice(attr, TCPS_STATE_MAX);
		break;
	case TCPSTATES_A_FLOW_RESPONDER_STATE:
		verdict->state[TCPS_RESPONDER] = choice(attr, TCPS_STATE_MAX);
		break;
	case TCPSTATES_A_FLOW_START_NS:
		verdict->start = number(attr);
		break;
	case TCPSTATES_A_FLOW_STOP_NS:
		verdict->stop = number(attr);
		break;
	case TCPSTATES_A_FLOW_END:
		verdict->end = choice(attr, TCPS_END_MAX);
		break;
	case TCPSTATES_A_FLOW_CLOSED_FIRST:
		verdict->closed_first = choice(attr, TCPS_ROLE_NONE);
		break;
	case TCPSTATES_A_FLOW_RESET_BY:
		verdict->reset_by = choice(attr, TCPS_ROLE_NONE);
		break;
	case TCPSTATES_A_FLOW_SYN_REPEATS:
		verdict->syn_repeats = number(attr);
		break;
	case TCPSTATES_A_FLOW_SYN_ACK_REPEATS:
		verdict->syn_ack_repeats = number(attr);
		break;
	case TCPSTATES_A_FLOW_INITIATOR_FIN_REPEATS:
		verdict->fin_repeats[TCPS_INITIATOR] = number(attr);
		break;
	case TCPSTATES_A_FLOW_RESPONDER_FIN_REPEATS:
		verdict->fin_repeats[TCPS_RESPONDER] = number(attr);
		break;
	case TCPSTATES_A_FLOW_SYN_TO_SYN_ACK_NS:
		verdict->syn_to_syn_ack = number(attr);
		break;
	case TCPSTATES_A_FLOW_SYN_ACK_TO_ACK_NS:
		verdict->syn_ack_to_ack = number(attr);
		break;
	case TCPSTATES_A_FLOW_HALF_CLOSE_NS:
		verdict->half_close_ns = number(attr);
		break;
	case TCPSTATES_A_FLOW_INITIATOR_BYTES:
		verdict->bytes[TCPS_INITIATOR] = number(attr);
		break;
	case TCPSTATES_A_FLOW_RESPONDER_BYTES:
		verdict->bytes[TCPS_RESPONDER] = number(attr);
		break;
	case TCPSTATES_A_FLOW_INITIATOR_STATE_NS:
		take_state_ns(verdict->state_ns[TCPS_INITIATOR], attr);
		break;
	case TCPSTATES_A_FLOW_RESPONDER_STATE_NS:
		take_state_ns(verdict->state_ns[TCPS_RESPONDER], attr);
		break;
	case TCPSTATES_A_FLOW_ZEEK:
		verdict->zeek = choice(attr, TCPS_ZEEK_MAX);
		break;
	default:
		return false;
	}
	return true;
}

static void take_flow_flags(struct tcpst_flow *flow, u32 flags)
{
	flow->verdict.roles_known = flags & TCPSTATES_FLOW_FLAGS_ROLES_KNOWN;
	flow->verdict.adopted = flags & TCPSTATES_FLOW_FLAGS_ADOPTED;
	if (flags & TCPSTATES_FLOW_FLAGS_ACCOUNTED)
		flow->accounted = true;
}

static void take_iss(bool known[2], u32 iss[2], unsigned int role,
		     const struct nlattr *attr)
{
	known[role] = true;
	iss[role] = number(attr);
}

static bool take_flow(struct tcpst_flow *flow, const struct nlattr *attr)
{
	switch (mnl_attr_get_type(attr)) {
	case TCPSTATES_A_FLOW_ID:
		flow->id = number(attr);
		break;
	case TCPSTATES_A_FLOW_INITIATOR_ADDR:
		return take_addr(&flow->ends, TCPS_INITIATOR, attr);
	case TCPSTATES_A_FLOW_RESPONDER_ADDR:
		return take_addr(&flow->ends, TCPS_RESPONDER, attr);
	case TCPSTATES_A_FLOW_INITIATOR_PORT:
		flow->ends.port[TCPS_INITIATOR] = port(attr);
		break;
	case TCPSTATES_A_FLOW_RESPONDER_PORT:
		flow->ends.port[TCPS_RESPONDER] = port(attr);
		break;
	case TCPSTATES_A_FLOW_FLAGS:
		take_flow_flags(flow, number(attr));
		break;
	case TCPSTATES_A_FLOW_CLASS:
		flow->live = true;
		flow->class = choice(attr, TCPS_CLASS_MAX);
		break;
	case TCPSTATES_A_FLOW_EXPIRES_MS:
		flow->expires_ms = number(attr);
		break;
	case TCPSTATES_A_FLOW_SEEN_NS:
		flow->seen_ns = number(attr);
		break;
	case TCPSTATES_A_FLOW_INITIATOR_ISS:
		take_iss(flow->iss_known, flow->iss, TCPS_INITIATOR, attr);
		break;
	case TCPSTATES_A_FLOW_RESPONDER_ISS:
		take_iss(flow->iss_known, flow->iss, TCPS_RESPONDER, attr);
		break;
	default:
		if (!take_verdict(&flow->verdict, attr) &&
		    !take_owner(&flow->owner, attr, mnl_attr_get_type(attr)))
			take_account(flow, attr);
	}
	return true;
}

static void clear_flow(struct tcpst_flow *flow)
{
	*flow = (struct tcpst_flow){
		.verdict = {
			.syn_to_syn_ack = TCPS_UNKNOWN_NS,
			.syn_ack_to_ack = TCPS_UNKNOWN_NS,
			.half_close_ns = TCPS_UNKNOWN_NS,
			.closed_first = TCPS_ROLE_NONE,
			.reset_by = TCPS_ROLE_NONE,
		},
	};
}

/**
 * tcpst_wire_flow() - read a flow
 * @nlh:  a message of FLOW_GET
 * @flow: filled in
 *
 * Return: false if it is no flow.
 */
bool tcpst_wire_flow(const struct nlmsghdr *nlh, struct tcpst_flow *flow)
{
	const struct nlattr *attr;

	clear_flow(flow);
	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr))
		if (!take_flow(flow, attr))
			return false;
	return flow->id;
}

static bool take_life(struct tcpst_event *event, const struct nlattr *nest)
{
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest)
		if (!take_flow(&event->life, attr))
			return false;
	event->life.live = false;
	return event->life.id;
}

static void take_segment(struct tcpst_event *event, const struct nlattr *attr)
{
	switch (mnl_attr_get_type(attr)) {
	case TCPSTATES_A_EVENT_SENDER:
		event->segment = number(attr) < TCPS_ROLE_NONE;
		event->sender = event->segment ? number(attr) : 0;
		break;
	case TCPSTATES_A_EVENT_SEQ:
		event->seq = number(attr);
		break;
	case TCPSTATES_A_EVENT_ACK:
		event->ack = number(attr);
		break;
	case TCPSTATES_A_EVENT_LEN:
		event->len = number(attr);
		break;
	case TCPSTATES_A_EVENT_TCP_FLAGS:
		event->flags = number(attr);
		break;
	case TCPSTATES_A_EVENT_WINDOW:
		event->window = number(attr);
		break;
	default:
		break;
	}
}

static bool take_event(struct tcpst_event *event, const struct nlattr *attr)
{
	switch (mnl_attr_get_type(attr)) {
	case TCPSTATES_A_EVENT_SEQNO:
		event->seqno = number(attr);
		break;
	case TCPSTATES_A_EVENT_TYPE:
		event->type = number(attr);
		break;
	case TCPSTATES_A_EVENT_TIME_NS:
		event->time_ns = number(attr);
		break;
	case TCPSTATES_A_EVENT_FLOW:
		event->flow = number(attr);
		break;
	case TCPSTATES_A_EVENT_INITIATOR_ADDR:
		return take_addr(&event->ends, TCPS_INITIATOR, attr);
	case TCPSTATES_A_EVENT_RESPONDER_ADDR:
		return take_addr(&event->ends, TCPS_RESPONDER, attr);
	case TCPSTATES_A_EVENT_INITIATOR_PORT:
		event->ends.port[TCPS_INITIATOR] = port(attr);
		break;
	case TCPSTATES_A_EVENT_RESPONDER_PORT:
		event->ends.port[TCPS_RESPONDER] = port(attr);
		break;
	case TCPSTATES_A_EVENT_ENDPOINT:
		event->endpoint = number(attr) == TCPS_RESPONDER;
		break;
	case TCPSTATES_A_EVENT_FROM:
		event->from = choice(attr, TCPS_STATE_MAX);
		break;
	case TCPSTATES_A_EVENT_TO:
		event->to = choice(attr, TCPS_STATE_MAX);
		break;
	case TCPSTATES_A_EVENT_CAUSE:
		event->cause = choice(attr, TCPS_CAUSE_MAX);
		break;
	case TCPSTATES_A_EVENT_CERTAINTY:
		event->certainty = choice(attr, TCPS_CERTAINTY_MAX);
		break;
	case TCPSTATES_A_EVENT_FLAGS:
		event->retract = number(attr) & TCPSTATES_EVENT_FLAGS_RETRACT;
		break;
	case TCPSTATES_A_EVENT_NOTES_LEFT_OUT:
		event->notes_left_out = number(attr);
		break;
	case TCPSTATES_A_EVENT_INITIATOR_ISS:
		take_iss(event->iss_known, event->iss, TCPS_INITIATOR, attr);
		break;
	case TCPSTATES_A_EVENT_RESPONDER_ISS:
		take_iss(event->iss_known, event->iss, TCPS_RESPONDER, attr);
		break;
	case TCPSTATES_A_EVENT_LIFE:
		return take_life(event, attr);
	default:
		if (!take_event_owner(event, attr))
			take_segment(event, attr);
	}
	return true;
}

static bool read_event(const struct nlattr *nest, struct tcpst_event *event)
{
	const struct nlattr *attr;

	*event = (struct tcpst_event){ .type = TCPST_LIFE + 1 };
	clear_flow(&event->life);
	mnl_attr_for_each_nested(attr, nest)
		if (!take_event(event, attr))
			return false;
	if (event->type == TCPST_LIFE) {
		/* The verdict says it all; the record may say no more. */
		if (!event->life.id)
			return false;
		event->flow = event->life.id;
		event->ends = event->life.ends;
		event->owner = event->life.owner;
		if (!event->time_ns)
			event->time_ns = event->life.verdict.stop;
	}
	return true;
}

/**
 * tcpst_wire_events() - read a batch of events
 * @nlh:  a message of EVENT_GET or EVENT_NTF
 * @sink: who takes them; types of records not known here are skipped
 *
 * Return: false if an event makes no sense.
 */
bool tcpst_wire_events(const struct nlmsghdr *nlh,
		       const struct tcpst_nl_sink *sink)
{
	const struct nlattr *attr, *next = NULL;
	struct tcpst_event event;

	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(attr) == TCPSTATES_A_EVENTS_LOST &&
		    number(attr))
			sink->lost(number(attr), sink->arg);
		else if (mnl_attr_get_type(attr) == TCPSTATES_A_EVENTS_NEXT)
			next = attr;
	}
	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(attr) != TCPSTATES_A_EVENTS_EVENT)
			continue;
		if (!read_event(attr, &event))
			return false;
		if (event.type <= TCPST_LIFE)
			sink->event(&event, sink->arg);
	}
	if (next)
		sink->next(number(next), sink->arg);
	return true;
}

static void take_tally(u64 *tally, unsigned int max, const struct nlattr *nest)
{
	const struct nlattr *attr;
	unsigned int key = max;
	u64 count = 0;

	mnl_attr_for_each_nested(attr, nest) {
		if (mnl_attr_get_type(attr) == TCPSTATES_A_TALLY_KEY)
			key = choice(attr, max);
		else if (mnl_attr_get_type(attr) == TCPSTATES_A_TALLY_COUNT)
			count = number(attr);
	}
	if (key < max)
		tally[key] = count;
}

static void take_counter(struct tcpst_stats *stats, const struct nlattr *nest)
{
	char name[TCPST_COUNTER_NAME_LEN] = "";
	const struct nlattr *attr;
	u64 value = 0;

	mnl_attr_for_each_nested(attr, nest) {
		if (mnl_attr_get_type(attr) == TCPSTATES_A_COUNTER_NAME)
			copy_string(name, sizeof(name), attr);
		else if (mnl_attr_get_type(attr) == TCPSTATES_A_COUNTER_VALUE)
			value = number(attr);
	}
	tcpst_stats_count(stats, name, value);
}

/**
 * tcpst_wire_stats() - read the counters
 * @nlh:   a message of STATS_GET
 * @stats: filled in
 */
bool tcpst_wire_stats(const struct nlmsghdr *nlh, struct tcpst_stats *stats)
{
	const struct nlattr *attr;

	*stats = (struct tcpst_stats){ 0 };
	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr)) {
		switch (mnl_attr_get_type(attr)) {
		case TCPSTATES_A_STATS_FLOWS:
			stats->flows = number(attr);
			break;
		case TCPSTATES_A_STATS_MAX_FLOWS:
			stats->max_flows = number(attr);
			break;
		case TCPSTATES_A_STATS_HALF_OPEN:
			stats->half_open = number(attr);
			break;
		case TCPSTATES_A_STATS_MAX_HALF_OPEN:
			stats->max_half_open = number(attr);
			break;
		case TCPSTATES_A_STATS_FIRST:
			stats->first = number(attr);
			break;
		case TCPSTATES_A_STATS_NEXT:
			stats->next = number(attr);
			break;
		case TCPSTATES_A_STATS_COUNTER:
			take_counter(stats, attr);
			break;
		case TCPSTATES_A_STATS_END:
			take_tally(stats->ends, TCPS_END_MAX, attr);
			break;
		case TCPSTATES_A_STATS_CLASS:
			take_tally(stats->classes, TCPS_CLASS_MAX, attr);
			break;
		default:
			break;
		}
	}
	return true;
}
