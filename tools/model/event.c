// SPDX-License-Identifier: GPL-2.0
/* What the events of a flow show of it. */
#include "model/event.h"

/**
 * tcpst_event_offer() - what the SYN behind an event offers
 * @event: the event, with a SYN or without
 * @trail: of its flow, whose side 0 is the initiator
 */
void tcpst_event_offer(const struct tcpst_event *event, struct tcpst_trail *trail)
{
	if (event->segment && event->sender < TCPS_ROLE_NONE)
		tcpst_trail_offer(trail, event->sender, event->options);
}
