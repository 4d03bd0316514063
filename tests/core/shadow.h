/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The core, as used by its black-box tests: its state for one pair of ports, with timers,
 * and its reports.
 */
#ifndef TCPS_TEST_SHADOW_H
#define TCPS_TEST_SHADOW_H

#include "../../module/core/verdict.h"
#include "unit/tuple.h"

#define SHADOW_CHANGES 40
#define SHADOW_NOBODY 2

/**
 * struct shadow_verdict - the verdict of the core on a flow
 * @start:        time of its first segment, ns
 * @state:        enum tcps_state, by side
 * @octets:       by side
 * @end:          enum tcps_end
 * @initiator:    a side, or %SHADOW_NOBODY
 * @closed_first: likewise
 * @reset_by:     likewise
 */
struct shadow_verdict {
	u64 start;
	u8 state[2];
	u64 octets[2];
	u8 end;
	u8 initiator;
	u8 closed_first;
	u8 reset_by;
};

/**
 * struct shadow - the state of the core; two that are equal, octet by octet, behave the
 * same
 * @tuple:    the connection between the two ports, and the attempt to open another one
 * @older:    both hosts have forgotten the connection: reports are of the attempt beside it
 * @deadline: when the timer of each of these expires, ns
 * @ended:    called with the verdict of each flow when it ends; may be NULL
 */
struct shadow {
	struct tuple tuple;
	bool older;
	u64 deadline[2];
	void (*ended)(const struct shadow_verdict *verdict);
};

/**
 * struct shadow_report - the report of the core on one segment
 * @n:       changes
 * @change:  the changes of the flow that is current afterwards, or of the attempt beside an
 *           older one
 * @another: another flow has begun beside the existing one, or replaced it
 * @there:   there was a flow before, other than an older one
 */
struct shadow_report {
	unsigned int n;
	struct tcps_change change[SHADOW_CHANGES];
	bool another;
	bool there;
};

void shadow_init(struct shadow *shadow, bool accounted);
void shadow_begin_older(struct shadow *shadow, u64 now);
bool shadow_looks(const struct shadow *shadow, const struct tcps_segment *seg);
void shadow_segment(struct shadow *shadow, unsigned int from,
		    const struct tcps_segment *seg, u64 now,
		    struct shadow_report *out);
void shadow_pass_time(struct shadow *shadow, u64 now);
void shadow_forget_counts(struct shadow *shadow);
bool shadow_verdict(const struct shadow *shadow, bool over, u64 now,
		    struct shadow_verdict *verdict);

#endif /* TCPS_TEST_SHADOW_H */
