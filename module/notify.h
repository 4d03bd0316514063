/* SPDX-License-Identifier: GPL-2.0 */
/* Multicast of events. */
#ifndef TCPS_NOTIFY_H
#define TCPS_NOTIFY_H

struct tcps_observer;

void tcps_notify_init(struct tcps_observer *observer);
void tcps_notify_exit(struct tcps_observer *observer);

#endif /* TCPS_NOTIFY_H */
