/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Generated from Documentation/netlink/specs/tcpstates.yaml: do not
 * edit it, but that, and run tests/kernel/spec/generate.py --write.
 */
#ifndef TCPS_CORE_ENUMS_H
#define TCPS_CORE_ENUMS_H

/**
 * enum tcps_state - State of an endpoint, RFC 9293 section 3.3.2.
 * @TCPS_CLOSED: No connection.
 * @TCPS_LISTEN: Waits for a SYN.
 * @TCPS_SYN_SENT: Has sent a SYN, waits for the SYN of its peer.
 * @TCPS_SYN_RECEIVED: Both SYNs were sent, its own is not acknowledged.
 * @TCPS_ESTABLISHED: Both ends can send.
 * @TCPS_FIN_WAIT_1: Has sent a FIN, which is not acknowledged.
 * @TCPS_FIN_WAIT_2: Its FIN is acknowledged, its peer has sent none.
 * @TCPS_CLOSING: Both have sent a FIN, its own is not acknowledged.
 * @TCPS_TIME_WAIT: Both FINs are exchanged; waits for 2MSL.
 * @TCPS_CLOSE_WAIT: Its peer has sent a FIN, it has not.
 * @TCPS_LAST_ACK: Its peer's FIN came first; its own is not acknowledged.
 * @TCPS_STATE_MAX: How many there are.
 */
enum tcps_state {
	TCPS_CLOSED,
	TCPS_LISTEN,
	TCPS_SYN_SENT,
	TCPS_SYN_RECEIVED,
	TCPS_ESTABLISHED,
	TCPS_FIN_WAIT_1,
	TCPS_FIN_WAIT_2,
	TCPS_CLOSING,
	TCPS_TIME_WAIT,
	TCPS_CLOSE_WAIT,
	TCPS_LAST_ACK,
	TCPS_STATE_MAX
};

#define TCPS_STATE_NAMES { \
	[TCPS_CLOSED] = "CLOSED", \
	[TCPS_LISTEN] = "LISTEN", \
	[TCPS_SYN_SENT] = "SYN_SENT", \
	[TCPS_SYN_RECEIVED] = "SYN_RECEIVED", \
	[TCPS_ESTABLISHED] = "ESTABLISHED", \
	[TCPS_FIN_WAIT_1] = "FIN_WAIT_1", \
	[TCPS_FIN_WAIT_2] = "FIN_WAIT_2", \
	[TCPS_CLOSING] = "CLOSING", \
	[TCPS_TIME_WAIT] = "TIME_WAIT", \
	[TCPS_CLOSE_WAIT] = "CLOSE_WAIT", \
	[TCPS_LAST_ACK] = "LAST_ACK", \
}

/**
 * enum tcps_certainty - How certain a transition is.
 * @TCPS_OBSERVED: The endpoint itself sent the proof.
 * @TCPS_PRESUMED: A segment passed on its way to the endpoint.
 * @TCPS_INFERRED: No segment shows it, but a timer, a limit or a gap.
 * @TCPS_CERTAINTY_MAX: How many there are.
 */
enum tcps_certainty {
	TCPS_OBSERVED,
	TCPS_PRESUMED,
	TCPS_INFERRED,
	TCPS_CERTAINTY_MAX
};

#define TCPS_CERTAINTY_NAMES { \
	[TCPS_OBSERVED] = "observed", \
	[TCPS_PRESUMED] = "presumed", \
	[TCPS_INFERRED] = "inferred", \
}

