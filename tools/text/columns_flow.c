// SPDX-License-Identifier: GPL-2.0
/* Columns that tell of a flow, live or ended. */
#include "text/column.h"

#include <inttypes.h>
#include <stdio.h>

#include "model/flow.h"
#include "model/tunnel.h"
#include "module/core/names.h"
#include "text/color.h"

/* The arguments of every function that writes a cell. */
#define CELL char *text, const struct tcpst_style *style, const void *item

static const struct tcps_verdict *verdict_of(const void *item)
{
	return &((const struct tcpst_flow *)item)->verdict;
}

static void number(char *text, u64 value)
{
	snprintf(text, TCPST_TEXT_SIZE, "%" PRIu64, value);
}

static void word(char *text, const char *value)
{
	snprintf(text, TCPST_TEXT_SIZE, "%s", value);
}

static void span(char *text, const struct tcpst_style *style, u64 ns)
{
	if (ns != TCPS_UNKNOWN_NS)
		tcpst_format_duration(text, style, ns);
}

static void role(char *text, unsigned int value)
{
	if (value < TCPS_ROLE_NONE)
		word(text, tcps_role_name(value));
}

#define SIMPLE(name, call)						\
static void name(CELL)							\
{									\
	const struct tcpst_flow *flow = item;				\
	const struct tcps_verdict *verdict = verdict_of(item);		\
									\
	(void)flow;							\
	(void)verdict;							\
	(void)style;							\
	call;								\
}

SIMPLE(id, number(text, flow->id))
SIMPLE(family, word(text, flow->ends.ipv6 ? "ipv6" : "ipv4"))
SIMPLE(initiator, tcpst_format_end(text, style, &flow->ends, TCPS_INITIATOR))
SIMPLE(responder, tcpst_format_end(text, style, &flow->ends, TCPS_RESPONDER))
SIMPLE(iaddr, tcpst_format_addr(text, &flow->ends, TCPS_INITIATOR))
SIMPLE(raddr, tcpst_format_addr(text, &flow->ends, TCPS_RESPONDER))
SIMPLE(iport, number(text, flow->ends.port[TCPS_INITIATOR]))
SIMPLE(rport, number(text, flow->ends.port[TCPS_RESPONDER]))
SIMPLE(istate, word(text, tcps_state_name(verdict->state[TCPS_INITIATOR])))
SIMPLE(rstate, word(text, tcps_state_name(verdict->state[TCPS_RESPONDER])))
SIMPLE(end, word(text, tcps_end_name(verdict->end)))
SIMPLE(first, role(text, verdict->closed_first))
SIMPLE(reset_by, role(text, verdict->reset_by))
SIMPLE(start, tcpst_format_date(text, style, verdict->start))
SIMPLE(syns, number(text, verdict->syn_repeats))
SIMPLE(syn_acks, number(text, verdict->syn_ack_repeats))
SIMPLE(ifins, number(text, verdict->fin_repeats[TCPS_INITIATOR]))
SIMPLE(rfins, number(text, verdict->fin_repeats[TCPS_RESPONDER]))
SIMPLE(syn_leg, span(text, style, verdict->syn_to_syn_ack))
SIMPLE(ack_leg, span(text, style, verdict->syn_ack_to_ack))
SIMPLE(duration, span(text, style, tcpst_flow_duration(flow)))
SIMPLE(half_close, span(text, style, verdict->half_close_ns))
SIMPLE(bytes, tcpst_format_size(text, style, verdict->bytes[TCPS_INITIATOR] +
					     verdict->bytes[TCPS_RESPONDER]))
SIMPLE(ibytes, tcpst_format_size(text, style, verdict->bytes[TCPS_INITIATOR]))
SIMPLE(rbytes, tcpst_format_size(text, style, verdict->bytes[TCPS_RESPONDER]))
SIMPLE(roles, word(text, verdict->roles_known ? "known" : "unknown"))
SIMPLE(adopted, word(text, verdict->adopted ? "yes" : "no"))
SIMPLE(zeek, word(text, tcps_zeek_name(verdict->zeek)))
SIMPLE(tunnel, tcpst_tunnel_text(text, flow->tunnel))
SIMPLE(iface, word(text, flow->iface ? flow->iface : ""))

static void class(CELL)
{
	const struct tcpst_flow *flow = item;

	(void)style;
	if (flow->live)
		word(text, tcps_class_name(flow->class));
}

static void since(char *text, const struct tcpst_style *style, u64 ns)
{
	tcpst_format_duration(text, style,
			      style->now > ns ? style->now - ns : 0);
}

