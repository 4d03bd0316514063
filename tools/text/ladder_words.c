// SPDX-License-Identifier: GPL-2.0
/* What is written at the steps of a ladder, as text or in a picture. */
#include "text/ladder.h"

#include "module/core/names.h"

/** tcpst_ladder_remark() - a remark on a segment, or NULL */
const char *tcpst_ladder_remark(const struct tcpst_event *event)
{
	switch (event->cause) {
	case TCPS_CAUSE_RST:
		return event->reset ? tcps_reset_name(event->reset) : NULL;
	case TCPS_CAUSE_SYN_REPEAT:
	case TCPS_CAUSE_SYN_ACK_REPEAT:
	case TCPS_CAUSE_FIN_REPEAT:
		return "again";
	case TCPS_CAUSE_SYN_IGNORED:
		return "ignored";
	case TCPS_CAUSE_RST_IGNORED:
	case TCPS_CAUSE_FIN_IGNORED:
		return event->type == TCPST_NOTE ? "ignored" : NULL;
	case TCPS_CAUSE_CHALLENGE_ACK:
		return "challenge";
	case TCPS_CAUSE_INVALID:
		return "unexpected";
	case TCPS_CAUSE_ADOPT:
		return "first seen";
	case TCPS_CAUSE_DROP:
		return *event->drop_reason ? event->drop_reason : "dropped";
	default:
		return NULL;
	}
}

/**
 * tcpst_ladder_position() - a sequence number as it is shown
 * @ladder: whose
 * @style:  absolute, or from the initial one
 * @event:  record it stands in
 * @role:   whose sequence space
 * @seq:    as it was sent
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

/** tcpst_ladder_mark() - what happened where no segment is behind it */
const char *tcpst_ladder_mark(const struct tcpst_event *event)
{
	switch (event->cause) {
	case TCPS_CAUSE_TIMER:
		return event->from == TCPS_TIME_WAIT ? "2MSL have passed" :
						       "timer";
	case TCPS_CAUSE_ICMP:
		return "ICMP: unreachable";
	case TCPS_CAUSE_ICMP_IGNORED:
		return event->type == TCPST_NOTE ? "ICMP error, ignored" :
						   "the ICMP error was ignored";
	case TCPS_CAUSE_EVICT:
		return "no longer observed: evicted";
	case TCPS_CAUSE_STOP:
		return "no longer observed";
	default:
		return tcps_cause_name(event->cause);
	}
}

/** tcpst_ladder_folded() - what was left out, in words */
void tcpst_ladder_folded(char text[TCPST_TEXT_SIZE],
			 const struct tcpst_step *step)
{
	char count[TCPST_TEXT_SIZE - 16];

	tcpst_format_count(count, step->folded);
	snprintf(text, TCPST_TEXT_SIZE, "%s more like that", count);
}
