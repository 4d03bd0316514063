// SPDX-License-Identifier: GPL-2.0
/*
 * What an IPFIX record says of an ended flow.
 *
 * A record is a biflow (RFC 5103): its source is the initiator, and what the
 * responder did is in the reverse elements. We know octets of payload, which is
 * what initiatorOctets and responderOctets are; many collectors only look at
 * octetDeltaCount, which should count headers as well. It gets the same numbers.
 */
#include "export/elements.h"

#include <stddef.h>
#include <string.h>

#include "model/flow.h"
#include "module/core/names.h"
#include "module/core/segment.h"

#define BYTE(number, name, semantics, max, text)			\
	FB_IE_INIT_FULL(name, 0, number, 1, semantics, 0, max,		\
			FB_UINT_8, text)
#define NANOSECONDS(number, name, text)					\
	FB_IE_INIT_FULL(name, 0, number, 8,				\
			FB_IE_F_ENDIAN | FB_IE_QUANTITY | FB_UNITS_NANOSECONDS, \
			0, 0, FB_UINT_64, text)
#define STATES "0 CLOSED, 1 LISTEN, 2 SYN-SENT, 3 SYN-RECEIVED, 4 ESTABLISHED, 5 FIN-WAIT-1, 6 FIN-WAIT-2, 7 CLOSING, 8 TIME-WAIT, 9 CLOSE-WAIT, 10 LAST-ACK"
#define ENDS "0 still open, 1 FIN, 2 reset, 3 refused, 4 timeout, 5 unreachable, 6 half-open, 7 evicted"
#define ROLES "0 initiator, 1 responder, 255 nobody"

/*
 * The numbers within the enterprise never change their meaning. They begin
 * where IANA's and the reverse elements of our templates do not reach: pmacct
 * 1.7 mixes up elements of the same number.
 */
static const fbInfoElement_t elements[] = {
	BYTE(101, "tcpstatesInitiatorState", FB_IE_IDENTIFIER, 10,
	     "State of the initiator (RFC 9293): " STATES),
	BYTE(102, "tcpstatesResponderState", FB_IE_IDENTIFIER, 10,
	     "State of the responder (RFC 9293): " STATES),
	BYTE(103, "tcpstatesEnd", FB_IE_IDENTIFIER, 7,
	     "How it ended: " ENDS),
	BYTE(104, "tcpstatesClosedFirst", FB_IE_IDENTIFIER, 255,
	     "Who sent the first FIN: " ROLES),
	BYTE(105, "tcpstatesResetBy", FB_IE_IDENTIFIER, 255,
	     "Whose RST was believed: " ROLES),
	BYTE(106, "tcpstatesRolesKnown", FB_IE_IDENTIFIER, 1,
	     "Is it proven who is the initiator: 0 no, 1 yes"),
	FB_IE_INIT_FULL("tcpstatesZeekConnState", 0, 107, FB_IE_VARLEN, 0, 0, 0,
			FB_STRING, "conn_state of Zeek's conn.log"),
	NANOSECONDS(108, "tcpstatesSynToSynAckNanoseconds",
		    "From the first SYN to the first SYN-ACK; all ones: not known"),
	NANOSECONDS(109, "tcpstatesSynAckToAckNanoseconds",
		    "From the first SYN-ACK to the ACK; all ones: not known"),
	NANOSECONDS(110, "tcpstatesHalfCloseNanoseconds",
		    "From the first FIN to that of the other end; all ones: no FIN"),
	BYTE(111, "tcpstatesSynRepeats", FB_IE_QUANTITY, 255,
	     "SYNs the initiator sent again"),
	BYTE(112, "tcpstatesSynAckRepeats", FB_IE_QUANTITY, 255,
	     "SYN-ACKs the responder sent again"),
	BYTE(113, "tcpstatesInitiatorFinRepeats", FB_IE_QUANTITY, 255,
	     "FINs the initiator sent again"),
	BYTE(114, "tcpstatesResponderFinRepeats", FB_IE_QUANTITY, 255,
	     "FINs the responder sent again"),
};

const unsigned int tcpst_element_count = sizeof(elements) / sizeof(elements[0]);

/* The record's members, one by one. fixbuf does not change the names. */
fbInfoElementSpec_t tcpst_record_spec[] = {
	{ "tcpstatesZeekConnState", 0, 0 },
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
	{ "tcpstatesSynToSynAckNanoseconds", 8, 0 },
	{ "tcpstatesSynAckToAckNanoseconds", 8, 0 },
	{ "tcpstatesHalfCloseNanoseconds", 8, 0 },
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
	{ "tcpstatesInitiatorState", 1, 0 },
	{ "tcpstatesResponderState", 1, 0 },
	{ "tcpstatesEnd", 1, 0 },
	{ "tcpstatesClosedFirst", 1, 0 },
	{ "tcpstatesResetBy", 1, 0 },
	{ "tcpstatesRolesKnown", 1, 0 },
	{ "tcpstatesSynRepeats", 1, 0 },
	{ "tcpstatesSynAckRepeats", 1, 0 },
	{ "tcpstatesInitiatorFinRepeats", 1, 0 },
	{ "tcpstatesResponderFinRepeats", 1, 0 },
	FB_IESPEC_NULL
};

