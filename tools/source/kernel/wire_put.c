// SPDX-License-Identifier: GPL-2.0
/*
 * Flows, events and segments as netlink attributes, for recordings: what wire.c parses. What
 * is not known is left out.
 */
#include "source/kernel/wire.h"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>

#include "module/uapi/tcpstates.h"
#include "source/kernel/wire_fields.h"

static void put_number(struct nlmsghdr *nlh, unsigned int type, size_t size,
		       u64 value)
{
	switch (size) {
	case 1:
		mnl_attr_put_u8(nlh, (u16)type, (u8)value);
		break;
	case 2:
		mnl_attr_put_u16(nlh, (u16)type, (u16)value);
		break;
	case 4:
		mnl_attr_put_u32(nlh, (u16)type, (u32)value);
		break;
	default:
		mnl_attr_put_u64(nlh, (u16)type, value);
	}
}

static void put_state_ns(struct nlmsghdr *nlh, const struct tcpst_field *field,
			 const struct tcps_verdict *verdict)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, (u16)field->attr);
	unsigned int state;

	for (state = 0; state < TCPS_STATE_MAX; state++)
		if (verdict->been[field->role] & 1U << state)
			mnl_attr_put_u64(nlh, (u16)(state + 1),
					 verdict->state_ns[field->role][state]);
	mnl_attr_nest_end(nlh, nest);
}

static void put_text(struct nlmsghdr *nlh, unsigned int type, const char *text)
{
	mnl_attr_put_str(nlh, (u16)type, text);
}

/* @empty: an item with nothing known; values that are the same in it are left out. */
static void put_field(struct nlmsghdr *nlh, const struct tcpst_field *field,
		      const void *item, const void *empty)
{
	const u8 *at = (const u8 *)item + field->offset;
	u64 value = tcpst_field_load(field, item);

	switch (field->type) {
	case TCPST_FIELD_ADDR: {
		const struct tcpst_addrs *ends = (const void *)at;

		mnl_attr_put(nlh, (u16)field->attr, ends->ipv6 ? 16 : 4,
			     ends->addr[field->role]);
		break;
	}
	case TCPST_FIELD_PORT:
		mnl_attr_put_u16(nlh, (u16)field->attr, htons((u16)value));
		break;
	case TCPST_FIELD_STATE_TIMES:
		put_state_ns(nlh, field,
			     &((const struct tcpst_flow *)item)->verdict);
		break;
	case TCPST_FIELD_COMM:
	case TCPST_FIELD_NAME:
		if (*at)
			put_text(nlh, field->attr, (const char *)at);
		break;
	case TCPST_FIELD_TEXT:
		if (*(const char *const *)at)
			put_text(nlh, field->attr, *(const char *const *)at);
		break;
	default:
		if (field->zero_unknown ? value :
		    field->known || value != tcpst_field_load(field, empty))
			put_number(nlh, field->attr, field->size, value);
	}
}

static void put_bits(struct nlmsghdr *nlh, const struct tcpst_fields *fields,
		     const void *item, unsigned int type)
{
	u32 bits = 0;
	unsigned int i;

	for (i = 0; i < fields->n; i++)
		if (fields->field[i].attr == type &&
		    tcpst_field_load(&fields->field[i], item))
			bits |= fields->field[i].bit;
	if (bits)
		mnl_attr_put_u32(nlh, (u16)type, bits);
}

static void put_type(struct nlmsghdr *nlh, const struct tcpst_wire_fields *fields,
		     unsigned int type, const void *item, const void *empty)
{
	const struct tcpst_field *field = fields->first[type];

	if (!field || field->attr != type || !tcpst_field_applies(field, item))
		return;
	if (field->bit)
		put_bits(nlh, fields->all, item, type);
	else
		put_field(nlh, field, item, empty);
}

static void put(struct nlmsghdr *nlh, const struct tcpst_wire_fields *fields,
		const void *item, const void *empty)
{
	unsigned int type;

	for (type = 1; type <= TCPST_A_MAX; type++)
		put_type(nlh, fields, type, item, empty);
}

