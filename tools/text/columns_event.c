// SPDX-License-Identifier: GPL-2.0
/* Columns that tell of a record: a transition or a segment of note. */
#include "model/event.h"
#include "text/column.h"

#include <inttypes.h>
#include <stdio.h>

#include "model/tunnel.h"
#include "module/core/names.h"
#include "module/core/segment.h"
#include "text/color.h"

/* The arguments of every function that writes a cell. */
#define CELL char *text, const struct tcpst_style *style, const void *item

static void number(char *text, u64 value)
{
	snprintf(text, TCPST_TEXT_SIZE, "%" PRIu64, value);
}

static void word(char *text, const char *value)
{
	snprintf(text, TCPST_TEXT_SIZE, "%s", value);
}

#define SIMPLE(name, call)						\
static void name(CELL)							\
{									\
	const struct tcpst_event *event = item;				\
									\
	(void)style;							\
	call;								\
}

SIMPLE(seqno, number(text, event->seqno))
SIMPLE(time, tcpst_format_clock(text, style, event->time_ns))
SIMPLE(date, tcpst_format_date(text, style, event->time_ns))
SIMPLE(flow, number(text, event->flow))
SIMPLE(type, word(text, event->type == TCPST_NOTE ? "note" : "transition"))
SIMPLE(family, word(text, event->ends.ipv6 ? "ipv6" : "ipv4"))
SIMPLE(initiator, tcpst_format_end(text, style, &event->ends, TCPS_INITIATOR))
SIMPLE(responder, tcpst_format_end(text, style, &event->ends, TCPS_RESPONDER))
SIMPLE(endpoint, word(text, tcps_role_name(event->endpoint)))
SIMPLE(address, tcpst_format_end(text, style, &event->ends, event->endpoint))
SIMPLE(peer, tcpst_format_end(text, style, &event->ends, !event->endpoint))
SIMPLE(from, word(text, tcps_state_name(event->from)))
SIMPLE(to, word(text, tcps_state_name(event->to)))
SIMPLE(cause, word(text, tcps_cause_name(event->cause)))
SIMPLE(certainty, word(text, tcps_certainty_name(event->certainty)))
SIMPLE(retract, word(text, event->retract ? "yes" : "no"))
SIMPLE(pid, tcpst_format_pid(text, &event->owner))
SIMPLE(uid, tcpst_format_uid(text, &event->owner))
SIMPLE(comm, tcpst_format_comm(text, event->owner.comm))
SIMPLE(cookie, tcpst_format_cookie(text, &event->owner))
SIMPLE(tunnel, tcpst_tunnel_text(text, event->tunnel))
SIMPLE(iface, word(text, event->iface ? event->iface : ""))

static void frame(CELL)
{
	const struct tcpst_event *event = item;

	(void)style;
	if (event->frame)
		number(text, event->frame);
}

static void transition(CELL)
{
	const struct tcpst_event *event = item;

	if (event->type == TCPST_NOTE) {
		word(text, tcps_state_name(event->to));
		return;
	}
	snprintf(text, TCPST_TEXT_SIZE, "%s%s%s%s",
		 tcps_state_name(event->from), style->utf8 ? "→" : "->",
		 tcps_state_name(event->to),
		 tcpst_format_mark(style, event->certainty, event->retract));
}

static void sender(CELL)
{
	const struct tcpst_event *event = item;

	(void)style;
	if (event->segment)
		word(text, tcps_role_name(event->sender));
}

static void flags(CELL)
{
	const struct tcpst_event *event = item;

	(void)style;
	if (event->segment)
		tcpst_format_flags(text, event->flags);
}

static void position(char *text, const struct tcpst_style *style,
		     const struct tcpst_event *event, unsigned int role,
		     u32 value)
{
	bool relative = !style->absolute && event->iss_known[role];

	number(text, relative ? value - event->iss[role] : value);
}

static void seq(CELL)
{
	const struct tcpst_event *event = item;

	if (event->segment)
		position(text, style, event, event->sender, event->seq);
}

static void ack(CELL)
{
	const struct tcpst_event *event = item;

	if (event->segment && (event->flags & TCPS_FLAG_ACK))
		position(text, style, event, !event->sender, event->ack);
}

static void len(CELL)
{
	const struct tcpst_event *event = item;

	(void)style;
	if (event->segment)
		number(text, event->len);
}

