/* SPDX-License-Identifier: GPL-2.0 */
/* The beginning of a flow. */
#ifndef TCPS_BEGIN_H
#define TCPS_BEGIN_H

#include "observer.h"
#include "parse.h"

/**
 * enum tcps_begin - what is to be created for a segment
 * @TCPS_BEGIN_NOTHING: nothing: the segment is done
 * @TCPS_BEGIN_FLOW:    a flow
 * @TCPS_BEGIN_ATTEMPT: an attempt beside the existing flow
 */
enum tcps_begin {
	TCPS_BEGIN_NOTHING,
	TCPS_BEGIN_FLOW,
	TCPS_BEGIN_ATTEMPT
};

bool tcps_begin_flow(struct tcps_observer *observer,
		     const struct tcps_packet *packet,
		     const struct tcps_stray *stray, u64 now);
bool tcps_begin_attempt(struct tcps_observer *observer,
			struct tcps_flow *challenged,
			const struct tcps_packet *packet, u64 now);
bool tcps_begin_dropped(struct tcps_observer *observer,
			const struct tcps_packet *packet,
			const struct tcps_record_drop *drop, u64 now);

#endif /* TCPS_BEGIN_H */
