// SPDX-License-Identifier: GPL-2.0
/*
 * Parsing flows and events from netlink attributes, and for recordings the reverse.
 * If an attribute is absent, the value is not known; unknown attributes are skipped,
 * so that an older tcpst works with a newer module.
 */
#include "source/kernel/wire.h"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <pthread.h>
#include <string.h>

#include "model/field.h"
#include "model/iface.h"
#include "module/uapi/tcpstates.h"
#include "source/kernel/attribute.h"

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
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest) {
		unsigned int type = mnl_attr_get_type(attr);

		if (type >= TCPSTATES_A_STATE_NS_CLOSED &&
		    type <= TCPSTATES_A_STATE_NS_LAST_ACK) {
			verdict->state_ns[role][type - 1] = tcpst_attr_number(attr);
			verdict->been[role] |= 1U << (type - 1);
		}
	}
}

_Static_assert(TCPSTATES_A_FLOW_MAX < (int)TCPST_A_IFACE &&
	       TCPSTATES_A_EVENT_MAX < (int)TCPST_A_IFACE, "attributes");

/* The first field of each attribute, by its number, NULL: none. */
static const struct tcpst_field *flow_field[TCPST_A_MAX + 1];
static const struct tcpst_field *event_field[TCPST_A_MAX + 1];

static void index_fields(const struct tcpst_field **index,
			 const struct tcpst_fields *fields)
{
	unsigned int i;

	for (i = 0; i < fields->n; i++)
		if (!index[fields->field[i].attr])
			index[fields->field[i].attr] = &fields->field[i];
	index[0] = NULL;	/* fields without an attribute */
}

/* A flow of an older recording has some attributes under other numbers. */
static void index_old_fields(void)
{
	flow_field[TCPST_A_OLD_INITIATOR_OPTIONS] =
		flow_field[TCPSTATES_A_FLOW_INITIATOR_OPTIONS];
	flow_field[TCPST_A_OLD_RESPONDER_OPTIONS] =
		flow_field[TCPSTATES_A_FLOW_RESPONDER_OPTIONS];
	/* Those of an event are still called so. */
	flow_field[TCPST_A_INITIATOR_PROVEN] =
		flow_field[TCPSTATES_A_FLOW_INITIATOR_PROVEN];
	flow_field[TCPST_A_RESPONDER_PROVEN] =
		flow_field[TCPSTATES_A_FLOW_RESPONDER_PROVEN];
}

static pthread_once_t indexed = PTHREAD_ONCE_INIT;

static void index_all(void)
{
	index_fields(flow_field, &tcpst_flow_fields);
	index_fields(event_field, &tcpst_event_fields);
	index_old_fields();
}

static void take_bits(const struct tcpst_fields *fields, void *item,
		      unsigned int type, u64 bits)
{
	unsigned int i;

	for (i = 0; i < fields->n; i++)
		if (fields->field[i].attr == type && fields->field[i].bit & bits)
			tcpst_field_store(&fields->field[i], item, 1);
}

static bool take_field(const struct tcpst_field *field, void *item,
		       const struct nlattr *attr)
{
	u8 *at = (u8 *)item + field->offset;
	unsigned int max = tcpst_field_max(field);

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
	tcpst_field_store(field, item, max ? tcpst_attr_choice(attr, max) :
				       tcpst_attr_number(attr));
	return true;
}

static bool take(const struct tcpst_field *const *index,
		 const struct tcpst_fields *fields, void *item,
		 const struct nlattr *attr)
{
	unsigned int type = mnl_attr_get_type(attr);
	const struct tcpst_field *field = type <= TCPST_A_MAX ? index[type] :
								NULL;

	if (!field)
		return true;
	if (!field->bit)
		return take_field(field, item, attr);
	take_bits(fields, item, type, tcpst_attr_number(attr));
	return true;
}

static bool take_flow(struct tcpst_flow *flow, const struct nlattr *attr)
{
	return take(flow_field, &tcpst_flow_fields, flow, attr);
}

static void clear_flow(struct tcpst_flow *flow)
{
	*flow = (struct tcpst_flow){
		.verdict = {
			TCPST_VERDICT_UNKNOWN,
		},
	};
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
	const struct nlattr *attr;

	pthread_once(&indexed, index_all);
	clear_flow(flow);
	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr))
		if (!take_flow(flow, attr))
			return false;
	flow->live = true;
	return flow->id;
}

static bool take_life(struct tcpst_event *event, const struct nlattr *nest)
{
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest)
		if (!take_flow(&event->life, attr))
			return false;
	event->life.timed = false;
	return event->life.id;
}

static bool take_event(struct tcpst_event *event, const struct nlattr *attr)
{
	switch (mnl_attr_get_type(attr)) {
	case TCPSTATES_A_EVENT_LIFE:
		return take_life(event, attr);
	case TCPST_A_HEADER:
		event->header = mnl_attr_get_payload(attr);
		event->header_size = mnl_attr_get_payload_len(attr);
		return true;
	}
	return take(event_field, &tcpst_event_fields, event, attr);
}

static void clear_event(struct tcpst_event *event)
{
	*event = (struct tcpst_event){ .type = TCPST_LIFE + 1 };
	clear_flow(&event->life);
}

static bool read_event(const struct nlattr *nest, struct tcpst_event *event)
{
	const struct nlattr *attr;

	clear_event(event);
	mnl_attr_for_each_nested(attr, nest)
		if (!take_event(event, attr))
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

	pthread_once(&indexed, index_all);
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

	pthread_once(&indexed, index_all);
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

static void put_type(struct nlmsghdr *nlh, const struct tcpst_field *const *index,
		     const struct tcpst_fields *fields, unsigned int type,
		     const void *item, const void *empty)
{
	const struct tcpst_field *field = index[type];

	if (!field || field->attr != type || !tcpst_field_applies(field, item))
		return;
	if (field->bit)
		put_bits(nlh, fields, item, type);
	else
		put_field(nlh, field, item, empty);
}

static void put(struct nlmsghdr *nlh, const struct tcpst_field *const *index,
		const struct tcpst_fields *fields, const void *item,
		const void *empty)
{
	unsigned int type;

	for (type = 1; type <= TCPST_A_MAX; type++)
		put_type(nlh, index, fields, type, item, empty);
}

/**
 * tcpst_wire_put_flow() - add a flow to a message
 * @nlh:  a message, with space for %TCPST_WIRE_ITEM more octets
 * @flow: the flow
 */
void tcpst_wire_put_flow(struct nlmsghdr *nlh, const struct tcpst_flow *flow)
{
	struct tcpst_flow empty;

	pthread_once(&indexed, index_all);
	clear_flow(&empty);
	put(nlh, flow_field, &tcpst_flow_fields, flow, &empty);
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

	pthread_once(&indexed, index_all);
	clear_event(&empty);
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
		put(nlh, event_field, &tcpst_event_fields, event, &empty);
	}
	mnl_attr_nest_end(nlh, nest);
}

static void put_types(struct nlmsghdr *nlh, const struct tcpst_event *event,
		      const unsigned int *types, unsigned int n)
{
	struct tcpst_event empty;
	unsigned int i;

	pthread_once(&indexed, index_all);
	clear_event(&empty);
	for (i = 0; i < n; i++)
		put_type(nlh, event_field, &tcpst_event_fields, types[i], event,
			 &empty);
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