/**
 * tcpst_wire_put_flow() - add a flow to a message
 * @nlh:  a message, with space for %TCPST_WIRE_ITEM more octets
 * @flow: the flow
 */
void tcpst_wire_put_flow(struct nlmsghdr *nlh, const struct tcpst_flow *flow)
{
	struct tcpst_flow empty;

	tcpst_wire_clear_flow(&empty);
	put(nlh, tcpst_wire_flow_fields(), flow, &empty);
}

/**
 * tcpst_wire_put_event() - add an event to a batch
 * @nlh:   a message, with space for %TCPST_WIRE_ITEM more octets
 * @event: the event
 */
void tcpst_wire_put_event(struct nlmsghdr *nlh, const struct tcpst_event *event)
{
	struct nlattr *nest, *life;
	struct tcpst_event empty;

	tcpst_wire_clear_event(&empty);
	nest = mnl_attr_nest_start(nlh, TCPSTATES_A_EVENTS_EVENT);
	if (event->type == TCPST_LIFE) {
		mnl_attr_put_u64(nlh, TCPSTATES_A_EVENT_SEQNO, event->seqno);
		mnl_attr_put_u8(nlh, TCPSTATES_A_EVENT_TYPE, event->type);
		mnl_attr_put_u64(nlh, TCPSTATES_A_EVENT_TIME_NS,
				 event->time_ns);
		life = mnl_attr_nest_start(nlh, TCPSTATES_A_EVENT_LIFE);
		tcpst_wire_put_flow(nlh, &event->life);
		mnl_attr_nest_end(nlh, life);
	} else {
		put(nlh, tcpst_wire_event_fields(), event, &empty);
	}
	mnl_attr_nest_end(nlh, nest);
}

static void put_types(struct nlmsghdr *nlh, const struct tcpst_event *event,
		      const unsigned int *types, unsigned int n)
{
	const struct tcpst_wire_fields *fields = tcpst_wire_event_fields();
	struct tcpst_event empty;
	unsigned int i;

	tcpst_wire_clear_event(&empty);
	for (i = 0; i < n; i++)
		put_type(nlh, fields, types[i], event, &empty);
}

/**
 * tcpst_wire_put_segment() - add a segment to a batch of segments of a recording
 * @nlh:     a message, with space for %TCPST_WIRE_ITEM more octets
 * @segment: an event of type %TCPST_SEGMENT
 *
 * What its header shows is not repeated.
 */
void tcpst_wire_put_segment(struct nlmsghdr *nlh, const struct tcpst_event *segment)
{
	static const unsigned int beside[] = {
		TCPSTATES_A_EVENT_FLOW, TCPSTATES_A_EVENT_TIME_NS,
		TCPSTATES_A_EVENT_SENDER, TCPSTATES_A_EVENT_TO, TCPSTATES_A_EVENT_LEN,
		TCPSTATES_A_EVENT_INITIATOR_ISS, TCPSTATES_A_EVENT_RESPONDER_ISS,
		TCPST_A_IFACE, TCPST_A_TUNNEL, TCPST_A_FRAME,
		TCPST_A_INITIATOR_PROVEN, TCPST_A_RESPONDER_PROVEN,
	};
	static const unsigned int inside[] = {
		TCPSTATES_A_EVENT_INITIATOR_ADDR, TCPSTATES_A_EVENT_INITIATOR_PORT,
		TCPSTATES_A_EVENT_RESPONDER_ADDR, TCPSTATES_A_EVENT_RESPONDER_PORT,
		TCPSTATES_A_EVENT_SEQ, TCPSTATES_A_EVENT_ACK,
		TCPSTATES_A_EVENT_TCP_FLAGS, TCPSTATES_A_EVENT_WINDOW,
	};
	struct nlattr *nest;

	nest = mnl_attr_nest_start(nlh, TCPSTATES_A_EVENTS_EVENT);
	put_types(nlh, segment, beside, sizeof(beside) / sizeof(*beside));
	if (segment->header)
		mnl_attr_put(nlh, TCPST_A_HEADER, segment->header_size,
			     segment->header);
	else
		put_types(nlh, segment, inside, sizeof(inside) / sizeof(*inside));
	mnl_attr_nest_end(nlh, nest);
}
