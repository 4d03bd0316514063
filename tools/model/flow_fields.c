// SPDX-License-Identifier: GPL-2.0
/*
 * The fields of a flow, open or ended; struct tcpst_field (model/field.h) documents
 * a row. JSON members and --list-columns have the same order.
 */
#define ITEM struct tcpst_flow
#define ATTR(name) TCPSTATES_A_FLOW_##name
#define GUESSED .certain = offsetof(struct tcpst_flow, verdict.roles_known) + 1

#include "model/common_fields.h"

static const struct tcpst_flow *flow_of(const void *item)
{
	return item;
}

static const struct tcps_verdict *verdict_of(const void *item)
{
	return &flow_of(item)->verdict;
}

static u64 stop(const void *item, u64 now)
{
	(void)now;
	/* The end of a capture does not end the connections that are open. */
	return flow_of(item)->live ||
	       verdict_of(item)->end == TCPS_END_STILL_OPEN ?
	       TCPST_FIELD_UNKNOWN : verdict_of(item)->stop;
}

static u64 duration(const void *item, u64 now)
{
	(void)now;
	return tcpst_flow_duration(item);
}

static u64 since(u64 then, u64 now)
{
	return now > then ? now - then : 0;
}

static u64 age(const void *item, u64 now)
{
	const struct tcps_verdict *verdict = verdict_of(item);

	return flow_of(item)->live ? since(verdict->start, now) :
				     verdict->stop - verdict->start;
}

/* Of a flow in a capture: until the capture ended. */
static u64 idle(const void *item, u64 now)
{
	return since(flow_of(item)->seen_ns, flow_of(item)->live ?
		     now : verdict_of(item)->stop);
}

static u64 silent(const void *item, u64 now, unsigned int role)
{
	const struct tcpst_flow *flow = item;

	if (!flow->heard_ns[role])
		return TCPST_FIELD_UNKNOWN;
	return since(flow->heard_ns[role], flow->live ? now : flow->verdict.stop);
}

static u64 initiator_silent(const void *item, u64 now)
{
	return silent(item, now, INITIATOR);
}

static u64 responder_silent(const void *item, u64 now)
{
	return silent(item, now, RESPONDER);
}

static u64 mute(const void *item, u64 now)
{
	unsigned int role = tcpst_flow_mute(item, now);

	return role < TCPS_ROLE_NONE ? role : TCPST_FIELD_UNKNOWN;
}

static u64 failure(const void *item, u64 now)
{
	enum tcpst_failure failure = tcpst_flow_failure(item);

	(void)now;
	return failure == TCPST_FAILURE_NONE ? TCPST_FIELD_UNKNOWN : failure;
}

static u64 ended_by(const void *item, u64 now)
{
	const struct tcps_verdict *verdict = verdict_of(item);

	(void)now;
	return verdict->reset_by < TCPS_ROLE_NONE ? verdict->reset_by :
						    verdict->closed_first;
}

static u64 handshake(const void *item, u64 now)
{
	const struct tcps_verdict *verdict = verdict_of(item);

	(void)now;
	if (verdict->syn_to_syn_ack == TCPS_UNKNOWN_NS ||
	    verdict->syn_ack_to_ack == TCPS_UNKNOWN_NS)
		return TCPST_FIELD_UNKNOWN;
	return verdict->syn_to_syn_ack + verdict->syn_ack_to_ack;
}

static u64 bytes(const void *item, u64 now)
{
	(void)now;
	return verdict_of(item)->bytes[INITIATOR] +
	       verdict_of(item)->bytes[RESPONDER];
}