static void age(CELL)
{
	const struct tcpst_flow *flow = item;

	if (flow->live)
		since(text, style, flow->verdict.start);
	else
		tcpst_format_duration(text, style, flow->verdict.stop -
						   flow->verdict.start);
}

static void idle(CELL)
{
	const struct tcpst_flow *flow = item;

	if (flow->live)
		since(text, style, flow->seen_ns);
}

static void expires(CELL)
{
	const struct tcpst_flow *flow = item;

	if (flow->live)
		tcpst_format_duration(text, style, flow->expires_ms * 1000000);
}

static void stop(CELL)
{
	const struct tcpst_flow *flow = item;

	if (!flow->live)
		tcpst_format_date(text, style, flow->verdict.stop);
}

/* Whose doing the end was. */
static void by(CELL)
{
	const struct tcps_verdict *verdict = verdict_of(item);

	(void)style;
	role(text, verdict->reset_by < TCPS_ROLE_NONE ? verdict->reset_by :
							verdict->closed_first);
}

static void handshake(CELL)
{
	const struct tcps_verdict *verdict = verdict_of(item);

	if (verdict->syn_to_syn_ack != TCPS_UNKNOWN_NS &&
	    verdict->syn_ack_to_ack != TCPS_UNKNOWN_NS)
		span(text, style,
		     verdict->syn_to_syn_ack + verdict->syn_ack_to_ack);
}

static void packets(char *text, const struct tcpst_flow *flow,
		    unsigned int role)
{
	if (flow->accounted)
		number(text, flow->packets[role]);
}

SIMPLE(ipackets, packets(text, flow, TCPS_INITIATOR))
SIMPLE(rpackets, packets(text, flow, TCPS_RESPONDER))

static void rtt(char *text, const struct tcpst_style *style,
		const struct tcpst_flow *flow, unsigned int role)
{
	if (flow->accounted && flow->rtt_ns[role])
		span(text, style, flow->rtt_ns[role]);
}

SIMPLE(irtt, rtt(text, style, flow, TCPS_INITIATOR))
SIMPLE(rrtt, rtt(text, style, flow, TCPS_RESPONDER))

SIMPLE(pid, tcpst_format_pid(text, &flow->owner))
SIMPLE(uid, tcpst_format_uid(text, &flow->owner))
SIMPLE(comm, tcpst_format_comm(text, flow->owner.comm))
SIMPLE(cookie, tcpst_format_cookie(text, &flow->owner))

static const char *color_istate(const void *item)
{
	return tcpst_color_state(verdict_of(item)->state[TCPS_INITIATOR]);
}

static const char *color_rstate(const void *item)
{
	return tcpst_color_state(verdict_of(item)->state[TCPS_RESPONDER]);
}

static const char *color_end(const void *item)
{
	return tcpst_color_end(verdict_of(item)->end);
}

