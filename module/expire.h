/* SPDX-License-Identifier: GPL-2.0 */
/* Timers of flows. */
#ifndef TCPS_EXPIRE_H
#define TCPS_EXPIRE_H

struct tcps_observer;

void tcps_expire_init(struct tcps_observer *observer);
void tcps_expire_exit(struct tcps_observer *observer);
void tcps_expire_kick(struct tcps_observer *observer);

#endif /* TCPS_EXPIRE_H */
