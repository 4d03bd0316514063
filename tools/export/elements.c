// SPDX-License-Identifier: GPL-2.0
/*
 * IPFIX records of ended flows. Our enterprise's elements are defined by the table
 * of fields (model/flow_fields.c).
 *
 * A record is a biflow (RFC 5103): its source is the initiator, and values of the
 * responder are in the reverse elements. initiatorOctets and responderOctets are
 * octets of payload; many collectors use only octetDeltaCount, which should
 * include headers. It gets the same numbers.
 */
#include "export/elements.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "export/ntp.h"
#include "model/field.h"
#include "module/core/segment.h"

/* Limit of our own elements, and size of a description. */
#define OWN_MAX 32
#define TEXT_MAX 256

/*
 * Elements of IANA's registry, in the order of struct registered. fixbuf does
 * not modify the names.
 */
static const fbInfoElementSpec_t registered[] = {
	{ "flowStartNanoseconds", 8, 0 },
	{ "flowEndNanoseconds", 8, 0 },
	{ "flowStartMilliseconds", 8, 0 },
	{ "flowEndMilliseconds", 8, 0 },
	{ "flowId", 8, 0 },
	{ "initiatorOctets", 8, 0 },
	{ "responderOctets", 8, 0 },
	{ "octetDeltaCount", 8, 0 },
	{ "reverseOctetDeltaCount", 8, 0 },
	{ "packetDeltaCount", 8, TCPST_ELEMENT_PACKETS },
	{ "reversePacketDeltaCount", 8, TCPST_ELEMENT_PACKETS },
	{ "sourceIPv6Address", 16, TCPST_ELEMENT_IPV6 },
	{ "destinationIPv6Address", 16, TCPST_ELEMENT_IPV6 },
	{ "sourceIPv4Address", 4, TCPST_ELEMENT_IPV4 },
	{ "destinationIPv4Address", 4, TCPST_ELEMENT_IPV4 },
	{ "sourceTransportPort", 2, 0 },
	{ "destinationTransportPort", 2, 0 },
	{ "tcpControlBits", 1, 0 },
	{ "reverseTcpControlBits", 1, 0 },
	{ "protocolIdentifier", 1, 0 },
	{ "flowEndReason", 1, 0 },
	{ "biflowDirection", 1, 0 },
};

#define REGISTERED (sizeof(registered) / sizeof(registered[0]))
#define REGISTERED_WIDE 11	/* elements of 8 octets, which come first */

/* Their values, sorted by alignment, so there are no holes. */
struct registered {
	u64 start;
	u64 end;
	u64 start_ms;
	u64 end_ms;
	u64 flow;
	u64 octets[2];
	u64 delta[2];
	u64 packets[2];
	u8 ipv6[2][16];
	u32 ipv4[2];
	u16 port[2];
	u8 flags[2];
	u8 protocol;
	u8 reason;
	u8 direction;
} __attribute__((packed));

_Static_assert(offsetof(struct registered, ipv6) == REGISTERED_WIDE * 8,
	       "numbers of 8 octets come first");

/**
 * struct own - an element of our enterprise, derived from a field
 * @field: the field
 * @text:  its description
 */
struct own {
	const struct tcpst_field *field;
	char text[TEXT_MAX];
};

static struct own own[OWN_MAX];
unsigned int tcpst_element_count;

/*
 * The members of a record, sorted by alignment, so that there is no padding: our
 * strings, then numbers of 8 octets, then the others, each with those of the
 * registry before our own.
 */
fbInfoElementSpec_t tcpst_record_spec[OWN_MAX + REGISTERED + 1];

/* Size of a field's value in a record, octets; 0: a string. */
static u16 size_of(const struct tcpst_field *field)
{
	switch (field->type) {
	case TCPST_FIELD_ZEEK:
		return 0;
	case TCPST_FIELD_DURATION:
	case TCPST_FIELD_OCTETS:
		return 8;
	default:
		return (u16)field->size;
	}
}

enum kind {
	STRING,
	WIDE,	/* 8 octets */
	NARROW,
};

static enum kind kind_of(const struct tcpst_field *field)
{
	return !size_of(field) ? STRING : size_of(field) == 8 ? WIDE : NARROW;
}

/* Describe an element; the meanings of enum values are listed. */
static void describe(struct own *element)
{
	const struct tcpst_field *field = element->field;
	unsigned int i, max = tcpst_field_max(field);
	size_t at;

	at = (size_t)snprintf(element->text, TEXT_MAX, "%s", field->help);
	if (field->type == TCPST_FIELD_DURATION)
		snprintf(element->text + at, TEXT_MAX - at,
			 "; all ones: not known");
	if (field->type == TCPST_FIELD_ZEEK)
		return;
	for (i = 0; i < max && at < TEXT_MAX; i++)
		at += (size_t)snprintf(element->text + at, TEXT_MAX - at,
				       "%s %u %s", i ? "," : ":", i,
				       tcpst_field_name(field, i));
	if (field->type == TCPST_FIELD_ROLE && at < TEXT_MAX)
		snprintf(element->text + at, TEXT_MAX - at, ", %u neither",
			 TCPST_ELEMENT_NOBODY);
}

