/* SPDX-License-Identifier: GPL-2.0 */
/* Conversion between netlink attributes and the model; for this folder and recordings. */
#ifndef TCPST_NL_WIRE_H
#define TCPST_NL_WIRE_H

#include <linux/netlink.h>

#include "model/event.h"
#include "model/stats.h"

/**
 * struct tcpst_nl_sink - takes the events of a batch; all but @event may be NULL
 * @event: one event, in the order of the recorder
 * @lost:  called before the events: number of requested events that were overwritten
 * @next:  called after the events: number of the event after the batch
 * @arg:   passed to each
 */
struct tcpst_nl_sink {
	void (*event)(const struct tcpst_event *event, void *arg);
	void (*lost)(u64 count, void *arg);
	void (*next)(u64 seqno, void *arg);
	void *arg;
};

/* Maximum size of a flow or an event in a message, octets. */
#define TCPST_WIRE_ITEM 2048

bool tcpst_wire_flow(const struct nlmsghdr *nlh, struct tcpst_flow *flow);
bool tcpst_wire_events(const struct nlmsghdr *nlh, const char *netns,
		       const struct tcpst_nl_sink *sink);
void tcpst_wire_put_flow(struct nlmsghdr *nlh, const struct tcpst_flow *flow);
void tcpst_wire_put_event(struct nlmsghdr *nlh, const struct tcpst_event *event);
bool tcpst_wire_segments(const struct nlmsghdr *nlh,
			 bool (*take)(struct tcpst_event *event, void *arg),
			 void *arg);
void tcpst_wire_put_segment(struct nlmsghdr *nlh, const struct tcpst_event *event);
bool tcpst_wire_stats(const struct nlmsghdr *nlh, struct tcpst_stats *stats);
bool tcpst_wire_filter(struct nlmsghdr *nlh, size_t size, unsigned int type,
		       const struct tcps_filter *filter);

#endif /* TCPST_NL_WIRE_H */
