// SPDX-License-Identifier: GPL-2.0
/*
 * Parsing flows and events from netlink attributes. If an attribute is absent, the
 * value is not known; unknown attributes are skipped, so that an older tcpst works with a
 * newer module.
 */
#include "source/kernel/wire.h"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <string.h>

#include "model/iface.h"
#include "module/uapi/tcpstates.h"
#include "source/kernel/attribute.h"
#include "source/kernel/wire_fields.h"

/* Is an attribute long enough? The kernel is trusted, but may be older. */
static bool has(const struct nlattr *attr, size_t size)
{
	return mnl_attr_get_payload_len(attr) >= size;
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

static void take_state_ns(struct tcps_verdict *verdict, unsigned int role,
			  const struct nlattr *nest)
{
	const struct nlattr *attr = (const void *)((const char *)nest + NLA_HDRLEN);
	size_t left = tcpst_attr_size(nest);

	for (; tcpst_attr_is(attr, left); attr = tcpst_attr_next(attr, &left)) {
		unsigned int type = tcpst_attr_type(attr);

		if (type >= TCPSTATES_A_STATE_NS_CLOSED &&
		    type <= TCPSTATES_A_STATE_NS_LAST_ACK) {
			verdict->state_ns[role][type - 1] = tcpst_attr_number(attr);
			verdict->been[role] |= 1U << (type - 1);
		}
	}
}

static void take_bits(const struct tcpst_wire_fields *fields, void *item,
		      unsigned int type, u64 bits)
{
	unsigned int i;

	for (i = 0; i < fields->bits; i++)
		if (fields->bit[i]->attr == type && fields->bit[i]->bit & bits)
			tcpst_field_store(fields->bit[i], item, 1);
}

static bool take_field(const struct tcpst_field *field, void *item,
		       const struct nlattr *attr)
{
	u8 *at = (u8 *)item + field->offset;
	unsigned int max;

	switch (field->type) {
	case TCPST_FIELD_ADDR:
		return take_addr((struct tcpst_addrs *)at, field->role, attr);
	case TCPST_FIELD_STATE_TIMES:
		take_state_ns(&((struct tcpst_flow *)item)->verdict,
			      field->role, attr);
		return true;
	case TCPST_FIELD_COMM:
	case TCPST_FIELD_NAME:
		tcpst_field_store(field, item, 0);
		tcpst_attr_string((char *)at, field->size, attr);
		return true;
	case TCPST_FIELD_TEXT:
		*(const char **)at =
			tcpst_iface_intern(mnl_attr_get_payload(attr),
					   mnl_attr_get_payload_len(attr));
		return true;
	case TCPST_FIELD_PORT:
		tcpst_field_store(field, item, port(attr));
		return true;
	case TCPST_FIELD_ENDPOINT:
		tcpst_field_store(field, item,
				  tcpst_attr_number(attr) == TCPS_RESPONDER);
		return true;
	case TCPST_FIELD_EVENT_TYPE:
		tcpst_field_store(field, item, tcpst_attr_number(attr));
		return true;
	case TCPST_FIELD_ROLE:
		/* No role: the field stays unknown. */
		if (field->known && tcpst_attr_number(attr) >= TCPS_ROLE_NONE)
			return true;
		break;
	default:
		break;
	}
	max = tcpst_field_max(field);
	tcpst_field_store(field, item, max ? tcpst_attr_choice(attr, max) :
				       tcpst_attr_number(attr));
	return true;
}

static bool take(const struct tcpst_wire_fields *fields, void *item,
		 const struct nlattr *attr)
{
	unsigned int type = tcpst_attr_type(attr);
	const struct tcpst_field *field = type <= TCPST_A_MAX ? fields->first[type] :
								NULL;

	if (!field)
		return true;
	if (!field->bit)
		return take_field(field, item, attr);
	take_bits(fields, item, type, tcpst_attr_number(attr));
	return true;
}

/**
 * tcpst_wire_flow() - parse a flow
 * @nlh:  a message of FLOW_GET
 * @flow: filled in
 *
 * Return: false if it is not a flow.
 */
bool tcpst_wire_flow(const struct nlmsghdr *nlh, struct tcpst_flow *flow)
{
	const struct tcpst_wire_fields *fields = tcpst_wire_flow_fields();
	const struct nlattr *attr = mnl_nlmsg_get_payload_offset(nlh, sizeof(struct genlmsghdr));
	size_t left = nlh->nlmsg_len - MNL_NLMSG_HDRLEN - MNL_ALIGN(sizeof(struct genlmsghdr));

	tcpst_wire_clear_flow(flow);
	for (; tcpst_attr_is(attr, left); attr = tcpst_attr_next(attr, &left))
		if (!take(fields, flow, attr))
			return false;
	flow->live = true;
	return flow->id;
}

static bool take_life(struct tcpst_event *event, const struct nlattr *nest)
{
	const struct tcpst_wire_fields *fields = tcpst_wire_flow_fields();
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest)
		if (!take(fields, &event->life, attr))
			return false;
	event->life.timed = false;
	return event->life.id;
}

