// SPDX-License-Identifier: GPL-2.0
/*
 * The fields of a transition or of a note; struct tcpst_field (model/field.h)
 * documents a row. JSON members and --list-columns have the same order.
 */
#define ITEM struct tcpst_event
#define ATTR(name) TCPSTATES_A_EVENT_##name
#define GUESSED .certain = 0

#include "model/common_fields.h"
#include "module/core/segment.h"

static const struct tcpst_event *event_of(const void *item)
{
	return item;
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

static u64 answered(const void *item, u64 now)
{
	(void)now;
	return !event_of(item)->sender;
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
	{ FIELD_FLOW, AT(flow), .attr = ATTR(FLOW) },
	{ .column = "TYPE", .type = TCPST_FIELD_EVENT_TYPE,
	  .help = "transition, or note (a notable segment that changed no state)",
	  AT(type), .attr = TCPSTATES_A_EVENT_TYPE, .option = "notes" },
	{ FIELD_FAMILY },
	{ FIELD_INITIATOR },
	{ FIELD_ADDR(INITIATOR, "I", "initiator") },
	{ FIELD_PORT(INITIATOR, "I", "initiator") },
	{ FIELD_RESPONDER },
	{ FIELD_ADDR(RESPONDER, "R", "responder") },
	{ FIELD_PORT(RESPONDER, "R", "responder") },
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
	{ .column = "OPTIONS", .type = TCPST_FIELD_OPTIONS, .width = 24,
	  .help = "what the segment offers, if it is a SYN or SYN-ACK: mss, wscale, ...",
	  AT(options), .zero_unknown = true, .attr = TCPSTATES_A_EVENT_OPTIONS,
	  .json = "syn_options", .json_omit = TCPST_JSON_ALL },
	{ FIELD_ISS(INITIATOR, "initiator") },
	{ FIELD_ISS(RESPONDER, "responder") },
	{ FIELD_PROVEN(INITIATOR, "initiator"), .attr = TCPST_A_INITIATOR_PROVEN },
	{ FIELD_PROVEN(RESPONDER, "responder"), .attr = TCPST_A_RESPONDER_PROVEN },
	{ FIELD_RESETREASON },
	{ FIELD_RSTTTL },
	{ FIELD_USUALTTL },
	{ FIELD_RSTORIGIN },
	{ .type = TCPST_FIELD_ENDPOINT,
	  .help = "the end that sent the segment that a RST or challenge ACK answers",
	  .value = answered, IF(drawn), .json = "answers.sender",
	  .json_omit = TCPST_JSON_ALL },
	{ .column = "ANSWERS", .type = TCPST_FIELD_TCP_FLAGS,
	  .help = "control bits of the segment that a RST or challenge ACK answers",
	  AT(answers.flags), IF(drawn), .attr = TCPST_A_ANSWERS_FLAGS,
	  .json = "answers.tcp_flags", .json_omit = TCPST_JSON_ALL },
	{ .column = "ANSWERSEQ", .type = TCPST_FIELD_ACK,
	  .help = "its sequence number, as SEQ",
	  AT(answers.seq), IF(drawn), .attr = TCPST_A_ANSWERS_SEQ,
	  .json = "answers.seq", .json_omit = TCPST_JSON_ALL },
	{ .type = TCPST_FIELD_COUNT,
	  .help = "its octets of payload",
	  AT(answers.len), IF(drawn), .attr = TCPST_A_ANSWERS_LEN,
	  .json = "answers.len", .json_omit = TCPST_JSON_ALL },
	{ .column = "ANSWERTIME", .type = TCPST_FIELD_CLOCK,
	  .help = "when it passed, as TIME",
	  AT(answers.time_ns), IF(drawn), .attr = TCPST_A_ANSWERS_TIME,
	  .json = "answers.time_ns", .json_omit = TCPST_JSON_ALL },
	{ .type = TCPST_FIELD_COUNT,
	  .help = "number of its frame in the capture",
	  AT(answers.frame), IF(drawn), .zero_unknown = true,
	  .attr = TCPST_A_ANSWERS_FRAME,
	  .json = "answers.in_frame", .json_omit = TCPST_JSON_ALL },
	{ FIELD_ICMPFROM,
	  .help = "source address of the ICMP error" },
	{ FIELD_ICMP },
	{ FIELD_ICMP_TYPE },
	{ FIELD_ICMP_CODE },
	{ .column = "REASON", .type = TCPST_FIELD_NAME, .width = 18,
	  .help = "why this machine dropped the segment, as the kernel names it",
	  AT(drop_reason), IF(dropped),
	  .attr = TCPSTATES_A_EVENT_DROP_REASON_NAME,
	  .json = "drop.reason",
	  .json_only = TCPST_JSON_NOTE, .json_omit = TCPST_JSON_ALL },
	{ .type = TCPST_FIELD_COUNT,
	  .help = "the kernel's number of that reason",
	  AT(drop_number), IF(dropped), .attr = TCPSTATES_A_EVENT_DROP_REASON,
	  .json = "drop.number",
	  .json_only = TCPST_JSON_NOTE, .json_omit = TCPST_JSON_ALL },
	{ .column = "STAGE", .type = TCPST_FIELD_STAGE,
	  .help = "where it was dropped: before-routing, to-here, forwarded, from-here",
	  AT(drop_stage), IF(dropped), .attr = TCPSTATES_A_EVENT_DROP_STAGE,
	  .json = "drop.stage",
	  .json_only = TCPST_JSON_NOTE, .json_omit = TCPST_JSON_ALL },
	{ .column = "SYMBOL", .type = TCPST_FIELD_NAME, .width = 18,
	  .help = "function of the kernel that dropped it",
	  AT(drop_symbol), IF(dropped),
	  .attr = TCPSTATES_A_EVENT_DROP_SYMBOL,
	  .json = "drop.symbol",
	  .json_only = TCPST_JSON_NOTE, .json_omit = TCPST_JSON_ALL },
	{ FIELD_PID },
	{ FIELD_UID },
	{ FIELD_COMM },
	{ FIELD_COOKIE },
	{ FIELD_CGROUP_ID },
	{ FIELD_CGROUP },
	{ FIELD_RPID },
	{ FIELD_RUID },
	{ FIELD_RCOMM },
	{ FIELD_RCOOKIE },
	{ FIELD_RCGROUP_ID },
	{ FIELD_RCGROUP },
	{ .column = "NETNS", .type = TCPST_FIELD_TEXT, .width = 8,
	  .help = "network namespace, or a process in it (with --all-netns)",
	  AT(life.netns), .json = "netns", .json_omit = TCPST_JSON_ALL,
	  .option = "all-netns" },
	{ .column = "FRAME", .type = TCPST_FIELD_COUNT, .width = 7,
	  .help = "number of the frame in the capture (frame.number of Wireshark)",
	  AT(frame), .zero_unknown = true, .attr = TCPST_A_FRAME,
	  .json = "frame", .json_omit = TCPST_JSON_ALL },
	{ FIELD_IFACE,
	  .help = "interface of that frame, if the capture has it" },
	{ FIELD_TUNNEL },
};

const struct tcpst_fields tcpst_event_fields = {
	.n = sizeof(fields) / sizeof(fields[0]),
	.field = fields,
};