static const struct tcpst_field fields[] = {
	{ FIELD_FLOW, AT(id), .attr = ATTR(ID) },
	{ FIELD_FAMILY },
	{ FIELD_INITIATOR },
	{ FIELD_ADDR(INITIATOR, "I", "initiator") },
	{ FIELD_PORT(INITIATOR, "I", "initiator") },
	{ FIELD_RESPONDER },
	{ FIELD_ADDR(RESPONDER, "R", "responder") },
	{ FIELD_PORT(RESPONDER, "R", "responder") },
	{ .column = "ROLES", .type = TCPST_FIELD_ROLES,
	  .help = "known, or unknown if the initiator is a guess",
	  AT(verdict.roles_known), .attr = TCPSTATES_A_FLOW_FLAGS,
	  .bit = TCPSTATES_FLOW_FLAGS_ROLES_KNOWN, .json = "roles",
	  .element = 106, .element_name = "tcpstatesRolesKnown" },
	{ .column = "ADOPTED", .type = TCPST_FIELD_FLAG,
	  .help = "whether the flow was first seen after its beginning",
	  AT(verdict.adopted), .attr = TCPSTATES_A_FLOW_FLAGS,
	  .bit = TCPSTATES_FLOW_FLAGS_ADOPTED },
	{ .type = TCPST_FIELD_FLAG,
	  .help = "every segment is counted (accounting)",
	  AT(accounted), .attr = TCPSTATES_A_FLOW_FLAGS,
	  .bit = TCPSTATES_FLOW_FLAGS_ACCOUNTED },
	{ .column = "START", .type = TCPST_FIELD_TIME,
	  .help = "time of the first segment",
	  AT(verdict.start), .attr = TCPSTATES_A_FLOW_START_NS,
	  .json = "start_ns" },
	{ .column = "STOP", .type = TCPST_FIELD_TIME,
	  .help = "time the flow ended, after TIME-WAIT",
	  AT(verdict.stop), .value = stop, .attr = TCPSTATES_A_FLOW_STOP_NS,
	  .json = "end_ns", .json_null = true },
	{ .column = "DURATION", .type = TCPST_FIELD_DURATION,
	  .help = "time from the first segment until both ends had closed",
	  .value = duration, .json = "duration_ns" },
	{ .column = "AGE", .type = TCPST_FIELD_DURATION,
	  .help = "time from the first segment to now, or to the end of TIME-WAIT",
	  .value = age },
	{ .column = "ISTATE", .type = TCPST_FIELD_STATE,
	  .help = "state of the initiator (RFC 9293, section 3.3.2)",
	  AT(verdict.state[INITIATOR]),
	  .attr = TCPSTATES_A_FLOW_INITIATOR_STATE, .json = "states.initiator",
	  .element = 101, .element_name = "tcpstatesInitiatorState",
	  .role = INITIATOR, .kernel = TCPST_KERNEL_STATE, .option = "state" },
	{ .column = "RSTATE", .type = TCPST_FIELD_STATE,
	  .help = "state of the responder",
	  AT(verdict.state[RESPONDER]),
	  .attr = TCPSTATES_A_FLOW_RESPONDER_STATE, .json = "states.responder",
	  .element = 102, .element_name = "tcpstatesResponderState",
	  .role = RESPONDER, .kernel = TCPST_KERNEL_STATE, .option = "state" },
	{ .column = "CLOSEDFIRST", .type = TCPST_FIELD_ROLE,
	  .help = "the end that sent the first FIN",
	  AT(verdict.closed_first), .attr = TCPSTATES_A_FLOW_CLOSED_FIRST,
	  .json = "closed_first",
	  .element = 104, .element_name = "tcpstatesClosedFirst" },
	{ .column = "END", .type = TCPST_FIELD_END,
	  .help = "how it ended: fin, reset, refused, timeout, ...",
	  AT(verdict.end), .attr = TCPSTATES_A_FLOW_END, .json = "end",
	  .element = 103, .element_name = "tcpstatesEnd",
	  .kernel = TCPST_KERNEL_ENDS, .option = "end" },
	{ .column = "FAILURE", .type = TCPST_FIELD_FAILURE,
	  .help = "why it was not established: unanswered, refused, ...",
	  .value = failure, .json = "failure", .json_omit = TCPST_JSON_ALL },
	{ .column = "CORRECTS", .type = TCPST_FIELD_FLAG,
	  .help = "yes: corrects an earlier line about how it ended",
	  AT(corrects), .json = "corrects", .json_omit = TCPST_JSON_ALL },
	{ .column = "BY", .type = TCPST_FIELD_ROLE,
	  .help = "the end that sent the RST, or else the first FIN",
	  .value = ended_by },
	{ .column = "RESETBY", .type = TCPST_FIELD_ROLE,
	  .help = "the end whose RST ended the connection",
	  AT(verdict.reset_by), .attr = TCPSTATES_A_FLOW_RESET_BY,
	  .json = "reset_by",
	  .element = 105, .element_name = "tcpstatesResetBy" },
	{ FIELD_RESETREASON },
	{ FIELD_RSTTTL },
	{ FIELD_USUALTTL },
	{ FIELD_RSTORIGIN },
	{ FIELD_ICMPFROM,
	  .help = "source address of the ICMP error that ended it" },
	{ FIELD_ICMP },
	{ FIELD_ICMP_TYPE },
	{ FIELD_ICMP_CODE },
	{ .column = "SYNS", .type = TCPST_FIELD_COUNT,
	  .help = "SYNs the initiator retransmitted, 127 at most",
	  AT(verdict.syn_repeats), .attr = TCPSTATES_A_FLOW_SYN_REPEATS,
	  .json = "syn_repeats",
	  .element = 111, .element_name = "tcpstatesSynRepeats" },
	{ .column = "SYNACKS", .type = TCPST_FIELD_COUNT,
	  .help = "SYN-ACKs the responder retransmitted, 127 at most",
	  AT(verdict.syn_ack_repeats),
	  .attr = TCPSTATES_A_FLOW_SYN_ACK_REPEATS, .json = "synack_repeats",
	  .element = 112, .element_name = "tcpstatesSynAckRepeats" },
	{ .column = "IFINS", .type = TCPST_FIELD_COUNT,
	  .help = "FINs the initiator retransmitted, 127 at most",
	  AT(verdict.fin_repeats[INITIATOR]),
	  .attr = TCPSTATES_A_FLOW_INITIATOR_FIN_REPEATS,
	  .json = "fin_repeats.initiator",
	  .element = 113, .element_name = "tcpstatesInitiatorFinRepeats" },
	{ .column = "RFINS", .type = TCPST_FIELD_COUNT,
	  .help = "FINs the responder retransmitted, 127 at most",
	  AT(verdict.fin_repeats[RESPONDER]),
	  .attr = TCPSTATES_A_FLOW_RESPONDER_FIN_REPEATS,
	  .json = "fin_repeats.responder",
	  .element = 114, .element_name = "tcpstatesResponderFinRepeats" },
	{ .column = "HANDSHAKE", .type = TCPST_FIELD_DURATION,
	  .help = "time from the first SYN to the ACK that completes the handshake",
	  .value = handshake },
	{ .column = "SYNLEG", .type = TCPST_FIELD_DURATION,
	  .help = "time from the first SYN to the first SYN-ACK",
	  AT(verdict.syn_to_syn_ack),
	  .attr = TCPSTATES_A_FLOW_SYN_TO_SYN_ACK_NS,
	  .json = "handshake_ns.syn_to_synack", .json_null = true,
	  .element = 108, .element_name = "tcpstatesSynToSynAckNanoseconds" },
	{ .column = "ACKLEG", .type = TCPST_FIELD_DURATION,
	  .help = "time from the first SYN-ACK to the ACK that completes the handshake",
	  AT(verdict.syn_ack_to_ack),
	  .attr = TCPSTATES_A_FLOW_SYN_ACK_TO_ACK_NS,
	  .json = "handshake_ns.synack_to_ack", .json_null = true,
	  .element = 109, .element_name = "tcpstatesSynAckToAckNanoseconds" },
	{ .column = "BYTES", .type = TCPST_FIELD_OCTETS,
	  .help = "octets of payload both ends sent",
	  .value = bytes },
	{ .column = "IBYTES", .type = TCPST_FIELD_OCTETS,
	  .help = "octets of payload the initiator sent, each counted once",
	  AT(verdict.bytes[INITIATOR]),
	  .attr = TCPSTATES_A_FLOW_INITIATOR_BYTES,
	  .json = "bytes.initiator" },
	{ .column = "RBYTES", .type = TCPST_FIELD_OCTETS,
	  .help = "octets of payload the responder sent, each counted once",
	  AT(verdict.bytes[RESPONDER]),
	  .attr = TCPSTATES_A_FLOW_RESPONDER_BYTES,
	  .json = "bytes.responder" },
	{ .type = TCPST_FIELD_STATE_TIMES,
	  .help = "time the initiator spent in each state it was in",
	  AT(verdict.state_ns[INITIATOR]), .role = INITIATOR,
	  .attr = TCPSTATES_A_FLOW_INITIATOR_STATE_NS,
	  .json = "state_ns.initiator" },
	{ .type = TCPST_FIELD_STATE_TIMES,
	  .help = "time the responder spent in each state it was in",
	  AT(verdict.state_ns[RESPONDER]), .role = RESPONDER,
	  .attr = TCPSTATES_A_FLOW_RESPONDER_STATE_NS,
	  .json = "state_ns.responder" },
	{ .column = "HALFCLOSE", .type = TCPST_FIELD_DURATION,
	  .help = "time from the first FIN to the other end's FIN, or until the flow ended",
	  AT(verdict.half_close_ns), .attr = TCPSTATES_A_FLOW_HALF_CLOSE_NS,
	  .json = "half_close_ns", .json_null = true,
	  .element = 110, .element_name = "tcpstatesHalfCloseNanoseconds" },
	{ .column = "ZEEK", .type = TCPST_FIELD_ZEEK,
	  .help = "conn_state of Zeek's conn.log",
	  AT(verdict.zeek), .attr = TCPSTATES_A_FLOW_ZEEK,
	  .json = "zeek_conn_state",
	  .element = 107, .element_name = "tcpstatesZeekConnState" },
	{ .column = "IPACKETS", .type = TCPST_FIELD_COUNT, .width = 8,
	  .help = "segments the initiator sent (with accounting)",
	  AT(packets[INITIATOR]), IF(accounted),
	  .attr = TCPSTATES_A_FLOW_INITIATOR_PACKETS,
	  .json = "packets.initiator", .json_omit = TCPST_JSON_ALL },
	{ .column = "RPACKETS", .type = TCPST_FIELD_COUNT, .width = 8,
	  .help = "segments the responder sent (with accounting)",
	  AT(packets[RESPONDER]), IF(accounted),
	  .attr = TCPSTATES_A_FLOW_RESPONDER_PACKETS,
	  .json = "packets.responder", .json_omit = TCPST_JSON_ALL },
	{ .column = "IRTT", .type = TCPST_FIELD_DURATION,
	  .help = "round-trip time between here and the responder (with accounting)",
	  AT(rtt_ns[INITIATOR]), IF(accounted), .zero_unknown = true,
	  .attr = TCPSTATES_A_FLOW_INITIATOR_RTT_NS,
	  .json = "rtt_ns.initiator", .json_omit = TCPST_JSON_ALL },
	{ .column = "RRTT", .type = TCPST_FIELD_DURATION,
	  .help = "round-trip time between here and the initiator (with accounting)",
	  AT(rtt_ns[RESPONDER]), IF(accounted), .zero_unknown = true,
	  .attr = TCPSTATES_A_FLOW_RESPONDER_RTT_NS,
	  .json = "rtt_ns.responder", .json_omit = TCPST_JSON_ALL },
	{ FIELD_ISS(INITIATOR, "initiator") },
	{ FIELD_ISS(RESPONDER, "responder") },
	{ FIELD_PROVEN(INITIATOR, "initiator"), .attr = ATTR(INITIATOR_PROVEN) },
	{ FIELD_PROVEN(RESPONDER, "responder"), .attr = ATTR(RESPONDER_PROVEN) },
	{ .column = "CLASS", .type = TCPST_FIELD_CLASS,
	  .help = "current timeout class of the flow",
	  AT(class), IF(timed), .attr = TCPSTATES_A_FLOW_CLASS,
	  .json = "class", .json_only = TCPST_JSON_FLOW },
	{ .column = "EXPIRES", .type = TCPST_FIELD_DURATION_MS,
	  .help = "time until the flow expires if no further segment is seen",
	  AT(expires_ms), IF(timed), .attr = TCPSTATES_A_FLOW_EXPIRES_MS,
	  .json = "expires_ms", .json_only = TCPST_JSON_FLOW },
	{ .type = TCPST_FIELD_TIME,
	  .help = "when a segment of it was last examined",
	  AT(seen_ns), IF(timed), .attr = TCPSTATES_A_FLOW_SEEN_NS,
	  .json = "seen_ns", .json_only = TCPST_JSON_FLOW },
	{ .column = "IDLE", .type = TCPST_FIELD_DURATION,
	  .help = "time since a segment was last examined",
	  .value = idle, IF(timed) },
	{ .column = "ISILENT", .type = TCPST_FIELD_DURATION,
	  .help = "time since a segment of the initiator was last examined",
	  .value = initiator_silent },
	{ .column = "RSILENT", .type = TCPST_FIELD_DURATION,
	  .help = "time since a segment of the responder was last examined",
	  .value = responder_silent },
	{ .type = TCPST_FIELD_TIME,
	  .help = "when a segment of the initiator was last examined",
	  AT(heard_ns[INITIATOR]), .zero_unknown = true,
	  .attr = TCPSTATES_A_FLOW_INITIATOR_HEARD_NS,
	  .json = "heard_ns.initiator",
	  .json_only = TCPST_JSON_FLOW, .json_omit = TCPST_JSON_ALL },
	{ .type = TCPST_FIELD_TIME,
	  .help = "when a segment of the responder was last examined",
	  AT(heard_ns[RESPONDER]), .zero_unknown = true,
	  .attr = TCPSTATES_A_FLOW_RESPONDER_HEARD_NS,
	  .json = "heard_ns.responder",
	  .json_only = TCPST_JSON_FLOW, .json_omit = TCPST_JSON_ALL },
	{ .column = "IUNACKED", .type = TCPST_FIELD_OCTETS,
	  .help = "octets the initiator sent that are not acknowledged",
	  AT(unacked[INITIATOR]), IF(unacked_known[INITIATOR]),
	  .attr = TCPSTATES_A_FLOW_INITIATOR_UNACKED,
	  .json = "unacked.initiator",
	  .json_only = TCPST_JSON_FLOW, .json_omit = TCPST_JSON_ALL },
	{ .column = "RUNACKED", .type = TCPST_FIELD_OCTETS,
	  .help = "octets the responder sent that are not acknowledged",
	  AT(unacked[RESPONDER]), IF(unacked_known[RESPONDER]),
	  .attr = TCPSTATES_A_FLOW_RESPONDER_UNACKED,
	  .json = "unacked.responder",
	  .json_only = TCPST_JSON_FLOW, .json_omit = TCPST_JSON_ALL },
	{ .column = "IPROBES", .type = TCPST_FIELD_COUNT,
	  .help = "retransmissions and probes of the initiator since its peer was last seen, 15 at most",
	  AT(probes[INITIATOR]), IF(probed),
	  .attr = TCPSTATES_A_FLOW_INITIATOR_PROBES,
	  .json = "probes.initiator",
	  .json_only = TCPST_JSON_FLOW, .json_omit = TCPST_JSON_ALL },
	{ .column = "RPROBES", .type = TCPST_FIELD_COUNT,
	  .help = "retransmissions and probes of the responder since its peer was last seen, 15 at most",
	  AT(probes[RESPONDER]), IF(probed),
	  .attr = TCPSTATES_A_FLOW_RESPONDER_PROBES,
	  .json = "probes.responder",
	  .json_only = TCPST_JSON_FLOW, .json_omit = TCPST_JSON_ALL },
	{ .column = "INAT", .type = TCPST_FIELD_ADDR_PORT,
	  .help = "address and port of the initiator as the responder sees them, if NAT replaces them",
	  AT(nat), IF(translated[INITIATOR]), .role = INITIATOR },
	{ .type = TCPST_FIELD_ADDR,
	  .help = "address of the initiator as the responder sees it",
	  AT(nat), IF(translated[INITIATOR]), .role = INITIATOR,
	  .attr = TCPSTATES_A_FLOW_INITIATOR_NAT_ADDR,
	  .json = "initiator_nat.addr", .json_omit = TCPST_JSON_ALL },
	{ .type = TCPST_FIELD_PORT,
	  .help = "port of the initiator as the responder sees it",
	  AT(nat.port[INITIATOR]), IF(translated[INITIATOR]),
	  .attr = TCPSTATES_A_FLOW_INITIATOR_NAT_PORT,
	  .json = "initiator_nat.port", .json_omit = TCPST_JSON_ALL },
	{ .column = "RNAT", .type = TCPST_FIELD_ADDR_PORT,
	  .help = "address and port that the initiator connected to, if NAT replaces them",
	  AT(nat), IF(translated[RESPONDER]), .role = RESPONDER },
	{ .type = TCPST_FIELD_ADDR,
	  .help = "address that the initiator connected to",
	  AT(nat), IF(translated[RESPONDER]), .role = RESPONDER,
	  .attr = TCPSTATES_A_FLOW_RESPONDER_NAT_ADDR,
	  .json = "responder_nat.addr", .json_omit = TCPST_JSON_ALL },
	{ .type = TCPST_FIELD_PORT,
	  .help = "port that the initiator connected to",
	  AT(nat.port[RESPONDER]), IF(translated[RESPONDER]),
	  .attr = TCPSTATES_A_FLOW_RESPONDER_NAT_PORT,
	  .json = "responder_nat.port", .json_omit = TCPST_JSON_ALL },
	{ .column = "PEER", .type = TCPST_FIELD_MUTE,
	  .help = "the end that does not answer, for how long, and octets it has not acknowledged",
	  .value = mute },
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
	  AT(netns), .json = "netns", .json_omit = TCPST_JSON_ALL,
	  .option = "all-netns" },
	{ FIELD_IFACE,
	  .help = "interface of the first segment, if the capture records it" },
	{ FIELD_TUNNEL },
	{ .column = "ZEEKUID", .type = TCPST_FIELD_TEXT, .width = 18,
	  .help = "uid in Zeek's conn.log (with --join)",
	  AT(zeek_uid), .json = "zeek_uid", .json_omit = TCPST_JSON_ALL,
	  .option = "join" },
	{ .column = "COMMUNITYID", .type = TCPST_FIELD_COMMUNITY, .width = 30,
	  .help = "Community ID (v1), for lookup in other tools",
	  AT(ends), .json = "community_id" },
	{ .column = "COMPLETE", .type = TCPST_FIELD_COUNT,
	  .help = "Wireshark's tcp.completeness (captures only)",
	  AT(trail.complete), .zero_unknown = true,
	  .attr = TCPST_A_COMPLETE,
	  .json = "tcp_completeness", .json_omit = TCPST_JSON_ALL },
	{ .column = "HISTORY", .type = TCPST_FIELD_HISTORY, .width = 8,
	  .help = "history as in Zeek's conn.log: s h a d f r (captures only)",
	  AT(trail.history), .zero_unknown = true,
	  .attr = TCPST_A_HISTORY,
	  .json = "zeek_history", .json_omit = TCPST_JSON_ALL },
	{ .column = "IOPTIONS", .type = TCPST_FIELD_OPTIONS, .width = 24,
	  .help = "what the initiator's SYN offers: mss, wscale, ... (with accounting, and show)",
	  AT(options[INITIATOR]), .zero_unknown = true,
	  .attr = ATTR(INITIATOR_OPTIONS),
	  .json = "options.initiator", .json_omit = TCPST_JSON_ALL },
	{ .column = "ROPTIONS", .type = TCPST_FIELD_OPTIONS, .width = 24,
	  .help = "what the responder's SYN-ACK offers (with accounting, and show)",
	  AT(options[RESPONDER]), .zero_unknown = true,
	  .attr = ATTR(RESPONDER_OPTIONS),
	  .json = "options.responder", .json_omit = TCPST_JSON_ALL },
};

const struct tcpst_fields tcpst_flow_fields = {
	.n = sizeof(fields) / sizeof(fields[0]),
	.field = fields,
};
