// SPDX-License-Identifier: GPL-2.0
/* Facts about a flow that follow from its events. */
#include "model/event.h"

/**
 * tcpst_event_offer() - remember the options of an event's SYN
 * @event: the event; its segment need not be a SYN
 * @trail: of its flow, whose side 0 is the initiator
 */
void tcpst_event_offer(const struct tcpst_event *event, struct tcpst_trail *trail)
{
	if (event->segment && event->sender < TCPS_ROLE_NONE)
		tcpst_trail_offer(trail, event->sender, event->options);
}
