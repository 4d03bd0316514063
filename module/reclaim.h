/* SPDX-License-Identifier: GPL-2.0 */
/* Reclaim of the recorders' memory. */
#ifndef TCPS_RECLAIM_H
#define TCPS_RECLAIM_H

#include "observer.h"

int tcps_reclaim_init(unsigned int mib);
void tcps_reclaim_exit(void);
void tcps_reclaim_join(struct tcps_observer *observer);
void tcps_reclaim_leave(struct tcps_observer *observer);

#endif /* TCPS_RECLAIM_H */
