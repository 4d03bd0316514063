// SPDX-License-Identifier: GPL-2.0
/* A segment of a recording: what its header shows is not recorded beside it. */
#include "source/recording/segment.h"

#include <string.h>

#include "source/capture/header.h"

static void take_ends(struct tcpst_event *segment, const struct tcpst_packet *packet)
{
	unsigned int i;

	segment->ends.ipv6 = packet->ipv6;
	for (i = 0; i < 2; i++) {
		unsigned int role = segment->sender ^ i;

		memcpy(segment->ends.addr[role], packet->addr[i], 16);
		segment->ends.port[role] = packet->port[i];
	}
}

/**
 * tcpst_segment_complete() - fill in what the header shows
 * @segment: as tcpst_wire_segments() has read it. Without a header, which is not known of
 *           some, it already has that, but for options
 *
 * Return: false if it is invalid.
 */
bool tcpst_segment_complete(struct tcpst_event *segment)
{
	struct tcpst_packet packet;

	if (!segment->segment || !segment->flow)
		return false;
	segment->endpoint = segment->sender;
	segment->from = segment->to;
	segment->cause = TCPS_CAUSE_ACK;
	segment->certainty = TCPS_OBSERVED;
	if (!segment->header)
		return true;
	if (!tcpst_header_read(segment->header, segment->header_size, segment->len,
			       &packet))
		return false;
	take_ends(segment, &packet);
	segment->seq = packet.seg.seq;
	segment->ack = packet.seg.ack;
	segment->flags = packet.seg.flags;
	segment->window = packet.seg.window;
	segment->options = packet.options;
	if (segment->flags & TCPS_FLAG_RST)
		segment->rst_ttl = packet.ttl;
	return true;
}
