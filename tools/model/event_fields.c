// SPDX-License-Identifier: GPL-2.0
/*
 * The fields of a transition or of a segment of note; model/field.h says what a
 * row holds. Their order is that of JSON members and of --list-columns.
 */
#include <stddef.h>

#include "model/field.h"
#include "model/icmp.h"
#include "module/core/segment.h"
#include "module/uapi/tcpstates.h"

#define AT(member)							\
	.offset = offsetof(struct tcpst_event, member),			\
	.size = sizeof(((struct tcpst_event *)NULL)->member)
#define IF(member) .known = offsetof(struct tcpst_event, member) + 1
#define INITIATOR TCPS_INITIATOR
#define RESPONDER TCPS_RESPONDER

static const struct tcpst_event *event_of(const void *item)
{
	return item;
}

static u64 family(const void *item, u64 now)
{
	(void)now;
	return event_of(item)->ends.ipv6;
}

static u64 endpoint(const void *item, u64 now)
{
	(void)now;
	return event_of(item)->endpoint;
}

static u64 peer(const void *item, u64 now)
{
	(void)now;
	return !event_of(item)->endpoint;
}

static u64 ack(const void *item, u64 now)
{
	(void)now;
	return event_of(item)->flags & TCPS_FLAG_ACK ? event_of(item)->ack :
						       TCPST_FIELD_UNKNOWN;
}

static u64 origin(const void *item, u64 now)
{
	const struct tcpst_event *event = event_of(item);

	(void)now;
	return event->rst_ttl ? tcps_hops_origin(event->rst_usual, event->rst_ttl) :
	       TCPST_FIELD_UNKNOWN;
}

static u64 icmp(const void *item, u64 now)
{
	const struct tcpst_icmp *error = &event_of(item)->icmp;

	(void)now;
	return TCPST_ICMP(error->from.ipv6, error->type, error->code);
}