static const struct tcpst_column columns[] = {
	{ "FLOW", "number of the flow, for `tcpst show`",
	  6, true, TCPST_CELL_TEXT, id, NULL },
	{ "FAMILY", "ipv4 or ipv6", 0, false, TCPST_CELL_TEXT, family, NULL },
	{ "INITIATOR", "address and port of the end that sent the first SYN",
	  0, false, TCPST_CELL_END, initiator, NULL },
	{ "RESPONDER", "address and port of the other end",
	  0, false, TCPST_CELL_END, responder, NULL },
	{ "IADDR", "address of the initiator",
	  0, false, TCPST_CELL_END, iaddr, NULL },
	{ "IPORT", "port of the initiator",
	  5, true, TCPST_CELL_TEXT, iport, NULL },
	{ "RADDR", "address of the responder",
	  0, false, TCPST_CELL_END, raddr, NULL },
	{ "RPORT", "port of the responder",
	  5, true, TCPST_CELL_TEXT, rport, NULL },
	{ "ROLES", "known, or unknown: who is the initiator is a guess",
	  7, false, TCPST_CELL_TEXT, roles, NULL },
	{ "ADOPTED", "yes: the flow was first seen after its beginning",
	  0, false, TCPST_CELL_TEXT, adopted, NULL },
	{ "ISTATE", "state of the initiator (RFC 9293, section 3.3.2)",
	  12, false, TCPST_CELL_STATE, istate, color_istate },
	{ "RSTATE", "state of the responder",
	  12, false, TCPST_CELL_STATE, rstate, color_rstate },
	{ "CLASS", "class of timeouts the flow belongs to now",
	  11, false, TCPST_CELL_TEXT, class, NULL },
	{ "AGE", "time from the first segment to now, or to the end of TIME-WAIT",
	  6, true, TCPST_CELL_SPAN, age, NULL },
	{ "DURATION", "time from the first segment until both ends had closed",
	  8, true, TCPST_CELL_SPAN, duration, NULL },
	{ "IDLE", "time since a segment of it was last looked at",
	  6, true, TCPST_CELL_SPAN, idle, NULL },
	{ "EXPIRES", "time until its timer ends it, if it stays silent",
	  7, true, TCPST_CELL_SPAN, expires, NULL },
	{ "START", "time of the first segment",
	  19, false, TCPST_CELL_TIME, start, NULL },
	{ "STOP", "time it ended", 19, false, TCPST_CELL_TIME, stop, NULL },
	{ "END", "how it ended: fin, reset, refused, timeout, ...",
	  11, false, TCPST_CELL_TEXT, end, color_end },
	{ "BY", "whose doing the end was: who closed first, or sent the RST",
	  9, false, TCPST_CELL_TEXT, by, NULL },
	{ "CLOSEDFIRST", "the end that sent the first FIN",
	  0, false, TCPST_CELL_TEXT, first, NULL },
	{ "RESETBY", "the end whose RST was believed",
	  9, false, TCPST_CELL_TEXT, reset_by, NULL },
	{ "HANDSHAKE", "time from the first SYN to the ACK that completes it",
	  0, true, TCPST_CELL_SPAN, handshake, NULL },
	{ "SYNLEG", "of that, from the first SYN to the first SYN-ACK",
	  6, true, TCPST_CELL_SPAN, syn_leg, NULL },
	{ "ACKLEG", "of that, from the first SYN-ACK to the ACK",
	  6, true, TCPST_CELL_SPAN, ack_leg, NULL },
	{ "HALFCLOSE", "time from the first FIN to that of the other end",
	  0, true, TCPST_CELL_SPAN, half_close, NULL },
	{ "BYTES", "octets of payload both ends sent",
	  6, true, TCPST_CELL_SIZE, bytes, NULL },
	{ "IBYTES", "octets of payload the initiator sent",
	  6, true, TCPST_CELL_SIZE, ibytes, NULL },
	{ "RBYTES", "octets of payload the responder sent",
	  6, true, TCPST_CELL_SIZE, rbytes, NULL },
	{ "IPACKETS", "segments the initiator sent (with accounting)",
	  8, true, TCPST_CELL_TEXT, ipackets, NULL },
	{ "RPACKETS", "segments the responder sent (with accounting)",
	  8, true, TCPST_CELL_TEXT, rpackets, NULL },
	{ "IRTT", "time from here to the responder and back (with accounting)",
	  6, true, TCPST_CELL_SPAN, irtt, NULL },
	{ "RRTT", "time from here to the initiator and back (with accounting)",
	  6, true, TCPST_CELL_SPAN, rrtt, NULL },
	{ "SYNS", "SYNs the initiator sent again",
	  0, true, TCPST_CELL_TEXT, syns, NULL },
	{ "SYNACKS", "SYN-ACKs the responder sent again",
	  0, true, TCPST_CELL_TEXT, syn_acks, NULL },
	{ "IFINS", "FINs the initiator sent again",
	  0, true, TCPST_CELL_TEXT, ifins, NULL },
	{ "RFINS", "FINs the responder sent again",
	  0, true, TCPST_CELL_TEXT, rfins, NULL },
	{ "ZEEK", "the end in Zeek's terms, conn_state of its conn.log",
	  6, false, TCPST_CELL_TEXT, zeek, NULL },
	{ "PID", "process that connected, if it is on this machine and proven",
	  7, true, TCPST_CELL_TEXT, pid, NULL },
	{ "UID", "user of that process", 5, true, TCPST_CELL_TEXT, uid, NULL },
	{ "COMM", "command of that process",
	  15, false, TCPST_CELL_TEXT, comm, NULL },
	{ "COOKIE", "cookie of the socket",
	  6, true, TCPST_CELL_TEXT, cookie, NULL },
	{ "TUNNEL", "tunnel the connection is inside of (see --tunnels)",
	  6, false, TCPST_CELL_TEXT, tunnel, NULL },
	{ "IFACE", "interface of the first segment, if the capture tells it",
	  6, false, TCPST_CELL_TEXT, iface, NULL },
};

const struct tcpst_columns tcpst_flow_columns = {
	.n = sizeof(columns) / sizeof(columns[0]),
	.column = columns,
};