static bool take_event(const struct tcpst_wire_fields *fields, struct tcpst_event *event,
		       const struct nlattr *attr)
{
	switch (mnl_attr_get_type(attr)) {
	case TCPSTATES_A_EVENT_LIFE:
		return take_life(event, attr);
	case TCPST_A_HEADER:
		event->header = mnl_attr_get_payload(attr);
		event->header_size = mnl_attr_get_payload_len(attr);
		return true;
	}
	return take(fields, event, attr);
}

static bool read_event(const struct nlattr *nest, struct tcpst_event *event)
{
	const struct tcpst_wire_fields *fields = tcpst_wire_event_fields();
	const struct nlattr *attr;

	tcpst_wire_clear_event(event);
	mnl_attr_for_each_nested(attr, nest)
		if (!take_event(fields, event, attr))
			return false;
	if (event->type == TCPST_LIFE) {
		/* The verdict has all data; the record may have no other attributes. */
		if (!event->life.id)
			return false;
		event->flow = event->life.id;
		event->ends = event->life.ends;
		memcpy(event->owner, event->life.owner, sizeof(event->owner));
		if (!event->time_ns)
			event->time_ns = event->life.verdict.stop;
	}
	return true;
}

/**
 * tcpst_wire_events() - parse a batch of events
 * @nlh:  a message of EVENT_GET or EVENT_NTF
 * @netns: their network namespace, NULL: there is only one
 * @sink: takes them; unknown types of records are skipped
 *
 * Return: false if an event is invalid.
 */
bool tcpst_wire_events(const struct nlmsghdr *nlh, const char *netns,
		       const struct tcpst_nl_sink *sink)
{
	const struct nlattr *attr, *next = NULL;
	struct tcpst_event event;

	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(attr) == TCPSTATES_A_EVENTS_LOST &&
		    tcpst_attr_number(attr) && sink->lost)
			sink->lost(tcpst_attr_number(attr), sink->arg);
		else if (mnl_attr_get_type(attr) == TCPSTATES_A_EVENTS_NEXT)
			next = attr;
	}
	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(attr) != TCPSTATES_A_EVENTS_EVENT)
			continue;
		if (!read_event(attr, &event))
			return false;
		event.life.netns = netns;
		if (event.type <= TCPST_LIFE)
			sink->event(&event, sink->arg);
	}
	if (next && sink->next)
		sink->next(tcpst_attr_number(next), sink->arg);
	return true;
}

/**
 * tcpst_wire_segments() - parse a batch of segments of a recording
 * @nlh:  the message
 * @take: called for each, with what tcpst_wire_put_segment() put into it; returns false
 *        if that is invalid
 * @arg:  passed to @take
 *
 * Return: false if a segment is invalid.
 */
bool tcpst_wire_segments(const struct nlmsghdr *nlh,
			 bool (*take)(struct tcpst_event *event, void *arg),
			 void *arg)
{
	const struct nlattr *attr;
	struct tcpst_event event;

	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(attr) != TCPSTATES_A_EVENTS_EVENT)
			continue;
		if (!read_event(attr, &event))
			return false;
		event.type = TCPST_SEGMENT;
		if (!take(&event, arg))
			return false;
	}
	return true;
}
