// SPDX-License-Identifier: GPL-2.0
/*
 * Explanation of the steps of a ladder, in sentences: what was sent, what it proves, in
 * which state each end is and why, what is presumed and what would prove it.
 */
#include "text/explain.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "base/append.h"
#include "base/language.h"
#include "module/core/names.h"
#include "module/core/segment.h"
#include "module/core/seq.h"
#include "text/reason.h"
#include "text/width.h"
#include "text/words.h"

#define INDENT 4
#define SENTENCES 1024

/**
 * struct lesson - one step being explained
 * @file:   output file
 * @ladder: its ladder
 * @style:  @explain: 1 what happened, 2 more about it
 * @event:  first record of the step
 * @name:   names of the sender and of the other end
 * @letter: symbols for the initial sequence numbers of the ends
 */
struct lesson {
	FILE *file;
	const struct tcpst_ladder *ladder;
	const struct tcpst_style *style;
	const struct tcpst_event *event;
	const char *name[2];
	char letter[2];
};

/* Append to a text of %SENTENCES octets. */
#define add(text, ...) tcpst_append(text, SENTENCES, __VA_ARGS__)

/* A sequence number as the arrow shows it. */
static u32 shown(const struct lesson *lesson, unsigned int role, u32 seq)
{
	return tcpst_ladder_position(lesson->ladder, lesson->style,
				     lesson->event, role, seq);
}

/* The initial sequence number, from which lessons count: x+1 is the first octet. */
static void add_base(char text[SENTENCES], const struct lesson *lesson)
{
	const struct tcpst_event *event = lesson->event;

	add(text, _(" Its initial sequence number is %c = %u"),
	    lesson->letter[event->sender], event->seq);
	if (!lesson->style->absolute)
		add(text, _(" (shown as %u)"), shown(lesson, event->sender,
						  event->seq));
	add(text, _("; the SYN itself takes up that number, as an octet of data would."));
}

static void explain_syn(char text[SENTENCES], const struct lesson *lesson)
{
	const struct tcpst_event *event = lesson->event;

	if (tcpst_ladder_remark(event)) {
		add(text, _("The %s retransmits its SYN, since it has seen no answer; or this is an old copy."),
		    lesson->name[0]);
		return;
	}
	add(text, _("SYN: the %s requests a connection to the %s."), lesson->name[0],
	    lesson->name[1]);
	add_base(text, lesson);
}

static void explain_syn_ack(char text[SENTENCES], const struct lesson *lesson)
{
	const struct tcpst_event *event = lesson->event;

	if (event->cause == TCPS_CAUSE_SYN_ACK_REPEAT) {
		add(text, _("The %s retransmits its SYN ACK: it has not received an ACK of it, or did not accept it."),
		    lesson->name[0]);
		return;
	}
	add(text, _("SYN ACK: the %s accepts the connection."), lesson->name[0]);
	add_base(text, lesson);
	add(text, _(" ack=%u is %c+1: it has received the %s's SYN and expects the octet after it."),
	    shown(lesson, !event->sender, event->ack),
	    lesson->letter[!event->sender], lesson->name[1]);
}

static void explain_rst(char text[SENTENCES], const struct lesson *lesson)
{
	const struct tcpst_event *event = lesson->event;

	add(text, _("RST: the %s, or someone in its name, aborts the connection, or reports to the %s that there is no such connection. A RST is not acknowledged."),
	    lesson->name[0], lesson->name[1]);
	if (event->cause == TCPS_CAUSE_RST_IGNORED &&
	    event->type == TCPST_NOTE)
		add(text, _(" Its sequence number is not the one the %s expects, so it is ignored (RFC 9293, 3.10.7.4; RFC 5961)."),
		    lesson->name[1]);
}

static void explain_data(char text[SENTENCES], const struct lesson *lesson,
			 const struct tcpst_step *step)
{
	const struct tcpst_event *event = lesson->event;
	u32 first = shown(lesson, event->sender, event->seq);

	if (event->len == 1)
		add(text, _("Data: the %s sends 1 octet, number %u."),
		    lesson->name[0], first);
	else
		add(text, _("Data: the %s sends %u octets, numbers %u to %u."),
		    lesson->name[0], event->len, first, first + event->len - 1);
	if (step->again)
		add(text, _(" All of it was seen before."));
}