static void collect(void)
{
	unsigned int i;

	for (i = 0; i < tcpst_flow_fields.n; i++) {
		if (!tcpst_flow_fields.field[i].element ||
		    tcpst_element_count == OWN_MAX)
			continue;
		own[tcpst_element_count].field = &tcpst_flow_fields.field[i];
		describe(&own[tcpst_element_count++]);
	}
}

static fbInfoElementSpec_t *specify(fbInfoElementSpec_t *spec, enum kind kind)
{
	unsigned int i;

	for (i = 0; i < tcpst_element_count; i++) {
		const struct tcpst_field *field = own[i].field;

		if (kind_of(field) != kind)
			continue;
		*spec++ = (fbInfoElementSpec_t){
			.name = (char *)field->element_name,
			.len_override = size_of(field),
		};
	}
	return spec;
}

static void prepare(void)
{
	fbInfoElementSpec_t *spec;

	collect();
	spec = specify(tcpst_record_spec, STRING);
	memcpy(spec, registered, REGISTERED_WIDE * sizeof(*spec));
	spec = specify(spec + REGISTERED_WIDE, WIDE);
	memcpy(spec, registered + REGISTERED_WIDE,
	       (REGISTERED - REGISTERED_WIDE) * sizeof(*spec));
	specify(spec + REGISTERED - REGISTERED_WIDE, NARROW);
}

static void add_element(fbInfoModel_t *model, u32 pen,
			const struct own *element)
{
	const struct tcpst_field *field = element->field;
	unsigned int max = tcpst_field_max(field);
	fbInfoElement_t named = FB_IE_INIT_FULL(field->element_name, pen,
		field->element, size_of(field), FB_IE_IDENTIFIER, 0,
		field->type == TCPST_FIELD_ROLE ? TCPST_ELEMENT_NOBODY : max - 1,
		FB_UINT_8, element->text);
	fbInfoElement_t string = FB_IE_INIT_FULL(field->element_name, pen,
		field->element, FB_IE_VARLEN, 0, 0, 0, FB_STRING, element->text);
	fbInfoElement_t ns = FB_IE_INIT_FULL(field->element_name, pen,
		field->element, 8, FB_IE_F_ENDIAN | FB_IE_QUANTITY |
		FB_UNITS_NANOSECONDS, 0, 0, FB_UINT_64, element->text);
	fbInfoElement_t octet = FB_IE_INIT_FULL(field->element_name, pen,
		field->element, 1, FB_IE_QUANTITY, 0, 255, FB_UINT_8,
		element->text);
	fbInfoElement_t count = FB_IE_INIT_FULL(field->element_name, pen,
		field->element, size_of(field), FB_IE_F_ENDIAN | FB_IE_QUANTITY,
		0, 0, size_of(field) == 2 ? FB_UINT_16 :
		size_of(field) == 4 ? FB_UINT_32 : FB_UINT_64, element->text);

	fbInfoModelAddElement(model, !size_of(field) ? &string :
			      field->type == TCPST_FIELD_DURATION ? &ns :
			      max ? &named : size_of(field) == 1 ? &octet :
			      &count);
}

/**
 * tcpst_elements_add() - register the enterprise's elements
 * @model: information model to add them to
 * @pen:   their Private Enterprise Number
 *
 * The meaning of their numbers never changes. They begin above IANA's elements and
 * the reverse elements in our templates, because pmacct 1.7 confuses elements
 * with the same number.
 */
void tcpst_elements_add(fbInfoModel_t *model, u32 pen)
{
	unsigned int i;

	if (!tcpst_element_count)
		prepare();
	for (i = 0; i < tcpst_element_count; i++)
		add_element(model, pen, &own[i]);
}

/** tcpst_element() - find the enterprise's element with index @i in @model */
const fbInfoElement_t *tcpst_element(fbInfoModel_t *model, u32 pen,
				     unsigned int i)
{
	return fbInfoModelGetElementByID(model, own[i].field->element, pen);
}

/** tcpst_record_kind() - TCPST_ELEMENT_* of the record of @flow */
u32 tcpst_record_kind(const struct tcpst_flow *flow)
{
	return (flow->ends.ipv6 ? TCPST_ELEMENT_IPV6 : TCPST_ELEMENT_IPV4) |
	       (flow->accounted ? TCPST_ELEMENT_PACKETS : 0);
}

static bool was_in(const struct tcps_verdict *verdict, unsigned int role,
		   enum tcps_state state)
{
	return verdict->state[role] == state || verdict->state_ns[role][state];
}

/*
 * Flags that an end must have sent, by the states it was in: one octet of the two
 * of tcpControlBits, as RFC 7125 allows.
 */
