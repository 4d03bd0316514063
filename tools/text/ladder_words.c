// SPDX-License-Identifier: GPL-2.0
/* Words at the steps of a ladder, in text and in pictures. */
#include "text/ladder.h"

#include "base/append.h"
#include "base/language.h"
#include "model/icmp.h"
#include "module/core/names.h"
#include "module/core/segment.h"

/** tcpst_ladder_remark() - a remark on a segment, or NULL */
const char *tcpst_ladder_remark(const struct tcpst_event *event)
{
	switch (event->cause) {
	case TCPS_CAUSE_RST:
		if (event->reset)
			return tcps_reset_name(event->reset);
		return event->rst_ttl &&
		       tcps_hops_origin(event->rst_usual, event->rst_ttl) ==
		       TCPS_ORIGIN_ELSEWHERE ? _("from elsewhere") : NULL;
	case TCPS_CAUSE_SYN_REPEAT:
	case TCPS_CAUSE_SYN_ACK_REPEAT:
	case TCPS_CAUSE_FIN_REPEAT:
	case TCPS_CAUSE_RETRANSMIT:
		return _("again");
	case TCPS_CAUSE_SYN_IGNORED:
		return _("ignored");
	case TCPS_CAUSE_RST_IGNORED:
	case TCPS_CAUSE_FIN_IGNORED:
		return event->type == TCPST_NOTE ? _("ignored") : NULL;
	case TCPS_CAUSE_CHALLENGE_ACK:
		return _("challenge");
	case TCPS_CAUSE_INVALID:
		return _("unexpected");
	case TCPS_CAUSE_ADOPT:
		return _("first seen");
	case TCPS_CAUSE_DROP:
		return *event->drop_reason ? event->drop_reason : _("dropped");
	default:
		return NULL;
	}
}

/**
 * tcpst_ladder_position() - a sequence number as it is shown
 * @ladder: the ladder
 * @style:  absolute, or relative to the initial one
 * @event:  the record with that number
 * @role:   the end whose sequence space it is in
 * @seq:    the number on the wire
 */
u32 tcpst_ladder_position(const struct tcpst_ladder *ladder,
			  const struct tcpst_style *style,
			  const struct tcpst_event *event, unsigned int role,
			  u32 seq)
{
	if (style->absolute)
		return seq;
	if (event->iss_known[role])
		return seq - event->iss[role];
	return seq - ladder->base[role];
}

static const char *remark_of(const struct tcpst_step *step)
{
	const char *remark = tcpst_ladder_remark(step->event);

	if (step->drop)
		return _("again, was dropped");
	return remark || !step->again ? remark : _("again");
}

/**
 * tcpst_ladder_step_remark() - a remark on the segment of a step
 * @text:   set; "": there is none
 * @ladder: the ladder
 * @style:  style of numbers
 * @step:   a step of @ladder
 */
void tcpst_ladder_step_remark(char text[TCPST_REMARK_SIZE],
			      const struct tcpst_ladder *ladder,
			      const struct tcpst_style *style,
			      const struct tcpst_step *step)
{
	const struct tcpst_event *event = step->event;
	const char *remark = remark_of(step);
	char flags[TCPST_TEXT_SIZE];

	snprintf(text, TCPST_REMARK_SIZE, "%s", remark ? remark : "");
	/* A RST with ACK shows by its acknowledgement number which SYN it answers. */
	if (!event->drawn || (event->flags & TCPS_FLAG_RST && event->flags & TCPS_FLAG_ACK))
		return;
	tcpst_format_flags(flags, event->answers.flags);
	if (remark)
		tcpst_append(text, TCPST_REMARK_SIZE, _(", "));
	tcpst_append(text, TCPST_REMARK_SIZE, _("answers %s seq=%u"), flags,
		     tcpst_ladder_position(ladder, style, event, !event->sender,
					   event->answers.seq));
}

/* An ICMP error and its sender, which is not known from older recordings. */
static void write_icmp(char text[TCPST_TEXT_SIZE], const struct tcpst_event *event,
		       const char *unnamed)
{
	const struct tcpst_icmp *icmp = &event->icmp;
	char from[TCPST_TEXT_SIZE], name[TCPST_ICMP_LEN];

	if (!icmp->known) {
		snprintf(text, TCPST_TEXT_SIZE, "%s", unnamed);
		return;
	}
	tcpst_format_addr(from, &icmp->from, 0);
	tcpst_icmp_text(name, TCPST_ICMP(icmp->from.ipv6, icmp->type, icmp->code));
	snprintf(text, TCPST_TEXT_SIZE, event->type == TCPST_NOTE ? _("%s from %.45s, ignored") :
		 _("%s from %.45s"), name, from);
}

static const char *mark_of(const struct tcpst_event *event)
{
	switch (event->cause) {
	case TCPS_CAUSE_TIMER:
		return event->from == TCPS_TIME_WAIT ? _("2MSL have passed") :
						       _("timer");
	case TCPS_CAUSE_EVICT:
		return _("no longer observed: evicted");
	case TCPS_CAUSE_STOP:
		return _("no longer observed");
	default:
		return tcps_cause_name(event->cause);
	}
}

/**
 * tcpst_ladder_mark() - words for an event that was not caused by a segment
 * @text:  set
 * @event: the record
 */
void tcpst_ladder_mark(char text[TCPST_TEXT_SIZE], const struct tcpst_event *event)
{
	if (event->cause == TCPS_CAUSE_ICMP)
		write_icmp(text, event, _("ICMP: unreachable"));
	else if (event->cause == TCPS_CAUSE_ICMP_IGNORED)
		write_icmp(text, event, event->type == TCPST_NOTE ?
			   _("ICMP error, ignored") : _("the ICMP error was ignored"));
	else
		snprintf(text, TCPST_TEXT_SIZE, "%s", mark_of(event));
}

/** tcpst_ladder_folded() - words for a folded run */
void tcpst_ladder_folded(char text[TCPST_TEXT_SIZE],
			 const struct tcpst_step *step)
{
	char count[TCPST_TEXT_SIZE - 16];

	tcpst_format_count(count, step->folded);
	snprintf(text, TCPST_TEXT_SIZE, _("%s more like that"), count);
}