/**
 * enum tcps_cause - Why an event was recorded. Causes after "stop" belong to
 *   segments that change no state, except "icmp-ignored", which may also retract an
 *   end by ICMP.
 * @TCPS_CAUSE_SYN: A SYN.
 * @TCPS_CAUSE_SYN_ACK: A SYN-ACK.
 * @TCPS_CAUSE_ACK: An acknowledgement, also one with data or a FIN.
 * @TCPS_CAUSE_FIN: A FIN.
 * @TCPS_CAUSE_RST: A RST.
 * @TCPS_CAUSE_ICMP: An ICMP error that quotes the SYN.
 * @TCPS_CAUSE_TIMER: The timeout of the flow's class.
 * @TCPS_CAUSE_EVICT: A limit was reached, or the namespace was switched off.
 * @TCPS_CAUSE_ADOPT: The flow was first seen in the middle.
 * @TCPS_CAUSE_RST_IGNORED: A RST that did not end the connection.
 * @TCPS_CAUSE_FIN_IGNORED: A FIN that does not belong to this connection.
 * @TCPS_CAUSE_STOP: The namespace was deleted, or the module unloaded.
 * @TCPS_CAUSE_SYN_REPEAT: A SYN retransmitted.
 * @TCPS_CAUSE_SYN_ACK_REPEAT: A SYN-ACK retransmitted.
 * @TCPS_CAUSE_FIN_REPEAT: A FIN retransmitted.
 * @TCPS_CAUSE_SYN_IGNORED: A SYN on a synchronized connection.
 * @TCPS_CAUSE_CHALLENGE_ACK: The answer to such a SYN, or to a RST with an
 *   unexpected number.
 * @TCPS_CAUSE_INVALID: A segment that is unexpected in this state.
 * @TCPS_CAUSE_ICMP_IGNORED: An ICMP error that ends no connection.
 * @TCPS_CAUSE_SYN_ACK_OTHER: A SYN-ACK with another number than the one before.
 * @TCPS_CAUSE_DROP: This machine dropped the segment.
 * @TCPS_CAUSE_RETRANSMIT: A socket of this machine retransmitted data.
 * @TCPS_CAUSE_MAX: How many there are.
 */
enum tcps_cause {
	TCPS_CAUSE_SYN,
	TCPS_CAUSE_SYN_ACK,
	TCPS_CAUSE_ACK,
	TCPS_CAUSE_FIN,
	TCPS_CAUSE_RST,
	TCPS_CAUSE_ICMP,
	TCPS_CAUSE_TIMER,
	TCPS_CAUSE_EVICT,
	TCPS_CAUSE_ADOPT,
	TCPS_CAUSE_RST_IGNORED,
	TCPS_CAUSE_FIN_IGNORED,
	TCPS_CAUSE_STOP,
	TCPS_CAUSE_SYN_REPEAT,
	TCPS_CAUSE_SYN_ACK_REPEAT,
	TCPS_CAUSE_FIN_REPEAT,
	TCPS_CAUSE_SYN_IGNORED,
	TCPS_CAUSE_CHALLENGE_ACK,
	TCPS_CAUSE_INVALID,
	TCPS_CAUSE_ICMP_IGNORED,
	TCPS_CAUSE_SYN_ACK_OTHER,
	TCPS_CAUSE_DROP,
	TCPS_CAUSE_RETRANSMIT,
	TCPS_CAUSE_MAX
};

#define TCPS_CAUSE_NAMES { \
	[TCPS_CAUSE_SYN] = "SYN", \
	[TCPS_CAUSE_SYN_ACK] = "SYN-ACK", \
	[TCPS_CAUSE_ACK] = "ACK", \
	[TCPS_CAUSE_FIN] = "FIN", \
	[TCPS_CAUSE_RST] = "RST", \
	[TCPS_CAUSE_ICMP] = "ICMP", \
	[TCPS_CAUSE_TIMER] = "TIMER", \
	[TCPS_CAUSE_EVICT] = "EVICT", \
	[TCPS_CAUSE_ADOPT] = "ADOPT", \
	[TCPS_CAUSE_RST_IGNORED] = "RST_IGNORED", \
	[TCPS_CAUSE_FIN_IGNORED] = "FIN_IGNORED", \
	[TCPS_CAUSE_STOP] = "STOP", \
	[TCPS_CAUSE_SYN_REPEAT] = "SYN_REPEAT", \
	[TCPS_CAUSE_SYN_ACK_REPEAT] = "SYN-ACK_REPEAT", \
	[TCPS_CAUSE_FIN_REPEAT] = "FIN_REPEAT", \
	[TCPS_CAUSE_SYN_IGNORED] = "SYN_IGNORED", \
	[TCPS_CAUSE_CHALLENGE_ACK] = "CHALLENGE_ACK", \
	[TCPS_CAUSE_INVALID] = "INVALID", \
	[TCPS_CAUSE_ICMP_IGNORED] = "ICMP_IGNORED", \
	[TCPS_CAUSE_SYN_ACK_OTHER] = "SYN-ACK_OTHER", \
	[TCPS_CAUSE_DROP] = "DROP", \
	[TCPS_CAUSE_RETRANSMIT] = "RETRANSMIT", \
}

