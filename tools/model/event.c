// SPDX-License-Identifier: GPL-2.0
/* Facts about a flow that follow from its events. */
#include "model/event.h"

#include "model/offer.h"

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
