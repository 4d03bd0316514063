/* SPDX-License-Identifier: GPL-2.0 */
/* Whether a namespace is observed: net.tcpstates.enabled. */
#ifndef TCPS_SWITCH_H
#define TCPS_SWITCH_H

#include "observer.h"

int tcps_switch_open(struct tcps_observer *observer);
int tcps_switch_set(struct tcps_observer *observer, bool enabled);
void tcps_switch_close(struct tcps_observer *observer);

#endif /* TCPS_SWITCH_H */
