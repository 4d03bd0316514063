/* SPDX-License-Identifier: GPL-2.0 */
/* Rate limit of notes: third parties can cause some at an arbitrary rate. */
#ifndef TCPS_NOTE_H
#define TCPS_NOTE_H

#include "observer.h"

void tcps_note_begin(struct tcps_flow *flow, u64 now);

bool tcps_note_admit(struct tcps_observer *observer, struct tcps_flow *flow,
		     enum tcps_cause cause, u64 now);

#endif /* TCPS_NOTE_H */