static void window(CELL)
{
	const struct tcpst_event *event = item;

	(void)style;
	if (event->segment)
		number(text, event->window);
}

static const char *color_to(const void *item)
{
	return tcpst_color_state(((const struct tcpst_event *)item)->to);
}

static const struct tcpst_column columns[] = {
	{ "SEQNO", "number of the record",
	  7, true, TCPST_CELL_TEXT, seqno, NULL },
	{ "TIME", "time of day", 12, false, TCPST_CELL_TIME, time, NULL },
	{ "DATE", "date and time of day",
	  19, false, TCPST_CELL_TIME, date, NULL },
	{ "FLOW", "number of the flow, for `tcpst show`",
	  6, true, TCPST_CELL_TEXT, flow, NULL },
	{ "TYPE", "transition, or note: a segment that changed no state",
	  10, false, TCPST_CELL_TEXT, type, NULL },
	{ "FAMILY", "ipv4 or ipv6", 0, false, TCPST_CELL_TEXT, family, NULL },
	{ "INITIATOR", "address and port of the end that sent the first SYN",
	  0, false, TCPST_CELL_END, initiator, NULL },
	{ "RESPONDER", "address and port of the other end",
	  0, false, TCPST_CELL_END, responder, NULL },
	{ "ENDPOINT", "the end it is about: initiator or responder",
	  9, false, TCPST_CELL_TEXT, endpoint, NULL },
	{ "ADDRESS", "address and port of that end",
	  0, false, TCPST_CELL_END, address, NULL },
	{ "PEER", "address and port of the end opposite",
	  0, false, TCPST_CELL_END, peer, NULL },
	{ "TRANSITION", "states before and after; ? presumed, ~ inferred, < taken back",
	  26, false, TCPST_CELL_TEXT, transition, color_to },
	{ "FROM", "state before", 12, false, TCPST_CELL_STATE, from, NULL },
	{ "TO", "state after", 12, false, TCPST_CELL_STATE, to, color_to },
	{ "CAUSE", "what it was recorded for: SYN, ACK, FIN, RST, TIMER, ...",
	  11, false, TCPST_CELL_TEXT, cause, NULL },
	{ "CERTAINTY", "observed, presumed or inferred",
	  9, false, TCPST_CELL_TEXT, certainty, NULL },
	{ "RETRACT", "yes: it takes back an earlier presumption",
	  0, false, TCPST_CELL_TEXT, retract, NULL },
	{ "SENDER", "the end that sent the segment behind it",
	  9, false, TCPST_CELL_TEXT, sender, NULL },
	{ "FLAGS", "control bits of that segment",
	  11, false, TCPST_CELL_TEXT, flags, NULL },
	{ "SEQ", "sequence number, from the initial one (see --absolute)",
	  10, true, TCPST_CELL_TEXT, seq, NULL },
	{ "ACK", "acknowledgement number, from the peer's initial one",
	  10, true, TCPST_CELL_TEXT, ack, NULL },
	{ "LEN", "octets of payload", 5, true, TCPST_CELL_TEXT, len, NULL },
	{ "WINDOW", "window as it was sent, not scaled",
	  5, true, TCPST_CELL_TEXT, window, NULL },
	{ "PID", "process that opened the flow, if it is on this machine and proven",
	  7, true, TCPST_CELL_TEXT, pid, NULL },
	{ "UID", "user of that process", 5, true, TCPST_CELL_TEXT, uid, NULL },
	{ "COMM", "command of that process",
	  15, false, TCPST_CELL_TEXT, comm, NULL },
	{ "COOKIE", "cookie of the socket",
	  6, true, TCPST_CELL_TEXT, cookie, NULL },
	{ "FRAME", "number of the frame in the capture (frame.number of Wireshark)",
	  7, true, TCPST_CELL_TEXT, frame, NULL },
	{ "TUNNEL", "tunnel the connection is inside of (see --tunnels)",
	  6, false, TCPST_CELL_TEXT, tunnel, NULL },
	{ "IFACE", "interface of that frame, if the capture tells it",
	  6, false, TCPST_CELL_TEXT, iface, NULL },
};

const struct tcpst_columns tcpst_event_columns = {
	.n = sizeof(columns) / sizeof(columns[0]),
	.column = columns,
};
