/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The core, as its tests from outside see it: what is between them and its
 * interface. A shadow is what it holds of one pair of endpoints.
 */
#ifndef TCPS_MODEL_SHADOW_H
#define TCPS_MODEL_SHADOW_H

#include "../../../module/core/verdict.h"

#define SHADOW_CHANGES 24
#define SHADOW_NOBODY 2

/**
 * struct shadow - what the core holds; two that are equal, octet by octet, behave
 * the same
 * @open:      it has a flow
 * @accounted: it is shown each segment
 * @conn:      the flow
 * @account:   its account
 */
struct shadow {
	bool open;
	bool accounted;
	struct tcps_conn conn;
	struct tcps_account account;
};

/**
 * struct shadow_report - what one segment, or time, made the core say
 * @n:       changes
 * @change:  the changes, of the flow that is current at the end
 * @another: the flow before it is over, and another one has begun
 */
struct shadow_report {
	unsigned int n;
	struct tcps_change change[SHADOW_CHANGES];
	bool another;
};

/**
 * struct shadow_verdict - what the core says of its flow
 * @state:        enum tcps_state, by side
 * @octets:       by side
 * @end:          enum tcps_end
 * @initiator:    a side, or %SHADOW_NOBODY
 * @closed_first: likewise
 * @reset_by:     likewise
 */
struct shadow_verdict {
	u8 state[2];
	u64 octets[2];
	u8 end;
	u8 initiator;
	u8 closed_first;
	u8 reset_by;
};

void shadow_init(struct shadow *shadow, bool accounted);
bool shadow_looks(const struct shadow *shadow, const struct tcps_segment *seg);
void shadow_segment(struct shadow *shadow, unsigned int from,
		    const struct tcps_segment *seg, u64 now,
		    struct shadow_report *report);
void shadow_forget_counts(struct shadow *shadow);
bool shadow_verdict(const struct shadow *shadow, bool over, u64 now,
		    struct shadow_verdict *verdict);

#endif /* TCPS_MODEL_SHADOW_H */