static u8 flags_of(const struct tcps_verdict *verdict, unsigned int role)
{
	u8 flags = 0;

	if (was_in(verdict, role, TCPS_SYN_SENT))
		flags |= TCPS_FLAG_SYN;
	if (was_in(verdict, role, TCPS_SYN_RECEIVED))
		flags |= TCPS_FLAG_SYN | TCPS_FLAG_ACK;
	if (was_in(verdict, role, TCPS_ESTABLISHED) ||
	    was_in(verdict, role, TCPS_CLOSE_WAIT))
		flags |= TCPS_FLAG_ACK;
	if (was_in(verdict, role, TCPS_FIN_WAIT_1) ||
	    was_in(verdict, role, TCPS_FIN_WAIT_2) ||
	    was_in(verdict, role, TCPS_CLOSING) ||
	    was_in(verdict, role, TCPS_TIME_WAIT) ||
	    was_in(verdict, role, TCPS_LAST_ACK))
		flags |= TCPS_FLAG_FIN | TCPS_FLAG_ACK;
	if (verdict->reset_by == role)
		flags |= TCPS_FLAG_RST;
	return flags;
}

/* Value of flowEndReason, from IANA's registry. */
static u8 reason_of(enum tcps_end end)
{
	switch (end) {
	case TCPS_END_TIMEOUT:
	case TCPS_END_HALF_OPEN:
	case TCPS_END_DROPPED:
		return 1;	/* idle timeout */
	case TCPS_END_STILL_OPEN:
		return 4;	/* forced: the observation ended */
	case TCPS_END_EVICTED:
		return 5;	/* lack of resources */
	default:
		return 3;	/* end of flow detected */
	}
}

static void append(struct tcpst_record *record, const void *value, size_t size)
{
	memcpy(record->octets + record->size, value, size);
	record->size += size;
}

/* Append our own elements. Enums are one octet; unknown values are all ones. */
static void append_own(struct tcpst_record *record,
		       const struct tcpst_flow *flow, enum kind kind)
{
	unsigned int i;

	for (i = 0; i < tcpst_element_count; i++) {
		const struct tcpst_field *field = own[i].field;
		u64 value = tcpst_field_value(field, flow, 0);
		fbVarfield_t string;
		u32 value32 = (u32)value;
		u16 value16 = (u16)value;
		u8 value8 = (u8)value;

		if (kind_of(field) != kind)
			continue;
		switch (size_of(field)) {
		case 0:
			/* It is only read: fixbuf has one type for reading and writing. */
			string.buf = (u8 *)tcpst_field_name(field, value);
			string.len = strlen((char *)string.buf);
			append(record, &string, sizeof(string));
			break;
		case 1:
			append(record, &value8, sizeof(value8));
			break;
		case 2:
			append(record, &value16, sizeof(value16));
			break;
		case 4:
			append(record, &value32, sizeof(value32));
			break;
		default:
			append(record, &value, sizeof(value));
		}
	}
}

static void fill_end(struct registered *values, const struct tcpst_flow *flow,
		     unsigned int role)
{
	const struct tcps_verdict *verdict = &flow->verdict;
	const u8 *addr = flow->ends.addr[role];

	memcpy(values->ipv6[role], addr, 16);
	/* fixbuf takes numbers in the byte order of the host. */
	values->ipv4[role] = (u32)addr[0] << 24 | (u32)addr[1] << 16 |
			     (u32)addr[2] << 8 | addr[3];
	values->port[role] = flow->ends.port[role];
	values->octets[role] = verdict->bytes[role];
	values->delta[role] = verdict->bytes[role];
	values->packets[role] = flow->packets[role];
	values->flags[role] = flags_of(verdict, role);
}

/**
 * tcpst_record_fill() - make the record of a flow
 * @record: filled in; it needs no memory of its own
 * @flow:   the flow
 */
void tcpst_record_fill(struct tcpst_record *record,
		       const struct tcpst_flow *flow)
{
	const struct tcps_verdict *verdict = &flow->verdict;
	/* flowEnd is the time of the last packet: none come in TIME-WAIT. */
	u64 end = verdict->start + tcpst_flow_duration(flow);
	struct registered values = {
		.start = tcpst_ntp_from_ns(verdict->start),
		.end = tcpst_ntp_from_ns(end),
		.start_ms = verdict->start / 1000000,
		.end_ms = end / 1000000,
		.flow = flow->id,
		.protocol = 6,
		.reason = reason_of(verdict->end),
		.direction = verdict->roles_known, /* 0 arbitrary, 1 initiator */
	};
	unsigned int role;

	for (role = 0; role < 2; role++)
		fill_end(&values, flow, role);
	record->size = 0;
	append_own(record, flow, STRING);
	append(record, &values, offsetof(struct registered, ipv6));
	append_own(record, flow, WIDE);
	append(record, values.ipv6, sizeof(values) -
				    offsetof(struct registered, ipv6));
	append_own(record, flow, NARROW);
}