/**
 * enum tcps_end - How a flow ended.
 * @TCPS_END_STILL_OPEN: It has not ended.
 * @TCPS_END_FIN: Both ends closed.
 * @TCPS_END_RESET: A RST ended it.
 * @TCPS_END_REFUSED: A RST in answer to the SYN.
 * @TCPS_END_TIMEOUT: No segments for too long.
 * @TCPS_END_UNREACHABLE: An ICMP error in answer to the SYN.
 * @TCPS_END_HALF_OPEN: The handshake was not completed.
 * @TCPS_END_EVICTED: Removed at a limit, or no longer observed.
 * @TCPS_END_DROPPED: This machine dropped every SYN, before it could be sent on.
 * @TCPS_END_MAX: How many there are.
 */
enum tcps_end {
	TCPS_END_STILL_OPEN,
	TCPS_END_FIN,
	TCPS_END_RESET,
	TCPS_END_REFUSED,
	TCPS_END_TIMEOUT,
	TCPS_END_UNREACHABLE,
	TCPS_END_HALF_OPEN,
	TCPS_END_EVICTED,
	TCPS_END_DROPPED,
	TCPS_END_MAX
};

#define TCPS_END_NAMES { \
	[TCPS_END_STILL_OPEN] = "still-open", \
	[TCPS_END_FIN] = "fin", \
	[TCPS_END_RESET] = "reset", \
	[TCPS_END_REFUSED] = "refused", \
	[TCPS_END_TIMEOUT] = "timeout", \
	[TCPS_END_UNREACHABLE] = "unreachable", \
	[TCPS_END_HALF_OPEN] = "half-open", \
	[TCPS_END_EVICTED] = "evicted", \
	[TCPS_END_DROPPED] = "dropped", \
}

/**
 * enum tcps_class - Class of timeouts of a flow.
 * @TCPS_CLASS_HALF_OPEN: The handshake is not finished.
 * @TCPS_CLASS_ESTABLISHED: Both ends can send.
 * @TCPS_CLASS_FIN: A FIN or its ACK is outstanding.
 * @TCPS_CLASS_HALF_CLOSED: One direction is closed, the other in use.
 * @TCPS_CLASS_TIME_WAIT: Both FINs are acknowledged.
 * @TCPS_CLASS_CLOSED: Ended; kept a while in case the RST or ICMP error was
 *   ignored.
 * @TCPS_CLASS_MAX: How many there are.
 */
enum tcps_class {
	TCPS_CLASS_HALF_OPEN,
	TCPS_CLASS_ESTABLISHED,
	TCPS_CLASS_FIN,
	TCPS_CLASS_HALF_CLOSED,
	TCPS_CLASS_TIME_WAIT,
	TCPS_CLASS_CLOSED,
	TCPS_CLASS_MAX
};

#define TCPS_CLASS_NAMES { \
	[TCPS_CLASS_HALF_OPEN] = "half_open", \
	[TCPS_CLASS_ESTABLISHED] = "established", \
	[TCPS_CLASS_FIN] = "fin", \
	[TCPS_CLASS_HALF_CLOSED] = "half_closed", \
	[TCPS_CLASS_TIME_WAIT] = "time_wait", \
	[TCPS_CLASS_CLOSED] = "closed", \
}