_Static_assert(offsetof(struct tcpst_record, fin_repeats) + 2 ==
	       sizeof(fbVarfield_t) + 14 * 8 + 2 * 16 + 2 * 4 + 2 * 2 + 15,
	       "no holes between members");

/**
 * tcpst_elements_add() - make the enterprise's elements known
 * @model: to whom
 * @pen:   Private Enterprise Number they are under
 */
void tcpst_elements_add(fbInfoModel_t *model, u32 pen)
{
	unsigned int i;

	for (i = 0; i < tcpst_element_count; i++) {
		fbInfoElement_t element = elements[i];

		element.ent = pen;
		fbInfoModelAddElement(model, &element);
	}
}

/** tcpst_element() - the enterprise's element number @i, as @model has it */
const fbInfoElement_t *tcpst_element(fbInfoModel_t *model, u32 pen,
				     unsigned int i)
{
	return fbInfoModelGetElementByID(model, elements[i].num, pen);
}

/** tcpst_record_kind() - TCPST_ELEMENT_* that a record of @flow has */
u32 tcpst_record_kind(const struct tcpst_flow *flow)
{
	return (flow->ends.ipv6 ? TCPST_ELEMENT_IPV6 : TCPST_ELEMENT_IPV4) |
	       (flow->accounted ? TCPST_ELEMENT_PACKETS : 0);
}

/* dateTimeNanoseconds is the time format of NTP (RFC 7011 section 6.1.10). */
static u64 ntp_time(u64 ns)
{
	u64 seconds = ns / 1000000000 + 2208988800U;

	return seconds << 32 | ((ns % 1000000000) << 32) / 1000000000;
}

static bool was_in(const struct tcps_verdict *verdict, unsigned int role,
		   enum tcps_state state)
{
	return verdict->state[role] == state || verdict->state_ns[role][state];
}

/*
 * Flags it is known to have sent, by the states it went through: one octet of
 * the two of tcpControlBits, as RFC 7125 allows.
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

/* flowEndReason, of IANA's registry. */
static u8 reason_of(enum tcps_end end)
{
	switch (end) {
	case TCPS_END_TIMEOUT:
	case TCPS_END_HALF_OPEN:
		return 1;	/* idle timeout */
	case TCPS_END_STILL_OPEN:
		return 4;	/* forced: the observation ended */
	case TCPS_END_EVICTED:
		return 5;	/* lack of resources */
	default:
		return 3;	/* end of flow detected */
	}
}

static u8 role_of(u8 role)
{
	return role < TCPS_ROLE_NONE ? role : TCPST_ELEMENT_NOBODY;
}

static void fill_verdict(struct tcpst_record *record,
			 const struct tcps_verdict *verdict)
{
	const char *zeek = tcps_zeek_name(verdict->zeek);

	/* Only read from: fixbuf has one type for both ways. */
	record->zeek.buf = (u8 *)zeek;
	record->zeek.len = strlen(zeek);
	record->handshake[0] = verdict->syn_to_syn_ack;
	record->handshake[1] = verdict->syn_ack_to_ack;
	record->half_close = verdict->half_close_ns;
	record->verdict = verdict->end;
	record->closed_first = role_of(verdict->closed_first);
	record->reset_by = role_of(verdict->reset_by);
	record->roles_known = verdict->roles_known;
	record->syn_repeats = verdict->syn_repeats;
	record->syn_ack_repeats = verdict->syn_ack_repeats;
}

static void fill_end(struct tcpst_record *record, const struct tcpst_flow *flow,
		     unsigned int role)
{
	const struct tcps_verdict *verdict = &flow->verdict;
	const u8 *addr = flow->ends.addr[role];

	memcpy(record->ipv6[role], addr, 16);
	/* fixbuf wants numbers in the order of this machine. */
	record->ipv4[role] = (u32)addr[0] << 24 | (u32)addr[1] << 16 |
			     (u32)addr[2] << 8 | addr[3];
	record->port[role] = flow->ends.port[role];
	record->octets[role] = verdict->bytes[role];
	record->delta[role] = verdict->bytes[role];
	record->packets[role] = flow->packets[role];
	record->flags[role] = flags_of(verdict, role);
	record->state[role] = verdict->state[role];
	record->fin_repeats[role] = verdict->fin_repeats[role];
}

/**
 * tcpst_record_fill() - say of a flow what there is to say
 * @record: filled in; holds no memory of its own
 * @flow:   the flow
 */
void tcpst_record_fill(struct tcpst_record *record,
		       const struct tcpst_flow *flow)
{
	const struct tcps_verdict *verdict = &flow->verdict;
	/* flowEnd is the time of the last packet: none come in TIME-WAIT. */
	u64 end = verdict->start + tcpst_flow_duration(flow);
	unsigned int role;

	memset(record, 0, sizeof(*record));
	record->start = ntp_time(verdict->start);
	record->end = ntp_time(end);
	record->start_ms = verdict->start / 1000000;
	record->end_ms = end / 1000000;
	record->flow = flow->id;
	record->protocol = 6;
	record->reason = reason_of(verdict->end);
	record->direction = verdict->roles_known;	/* 0 arbitrary, 1 initiator */
	fill_verdict(record, verdict);
	for (role = 0; role < 2; role++)
		fill_end(record, flow, role);
}
