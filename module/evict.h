/* SPDX-License-Identifier: GPL-2.0 */
/* Which flow is removed to make space for a new one. */
#ifndef TCPS_EVICT_H
#define TCPS_EVICT_H

#include "observer.h"

bool tcps_evict_for(struct tcps_observer *observer, bool half_open, u64 now);
bool tcps_evict_spared(struct tcps_observer *observer);
void tcps_evict_all(struct tcps_observer *observer);

#endif /* TCPS_EVICT_H */
