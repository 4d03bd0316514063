/* SPDX-License-Identifier: GPL-2.0 */
/* The module's flows, to which segments captured beside it are assigned. */
#ifndef TCPST_BESIDE_FLOWS_H
#define TCPST_BESIDE_FLOWS_H

#include <glib.h>

#include "model/event.h"
#include "source/capture/tap.h"

/* How much later than a segment its event may be received, or the reverse, ns. */
#define TCPST_BESIDE_HOLD_NS 500000000ULL

/* A flow is found for so long after its end, ns. */
#define TCPST_BESIDE_LINGER_NS (4 * TCPST_BESIDE_HOLD_NS)

struct tcpst_beside_flows;

/**
 * struct tcpst_beside_flow - a flow of the module
 * @id:     its number
 * @ends:   its ends, by role
 * @iss:    initial sequence numbers, where @iss_known, by role
 * @state:  states, by role
 * @start:  its first time; @end: its last, UINT64_MAX: it is open
 * @place:  where the segments of an end are taken, by role, 0: not decided; they may pass
 *          several interfaces
 * @seen:   time of the last segment taken there
 * @reported:   struct reported, recent ones
 * @next:   an older flow with the same ends
 */
struct tcpst_beside_flow {
	u64 id;
	struct tcpst_addrs ends;
	bool iss_known[2];
	u32 iss[2];
	u8 state[2];
	u64 start;
	u64 end;
	u64 place[2];
	u64 seen[2];
	GArray *reported;
	struct tcpst_beside_flow *next;
};

/**
 * struct tcpst_beside_segment - a segment that waits
 * @tapped: the segment
 * @at:     time at which it is shown
 * @flow:   its flow, NULL: not known yet
 * @sender: role of its sender
 */
struct tcpst_beside_segment {
	struct tcpst_tapped tapped;
	u64 at;
	struct tcpst_beside_flow *flow;
	unsigned int sender;
};

struct tcpst_beside_flows *tcpst_beside_flows_new(void);
void tcpst_beside_flows_add(struct tcpst_beside_flows *flows,
			    const struct tcpst_flow *flow);
void tcpst_beside_flows_event(struct tcpst_beside_flows *flows,
			      const struct tcpst_event *event);
bool tcpst_beside_flows_assign(const struct tcpst_beside_flows *flows,
			       struct tcpst_beside_segment *segment);
void tcpst_beside_flows_forget(struct tcpst_beside_flows *flows, u64 until);
void tcpst_beside_flows_free(struct tcpst_beside_flows *flows);

#endif /* TCPST_BESIDE_FLOWS_H */
