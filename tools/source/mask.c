// SPDX-License-Identifier: GPL-2.0
/* Processing events between source and sink: flows are looked up in a log, addresses replaced. */
#include "source/mask.h"

#include "source/capture/bare.h"

static void mask_event(const struct tcpst_event *event, void *arg)
{
	const struct tcpst_mask *mask = arg;
	struct tcpst_event copy = *event;
	struct tcpst_header header;

	if (mask->join && copy.type == TCPST_LIFE)
		tcpst_join_flow(mask->join, &copy.life);
	if (mask->anonymizer) {
		tcpst_anonymize_event(mask->anonymizer, &copy);
		tcpst_bare_header(&header, event, &copy.ends);
		copy.header = header.size ? header.octets : NULL;
		copy.header_size = header.size;
	}
	mask->sink->event(&copy, mask->sink->arg);
}

/** tcpst_mask_sink() - a sink that processes events and passes them on to the sink of @mask */
struct tcpst_sink tcpst_mask_sink(struct tcpst_mask *mask)
{
	return (struct tcpst_sink){
		.event = mask_event,
		.arg = mask,
		.next = mask->sink,
	};
}