static bool covers(const struct lesson *lesson, unsigned int role,
		   enum tcps_state state)
{
	const struct tcpst_ladder *ladder = lesson->ladder;
	size_t i;
	unsigned int k;

	for (i = 0; i < ladder->n && ladder->step[i].event != lesson->event; i++)
		for (k = 0; k < ladder->step[i].n; k++)
			if (ladder->step[i].state[k].role == role &&
			    ladder->step[i].state[k].state == state)
				return true;
	return false;
}

static bool changes(const struct tcpst_step *step, unsigned int role,
		    enum tcps_state state)
{
	unsigned int i;

	for (i = 0; i < step->n; i++)
		if (step->state[i].role == role &&
		    step->state[i].state == state)
			return true;
	return false;
}

/* Has an end sent a FIN before? */
static bool has_closed(const struct lesson *lesson, unsigned int role)
{
	const struct tcpst_ladder *ladder = lesson->ladder;
	const struct tcpst_event *event;
	size_t i;

	for (i = 0; i < ladder->n && ladder->step[i].event != lesson->event; i++) {
		event = ladder->step[i].event;
		if (ladder->step[i].kind == TCPST_STEP_ARROW && event->sender == role &&
		    (event->flags & TCPS_FLAG_FIN))
			return true;
	}
	return false;
}

static void explain_fin(char text[SENTENCES], const struct lesson *lesson,
			const struct tcpst_step *step)
{
	const struct tcpst_event *event = lesson->event;
	u32 number = event->seq + event->len;

	if (event->cause == TCPS_CAUSE_FIN_REPEAT) {
		add(text, _("The %s retransmits its FIN, since it has not received an ACK of it."),
		    lesson->name[0]);
		return;
	}
	if (changes(step, event->sender, TCPS_LAST_ACK))
		add(text, _("FIN: the %s has no more data to send, either: once this is acknowledged, both directions are closed."),
		    lesson->name[0]);
	else if (!changes(step, event->sender, TCPS_FIN_WAIT_1))
		add(text, _("FIN: the %s has no more data to send, but can still receive."),
		    lesson->name[0]);
	else if (has_closed(lesson, !event->sender))
		add(text, _("FIN: the %s has no more data to send, either. It does not acknowledge the FIN of the %s: both ends close at the same time."),
		    lesson->name[0], lesson->name[1]);
	else
		add(text, _("FIN: the %s closes first: it has no more data to send, but can still receive."),
		    lesson->name[0]);
	add(text, _(" The FIN takes up a sequence number, %u, after all data: ack=%u acknowledges everything."),
	    shown(lesson, event->sender, number),
	    shown(lesson, event->sender, number + 1));
}

/* Explain the acknowledgement, if it changes a state. */
static void explain_ack(char text[SENTENCES], const struct lesson *lesson,
			const struct tcpst_step *step)
{
	const struct tcpst_event *event = lesson->event;
	unsigned int own = event->sender;
	u32 ack = shown(lesson, !own, event->ack);

	if (changes(step, own, TCPS_ESTABLISHED) &&
	    covers(lesson, own, TCPS_SYN_SENT))
		add(text, _("ACK: ack=%u is %c+1, so the %s has received the SYN of the %s; seq=%u is %c+1, since its own SYN took up %c. Only this tells the %s that its SYN has arrived. Both initial sequence numbers are now known and acknowledged: that is why a handshake takes three segments."),
		    ack, lesson->letter[!own], lesson->name[0],
		    lesson->name[1], shown(lesson, own, event->seq),
		    lesson->letter[own], lesson->letter[own], lesson->name[1]);
	else if (changes(step, own, TCPS_CLOSE_WAIT) ||
		 changes(step, own, TCPS_TIME_WAIT) ||
		 changes(step, own, TCPS_CLOSING))
		add(text, _(" ack=%u covers the FIN of the %s: the %s has received everything."),
		    ack, lesson->name[1], lesson->name[0]);
	else if (!*text || event->type == TCPST_SEGMENT)
		add(text, _(" The %s acknowledges everything before ack=%u."),
		    lesson->name[0], ack);
	if (changes(step, own, TCPS_CLOSE_WAIT) &&
	    changes(step, own, TCPS_LAST_ACK))
		add(text, _(" Its program has read end of file and closes its own direction, too. Each direction is closed by a FIN of its own and an ACK of that, which takes four segments. Here the ACK of the first FIN and the second FIN are one segment, so it takes three."));
	else if (changes(step, own, TCPS_CLOSE_WAIT))
		add(text, _(" Its program reads end of file, and has yet to close its own direction: it may still have data to send, and the %s waits for that. Therefore each direction is closed by a FIN of its own and an ACK of that, four segments in all."),
		    lesson->name[1]);
}

