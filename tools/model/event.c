// SPDX-License-Identifier: GPL-2.0
/* Facts about a flow that follow from its events. */
#include "model/event.h"

#include "model/offer.h"
#include "module/core/segment.h"

/**
 * tcpst_event_offer() - remember the options of the SYN of an event
 * @event:  the event, with a SYN or without
 * @offers: of its flow, as for tcpst_offer_note()
 */
void tcpst_event_offer(const struct tcpst_event *event, u32 offers[2])
{
	if (event->segment && event->sender < TCPS_ROLE_NONE)
		tcpst_offer_note(offers, event->sender, event->options);
}

/**
 * tcpst_event_begins_next() - does the segment belong to the next connection?
 * @event: an event of a flow
 *
 * A segment of another connection between the same ports ends this one (RFC 9293 section
 * 3.6.1). The ACK that ends LAST-ACK is only presumed to arrive.
 */
bool tcpst_event_begins_next(const struct tcpst_event *event)
{
	if (event->type != TCPST_TRANSITION || event->to != TCPS_CLOSED)
		return false;
	return event->cause == TCPS_CAUSE_SYN || event->cause == TCPS_CAUSE_SYN_ACK ||
	       (event->cause == TCPS_CAUSE_ACK && event->certainty != TCPS_PRESUMED);
}

/**
 * tcpst_event_shows_position() - do the numbers of a segment show how far the ends have got?
 * @event: an event of a flow, with a segment
 *
 * Not if the segment was ignored, or is of another connection, or answers any segment from a
 * closed port (RFC 9293 section 3.10.7.1).
 */
bool tcpst_event_shows_position(const struct tcpst_event *event)
{
	switch (event->cause) {
	case TCPS_CAUSE_RST_IGNORED:
	case TCPS_CAUSE_FIN_IGNORED:
	case TCPS_CAUSE_SYN_IGNORED:
	case TCPS_CAUSE_SYN_ACK_OTHER:
	case TCPS_CAUSE_CHALLENGE_ACK:
	case TCPS_CAUSE_INVALID:
	case TCPS_CAUSE_DROP:
		return event->type != TCPST_NOTE;
	case TCPS_CAUSE_SYN_REPEAT:
		return !event->iss_known[event->sender] ||
		       event->seq == event->iss[event->sender];
	case TCPS_CAUSE_RST:
		return event->seq || !(event->flags & TCPS_FLAG_ACK);
	default:
		return !tcpst_event_begins_next(event);
	}
}
