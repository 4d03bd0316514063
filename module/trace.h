/* SPDX-License-Identifier: GPL-2.0 */
/* The tracepoint tcpstates:tcpstates_transition. */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM tcpstates

#if !defined(TCPS_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define TCPS_TRACE_H

#include <linux/tracepoint.h>
#include <net/net_namespace.h>

#include "recorder.h"
#include "trace_enums.h"

/* The raw format exports the numbers, the text format prints the names. */
#undef EM
#undef EMe
#define EM(number, name)	TRACE_DEFINE_ENUM(number);
#define EMe(number, name)	TRACE_DEFINE_ENUM(number);
TCPS_TRACE_STATE
TCPS_TRACE_CERTAINTY
#undef EM
#undef EMe
#define EM(number, name)	{ number, name },
#define EMe(number, name)	{ number, name }

/*
 * One transition. netns is the inode of the namespace, as in /proc/PID/ns/net;
 * flow ids are per namespace. Addresses are 16 octets, IPv4 as
 * ::ffff:a.b.c.d; the initiator comes first; endpoint is 0 for the initiator,
 * 1 for the responder.
 */
TRACE_EVENT(tcpstates_transition,
	TP_PROTO(const struct net *net, const struct tcps_record *record),
	TP_ARGS(net, record),
	TP_STRUCT__entry(
		__field(u32, netns)
		__field(u64, flow)
		__array(u8, saddr, 16)
		__array(u8, daddr, 16)
		__field(u16, sport)
		__field(u16, dport)
		__field(u8, endpoint)
		__field(u8, from)
		__field(u8, to)
		__field(u8, cause)
		__field(u8, certainty)
		__field(u32, seq)
		__field(u32, ack)
	),
	TP_fast_assign(
		unsigned int i = record->initiator;
		const struct tcps_record_change *what = &record->change;

		__entry->netns = net->ns.inum;
		__entry->flow = record->flow;
		memcpy(__entry->saddr, &record->ends.addr[i], 16);
		memcpy(__entry->daddr, &record->ends.addr[!i], 16);
		__entry->sport = ntohs(record->ends.port[i]);
		__entry->dport = ntohs(record->ends.port[!i]);
		__entry->endpoint = what->change.side != i;
		__entry->from = what->change.from;
		__entry->to = what->change.to;
		__entry->cause = what->change.cause;
		__entry->certainty = what->change.certainty;
		__entry->seq = what->seg.seq;
		__entry->ack = what->seg.ack;
	),
	TP_printk("flow=%llu saddr=%pI6c sport=%u daddr=%pI6c dport=%u endpoint=%s from=%s to=%s cause=%u certainty=%s seq=%u ack=%u netns=%u",
		  __entry->flow, __entry->saddr, __entry->sport,
		  __entry->daddr, __entry->dport,
		  __entry->endpoint ? "responder" : "initiator",
		  __print_symbolic(__entry->from, TCPS_TRACE_STATE),
		  __print_symbolic(__entry->to, TCPS_TRACE_STATE),
		  __entry->cause,
		  __print_symbolic(__entry->certainty, TCPS_TRACE_CERTAINTY),
		  __entry->seq, __entry->ack, __entry->netns)
);

#endif /* TCPS_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