static void explain_drop(char text[SENTENCES], const struct tcpst_event *event)
{
	static const char *const stages[TCPS_STAGE_MAX + 1] = {
		[TCPS_STAGE_BEFORE_ROUTING] = N_("as it came in, before it was routed"),
		[TCPS_STAGE_TO_HERE] = N_("on its way to a socket of this machine"),
		[TCPS_STAGE_FORWARDED] = N_("on its way through to another machine"),
		[TCPS_STAGE_FROM_HERE] = N_("before it could leave"),
		[TCPS_STAGE_MAX] = N_("at an unknown place"),
	};

	add(text, _("This machine dropped the segment %s"), _(stages[event->drop_stage]));
	if (*event->drop_symbol)
		add(text, _(", in its kernel's function %s"), event->drop_symbol);
	add(text, _(". It does not arrive; whoever sent it has to send it again."));
}

static void explain_retransmit(char text[SENTENCES], const struct lesson *lesson,
			       const struct tcpst_event *drop)
{
	if (drop && *drop->drop_reason)
		add(text, _("The %s sends data again that the %s has not acknowledged: this machine dropped the segment (%s)."),
		    lesson->name[0], lesson->name[1], drop->drop_reason);
	else if (drop)
		add(text, _("The %s sends data again that the %s has not acknowledged: this machine dropped the segment."),
		    lesson->name[0], lesson->name[1]);
	else
		add(text, _("The %s sends data again that the %s has not acknowledged. The segment or its ACK was lost or delayed; this machine is not known to have dropped it."),
		    lesson->name[0], lesson->name[1]);
}

/* A time, as the ladder shows it. */
static const char *when(char time[TCPST_TEXT_SIZE], const struct lesson *lesson,
			u64 time_ns)
{
	u64 start = lesson->ladder->flow->verdict.start;
	u64 ns = time_ns > start ? time_ns - start : 0;

	if (lesson->style->ns)
		snprintf(time, TCPST_TEXT_SIZE, "%" PRIu64, ns);
	else
		snprintf(time, TCPST_TEXT_SIZE, "%.*f",
			 ns < 1000000000000ULL ? 6 : 2, (double)ns / 1e9);
	return time;
}

static void add_answered(char text[SENTENCES], const struct lesson *lesson)
{
	const struct tcpst_event *event = lesson->event;
	char time[TCPST_TEXT_SIZE], flags[TCPST_TEXT_SIZE];

	tcpst_format_flags(flags, event->answers.flags);
	add(text, _(" It answers the segment that the %s sent at %s (%s seq=%u): its numbers show that."),
	    lesson->name[1], when(time, lesson, event->answers.time_ns), flags,
	    shown(lesson, !event->sender, event->answers.seq));
}

static void explain_segment(char text[SENTENCES], const struct lesson *lesson,
			    const struct tcpst_step *step)
{
	u8 flags = lesson->event->flags;

	if (lesson->event->dropped) {
		explain_drop(text, lesson->event);
		return;
	}
	if (lesson->event->cause == TCPS_CAUSE_RETRANSMIT) {
		explain_retransmit(text, lesson, step->drop);
		return;
	}
	if (lesson->event->cause == TCPS_CAUSE_ADOPT)
		add(text, _("The flow is first seen in the middle: what came before is not known. "));
	if (lesson->event->cause == TCPS_CAUSE_CHALLENGE_ACK)
		add(text, _("A challenge ACK: the %s did not accept the segment and sends its current numbers (RFC 5961). A peer that has really closed answers with a RST that has exactly that sequence number."),
		    lesson->name[0]);
	else if (flags & TCPS_FLAG_RST)
		explain_rst(text, lesson);
	else if ((flags & TCPS_FLAG_SYN) && (flags & TCPS_FLAG_ACK))
		explain_syn_ack(text, lesson);
	else if (flags & TCPS_FLAG_SYN)
		explain_syn(text, lesson);
	else if (flags & TCPS_FLAG_FIN)
		explain_fin(text, lesson, step);
	else if (lesson->event->len)
		explain_data(text, lesson, step);
	if (lesson->event->drawn)
		add_answered(text, lesson);
	if ((flags & TCPS_FLAG_ACK) &&
	    !(flags & (TCPS_FLAG_SYN | TCPS_FLAG_RST)) &&
	    lesson->event->cause != TCPS_CAUSE_CHALLENGE_ACK)
		explain_ack(text, lesson, step);
}