static const struct tcpst_field fields[] = {
	{ .column = "SEQNO", .type = TCPST_FIELD_COUNT, .width = 7,
	  .help = "record number, increasing by one",
	  AT(seqno), .attr = TCPSTATES_A_EVENT_SEQNO, .json = "seqno",
	  .option = "since" },
	{ .column = "TIME", .type = TCPST_FIELD_CLOCK,
	  .help = "time of the event, in tables as time of day",
	  AT(time_ns), .attr = TCPSTATES_A_EVENT_TIME_NS, .json = "time_ns",
	  .option = "since" },
	{ .column = "DATE", .type = TCPST_FIELD_TIME,
	  .help = "date and time of day",
	  AT(time_ns), .option = "since" },
	{ .column = "FLOW", .type = TCPST_FIELD_COUNT, .width = 6,
	  .help = "number of the flow, for `tcpst show`",
	  AT(flow), .attr = TCPSTATES_A_EVENT_FLOW, .json = "flow",
	  .kernel = TCPST_KERNEL_FLOW, .option = "flow" },
	{ .column = "TYPE", .type = TCPST_FIELD_EVENT_TYPE,
	  .help = "transition, or note (a notable segment that changed no state)",
	  AT(type), .attr = TCPSTATES_A_EVENT_TYPE, .option = "notes" },
	{ .column = "FAMILY", .type = TCPST_FIELD_FAMILY,
	  .help = "ipv4 or ipv6",
	  .value = family, .json = "family",
	  .kernel = TCPST_KERNEL_FAMILY, .option = "ipv4" },
	{ .column = "INITIATOR", .type = TCPST_FIELD_ADDR_PORT,
	  .help = "address and port of the end that sent the first SYN",
	  AT(ends), .role = INITIATOR,
	  .kernel = TCPST_KERNEL_END_OF, .option = "initiator" },
	{ .type = TCPST_FIELD_ADDR,
	  .help = "address of the initiator",
	  AT(ends), .role = INITIATOR, .attr = TCPSTATES_A_EVENT_INITIATOR_ADDR,
	  .json = "initiator.addr" },
	{ .type = TCPST_FIELD_PORT,
	  .help = "port of the initiator",
	  AT(ends.port[INITIATOR]), .attr = TCPSTATES_A_EVENT_INITIATOR_PORT,
	  .json = "initiator.port" },
	{ .column = "RESPONDER", .type = TCPST_FIELD_ADDR_PORT,
	  .help = "address and port of the other end",
	  AT(ends), .role = RESPONDER,
	  .kernel = TCPST_KERNEL_END_OF, .option = "responder" },
	{ .type = TCPST_FIELD_ADDR,
	  .help = "address of the responder",
	  AT(ends), .role = RESPONDER, .attr = TCPSTATES_A_EVENT_RESPONDER_ADDR,
	  .json = "responder.addr" },
	{ .type = TCPST_FIELD_PORT,
	  .help = "port of the responder",
	  AT(ends.port[RESPONDER]), .attr = TCPSTATES_A_EVENT_RESPONDER_PORT,
	  .json = "responder.port" },
	{ .column = "ENDPOINT", .type = TCPST_FIELD_ENDPOINT,
	  .help = "the end that changed state: initiator or responder",
	  AT(endpoint), .attr = TCPSTATES_A_EVENT_ENDPOINT,
	  .json = "endpoint",
	  .kernel = TCPST_KERNEL_ENDPOINT, .option = "endpoint" },
	{ .column = "ADDRESS", .type = TCPST_FIELD_ADDR_PORT,
	  .help = "address and port of that end",
	  AT(ends), .value = endpoint, .option = "addr" },
	{ .column = "PEER", .type = TCPST_FIELD_ADDR_PORT,
	  .help = "address and port of its peer",
	  AT(ends), .value = peer, .option = "addr" },
	{ .column = "TRANSITION", .type = TCPST_FIELD_TRANSITION,
	  .help = "states before and after; ? presumed, ~ inferred, < retracted",
	  AT(to), .option = "state" },
	{ .column = "FROM", .type = TCPST_FIELD_STATE,
	  .help = "state before",
	  AT(from), .attr = TCPSTATES_A_EVENT_FROM,
	  .json = "from", .json_only = TCPST_JSON_TRANSITION,
	  .kernel = TCPST_KERNEL_EITHER_STATE, .option = "state" },
	{ .column = "TO", .type = TCPST_FIELD_STATE,
	  .help = "state after",
	  AT(to), .attr = TCPSTATES_A_EVENT_TO,
	  .json = "to", .json_only = TCPST_JSON_TRANSITION,
	  .kernel = TCPST_KERNEL_EITHER_STATE, .option = "state" },
	{ .column = "FOR", .type = TCPST_FIELD_DURATION,
	  .help = "time spent in the old state, if its beginning was seen",
	  AT(held_ns), IF(held), .json = "for_ns",
	  .json_only = TCPST_JSON_TRANSITION, .json_omit = TCPST_JSON_ALL },
	{ .type = TCPST_FIELD_STATE,
	  .help = "state of the sender of a segment that changed no state",
	  AT(to), .json = "state", .json_only = TCPST_JSON_NOTE },
	{ .column = "CAUSE", .type = TCPST_FIELD_CAUSE,
	  .help = "why it was recorded: SYN, ACK, FIN, RST, TIMER, ...",
	  AT(cause), .attr = TCPSTATES_A_EVENT_CAUSE, .json = "cause" },
	{ .column = "CERTAINTY", .type = TCPST_FIELD_CERTAINTY,
	  .help = "observed, presumed or inferred",
	  AT(certainty), .attr = TCPSTATES_A_EVENT_CERTAINTY,
	  .json = "certainty" },
	{ .type = TCPST_FIELD_COUNT,
	  .help = "notes of the flow since its last event that were not recorded",
	  AT(notes_left_out), .zero_unknown = true,
	  .attr = TCPSTATES_A_EVENT_NOTES_LEFT_OUT, .json = "notes_left_out",
	  .json_omit = TCPST_JSON_ALL },
	{ .column = "RETRACT", .type = TCPST_FIELD_FLAG,
	  .help = "yes: an earlier presumption is withdrawn",
	  AT(retract), .attr = TCPSTATES_A_EVENT_FLAGS,
	  .bit = TCPSTATES_EVENT_FLAGS_RETRACT, .json = "retract",
	  .json_omit = TCPST_JSON_ALL },
	{ .column = "SENDER", .type = TCPST_FIELD_ROLE,
	  .help = "the end that sent the segment that caused it",
	  AT(sender), IF(segment), .attr = TCPSTATES_A_EVENT_SENDER,
	  .json = "sender" },
	{ .column = "FLAGS", .type = TCPST_FIELD_TCP_FLAGS,
	  .help = "control bits of that segment",
	  AT(flags), IF(segment), .attr = TCPSTATES_A_EVENT_TCP_FLAGS,
	  .json = "tcp_flags" },
	{ .column = "SEQ", .type = TCPST_FIELD_SEQ,
	  .help = "sequence number; in tables relative to the initial one (see --absolute)",
	  AT(seq), IF(segment), .attr = TCPSTATES_A_EVENT_SEQ, .json = "seq" },
	{ .column = "ACK", .type = TCPST_FIELD_ACK,
	  .help = "acknowledgement number; in tables relative to the peer's initial one",
	  AT(ack), IF(segment), .value = ack, .attr = TCPSTATES_A_EVENT_ACK,
	  .json = "ack" },
	{ .column = "LEN", .type = TCPST_FIELD_COUNT, .width = 5,
	  .help = "octets of payload",
	  AT(len), IF(segment), .attr = TCPSTATES_A_EVENT_LEN, .json = "len" },
	{ .column = "WINDOW", .type = TCPST_FIELD_COUNT, .width = 5,
	  .help = "window as in the header, not scaled",
	  AT(window), IF(segment), .attr = TCPSTATES_A_EVENT_WINDOW,
	  .json = "window" },
	{ .type = TCPST_FIELD_COUNT,
	  .help = "initial sequence number of the initiator",
	  AT(iss[INITIATOR]), IF(iss_known[INITIATOR]),
	  .attr = TCPSTATES_A_EVENT_INITIATOR_ISS },
	{ .type = TCPST_FIELD_COUNT,
	  .help = "initial sequence number of the responder",
	  AT(iss[RESPONDER]), IF(iss_known[RESPONDER]),
	  .attr = TCPSTATES_A_EVENT_RESPONDER_ISS },
	{ .type = TCPST_FIELD_COUNT,
	  .help = "facts that segments of the initiator prove",
	  AT(proven[INITIATOR]), .attr = TCPST_A_INITIATOR_PROVEN },
	{ .type = TCPST_FIELD_COUNT,
	  .help = "facts that segments of the responder prove",
	  AT(proven[RESPONDER]), .attr = TCPST_A_RESPONDER_PROVEN },
	{ .column = "RESETREASON", .type = TCPST_FIELD_RESET,
	  .help = "why this machine sent the RST: no-socket, unread-data, linger, ...",
	  AT(reset), .zero_unknown = true,
	  .attr = TCPSTATES_A_EVENT_RESET_REASON, .json = "reset_reason",
	  .json_omit = TCPST_JSON_ALL },
	{ .column = "RSTTTL", .type = TCPST_FIELD_COUNT,
	  .help = "time to live, or hop limit, of the RST as it passed here",
	  AT(rst_ttl), .zero_unknown = true,
	  .attr = TCPSTATES_A_EVENT_RESET_TTL, .json = "reset_ttl",
	  .json_omit = TCPST_JSON_ALL },
	{ .column = "USUALTTL", .type = TCPST_FIELD_COUNT,
	  .help = "TTL of other segments from that end, the closest value",
	  AT(rst_usual), .zero_unknown = true,
	  .attr = TCPSTATES_A_EVENT_RESET_USUAL_TTL, .json = "reset_usual_ttl",
	  .json_omit = TCPST_JSON_ALL },
	{ .column = "RSTORIGIN", .type = TCPST_FIELD_ORIGIN,
	  .help = "whether the RST came from that end, by its TTL: sender, elsewhere, unknown",
	  .value = origin, .json = "reset_origin",
	  .json_omit = TCPST_JSON_ALL },
	{ .column = "ICMPFROM", .type = TCPST_FIELD_ADDR,
	  .help = "source address of the ICMP error",
	  AT(icmp.from), IF(icmp.known), .attr = TCPSTATES_A_EVENT_ICMP_FROM,
	  .json = "icmp.from", .json_omit = TCPST_JSON_ALL },
	{ .column = "ICMP", .type = TCPST_FIELD_ICMP, .width = 16,
	  .help = "the ICMP error: host-unreachable, admin-prohibited, ...",
	  .value = icmp, IF(icmp.known),
	  .json = "icmp.error", .json_omit = TCPST_JSON_ALL },
	{ .type = TCPST_FIELD_COUNT,
	  .help = "type of that error, of ICMP or ICMPv6",
	  AT(icmp.type), IF(icmp.known), .attr = TCPSTATES_A_EVENT_ICMP_TYPE,
	  .json = "icmp.type", .json_omit = TCPST_JSON_ALL },
	{ .type = TCPST_FIELD_COUNT,
	  .help = "code of that type",
	  AT(icmp.code), IF(icmp.known), .attr = TCPSTATES_A_EVENT_ICMP_CODE,
	  .json = "icmp.code", .json_omit = TCPST_JSON_ALL },
	{ .column = "REASON", .type = TCPST_FIELD_NAME, .width = 18,
	  .help = "why this machine dropped the segment, as the kernel names it",
	  AT(drop_reason), IF(dropped),
	  .attr = TCPSTATES_A_EVENT_DROP_REASON_NAME,
	  .json = "drop.reason", .json_omit = TCPST_JSON_ALL },
	{ .type = TCPST_FIELD_COUNT,
	  .help = "the kernel's number of that reason",
	  AT(drop_number), IF(dropped), .attr = TCPSTATES_A_EVENT_DROP_REASON,
	  .json = "drop.number", .json_omit = TCPST_JSON_ALL },
	{ .column = "STAGE", .type = TCPST_FIELD_STAGE,
	  .help = "where it was dropped: before-routing, to-here, forwarded, from-here",
	  AT(drop_stage), IF(dropped), .attr = TCPSTATES_A_EVENT_DROP_STAGE,
	  .json = "drop.stage", .json_omit = TCPST_JSON_ALL },
	{ .column = "SYMBOL", .type = TCPST_FIELD_NAME, .width = 18,
	  .help = "function of the kernel that dropped it",
	  AT(drop_symbol), IF(dropped),
	  .attr = TCPSTATES_A_EVENT_DROP_SYMBOL,
	  .json = "drop.symbol", .json_omit = TCPST_JSON_ALL },
	{ .column = "PID", .type = TCPST_FIELD_COUNT, .width = 7,
	  .help = "process that opened it, if on this machine and identified",
	  AT(owner.pid), IF(owner.known), .zero_unknown = true,
	  .attr = TCPSTATES_A_EVENT_PID,
	  .json = "owner.pid", .json_omit = TCPST_JSON_ALL,
	  .kernel = TCPST_KERNEL_PID, .option = "pid" },
	{ .column = "UID", .type = TCPST_FIELD_COUNT, .width = 5,
	  .help = "user of that process",
	  AT(owner.uid), IF(owner.known), .attr = TCPSTATES_A_EVENT_UID,
	  .json = "owner.uid", .json_omit = TCPST_JSON_ALL },
	{ .column = "COMM", .type = TCPST_FIELD_COMM,
	  .help = "command of that process",
	  AT(owner.comm), IF(owner.known), .attr = TCPSTATES_A_EVENT_COMM,
	  .json = "owner.comm", .json_omit = TCPST_JSON_ALL,
	  .kernel = TCPST_KERNEL_COMM, .option = "comm" },
	{ .column = "COOKIE", .type = TCPST_FIELD_COUNT, .width = 6,
	  .help = "cookie of the socket",
	  AT(owner.cookie), IF(owner.known), .zero_unknown = true,
	  .attr = TCPSTATES_A_EVENT_COOKIE,
	  .json = "owner.cookie", .json_omit = TCPST_JSON_ALL },
	{ .column = "FRAME", .type = TCPST_FIELD_COUNT, .width = 7,
	  .help = "number of the frame in the capture (frame.number of Wireshark)",
	  AT(frame), .zero_unknown = true, .attr = TCPST_A_FRAME,
	  .json = "frame", .json_omit = TCPST_JSON_ALL },
	{ .column = "IFACE", .type = TCPST_FIELD_TEXT, .width = 6,
	  .help = "interface of that frame, if the capture has it",
	  AT(iface), .attr = TCPST_A_IFACE,
	  .json = "iface", .json_omit = TCPST_JSON_ALL },
	{ .column = "TUNNEL", .type = TCPST_FIELD_TUNNEL, .width = 6,
	  .help = "innermost tunnel around the connection (see --tunnels)",
	  AT(tunnel), .zero_unknown = true, .attr = TCPST_A_TUNNEL,
	  .json = "tunnel", .json_omit = TCPST_JSON_ALL, .option = "tunnels" },
};

const struct tcpst_fields tcpst_event_fields = {
	.n = sizeof(fields) / sizeof(fields[0]),
	.field = fields,
};