/**
 * enum tcps_duration - A duration of which the module keeps a histogram.
 * @TCPS_DURATION_SYN_TO_SYN_ACK: From the first SYN to the first SYN-ACK.
 * @TCPS_DURATION_SYN_ACK_TO_ACK: From the first SYN-ACK to the ACK of the
 *   initiator.
 * @TCPS_DURATION_LIFETIME: Of a flow that ended, from its first segment on, without
 *   TIME-WAIT.
 * @TCPS_DURATION_MAX: How many there are.
 */
enum tcps_duration {
	TCPS_DURATION_SYN_TO_SYN_ACK,
	TCPS_DURATION_SYN_ACK_TO_ACK,
	TCPS_DURATION_LIFETIME,
	TCPS_DURATION_MAX
};

/**
 * enum tcps_role - An end of a connection, by its role.
 * @TCPS_INITIATOR: Sent the first SYN.
 * @TCPS_RESPONDER: The other end.
 * @TCPS_ROLE_NONE: Neither.
 */
enum tcps_role {
	TCPS_INITIATOR,
	TCPS_RESPONDER,
	TCPS_ROLE_NONE
};

#define TCPS_ROLE_NAMES { \
	[TCPS_INITIATOR] = "initiator", \
	[TCPS_RESPONDER] = "responder", \
}

/**
 * enum tcps_zeek - conn_state of Zeek's conn.log.
 * @TCPS_ZEEK_S0: SYN, no answer.
 * @TCPS_ZEEK_S1: Established, not terminated.
 * @TCPS_ZEEK_SF: Normal establishment and termination.
 * @TCPS_ZEEK_REJ: Rejected.
 * @TCPS_ZEEK_S2: Established, only the originator closed.
 * @TCPS_ZEEK_S3: Established, only the responder closed.
 * @TCPS_ZEEK_RSTO: Established, the originator aborted.
 * @TCPS_ZEEK_RSTR: The responder aborted.
 * @TCPS_ZEEK_RSTOS0: SYN, then RST by the originator, no SYN-ACK.
 * @TCPS_ZEEK_RSTRH: SYN-ACK, then RST by the responder, no SYN.
 * @TCPS_ZEEK_SH: SYN, then FIN by the originator, no SYN-ACK.
 * @TCPS_ZEEK_SHR: SYN-ACK, then FIN by the responder, no SYN.
 * @TCPS_ZEEK_OTH: No SYN seen, just midstream traffic.
 * @TCPS_ZEEK_MAX: How many there are.
 */
enum tcps_zeek {
	TCPS_ZEEK_S0,
	TCPS_ZEEK_S1,
	TCPS_ZEEK_SF,
	TCPS_ZEEK_REJ,
	TCPS_ZEEK_S2,
	TCPS_ZEEK_S3,
	TCPS_ZEEK_RSTO,
	TCPS_ZEEK_RSTR,
	TCPS_ZEEK_RSTOS0,
	TCPS_ZEEK_RSTRH,
	TCPS_ZEEK_SH,
	TCPS_ZEEK_SHR,
	TCPS_ZEEK_OTH,
	TCPS_ZEEK_MAX
};

#define TCPS_ZEEK_NAMES { \
	[TCPS_ZEEK_S0] = "S0", \
	[TCPS_ZEEK_S1] = "S1", \
	[TCPS_ZEEK_SF] = "SF", \
	[TCPS_ZEEK_REJ] = "REJ", \
	[TCPS_ZEEK_S2] = "S2", \
	[TCPS_ZEEK_S3] = "S3", \
	[TCPS_ZEEK_RSTO] = "RSTO", \
	[TCPS_ZEEK_RSTR] = "RSTR", \
	[TCPS_ZEEK_RSTOS0] = "RSTOS0", \
	[TCPS_ZEEK_RSTRH] = "RSTRH", \
	[TCPS_ZEEK_SH] = "SH", \
	[TCPS_ZEEK_SHR] = "SHR", \
	[TCPS_ZEEK_OTH] = "OTH", \
}

/**
 * enum tcps_filter_side - Which end an address or port filter applies to.
 * @TCPS_FILTER_EITHER: Either of them.
 * @TCPS_FILTER_INITIATOR: The end that sent the first SYN.
 * @TCPS_FILTER_RESPONDER: The other end.
 * @TCPS_FILTER_SIDE_MAX: How many there are.
 */