static void explain_mark(char text[SENTENCES], const struct tcpst_event *event)
{
	switch (event->cause) {
	case TCPS_CAUSE_TIMER:
		if (event->from == TCPS_TIME_WAIT)
			add(text, _("2MSL, twice the longest time that a segment may live in the network, have passed: no segment of this connection can still be in the network. No segment shows this; it is the timer."));
		else
			add(text, _("No segment was seen until the timeout of this state."));
		break;
	case TCPS_CAUSE_ICMP:
		add(text, _("A router, or the host itself, answers the SYN with an ICMP error: the destination is unreachable."));
		break;
	case TCPS_CAUSE_ICMP_IGNORED:
		add(text, _("An ICMP error, which does not end an established connection: it may be forged or temporary (RFC 5927)."));
		break;
	default:
		add(text, _("The flow is no longer observed; the connection itself may continue."));
	}
}

/* States that a newcomer sees in ss(8) and asks about. */
static bool waits_for_long(unsigned int state)
{
	return state == TCPS_FIN_WAIT_2 || state == TCPS_CLOSE_WAIT ||
	       state == TCPS_TIME_WAIT;
}

static const char *proven_mark(const struct tcpst_style *style)
{
	return style->utf8 ? "✓" : "+";
}

/* Earlier presumptions that this event proves. */
static void add_proven(char text[SENTENCES], const struct lesson *lesson,
		       const struct tcpst_event *event)
{
	const struct tcpst_ladder *ladder = lesson->ladder;
	char time[TCPST_TEXT_SIZE];
	size_t i;
	unsigned int k;

	for (i = 0; i < ladder->n; i++)
		for (k = 0; k < ladder->step[i].n; k++) {
			const struct tcpst_step_state *state =
				&ladder->step[i].state[k];

			if (state->proof != event)
				continue;
			when(time, lesson, state->event->time_ns);
			if (event->sender == state->role)
				add(text, _(" This also proves that the %s was in %s, which was presumed at %s."),
				    tcpst_role_word(state->role),
				    tcps_state_name(state->state), time);
			else
				add(text, _(" Segments of the %s before this one, which are not shown, prove that it was in %s, which was presumed at %s."),
				    tcpst_role_word(state->role),
				    tcps_state_name(state->state), time);
		}
}

static void explain_state(const struct lesson *lesson,
			  const struct tcpst_step_state *state)
{
	const struct tcpst_event *event = state->event;
	const char *arrow = lesson->style->utf8 ? "→" : "->";
	const char *proof = tcpst_reason_proof(event);
	const char *why = _(tcpst_reason_text(event));
	const char *mark = proven_mark(lesson->style);
	const char *section = strrchr(why, '(');
	char text[SENTENCES] = "", time[TCPST_TEXT_SIZE];
	int length = (int)(section ? (size_t)(section - why) : strlen(why));

	add(text, _("%s %s %s %s, %s%s: %.*s"), tcpst_role_word(event->endpoint),
	    tcps_state_name(event->from), arrow, tcps_state_name(event->to),
	    event->retract ? _("retracted, ") : "",
	    tcpst_certainty_word(event->certainty), length, why);
	/* The number in "why (3.5)" is a section of RFC 9293. */
	if (section)
		add(text, "(%s%s", section[1] == 'R' ? "" : "RFC 9293, ",
		    section + 1);
	add(text, _("."));
	if (lesson->style->explain > 1 || waits_for_long(event->to))
		add(text, " %s: %s", tcps_state_name(event->to),
		    tcpst_state_meaning(event->to));
	if (proof)
		add(text, " %s", _(proof));
	if (state->proof)
		add(text, _(" Here it is proven later, at %s (%s)."),
		    when(time, lesson, state->proof->time_ns), mark);
	else if (state->confirmed)
		add(text, _(" Here it is proven later (%s)."), mark);
	add_proven(text, lesson, event);
	tcpst_width_wrap(lesson->file, INDENT, INDENT + 4, text);
}

/* Explain payload, once if both ends sent some. */
static void explain_payload(struct lesson *lesson, const struct tcpst_step *step)
{
	const struct tcpst_ladder *ladder = lesson->ladder;
	const struct tcpst_step *next = step + 1;
	size_t at = (size_t)(step - ladder->step);
	char text[SENTENCES] = "";

	if (at + 1 < ladder->n && next->kind == TCPST_STEP_PAYLOAD)
		return;
	add(text, _("Data. Segments that carry data, and ACKs of data alone, change no state, so none is shown. Each octet takes up one sequence number, so the numbers of the next segment show how many octets were sent: seq= those of its sender, ack= those of the other end, and the SYN is number 0."));
	tcpst_width_wrap(lesson->file, INDENT, INDENT, text);
	putc('\n', lesson->file);
}

/**
 * tcpst_explain_begin() - print the introduction, before the first step
 * @file:  output file
 * @style: style of the marks
 */
void tcpst_explain_begin(FILE *file, const struct tcpst_style *style)
{
	char text[SENTENCES] = "";

	add(text, _("TCP carries two streams of octets (bytes) between two programs, one in each direction, over a network that may lose, delay, duplicate or reorder what it carries. Therefore each octet has a number, its sequence number. The receiver acknowledges what has arrived, and what is not acknowledged is sent again. First the two ends exchange their initial sequence numbers, which is the handshake; finally each direction is closed. Meanwhile each end goes through states, which RFC 9293, the standard of TCP, defines; its sections are given in parentheses."));
	tcpst_width_wrap(file, 0, 0, text);
	putc('\n', file);
	*text = '\0';
	add(text, _("Time runs downwards. The two vertical lines are the two ends: the initiator, which opens the connection, on the left (a client), the responder on the right (a server). An arrow is a segment, a message from one end to the other, with its control bits: SYN (synchronize) opens a direction and announces its initial sequence number, FIN (finish) closes it, ACK acknowledges (only the first SYN has none), RST (reset) aborts the connection. seq= is the number of its first octet, or of the next one if it carries none; ack= is the number of the octet that its sender expects next, so everything before that has arrived."));
	tcpst_width_wrap(file, 0, 0, text);
	putc('\n', file);
	*text = '\0';
	add(text, _("Beside the arrows are the states that the ends enter: first CLOSED, no connection, or LISTEN, waiting for one. They are derived from the segments seen, not queried from the ends: a state is observed if a segment of the end itself proves it, presumed (%s) if the segment that causes it was seen on its way to the end, which does not prove that it arrived, and inferred (%s) if only a timer or other segments show it. %s marks a state that was presumed at first and that later segments prove. Times are those at which the segments passed the observer, which is one of the ends or between them."),
	    tcpst_format_mark(style, TCPS_PRESUMED, false),
	    tcpst_format_mark(style, TCPS_INFERRED, false), proven_mark(style));
	tcpst_width_wrap(file, 0, 0, text);
	putc('\n', file);
}

/**
 * tcpst_explain_step() - print the explanation of a step, below it
 * @file:   output file
 * @ladder: its ladder
 * @style:  style of numbers, and how much is explained
 * @step:   a step of @ladder
 */
void tcpst_explain_step(FILE *file, const struct tcpst_ladder *ladder,
			const struct tcpst_style *style,
			const struct tcpst_step *step)
{
	const struct tcpst_event *event = step->event;
	struct lesson lesson = {
		.file = file, .ladder = ladder, .style = style, .event = event,
		.letter = { 'x', 'y' },
	};
	char text[SENTENCES] = "";
	unsigned int i;

	if (!event || step->kind == TCPST_STEP_FOLDED)
		return;
	if (step->kind == TCPST_STEP_PAYLOAD) {
		explain_payload(&lesson, step);
		return;
	}
	if (step->kind == TCPST_STEP_ARROW) {
		lesson.name[0] = tcpst_role_word(event->sender);
		lesson.name[1] = tcpst_role_word(!event->sender);
		explain_segment(text, &lesson, step);
		if (event->type == TCPST_SEGMENT)
			add_proven(text, &lesson, event);
	} else {
		explain_mark(text, event);
	}
	tcpst_width_wrap(file, INDENT, INDENT, text);
	for (i = 0; i < step->n; i++)
		explain_state(&lesson, &step->state[i]);
	putc('\n', file);
}