enum tcps_filter_side {
	TCPS_FILTER_EITHER,
	TCPS_FILTER_INITIATOR,
	TCPS_FILTER_RESPONDER,
	TCPS_FILTER_SIDE_MAX
};

/**
 * enum tcps_record_type - What an event is.
 * @TCPS_RECORD_TRANSITION: An endpoint changed its state.
 * @TCPS_RECORD_NOTE: A notable segment that changed no state.
 * @TCPS_RECORD_LIFE: A flow ended; its summary.
 * @TCPS_RECORD_TYPE_MAX: How many there are.
 */
enum tcps_record_type {
	TCPS_RECORD_TRANSITION,
	TCPS_RECORD_NOTE,
	TCPS_RECORD_LIFE,
	TCPS_RECORD_TYPE_MAX
};

/**
 * enum tcps_stage - Where on its way through this machine a segment was dropped.
 * @TCPS_STAGE_BEFORE_ROUTING: It had come in, and was not routed yet.
 * @TCPS_STAGE_TO_HERE: On its way to a socket of this machine.
 * @TCPS_STAGE_FORWARDED: On its way through, to another machine.
 * @TCPS_STAGE_FROM_HERE: This machine was about to send it.
 * @TCPS_STAGE_MAX: How many there are.
 */
enum tcps_stage {
	TCPS_STAGE_BEFORE_ROUTING,
	TCPS_STAGE_TO_HERE,
	TCPS_STAGE_FORWARDED,
	TCPS_STAGE_FROM_HERE,
	TCPS_STAGE_MAX
};

#define TCPS_STAGE_NAMES { \
	[TCPS_STAGE_BEFORE_ROUTING] = "before-routing", \
	[TCPS_STAGE_TO_HERE] = "to-here", \
	[TCPS_STAGE_FORWARDED] = "forwarded", \
	[TCPS_STAGE_FROM_HERE] = "from-here", \
}

/**
 * enum tcps_reset - Why this machine sent a RST.
 * @TCPS_RESET_UNKNOWN: It is not known, or another machine sent it.
 * @TCPS_RESET_NO_SOCKET: Nothing listens on the port of the SYN that it answers.
 * @TCPS_RESET_UNREAD_DATA: The program closed before it had read everything.
 * @TCPS_RESET_LINGER: The program closed with a linger time of 0, to abort.
 * @TCPS_RESET_DISCONNECT: The program disconnected, by connect() with AF_UNSPEC,
 *   and keeps the socket.
 * @TCPS_RESET_TIMEOUT: The peer did not answer keep-alives for too long.
 * @TCPS_RESET_NOT_ACCEPTED: The listener closed before the connection was accepted.
 * @TCPS_RESET_FIREWALL: No socket sent it; a rule of this machine's firewall
 *   rejects.
 * @TCPS_RESET_MAX: How many there are.
 */
enum tcps_reset {
	TCPS_RESET_UNKNOWN,
	TCPS_RESET_NO_SOCKET,
	TCPS_RESET_UNREAD_DATA,
	TCPS_RESET_LINGER,
	TCPS_RESET_DISCONNECT,
	TCPS_RESET_TIMEOUT,
	TCPS_RESET_NOT_ACCEPTED,
	TCPS_RESET_FIREWALL,
	TCPS_RESET_MAX
};

#define TCPS_RESET_NAMES { \
	[TCPS_RESET_UNKNOWN] = "unknown", \
	[TCPS_RESET_NO_SOCKET] = "no-socket", \
	[TCPS_RESET_UNREAD_DATA] = "unread-data", \
	[TCPS_RESET_LINGER] = "linger", \
	[TCPS_RESET_DISCONNECT] = "disconnect", \
	[TCPS_RESET_TIMEOUT] = "timeout", \
	[TCPS_RESET_NOT_ACCEPTED] = "not-accepted", \
	[TCPS_RESET_FIREWALL] = "firewall", \
}

#endif /* TCPS_CORE_ENUMS_H */
